"""Reading the register of law and policy, changing it by two people, following a corridor, drawing a sheet that goes out of date."""

TITLES = {"en": "Stop of departures", "ne": "जान रोक", "ar": "وقف السفر"}


def policy(visit):
    """The register is read; a new entry is proposed and approved by a colleague; a sheet that rests on it goes out of date when a correction is approved."""
    page, look = visit.page, visit.look
    title = f"{TITLES[visit.language]} {visit.mark}"
    visit.sign_in("supervisor")
    visit.open("/policy")
    look("policy-list")
    visit.open("/policy?origin=NP&destination=QA&on=2018-01-01")
    look("policy-filtered")
    visit.open("/policy/entries/QA.exit-permit")
    look("policy-entry")
    page.locator("a[href*='/compare']").first.click()
    page.wait_for_url("**/compare?**")
    assert page.locator("ins").count() > 0, "nothing is marked as added"
    look("policy-compare")
    visit.open("/policy/entries/QA.law-14-2004")
    look("policy-law")
    visit.open("/policy/changes?since=2020-01-01&destination=QA")
    look("policy-changes")
    visit.open("/policy/following")
    page.select_option("#field-origin", "NP")
    page.select_option("#field-destination", "QA")
    visit.submit()
    page.wait_for_load_state()
    look("policy-following")
    path = propose(visit, title)
    look("policy-proposal-own")
    sheet = draw(visit)
    decide(visit, path)
    visit.open(sheet)
    assert page.locator("main .warning[role=status]").count() == 0, "the sheet is out of date before anything changed"
    look("policy-sheet")
    sheet = draw(visit)
    look("policy-sheet-drawn")
    visit.open("/policy?origin=NP&destination=QA&kind=ban&on=2026-01-01")
    page.locator("main table a", has_text=title).click()
    page.wait_for_url("**/policy/entries/*")
    look("policy-own-entry")
    entry = place(visit)
    page.locator("a[href*='kind=correction']").first.click()
    page.wait_for_url("**/change?**")
    page.fill("#field-summary", "Only with a contract.")
    page.fill("#field-reason", "Read again.")
    look("policy-correction")
    visit.submit()
    page.wait_for_url("**/policy/proposals/*")
    decide(visit, place(visit))
    visit.open(sheet)
    assert page.locator("main .warning[role=status]").count() == 1, "the sheet does not say that it is out of date"
    look("policy-sheet-stale")
    visit.open(entry + "/cases")
    look("policy-cases")
    for name in ["sheets", "proposals", "due"]:
        visit.open(f"/policy/{name}")
        look(f"policy-{name}")


def propose(visit, title):
    page = visit.page
    visit.open("/policy/new")
    visit.look("policy-new")
    page.fill("#field-title", title)
    page.select_option("#field-kind", "ban")
    page.select_option("#field-countries", ["NP"])
    page.select_option("#field-origins", ["NP"])
    page.select_option("#field-destinations", ["QA"])
    page.fill("#field-from", "2024-01-01")
    page.fill("#field-summary", "No departures for domestic work.")
    page.fill("#field-sources", "Gazette, page 4")
    page.select_option("#field-confidence", "medium")
    page.fill("#field-reason", "Read in the gazette.")
    visit.submit()
    page.wait_for_url("**/policy/proposals/*")
    return place(visit)


def decide(visit, path):
    """A colleague approves."""
    other = visit.another()
    other.sign_in("caseworker")
    other.open(path)
    other.page.fill("#field-remark", "Compared.")
    other.press(other.page.locator("button[value=approve]"))
    other.page.wait_for_load_state()
    other.look("policy-approved")
    other.close()


def draw(visit):
    page = visit.page
    visit.open("/policy/sheets")
    page.locator("input[name=stage][value=before-departure]").check()
    page.select_option("#field-origin", "NP")
    page.select_option("#field-destination", "QA")
    page.select_option("#field-sector", "domestic-work")
    visit.submit()
    page.wait_for_url("**/policy/sheets/*")
    return place(visit)


def feeds(visit):
    """A feed is published, handed over, looked at and refused; a file that is none is told so. Two organisations are in the tests of the register."""
    page, look = visit.page, visit.look
    visit.sign_in("supervisor")
    visit.open("/policy/feeds")
    look("policy-feeds")
    with page.expect_download() as download:
        page.locator("a[href='/policy/feeds/own']").click()
    feed = download.value.path().read_bytes()
    hand_over(visit, b"{}")
    page.wait_for_selector("#problems")
    look("policy-feeds-damaged")
    hand_over(visit, feed)
    page.wait_for_url("**/policy/feeds/waiting/*")
    assert page.locator("button[value=take]").count() == 0, "the own feed can be taken in"
    look("policy-feed-came")
    page.locator("button[value=refuse]").click()
    page.wait_for_url("**/policy/feeds")
    assert page.locator("a[href*='/waiting/']").count() == 0, "what was refused still waits"


def hand_over(visit, content):
    visit.page.set_input_files("#field-file", {"name": "feed.json", "mimeType": "application/json", "buffer": content})
    visit.submit()


def place(visit):
    """Where the page is, without the node's address."""
    return visit.page.url.removeprefix(visit.node.address)


RUNS = [(policy, "en", "desktop", True), (policy, "ar", "phone", True), (policy, "ne", "phone", False),
        (feeds, "en", "desktop", True), (feeds, "ar", "phone", False), (feeds, "ne", "phone", True)]
