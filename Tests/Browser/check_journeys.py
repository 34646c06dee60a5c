"""What people do, in a real browser: every journey in several languages, on a desk and on a phone, with and without scripts. Each page is looked at by axe, for overflow,
direction and untranslated texts, and kept as a picture in the folder that CORRIDOR_SCREENSHOTS names.

    check_journeys.py [--short] [JOURNEY…]      all, or those of the files JOURNEY_journeys.py; --short: one run of each, by
    turns the first and the second, or those that the file names as SHORT

A file of journeys has a list RUNS of (what to do, language, size, with scripts); what to do is a function of a Visit. The runs are shared out over two processes, each with a
node of its own; a file that starts more has a function `close`. Needs the packages of Tests/requirements.txt and Chromium; says so and passes where there is none.
"""

import argparse
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Served"))

from served_node import ServedNode
from visit import Checks, Visit

PARTS = 2


def runs(journeys: list[str], short: bool) -> list[tuple]:
    chosen = []
    for name in journeys:
        module = importlib.import_module(f"{name}_journeys")
        if short and hasattr(module, "SHORT"):
            chosen += [(name, *run) for run in module.SHORT]
            continue
        of_each = {}
        for run in module.RUNS:
            of_each.setdefault(run[0], []).append(run)
        for many in of_each.values():
            # Mostly the first is on a desk in English, the second on a phone in Arabic.
            chosen += [(name, *run) for run in ([many[len(chosen) % min(2, len(many))]] if short else many)]
    return chosen


def run_part(part: int, journeys: list[str], short: bool) -> bool:
    import axe_playwright_python
    from playwright.sync_api import sync_playwright

    folder = Path(os.environ["CORRIDOR_SCREENSHOTS"]) if os.environ.get("CORRIDOR_SCREENSHOTS") else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    checks = Checks((Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(), folder)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        # Somebody in a hurry clicks less often than a script.
        node = ServedNode(Path(temporary), cases=60, requests_per_second=1000)
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        try:
            for name, journey, language, size, scripts in runs(journeys, short)[part::PARTS]:
                start = time.time()
                label = f"{name}: {journey.__name__} ({language}, {size}{'' if scripts else ', no script'})"
                visit = Visit(browser, node, checks, language, size, scripts)
                try:
                    journey(visit)
                    print(f"    {label}: {time.time() - start:.0f} s", flush=True)
                except Exception:
                    checks.fault(f"{label} stopped at {visit.page.url}:\n{traceback.format_exc()}")
                    if folder:
                        visit.page.screenshot(path=folder / f"stopped-{name}-{journey.__name__}-{visit.mark}.png")
                visit.close()
        finally:
            browser.close()
            node.stop()
            for name in journeys:
                getattr(importlib.import_module(f"{name}_journeys"), "close", lambda: None)()
    print(f"{checks.pages} pages looked at, {len(checks.faults)} faults", flush=True)
    return not checks.faults


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def main():
    try:
        import axe_playwright_python
        import playwright
    except ImportError:
        print("The packages for a browser are not here: skipped.")
        return
    if not chromium():
        print("There is no Chromium here: skipped.")
        return
    known = sorted(file.stem.removesuffix("_journeys") for file in HERE.glob("*_journeys.py") if file.stem != "check_journeys")
    parser = argparse.ArgumentParser(description="Journeys in a real browser.")
    parser.add_argument("journeys", nargs="*", metavar="JOURNEY", help="of " + ", ".join(known) + "; all if none is named")
    parser.add_argument("--short", action="store_true", help="one run of each journey")
    parser.add_argument("--part", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    journeys = arguments.journeys or known
    for name in set(journeys) - set(known):
        parser.error(f"there are no journeys “{name}”: write some of {', '.join(known)}")
    if arguments.part is not None:
        sys.exit(0 if run_part(arguments.part, journeys, arguments.short) else 1)
    options = ["--short"] if arguments.short else []
    processes = [subprocess.Popen([sys.executable, __file__, f"--part={part}", *options, *journeys]) for part in range(PARTS)]
    sys.exit(max(process.wait() for process in processes))


if __name__ == "__main__":
    main()
