#!/usr/bin/env python3
"""Gives what `corridor forms convert` makes of the ground truth to ODK Validate, which reads forms as ODK Collect does.

Every form of ../shared/data/xlsforms that the index calls valid must be converted and found valid; the others are left out.
ODK Validate is in the Python package pyxform and needs Java; where one of them is missing, the check says so and is skipped.

    python3 Tests/FormsValidator/check_forms.py      from the project's folder; CORRIDOR_BINARY names another program
"""

import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("CORRIDOR_BINARY") or str(PROJECT / ".build/debug/corridor")
FORMS = pathlib.Path(os.environ.get("CORRIDOR_GROUND_TRUTH") or PROJECT.parent / "shared/data") / "xlsforms"
# One Java process for all forms: starting it takes longer than a form.
SECONDS = 300


def skip(why):
    print(f"Skipped: {why}.")
    print("0 passed, 0 failed")
    sys.exit(0)


def validator():
    """The program ODK Validate."""
    try:
        from pyxform.validators import odk_validate
    except ModuleNotFoundError as missing:
        if missing.name != "pyxform":
            raise
        skip("the Python package pyxform is missing")
    if shutil.which("java") is None:
        skip("Java is missing")
    return odk_validate.ODK_VALIDATE_PATH


def convert(form, target):
    """What the program says when it refuses a form, else nothing."""
    result = subprocess.run([BINARY, "forms", "convert", str(FORMS / form), "--output", str(target)], capture_output=True, text=True, check=False)
    return None if result.returncode == 0 else result.stderr.strip()


def main():
    if not (FORMS / "index.json").exists():
        skip("the ground truth of XLSForms is not there")
    jar = validator()
    forms = [row["form"] for row in json.loads((FORMS / "index.json").read_text()) if row.get("odk_validate") == "valid"]
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        targets = {form: pathlib.Path(folder) / f"{number:04}.xml" for number, form in enumerate(forms)}
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for form, refusal in zip(forms, pool.map(lambda form: convert(form, targets[form]), forms)):
                if refusal is not None:
                    failures.append(f"{form} is not converted: {refusal}")
        converted = {form: target for form, target in targets.items() if target.exists()}
        command = ["java", "-Djava.awt.headless=true", "-jar", jar, *map(str, converted.values())]
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=SECONDS, check=False)
        report = result.stdout + result.stderr
        valid = report.count(">> Xform is valid!")
        refused = report.split("The following files failed validation:")[-1] if "The following files failed validation:" in report else ""
        for form, target in converted.items():
            if str(target) in refused:
                failures.append(f"{form} is refused by ODK Validate")
        if valid + refused.count(folder) != len(converted):
            failures.append(f"ODK Validate judged {valid + refused.count(folder)} of {len(converted)} forms")
            failures.append(report[-2000:])
    for failure in failures:
        print(failure)
    print(f"{valid} passed, {len(failures)} failed")
    sys.exit(1 if failures or not forms else 0)


if __name__ == "__main__":
    main()
