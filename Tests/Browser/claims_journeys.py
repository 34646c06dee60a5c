"""Journeys of a claim: from an existing case to printed claim, mandate and deadlines; a departure in six hours; an offer compared; money in instalments.

`check_journeys.py claims` runs these only.
"""

import re

from icalendar import Calendar
from visit import VARIANTS


def fill_facts(page, values):
    for name, value in values.items():
        control = page.locator(f"#field-{name}")
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


FACTS = {
    "country": "QA", "category": "private", "since": "2019-03-10", "until": "2024-08-31", "ending": "termination", "contract-term": "indefinite",
    "pay-basis": "month", "wage": "1500", "basic-wage": "1000", "food-allowance": "300", "days-a-week": "6", "hours-a-week": "60", "leave-taken": "63",
}


def claim(visit):
    """From a case with one worker and no claim to the printed claim, the offer, the money and the mandate."""
    page, look = visit.page, visit.look
    visit.sign_in("supervisor")
    page.wait_for_url("**/today")
    case = visit.register(f"Claimant {visit.mark}", "तलब पाएन")

    # What happened is the ground: wages that were not paid.
    page.goto(f"{case}/add/violation")
    page.select_option("#field-type", "non-payment")
    page.fill("#field-since", "2024-06-01")
    page.fill("#field-until", "2024-08-31")
    visit.submit()
    page.wait_for_url(case)

    # From the case to the computed claim.
    visit.press(page.locator("#owed a.button:not(.second)").first)
    look("claim-before-facts")
    page.locator("a[href$='/facts']").first.click()
    look("claim-facts")
    fill_facts(page, FACTS | {"until": "2024-13-41"})
    visit.submit("main form")
    look("claim-facts-refused")
    assert page.input_value("#field-wage") == "1500", "what was typed is lost"
    page.fill("#field-until", FACTS["until"])
    visit.submit("main form")
    page.wait_for_url(re.compile(r"/claim/[0-9A-Z]{16}$"))
    computed = page.url
    page.locator("main details").first.locator("summary").click()
    look("claim")
    main = page.locator("main")
    # 3 months at 1500, and the award of Qatar's law: computed by the engine, whose tests have the published examples.
    assert "4500.00" in main.inner_text() or "4,500" in main.inner_text(), "the unpaid wages are not in the claim"
    assert page.locator("main a[rel=noreferrer]").count() > 3, "rules without a link to their source"
    assert page.locator("#head-end-of-service").count() == 1
    assert page.locator("#deadlines").count() == 1
    assert page.locator("main .picture").count() == 1

    # Two contracts beside the law: fourteen days of leave are less than three weeks, and sixty hours more than the law allows.
    page.goto(f"{computed}/contract")
    look("contract-empty")
    for paper, topic, number, wording in (
        ("signed-at-home", "leave", "30", "The worker has thirty days of leave a year."), ("signed-at-work", "leave", "14", "छुट्टी: वर्षमा १४ दिन"),
        ("signed-at-work", "hours", "60", ""), ("origin-minimum", "wage", "1300", ""), ("signed-at-work", "passport", "", "The company keeps the passport."),
    ):
        page.select_option("#field-paper", paper)
        page.select_option("#field-topic", topic)
        page.fill("#field-number", number)
        page.fill("#field-wording", wording)
        visit.submit("main form")
        page.wait_for_url(re.compile(r"/contract$"))
    assert page.locator("main table .badge.strong").count() == 2, "what gives less than the law is not marked"
    assert page.locator("main article.card").count() == 5
    look("contract")
    page.goto(computed)

    # Heads become claims, then the way of the claim.
    visit.submit("form[action$='/heads']")
    page.wait_for_url(re.compile(r"/steps$"))
    look("claim-steps")
    page.goto(f"{computed}/steps/filing")
    look("claim-filing")
    page.select_option("#field-forum", "labour-office")
    page.fill("#field-filed-on", "2025-01-15")
    visit.submit()
    page.wait_for_url(re.compile(r"/steps$"))

    # An offer beside the claim.
    page.goto(f"{computed}/steps/offer")
    page.fill("#field-offer", "3000 QAR")
    page.fill("#field-offer-conditions", "Full and final settlement")
    visit.submit()
    page.wait_for_url(re.compile(r"/steps$"))
    assert "3000.00" in page.locator("#offer").inner_text()
    look("claim-offer")

    # A second offer is kept beside the first; what cannot be is refused, what is unusual is asked about.
    page.goto(f"{computed}/steps/offer")
    page.fill("#field-offer", "५२००")
    page.fill("#field-offer-conditions", "No complaint to the ministry")
    visit.submit()
    page.wait_for_url(re.compile(r"/steps$"))
    page.locator("#offer details summary").first.click()
    offers = page.locator("#offer").inner_text()
    assert "5200.00" in offers and "3000.00" in offers and "Full and final settlement" in offers, "an offer is lost"
    look("claim-two-offers")
    page.goto(f"{computed}/steps/received")
    page.fill("#field-received", "900000")
    page.fill("#field-received-on", "2025-03-01")
    visit.submit()
    assert page.locator("#field-confirmed").count() == 1, "more than is owed is taken without a word"
    look("claim-unusual")

    # Money that comes in two instalments and is passed on.
    for sum, day in (("1000 QAR", "2025-03-01"), ("500.50 QAR", "2025-04-01")):
        page.goto(f"{computed}/steps/received")
        page.fill("#field-received", sum)
        page.fill("#field-received-on", day)
        visit.submit()
        page.wait_for_url(re.compile(r"/steps$"))
    page.goto(f"{computed}/steps/passed-on")
    page.fill("#field-passed-on", "1000 QAR")
    page.fill("#field-passed-on-on", "2025-03-03")
    visit.submit()
    page.wait_for_url(re.compile(r"/steps$"))
    assert "1500.50" in main.inner_text() and "500.50" in main.inner_text(), "the instalments do not add up"
    look("claim-money")

    # The printed claim, in the language of the forum.
    page.goto(computed)
    page.locator("#papers ~ details > summary").first.click()
    page.check("form[action$='/schedule'] input[name=format][value=docx]")
    with page.expect_download() as download:
        page.locator("form[action$='/schedule'] button").first.click()
    assert download.value.suggested_filename == "schedule-ar.docx"
    page.goto(f"{case}/letters/demand")
    look("letter-demand")

    # The mandate.
    page.goto(f"{case}/mandate")
    page.fill("#field-mandate-holder", "Example Lawyers")
    page.fill("#field-mandate-until", "2028-01-01")
    page.check("input[name=mandate-steps][value=signed]")
    visit.submit()
    page.wait_for_url(re.compile(r"/mandate$"))
    assert page.input_value("#field-mandate-holder") == "Example Lawyers"
    look("mandate")


def departure(visit):
    """A worker leaves in six hours."""
    page, look = visit.page, visit.look
    visit.sign_in("supervisor")
    page.wait_for_url("**/today")
    page.goto(visit.register(f"Leaving {visit.mark}", "तलब पाएन"))
    page.locator("#owed a[href$='/departure']").click()
    page.fill("#field-hours", "6")
    visit.press(page.locator("form[action$='/hours'] button"))
    assert page.locator("main details summary strong").first.inner_text(), "the time that is left is not shown"
    look("departure")
    page.locator("#mandate #field-mandate-holder").fill("Example Lawyers")
    visit.press(page.locator("#mandate form button"))
    page.locator("#statement #field-description").fill("बाह्र घण्टा काम, तीन महिना तलब छैन।")
    visit.press(page.locator("#statement form button"))
    for number in (1, 2):
        page.locator(f"#field-name-{number}").fill(f"Contact {number}")
        page.locator(f"#field-phone-{number}").fill(f"+977980000000{number}")
    visit.press(page.locator("#contacts form button"))
    page.locator("#field-bank-account").fill("00123456")
    visit.press(page.locator("#account form button"))
    page.locator("#copies input[type=file]").set_input_files(PICTURE)
    visit.press(page.locator("#copies form button"))
    assert page.locator("main progress").first.get_attribute("value") in ("5", "6"), "not everything that was taken down is counted"
    look("departure-done")


def claims_over_all(visit):
    """The list, the same employer, the results, the calendar."""
    visit.sign_in("supervisor")
    visit.page.wait_for_url("**/today")
    for path in ("claims", "claims/together", "claims/together?by=rule", "claims/together?by=pattern", "claims/results", "claims/calendar"):
        visit.open(f"/{path}")
        visit.look(path.replace("/", "-").replace("?by=", "-"))
    calendar(visit)


def calendar(visit):
    """The address is shown once; what it gives is a calendar that another program reads, and names nobody."""
    visit.submit("main")
    address = visit.page.locator("main code").inner_text()
    visit.look("claims-calendar-made")
    answer = visit.page.request.get(visit.node.address + address[address.index("/calendar/"):])
    assert answer.ok and answer.headers["content-type"].startswith("text/calendar")
    body = answer.body()
    assert all(len(line) <= 75 for line in body.split(b"\r\n")), "a line is longer than 75 bytes"
    events = Calendar.from_ical(body).walk("VEVENT")
    assert len({str(event["UID"]) for event in events}) == len(events), "two events have one identifier"
    for event in events:
        assert event.decoded("DTSTART") and str(event["SUMMARY"]) and not event.get("DESCRIPTION"), "an event is not whole, or says more than its day"


PICTURE = {
    "name": "passport.png", "mimeType": "image/png",
    "buffer": bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf50000003010180a5f645400000000049454e44ae426082"),
}


RUNS = [(journey, language, size, True) for journey in (claim, departure, claims_over_all) for language, size in VARIANTS]
