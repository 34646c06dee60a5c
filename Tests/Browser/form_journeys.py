"""Fills in the report of rights violations in a real browser, with and without scripts, in three languages, on a desk and on a phone.

Run like check_journeys.py, whose tools it uses.
"""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from check_journeys import LANGUAGES, SIZES, Checks, Node, sign_in


def report(browser, node, checks, language, size, scripts):
    """A full report with repeats: two perpetrators, two violations, an intervention."""
    context = browser.new_context(viewport=SIZES[size], java_script_enabled=scripts, locale=language)
    page = context.new_page()

    def look(name):
        checks.page(page, name, language, size, scripts)

    sign_in(page, node, "supervisor", language)
    page.wait_for_url("**/today")
    page.goto(f"{node.address}/forms")
    look("forms")
    page.goto(f"{node.address}/forms/fill/rights_violation_report")
    look("report-empty")

    def press(selector):
        """A button that sends the form; the page that comes of it is there when this returns."""
        before = page.locator("input[name=form-token]").first.input_value()
        page.locator(selector).click()
        page.wait_for_function("token => document.querySelector('input[name=form-token]')?.value !== token", arg=before) if scripts else page.wait_for_load_state()

    # Sent too early: what is missing is told, what was typed is there.
    page.fill("#field-q-worker_name", "सीता उदाहरण | Sita Example")
    press("button[name=action][value=save]")
    assert "check=1" in page.url, f"an empty report was taken: {page.url}"
    look("report-refused")
    assert page.input_value("#field-q-worker_name") == "सीता उदाहरण | Sita Example", "what was typed is lost"
    page.fill("#field-q-summary", "She was not paid and could not leave the house.")
    page.select_option("#field-q-destination", "QA")
    if scripts:
        # A list follows another answer at once, and a question comes up.
        assert page.locator("#field-q-province option").count() > 5, "the provinces of the country are not offered"
        codes = page.eval_on_selector_all("#field-q-province option", "options => options.map(option => option.value).filter(value => value)")
        assert all(code.startswith("QA-") for code in codes), codes
        assert not page.locator("#field-q-headcount").is_visible()
        page.locator("input[name=q-is_group][value=yes]").check()
        assert page.locator("#field-q-headcount").is_visible(), "the question that follows does not come up"
    page.locator("input[name=q-is_group][value=no]").check()
    if scripts:
        assert not page.locator("#field-q-headcount").is_visible()
    for name, kind, role in [("Gulf Labour Co", 1, "employer"), ("شركة الخليج", 2, "recruiter")]:
        press("button[name=add][value=q-perpetrators]")
        page.fill(f"#field-q-party_name_{kind}", name)
        select(page, f"q-party_role_{kind}", role)
    for number, what in [(1, "non-payment"), (2, "recruitment-fee")]:
        press("button[name=add][value=q-violations]")
        page.select_option(f"#field-q-what_{number}", what)
        page.select_option(f"#field-q-done_by_{number}", "Gulf_Labour_Co")
        page.fill(f"#field-q-since_{number}", "AH 1446-09")
    if scripts:
        assert page.locator("#field-q-months_unpaid_1").is_visible() and not page.locator("#field-q-months_unpaid_2").is_visible()
        page.fill("#field-q-months_unpaid_1", "3")
    look("report-filled")
    # A round too many is taken out again.
    press("button[name=add][value=q-violations]")
    press("button[name=remove][value=q-violations_3]")
    assert page.locator("#field-q-what_3").count() == 0 and page.input_value("#field-q-what_2") == "recruitment-fee"
    press("button[name=add][value=q-interventions]")
    page.select_option("#field-q-action_kind_1", "advice")
    if scripts:
        # Without a connection the page stays as it is; then it is sent.
        context.set_offline(True)
        page.locator("button[name=action][value=save]").click()
        page.wait_for_selector("#form-state.warning")
        look("report-offline")
        assert page.input_value("#field-q-what_2") == "recruitment-fee"
        context.set_offline(False)
    page.locator("button[name=action][value=save]").click()
    if not scripts:
        page.wait_for_load_state()
        if "more=1" in page.url:
            # Questions that follow from the answers come up before it is saved.
            look("report-more")
            page.locator("button[name=action][value=save]").click()
    page.wait_for_url(re.compile(r"/cases/[0-9A-Z]{16}$"))
    address = page.url
    texts = page.locator("main").inner_text()
    for expected in ["सीता उदाहरण", "Sita Example", "Gulf Labour Co", "شركة الخليج"]:
        assert expected in texts, f"{expected} is not in the case"
    look("report-case")
    # Going back shows the form again, and sending it again makes nothing new.
    page.go_back()
    assert page.url != "about:blank" and "ERR_" not in page.content()
    # For the case, what is known stands in the form.
    page.goto(f"{node.address}/forms/fill/rights_violation_report?case={address.rsplit('/', 1)[1]}")
    assert "सीता उदाहरण" in page.input_value("#field-q-worker_name")
    look("report-for-case")
    context.close()


def select(page, name, value):
    """Chooses from a list, or one of some circles."""
    if page.locator(f"select[name='{name}']").count():
        page.select_option(f"#field-{name}", value)
    else:
        page.locator(f"input[name='{name}'][value='{value}']").check()


def expired(browser, node, checks):
    """A form that is sent after signing out elsewhere waits until its writer is back."""
    context = browser.new_context(viewport=SIZES["phone"])
    page = context.new_page()
    sign_in(page, node, "caseworker", "en")
    page.wait_for_url("**/today")
    page.goto(f"{node.address}/forms/fill/rights_violation_report")
    page.fill("#field-q-summary", "Half of a story")
    cookies = [cookie for cookie in context.cookies() if "session" not in cookie["name"]]
    context.clear_cookies()
    context.add_cookies(cookies)
    page.locator("button[name=action][value=save]").click()
    page.wait_for_url("**/sign-in")
    sign_in(page, node, "caseworker", "en")
    page.wait_for_url("**/forms/drafts/**")
    assert page.input_value("#field-q-summary") == "Half of a story", "what was typed is lost"
    checks.page(page, "report-rescued", "en", "phone", True)
    # Keeping a draft by itself.
    page.fill("#field-q-summary", "The whole story")
    page.wait_for_selector("#form-state.muted", timeout=40_000)
    page.goto(f"{node.address}/forms")
    page.locator("a[href^='/forms/drafts/']").first.click()
    assert page.input_value("#field-q-summary") == "The whole story", "the draft was not kept"
    context.close()


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
            for language in LANGUAGES:
                for size in SIZES:
                    report(browser, node, checks, language, size, True)
                    report(browser, node, checks, language, size, False)
            expired(browser, node, checks)
            browser.close()
        finally:
            node.stop()
    for fault in sorted(set(checks.faults)):
        print(fault)
    print(f"{checks.pages} pages looked at, {len(set(checks.faults))} faults")
    sys.exit(1 if checks.faults else 0)


if __name__ == "__main__":
    main()
