"""A partner is taken out of a network. By its name this comes last: nothing goes to that partner afterwards, in this node."""


def leaving(visit):
    """A member joins a network and is taken out; what was agreed with it ends."""
    page, name = visit.page, f"Network {visit.mark}"
    visit.sign_in("supervisor")
    visit.open("/network")
    page.locator("details:has(form[action='/network/members']) > summary").click()
    page.fill("form[action='/network/members'] #field-network", name)
    page.select_option("#member-partner", index=1)
    visit.press(page.locator("form[action='/network/members'] button[type=submit]").first)
    member = page.locator("section.card", has=page.locator("h3", has_text=name)).locator("li").first
    member.locator("summary").click()
    visit.look("network-member")
    member.locator("input[name=tell]").check()
    visit.press(member.locator("form button"))
    assert page.locator("#left li", has_text=name).count() == 1, "nobody is told who left"
    visit.look("network-left")


RUNS = [(leaving, "en", "desktop", True), (leaving, "ar", "phone", True), (leaving, "ne", "phone", True), (leaving, "en", "phone", False)]
