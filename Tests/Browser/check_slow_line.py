"""Says what the first view of sign-in, list and first contact weighs, compressed, and how soon the form can be used on a slow line (250 kbit/s, 300 ms).

The weights are checked: each page under 14 KB, which is what a server may send before the first acknowledgement (RFC 6928: ten segments). The times are printed only, since they depend on the machine.
Needs the packages of Tests/requirements.txt and Chromium for the times; says so and leaves them out where there is none.
"""

import gzip
import importlib.util
import re
import shutil
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Served"))
from served_node import Browser, ServedNode  # noqa: E402

LIMIT = 14 * 1024
BITS_PER_SECOND = 250_000
MILLISECONDS = 300
PAGES = {"sign-in": "/sign-in", "list": "/cases", "first contact": "/cases/new"}


def weigh(browser, address: str, path: str) -> tuple[int, str]:
    """The bytes of an answer's body as they go over the line, and its text."""
    request = urllib.request.Request(address + path, headers={"Accept-Encoding": "gzip"})
    with browser.opener.open(request, timeout=60) as answer:
        body = answer.read()
        packed = answer.headers.get("Content-Encoding") == "gzip"
        return len(body), (gzip.decompress(body) if packed else body).decode("utf-8", "replace")


def weights(node) -> list[str]:
    faults = []
    for name, path in PAGES.items():
        browser = Browser(node.address) if name == "sign-in" else node.browser("caseworker")
        page, text = weigh(browser, node.address, path)
        assets = sorted(set(re.findall(r'(?:href|src)="(/assets/[^"]+\.(?:css|js))"', text)))
        parts = {asset.rsplit("/", 1)[-1]: weigh(browser, node.address, asset)[0] for asset in assets}
        print(f"{name}: page {page} bytes; kept by the browser after the first visit: {', '.join(f'{part} {size}' for part, size in parts.items())}")
        if page > LIMIT:
            faults.append(f"{name} weighs {page} bytes, more than {LIMIT}")
    return faults


def times(node) -> None:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium is not here; the times are left out.")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for visit in ["first visit", "later visit"]:
            if visit == "first visit":
                context = browser.new_context()
                page = context.new_page()
                page.goto(node.address + "/sign-in")
                page.fill("input[name=name]", "caseworker")
                page.fill("input[name=passphrase]", node.sign_ins["caseworker"]["passphrase"])
                page.click("main button[type=submit]")
                page.wait_for_load_state()
                cookies = context.cookies()
                context.close()
                # A browser that has nothing of ours yet, on a slow line.
                context = browser.new_context()
                context.add_cookies(cookies)
                page = context.new_page()
                line = context.new_cdp_session(page)
                line.send("Network.enable")
                line.send(
                    "Network.emulateNetworkConditions",
                    {"offline": False, "latency": MILLISECONDS, "downloadThroughput": BITS_PER_SECOND / 8, "uploadThroughput": BITS_PER_SECOND / 8})
            started = time.monotonic()
            page.goto(node.address + "/cases/new", wait_until="commit")
            control = page.locator("main input[type=text], main textarea").first
            control.wait_for(state="visible")
            control.fill("A")
            usable = time.monotonic() - started
            page.wait_for_load_state("load")
            print(f"first contact at {BITS_PER_SECOND // 1000} kbit/s and {MILLISECONDS} ms, {visit}: usable after {usable:.2f} s, all there after {time.monotonic() - started:.2f} s")
        browser.close()


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        node = ServedNode(Path(name), cases=60)
        try:
            faults = weights(node)
            if importlib.util.find_spec("playwright") is None:
                print("Playwright is not here; the times are left out.")
            else:
                times(node)
        finally:
            node.stop()
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
