#!/usr/bin/env python3
"""Validates what `corridor directory export` writes with the JSON schemas that Open Referral published for HSDS 3.0.

A node is filled with the made-up directory, with the examples of the specification, and with the list of missions where these are there; its export,
and each of the examples as a control of this check, must pass every schema, formats included. One broken copy must not. So must what programs read at the addresses of the
HSDS API of a served node (openapi.json of the specification): every address that it names, lists and single objects.

    python3 Tests/DirectoryValidator/check_hsds.py   from the project's folder; CORRIDOR_BINARY names another program
"""

import copy
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.request

PROJECT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("CORRIDOR_BINARY") or str(PROJECT / ".build/debug/corridor")
DATA = pathlib.Path(os.environ.get("CORRIDOR_GROUND_TRUTH") or PROJECT.parent / "shared/data")
SCHEMAS = DATA / "hsds-3.0/schema"
sys.path.insert(0, str(PROJECT / "Tests/Served"))


def skip(why):
    print(f"Skipped: {why}.")
    print("0 passed, 0 failed")
    sys.exit(0)


def validators():
    """A function that makes the validator of a schema, which finds the other schemas by their file names."""
    try:
        import jsonschema
        import referencing
        from referencing.jsonschema import DRAFT202012
    except ModuleNotFoundError as missing:
        if missing.name not in ("jsonschema", "referencing"):
            raise
        skip("the Python package jsonschema is missing")
    resources = []
    for file in SCHEMAS.glob("*.json"):
        resources.append((file.name, referencing.Resource(contents=json.loads(file.read_text()), specification=DRAFT202012)))
    registry = referencing.Registry().with_resources(resources)
    formats = jsonschema.FormatChecker()

    def make(name):
        schema = json.loads((SCHEMAS / name).read_text())
        return jsonschema.Draft202012Validator(schema, registry=registry, format_checker=formats)

    return make


def faults(document, organisation, service):
    """What is wrong in a page of organisations with nested services."""
    found = []
    for item in document["contents"]:
        is_service = "status" in item
        found += [f"{item.get('name')}: {error.json_path} {error.message}" for error in (service if is_service else organisation).iter_errors(item)]
        for nested in item.get("services", []):
            found += [f"{nested.get('name')}: {error.json_path} {error.message}" for error in service.iter_errors(nested)]
    return found


def run(*arguments, environment):
    result = subprocess.run([BINARY, *arguments], capture_output=True, text=True, check=False, timeout=120, env=environment)
    if result.returncode != 0:
        sys.exit(f"{' '.join(arguments)} failed: {result.stderr.strip()}")
    return result.stdout


def check_api(folder, make, tell):
    """Asks a served node at every address of the published API, and validates what it answers."""
    from served_node import ServedNode

    (folder / "served").mkdir()
    node = ServedNode(folder / "served", cases=1, requests_per_second=1000)
    try:
        example = DATA / "hsds-3.0/examples/organization_full.json"
        if example.exists():
            run("directory", "import", str(example), "--data", str(folder / "served/data"), "--key-file", str(node.key), environment=dict(os.environ))
        browser = node.browser("caseworker")
        page = browser.post("/account/tokens", {"scopes": ["directory:read"], "days": "7"})[1]
        token = re.search(r"corridor_[A-Za-z0-9_-]{43}", page).group()

        def get(path):
            request = urllib.request.Request(f"{node.address}/api/v1/hsds{path}", headers={"Authorization": f"Bearer {token}"})
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read())

        published = json.loads((SCHEMAS / "openapi.json").read_text())["paths"]
        page_members = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}
        for path in sorted(published):
            if "{id}" in path:
                continue
            if path == "/":
                start = get(path)
                tell("GET /", [f"{name} is missing" for name in ["version", "profile", "openapi_url"] if not start.get(name)])
                continue
            validator = make({"/organizations": "organization.json", "/taxonomies": "taxonomy.json", "/taxonomy_terms": "taxonomy_term.json",
                              "/service_at_locations": "service_at_location.json"}.get(path, "service.json"))
            for query in ["?per_page=100", "?per_page=100&full=true"]:
                listed = get(path + query)
                problems = [f"{name} is missing" for name in page_members - set(listed)]
                problems += [f"{error.json_path} {error.message}" for item in listed["contents"] for error in validator.iter_errors(item)]
                tell(f"GET {path}{query}, {len(listed['contents'])} of {listed['total_items']}", problems + ([] if listed["contents"] else ["there are none"]))
            first = listed["contents"][0]["id"]
            found = get(f"{path}/{first}")
            tell(f"GET {path}/{{id}}", [f"{error.json_path} {error.message}" for error in validator.iter_errors(found)] + ([] if found["id"] == first else ["it is another"]))
    finally:
        node.stop()


def main():
    if not (SCHEMAS / "organization.json").exists():
        skip("the schemas of HSDS 3.0 are not there")
    make = validators()
    organisation, service = make("organization.json"), make("service.json")
    passed, failed = 0, 0

    def tell(what, problems):
        nonlocal passed, failed
        passed, failed = passed + (not problems), failed + bool(problems)
        print(f"{'passed' if not problems else 'FAILED'}: {what}")
        for problem in problems[:10]:
            print(f"    {problem}")

    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, HOME=folder)
        node = f"{folder}/node"
        run("demo", "--data", node, "--cases", "1", environment=environment)
        for name in ("hsds-3.0/examples/organization_full.json", "directory-seed.csv"):
            if (DATA / name).exists():
                run("directory", "import", str(DATA / name), "--data", node, environment=environment)
        for level in ("open", "sensitive", "identity"):
            target = f"{folder}/{level}.json"
            run("directory", "export", "--data", node, "--output", target, "--up-to", level, environment=environment)
            document = json.loads(pathlib.Path(target).read_text())
            tell(f"the export up to {level}, {document['total_items']} entries", faults(document, organisation, service))
        tables = f"{folder}/tables"
        run("directory", "export", "--data", node, "--output", tables, "--format", "csv", environment=environment)
        run("init", "--data", f"{folder}/second", "--organisation", "Second", "--country", "NP", environment=environment)
        run("directory", "import", tables, "--data", f"{folder}/second", environment=environment)
        run("directory", "export", "--data", f"{folder}/second", "--output", f"{folder}/again.json", environment=environment)
        again = json.loads(pathlib.Path(f"{folder}/again.json").read_text())
        tell("the export of a node that read the CSV export", faults(again, organisation, service))
        first = json.loads(pathlib.Path(f"{folder}/sensitive.json").read_text())
        names = [sorted(item["name"] for item in each["contents"]) for each in (first, again)]
        tell("the same organisations came through the CSV files", [] if names[0] == names[1] else [f"{len(names[0])} and {len(names[1])}"])
        broken = copy.deepcopy(first)
        broken["contents"][0].pop("name")
        tell("a copy without a name is refused by this check", [] if faults(broken, organisation, service) else ["it passed"])
        os.environ.setdefault("CORRIDOR_PROGRAM", BINARY)
        check_api(pathlib.Path(folder), make, tell)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
