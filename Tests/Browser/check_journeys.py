"""Drives the web application in a real browser, looks for overflow and untranslated texts, runs axe on every page, and keeps screenshots.

The screenshots go to the folder in CORRIDOR_SCREENSHOTS, if it is set. Needs the packages of Tests/requirements.txt and Chromium; says so and passes where there is none.
"""

import base64
import hmac
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from case_journeys import case_journey, demonstration_case

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("CORRIDOR_PROGRAM", ROOT / ".build/debug/corridor"))
SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}
LANGUAGES = ["en", "ne", "ar"]


def one_time_code(secret: str, moment: float) -> str:
    """RFC 6238 with SHA-1, written here and not taken from the program under test."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(moment // 30)), "sha1").digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


class Node:
    """A node with made-up cases, served on a free port."""

    def __init__(self, folder: Path):
        key = folder / "node.key"
        made = subprocess.run(
            [PROGRAM, "demo", "--data", folder / "data", "--key-file", key, "--cases", "60", "--accounts", "--json"], check=True, capture_output=True, text=True)
        self.sign_ins = {one["name"]: one for one in json.loads(made.stdout)["signIns"]}
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--data", folder / "data", "--key-file", key, "--port", "0"], stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            found = re.search(r"\(port (\d+)\)", line)
            if found:
                self.address = f"http://127.0.0.1:{found.group(1)}"
                break
        else:
            raise RuntimeError("the server did not start")

    def stop(self):
        self.process.terminate()
        assert self.process.wait(20) == 0, "the server did not end by itself"


class Checks:
    def __init__(self, axe_source: str, folder: Path | None):
        self.axe = axe_source
        self.folder = folder
        self.faults = []
        self.pages = 0

    def page(self, page, name: str, language: str, size: str, scripts: bool):
        self.pages += 1
        place = f"{name} ({language}, {size}{'' if scripts else ', no script'})"
        if self.folder:
            page.screenshot(path=self.folder / f"{name}-{language}-{size}{'' if scripts else '-noscript'}.png", full_page=True)
        texts = page.locator("body").inner_text()
        for key in re.findall(r"\b(?:platform|accounts|cases?|consents|tasks|list|search|documents|letters|forms)\.[a-z][a-z.-]+", texts):
            self.faults.append(f"{place}: the text {key} is missing")
        if "–" != texts and re.search(r"\{[a-z]+\}", texts):
            self.faults.append(f"{place}: a place in a text was not filled")
        if not scripts:
            return
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if width > 0:
            self.faults.append(f"{place}: the page is {width} pixels too wide")
        expected = "rtl" if language == "ar" else "ltr"
        if page.evaluate("document.documentElement.dir") != expected:
            self.faults.append(f"{place}: the direction is not {expected}")
        # The policy of the pages allows no script from elsewhere; the tests put axe into the page from outside it.
        page.evaluate(self.axe)
        result = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})")
        for violation in result["violations"]:
            targets = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
            self.faults.append(f"{place}: {violation['id']}: {violation['help']}: {targets}")


def sign_in(page, node, name, language):
    page.goto(f"{node.address}/sign-in?language={language}")
    page.fill("#field-name", node.sign_ins[name]["name"])
    page.fill("#field-passphrase", node.sign_ins[name]["passphrase"])
    page.locator("main button[type=submit]").click()


def journey(browser, node, checks, language, size, scripts):
    context = browser.new_context(viewport=SIZES[size], java_script_enabled=scripts, locale=language)
    page = context.new_page()

    def look(name):
        checks.page(page, name, language, size, scripts)

    page.goto(f"{node.address}/sign-in")
    look("sign-in")
    page.fill("#field-name", "nobody")
    page.fill("#field-passphrase", "not a passphrase")
    page.locator("main button[type=submit]").click()
    look("sign-in-refused")
    sign_in(page, node, "supervisor", language)
    page.wait_for_url("**/today")
    page.goto(f"{node.address}/cases")
    look("cases")
    demonstration_case(page, node, look)
    page.goto(f"{node.address}/cases/new")
    look("first-contact")
    # What is missing is said beside the field, and what was typed is still there.
    page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)") if scripts else None
    page.fill("#field-summary", "मालिकले राहदानी फिर्ता दिएन")
    if scripts:
        page.locator("main form.card button[type=submit]").click()
        look("first-contact-refused")
        assert page.input_value("#field-summary") == "मालिकले राहदानी फिर्ता दिएन", "what was typed is lost"
    name = f"राम <b>&\"'\u0301 {language}-{size}"
    page.fill("#field-names", name)
    page.select_option("#field-destination-country", "QA")
    form = page.input_value("input[name=submission]")
    register(page, look)
    address = page.url
    assert "राम" in page.locator("main").inner_text() and "<b>" in page.locator("main").inner_text(), "the name is not shown as written"
    look("case")
    # Sending the same form once more, as after a lost answer, makes no second case.
    page.goto(f"{node.address}/cases/new")
    again = page.request.post(
        f"{node.address}/cases/new",
        form={
            "form-token": page.input_value("main input[name=form-token]"), "submission": form, "names": name, "summary": "x",
            "destination-country": "QA",
        })
    assert again.url == address, f"the form was saved twice: {again.url}"
    page.goto(address + "/add/violation")
    look("add-violation")
    page.select_option("#field-type", index=2)
    page.fill("#field-since", "BS 2076-01")
    page.locator("main form.card button[type=submit]").click()
    page.wait_for_url(address)
    look("case-with-violation")
    page.goto(address + "/records/" + address.rsplit("/", 1)[1])
    look("edit")
    page.fill("#field-summary", "बदलियो")
    page.locator("main form.card button[type=submit]").click()
    page.wait_for_url(address)
    assert "बदलियो" in page.locator("main").inner_text()
    case_journey(page, node, look, address, f"{language}-{size}{'' if scripts else '-plain'}")
    page.goto(f"{node.address}/account")
    look("account")
    page.goto(f"{node.address}/cases/0000000000000000")
    look("not-found")
    page.goto(f"{node.address}/account")
    page.locator("header form button[type=submit]").click()
    page.wait_for_url("**/sign-in")
    page.goto(address)
    assert page.url.endswith("/sign-in"), "a case opens after signing out"
    context.close()
    return address


def register(page, look):
    """Sends the form of the first contact; whoever may be known already is shown once, with what was typed still there."""
    page.locator("main form.card button[type=submit]").click()
    page.wait_for_load_state()
    if page.locator("input[name=duplicates]").count():
        look("first-contact-known")
        page.locator("main form.card button[type=submit]").click()
    page.wait_for_url(re.compile(r"/cases/[0-9A-Z]{16}$"))


def search(browser, node, checks, language, size, scripts):
    """A worker is found by a misspelt name, by the name in another script, by a number and by a word of the story; several cases are changed together."""
    context = browser.new_context(viewport=SIZES[size], java_script_enabled=scripts, locale=language)
    page = context.new_page()

    def look(name):
        checks.page(page, name, language, size, scripts)

    sign_in(page, node, "supervisor", language)
    page.goto(f"{node.address}/cases/new")
    page.fill("#field-names", "Dolma Sherpa | डोल्मा शेर्पा")
    page.select_option("#field-destination-country", "QA")
    page.fill("#field-summary", "Ambuscade was the word.")
    register(page, look)
    address = page.url.rsplit("/", 1)[1]
    page.goto(f"{node.address}/search")
    look("search")
    for name, question in [("misspelt", "Dholma Sherpah"), ("other-script", "دولما شيربا"), ("word", "ambuscade"), ("identifier", address.lower())]:
        deadline = time.time() + 60
        while True:
            page.fill("#search", question)
            page.locator("form[role=search] button").click()
            page.wait_for_load_state()
            found = page.locator(f"a[href='/cases/{address}']").count()
            # Right after the start the index is still being made, and the page says so.
            if found or not page.locator("p.warning").count() or time.time() > deadline:
                break
            time.sleep(1)
        assert found, f"{question} does not find the case"
        assert question not in page.url and page.locator(".reasons li").count(), "a result without a reason"
        look(f"search-{name}")
    page.goto(f"{node.address}/cases?order=priority&status=active")
    look("cases-filtered")
    page.goto(f"{node.address}/cases")
    for place in range(2):
        page.locator("td.choose input").nth(place).check()
    page.locator("form[action='/cases/chosen'] button").first.click()
    look("cases-chosen")
    page.select_option("#field-priority", "urgent")
    page.locator("form[action='/cases/chosen/change'] button").click()
    page.wait_for_url("**changed=2")
    look("cases-changed")
    context.close()


def second_factor(browser, node, checks):
    """Sets up a second step, and signs in with it; a code is good once."""
    context = browser.new_context(viewport=SIZES["desktop"])
    page = context.new_page()
    sign_in(page, node, "caseworker", "en")
    page.goto(f"{node.address}/account")
    page.locator("form[action='/account/second-factor'] button").click()
    checks.page(page, "second-factor", "en", "desktop", True)
    secret = re.search(r"secret=([A-Z2-7]+)", page.locator("a[href^='otpauth:']").get_attribute("href")).group(1)
    page.fill("#field-code", one_time_code(secret, time.time()))
    page.locator("form[action='/account/second-factor/confirm'] button").click()
    codes = page.locator("main li code").all_inner_texts()
    assert len(codes) == 10, "there are no recovery codes"
    checks.page(page, "recovery-codes", "en", "desktop", True)
    page.locator("header form button[type=submit]").click()
    for attempt, code in enumerate([one_time_code(secret, time.time()), codes[0], codes[0]]):
        sign_in(page, node, "caseworker", "en")
        page.wait_for_url("**/sign-in/code")
        page.goto(f"{node.address}/cases")
        assert page.url.endswith("/sign-in"), "the passphrase alone opens the cases"
        page.goto(f"{node.address}/sign-in/code")
        checks.page(page, "code", "en", "desktop", True)
        page.fill("#field-code", code)
        page.locator("main form.card button[type=submit]").click()
        # The code that set the second step up, and a recovery code used before, are refused.
        assert page.url.endswith("/today") == (attempt == 1), f"attempt {attempt} ended at {page.url}"
        if attempt == 1:
            page.locator("header form button[type=submit]").click()
    context.close()


def administration(browser, node, checks, case_address):
    context = browser.new_context(viewport=SIZES["phone"])
    page = context.new_page()
    sign_in(page, node, "administrator", "en")
    page.wait_for_url("**/administration/accounts")
    checks.page(page, "accounts", "en", "phone", True)
    for forbidden in [f"{node.address}/cases", case_address]:
        assert page.goto(forbidden).status == 403, "an administrator opens cases"
    page.goto(f"{node.address}/administration/accounts")
    page.check("input[name=roles][value=caseworker] >> nth=-1")
    page.locator("form[action='/administration/invitations'] button").click()
    link = page.locator(".notice code").inner_text()
    checks.page(page, "invitation-made", "en", "phone", True)
    context.close()
    context = browser.new_context(viewport=SIZES["phone"])
    page = context.new_page()
    page.goto(node.address + link[link.index("/invitation/"):])
    checks.page(page, "invitation", "en", "phone", True)
    page.fill("#field-display-name", "सीता")
    page.fill("#field-sign-in-name", "sita")
    page.fill("#field-passphrase", "four words that differ")
    page.fill("#field-passphrase-again", "four words that differ")
    page.locator("main form.card button[type=submit]").click()
    page.wait_for_url("**/account")
    page.goto(f"{node.address}/cases")
    checks.page(page, "cases-empty", "en", "phone", True)
    assert page.goto(case_address).status == 404, "a caseworker opens a case of somebody else"
    context.close()
    # Another organisation on the same node is told the same as of a case that is nowhere.
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, node, "partner-supervisor", "en")
    page.wait_for_url("**/today")
    assert page.goto(case_address).status == 404, "another organisation opens the case"
    context.close()


def weight(node):
    """The first view of the sign-in page, as it goes over the wire, with its style sheet and script."""
    total = 0

    def fetch(path):
        request = urllib.request.Request(node.address + path, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request) as answer:
            return answer.read(), sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())

    body, head = fetch("/sign-in")
    total += len(body) + head
    import gzip

    for path in set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', gzip.decompress(body).decode())):
        body, head = fetch(path)
        total += len(body) + head
    print(f"First view of the sign-in page: {total} bytes with style sheet, script, mark and headers")
    assert total < 14 * 1024, f"the first view takes {total} bytes"


def main():
    try:
        import axe_playwright_python
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("The packages for a browser are not here: skipped.")
        return
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        print("There is no Chromium here: skipped.")
        return
    axe = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
    folder = Path(os.environ["CORRIDOR_SCREENSHOTS"]) if os.environ.get("CORRIDOR_SCREENSHOTS") else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    checks = Checks(axe, folder)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        node = Node(Path(temporary))
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            weight(node)
            address = ""
            for language in LANGUAGES:
                for size in SIZES:
                    address = journey(browser, node, checks, language, size, True)
            journey(browser, node, checks, "en", "phone", False)
            for language, size, scripts in [("en", "desktop", True), ("ar", "phone", True), ("ne", "phone", True), ("en", "phone", False)]:
                search(browser, node, checks, language, size, scripts)
            administration(browser, node, checks, address)
            second_factor(browser, node, checks)
            browser.close()
        finally:
            node.stop()
    for fault in sorted(set(checks.faults)):
        print(fault)
    print(f"{checks.pages} pages looked at, {len(set(checks.faults))} faults")
    sys.exit(1 if checks.faults else 0)


if __name__ == "__main__":
    main()
