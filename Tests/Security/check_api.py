"""Tries the API with what its OpenAPI document allows and what it does not, with all checks of schemathesis, against a real server.

Needs the packages of Tests/requirements.txt; says so and passes where they are not. CORRIDOR_API_EXAMPLES says how many examples each operation gets. The seed is fixed, nothing is kept
from one run to the next, and the token has every scope that the page offers, so that a new operation is tried without being named here.

The phase of coverage tries every border of every field, alone and in each place. With all some hundred fields of the data dictionary in the bodies of four operations that takes more than
ten minutes and says nothing new, since one reader checks them all: that phase gets the same document with few fields in each list of answers. The other phases get the whole one.
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Served"))

from served_node import ServedNode

# What fits the schema and not the data dictionary or the form (a code that no list has, the 31st of June) is answered with 422, and a version that is not the latest with 409.
CONFIGURATION = """
[checks]
positive_data_acceptance.expected-statuses = ["2xx", 404, 409, 422]
"""
FIELDS_OF_COVERAGE = ["destination-country", "names", "summary", "type"]


def reduced(document: dict) -> dict:
    """The document with few fields in the bodies that list all of the dictionary."""
    for name, schema in document["components"]["schemas"].items():
        if name.startswith("Answers"):
            kept = [field for field in FIELDS_OF_COVERAGE if field in schema["properties"]] or list(schema["properties"])[:2]
            schema["properties"] = {field: schema["properties"][field] for field in kept}
    return document


def main() -> int:
    if importlib.util.find_spec("schemathesis") is None:
        print("schemathesis is not here; the API is not tried.")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        node = ServedNode(folder, requests_per_second=5_000)
        try:
            browser = node.browser("supervisor")
            scopes = re.findall(r'name="scopes" value="([^"]+)"', browser.get("/account/tokens")[1])
            assert scopes, "the page of tokens offers no scope"
            status, page = browser.post("/account/tokens", {"scopes": scopes, "days": "7"})
            token = re.search(r"corridor_[A-Za-z0-9_-]{43}", page)
            assert status == 200 and token, f"no token was made ({status})"
            configuration = folder / "schemathesis.toml"
            configuration.write_text(CONFIGURATION)
            whole = f"{node.address}/api/v1/openapi.json"
            small = folder / "openapi.json"
            with urllib.request.urlopen(whole, timeout=60) as answer:
                small.write_text(json.dumps(reduced(json.load(answer))))
            failed = 0
            for phases, location in [("examples,fuzzing,stateful", [whole]), ("coverage", [small, "--url", node.address])]:
                started = time.monotonic()
                command = [
                    Path(sys.executable).with_name("schemathesis"), "--config-file", configuration, "run", *location, "--header",
                    f"Authorization: Bearer {token.group()}", "--checks", "all", "--max-examples", os.environ.get("CORRIDOR_API_EXAMPLES", "10"), "--seed", "20261125", "--generation-database", "none",
                    "--suppress-health-check", "all", "--no-color", "--phases", phases,
                ]
                result = subprocess.run(command, cwd=folder, timeout=600).returncode
                print(f"schemathesis, {phases}: {'passed' if result == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
                failed = failed or result
            return failed
        finally:
            node.stop()


if __name__ == "__main__":
    sys.exit(main())
