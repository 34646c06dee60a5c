"""A missing worker, looked for by one organisation and seen by another on a node of its own: the two exchange only encodings until both agree to speak about this one person; then
comparison, consent of the found person, reunion, withdrawal."""

import atexit
import functools
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Served"))

from served_node import PROGRAM
from tracing_journeys import steps
from visit import Visit, wait_until

# As the family writes the name, and as a visitor hears it far away. Each run looks for somebody of its own.
NAMES = {
    ("en", "desktop"): ("Md. Rafiq Ullah", "Mohamed Rafeek Ullah"), ("bn", "phone"): ("আব্দুল করিম শেখ", "Abdul Karim Sheikh"),
    ("ar", "phone"): ("يوسف إبراهيم خان", "Yusuf Ibrahim Khan")}


class PairedNode:
    """One of two nodes that are partners of each other."""

    def __init__(self, settings: Path, key: Path, port: int, sign_ins: list[dict], log: Path):
        self.address = f"http://127.0.0.1:{port}"
        self.sign_ins = {one["name"]: one for one in sign_ins}
        self.log = log
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--config", settings, "--key-file", key], stdout=subprocess.DEVNULL, stderr=log.open("w"),
            env={**os.environ, "CORRIDOR_REQUESTS_PER_SECOND": "1000"})
        assert wait_until(lambda: "(port " in log.read_text()), "the server did not start"


def free_ports() -> int:
    """A port that is free together with the next one."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            port = first.getsockname()[1]
            try:
                with socket.create_server(("127.0.0.1", port + 1)):
                    return port
            except OSError:
                continue


@functools.cache
def two_nodes() -> tuple[PairedNode, PairedNode]:
    folder = Path(tempfile.mkdtemp())
    (data, key, port) = (folder / "data", folder / "node.key", free_ports())
    made = subprocess.run(
        [PROGRAM, "demo", "--data", data, "--key-file", key, "--cases", "20", "--accounts", "--nodes", "2", "--organisations", "3", "--port", str(port), "--json"],
        check=True, capture_output=True, text=True)
    sign_ins = json.loads(made.stdout)["signIns"]
    second = [one for one in sign_ins if one["organisation"].startswith("Demonstration 2")]
    first = [one for one in sign_ins if one not in second]
    nodes = (
        PairedNode(Path(f"{data}.yaml"), key, port, first, folder / "first.log"),
        PairedNode(Path(f"{data}-2.yaml"), Path(f"{key}-2"), port + 1, second, folder / "second.log"))
    atexit.register(lambda: [node.process.terminate() for node in nodes])
    return nodes


def family(visit: Visit, told: str, passport: str):
    """The family's notice, and what it agrees to."""
    page = visit.page
    visit.sign_in("supervisor")
    page.wait_for_url("**/today")
    visit.open("/forms/fill/missing_worker")
    page.fill("#field-q-missing_name", told)
    page.select_option("#field-q-sex", "male") if page.locator("select#field-q-sex").count() else page.locator("input[name=q-sex][value=male]").check()
    page.select_option("#field-q-destination", "SA")
    page.fill("#field-q-seeker_name", "Amina Begum")
    page.fill("#field-q-story", f"He went three years ago. Passport {passport}.")
    page.locator("input[name=q-publish][value=partners]").check()
    page.locator("input[name=q-keeps_record][value=yes]").check()
    scopes = ["matching", "share-across-border"]
    boxes = [page.locator(f"input[name=q-consent_scopes][value={scope}]") for scope in scopes]
    [box.check() for box in boxes] if boxes[0].count() else page.select_option("#field-q-consent_scopes", scopes)
    visit.press(page.locator("button[name=action][value=save]"))
    visit.wait_for_case()


def sighting(visit: Visit, heard: str, passport: str):
    page = visit.page
    visit.sign_in("supervisor")
    page.wait_for_url("**/today")
    visit.open("/tracing/sightings/new")
    page.fill("#field-full-name", heard)
    page.select_option("#field-kind", "spoken-to")
    page.select_option("#field-country", "SA")
    page.select_option("#field-place-kind", "deportation-centre")
    page.fill("#field-description", f"He gave his passport number {passport}.")
    page.fill("#field-author", "Visitor")
    visit.press(page.locator("main form.card button[type=submit]").first)
    page.wait_for_url(re.compile(r"/tracing/sightings/[0-9A-Z]{16}"))


def agree(visit: Visit, partner: str):
    """Says on what terms we take part, if that was not said before."""
    page = visit.page
    visit.open("/tracing/partners")
    visit.look("linkage")
    page.locator("main ul.due a", has_text=partner).first.click()
    page.wait_for_url("**/tracing/partners/*")
    visit.look("linkage-partner-before")
    if page.locator("form[action$='/end']").count():
        return
    page.fill("#field-records", "5")
    visit.press(page.locator("form[action$='/terms'] button"))
    visit.look("linkage-partner-refused")
    assert page.locator("#problems").count(), "a number out of bounds is taken"
    page.fill("#field-records", "200")
    visit.press(page.locator("form[action$='/terms'] button"))
    page.wait_for_url(re.compile(r"/tracing/partners/[^/]+$"))


def pair_of(visit: Visit, name: str):
    """The pair's page, once there is one whose own record is called so."""
    link = visit.page.locator("a[href^='/tracing/pairs/']", has_text=name)
    # Both nodes exchange and compare in the background, which takes a while beside other work.
    assert wait_until(lambda: visit.open("/tracing/partners") and link.count(), 180), f"nothing was found for {name}"
    link.first.click()
    visit.page.wait_for_url("**/tracing/pairs/*")


def step(visit: Visit, event: str, words: str = ""):
    form = visit.page.locator(f"form:has(input[name=event][value={event}])")
    details = visit.page.locator(f"details:has(input[name=event][value={event}])")
    if details.get_attribute("open") is None:
        details.locator("summary").first.click()
    if words:
        form.locator("textarea").fill(words)
    visit.press(form.locator("button[type=submit]"))
    visit.page.wait_for_load_state()


def reunion_over_two_nodes(visit: Visit):
    first, second = two_nodes()
    told, heard = NAMES[visit.language, visit.size]
    passport = f"BX{abs(hash(visit.mark)) % 10_000_000:07d}"
    home = Visit(visit.browser, first, visit.checks, visit.language, visit.size, visit.scripts)
    away = Visit(visit.browser, second, visit.checks, visit.language, visit.size, visit.scripts)
    family(home, told, passport)
    sighting(away, heard, passport)
    agree(home, "Demonstration 2")
    agree(away, "Demonstration (generated)")
    visit_partner = home.page.url
    begin = home.page.locator("form[action$='/rounds'] button")
    assert wait_until(lambda: home.page.goto(visit_partner) and begin.count()), "the terms of the other side did not arrive"
    home.look("linkage-partner")
    begin.click()
    home.page.wait_for_load_state()
    pair_of(home, told)
    home.look("linkage-pair")
    assert heard not in home.page.locator("main").inner_text(), "the other side's name is there before both agreed"
    step(home, "ask", f"Is it {told}?")
    assert home.page.locator("#problem-words-ask").count() and told in home.page.locator("textarea").first.input_value(), "a name left before both agreed"
    home.look("linkage-named")
    step(home, "ask", "May we speak about this one?")
    home.look("linkage-asked")
    pair_of(away, heard)
    assert wait_until(lambda: away.page.reload() and away.page.locator("input[name=event][value=agree]").count()), "the question did not arrive"
    away.look("linkage-asking")
    assert told not in away.page.locator("main").inner_text(), "the family's name is there before both agreed"
    step(away, "agree", "Yes.")
    step(away, "message", "He agrees that his mother is told.")
    away.look("linkage-agreed")
    compare = home.page.locator("a[href*='/compare/']")
    assert wait_until(lambda: home.page.reload() and compare.count()), "what the other side shows did not arrive"
    assert wait_until(lambda: home.page.reload() and "He agrees" in home.page.locator("main").inner_text()), "the message did not arrive"
    home.look("linkage-shown")
    pair = home.page.url
    compare.first.click()
    home.page.wait_for_url("**/compare/*")
    text = home.page.locator("main").inner_text()
    assert told in text and heard in text, "the two are not beside each other"
    home.look("linkage-compare")
    home.page.locator("input[name=verdict][value=same]").check()
    home.press(home.page.locator("main form.card button[type=submit]").last)
    home.page.wait_for_url(re.compile(r"/tracing/notices/[0-9A-Z]{16}$"))
    home.look("linkage-notice")
    steps(home, home.page.url.rsplit("/", 1)[1])
    # A closed notice is withdrawn at the partner, and what was shown of it erased there.
    home.page.goto(pair)
    form = away.page.locator("input[name=event]")
    assert wait_until(lambda: away.page.reload() and not form.count()), "the closed notice was not withdrawn at the partner"
    assert told not in away.page.locator("main").inner_text(), "what was shown of the notice is still there"
    away.look("linkage-over")
    home.close()
    away.close()


RUNS = [(reunion_over_two_nodes, "en", "desktop", True), (reunion_over_two_nodes, "bn", "phone", True), (reunion_over_two_nodes, "ar", "phone", True)]
