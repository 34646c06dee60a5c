"""A case is referred to a partner that has no server: what goes, the preview, consent, sending; a link with a code, opened in the partner's own browser; its answers, the outcome
back, the withdrawal."""

import re

from visit import Visit, wait_until


def event(page, name):
    return page.locator(f"form:has(input[name=event][value={name}])")


def send(visit) -> str:
    """All that was offered to be chosen, after a look at the preview; gives the path of the referral's page."""
    page = visit.page
    page.wait_for_url(re.compile(r"/refer/[0-9A-Z]{16}$"))
    visit.submit("main form")
    page.wait_for_url("**/preview")
    page.locator("form[action$='/send'] button").click()
    page.wait_for_url(re.compile(r"/referrals/[0-9A-Z]{16}$"))
    return page.url.removeprefix(visit.node.address)


def consent(visit: Visit, case: str):
    page = visit.page
    visit.open(f"{case}/consents/new")
    page.select_option("#field-given", "yes")
    page.check("input[name=scopes][value=share-across-border]")
    page.select_option("#field-manner", "spoken")
    visit.submit()
    page.wait_for_url("**#consent")


def partner(visit: Visit, link: str, code: str):
    """A wrong code first, then the right one; then everything that a partner does."""
    page = visit.page
    page.goto(f"{link}?language={visit.language}")
    page.fill("#field-code", "00000000" if code != "00000000" else "11111111")
    visit.press(page.locator("main form.card button[type=submit]"))
    visit.look("referral-link-wrong")
    assert page.locator("#problems").count(), "a wrong code opens the referral"
    page.fill("#field-code", f"{code[:4]} {code[4:]}")
    visit.press(page.locator("main form.card button[type=submit]").first)
    visit.look("referral-link")
    assert "Sita" in page.locator("main").inner_text(), "the partner does not see who it is about"
    for name in ["acknowledge", "accept", "start"]:
        visit.press(event(page, name).locator("button"))
    event(page, "message").locator("textarea").fill("We are at the gate")
    visit.press(event(page, "message").locator("button"))
    assert "We are at the gate" in page.locator("main").inner_text()
    event(page, "resolve").locator("select").select_option("achieved")
    event(page, "resolve").locator("textarea").fill("Home with her sister")
    visit.press(event(page, "resolve").locator("button"))
    visit.look("referral-link-resolved")
    # The link was for one browser.
    later = visit.another()
    later.page.goto(link)
    later.page.fill("#field-code", code)
    later.press(later.page.locator("main form.card button[type=submit]"))
    later.look("referral-link-gone")
    assert "Sita" not in later.page.locator("main").inner_text(), "the link opens twice"
    later.close()


def referral(visit: Visit):
    page, look = visit.page, visit.look
    visit.sign_in("caseworker")
    case = visit.register(f"Sita {visit.mark}", "Left her employer tonight.").removeprefix(visit.node.address)
    visit.open(f"{case}/refer")
    look("refer")
    page.check("input[name=kind][value=arrival-hand-over]")
    page.select_option("#field-partner", "-")
    page.fill("#field-partner-name", "Airport desk")
    page.select_option("#field-urgency", "same-day")
    page.locator("details:has(#field-flight) > summary").click()
    page.fill("#field-arrival-day", "2026-11-27")
    page.fill("#field-arrival-time", "14:35")
    page.select_option("#field-arrival-offset", "345")
    page.fill("#field-flight", "QR 652")
    page.fill("#field-recognise", "Blue scarf")
    visit.submit()
    page.wait_for_url(re.compile(r"/refer/[0-9A-Z]{16}$"))
    draft = page.url.removeprefix(visit.node.address)
    look("refer-what")
    visit.submit("main form")
    page.wait_for_url("**/preview")
    look("refer-preview-beyond")
    assert page.locator("form[action$='/send']").count() == 0, "it can be sent without consent"
    consent(visit, case)
    visit.open(f"{draft}/preview")
    look("refer-preview")
    shown = page.locator("main").inner_text()
    assert "Blue scarf" in shown and "Sita" in shown, "the preview does not show what goes"
    page.locator("form[action$='/send'] button").click()
    page.wait_for_url(re.compile(r"/referrals/[0-9A-Z]{16}$"))
    own = page.url.removeprefix(visit.node.address)
    look("referral-sent")
    visit.press(page.locator("form[action$='/link'] button"))
    look("referral-link-made")
    # The node was given no port of its own, so that its address is not the one in the link.
    link = visit.node.address + page.locator("#link").inner_text()[page.locator("#link").inner_text().index("/referred/"):]
    code = page.locator("#code").inner_text().replace(" ", "")
    other = visit.another()
    partner(other, link, code)
    other.close()
    visit.open(own)
    assert "We are at the gate" in page.locator("main").inner_text(), "the partner's message did not arrive"
    look("referral-resolved")
    # What only gets a file is not held back: one format after the other, without waiting.
    for format in ("DOCX", "ODT"):
        with page.expect_download(timeout=20_000) as got:
            page.locator("form.files button", has_text=format).first.click()
        assert got.value.suggested_filename.endswith(format.lower()), f"{format} was not fetched"
    visit.open("/referrals")
    look("referrals")
    visit.open("/referrals/arrivals")
    look("arrivals")
    visit.open(case)
    look("case-referred")
    assert "Home with her sister" in page.locator("article div[id^='result-']").inner_text(), "the case does not say what came of its referral"
    visit.open(own)
    visit.press(event(page, "close").locator("button"))
    page.locator("details:has(input[name=event][value=withdraw]) > summary").click()
    visit.press(event(page, "withdraw").locator("button"))
    look("referral-withdrawn")


def by_form(visit: Visit):
    """The form of a referral goes by messenger to another organisation, which takes it in; its answer comes by telephone and is entered."""
    page = visit.page
    visit.sign_in("caseworker")
    case = visit.register(f"Gita {visit.mark}", "Wages of five months were not paid.").removeprefix(visit.node.address)
    consent(visit, case)
    visit.open(f"{case}/refer")
    page.check("input[name=kind][value=referral]")
    page.select_option("#field-partner", "-")
    page.fill("#field-partner-name", f"Legal aid {visit.mark}")
    page.select_option("#field-urgency", "urgent")
    visit.submit()
    own = send(visit)
    form = page.request.get(f"{visit.node.address}{own}/form/docx").body()
    assert form[:2] == b"PK", "there is no form"
    for format, beginning in [("odt", b"PK"), ("pdf", b"%PDF")]:
        assert page.request.get(f"{visit.node.address}{own}/form/{format}").body().startswith(beginning), f"there is no form as {format}"
    other = visit.another()
    other.sign_in("partner-caseworker")
    other.open("/referrals/import")
    other.look("referral-import")
    for format, beginning in [("docx", b"PK"), ("csv", b"referral.from-organisation,")]:
        blank = other.page.request.get(f"{visit.node.address}/referrals/import/blank/{format}").body()
        assert blank.startswith(beginning), f"there is no empty form as {format}"
    other.page.set_input_files("#field-file", {"name": "note.txt", "mimeType": "text/plain", "buffer": b"Good morning"})
    other.press(other.page.locator("main form.card button[type=submit]"))
    other.look("referral-import-refused")
    assert other.page.locator("#problem-file, #problems").count(), "anything is taken for a referral"
    other.page.set_input_files("#field-file", {"name": "form.docx", "mimeType": "application/octet-stream", "buffer": form})
    other.submit()
    other.page.wait_for_url(re.compile(r"/referrals/[0-9A-Z]{16}$"))
    other.look("referral-imported")
    shown = other.page.locator("main").inner_text()
    assert f"Gita {visit.mark}" in shown and "form.docx" in shown, "the form does not say who it is about"
    assert other.page.locator("#addressed").count(), "nobody is told that the form is for somebody else"
    taken = other.page.url.removeprefix(other.node.address)
    again = page.request.get(f"{visit.node.address}{own}/form/odt?language=ar").body()
    other.open("/referrals/import")
    other.page.set_input_files("#field-file", {"name": "again.odt", "mimeType": "application/octet-stream", "buffer": again})
    other.submit()
    other.page.wait_for_url("**" + taken + "?known=yes")
    other.look("referral-imported-again")
    other.open(taken)
    event(other.page, "accept").locator("button").click()
    other.page.wait_for_url("**/cases/*")
    assert f"Gita {visit.mark}" in other.page.locator("main").inner_text()
    other.close()
    visit.open(own)
    page.locator("details:has(select[name=event]) > summary").click()
    page.select_option("select[name=event]", "accept")
    visit.press(page.locator("form:has(select[name=event]) button[type=submit]"))
    look_for = page.locator("#steps").inner_text()
    assert "caseworker (generated)" in look_for, "the steps do not say who entered the answer"
    visit.look("referral-answer-entered")


def messages(page) -> list[str]:
    """The messages of the page; none while it is being loaded."""
    from playwright.sync_api import Error

    try:
        return page.locator("#conversation .stream .told").all_inner_texts()
    except Error:
        return []


def without_connection(visit: Visit):
    """From the case through the directory to a referral; then messages are written while the line is down: they wait, sealed, and each arrives once, also where the answer of the
    server was lost and where the page was closed meanwhile."""
    page = visit.page
    visit.sign_in("caseworker")
    case = visit.register(f"Maya {visit.mark}", "Her passport was taken.").removeprefix(visit.node.address)
    consent(visit, case)
    visit.open(case)
    page.locator("a[href^='/directory?case=']").click()
    visit.look("directory-for-case")
    page.select_option("#field-types", "wage-claim")
    visit.submit()
    visit.look("directory-results-for-case")
    page.locator("ol.results a[href*='/refer?to=']").first.click()
    visit.look("refer-to-entry")
    assert page.input_value("#field-partner") == "-" and page.input_value("#field-organisation"), "the receiver is not chosen"
    page.select_option("#field-urgency", "urgent")
    visit.submit()
    own = send(visit)
    form = page.locator("#conversation form")
    visit.context.set_offline(True)
    for words in ["First, without a line", "Second, without a line"]:
        form.locator("textarea").fill(words)
        form.locator("button[name=action]").click()
        form.locator("li", has_text=words).wait_for()
    visit.look("message-waits")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert kept.count("corridor-waiting/") == 2 and "without a line" not in kept, "what waits is not kept, or not sealed"
    visit.context.set_offline(False)
    wait_until(lambda: len(messages(page)) == 2)
    assert messages(page) == ["First, without a line", "Second, without a line"], messages(page)
    # The server takes it, and the answer is lost.
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch().status)
            return route.abort()
        route.continue_()

    page.route("**/steps", lose)
    form.locator("textarea").fill("Third, whose answer is lost")
    form.locator("button[name=action]").click()
    wait_until(lambda: len(messages(page)) == 3)
    page.unroute("**/steps")
    assert lost and messages(page)[2:] == ["Third, whose answer is lost"], messages(page)
    # The page is closed while the line is down; typed and waiting are both there when it is opened again, here on the page of the case.
    visit.context.set_offline(True)
    form.locator("textarea").fill("Fourth, before the page was closed")
    form.locator("button[name=action]").click()
    form.locator("li").wait_for()
    page.goto("about:blank")
    visit.context.set_offline(False)
    page.goto(visit.node.address + case)
    # The page is loaded anew when it was sent.
    wait_until(lambda: page.locator("article > p.told", has_text="Fourth, before").count())
    visit.open(own)
    assert messages(page)[3:] == ["Fourth, before the page was closed"], messages(page)
    visit.look("messages-sent")


RUNS = [(referral, "en", "desktop", True), (referral, "ar", "phone", True), (referral, "ne", "phone", True), (referral, "en", "phone", False),
        (by_form, "en", "desktop", True), (by_form, "ar", "phone", False),
        (without_connection, "en", "desktop", True), (without_connection, "ar", "phone", True), (without_connection, "ne", "phone", True)]
