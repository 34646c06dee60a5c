"""Journeys on one case: the day, tasks, consent given and withdrawn, notes, a group, undo, closing and reopening. Driven by check_journeys.py."""

import re


def submit(page, selector):
    page.locator(f"{selector} button[type=submit]").first.click()


def case_journey(page, node, look, address, mark):
    """Begins and ends signed in as somebody who may write in the case at `address`; `mark` tells this run's texts from those of others."""
    record = address.rsplit("/", 1)[1]

    # Consent: what is missing is said, and what was said stays.
    page.goto(f"{address}/consents/new")
    look("consent")
    page.fill("#field-words", f"तपाईंले लेख्न सक्नुहुन्छ {mark}")
    page.select_option("#field-given", "yes")
    submit(page, "main form.card")
    if page.locator("#problems").count():
        look("consent-refused")
    assert f"तपाईंले लेख्न सक्नुहुन्छ {mark}" == page.input_value("#field-words"), "what the worker said is lost"
    page.check("input[name=scopes][value=record-keeping]")
    page.check("input[name=scopes][value=contact-employer]")
    page.select_option("#field-manner", "spoken")
    page.fill("#field-until", "2031-05")
    submit(page, "main form.card")
    page.wait_for_url(re.compile(r"/cases/[0-9A-Z]{16}#consent$"))
    assert mark in page.locator("#consent").inner_text()
    look("case-with-consent")
    page.locator("#consent a[href$='/withdraw']").first.click()
    look("consent-withdraw")
    page.fill("#field-withdrawal-words", f"رجعت عن ذلك {mark}")
    submit(page, "main form.card")
    page.wait_for_url(re.compile(r"#consent$"))
    assert f"رجعت عن ذلك {mark}" in page.locator("#consent").inner_text()
    assert page.locator("#consent .ticks").count() == 0, "what was taken back is still shown as agreed"
    look("case-consent-withdrawn")

    # A task, and the day that shows it.
    page.goto(f"{address}#next")
    page.locator("#next details:has(form) > summary").last.click()
    page.fill("#next #field-title", f"दूतावासलाई फोन {mark}")
    page.fill("#next #field-due", "2026-01-01")
    submit(page, f"#next form[action='/cases/{record}/tasks']")
    page.wait_for_url(re.compile(r"#next$"))
    assert mark in page.locator("#next .tasks").inner_text()
    page.goto(f"{node.address}/today")
    look("today")
    mine = page.locator("li", has_text=f"दूतावासलाई फोन {mark}")
    if not mine.count():
        page.goto(f"{node.address}/today?show=overdue&from=0")
        mine = page.locator("li", has_text=f"दूतावासलाई फोन {mark}")
    assert mine.count() == 1, "the task is not in the day"
    mine.locator("button").click()
    page.wait_for_url("**/today")
    assert not page.locator("li", has_text=f"दूतावासलाई फोन {mark}").count(), "the task is still in the day"
    page.goto(f"{node.address}/today?who=all")
    look("today-all")

    # A note, an edit, and taking it back.
    page.goto(f"{address}#notes")
    page.fill("#field-note", f"ملاحظة {mark}\nसाँझ फोन गर्ने")
    submit(page, "#notes form")
    page.wait_for_url(re.compile(r"#notes$"))
    assert f"ملاحظة {mark}" in page.locator("#notes").inner_text()
    page.goto(f"{address}/records/{record}")
    page.fill("#field-summary", f"गलत मुद्दामा लेखियो {mark}")
    submit(page, "main form.card")
    page.wait_for_url(address)
    page.goto(f"{address}/history")
    look("case-history")
    first = page.locator("ol.history > li").first
    first.locator("summary").click()
    first.locator("input[name=reason]").fill(f"गल्ती {mark}")
    first.locator("button").click()
    page.wait_for_url("**/history")
    assert f"गल्ती {mark}" in page.locator("main").inner_text()
    page.goto(address)
    assert f"गलत मुद्दामा लेखियो {mark}" not in page.locator("#happened").inner_text(), "what was taken back still shows"

    # People as they become known, and a tie between two of them.
    page.goto(f"{address}/members")
    look("members")
    page.fill("#field-members", f"Sita {mark} | सीता\nHari {mark}")
    submit(page, "main form.card")
    page.wait_for_url(re.compile(r"#who$"))
    assert f"Hari {mark}" in page.locator("#who").inner_text()
    page.goto(f"{address}/ties/new")
    look("tie")
    page.select_option("#field-first", index=2)
    page.select_option("#field-second", index=3)
    page.select_option("#field-role", "sibling-of")
    submit(page, "main form.card")
    page.wait_for_url(re.compile(r"#who$"))
    page.goto(f"{address}/related/new")
    look("related")

    # Closing wants an outcome and a reason; reopening a reason.
    page.goto(f"{address}/close")
    look("close")
    page.check("input[name=outcomes][value=documents-returned]")
    page.select_option("#field-closing-reason", "resolved")
    page.fill("#field-closing-note", f"राहदानी फिर्ता {mark}")
    submit(page, "main form.card")
    page.wait_for_url(re.compile(r"#timeline$"))
    look("case-closed")
    page.goto(f"{address}/reopen")
    look("reopen")
    page.fill("#field-reason", f"फेरि सुरु {mark}")
    submit(page, "main form.card")
    page.wait_for_url(re.compile(r"#timeline$"))
    page.locator("#timeline summary").click()
    assert f"फेरि सुरु {mark}" in page.locator("#timeline").inner_text(), "why it was reopened is not in the timeline"
    look("case-reopened")
    page.goto(f"{node.address}/hand-over")
    look("hand-over")


def demonstration_case(page, node, look):
    """A generated case with everything in it."""
    page.goto(f"{node.address}/cases")
    page.locator("main tbody a").first.click()
    look("case-generated")
