"""Crawls and attacks a served node with Wapiti, a scanner that knows nothing of this program, once signed in and once as a visitor.

    make scan        or  Scan/scan.py [--seconds 300]

The node has made-up cases. Every kind of finding must be explained in EXPLAINED below, or the command fails: `Docs/security.md` says what was found, and what of it was mended.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Served"))
from served_node import ServedNode  # noqa: E402

MODULES = (
    "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,ldap,log4shell,methods,permanentxss,redirect,shellshock,spring4shell,sql,timesql,upload,xss,xxe"
)
# Pages that end the session of the scanner, and those that would make it attack itself.
EXCLUDED = ["/sign-out*", "/leave*", "/account/sessions*", "/account/passphrase*", "/account/second-factor*", "/language*"]
# Kinds of findings that are none here, each with the reason and, where it can be asked, a question to the server that proves it for the page that was found.
EXPLAINED = {
    "Secure Flag cookie": ("the node of the scan is served without TLS; with TLS or behind a proxy cookies are __Host- and Secure (SecurityTests.cookies)", None),
    "HTTP Strict Transport Security (HSTS)": ("the node of the scan is served without TLS; with TLS the header is sent (SecurityTests.transport)", None),
    "Unencrypted Channels": ("the node of the scan is served without TLS on one machine; `corridor check` warns of a public address without TLS", None),
    "Clickjacking Protection": ("the newer frame-ancestors of the content security policy says it: asked of each page", "framing"),
    "Cross Site Request Forgery": ("the scanner does not know the name of our token: the form was sent again without it, and nothing was done", "forgery"),
}


def is_proved(question: str | None, browser, one: dict) -> bool:
    if question is None:
        return True
    if question == "framing":
        with browser.opener.open(browser.address + one["path"], timeout=60) as answer:
            return "frame-ancestors" in (answer.headers.get("Content-Security-Policy") or "")
    # A form without its token, and with everything else that the scanner sent.
    body = one["http_request"].split("\n\n", 1)[-1]
    fields = [(name, value) for name, value in urllib.parse.parse_qsl(body, keep_blank_values=True) if name != "form-token"]
    try:
        # A form that knows its holder is not lost when its session has ended: nothing is done, and it is shown to them once more.
        with browser.opener.open(browser.address + one["path"], urllib.parse.urlencode(fields).encode(), timeout=60) as answer:
            return "rescued=1" in urllib.parse.urlsplit(answer.url).query
    except urllib.error.HTTPError as error:
        return error.code in (400, 401, 403, 415)


def crawl(wapiti: Path, node: ServedNode, cookies: str | None, folder: Path, seconds: int) -> dict:
    report = folder / "report.json"
    start = node.address + ("/cases" if cookies else "/")
    command = [
        wapiti, "--url", node.address + "/", "--start", start, "--scope", "domain", "--module", MODULES, "--depth", "4", "--max-links-per-page", "60", "--max-files-per-dir", "15",
        "--max-scan-time", str(seconds), "--max-attack-time", str(max(20, seconds // 8)), "--tasks", "4", "--timeout", "20", "--format", "json", "--output", report,
        "--store-session", folder / "session", "--flush-session", "--no-bugreport", "--verbose", "0", "--detailed-report", "1",
    ]
    for path in ["/account", "/forms", "/search", "/today", "/cases/new", "/statistics"] if cookies else ["/sign-in", "/about"]:
        command += ["--start", node.address + path]
    for path in EXCLUDED:
        command += ["--exclude", node.address + path]
    if cookies:
        # As a header: with --drop-set-cookie the scanner would leave out its own cookies too.
        command += ["--header", f"Cookie: {cookies}"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=seconds * 4 + 1200)
    assert report.exists(), f"the scanner wrote no report: {result.stdout[-2000:]}{result.stderr[-2000:]}"
    return json.loads(report.read_text())


def findings(report: dict):
    for part in ["vulnerabilities", "anomalies"]:
        for kind, found in report[part].items():
            for one in found:
                yield kind, one


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=int, default=240, help="for each of the two crawls")
    options.add_argument("--cases", type=int, default=30)
    options.add_argument("--keep", help="a folder for the reports")
    options = options.parse_args()
    wapiti = Path(sys.executable).with_name("wapiti")
    unexplained = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        node = ServedNode(folder, cases=options.cases, requests_per_second=5_000)
        try:
            browser = node.browser("supervisor")
            cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies)
            for who, given in [("as a visitor", None), ("signed in as a supervisor", cookies)]:
                started = time.monotonic()
                place = folder / who.split()[-1]
                place.mkdir()
                report = crawl(wapiti, node, given, place, options.seconds)
                if options.keep:
                    Path(options.keep, f"scan-{who.split()[-1]}.json").write_text(json.dumps(report, indent=2))
                pages = report["infos"].get("crawled_pages_nbr", len(report["infos"].get("crawled_pages", [])))
                assert given is None or pages > 40, f"only {pages} pages were found: the scanner was not signed in"
                print(f"{who}: {pages} pages and forms, {time.monotonic() - started:.0f} s")
                counts = Counter()
                for kind, one in findings(report):
                    counts[kind] += 1
                    if kind in EXPLAINED and is_proved(EXPLAINED[kind][1], browser, one):
                        continue
                    unexplained += 1
                    print(f"  UNEXPLAINED {kind}: {one['method']} {one['path']} {one.get('parameter') or ''}: {one['info']}")
                for kind, count in sorted(counts.items()):
                    print(f"  {kind}: {count}" + (f" ({EXPLAINED[kind][0]})" if kind in EXPLAINED else ""))
            assert "/sign-out" in browser.get("/cases")[1], "the session ended while the scan ran: what came after was not scanned signed in"
        finally:
            node.stop()
    print("every finding is explained" if unexplained == 0 else f"{unexplained} findings are not explained")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
