"""Between organisations that share a node. An urgent call goes to three at once: one takes it, and the others are told so and can read nothing of it any more. A transfer moves the
lead, and giving it back brings it home."""

import csv
import re
import subprocess
import tempfile
from pathlib import Path

from referral_journeys import consent, event, send
from served_node import PROGRAM, ServedNode
from visit import Visit, wait_until

PASSPHRASE = "four words that differ much"


def command(node: ServedNode, *arguments: str) -> str:
    options = ["--data", node.folder / "data", "--key-file", node.key]
    return subprocess.run([PROGRAM, *arguments, *options], check=True, capture_output=True, text=True).stdout


def join(visit: Visit, organisation: str, name: str):
    """Somebody of an organisation without accounts is invited, and makes one."""
    node = visit.node
    told = command(node, "invite", "--organisation", organisation, "--role", "caseworker", "--address", node.address)
    page = visit.page
    page.goto(re.search(r"http\S+", told).group() + f"?language={visit.language}")
    page.fill("#field-display-name", name)
    page.fill("#field-sign-in-name", name)
    for field in ["#field-passphrase", "#field-passphrase-again"]:
        page.fill(field, PASSPHRASE)
    visit.press(page.locator("main form button[type=submit]"))
    assert "/invitation/" not in page.url, "the account was not made"


class Place:
    """A node of four organisations, each a partner of every other, started when it is first needed."""

    node: ServedNode | None = None
    folder: tempfile.TemporaryDirectory | None = None


def at_place(visit: Visit, count: int) -> list[Visit]:
    if not Place.node:
        Place.folder = tempfile.TemporaryDirectory()
        Place.node = ServedNode(Path(Place.folder.name), cases=1, requests_per_second=1000, organisations=4)
    return [Visit(visit.browser, Place.node, visit.checks, visit.language, visit.size, visit.scripts) for _ in range(count)]


def close():
    if Place.node:
        Place.node.stop()
        Place.folder.cleanup()


def urgent_call(visit: Visit):
    people = at_place(visit, 4)
    call(people)
    for person in people:
        person.close()


def call(people: list[Visit]):
    caller, called = people[0], people[1:]
    page, node = caller.page, caller.node
    words = f"Rani {caller.mark}"
    caller.sign_in("caseworker")
    called[0].sign_in("partner-caseworker")
    listed = command(node, "organisation", "list").splitlines()[4:]
    for number, (person, line) in enumerate(zip(called[1:], listed)):
        join(person, line.split()[0], f"answerer-{number}-{caller.mark}")
    case = caller.register(words, "She is locked in tonight.").removeprefix(node.address)
    consent(caller, case)
    caller.open(f"{case}/refer")
    page.check("input[name=kind][value=urgent-call]")
    page.select_option("#field-partner", index=1)
    page.locator("details:has(#field-next-1) > summary").click()
    for place, index in [("next-1", 2), ("next-2", 3)]:
        page.select_option(f"#field-{place}", index=index)
    page.select_option("#field-urgency", "life-at-risk")
    caller.look("call-refer")
    caller.submit()
    page.wait_for_url(re.compile(r"/refer/[0-9A-Z]{16}$"))
    caller.submit("main form")
    page.wait_for_url("**/preview")
    caller.look("call-preview")
    assert page.locator("main ol.ticks").first.locator("li").count() == 3, "the preview does not name all whom it goes to"
    page.locator("form[action$='/send'] button").click()
    page.wait_for_url("**/referrals")
    caller.look("call-sent")
    referrals = [wait_for(person, words) for person in called]
    # The second of them is the first to accept.
    winner, losers = called[1], [called[0], called[2]]
    winner.open(referrals[1])
    winner.press(event(winner.page, "accept").locator("button"))
    winner.look("call-claimed")

    def text(person: Visit, path: str) -> str:
        person.open(path)
        return person.page.locator("main").inner_text()

    assert wait_until(lambda: has_case(winner, referrals[1])), "whoever accepted first did not get it"
    winner.look("call-taken")
    for person, path in zip(losers, [referrals[0], referrals[2]]):
        assert wait_until(lambda: words not in text(person, path)), "whoever came too late still reads who it is"
        assert event(person.page, "accept").count() == 0, "it can be accepted twice"
        assert "Rani" not in text(person, "/referrals") and "Rani" not in text(person, "/cases"), "something of the worker is left"
    losers[0].open(referrals[0])
    losers[0].look("call-gone")
    caller.open("/referrals")
    caller.look("call-desk")


def status(language: str, code: str) -> str:
    """The word of the dictionary for where a case stands."""
    lists = Path(__file__).resolve().parents[2] / "Sources/Dictionary/Resources"
    table = lists / ("vocabularies/case-status.csv" if language == "en" else f"labels/{language}/terms.csv")
    with table.open(encoding="utf-8", newline="") as rows:
        for row in csv.reader(rows):
            if language == "en" and row[0] == code or row[:2] == ["case-status", code]:
                return row[2]
    raise AssertionError(f"no word for {code}")


def transfer(visit: Visit):
    """The work moves to the partner, who gives it back: there is one who has the lead at any time, and both sides read who."""
    visit, there = at_place(visit, 2)
    page, mark = visit.page, f"transfer-{visit.mark}"
    visit.sign_in("caseworker")
    case = visit.register(f"Hari {mark}", "He asks the other office to go on.").removeprefix(visit.node.address)
    consent(visit, case)
    visit.open(f"{case}/refer")
    page.check("input[name=kind][value=transfer]")
    partner = page.locator("#field-partner option", has_text=visit.node.sign_ins["partner-caseworker"]["organisation"])
    page.select_option("#field-partner", partner.first.get_attribute("value"))
    page.select_option("#field-urgency", "normal")
    visit.submit()
    own = send(visit)
    visit.look("transfer-sent")
    there.sign_in("partner-caseworker")
    incoming = wait_for(there, f"Hari {mark}")
    there.press(event(there.page, "accept").locator("button"))
    taken = there.page.url.removeprefix(visit.node.address)
    assert taken.startswith("/cases/"), "taking it on does not lead to the case"
    there.look("transfer-taken")

    def stands(person: Visit, path: str, code: str) -> bool:
        person.open(path)
        return status(visit.language, code) in person.page.locator("main .head").first.inner_text()

    assert wait_until(lambda: stands(visit, case, "closed-referred")), "the sender's case has not ended"
    visit.look("transfer-case-passed-on")
    there.open(incoming)
    there.page.locator("details:has(input[name=event][value=return]) > summary").click()
    event(there.page, "return").locator("textarea").fill(f"He left before we met him, {mark}")
    there.press(event(there.page, "return").locator("button"))
    there.look("transfer-given-back")
    assert wait_until(lambda: stands(visit, case, "reopened")), "the sender has not got the lead again"
    assert stands(there, taken, "closed-referred"), "both have the lead"
    visit.open(own)
    assert f"He left before we met him, {mark}" in page.locator("main").inner_text()
    visit.look("transfer-returned")
    visit.press(event(page, "close").locator("button"))
    for person in [visit, there]:
        person.close()


def wait_for(person: Visit, words: str) -> str:
    """The path of the referral that says these words, once it is there."""
    found = []

    def came() -> bool:
        person.open("/referrals")
        for path in dict.fromkeys(link.get_attribute("href") for link in person.page.locator("main li a[href^='/referrals/']").all()):
            person.open(path)
            if words in person.page.locator("main").inner_text():
                found.append(path)
                return True
        return False

    assert wait_until(came), f"«{words}» did not come"
    return found[0]


def has_case(person: Visit, path: str) -> bool:
    person.open(path)
    return person.page.locator("main a[href^='/cases/']").count() > 0


RUNS = [(urgent_call, "en", "desktop", True), (urgent_call, "ar", "phone", True), (urgent_call, "ne", "phone", False),
        (transfer, "en", "desktop", True), (transfer, "ar", "phone", True), (transfer, "ne", "phone", False)]
