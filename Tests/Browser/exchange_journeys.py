"""Two organisations on servers of their own invite each other, compare their keys, and carry messages by hand: as a file, and as codes shown on a screen."""

import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "ExchangePeer"))

from served_node import ServedNode
from visit import Visit, wait_until


def own_invitation(visit: Visit) -> str:
    visit.sign_in("administrator")
    visit.open("/administration/partners")
    return visit.page.input_value("#own-invitation")


def add(visit: Visit, invitation: str):
    visit.open("/administration/partners")
    visit.page.fill("#field-invitation", invitation)
    visit.submit("form[action='/administration/partners']")
    visit.page.wait_for_url(re.compile(r"/administration/partners/[0-9A-Z]{16}$"))


def button(page, form: str, name: str, value: str):
    return page.locator(f"form[action$='/{form}']:has(input[name={name}][value={value}]) button")


def partners(visit: Visit):
    with tempfile.TemporaryDirectory() as folder:
        node = ServedNode(Path(folder), cases=1, requests_per_second=1000)
        there = Visit(visit.browser, node, visit.checks, visit.language, visit.size, visit.scripts)
        try:
            between(visit, there, Path(folder))
        finally:
            there.close()
            node.stop()


def between(here: Visit, there: Visit, folder: Path):
    ours, theirs = own_invitation(here), own_invitation(there)
    here.look("partners")
    here.page.fill("#field-invitation", "corridor-invitation-1:AAAA")
    here.submit("form[action='/administration/partners']")
    here.page.wait_for_load_state()
    here.look("partners-damaged")
    assert here.page.locator("#problems").count(), "a damaged invitation is taken"
    add(here, theirs)
    add(there, ours)
    here.look("partner-compare")
    page, other = here.page, there.page
    # Fifteen digits that nobody has read out.
    page.fill("#field-code", "00000 00000 00000")
    here.submit("form[action$='/verify']")
    page.wait_for_load_state()
    here.look("partner-wrong-code")
    assert page.locator("#problems").count(), "wrong digits are taken"
    read = {visit: visit.page.locator("p.code code").inner_text() for visit in (here, there)}
    for visit, said in ((here, read[there]), (there, read[here])):
        visit.page.fill("#field-code", said)
        visit.submit("form[action$='/verify']")
        visit.page.wait_for_load_state()
        assert not visit.page.locator("#field-code").count(), "the keys are still to be compared"
    here.look("partner")
    partner = page.url
    button(page, "vouch", "act", "believe").click()
    page.wait_for_load_state()
    assert button(page, "vouch", "act", "disbelieve").count() == 1
    # By file.
    with page.expect_download() as download:
        button(page, "carry", "way", "file").click()
    file = folder / "carried.exchange"
    download.value.save_as(file)
    there.open("/administration/partners/take")
    there.look("take")
    other.set_input_files("#file", str(file))
    there.submit()
    other.wait_for_load_state()
    assert other.locator(".notice[role=status]").count() == 1, "the file of the partner is not taken"
    there.look("take-done")
    # As codes.
    page.goto(partner)
    button(page, "carry", "way", "codes").click()
    page.wait_for_url("**/codes?code=1")
    here.look("codes")
    assert page.locator(".qr svg path").count() == 1
    there.open("/administration/partners/take")
    other.fill("#field-codes", "nothing of a code")
    there.submit()
    other.wait_for_load_state()
    there.look("take-nothing")
    assert other.locator("#problems").count() == 1
    if here.scripts:
        pictures(page, there)
    page.goto(partner)
    # What it does is read before it is done.
    page.locator("details:has(input[name=trust][value=blocked]) > summary").click()
    button(page, "trust", "trust", "blocked").click()
    page.wait_for_load_state()
    here.look("partner-blocked")


def pictures(page, there: Visit):
    """Photographs of the codes are read in the browser. Chromium on Linux has no reader of its own: one that asks the reader of these tests stands in for it."""
    try:
        from code_pictures import read
    except ImportError:
        print("    The package that reads codes is not here: photographs of codes are not tried.")
        return
    shots, texts = [], []
    while True:
        picture = page.locator(".qr svg")
        shots.append(picture.screenshot())
        texts.append([read(picture.evaluate("svg => svg.outerHTML"))])
        following = page.locator("nav.actions a[href$='code=%d']" % (len(shots) + 1))
        if not following.count():
            break
        following.first.click()
        page.wait_for_url(f"**/codes?code={len(shots) + 1}")
    assert all(text.startswith("CORRIDOR1/") for [text] in texts), "a code on the screen cannot be read"
    # The last picture is one without a code.
    answers = iter([*texts, []])
    other = there.page
    other.expose_function("readPicture", lambda: next(answers))
    other.add_init_script(
        "window.BarcodeDetector = class { static async getSupportedFormats() { return ['qr_code'] }"
        " async detect(picture) { return (await window.readPicture()).map((rawValue) => ({ rawValue })) } }")
    there.open("/administration/partners/take")
    there.look("take-pictures")
    files = [{"name": f"{number}.png", "mimeType": "image/png", "buffer": shot} for number, shot in enumerate(shots + shots[:1])]
    other.set_input_files("#pictures", files)
    # The policy of the page lets no text become script, so that the page is asked again and again.
    assert wait_until(lambda: len(other.input_value("#field-codes").split()) == len(shots), 30), "the texts of the codes do not stand in the field"
    assert wait_until(lambda: len(other.locator("[data-code-pictures] [role=status]").inner_text()) > 20, 30), "nothing is said of a picture without a code"
    there.look("take-pictures-read")
    camera(there, texts)
    there.submit()
    other.wait_for_load_state()
    assert other.locator(".notice[role=status]").count() == 1, "the codes from photographs are not taken"


def camera(there, texts):
    """The same codes through the camera, which sees a code for a while, or none."""
    page = there.page
    page.fill("#field-codes", "")
    assert page.evaluate("!document.featurePolicy || document.featurePolicy.allowsFeature('camera')"), "the page may not ask for the camera"
    # A camera that sees something moves.
    page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = async () => { const canvas = document.createElement('canvas'); const pen = canvas.getContext('2d');"
        " setInterval(() => pen.fillRect(Math.random() * 99, 0, 9, 9), 50); return canvas.captureStream(20) } }")
    seen = [texts[-1], [], *texts[:-1]]
    page.evaluate(
        "(seen) => { let turn = 0; BarcodeDetector.prototype.detect = async () => (seen[turn++ % seen.length]).map((rawValue) => ({ rawValue })) }", seen)
    button = page.locator("[data-code-camera] button")
    button.click()
    assert wait_until(lambda: len(page.input_value("#field-codes").split()) == len(texts), 30), "the codes that the camera sees do not stand in the field"
    there.look("take-camera")
    button.click()
    assert page.locator("[data-code-camera] video").is_hidden(), "the camera does not stop"


RUNS = [(partners, "en", "desktop", True), (partners, "ar", "phone", True), (partners, "bn", "phone", False)]
