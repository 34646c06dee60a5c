"""Somebody at a browser: signs in, goes from page to page, and every page that is looked at is checked and kept as a picture."""

import base64
import hmac
import re
import struct
import time
from pathlib import Path

SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}
# The first two are those of a short run.
VARIANTS = [("en", "desktop"), ("ar", "phone"), ("ne", "phone"), ("en", "phone"), ("ne", "desktop"), ("ar", "desktop")]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Keys of the catalogues, as they would show if a text were missing.
MISSING_TEXT = re.compile(r"(?<![\w@/.])(?:platform|access|accounts|cases?|consents|tasks|list|search|documents|letters|forms|referrals|directory|exchange|network|tracing|watchlist|linkage|patterns|claims|policy)\.[a-z][a-z.-]+(?![\w/])")


class Checks:
    """What was found wrong with pages, told as soon as it is seen."""

    def __init__(self, axe_source: str, folder: Path | None):
        self.axe = axe_source
        self.folder = folder
        self.faults: set[str] = set()
        self.pages = 0
        self.seen: set[str] = set()

    def fault(self, text: str):
        if text not in self.faults:
            print(text, flush=True)
        self.faults.add(text)

    def page(self, page, name: str, language: str, size: str, scripts: bool):
        self.pages += 1
        place = f"{name} ({language}, {size}{'' if scripts else ', no script'})"
        first = place not in self.seen
        self.seen.add(place)
        if self.folder and first:
            page.screenshot(path=self.folder / f"{name}-{language}-{size}{'' if scripts else '-noscript'}.png", full_page=True)
        texts = page.locator("body").inner_text()
        for key in MISSING_TEXT.findall(texts):
            self.fault(f"{place}: the text {key} is missing")
        if re.search(r"\{[a-z]+\}", texts):
            self.fault(f"{place}: a place in a text was not filled")
        if not scripts:
            return
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if width > 0:
            self.fault(f"{place}: the page is {width} pixels too wide")
        expected = "rtl" if language == "ar" else "ltr"
        if page.evaluate("document.documentElement.dir") != expected:
            self.fault(f"{place}: the direction is not {expected}")
        if first:
            self.axe_rules(page, place)

    def axe_rules(self, page, place: str):
        # The policy of the pages allows no script from elsewhere; the tests put axe into the page from outside it.
        page.evaluate(self.axe)
        # Only faults are wanted, so nothing else is gathered.
        result = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
        for violation in result["violations"]:
            targets = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
            self.fault(f"{place}: {violation['id']}: {violation['help']}: {targets}")


class Visit:
    """One person at one device in one language."""

    def __init__(self, browser, node, checks: Checks, language: str, size: str, scripts: bool = True):
        self.browser, self.node, self.checks = browser, node, checks
        self.language, self.size, self.scripts = language, size, scripts
        self.context = browser.new_context(viewport=SIZES[size], java_script_enabled=scripts, locale=language)
        self.context.set_default_timeout(60_000)
        self.page = self.context.new_page()

    @property
    def mark(self) -> str:
        """Tells this visit's texts from those of others."""
        return f"{self.language}-{self.size}{'' if self.scripts else '-plain'}"

    def another(self) -> "Visit":
        """Somebody else with the same kind of device and language."""
        return Visit(self.browser, self.node, self.checks, self.language, self.size, self.scripts)

    def look(self, name: str):
        self.checks.page(self.page, name, self.language, self.size, self.scripts)

    def open(self, path: str):
        return self.page.goto(self.node.address + path)

    def sign_in(self, name: str):
        self.open(f"/sign-in?language={self.language}")
        self.page.fill("#field-name", self.node.sign_ins[name]["name"])
        self.page.fill("#field-passphrase", self.node.sign_ins[name]["passphrase"])
        self.submit("main")

    def leave(self):
        """In a hurry."""
        self.page.locator("#quick-exit button").click()
        # The address changes at once, the page when the session has ended.
        self.page.locator("header").wait_for(state="detached")
        assert self.page.url.endswith("/leave"), self.page.url

    def sign_out(self):
        self.page.locator("header form[action='/sign-out'] button").click()
        self.page.wait_for_url("**/sign-in")

    def save(self):
        """Sends a form that is kept as a draft until it can be saved."""
        self.page.locator("button[name=action][value=save]").click()

    def wait_for_case(self) -> str:
        """The case's page, once it is there. Whoever may be known already is shown before, with what was typed still there."""
        self.page.wait_for_url(re.compile(r"(/cases/[0-9A-Z]{16}|\?known=1)$"))
        if "known=1" in self.page.url:
            self.look("maybe-known")
            self.save()
            self.page.wait_for_url(re.compile(r"/cases/[0-9A-Z]{16}$"))
        return self.page.url

    def register(self, name: str, what_happened: str) -> str:
        """Registers a worker in Qatar, and gives the address of the case."""
        self.open("/cases/new")
        self.page.fill("#field-q-worker_name", name)
        self.page.select_option("#field-q-destination", "QA")
        self.page.fill("#field-q-what_happened", what_happened)
        self.save()
        return self.wait_for_case()

    def submit(self, selector: str = "main form.card"):
        self.press(self.page.locator(f"{selector} button[type=submit]").first)

    def press(self, button):
        """Presses the button of a form. The page that comes of it is there when this returns, whether the browser sends the form or the page's script does; if the browser
        itself refuses to send it, after half a minute."""
        from playwright.sync_api import Error

        if not self.scripts:
            return button.click()
        self.page.evaluate("document.documentElement.dataset.before = 'yes'")
        button.click()
        deadline = time.time() + 30
        while time.time() < deadline:
            try:
                if self.page.evaluate("document.readyState === 'complete' && !document.documentElement.dataset.before"):
                    return
            except Error:
                # The page is being left.
                pass
            self.page.wait_for_timeout(50)

    def close(self):
        self.context.close()


def one_time_code(secret: str, moment: float) -> str:
    """RFC 6238 with SHA-1, written here and not taken from the program under test."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(moment // 30)), "sha1").digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def wait_until(what, seconds: float = 60):
    """Asks again until the answer is true, and gives the last answer."""
    deadline = time.time() + seconds
    while not (answer := what()) and time.time() < deadline:
        time.sleep(0.5)
    return answer
