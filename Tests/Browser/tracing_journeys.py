"""A missing worker: a family's notice, a sighting by a visitor elsewhere, a suggestion, the comparison, consent of the found person, reunion. And an employer behind several cases."""

import re

from visit import VARIANTS, wait_until

# The same man, as his family, a visitor and the officer of a prison write him.
NAMES = {"en": ("Md. Rafiq Ullah", "Mohamed Rafeek Ula"), "bn": ("মোহাম্মদ রফিক উল্লাহ", "Mohammad Rafique Ullah"), "ar": ("محمد رفيق الله", "Md Rafiq Ullah"), "ne": ("मोहम्मद रफिक उल्लाह", "Mohammed Rafik Ullah")}


def reunion(visit):
    """From the notice to reunion; what must not come before something else is refused on the way."""
    page, look = visit.page, visit.look
    told, heard = NAMES[visit.language]
    # Each run looks for somebody of its own.
    passport = f"BX{abs(hash(visit.mark)) % 10_000_000:07d}"
    visit.sign_in("supervisor")
    page.wait_for_url("**/today")
    visit.open("/forms/fill/missing_worker")
    page.fill("#field-q-missing_name", told)
    page.select_option("#field-q-sex", "male") if page.locator("select#field-q-sex").count() else page.locator("input[name=q-sex][value=male]").check()
    page.select_option("#field-q-destination", "SA")
    page.fill("#field-q-seeker_name", "Amina Begum")
    page.fill("#field-q-last_place", "Dammam")
    page.fill("#field-q-last_employer", "Al Noor Goat Farm")
    page.fill("#field-q-last_phone", "+966 50 123 4567")
    page.fill("#field-q-story", f"He went three years ago. Passport {passport}.")
    for value in ["public-seeker", "partners"]:
        page.locator(f"input[name=q-publish][value={value}]").check()
    page.locator("input[name=q-keeps_record][value=yes]").check()
    if visit.scripts:
        for scope in ["tracing-publication", "matching"]:
            box = page.locator(f"input[name=q-consent_scopes][value={scope}]")
            box.check() if box.count() else page.select_option("#field-q-consent_scopes", ["tracing-publication", "matching"])
    visit.press(page.locator("button[name=action][value=save]"))
    case = visit.wait_for_case()
    # The visitor of a detention centre writes down what he heard.
    visit.open("/tracing/sightings/new")
    look("sighting-empty")
    visit.press(page.locator("main form.card button[type=submit]").first)
    look("sighting-refused")
    page.fill("#field-full-name", heard)
    page.select_option("#field-kind", "spoken-to")
    page.select_option("#field-country", "SA")
    page.select_option("#field-place-kind", "deportation-centre")
    page.fill("#field-seen-on", "2026-11-20")
    page.fill("#field-description", f"He gave his passport number {passport} and says he worked at the Al Noor farm with goats.")
    page.fill("#field-author", "Visitor")
    visit.press(page.locator("main form.card button[type=submit]").first)
    page.wait_for_url(re.compile(r"/tracing/sightings/[0-9A-Z]{16}"))
    sighting = page.url.rsplit("/", 1)[1]
    assert wait_until(lambda: visit.open(f"/tracing/sightings/{sighting}") and page.locator("a[href*='/compare/']").count()), "nothing is suggested for the sighting"
    look("sighting")
    notice = re.search(r"/tracing/notices/([0-9A-Z]{16})/compare", page.locator("a[href*='/compare/']").first.get_attribute("href")).group(1)
    visit.open("/tracing")
    assert page.locator(f"a[href='/tracing/notices/{notice}/compare/{sighting}']").count(), "the suggestion is not on the desk"
    look("tracing")
    visit.open(f"/tracing/notices/{notice}")
    look("notice")
    visit.open(f"/tracing/notices/{notice}/compare/{sighting}")
    text = page.locator("main").inner_text()
    assert told in text and heard in text, "the two are not beside each other"
    assert page.locator("svg.bar").count() >= 2, "the evidence has no picture"
    look("compare")
    poster(visit, notice)
    visit.open(f"/tracing/notices/{notice}/compare/{sighting}")
    page.locator("input[name=verdict][value=same]").check()
    page.fill("#field-reason", "The passport is the same.")
    visit.press(page.locator("main form.card button[type=submit]").last)
    page.wait_for_url(f"**/tracing/notices/{notice}")
    steps(visit, notice)
    page.goto(case)
    look("reunion-case")


def step(visit, name: str, answers: dict):
    page = visit.page
    form = page.locator(f"form:has(input[name=step][value={name}])")
    if visit.scripts:
        details = page.locator(f"details:has(> form input[name=step][value={name}])")
        details.locator("summary").first.click() if details.get_attribute("open") is None else None
    else:
        # Without scripts the browser opens it just the same; the driver needs it visible.
        page.locator(f"details:has(> form input[name=step][value={name}])").locator("summary").first.click()
    for field, answer in answers.items():
        control = form.locator(f"[name='{field}']").first
        control.select_option(answer) if control.evaluate("element => element.tagName") == "SELECT" else control.fill(answer)
    visit.press(form.locator("button[type=submit]"))
    page.wait_for_load_state()


def steps(visit, notice: str):
    """Found, asked, told, closed: in this order."""
    page, look = visit.page, visit.look
    step(visit, "found", {"found-on": "2026-11-21"})
    assert page.locator("form:has(input[name=step][value=told])").count() == 0, "the family can be told before the found person was asked"
    assert page.locator("p.warning").count(), "nobody says that the found person is asked first"
    look("notice-found")
    step(visit, "asked", {"found-agrees": "everything", "found-wishes": "My mother may know where I am."})
    step(visit, "told", {"family-told-on": "2026-11-22"})
    step(visit, "close", {"closed-on": "2026-11-23"})
    assert page.locator(".steps .done").count() == 6, "not every step is done"
    look("notice-closed")


def poster(visit, notice: str):
    """The poster shows who seeks; outside, a name finds it, and nothing more is told."""
    page, look = visit.page, visit.look
    told, _ = NAMES[visit.language]
    visit.open(f"/tracing/notices/{notice}/poster")
    look("poster")
    link = page.locator("a[href^='/missing/']")
    if not link.count():
        return
    path = link.get_attribute("href")
    outside = visit.another()
    outside.open(f"{path}?language={visit.language}")
    outside.look("missing-published")
    assert told not in outside.page.locator("main").inner_text(), "the missing person is named"
    outside.open(f"{path.rsplit('/', 1)[0]}?language={visit.language}")
    outside.look("missing-search")
    outside.close()


def ledger(visit):
    """An employer behind several cases: list, page, chain."""
    page, look = visit.page, visit.look
    visit.sign_in("supervisor")
    page.wait_for_url("**/today")
    visit.open("/watchlist")
    look("watchlist")
    page.locator("main ul.due a").first.click()
    page.wait_for_url(re.compile(r"/watchlist/[0-9A-Z]{16}"))
    assert page.locator("main svg").count(), "the chain is not drawn"
    look("watchlist-party")
    visit.open("/watchlist/licences")
    look("watchlist-licences")
    visit.open("/tracing/import")
    look("tracing-import")


RUNS = [(reunion, "en", "desktop", True), (reunion, "bn", "phone", True), (reunion, "ar", "phone", True)] + [
    (ledger, language, size, True) for language, size in VARIANTS[:2]]
