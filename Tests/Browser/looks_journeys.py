"""How pages look and are used otherwise than by mouse on a white screen: dark, more contrast, colours that the system chose, paper, 400 % zoom, wide spacing, the keyboard alone.
And what a page says by itself: that the session will end, and what the server answered to the page's script."""

import re

# 1280 by 1024 pixels at 400 % (WCAG 2.2, 1.4.10).
ZOOMED = {"width": 320, "height": 256}
# WCAG 2.2, 1.4.12, put on every element as a reader's own style sheet does.
SPACING = """() => {
  for (const element of document.querySelectorAll("body, body *")) {
    for (const [name, value] of [["line-height", "1.5"], ["letter-spacing", ".12em"], ["word-spacing", ".16em"]]) element.style.setProperty(name, value, "important");
    if (element.matches("p")) element.style.setProperty("margin-block-end", "2em", "important");
  }
}"""


def begin(visit) -> str:
    """Signs in, and gives the address of a case with everything in it."""
    visit.sign_in("supervisor")
    visit.page.wait_for_url("**/today")
    visit.open("/cases")
    # The newest may have been registered by another journey, and says little.
    visit.page.locator("main tbody th a").last.click()
    visit.page.wait_for_url(re.compile(r"/cases/[0-9A-Z]{16}$"))
    return visit.page.url


def pages(visit, case: str) -> dict:
    address = visit.node.address
    return {
        "sign-in": f"{address}/sign-in", "today": f"{address}/today?who=all", "cases": f"{address}/cases", "case": case, "form": f"{case}/add/violation",
        "questionnaire": f"{address}/cases/new", "claim": f"{case}/claim", "history": f"{case}/history", "account": f"{address}/account",
        "results": f"{address}/claims/results", "together": f"{address}/claims/together", "statistics": f"{address}/statistics",
    }


def appearance(visit):
    page = visit.page
    for name, address in pages(visit, begin(visit)).items():
        page.goto(address)
        for mode, wish in {"dark": {"color_scheme": "dark"}, "contrast": {"contrast": "more"}, "dark-contrast": {"color_scheme": "dark", "contrast": "more"}}.items():
            page.emulate_media(**{"color_scheme": "light", "contrast": "no-preference", **wish})
            visit.look(f"{name}-{mode}")
        page.emulate_media(color_scheme="light", contrast="no-preference", forced_colors="active")
        visit.look(f"{name}-forced")
        current = page.locator(".top nav a[aria-current]")
        if current.count():
            colour = "element => getComputedStyle(element).backgroundColor"
            assert current.evaluate(colour) != page.locator(".top nav a:not([aria-current])").first.evaluate(colour), f"{name}: the present place cannot be told"
        # Behind words the system puts its own ground, whatever the button's is.
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        for button in page.locator("button:visible, .button:visible").all():
            assert button.evaluate("element => getComputedStyle(element).color") != ground, f"{name}: a button's words have the colour of their ground"
        page.emulate_media(forced_colors="none")


def paper(visit):
    """On paper is what was written, and nothing to press."""
    page = visit.page
    for name, address in pages(visit, begin(visit)).items():
        page.goto(address)
        links = page.locator("main tbody th a")
        listed = links.count() if name == "cases" else 0
        page.emulate_media(media="print", color_scheme="dark")
        visit.look(f"{name}-paper")
        for gone in [".top", ".bottom", ".within", "button", "details:has(form)"]:
            assert not any(one.is_visible() for one in page.locator(gone).all()), f"{name}: {gone} is on the paper"
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)", "the paper is not black on white"
        if name == "cases":
            assert listed and all(link.is_visible() for link in links.all()), "the list is not on the paper"
            places = "cells => cells.map((cell) => Math.round(cell.getBoundingClientRect().left))"
            heads = page.locator("main thead tr > *").evaluate_all(places)
            assert heads == page.locator("main tbody tr").first.locator("> *").evaluate_all(places), "the columns are not below their heads"
        if name == "case":
            hidden = page.locator("article.card details dl.facts")
            assert hidden.count() and hidden.first.is_visible(), "what is one step away on the screen is not on the paper"
            assert page.locator("#title-notes").is_visible(), "the notes have no head"
            assert not any(one.is_visible() for one in page.locator(".others, #related").all()), "other people's cases are on the paper"
        if name == "form":
            assert page.locator("#field-description").is_visible(), "the form has no room to write"
        page.emulate_media(media="screen", color_scheme="light")


def zoom(visit):
    page = visit.page
    case = begin(visit)
    page.set_viewport_size(ZOOMED)
    for name, address in pages(visit, case).items():
        page.goto(address)
        visit.look(f"{name}-400")
        page.evaluate(SPACING)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name}: with wide spacing the page is {wide} pixels too wide"
        cut = page.evaluate(
            """() => [...document.querySelectorAll("main *")].filter((one) => one.checkVisibility() && !one.matches(".hidden, select, input, textarea")
                && ["hidden", "clip"].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1).map((one) => one.outerHTML.slice(0, 80))""")
        assert not cut, f"{name}: cut off with wide spacing: {cut}"


def keyboard(visit):
    """A worker is registered and found again without a mouse; where the focus is can be seen at every step."""
    page = visit.page

    def go(selector: str, key: str = "Tab"):
        for _ in range(200):
            page.keyboard.press(key)
            told = page.evaluate(
                """selector => { const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
                    return [one.matches(selector), one.matches("body") || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
                        one.matches("body") || (box.bottom > 0 && box.top < innerHeight), one.outerHTML.slice(0, 80)]; }""", selector)
            assert told[1], f"where the focus is cannot be seen: {told[3]}"
            assert told[2], f"the focus is out of sight: {told[3]}"
            if told[0]:
                return
        raise AssertionError(f"{selector} cannot be reached by keyboard on {page.url}")

    visit.open(f"/sign-in?language={visit.language}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip", "the first stop does not skip to the content"
    page.keyboard.press("Enter")
    go("#field-name")
    page.keyboard.type("supervisor")
    go("#field-passphrase")
    page.keyboard.type(visit.node.sign_ins["supervisor"]["passphrase"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/today")
    go("nav a[href^='/cases']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases?*")
    go("main a[href='/cases/new']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/new")
    # Sent too early, the list of what is missing has the focus, and leads to the field.
    go("button[name=action][value=save]")
    page.keyboard.press("Enter")
    page.wait_for_url("**check=1**")
    page.wait_for_function("document.activeElement.id === 'problems'")
    go("#problems a")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('main input, main select, main textarea')")
    page.keyboard.press("Shift+Tab")
    for selector, typed in [("#field-q-worker_name", f"Keyboard Qx {visit.mark}"), ("#field-q-destination", "Qatar"), ("#field-q-what_happened", "Typed only.")]:
        page.locator("#content").focus()
        go(selector)
        page.keyboard.type(typed)
    assert page.input_value("#field-q-destination") == "QA"
    go("button[name=action][value=save]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"(/cases/[0-9A-Z]{16}|\?known=1)$"))
    if "known=1" in page.url:
        go("button[name=action][value=save]")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/cases/[0-9A-Z]{16}$"))
    go("main a[href$='#notes']")
    page.keyboard.press("Enter")
    go("#field-note")
    page.keyboard.type("By keyboard")
    go("#notes button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"#notes$"))
    page.locator("#notes .stream", has_text="By keyboard").wait_for()
    go("#next summary", "Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open"), "a closed part does not open by keyboard"
    page.locator("#content").focus()
    go("header form[action='/sign-out'] button", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in")


def told(visit):
    """Two minutes before the session ends it is told; and what the server answers to the script is read out, not a connection that is there."""
    page = visit.page
    page.clock.install()
    case = begin(visit)
    page.goto(f"{case}/notes")
    page.clock.fast_forward("57:30")
    assert not page.locator(".ending").count(), "the end is told too early"
    page.clock.fast_forward("01:00")
    page.locator(".ending[role=alert]").wait_for()
    visit.look("session-ending")
    page.locator(".ending button").click()
    page.locator(".ending").wait_for(state="detached")
    page.fill("#field-note", "Half a sentence")
    page.evaluate("document.querySelector('form[data-kept]').setAttribute('action', '/cases/0000000000000000/notes')")
    page.locator("button[name=action][value=save]").click()
    page.locator(".form-state.warning").wait_for()
    sentence = page.locator(".form-state.warning").inner_text()
    refused = visit.context.request.get(f"{visit.node.address}/cases/0000000000000000/notes", headers={"Accept-Language": visit.language})
    assert sentence and sentence in refused.text(), f"what the server says is not shown: {sentence}"
    assert page.input_value("#field-note") == "Half a sentence", "what was typed is lost"


RUNS = [
    (appearance, "en", "desktop", True), (appearance, "ar", "phone", True), (paper, "en", "desktop", True), (paper, "ar", "desktop", True), (zoom, "en", "desktop", True),
    (zoom, "ar", "desktop", True), (zoom, "ne", "desktop", True), (keyboard, "en", "desktop", True), (told, "en", "phone", True), (told, "ar", "phone", True),
]
# These take minutes, and what they look at changes seldom: `make journeys`.
SHORT = []
