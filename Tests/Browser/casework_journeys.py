"""From the first contact to the reopened case: who, what happened, consent given and withdrawn, tasks, notes, undo, a group, closing."""

import datetime
import re

from visit import VARIANTS


def casework(visit):
    """A worker registered, the case built up over days, closed and reopened."""
    page, look = visit.page, visit.look
    scripts, mark = visit.scripts, visit.mark
    visit.open("/sign-in")
    look("sign-in")
    page.fill("#field-name", "nobody")
    page.fill("#field-passphrase", "not a passphrase")
    page.locator("main button[type=submit]").click()
    look("sign-in-refused")
    visit.sign_in("supervisor")
    page.wait_for_url("**/today")
    visit.open("/cases")
    look("cases")
    demonstration_case(visit)
    visit.open("/cases/new")
    look("first-contact")
    # What is missing is said beside the field, and what was typed is still there.
    page.fill("#field-q-what_happened", "मालिकले राहदानी फिर्ता दिएन")
    visit.save()
    page.wait_for_url("**/forms/drafts/**check=1")
    look("first-contact-refused")
    assert page.input_value("#field-q-what_happened") == "मालिकले राहदानी फिर्ता दिएन", "what was typed is lost"
    name = f"राम <b>&\"'\u0301 {mark}"
    page.fill("#field-q-worker_name", name)
    page.select_option("#field-q-destination", "QA")
    form = page.input_value("input[name=submission]")
    visit.save()
    address = visit.wait_for_case()
    assert "राम" in page.locator("main").inner_text() and "<b>" in page.locator("main").inner_text(), "the name is not shown as written"
    look("case")
    # Sending the form once more with something else, as after a lost answer, makes no second case, and keeps what differs.
    visit.open("/cases/new")
    again = page.request.post(
        f"{visit.node.address}/forms/fill/first_contact",
        form={
            "form-token": page.input_value("main input[name=form-token]"), "submission": form, "q-worker_name": name, "q-what_happened": "Typed afterwards",
            "q-destination": "QA", "action": "save",
        })
    assert again.url.endswith("?late=1") and "Typed afterwards" in again.text() and address.rsplit("/", 1)[1] in again.text(), f"saved twice, or lost: {again.url}"
    submitted(visit, address)
    page.goto(address + "/add/violation")
    look("add-violation")
    # Something wrong: told on the page of the draft, with everything that was typed.
    page.select_option("#field-type", index=2)
    page.fill("#field-since", "the other day")
    visit.save()
    page.wait_for_url("**/add/violation?draft=**check=1")
    look("add-violation-refused")
    assert page.input_value("#field-since") == "the other day" and page.locator("#problem-since").count(), "what was typed is lost"
    page.fill("#field-since", "BS 2076-01")
    if scripts:
        # Without a connection the page stays as it is.
        visit.context.set_offline(True)
        visit.save()
        page.wait_for_selector(".form-state.warning")
        visit.context.set_offline(False)
    visit.save()
    page.wait_for_url(address)
    look("case-with-violation")
    page.go_back()
    assert page.locator("form[data-kept]").count() or page.url == address, "going back leads nowhere"
    page.goto(address + "/records/" + address.rsplit("/", 1)[1])
    look("edit")
    page.fill("#field-summary", "बदलियो")
    if scripts:
        # Left for another page in the middle, it is a draft.
        page.locator("button[name=action][value=keep]").click()
        page.wait_for_url("**?draft=**kept=1")
        look("edit-kept")
        visit.open("/forms")
        page.locator("a[href^='/forms/drafts/']").first.click()
        assert page.input_value("#field-summary") == "बदलियो", "the draft was not kept"
    visit.save()
    page.wait_for_url(address)
    assert "बदलियो" in page.locator("main").inner_text()
    case_journey(visit, address)
    visit.open("/account")
    look("account")
    visit.open("/cases/0000000000000000")
    look("not-found")
    visit.open("/account")
    visit.sign_out()
    page.goto(address)
    assert page.url.endswith("/sign-in"), "a case opens after signing out"


def submitted(visit, address):
    """The form as it was filled in, from the page of the case."""
    page = visit.page
    page.goto(address)
    page.locator("#documents a[href*='/submissions/']").first.click()
    page.wait_for_url("**/submissions/**")
    visit.look("submission")
    assert "मालिकले राहदानी फिर्ता दिएन" in page.locator("main").inner_text(), "the form does not say what was told"
    page.goto(address)


def case_journey(visit, address):
    """Begins and ends signed in as somebody who may write in the case at `address`."""
    page, look, mark = visit.page, visit.look, visit.mark
    record = address.rsplit("/", 1)[1]

    # Consent: what is missing is said, and what was said stays.
    page.goto(f"{address}/consents/new")
    look("consent")
    page.fill("#field-words", f"तपाईंले लेख्न सक्नुहुन्छ {mark}")
    page.select_option("#field-given", "yes")
    visit.submit()
    if page.locator("#problems").count():
        look("consent-refused")
    assert f"तपाईंले लेख्न सक्नुहुन्छ {mark}" == page.input_value("#field-words"), "what the worker said is lost"
    page.check("input[name=scopes][value=record-keeping]")
    page.check("input[name=scopes][value=contact-employer]")
    page.select_option("#field-manner", "spoken")
    page.fill("#field-until", "2031-05")
    visit.submit()
    page.wait_for_url(re.compile(r"/cases/[0-9A-Z]{16}#consent$"))
    assert mark in page.locator("#consent").inner_text()
    look("case-with-consent")
    page.locator("#consent a[href$='/withdraw']").first.click()
    look("consent-withdraw")
    page.fill("#field-withdrawal-words", f"رجعت عن ذلك {mark}")
    visit.submit()
    page.wait_for_url(re.compile(r"#consent$"))
    assert f"رجعت عن ذلك {mark}" in page.locator("#consent").inner_text()
    assert page.locator("#consent .ticks").count() == 0, "what was taken back is still shown as agreed"
    look("case-consent-withdrawn")

    # A task, and the day that shows it.
    page.goto(f"{address}#next")
    page.locator("#next details:has(form) > summary").last.click()
    page.fill("#next #field-title", f"दूतावासलाई फोन {mark}")
    page.fill("#next #field-due", "2026-01-01")
    visit.submit(f"#next form[action='/cases/{record}/tasks']")
    page.wait_for_url(re.compile(r"#next$"))
    assert mark in page.locator("#next .tasks").inner_text()
    visit.open("/today")
    look("today")
    mine = page.locator("li", has_text=f"दूतावासलाई फोन {mark}")
    if not mine.count():
        visit.open("/today?show=overdue&from=0")
        mine = page.locator("li", has_text=f"दूतावासलाई फोन {mark}")
    assert mine.count() == 1, "the task is not in the day"
    mine.locator("button").click()
    page.wait_for_url("**/today")
    assert not page.locator("li", has_text=f"दूतावासलाई फोन {mark}").count(), "the task is still in the day"
    visit.open("/today?who=all")
    look("today-all")

    # A note, an edit, and taking it back.
    page.goto(f"{address}#notes")
    page.fill("#field-note", f"ملاحظة {mark}\nसाँझ फोन गर्ने")
    visit.submit("#notes form")
    page.wait_for_url(re.compile(r"#notes$"))
    assert f"ملاحظة {mark}" in page.locator("#notes").inner_text()
    page.goto(f"{address}/records/{record}")
    page.fill("#field-summary", f"गलत मुद्दामा लेखियो {mark}")
    visit.submit()
    page.wait_for_url(address)
    page.goto(f"{address}/history")
    look("case-history")
    first = page.locator("ol.history > li").first
    first.locator("summary").click()
    first.locator("input[name=reason]").fill(f"गल्ती {mark}")
    visit.press(first.locator("button"))
    page.wait_for_url("**/history")
    assert f"गल्ती {mark}" in page.locator("main").inner_text()
    page.goto(address)
    assert f"गलत मुद्दामा लेखियो {mark}" not in page.locator("#happened").inner_text(), "what was taken back still shows"

    # People as they become known, and a tie between two of them.
    page.goto(f"{address}/members")
    look("members")
    page.fill("#field-members", f"Sita {mark} | सीता\nHari {mark}")
    visit.submit()
    # Somebody of that name is in a made-up case.
    page.wait_for_url("**/members?draft=*")
    page.locator("#problems ul.results").wait_for()
    look("members-known")
    visit.submit()
    page.wait_for_url(re.compile(r"#who$"))
    assert f"Hari {mark}" in page.locator("#who").inner_text()
    page.goto(f"{address}/ties/new")
    look("tie")
    page.select_option("#field-first", index=2)
    page.select_option("#field-second", index=3)
    page.select_option("#field-role", "sibling-of")
    visit.submit()
    page.wait_for_url(re.compile(r"#who$"))
    page.goto(f"{address}/related/new")
    look("related")

    # Closing wants an outcome and a reason; reopening a reason.
    page.goto(f"{address}/close")
    look("close")
    page.check("input[name=outcomes][value=documents-returned]")
    page.select_option("#field-closing-reason", "resolved")
    page.fill("#field-closing-note", f"राहदानी फिर्ता {mark}")
    visit.submit()
    page.wait_for_url(re.compile(r"#timeline$"))
    look("case-closed")
    page.goto(f"{address}/reopen")
    look("reopen")
    page.fill("#field-reason", f"फेरि सुरु {mark}")
    visit.submit()
    page.wait_for_url(re.compile(r"#timeline$"))
    page.locator("#timeline summary").click()
    assert f"फेरि सुरु {mark}" in page.locator("#timeline").inner_text(), "why it was reopened is not in the timeline"
    look("case-reopened")
    own_task(visit)
    if visit.scripts:
        half_filled(visit, address)
    visit.open("/hand-over")
    look("hand-over")
    # What would go is shown first; nothing goes before it is confirmed.
    givers = page.locator("#field-from option").evaluate_all("all => all.map(one => one.value).filter(Boolean)")
    receivers = page.locator("#field-to option").evaluate_all("all => all.map(one => one.value).filter(Boolean)")
    page.select_option("#field-from", givers[0])
    page.select_option("#field-to", next(one for one in receivers if one != givers[0]))
    visit.submit("form[action='/hand-over']")
    look("hand-over-preview")
    assert page.locator("input[name=confirmed]").count() == 1, "nothing can be confirmed"


def half_filled(visit, address):
    """What was typed is there again after the page was loaded anew, and after going somewhere else and back; whoever opens the form another time is told of it."""
    page, look = visit.page, visit.look
    page.goto(address + "/add/violation")
    page.fill("#field-description", "आधा लेखिएको")
    page.reload()
    page.wait_for_url("**draft=**")
    assert page.input_value("#field-description") == "आधा लेखिएको", "what was typed is lost by loading the page anew"
    page.goto(address + "/add/action")
    page.fill("#field-description", "نصف مكتوب")
    page.goto(address)
    page.go_back()
    page.wait_for_url("**draft=**")
    assert page.input_value("#field-description") == "نصف مكتوب", "what was typed is lost by going back"
    page.goto(address + "/add/action")
    page.locator("form .notice a").wait_for()
    look("found-again")


def own_task(visit):
    """A task outside a case: written down, changed on its own page, done."""
    page, look, mark = visit.page, visit.look, visit.mark
    visit.open("/today/tasks")
    look("own-task")
    page.fill("#field-title", f"किबोर्ड {mark}")
    page.fill("#field-details", "दुई वटा")
    page.fill("#field-due", datetime.date.today().isoformat())
    visit.save()
    page.wait_for_url("**/today")
    line = page.locator("li", has_text=f"किबोर्ड {mark}")
    assert "दुई वटा" in line.inner_text(), "what helps to do the task is not shown"
    line.locator("a.task").click()
    look("own-task-edit")
    assert page.input_value("#field-details") == "दुई वटा", "what was written before is not in the form"
    page.fill("#field-title", f"माउस {mark}")
    visit.save()
    page.wait_for_url("**/today")
    line = page.locator("li", has_text=f"माउस {mark}")
    line.locator("button").click()
    page.wait_for_url("**/today")
    assert not page.locator("li", has_text=f"माउस {mark}").count(), "the task is still in the day"


def demonstration_case(visit):
    """A generated case with everything in it."""
    visit.open("/cases")
    visit.page.locator("main tbody a").first.click()
    visit.look("case-generated")


RUNS = [(casework, language, size, True) for language, size in VARIANTS] + [(casework, "en", "phone", False)]
