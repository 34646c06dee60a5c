"""What people on both sides of a border do, one step a function, with organisations that have a server each."""

import base64
import re
import tempfile
from datetime import date, timedelta
from pathlib import Path

from connected_nodes import ConnectedNodes
from visit import Visit, wait_until

# A drawing of one point, as good as a photograph of a passport for seeing that a file crosses.
PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
RECORD = r"[0-9A-Z]{16}"


class Border:
    """Two organisations that have compared their keys, started when they are first needed."""

    def __init__(self, has_addresses: bool):
        self.has_addresses = has_addresses
        self.folder: tempfile.TemporaryDirectory | None = None
        self.nodes: ConnectedNodes | None = None

    def start(self, visit: Visit) -> ConnectedNodes:
        if not self.nodes:
            self.folder = tempfile.TemporaryDirectory()
            self.nodes = ConnectedNodes(Path(self.folder.name), self.has_addresses)
            trust(visit, self.nodes)
        return self.nodes

    def stop(self):
        if self.nodes:
            self.nodes.stop()
            self.folder.cleanup()

    def people(self, visit: Visit) -> tuple[Visit, Visit]:
        """A caseworker on each side, with the device and language of the visit."""
        nodes = self.start(visit)
        both = (at(visit, nodes.doha), at(visit, nodes.kathmandu))
        for person in both:
            person.sign_in("caseworker")
        return both

    def carry(self):
        """Without a line: what waits on each side is written into a file, and the file is carried to the other."""
        if self.has_addresses:
            return
        pair = [self.nodes.doha, self.nodes.kathmandu]
        for sender, receiver in [pair, pair[::-1]]:
            file = Path(self.folder.name) / "carried.corridor"
            sender.exchange("export", sender.partner()["identifier"], "--output", str(file))
            receiver.exchange("import", str(file))


def at(visit: Visit, node) -> Visit:
    return Visit(visit.browser, node, visit.checks, visit.language, visit.size, visit.scripts)


def trust(visit: Visit, nodes: ConnectedNodes):
    """Two administrators exchange invitations, and read each other half of the code on the telephone."""
    people = [at(visit, nodes.doha), at(visit, nodes.kathmandu)]
    invitations, pages = [], []
    for person in people:
        person.sign_in("administrator")
        person.open("/administration/partners")
        invitations.append(person.page.input_value("#own-invitation"))
    for person, invitation in zip(people, reversed(invitations)):
        person.page.fill("#field-invitation", invitation)
        person.submit("form[action='/administration/partners']")
        person.page.wait_for_url(re.compile(f"/administration/partners/{RECORD}$"))
        pages.append(person.page)
    codes = [page.locator("p.code code").inner_text() for page in pages]
    for person, code in zip(people, reversed(codes)):
        person.page.fill("#field-code", code)
        person.press(person.page.locator("form[action$='/verify'] button[type=submit]"))
        assert person.page.locator("#field-code").count() == 0, "the keys are not trusted after the code was compared"
        person.close()


def event(page, name: str):
    return page.locator(f"form:has(input[name=event][value={name}])")


def do(person: Visit, name: str, choice: tuple[str, str] | None = None, words: str | None = None):
    """Takes a step on the page of a referral."""
    page = person.page
    if page.locator(f"details:not([open]):has(input[name=event][value={name}])").count():
        page.locator(f"details:has(input[name=event][value={name}]) > summary").click()
    form = event(page, name)
    if choice:
        form.locator(f"select[name={choice[0]}]").select_option(choice[1])
    if words:
        form.locator("textarea[name=words]").fill(words)
    person.press(form.locator("button[type=submit]"))
    assert page.locator("#problems").count() == 0, f"{name} was not possible: {page.locator('#problems').inner_text()}"


def unfold(page, selector: str):
    closed = page.locator(f"details:not([open]):has({selector}) > summary")
    if closed.count():
        closed.first.click()


def first_contact(person: Visit, name: str, what_happened: str) -> str:
    return person.register(name, what_happened).removeprefix(person.node.address)


def consent(person: Visit, case: str, scope: str, words: str, receiver: str = ""):
    """
    - receiver: the only organisation that may receive something; empty for no limit by name."""
    page = person.page
    person.open(f"{case}/consents/new")
    if receiver:
        unfold(page, "#field-for-organisations")
        page.select_option("#field-for-organisations", page.locator("#field-for-organisations option", has_text=receiver).first.get_attribute("value"))
    page.fill("#field-words", words)
    page.select_option("#field-given", "yes")
    page.check(f"input[name=scopes][value={scope}]")
    page.select_option("#field-manner", "spoken")
    person.submit()
    page.wait_for_url("**#consent")


def document(person: Visit, case: str, title: str) -> str:
    """Adds a photograph that partners may be given."""
    page = person.page
    person.open(f"{case}/documents/new")
    page.set_input_files("#field-file", {"name": "photo.png", "mimeType": "image/png", "buffer": PICTURE})
    page.fill("#field-title", title)
    person.submit("form[action$='/documents']")
    page.wait_for_url(re.compile(f"(/documents/{RECORD}|#documents)"))
    if "/documents/" not in page.url:
        page.locator("#documents a", has_text=title).first.click()
        page.wait_for_url(re.compile(f"/documents/{RECORD}"))
    record = re.search(RECORD + "$", page.url.split("?")[0]).group()
    person.open(f"{case}/records/{record}")
    unfold(page, "#field-share-allowed")
    page.select_option("#field-share-allowed", "yes")
    person.save()
    page.wait_for_url(re.compile(f"{case}(#|$)"))
    return record


def organisation(person: Visit, name: str, country: str):
    """An organisation of the directory that has no server."""
    person.open("/directory/new")
    person.page.fill("#field-names", name)
    unfold(person.page, "#field-country")
    person.page.select_option("#field-country", country)
    person.submit()
    person.page.wait_for_url("**/directory/entries/*")


def action(person: Visit, case: str, what: str) -> str:
    page = person.page
    person.open(f"{case}/add/action")
    page.select_option("#field-type", index=1)
    page.fill("#field-description", what)
    person.save()
    page.wait_for_url(re.compile(f"{case}(#|$)"))
    return what


def note(person: Visit, case: str, words: str):
    person.open(case)
    person.page.locator("#notes textarea").fill(words)
    person.press(person.page.locator("#notes form button[type=submit]"))


def tomorrow() -> date:
    return date.today() + timedelta(days=1)


def refer(person: Visit, case: str, kind: str, partner: str | None, name: str = "", words: str = "", arrival: dict | None = None, also: list[str] = (), look=None) -> str:
    """In three steps to the preview: whom and why; what goes.
    - also: records beside the usual answers, by a text in them."""
    page = person.page
    person.open(f"{case}/refer")
    page.check(f"input[name=kind][value={kind}]")
    if partner:
        page.select_option("#field-partner", page.locator("#field-partner option", has_text=partner).first.get_attribute("value"))
    else:
        page.select_option("#field-partner", "-")
        page.select_option("#field-organisation", page.locator("#field-organisation option", has_text=name).first.get_attribute("value"))
    page.select_option("#field-urgency", "same-day")
    page.fill("#field-words", words)
    if arrival:
        unfold(page, "#field-flight")
        for field, text in arrival.items():
            control = page.locator(f"#field-{field}")
            control.select_option(text) if field == "arrival-offset" else control.fill(text)
    if look:
        look("border-refer")
    person.submit()
    page.wait_for_url(re.compile(f"/refer/{RECORD}$"))
    choose(person, also)
    if look:
        look("border-what")
    person.submit("main form")
    page.wait_for_url("**/preview")
    return page.url.removeprefix(person.node.address)


def choose(person: Visit, also: list[str]):
    """Ticks everything of the records in which these texts stand: of a paper its title and its file."""
    for text in also:
        records = person.page.locator("fieldset.choose", has_text=text)
        assert records.count(), f"«{text}» cannot be chosen"
        for box in records.first.locator("input[type=checkbox]").all():
            box.check()


def send(person: Visit) -> str:
    person.page.locator("form[action$='/send'] button").click()
    person.page.wait_for_url(re.compile(f"/referrals/{RECORD}$"))
    return person.page.url.removeprefix(person.node.address)


def text(person: Visit, path: str) -> str:
    person.open(path)
    return person.page.locator("main").inner_text()


def wait_for(person: Visit, path: str, words: str, border: Border):
    """Until it has come over: the line, or whoever carries the file, needs a while."""
    border.carry()
    assert wait_until(lambda: words in text(person, path), 30), f"«{words}» did not come to {person.node.name}, {path}"
