import Dictionary
import Foundation
import HTTPTypes
import Journal
import Logging
import NIOPosix
import Storage
import TestSupport
import Testing
import Vault

@testable import App

/// What the table in Docs/security.md says of the web application, beyond the tests of its parts.
@Suite("Security of the web application", .serialized)
struct SecurityTests {
    /// Texts that would do something if any page, address or statement took them for more than text.
    static let hostile = [
        "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "\"\u{301} onfocus=alert(1) autofocus=\"", "javascript:alert(1)",
        "'; DROP TABLE record_state; --",
        "${7*7}{{7*7}}#{7*7}<%= 7*7 %>", "../../../../etc/passwd", "%00%0d%0aSet-Cookie: a=b", "=cmd|' /C calc'!A0",
    ]

    /// Markup that only a hostile text can have brought in.
    private func isInfected(_ page: String) -> Bool {
        page.contains("<script>") || page.contains("<img src=x") || page.contains("href=\"javascript:")
            || page.contains(" onfocus=alert") && !page.contains("&quot;\u{301} onfocus=alert")
            || page.contains("49{{") || page.contains("root:x:0")
    }

    @Test("What is stored in any text of any form is text on every page that shows it", arguments: hostile)
    func storedScript(_ text: String) async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let browser = await world.browser(.caseworker, of: 0)
        let dictionary = place.node.dictionary
        let casePath = "/cases/\(place.caseRecord)"
        for kind in ["case", "person", "party", "violation", "action", "claim"] {
            let fields = dictionary.fields(of: kind).filter { AnswerForm.isAnswerable($0) && dictionary.vocabulary(of: $0) == nil }
            let free = fields.filter { [.text, .narrative, .name].contains($0.type) }
            let path = kind == "case" ? "\(casePath)/records/\(place.caseRecord)" : "\(casePath)/add/\(kind)"
            let sheet = FormSheet(await browser.get(path).text)
            var posted = free.map { ($0.name, text) } + fields.map { ("\($0.name).note", text) } + [("role", kind == "person" ? "worker" : "employer")]
            if kind == "case" { posted += [("destination-country", "QA"), ("status", "intake"), ("group", "no")] }
            let answer = await browser.send(sheet, posted)
            #expect(answer.status == 303, "\(kind)")
            // A value that a field cannot hold is told; then the form shows it again.
            let shown = await browser.get(answer.location ?? "")
            #expect(shown.status == 200 && !isInfected(shown.text), "\(kind)")
        }
        let colleague = await world.browser(.supervisor, of: 0)
        for page in [casePath, casePath + "/history", "/cases", "/log", "/facts/\(place.caseRecord)"] {
            let answer = await colleague.get(page)
            #expect(answer.status == 200 && !isInfected(answer.text), "\(page)")
        }
        #expect(try NodeMaintenance(place.node).verify().firstFault == nil)
    }

    @Test("Names of colleagues, reasons and replies are text on every page that shows them", arguments: hostile)
    func storedScriptOfColleagues(_ text: String) async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let service = world.pipeline.services.accounts
        let token = try service.invite([.legal], to: place.node, by: "operator", now: world.world.clock.next())
        let lawyer = try service.accept(
            token, displayName: text, signInName: "hostile", passphrase: WebWorld.passphrase, language: nil, now: world.world.clock.next())
        try Openings(node: place.node).ask(.emergency, on: place.caseRecord, by: lawyer.identifier, reason: text + " and more", submission: "x")
        let own = WebBrowser(world.pipeline)
        _ = await own.signIn("hostile", WebWorld.passphrase)
        for (browser, pages) in [
            (own, ["/account", "/openings/own", "/cases/\(place.caseRecord)"]), (await world.browser(.custodian, of: 0), ["/openings", "/log"]),
            (await world.browser(.administrator, of: 0), ["/administration/accounts"]),
        ] {
            for page in pages {
                let answer = await browser.get(page)
                #expect(answer.status == 200 && !isInfected(answer.text), "\(page)")
            }
        }
    }

    @Test("What comes in an address or a form is text in the answer, on every route and for every role", arguments: hostile.prefix(4))
    func reflectedScript(_ text: String) async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let value = WebBrowser.encoded(text)
        for role in [nil, Role.supervisor, .administrator, .custodian] {
            let browser = await world.browser(role, of: 0)
            for route in RouteTable.product where route.pattern != "/sign-out" {
                let path = route.pattern.replacing("{case}", with: place.caseRecord).replacing(#/\{[a-z-]+\}/#, with: value)
                let names = [
                    "status", "after", "order", "since", "assigned", "q", "by", "act", "account", "record", "before", "language", "limit", "view", "name",
                ]
                let query = names.map { "\($0)=\(value)" }.joined(separator: "&")
                let answer = route.method == .get ? await browser.get("\(path)?\(query)") : await browser.post(path, names.map { ($0, text) })
                #expect(answer.status < 500 && !isInfected(answer.text), "\(route.method.rawValue) \(route.pattern)")
                #expect(answer.headers[.location].map { $0.hasPrefix("/") && !$0.hasPrefix("//") } ?? true, "\(route.pattern)")
            }
        }
    }

    /// What stands for the named segments of pages in ``everyField()``; pages with other names are reached by links of these or not at all.
    private func pages(_ world: WebWorld, record: String) -> [String] {
        let place = world.places[0]
        let names = [
            "{case}": place.caseRecord, "{record}": record, "{letter}": "complaint", "{account}": place.accounts[.legal]?.identifier ?? "",
            "{kind}": "violation",
            "{form}": "first-contact",
        ]
        return RouteTable.product.filter { $0.method == .get && !$0.pattern.hasPrefix("/assets") && !$0.pattern.hasPrefix("/api/") }.map { route in
            names.reduce(route.pattern) { $0.replacing($1.key, with: $1.value) }
        }.filter { !$0.contains("{") && $0 != "/leave" }
    }

    /// Forms that would end the session or ask for more to sign in.
    private static let untouched = ["/sign-out", "/leave", "/language", "/sign-in", "/administration/accounts/", "/administration/settings", "/account/"]

    @Test("Every field of every form that a page shows takes what is typed as text, kept, saved and told as wrong")
    func everyField() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let text = Self.hostile.prefix(3).joined(separator: " ")
        let start = Set(pages(world, record: place.personRecord) + pages(world, record: place.caseRecord)).sorted()
        var (seen, forms, fields): (Set<String>, Set<String>, Set<String>) = ([], [], [])
        for role in [Role.supervisor, .administrator, .custodian] {
            let browser = await world.browser(role, of: 0)
            // What a form leads to is a page to be looked at like the others. Once somebody has seen it, others need not.
            var open = start
            while let page = open.popLast() {
                let name = pattern(page)
                guard !seen.contains(name) || start.contains(page) && !seen.contains(page) else { continue }
                let shown = await browser.get(page)
                guard shown.status == 200 else { continue }
                seen.formUnion([name, page])
                #expect(!isInfected(shown.text), "\(page)")
                for form in PageForm.all(in: shown.text) where !Self.untouched.contains(where: { form.action.hasPrefix($0) }) {
                    // Each kind of form once: a page may have the same one for each line of a list.
                    let kind = form.hidden.first { ["event", "step", "item"].contains($0.0) }?.1 ?? ""
                    guard forms.insert("\(pattern(form.action)) \(kind)").inserted else { continue }
                    fields.formUnion(form.texts.map { "\(pattern(form.action)) \(kind) \($0)" })
                    let answer = await browser.post(form.action, form.hidden + form.texts.map { ($0, text) } + form.chosen, token: shown.formToken)
                    #expect(answer.status < 500 && !isInfected(answer.text), "\(form.action) from \(page)")
                    guard let location = answer.location else { continue }
                    #expect(location.hasPrefix("/") && !location.hasPrefix("//"), "\(form.action)")
                    let next = await browser.get(location)
                    #expect(next.status < 500 && !isInfected(next.text), "\(form.action) leads to \(location)")
                    if let path = location.split(whereSeparator: { $0 == "?" || $0 == "#" }).first { open.append(String(path)) }
                }
            }
            // What was stored by now, on the pages that show most of it.
            let casePath = "/cases/\(place.caseRecord)"
            for page in [
                "/cases", casePath, "\(casePath)/history", "/today", "/forms", "/directory/entries", "/network", "/tracing", "/watchlist", "/referrals",
            ] {
                let answer = await browser.get(page)
                #expect(answer.status < 500 && !isInfected(answer.text), "\(page)")
            }
        }
        #expect(fields.count > 150, "there are fewer fields than there were: \(fields.count)")
        #expect(try NodeMaintenance(place.node).verify().firstFault == nil)
    }

    private func pattern(_ path: String) -> String { path.replacing(#/[0-9A-Z]{16}/#, with: "…") }

    private func secure(_ world: WebWorld, _ change: (inout ServerSettings) -> Void) throws -> WebPipeline {
        var settings = ServerSettings()
        change(&settings)
        let clock = world.world.clock
        return try WebPipeline.standard(
            settings: settings, nodes: world.places.map(\.node), logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), threads: .singleton,
            now: { clock.next() })
    }

    @Test("Cookies are bound to the host, closed to scripts and other sites, and end with the browser")
    func cookies() async throws {
        let world = try WebWorld()
        let browser = WebBrowser(try secure(world) { $0.publicAddress = "https://cases.example.org" })
        let page = await browser.get("/sign-in")
        let answer = await browser.post("/sign-in", [("name", "supervisor-0"), ("passphrase", WebWorld.passphrase)], token: page.formToken)
        let set = page.headers[values: .setCookie] + answer.headers[values: .setCookie]
        #expect(set.count >= 2)
        for cookie in set {
            #expect(
                cookie.hasPrefix("__Host-") && cookie.contains("; Secure") && cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax")
                    && cookie.contains("; Path=/"))
            #expect(!cookie.contains("Domain") && !cookie.contains("Expires"))
        }
    }

    @Test("With TLS every answer says so for a year; none lets another origin read it")
    func transport() async throws {
        let world = try WebWorld()
        let browser = WebBrowser(try secure(world) { $0.publicAddress = "https://cases.example.org" })
        for path in ["/sign-in", "/nowhere", "/api/v1/cases", Assets.standard.path("corridor.css")] {
            let answer = await browser.send(.get, path, headers: [HTTPField.Name("Origin")!: "https://evil.example"])
            #expect(HTTPField.Name("Strict-Transport-Security").flatMap { answer.headers[$0] }?.contains("max-age=31536000") == true, "\(path)")
            #expect(HTTPField.Name("Access-Control-Allow-Origin").flatMap { answer.headers[$0] } == nil, "\(path)")
        }
    }

    @Test(
        "The server asks nobody but whom an administrator entered, and by https only",
        arguments: [
            "http://partner.example", "http://127.0.0.1:9000", "ftp://partner.example", "file:///etc/passwd", "https://user:word@partner.example",
            "https://partner.example/?to=x", "https://partner.example/#x", "https://part ner.example", "https://partner.example\r\nHost: other",
            "//partner.example", "",
        ])
    func partnerAddresses(_ text: String) throws {
        #expect(throws: ExchangeError.self) { try ExchangeAddress(text, allowsLoopback: false) }
        #expect(throws: ExchangeError.self) { try ExchangeAddress("http://10.0.0.1/", allowsLoopback: true) }
        let good = try ExchangeAddress("https://partner.example/corridor/", allowsLoopback: false)
        #expect(good.isSecure && good.host == "partner.example" && good.port == 443 && good.path == "/corridor")
    }

    @Test("Every answer with a body says what it is, text with its letters' encoding")
    func contentTypes() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        for route in RouteTable.product where route.method == .get && !route.pattern.contains("{") {
            let answer = await browser.get(route.pattern)
            guard !answer.text.isEmpty else { continue }
            let headers = ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy"]
            for header in headers { #expect(HTTPField.Name(header).map { answer.headers[$0] != nil } == true, "\(header) of \(route.pattern)") }
            #expect(route.pattern.hasPrefix("/assets") || answer.headers[.cacheControl] == "no-store", "\(route.pattern) would be kept by the browser")
            let type = try #require(answer.headers[.contentType], "\(route.pattern)")
            #expect(!type.hasPrefix("text/") || type.contains("charset=utf-8"), "\(route.pattern)")
        }
    }

    @Test("Only the page that reads codes may ask the browser for the camera")
    func camera() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.administrator, of: 0)
        let name = try #require(HTTPField.Name("Permissions-Policy"))
        for path in ["/administration/partners/take", "/administration/partners", "/sign-in"] {
            let policy = await browser.get(path).headers[name] ?? ""
            #expect(policy.contains("camera=(self)") == (path == "/administration/partners/take"), "\(path)")
            #expect(policy.contains("microphone=()"))
        }
    }

    @Test("An address that a client claims counts only if a proxy that is named says it")
    func forwardedFor() async throws {
        let world = try WebWorld()
        let header = try #require(HTTPField.Name("X-Forwarded-For"))
        func statuses(_ pipeline: WebPipeline, from peer: String) async -> [Int] {
            var statuses: [Int] = []
            for number in 0..<8 {
                let browser = WebBrowser(pipeline, address: peer)
                let token = await browser.get("/sign-in").formToken
                let body = "name=supervisor-0&passphrase=wrong+and+wrong&form-token=\(WebBrowser.encoded(token))"
                statuses.append(
                    await browser.send(
                        .post, "/sign-in", headers: [.contentType: "application/x-www-form-urlencoded", header: "198.51.100.\(number)"], body: Array(body.utf8)
                    ).status)
            }
            return statuses
        }
        #expect(await statuses(try secure(world) { _ in }, from: "192.0.2.50").contains(429), "one place, whatever it claims")
        #expect(!(await statuses(try secure(world) { $0.trustedProxies = ["192.0.2.60"] }, from: "192.0.2.60").contains(429)), "eight places behind the proxy")
    }

    @Test("Methods that nothing needs are refused, and numbers of the server are for its own machine")
    func methods() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        for method in ["TRACE", "TRACK", "CONNECT", "PUT", "OPTIONS"] {
            let answer = await browser.send(try #require(HTTPRequest.Method(method)), "/cases")
            #expect(answer.status == 405 && answer.headers[.allow]?.contains("GET") == true, "\(method)")
        }
    }

    @Test func metrics() async throws {
        let world = try WebWorld()
        #expect(await WebBrowser(world.pipeline, address: "192.0.2.1").get("/metrics").status == 404)
        #expect(await WebBrowser(world.pipeline, address: "127.0.0.1").get("/metrics").status == 200)
    }

    @Test("Signing in anew ends the session before it; a session that was planted twice counts for none")
    func newSession() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        let first = try #require(browser.cookies["session"])
        _ = await browser.signIn("supervisor-0", WebWorld.passphrase)
        #expect(try world.pipeline.services.accounts.session(token: first, now: world.world.clock.next()) == nil)
        #expect(await browser.get("/cases").status == 200)
    }

    @Test func planted() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        let token = try #require(browser.cookies["session"])
        let other = WebBrowser(world.pipeline)
        #expect(await other.send(.get, "/cases", headers: [.cookie: "session=\(token)"]).status == 200)
        #expect(await WebBrowser(world.pipeline).send(.get, "/cases", headers: [.cookie: "session=planted; session=\(token)"]).status == 303)
    }

    @Test("A session that was planted before signing in is not taken over")
    func fixation() async throws {
        let world = try WebWorld()
        let browser = WebBrowser(world.pipeline)
        browser.take(["session": "planted-by-somebody-else"])
        _ = await browser.signIn("supervisor-0", WebWorld.passphrase)
        #expect(browser.cookies["session"] != "planted-by-somebody-else")
        #expect(await browser.get("/cases").status == 200)
        #expect(await WebBrowser(world.pipeline).send(.get, "/cases", headers: [.cookie: "session=planted-by-somebody-else"]).status == 303)
    }

    @Test("Signing out takes the cookie and what the browser kept")
    func signingOut() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        let answer = await browser.post("/sign-out", [])
        #expect(HTTPField.Name("Clear-Site-Data").flatMap { answer.headers[$0] } == "\"cache\", \"storage\"")
        #expect(browser.cookies["session"] == nil)
    }

    @Test("An unknown name costs the same hash as a known one: its parameters are those of real ones")
    func equalWork() throws {
        let world = try WebWorld()
        let service = world.pipeline.services.accounts
        let account = try #require(world.places[0].accounts[.supervisor])
        // What is hashed for a name that nobody has: the same function with the same cost, which the encoded form begins with.
        func cost(_ encoded: String) -> [Substring] { Array(encoded.split(separator: "$").prefix(3)) }
        #expect(cost(service.hashForUnknownNames.encoded) == cost(account.passphrase.encoded))
        #expect(cost(account.passphrase.encoded).count == 3)
    }
}
