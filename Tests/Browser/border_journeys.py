"""Over a border, between two servers that share nothing but messages: from the first contact in Doha to the hand-over at the airport in Kathmandu, and the outcome back in Doha;
again with a third organisation that has no server; again with files that somebody carries."""

from datetime import date

from border_steps import Border, action, choose, consent, do, document, event, first_contact, note, organisation, refer, send, text, tomorrow, wait_for
from visit import Visit, wait_until

OVER_THE_LINE, BY_FILE = Border(has_addresses=True), Border(has_addresses=False)
FIRST_DESK, SECRET = "Counter 4, arrivals", "The house of her aunt is not safe"


def close():
    for border in [OVER_THE_LINE, BY_FILE]:
        border.stop()


def hand_over(border: Border, doha: Visit, mark: str) -> tuple[str, str, str]:
    """The first contact, what the worker agrees to, and what goes to the desk in Kathmandu.
    - Returns: addresses of the case and the referral in Doha, and the worker's name."""
    name = f"Maya {mark}"
    case = first_contact(doha, name, "Her employer kept her passport. She flies home tomorrow.")
    doha.open(case)
    doha.look("border-case")
    document(doha, case, f"Photograph of {mark}")
    note(doha, case, SECRET)
    arrival = {
        "arrival-day": tomorrow().isoformat(), "arrival-time": "14:35", "arrival-offset": "345", "flight": "QR 652", "desk": FIRST_DESK,
        "recognise": "Blue scarf, needs a wheelchair",
    }
    preview = refer(
        doha, case, "arrival-hand-over", "Kathmandu Airport Desk", words=f"Please meet {name}.", arrival=arrival, also=[f"Photograph of {mark}"],
        look=doha.look)
    doha.look("border-preview-without-consent")
    assert doha.page.locator("form[action$='/send']").count() == 0, "it can be sent although the worker was not asked"
    consent(doha, case, "share-across-border", "Yes, tell the people at the airport, nobody else", "Kathmandu Airport Desk")
    doha.look("border-consent")
    shown = text(doha, preview)
    doha.look("border-preview")
    for words in [name, "Blue scarf", FIRST_DESK, f"Photograph of {mark}", "QR 652"]:
        assert words in shown, f"the preview does not show «{words}»"
    assert SECRET not in shown, "the preview shows a note of our own"
    sent = send(doha)
    doha.look("border-sent")
    return case, sent, name


def meet(border: Border, kathmandu: Visit, name: str) -> tuple[str, str]:
    """At the desk in Kathmandu: what came in, the list of arrivals, taking it on.
    - Returns: addresses of the referral and the case in Kathmandu."""
    page = kathmandu.page
    days = (tomorrow() - date(1970, 1, 1)).days
    wait_for(kathmandu, f"/referrals/arrivals?day={days}", name, border)
    kathmandu.look("border-arrivals")
    card = page.locator("article", has_text=name)
    assert all(words in card.inner_text() for words in ["QR 652", FIRST_DESK, "Blue scarf"]), "the list does not say how to recognise her"
    kathmandu.open("/referrals")
    kathmandu.look("border-desk")
    kathmandu.open(f"/referrals/arrivals?day={days}")
    kathmandu.press(page.locator("article", has_text=name).locator("a[href^='/referrals/']"))
    incoming = page.url.removeprefix(kathmandu.node.address)
    kathmandu.look("border-incoming")
    do(kathmandu, "acknowledge")
    do(kathmandu, "accept")
    case = page.url.removeprefix(kathmandu.node.address)
    assert case.startswith("/cases/"), "taking it on does not lead to the case"
    kathmandu.look("border-case-there")
    shown = page.locator("main").inner_text()
    assert name in shown and "Doha Help Desk" in shown, "the case does not say from whom it is"
    return incoming, case


def work_together(border: Border, doha: Visit, kathmandu: Visit, places: tuple[str, str, str, str], mark: str):
    """Both write, add to what is shared, and keep their own for themselves."""
    own, sent, case, incoming = places
    wait_for(doha, sent, "Kathmandu Airport Desk", border)
    note(kathmandu, case, f"Our own thought about {mark}")
    kathmandu.open(incoming)
    event(kathmandu.page, "message").locator("textarea").fill(f"We stand at the gate, {mark}")
    kathmandu.press(event(kathmandu.page, "message").locator("button"))
    wait_for(doha, sent, f"We stand at the gate, {mark}", border)
    event(doha.page, "message").locator("textarea").fill(f"She has boarded, {mark}")
    doha.press(event(doha.page, "message").locator("button"))
    wait_for(kathmandu, incoming, f"She has boarded, {mark}", border)
    kathmandu.look("border-conversation")
    # Each adds what it has done.
    told = action(doha, own, f"Brought her to the airport in Doha, {mark}")
    share(doha, sent, [told])
    wait_for(kathmandu, case, told, border)
    # What she agreed to in Doha stays in Doha: whoever tells more asks her.
    consent(kathmandu, case, "share-across-border", "Tell Doha that I have arrived", "Doha Help Desk")
    met = action(kathmandu, case, f"Met at counter 4, {mark}")
    document(kathmandu, case, f"Receipt of {mark}")
    share(kathmandu, incoming, [met, f"Receipt of {mark}"])
    wait_for(doha, own, met, border)
    doha.look("border-case-with-both")
    assert f"Receipt of {mark}" in doha.page.locator("main").inner_text(), "the paper of the partner is not in the case"
    open_document(doha, own, f"Receipt of {mark}")
    open_document(kathmandu, case, f"Photograph of {mark}")
    for path in [own, sent]:
        assert f"Our own thought about {mark}" not in text(doha, path), "what Kathmandu keeps for itself is in Doha"
    for path in [case, incoming]:
        assert SECRET not in text(kathmandu, path), "what Doha keeps for itself is in Kathmandu"


def share(person: Visit, referral: str, boxes: list[str]):
    page = person.page
    person.open(referral)
    person.submit("form[action$='/share-more']")
    page.wait_for_url("**/refer/*")
    choose(person, boxes)
    person.submit("main form")
    page.wait_for_url("**/preview")
    send(person)


def open_document(person: Visit, case: str, title: str):
    """The file is there, as it was sent, and not only its name."""
    person.open(case)
    person.page.locator("#documents a", has_text=title).first.click()
    person.page.wait_for_url("**/documents/*")
    file = person.page.locator("a[href*='/files/'], img[src*='/files/']").first
    address = file.get_attribute("href") or file.get_attribute("src")
    answer = person.page.request.get(person.node.address + address)
    assert answer.ok and answer.body()[:8] == b"\x89PNG\r\n\x1a\n", f"the file of «{title}» did not come: {answer.status}"


def outcome(border: Border, doha: Visit, kathmandu: Visit, sent: str, incoming: str, mark: str):
    kathmandu.open(incoming)
    do(kathmandu, "start")
    do(kathmandu, "resolve", ("outcome", "achieved"), f"Brought to her family, {mark}")
    kathmandu.look("border-resolved")
    wait_for(doha, sent, f"Brought to her family, {mark}", border)
    doha.look("border-outcome")
    do(doha, "close")
    border.carry()
    doha.look("border-closed")


def story(border: Border, visit: Visit):
    doha, kathmandu = border.people(visit)
    own, sent, name = hand_over(border, doha, visit.mark)
    incoming, case = meet(border, kathmandu, name)
    work_together(border, doha, kathmandu, (own, sent, case, incoming), visit.mark)
    outcome(border, doha, kathmandu, sent, incoming, visit.mark)
    for person in [doha, kathmandu]:
        person.close()


def over_the_line(visit: Visit):
    story(OVER_THE_LINE, visit)


def by_file(visit: Visit):
    story(BY_FILE, visit)


def third_organisation(visit: Visit):
    """Kathmandu passes her on to a shelter that has no server: a link by message, a code by telephone; the shelter's answer and paper, and the outcome all the way back."""
    border = OVER_THE_LINE
    doha, kathmandu = border.people(visit)
    mark = f"shelter-{visit.mark}"
    own, sent, name = hand_over(border, doha, mark)
    incoming, case = meet(border, kathmandu, name)
    house = f"House of the sisters {mark}"
    organisation(kathmandu, house, "NP")
    consent(kathmandu, case, "share-with-partner", "The house of the sisters may know", house)
    refer(kathmandu, case, "referral", None, name=house, words=f"A bed for {name}, please")
    onward = send(kathmandu)
    kathmandu.press(kathmandu.page.locator("form[action$='/link'] button"))
    kathmandu.look("border-link")
    link, code = (kathmandu.page.locator(f"#{part}").inner_text() for part in ["link", "code"])
    assert link.startswith(kathmandu.node.address + "/referred/"), f"the link is no complete address: {link}"
    shelter = Visit(visit.browser, kathmandu.node, visit.checks, visit.language, visit.size, visit.scripts)
    shelter.page.goto(f"{link}?language={visit.language}")
    shelter.look("border-shelter-code")
    assert name not in shelter.page.locator("body").inner_text() and "Kathmandu" not in shelter.page.locator("main").inner_text(), "the link says something before the code"
    shelter.page.fill("#field-code", code)
    shelter.press(shelter.page.locator("main form.card button[type=submit]"))
    assert name in shelter.page.locator("main").inner_text()
    for step in ["acknowledge", "accept", "start"]:
        do(shelter, step)
    event(shelter.page, "share").locator("input[type=file]").set_input_files({"name": "rules.txt", "mimeType": "text/plain", "buffer": b"Doors close at ten."})
    shelter.press(event(shelter.page, "share").locator("button"))
    do(shelter, "message", words=f"A bed is free, {mark}")
    shelter.look("border-shelter")
    do(shelter, "resolve", ("outcome", "achieved"), f"She has work near by, {mark}")
    assert f"A bed is free, {mark}" in text(kathmandu, onward)
    kathmandu.look("border-shelter-answered")
    assert "rules.txt" in text(kathmandu, case), "the paper of the shelter is not in the case"
    do_on(kathmandu, onward, "close")
    outcome(border, doha, kathmandu, sent, incoming, mark)
    for person in [doha, kathmandu, shelter]:
        person.close()


def held_back(visit: Visit):
    """While the line is down something is written; then the worker takes back what she agreed to: what waits does not go when the line is there again."""
    border = OVER_THE_LINE
    doha, kathmandu = border.people(visit)
    mark = f"held-{visit.mark}"
    own, sent, name = hand_over(border, doha, mark)
    incoming, _ = meet(border, kathmandu, name)
    wait_for(doha, sent, "Kathmandu Airport Desk", border)
    secret = f"She is afraid of her brother, {mark}"
    kathmandu.node.stop()
    do_on(doha, sent, "message", words=secret)
    take_back(doha, own)
    doha.open(sent)
    doha.look("border-waits-uncovered")
    kathmandu.node.start()
    held = lambda: (doha.open(sent), doha.page.locator("#held-back").count())[1] > 0
    assert wait_until(held, 120), "what may not go any more is not held back"
    doha.look("border-held-back")
    assert secret in doha.page.locator("#conversation").inner_text(), "what was written is lost here"
    assert event(doha.page, "message").count() == 0, "words can still be written"
    kathmandu.open(incoming)
    assert secret not in kathmandu.page.locator("main").inner_text(), "what the worker took back went all the same"
    # Beside the notice that nothing covers it any more; the form further down would do the same.
    doha.open(sent)
    doha.press(event(doha.page, "withdraw").first.locator("button[type=submit]"))
    assert wait_until(lambda: name not in text(kathmandu, incoming), 60), "what was taken back can still be read"
    kathmandu.look("border-taken-back")
    for person in [doha, kathmandu]:
        person.close()


def take_back(person: Visit, case: str):
    person.open(case)
    person.page.locator("#consent a[href$='/withdraw']").first.click()
    person.page.wait_for_url("**/withdraw")
    person.save()
    person.page.wait_for_url("**#consent")


def do_on(person: Visit, referral: str, step: str, words: str | None = None):
    person.open(referral)
    do(person, step, words=words)


RUNS = [
    (over_the_line, "en", "desktop", True), (over_the_line, "ar", "phone", True), (over_the_line, "ne", "phone", False),
    (third_organisation, "en", "desktop", True), (third_organisation, "ar", "phone", True), (third_organisation, "en", "phone", False),
    (held_back, "en", "desktop", True), (held_back, "ar", "phone", True),
    (by_file, "en", "desktop", True), (by_file, "ar", "phone", False),
]
# Two servers more are started for these: in short only the whole story is told, and what is held back.
SHORT = [RUNS[0], next(run for run in RUNS if run[0] is held_back)]
