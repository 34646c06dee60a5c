"""Finding who can help, keeping the directory right, and looking at partners."""

SENTENCES = {
    "en": "a domestic worker, Nepali, in Beirut, left her employer tonight",
    "ar": "عاملة منزلية نيبالية في بيروت، امرأة تركت صاحب العمل الليلة",
    "ne": "नेपाली घरेलु कामदार महिला, बेरुतमा, आज राति घर छोडेर निस्किन्",
}


def directory(visit):
    """A sentence finds the shelter; its entry is confirmed and its free places told; an organisation is added; map, card and corridor are looked at."""
    page, look = visit.page, visit.look
    visit.sign_in("supervisor")
    visit.open("/directory")
    look("directory")
    page.fill("#field-sentence", SENTENCES[visit.language])
    visit.press(page.locator("main form.card button[type=submit]").first)
    look("directory-results")
    results = page.locator("ol.results > li")
    assert "Night shelter for women" in results.first.inner_text(), "the shelter is not the first result"
    assert results.first.locator("ul.ticks li").count() > 3, "a result without reasons"
    assert page.locator("#field-country").input_value() == "LB", "what was understood is not shown"
    assert SENTENCES[visit.language] not in page.url
    results.first.locator("h3 a").click()
    page.wait_for_url("**/directory/entries/*")
    look("directory-entry")
    visit.press(page.locator("form[action$='/places'] button[value='2']"))
    visit.press(page.locator("form[action$='/confirm'] button"))
    page.locator("a.button[href$='/edit']").click()
    look("directory-edit")
    visit.open("/directory/entries?country=LB")
    look("directory-list")
    visit.open("/directory/new")
    page.fill("#field-names", f"House {visit.mark}")
    visit.submit()
    page.wait_for_url("**/directory/entries/*")
    look("directory-organisation")
    for path, name in [
        ("/directory/due", "directory-due"), ("/directory/map", "directory-map"), ("/directory/card?from=NP&to=LB", "directory-card"), ("/network", "network"),
        ("/network/corridor?from=NP&to=LB", "network-corridor"),
    ]:
        visit.open(path)
        look(name)
    visit.open("/network")
    page.locator("summary").last.click()
    page.select_option("#field-partner", index=1)
    page.locator("input[name=purposes]").first.check()
    page.select_option("#field-clearance", "sensitive")
    page.fill("#field-words", "Signed on paper.")
    visit.press(page.locator("form[action='/network/agreements'] button[type=submit]").first)
    assert "Signed on paper." in page.locator("main").inner_text(), "the agreement is not listed"
    look("network-agreement")


RUNS = [(directory, "en", "desktop", True), (directory, "ar", "phone", True), (directory, "ne", "phone", True), (directory, "en", "phone", False)]
