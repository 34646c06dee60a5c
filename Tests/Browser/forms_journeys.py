"""Questionnaires: a full report of rights violations with repeats, a form that is sent after the session has ended, and one of the organisation's own."""


from visit import VARIANTS


def report(visit):
    """A full report with repeats: two perpetrators, two violations, an intervention."""
    page, look, scripts = visit.page, visit.look, visit.scripts
    visit.sign_in("supervisor")
    page.wait_for_url("**/today")
    visit.open("/forms")
    look("forms")
    visit.open("/forms/fill/rights_violation_report")
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
    for number, name in [(1, "Gulf Labour Co"), (2, "شركة الخليج")]:
        press("button[name=add][value=q-perpetrators]")
        page.fill(f"#field-q-party_name_{number}", name)
    # What a party is in the case is asked once it has a name: at once with scripts, else with the next page.
    page.press("#field-q-party_name_2", "Tab")
    for number, what in [(1, "non-payment"), (2, "recruitment-fee")]:
        press("button[name=add][value=q-violations]")
        if number == 1:
            select(page, "q-party_role_1", "employer")
            select(page, "q-party_role_2", "recruiter")
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
        visit.context.set_offline(True)
        page.locator("button[name=action][value=save]").click()
        page.wait_for_selector(".form-state.warning")
        look("report-offline")
        assert page.input_value("#field-q-what_2") == "recruitment-fee"
        visit.context.set_offline(False)
    page.locator("button[name=action][value=save]").click()
    if not scripts:
        page.wait_for_load_state()
        if "more=1" in page.url:
            # Questions that follow from the answers come up before it is saved.
            look("report-more")
            visit.save()
    address = visit.wait_for_case()
    texts = page.locator("main").inner_text()
    for expected in ["सीता उदाहरण", "Sita Example", "Gulf Labour Co", "شركة الخليج"]:
        assert expected in texts, f"{expected} is not in the case"
    look("report-case")
    # Going back shows the form again, and sending it again makes nothing new.
    page.go_back()
    assert page.url != "about:blank" and "ERR_" not in page.content()
    # For the case, what is known stands in the form.
    visit.open(f"/forms/fill/rights_violation_report?case={address.rsplit('/', 1)[1]}")
    assert "सीता उदाहरण" in page.input_value("#field-q-worker_name")
    look("report-for-case")


def select(page, name, value):
    """Chooses from a list, or one of some circles."""
    if page.locator(f"select[name='{name}']").count():
        page.select_option(f"#field-{name}", value)
    else:
        page.locator(f"input[name='{name}'][value='{value}']").check()


def expired(visit):
    """A form that is sent after signing out elsewhere waits until its writer is back."""
    page, context = visit.page, visit.context
    visit.sign_in("caseworker")
    page.wait_for_url("**/today")
    visit.open("/forms/fill/rights_violation_report")
    page.fill("#field-q-summary", "Half of a story")
    cookies = [cookie for cookie in context.cookies() if "session" not in cookie["name"]]
    context.clear_cookies()
    context.add_cookies(cookies)
    page.locator("button[name=action][value=save]").click()
    page.wait_for_url("**/sign-in")
    visit.sign_in("caseworker")
    page.wait_for_url("**/forms/drafts/**")
    assert page.input_value("#field-q-summary") == "Half of a story", "what was typed is lost"
    visit.look("report-rescued")
    # Keeping a draft by itself.
    page.fill("#field-q-summary", "The whole story")
    page.wait_for_selector(".form-state.muted", timeout=40_000)
    visit.open("/forms")
    page.locator("a[href^='/forms/drafts/']").first.click()
    assert page.input_value("#field-q-summary") == "The whole story", "the draft was not kept"


OWN = """survey
,type,name,label,hint,calculation,relevant,constraint,constraint_message
,text,who,Who,,,,,
,integer,first,First amount,,,,,
,decimal,second,Second amount,In words of ${who},,,. < 100,"${who}, not **${second}**"
,calculate,total,,,${first} + ${second},,,
,note,told,Sum is **${total}** of ${who},,,,,
,select_one moods,mood,Mood of ${who},,,,,
,text,school,School,,,${first} < 18,,
,begin_group,inner,Days of ${who},,,,,
,date,day,Day,,,,,
,end_group,,,,,,,
choices
,list_name,name,label
,moods,calm,As ${who} says
,moods,sad,Sad
"""


def own(visit):
    """A form of one's own: values in labels follow what is typed, numbers can be in any script's digits, and an answer is told from the reason why there is none."""
    page, look, scripts = visit.page, visit.look, visit.scripts
    visit.sign_in("supervisor")
    page.wait_for_url("**/today")
    visit.open("/forms/own")
    page.set_input_files("#field-form", {"name": "moods.csv", "mimeType": "text/csv", "buffer": OWN.encode()})
    visit.submit()
    address = visit.register("Moods " + visit.mark, "Asked about her mood")
    visit.open(f"/forms/fill/moods?case={address.rsplit('/', 1)[1]}")
    look("own-form")
    name = "<b>सीता</b> & سيتا"
    told = page.locator("[data-node='q-told']")
    page.fill("#field-q-who", name)
    page.fill("#field-q-first", "१७")
    page.fill("#field-q-second", "٢٫٥")
    page.press("#field-q-second", "Tab")
    if scripts:
        assert told.inner_text() == f"Sum is 19.5 of {name}", told.inner_text()
        assert page.locator("[data-node='q-mood'] legend").inner_text().startswith(f"Mood of {name}"), "the label does not follow"
        assert page.locator("[data-node='q-mood'] label.choice").first.inner_text() == f"As {name} says", "the choice does not follow"
        assert page.locator("#hint-q-second").inner_text() == f"In words of {name}", "the hint does not follow"
        assert page.locator("[data-node='q-inner'] h2").inner_text() == f"Days of {name}", "the heading does not follow"
        assert page.locator("#field-q-school").is_visible(), "the question that follows does not come up"
        page.fill("#field-q-second", "१२३")
        page.press("#field-q-second", "Tab")
        assert page.locator("#problem-q-second").inner_text() == f"{name}, not 123", page.locator("#problem-q-second").inner_text()
        page.fill("#field-q-second", "٢٫٥")
        page.press("#field-q-second", "Tab")
        assert page.locator("#problem-q-second").count() == 0
    # Both an answer and a reason why there is none: said beside the question, and nothing is lost.
    page.locator("input[name=q-mood][value=calm]").check()
    page.locator("[data-node='q-mood'] details summary").click()
    page.select_option("[name='q-mood.absent']", "refused")
    page.fill("[name='q-mood.note']", "In company")
    for _ in range(2):
        visit.press(page.locator("button[name=action][value=save]"))
        page.wait_for_load_state()
        if "check=1" in page.url:
            break
    assert page.locator("#problem-q-mood").is_visible() and page.locator("input[name=q-mood][value=calm]").is_checked(), page.url
    assert page.input_value("#field-q-first") == "१७" and told.inner_text() == f"Sum is 19.5 of {name}", told.inner_text()
    look("own-form-refused")
    page.select_option("[name='q-mood.absent']", "")
    visit.save()
    visit.wait_for_case()
    # The other form is that with which she was registered.
    for address in page.eval_on_selector_all("a[href*='/submissions/']", "links => links.map(link => link.getAttribute('href'))"):
        visit.open(address)
        shown = page.locator("main").inner_text()
        if name in shown:
            break
    assert name in shown and "In company" in shown and "17" in shown, shown
    look("own-form-shown")


RUNS = [(report, "en", "desktop", True), (report, "ar", "phone", False)] + [(report, language, size, True) for language, size in VARIANTS[1:]] + [(expired, "en", "phone", True), (own, "en", "desktop", True), (own, "ne", "phone", False), (own, "ar", "phone", True)]
