"""Finding a worker again, and changing several cases together."""

import re
import time

from visit import wait_until


def search(visit):
    """A worker is found by a misspelt name, by the name in another script, by a number and by a word of the story; several cases are changed together."""
    page, look = visit.page, visit.look
    visit.sign_in("supervisor")
    visit.open("/cases/new")
    page.fill("#field-q-worker_name", "Dolma Sherpa | डोल्मा शेर्पा")
    page.select_option("#field-q-destination", "QA")
    page.fill("#field-q-what_happened", "Ambuscade was the word.")
    visit.save()
    address = visit.wait_for_case().rsplit("/", 1)[1]
    visit.open("/search")
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
    visit.open("/cases?order=priority&status=active")
    look("cases-filtered")
    visit.open("/cases")
    for place in range(2):
        page.locator("td.choose input").nth(place).check()
    page.locator("form[action='/cases/chosen'] button").first.click()
    look("cases-chosen")
    page.select_option("#field-priority", "urgent")
    page.locator("form[action='/cases/chosen/change'] button").click()
    # One of them may have been urgent before.
    page.wait_for_url(re.compile(r"changed=[12]$"))
    look("cases-changed")


# The same woman, as two colleagues write her.
TWICE = {"en": ("Bishnumaya Qwerbai", "Bishnoomaya Qwerbai"), "ar": ("نورجهان قوربائي", "Noorjahan Qurbai"), "ne": ("विष्णुमाया क्वेरवाई", "Bishnumaya Kwerwai")}


def twice(visit):
    """Two people who are there already and may be one: found, compared, decided, taken back, decided otherwise."""
    page, look = visit.page, visit.look
    visit.sign_in("supervisor")
    phone = f"+97798{abs(hash(visit.mark)) % 100_000_000:08d}"
    for name in TWICE[visit.language]:
        visit.open("/cases/new")
        page.fill("#field-q-worker_name", name)
        page.select_option("#field-q-destination", "QA")
        page.fill("#field-q-what_happened", "She came twice.")
        page.fill("#field-q-phone", phone)
        visit.save()
        visit.wait_for_case()
    visit.open("/search")
    assert page.locator("main a[href='/duplicates']").count() == 1, "the search does not lead to the list"
    second = TWICE[visit.language][1]

    def listed():
        visit.open("/duplicates")
        return page.locator("a.task", has_text=second).count()

    assert wait_until(listed), "the two are not listed"
    look("twice-list")
    page.locator("a.task", has_text=second).first.click()
    page.wait_for_url(re.compile(r"/duplicates/[0-9A-Z]{16}/[0-9A-Z]{16}$"))
    pair = page.url
    assert page.locator("svg.bar").count() >= 2, "the evidence has no picture"
    look("twice-compare")
    decide(visit, "same")
    page.wait_for_url(pair)
    assert page.locator("a[href*='related/new']").count() == 1, "the two cases are not offered to be tied"
    look("twice-same")
    page.locator("a[href*='related/new']").first.click()
    assert page.locator("#field-role").input_value() == "duplicate-of" and page.locator("#field-other").input_value(), "the tie is not filled in"
    look("twice-tie")
    page.goto(pair)
    visit.press(page.locator("form[action$='/undo'] button[type=submit]"))
    page.wait_for_load_state()
    assert listed(), "the two are not listed after the decision was taken back"
    page.goto(pair)
    decide(visit, "not-same")
    page.wait_for_url(re.compile(r"/duplicates$"))
    assert not page.locator("a.task", has_text=second).count(), "the two are suggested again"
    visit.open("/duplicates?shown=not-same")
    assert page.locator("a.task", has_text=second).count(), "the decision cannot be found"
    look("twice-decided")


def decide(visit, verdict: str):
    page = visit.page
    page.locator(f"input[name=verdict][value={verdict}]").check()
    page.fill("#field-reason", "The same telephone.")
    visit.press(page.locator("main form.card button[type=submit]").last)


RUNS = [(twice, "en", "desktop", True), (twice, "ar", "phone", True), (twice, "ne", "phone", False)] + [(search, "en", "desktop", True), (search, "ar", "phone", True), (search, "ne", "phone", True), (search, "en", "phone", False)]
