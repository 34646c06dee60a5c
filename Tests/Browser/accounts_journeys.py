"""Second factor, invitations, what an administrator may open, and the weight of the first page."""

import gzip
import re
import time
import urllib.request

from visit import one_time_code


def second_factor(visit):
    """Sets up a second step, and signs in with it; a code is good once."""
    page, look = visit.page, visit.look
    visit.sign_in("lawyer")
    visit.open("/account")
    page.locator("form[action='/account/second-factor'] button").click()
    look("second-factor")
    secret = re.search(r"secret=([A-Z2-7]+)", page.locator("a[href^='otpauth:']").get_attribute("href")).group(1)
    used = one_time_code(secret, time.time())
    page.fill("#field-code", used)
    page.fill("#field-factor-passphrase", visit.node.sign_ins["lawyer"]["passphrase"])
    page.locator("form[action='/account/second-factor/confirm'] button").click()
    codes = page.locator("main li code").all_inner_texts()
    assert len(codes) == 10, "there are no recovery codes"
    look("recovery-codes")
    visit.sign_out()
    for attempt, code in enumerate([used, codes[0], codes[0]]):
        visit.sign_in("lawyer")
        page.wait_for_url("**/sign-in/code")
        visit.open("/cases")
        assert page.url.endswith("/sign-in"), "the passphrase alone opens the cases"
        visit.open("/sign-in/code")
        look("code")
        page.fill("#field-code", code)
        visit.submit()
        page.wait_for_load_state()
        # The code that set the second step up, and a recovery code used before, are refused.
        assert page.url.endswith("/today") == (attempt == 1), f"attempt {attempt} ended at {page.url}"
        if attempt == 1:
            visit.sign_out()


def administration(visit):
    """An administrator opens no case; whoever is invited begins with none; another organisation on the node is told the same as of a case that is nowhere."""
    supervisor = visit.another()
    supervisor.sign_in("supervisor")
    supervisor.open("/cases")
    case = supervisor.page.locator("main tbody a").first.get_attribute("href")
    supervisor.close()
    page, look = visit.page, visit.look
    visit.sign_in("administrator")
    page.wait_for_url("**/administration/accounts")
    look("accounts")
    for forbidden in ["/cases", case]:
        assert visit.open(forbidden).status == 403, "an administrator opens cases"
    visit.open("/administration/accounts")
    page.check("input[name=roles][value=caseworker] >> nth=-1")
    page.locator("form[action='/administration/invitations'] button").click()
    link = page.locator(".notice code").inner_text()
    look("invitation-made")
    page.check("input[name=roles][value=analyst] >> nth=-1")
    page.locator("form[action='/administration/invitations'] button").click()
    waiting = page.locator("form[action$='/withdraw'] button")
    before = waiting.count()
    waiting.last.click()
    page.wait_for_url("**/administration/accounts")
    assert waiting.count() == before - 1, "an invitation that was withdrawn is still listed"
    visit.sign_out()
    visit.open(link[link.index("/invitation/"):])
    look("invitation")
    page.fill("#field-display-name", "सीता")
    page.fill("#field-sign-in-name", f"sita-{visit.mark}")
    page.fill("#field-passphrase", "four words that differ")
    page.fill("#field-passphrase-again", "four words that differ")
    visit.submit()
    page.wait_for_url("**/account")
    visit.open("/cases")
    look("cases-empty")
    assert visit.open(case).status == 404, "a caseworker opens a case of somebody else"
    partner = visit.another()
    partner.sign_in("partner-supervisor")
    partner.page.wait_for_url("**/today")
    assert partner.open(case).status == 404, "another organisation opens the case"
    partner.close()


def weight(visit):
    """The first view of the sign-in page, as it goes over the wire, with its style sheet and script, is under 14 KB."""
    total = 0

    def fetch(path):
        request = urllib.request.Request(visit.node.address + path, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request) as answer:
            return answer.read(), sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())

    body, head = fetch("/sign-in")
    total += len(body) + head
    for path in set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', gzip.decompress(body).decode())):
        body, head = fetch(path)
        total += len(body) + head
    print(f"First view of the sign-in page: {total} bytes with style sheet, script, mark and headers")
    assert total < 14 * 1024, f"the first view takes {total} bytes"


def renewal(visit):
    """Somebody has forgotten the passphrase: an administrator makes a link, the person sets a new one with it, and is told."""
    page, look = visit.page, visit.look
    visit.sign_in("administrator")
    page.wait_for_url("**/administration/accounts")
    page.locator("section.card", has_text="custodian (generated)").locator("a[href$='/renewal']").click()
    look("renewal")
    page.fill("#field-passphrase", "not the passphrase")
    visit.submit()
    look("renewal-refused")
    page.fill("#field-passphrase", visit.node.sign_ins["administrator"]["passphrase"])
    visit.submit()
    link = page.locator(".notice code").inner_text()
    look("renewal-made")
    visit.sign_out()
    visit.open(link[link.index("/renewal/"):])
    look("renewal-new")
    # The same as before, so that others can still sign in as this person.
    for field in ["#field-passphrase", "#field-passphrase-again"]:
        page.fill(field, visit.node.sign_ins["custodian"]["passphrase"])
    visit.submit()
    page.wait_for_url("**/account")
    assert page.locator("section.warning").count(), "the person is not told"
    look("renewal-told")
    visit.press(page.locator("form[action='/account/renewal'] button"))
    assert not page.locator(".warning").count(), "what is known is told again"
    visit.sign_out()


# What each role is there for, apart from caseworkers and supervisors, whom the other journeys follow.
PLACES = {
    "partner": ["/cases", "/search", "/account"], "analyst": ["/facts", "/statistics"], "custodian": ["/openings", "/log"],
    "administrator": ["/administration/accounts", "/administration/settings", "/administration/partners"], "supervisor": ["/log", "/openings/own"],
    "coordinator": ["/statistics", "/directory", "/directory/entries", "/network", "/network/corridor?from=NP&to=QA"],
}


def roles(visit):
    """Everybody else looks at what is theirs: each place, and the first thing that it leads to."""
    page = visit.page
    for role, paths in PLACES.items():
        visit.sign_in(role)
        for path in paths:
            assert visit.open(path).status == 200, f"{path} does not open for the {role}"
            name = f"{role}-{path.split('?')[0].strip('/').replace('/', '-')}"
            visit.look(name)
            first = page.locator("main tbody th a, main li a[href*='/entries/']").first
            if first.count():
                first.click()
                page.wait_for_load_state()
                visit.look(f"{name}-first")
        for path in ["/account", "/account/tokens", "/account/mail"]:
            visit.open(path)
            visit.look(f"{role}-{path.strip('/').replace('/', '-')}")
        visit.leave()
        assert "/sign-in" in (visit.open("/account").url), "whoever left in a hurry is still signed in"


RUNS = [
    (renewal, "en", "phone", False), (renewal, "ar", "phone", True), (roles, "en", "desktop", True), (roles, "ar", "phone", True),
    (second_factor, "en", "desktop", True), (weight, "en", "desktop", False), (administration, "en", "phone", True), (administration, "ar", "phone", False),
]
