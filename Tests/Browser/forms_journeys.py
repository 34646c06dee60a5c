"""Questionnaires: a full report of rights violations with repeats, and a form that is sent after the session has ended."""


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


RUNS = [(report, "en", "desktop", True), (report, "ar", "phone", False)] + [(report, language, size, True) for language, size in VARIANTS[1:]] + [(expired, "en", "phone", True)]
