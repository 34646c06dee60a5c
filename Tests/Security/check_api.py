"""Tries the API with what its OpenAPI document allows and what it does not, with all checks of schemathesis, against a real server.

Needs the packages of Tests/requirements.txt; says so and passes where they are not. CORRIDOR_API_EXAMPLES says how many examples each operation gets, CORRIDOR_API_PHASES
which phases run: that of coverage tries every border of every field of the dictionary, which takes more than ten minutes.
"""

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Served"))

from served_node import ServedNode

SCOPES = ["cases:read", "cases:write", "people:read", "forms:submit", "search", "tasks:read", "export"]
# What fits the schema and not the data dictionary (a code that no list has, the 31st of June) is answered with 422, and a version that is not the latest with 409.
CONFIGURATION = """
[checks]
positive_data_acceptance.expected-statuses = ["2xx", 404, 409, 422]
"""


def main() -> int:
    if importlib.util.find_spec("schemathesis") is None:
        print("schemathesis is not here; the API is not tried.")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        node = ServedNode(folder, requests_per_second=5_000)
        try:
            status, page = node.browser("supervisor").post("/account/tokens", {"scopes": SCOPES, "days": "7"})
            token = re.search(r"corridor_[A-Za-z0-9_-]{43}", page)
            assert status == 200 and token, f"no token was made ({status})"
            configuration = folder / "schemathesis.toml"
            configuration.write_text(CONFIGURATION)
            command = [
                Path(sys.executable).with_name("schemathesis"), "--config-file", configuration, "run", f"{node.address}/api/v1/openapi.json", "--header",
                f"Authorization: Bearer {token.group()}", "--checks", "all", "--max-examples", os.environ.get("CORRIDOR_API_EXAMPLES", "20"), "--seed", "20261125",
                "--suppress-health-check", "all", "--no-color", "--phases", os.environ.get("CORRIDOR_API_PHASES", "examples,fuzzing,stateful"),
            ]
            return subprocess.run(command, cwd=folder, timeout=900).returncode
        finally:
            node.stop()


if __name__ == "__main__":
    sys.exit(main())
