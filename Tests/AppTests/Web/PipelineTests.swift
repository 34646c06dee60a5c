import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import App

@Suite("Requests and answers")
struct PipelineTests {
    @Test("Every answer has the headers that keep a page to itself")
    func headers() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        for path in ["/sign-in", "/cases", "/nowhere", "/cases/\(world.places[0].caseRecord)", "/health/live"] {
            let headers = await browser.get(path).headers
            for name in ["X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy"] {
                #expect(HTTPField.Name(name).flatMap { headers[$0] } != nil, "\(path) \(name)")
            }
            let policy = try #require(HTTPField.Name("Content-Security-Policy").flatMap { headers[$0] })
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            #expect(headers[.cacheControl] == "no-store")
        }
        let style = await browser.get(Assets.standard.path("corridor.css"))
        #expect(style.status == 200 && style.headers[.cacheControl]?.contains("immutable") == true)
    }

    @Test("A form without its token, with another browser's, or from another site changes nothing")
    func forgedForms() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        let stranger = WebBrowser(world.pipeline)
        let sheet = FormSheet(await browser.get("/cases/new").text)
        let fields = sheet.fields.filter { $0.0 != "holder" } + FormTests.contact + [("action", "save")]
        let foreign = await stranger.get("/sign-in").formToken
        for token in ["", "AAAA", foreign] { #expect(await browser.post(sheet.action, fields, token: token).status == 403) }
        let body = (fields + [("form-token", sheet.token)]).map { "\($0.0)=\(WebBrowser.encoded($0.1))" }.joined(separator: "&")
        let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
        let cross = await browser.send(
            .post, sheet.action, headers: [.contentType: "application/x-www-form-urlencoded", site: "cross-site"], body: Array(body.utf8))
        #expect(cross.status == 403)
        #expect(!(await browser.get("/cases").text.contains("Ram Thapa")))
        #expect(await browser.post(sheet.action, fields, token: sheet.token).location?.hasPrefix("/cases/") == true)
    }

    @Test("Limits: size, kind of body, method, path")
    func limits() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.supervisor, of: 0)
        let type: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        #expect(await browser.send(.post, "/search", headers: type, body: [UInt8](repeating: 0x61, count: (1 << 20) + 1)).status == 413)
        #expect(await browser.send(.post, "/search", headers: [.contentType: "application/json"], body: Array("{}".utf8)).status == 415)
        #expect(await browser.send(.delete, "/cases").status == 405)
        for path in ["/cases/%2e%2e/account", "/assets/..%2f..%2fetc/passwd", "/assets/x/%2e%2e", "/cases/a%2fb", "/%00", "/cases/%ff", "/cases/%"] {
            let status = await browser.get(path).status
            #expect(status == 404 || status == 400, "\(path)")
        }
        let head = await browser.send(.head, "/sign-in")
        #expect(head.status == 200 && head.text.isEmpty)
    }

    @Test("Whoever asks too often is told when to come back")
    func rateLimit() async throws {
        let world = try WebWorld(rateLimited: true)
        let browser = WebBrowser(world.pipeline)
        var last: WebBrowser.Answer?
        // The clock of the tests moves a second with each reading, in which the bucket gets twenty tokens; so the limiter is asked directly.
        let limiter = RateLimiter(capacity: 3, perSecond: 0.5)
        var waits: [Int?] = []
        for _ in 0..<4 { waits.append(await limiter.take("a", now: 1_000)) }
        #expect(waits == [nil, nil, nil, 2])
        #expect(await limiter.take("b", now: 1_000) == nil)
        #expect(await limiter.take("a", now: 3_000) == nil)
        last = await browser.get("/sign-in")
        #expect(last?.status == 200)
    }

    @Test(
        "What people type is text: in a name, a note, a summary, an address",
        arguments: ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE record_state; --", "{{7*7}}", "javascript:alert(1)"])
    func injection(_ text: String) async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let answer = await browser.send(
            FormSheet(await browser.get("/cases/new").text),
            [("q-worker_name", text), ("q-what_happened", text), ("q-destination", "QA"), ("q-worker_name.note", text), ("q-safe_contact", text)])
        let path = try #require(answer.location)
        for page in [path, path + "/history", "/cases", "\(path)/records/\(path.dropFirst(7))"] {
            let shown = await browser.get(page).text
            #expect(!shown.contains("<script>alert") && !shown.contains("<img src=x") && !shown.contains("href=\"javascript"), "\(page)")
            if page != "/cases" { #expect(shown.contains(escaped(text)), "\(page)") }
        }
        let reflected = await browser.get("/cases?status=\(WebBrowser.encoded(text))&after=\(WebBrowser.encoded(text))").text
        #expect(!reflected.contains("<script>alert") && !reflected.contains("<img src=x"))
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;").replacing(
            "'", with: "&#39;")
    }

    @Test("Two tabs: what a colleague changed meanwhile stays, a clash is shown, and saving the right answer ends it")
    func twoTabs() async throws {
        let world = try WebWorld()
        let record = world.places[0].caseRecord
        let path = "/cases/\(record)/records/\(record)"
        let one = await world.browser(.caseworker, of: 0)
        let two = await world.browser(.supervisor, of: 0)
        let seenByBoth = [await one.get(path), await two.get(path)]
        func send(_ browser: WebBrowser, _ page: WebBrowser.Answer, _ fields: [(String, String)]) async -> Int {
            let untouched = [
                ("status", "intake"), ("group", "no"), ("destination-country", "QA"), ("intake-date", "2026-01-02"),
                ("summary", "Told \(world.places[0].workerName)"),
            ]
            let names = Set(fields.map(\.0))
            let all = fields + untouched.filter { !names.contains($0.0) } + [("seen", WebBrowser.value(of: "seen", in: page.text) ?? "")]
            return await browser.post(path, all, token: page.formToken).status
        }
        #expect(await send(one, seenByBoth[0], [("priority", "urgent")]) == 303)
        // The second tab knew nothing of it: it changes other fields, and the priority stays.
        #expect(await send(two, seenByBoth[1], [("sector", "domestic-work")]) == 303)
        var page = await one.get("/cases/\(record)").text
        #expect(page.contains("Urgent") && page.contains("Domestic work") && !page.contains("2 answers that differ"))
        // Both change the same field from the same state.
        let again = [await one.get(path), await two.get(path)]
        let kept = [("sector", "domestic-work")]
        #expect(await send(one, again[0], kept + [("priority", "low")]) == 303)
        #expect(await send(two, again[1], kept + [("priority", "normal")]) == 303)
        page = await one.get("/cases/\(record)").text
        #expect(page.contains("2 answers that differ"))
        let third = await one.get(path)
        #expect(await send(one, third, kept + [("priority", "urgent")]) == 303)
        #expect(!(await one.get("/cases/\(record)").text.contains("2 answers that differ")))
    }

    @Test("Gzip is what gunzip reads", arguments: [0, 1, 600, 100_000])
    func gzip(_ count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 7) }
        guard let compressed = Compression.gzip(bytes) else {
            #expect(count < 100)
            return
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        input.fileHandleForWriting.write(Data(compressed))
        try input.fileHandleForWriting.close()
        #expect([UInt8](output.fileHandleForReading.readDataToEndOfFile()) == bytes)
    }
}

@Suite("Markup")
struct HTMLTests {
    @Test(
        "Signs that mean something in markup are escaped whatever follows them", arguments: ["\"", "'", "<", ">", "&"],
        ["", "\u{301}", "\u{338}", "\u{200D}", "\u{FE0F}", "\u{E0100}"])
    func escaping(_ sign: String, _ follower: String) {
        let text = "a\(sign)\(follower)b onfocus=x"
        let markup = HTML { html in
            html.element("p", [.class(text)], text: text)
        }
        let bytes = markup.bytes.filter { $0 == sign.utf8.first }.count
        // The only such signs left are those of the element itself.
        let own = ["\"": 2, "<": 2, ">": 2, "'": 0, "&": 2][sign] ?? 0
        #expect(bytes == own)
    }

    @Test("The strings that break things", .enabled(if: GroundTruth.has("conformance/naughty/blns.json"), "the list is not here"))
    func naughtyStrings() throws {
        let strings = try JSONDecoder().decode([String].self, from: Data(GroundTruth.bytes("conformance/naughty/blns.json")))
        #expect(strings.count > 400)
        for text in strings {
            let markup = HTML { $0.element("input", [.value(text)]) }.text.utf8
            #expect(markup.filter { $0 == UInt8(ascii: "\"") }.count == 2 && markup.filter { $0 == UInt8(ascii: "<") }.count == 1)
        }
    }
}

@Suite("Reading forms")
struct FormReadingTests {
    @Test func urlencoded() throws {
        let fields = try FormReading.urlencoded(Array("a=1&b=%E0%A4%B0+%26&a=2&empty=&flag&=x&c=%2B".utf8))
        #expect(fields.all("a") == ["1", "2"])
        #expect(fields["b"] == "र &" && fields["empty"] == "" && fields["flag"] == "" && fields["c"] == "+")
        #expect(fields.text("empty") == nil)
    }

    @Test("What is no form is refused", arguments: ["a=%", "a=%4", "a=%GG", "a=%ff", "a=%00", "%C3=1"])
    func malformed(_ text: String) {
        #expect(throws: WebError.self) { try FormReading.urlencoded(Array(text.utf8)) }
    }

    @Test func multipart() throws {
        let body =
            "preamble\r\n--X\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nर\r\n--X\r\ncontent-disposition: form-data; name=file; filename=\"..\\dir/pass port.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n\u{1}\r\n--Y\r\n\r\n--X--\r\nepilogue"
        let (fields, files) = try MultipartReader.read(Array(body.utf8), contentType: "multipart/form-data; boundary=\"X\"")
        #expect(fields["note"] == "र")
        #expect(files.map(\.fileName) == ["pass port.jpg"])
        #expect(files.first?.bytes == Array("\u{1}\r\n--Y\r\n".utf8))
    }

    @Test("No damage of a multipart body crashes the reader")
    func damagedMultipart() {
        let body = Array(
            "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"g\"\r\n\r\nh\r\n--X--\r\n"
                .utf8)
        var random = SeededGenerator(seed: 7)
        for _ in 0..<5_000 {
            var damaged = body
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: damaged[place] = UInt8.random(in: .min ... .max, using: &random)
                case 1: damaged.removeSubrange(place..<min(damaged.count, place + Int.random(in: 1...20, using: &random)))
                default: damaged.insert(contentsOf: [0x0D, 0x0A, 0x2D, 0x2D, 0x58], at: place)
                }
                if damaged.isEmpty { break }
            }
            _ = try? MultipartReader.read(damaged, contentType: "multipart/form-data; boundary=X")
        }
        for type in ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"", ";;;=;\"", ""] {
            #expect(throws: WebError.self) { try MultipartReader.read(body, contentType: type) }
        }
    }
}
