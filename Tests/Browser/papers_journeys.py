"""Papers of a case: a document with a picture and a PDF, looked at and shared; a letter made into a file. And what must not be lost or saved twice: two tabs, a double
press, a broken connection, the way back, a session that ended with half a form and a file chosen."""

import re
import tempfile
from pathlib import Path

from visit import VARIANTS

# A page with two words, written by hand.
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 43>>stream
BT /F1 24 Tf 40 100 Td (Two words) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
"""
PICTURE = Path(__file__).resolve().parents[1] / "FormatsTests/Media/located.jpg"


def papers(visit):
    page, look = visit.page, visit.look
    visit.sign_in("supervisor")
    page.wait_for_url("**/today")
    address = visit.register(f"Qxpaper {visit.mark}", "मालिकले राहदानी फिर्ता दिएन")
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "सम्झौता.pdf"
        paper.write_bytes(PDF)
        page.goto(f"{address}/documents/new")
        look("document-new")
        page.set_input_files("#field-file", [str(paper), str(PICTURE)])
        page.fill("#field-title", f"वृत्ति सम्झौता {visit.mark}")
        visit.submit()
        page.wait_for_url(re.compile(r"/documents/[0-9A-Z]{16}$"))
    document = page.url
    for summary in page.locator("section.card details > summary").all():
        summary.click()
    page.wait_for_load_state("networkidle")
    look("document")
    assert page.locator("img.preview").evaluate("image => image.naturalWidth") > 0, "the picture is not shown"
    views = page.locator("section.card a[target=_blank][href$='/view']")
    shown = visit.context.request.get(visit.node.address + views.first.get_attribute("href"))
    assert shown.body() == PDF, "the PDF is another one"
    assert shown.headers["cache-control"] == "no-store", "the browser would keep the file on its disk"
    assert "sandbox" in shown.headers["content-security-policy"], "the file could run something"
    assert shown.headers["content-disposition"].startswith("inline"), "the file would be saved instead of shown"
    # It opens beside the page. A browser that saved it would throw here.
    with visit.context.expect_page() as opened:
        views.first.click()
    opened.value.wait_for_load_state()
    assert opened.value.url.endswith("/view")
    opened.value.close()
    page.fill("#field-custody", f"अनुवादकलाई दिइयो {visit.mark}")
    visit.submit("form[action$='/custody']")
    page.wait_for_url(document)
    assert f"अनुवादकलाई दिइयो {visit.mark}" in page.locator("main").inner_text()

    page.goto(f"{address}/letters")
    look("letters")
    page.locator("main a[href$='/letters/complaint']").first.click()
    page.wait_for_url("**/letters/complaint")
    page.fill("#field-addressee", f"श्रम विभाग {visit.mark}")
    # Nobody has agreed to it in this case: it needs a reason.
    if page.locator("#field-reason").count():
        page.fill("#field-reason", "कामदार फोनमा हुनुहुन्छ")
    visit.press(page.locator("button[name=look]"))
    assert f"श्रम विभाग {visit.mark}" in page.locator(".letter").inner_text(), "the letter does not say to whom"
    look("letter")
    for form, start in (("pdf", b"%PDF-"), ("odt", b"PK")):
        # For two seconds a second press counts as the same.
        page.wait_for_timeout(2500)
        page.check(f"input[name=format][value={form}]")
        with page.expect_download() as download:
            page.locator("main form.card button[type=submit]").first.click()
        assert Path(download.value.path()).read_bytes().startswith(start), f"the letter is no {form}"
    page.wait_for_timeout(2500)
    page.check("input[name=keep]")
    visit.submit()
    page.wait_for_url(re.compile(r"/documents/[0-9A-Z]{16}"))


def nothing_lost(visit):
    """Each way in which people lose what they typed, or save it twice."""
    page, look, mark = visit.page, visit.look, visit.mark
    visit.sign_in("supervisor")
    page.wait_for_url("**/today")
    address = visit.register(f"Qxkept {mark}", "story")

    # Two tabs on the same case: both notes stay. A double press adds one.
    second = visit.context.new_page()
    second.goto(address)
    page.goto(address)
    for tab, words in ((page, f"First tab {mark}"), (second, f"Second tab {mark}")):
        tab.fill("#field-note", words)
        tab.locator("#notes form button[type=submit]").first.dblclick()
        tab.wait_for_url(re.compile(r"#notes$"))
        tab.locator("#notes .stream", has_text=words).wait_for()
    page.goto(address)
    notes = page.locator("#notes .stream").inner_text()
    for words in (f"First tab {mark}", f"Second tab {mark}"):
        assert notes.count(words) == 1, f"«{words}» is there {notes.count(words)} times"
    second.close()

    # Back after saving, and sending what is there once more: nothing is added.
    page.goto(f"{address}/notes")
    page.fill("#field-note", f"Sent again {mark}")
    visit.save()
    page.wait_for_url(re.compile(r"#notes$"))
    page.go_back()
    if "/notes" in page.url and page.locator("#field-note").count() and page.input_value("#field-note"):
        visit.save()
        page.wait_for_url(re.compile(r"#notes$"))
    page.goto(address)
    assert page.locator("#notes .stream").inner_text().count(f"Sent again {mark}") == 1

    if visit.scripts:
        # No connection in the middle of saving: the page stays, and is saved once when there is one.
        page.goto(f"{address}/consents/new")
        page.fill("#field-words", f"Lost in the middle {mark}")
        page.select_option("#field-given", "no")
        visit.context.set_offline(True)
        visit.save()
        page.wait_for_selector(".form-state.warning")
        look("consent-offline")
        visit.context.set_offline(False)
        visit.save()
        page.wait_for_url(re.compile(r"#consent$"))
        assert page.locator("#consent").inner_text().count(f"Lost in the middle {mark}") == 1

    # The session ends with half a form; after signing in again it is there, and is saved.
    page.goto(f"{address}/close")
    page.fill("#field-closing-note", f"Half of an ending {mark}")
    page.check("input[name=outcomes][value=documents-returned]")
    # The browser itself asks for what is needed.
    page.select_option("#field-closing-reason", "resolved")
    end_session(visit)
    visit.save()
    page.wait_for_url("**/sign-in")
    visit.sign_in("supervisor")
    page.wait_for_url("**/close?draft=**")
    look("close-rescued")
    assert page.input_value("#field-closing-note") == f"Half of an ending {mark}", "what was typed is lost"
    assert page.is_checked("input[name=outcomes][value=documents-returned]"), "what was ticked is lost"
    assert page.input_value("#field-closing-reason") == "resolved"
    visit.save()
    page.wait_for_url(re.compile(r"#timeline$"))

    # The same with a file: it waits with the form, or it is said which to choose again.
    page.goto(f"{address}/documents/new")
    page.set_input_files("#field-file", str(PICTURE))
    page.fill("#field-title", f"Half a paper {mark}")
    end_session(visit)
    visit.submit()
    page.wait_for_url("**/sign-in")
    visit.sign_in("supervisor")
    page.wait_for_url("**/documents/new?draft=**")
    look("document-rescued")
    assert page.input_value("#field-title") == f"Half a paper {mark}", "the title is lost"
    assert PICTURE.name in page.locator("main form.card").inner_text(), "nothing is said of the file"
    if visit.scripts:
        page.set_input_files("#field-file", str(PICTURE))
    visit.submit()
    page.wait_for_url(re.compile(r"/documents/[0-9A-Z]{16}$"))
    assert PICTURE.name in page.locator("main").inner_text(), "the file is not with the document"


def end_session(visit):
    """As if it had ended while the page was open."""
    cookies = [cookie for cookie in visit.context.cookies() if "session" not in cookie["name"]]
    visit.context.clear_cookies()
    visit.context.add_cookies(cookies)


RUNS = [(papers, language, size, True) for language, size in VARIANTS] + [
    (papers, "en", "phone", False), (nothing_lost, "en", "desktop", True), (nothing_lost, "ar", "phone", True), (nothing_lost, "en", "phone", False),
    (nothing_lost, "ne", "phone", True),
]
