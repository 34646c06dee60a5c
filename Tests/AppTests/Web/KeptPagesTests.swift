import Dictionary
import Foundation
import HTTPTypes
import Journal
import Storage
import Testing

@testable import App

@Suite("No form loses what was typed into it, or saves it twice", .serialized)
struct KeptPagesTests {
    /// Forms that keep nothing, and why.
    private static let excused: [String: String] = {
        let reasons: [(String, [String])] = [
            (
                "searches; nothing is saved",
                ["/directory/find", "/search", "/referrals/{referral}/case", "/directory/entries/{record}/refer", "/missing/{organisation}"]
            ),
            (
                "buttons and ticks, nothing typed",
                [
                    "/directory/entries/{record}/confirm", "/directory/entries/{record}/places", "/network/agreements/{record}/end",
                    "/network/agreements/{record}/answer",
                    "/watchlist/{party}/compare/{other}", "/forms/drafts/{draft}/discard", "/forms/own/{form}/retire", "/claims/calendar",
                    "/cases/{case}/claim/{record}/heads", "/cases/{case}/claim/schedule", "/cases/{case}/claim/{record}/schedule",
                    "/referrals/{referral}/link", "/cases/{case}/share-more", "/cases/{case}/refer/{draft}/send", "/cases/views/{view}/remove",
                    "/cases/chosen", "/cases/chosen/change", "/cases/{case}/assign", "/cases/{case}/records/{record}/resolve", "/today/tasks/{record}",
                    "/cases/{case}/tasks/{record}", "/hand-over", "/tracing/notices/{notice}/compare/{other}/undo", "/duplicates/{first}/{second}/undo", "/tracing/notices/{notice}/poster",
                    "/tracing/notices/{notice}/pictures",
                    "/language", "/sign-out", "/account/calendar", "/account/sessions/{session}/end", "/account/tokens/{apitoken}/end",
                    "/administration/partners/{partner}/trust", "/administration/partners/{partner}/vouch", "/administration/partners/{partner}/repair",
                    "/openings/{opening}", "/openings/beyond/{referral}", "/policy/sheets",
                    "/policy/sheets/{sheet}", "/policy/following", "/policy/entries/{entry}/review", "/watchlist/{party}/share",
                    "/directory/entries/{record}/owner", "/claims/together/export", "/tracing/partners/{partner}/terms",
                    "/tracing/partners/{partner}/end", "/tracing/partners/{partner}/rounds", "/tracing/partners/{partner}/rounds/{round}",
                    "/watchlist/network/membership", "/watchlist/network/counts", "/account/renewal", "/network/members/leave", "/leave", "/network/left/seen",
                ]
            ),
            ("sealed messages by hand, which are taken or written at once", ["/administration/partners/take", "/administration/partners/{partner}/carry"]),
            (
                "secrets and names of accounts, which must not wait anywhere",
                [
                    "/sign-in", "/sign-in/code", "/invitation/{token}", "/account/passphrase", "/account/second-factor", "/account/second-factor/confirm",
                    "/account/tokens", "/account/mail", "/administration/invitations", "/administration/invitations/{invitation}/withdraw",
                    "/administration/accounts/{account}/renewal", "/renewal/{token}",
                    "/administration/accounts/{account}", "/administration/settings",
                    "/administration/partners", "/administration/partners/{partner}/verify",
                ]
            ),
            (
                "pieces of a file that the page's script sends again by itself",
                [
                    "/cases/{case}/documents/{document}/uploads", "/cases/{case}/documents/{document}/uploads/{upload}",
                ]
            ),
            ("a file that is checked and told of on the spot", ["/forms/own", "/policy/feeds"]),
            ("a line or two, shown again beside what is wrong with it", ["/cases/views", "/cases/{case}/refer/{draft}/refuse", "/tracing/pairs/{pair}/steps", "/policy/feeds/waiting/{feed}"]),
            (
                "people without an account: their page shows again what they typed",
                ["/referred/{token}", "/referred/{token}/files", "/missing/{organisation}/{notice}"]
            ),
            ("what was read from a file that is kept, to be confirmed", ["/referrals/{referral}/returned"]),
            ("a button that gets a file", ["/referred/{token}/document"]),
        ]
        return [String: String](reasons.flatMap { reason, patterns in patterns.map { ($0, reason) } }, uniquingKeysWith: { $1 })
    }()

    @Test("Every form keeps what is typed, or it is said why it need not")
    func everyForm() {
        let forms = RouteTable.product.filter { route in
            guard case .form = route.input, route.method == .post else { return false }
            if case .scope = route.access { return false }
            return true
        }
        for form in forms { #expect((form.rescue != nil) != (Self.excused[form.pattern] != nil), "\(form.pattern)") }
        let known = Set(forms.map(\.pattern))
        for pattern in Self.excused.keys { #expect(known.contains(pattern), "\(pattern) is no form any more") }
    }

    private func setUp() throws -> (world: WebWorld, place: WebWorld.Place, path: String) {
        let world = try WebWorld()
        return (world, world.places[0], "/cases/\(world.places[0].caseRecord)")
    }

    @Test("What is sent after the session has ended is there again, on whichever page it was typed")
    func rescued() async throws {
        let (world, place, path) = try setUp()
        let browser = await world.browser(.caseworker, of: 0)
        let pages: [(page: String, action: String, field: String)] = [
            ("\(path)/close", "\(path)/close", "closing-note"), ("\(path)/reopen", "\(path)/reopen", "reason"), ("\(path)/notes", "\(path)/notes", "note"),
            (path, "\(path)/notes", "note"), (path, "\(path)/tasks", "title"), ("/today", "/today/tasks", "details"),
            ("\(path)/consents/new", "\(path)/consents/new", "words"), ("\(path)/members", "\(path)/members", "members"),
            ("\(path)/related/new", "\(path)/related/new", "other"), ("\(path)/records/\(place.personRecord)/history", "\(path)/records/\(place.personRecord)/undo", "reason"),
            ("\(path)/refer", "\(path)/refer", "words"), ("\(path)/mandate", "\(path)/mandate", "mandate-holder"),
            ("\(path)/departure", "\(path)/departure/statement", "description"),
            ("\(path)/claim/\(place.personRecord)/facts", "\(path)/claim/\(place.personRecord)/facts", "wage"),
            ("\(path)/documents/new", "\(path)/documents", "title"), ("\(path)/letters/complaint", "\(path)/letters/complaint", "addressee"),
            ("/directory/new", "/directory/new", "description"), ("/tracing/sightings/new", "/tracing/sightings/new", "description"),
            ("/tracing/import", "/tracing/import", "author"),
        ]
        for (number, form) in pages.enumerated() {
            let typed = "Half a sentence \(number) <b>"
            let sheet = FormSheet(await browser.get(form.page).text, to: form.action)
            try #require(sheet.action == form.action && !sheet.number.isEmpty, "\(form.page)")
            let session = browser.cookies
            browser.take([:])
            #expect(await browser.send(sheet, [(form.field, typed)]).location == "/sign-in", "\(form.page)")
            browser.take(session.merging(browser.cookies) { old, _ in old })
            let back = try #require(await browser.get("/forms/recover").location, "\(form.page)")
            #expect(back.hasSuffix("?draft=\(sheet.number)&rescued=1"), "\(form.page): \(back)")
            let page = await browser.get(back)
            #expect(page.status == 200 && page.text.contains("Half a sentence \(number) &lt;b&gt;") && page.text.contains("You had been signed out"), "\(back)")
            #expect(await browser.get("/forms").text.contains("/forms/drafts/\(sheet.number)"), "\(form.page)")
        }
        let stored = try place.node.database.read { try $0.all("SELECT content FROM form_draft") { String(decoding: $0.blob(0), as: UTF8.self) } }
        #expect(stored.count == pages.count && stored.allSatisfy { !$0.contains("Half a sentence") }, "drafts are sealed")
    }

    @Test("What the server answers to the page's script is a sentence for the person, not a page: nobody is told of a connection that is there")
    func told() async throws {
        let (world, _, path) = try setUp()
        let browser = await world.browser(.caseworker, of: 0)
        let sheet = FormSheet(await browser.get("\(path)/notes").text, to: "\(path)/notes")
        let fields = sheet.fields + [("note", "Half a sentence"), ("action", "save"), ("form-token", sheet.token)]
        func send(_ address: String, _ token: String? = nil) async -> WebBrowser.Answer {
            let sent = fields.filter { token == nil || $0.0 != "form-token" } + (token.map { [("form-token", $0)] } ?? [])
            return await browser.send(
                .post, address, headers: [.contentType: "application/x-www-form-urlencoded", .accept: "application/json"],
                body: Array(sent.map { "\(WebBrowser.encoded($0.0))=\(WebBrowser.encoded($0.1))" }.joined(separator: "&").utf8))
        }
        let gone = await send("/cases/\(world.places[1].caseRecord)/notes")
        #expect(
            gone.status == 404 && gone.headers[.contentType] == "application/problem+json" && gone.text.contains("\"title\":\"There is nothing"), "\(gone.text)"
        )
        let foreign = await send("/account/calendar", "x")
        #expect(foreign.status == 403 && foreign.headers[.contentType] == "application/problem+json")
        let saved = await send("\(path)/notes")
        #expect(saved.status == 200 && saved.text.contains("\(path)#notes"))
    }

    @Test("A form sent twice, also at the same moment, is saved once and leads to the same place; sent with something else it is saved too")
    func twice() async throws {
        let (world, place, path) = try setUp()
        let browser = await world.browser(.caseworker, of: 0)
        let sheet = FormSheet(await browser.get(path).text, to: "\(path)/notes")
        let fields = sheet.fields + [("note", "Called twice"), ("action", "save"), ("form-token", sheet.token)]
        let body = Array(fields.map { "\(WebBrowser.encoded($0.0))=\(WebBrowser.encoded($0.1))" }.joined(separator: "&").utf8)
        let cookies = browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        let pipeline = world.pipeline
        @Sendable func press() async -> String? {
            let source = WholeBody(body)
            return await pipeline.answer(
                RawRequest(
                    method: .post, target: "\(path)/notes", headers: [.contentType: "application/x-www-form-urlencoded", .cookie: cookies], peer: "192.0.2.1",
                    nextPiece: { await source.next() })
            ).headers[.location]
        }
        async let first = press()
        async let second = press()
        let places = await [first, second]
        #expect(places == ["\(path)#notes", "\(path)#notes"])
        #expect(await browser.send(sheet, [("note", "Called twice, and once more")]).location == "\(path)#notes")
        let notes = try RecordViewing(place.node, reader: .keyHolder).report(on: place.caseRecord, withHistory: false).linked.filter { $0.view.kind == "note" }
        #expect(Set(notes.compactMap { $0.view.text("text") }) == ["Called twice", "Called twice, and once more"] && notes.count == 2)
        #expect(await browser.get("\(path)/notes?draft=\(sheet.number)").location == "\(path)#notes", "going back leads to where it went")
        let stranger = await world.browser(.supervisor, of: 0)
        #expect(await stranger.get("\(path)/notes?draft=\(sheet.number)").location == "\(path)/notes")
    }

    @Test("A draft opens on the page of its form only, and is not kept for a case that does not open")
    func bounds() async throws {
        let (world, _, path) = try setUp()
        let browser = await world.browser(.caseworker, of: 0)
        let sheet = FormSheet(await browser.get("\(path)/notes").text)
        #expect(await browser.send(sheet, [("note", "Kept")], ("action", "keep")).location == "\(path)/notes?draft=\(sheet.number)&kept=1")
        #expect(await browser.get("\(path)/reopen?draft=\(sheet.number)").location == "\(path)/reopen")
        let other = "/cases/\(world.places[1].caseRecord)/notes"
        #expect(await browser.post(other, [("submission", sheet.number), ("note", "x"), ("action", "keep")]).status == 404)
        let page = await browser.get("\(path)/notes?draft=\(sheet.number)")
        #expect(page.text.contains("Kept") && page.text.contains("Keep as a draft"))
    }

    @Test("Files wait with their form; what is too large to wait is named, to be chosen again")
    func files() async throws {
        let (world, place, path) = try setUp()
        let browser = await world.browser(.caseworker, of: 0)
        let sheet = FormSheet(await browser.get("\(path)/documents/new").text, to: "\(path)/documents")
        func send(_ fields: [(String, String)], _ files: [(String, Int)]) async -> WebBrowser.Answer {
            var body: [UInt8] = []
            for (name, value) in sheet.fields + fields + [("form-token", await browser.get("/today").formToken)] {
                body += Array("--XX\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
            }
            for (name, count) in files {
                body += Array("--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: text/plain\r\n\r\n".utf8)
                body += [UInt8](repeating: UInt8(ascii: "a"), count: count) + Array("\r\n".utf8)
            }
            return await browser.send(
                .post, "\(path)/documents", headers: [.contentType: "multipart/form-data; boundary=XX"], body: body + Array("--XX--\r\n".utf8))
        }
        let kept = await send([("title", "")], [("Qxletter.txt", 20), ("Qxnote.txt", 30)])
        var page = await browser.get(try #require(kept.location))
        #expect(page.text.contains("These files wait with the form") && page.text.contains("Qxletter.txt") && page.text.contains("Qxnote.txt"))
        #expect(page.text.firstMatch(of: #/<input type="file"[^>]*required/#) == nil, "a file is there already")
        // What the script was about to send piece by piece.
        let named = await send([("title", ""), ("pieces", "yes"), ("chosen-file", "Qxfilm.mp4")], [])
        page = await browser.get(try #require(named.location))
        #expect(page.text.contains("Choose them again") && page.text.contains("Qxfilm.mp4") && page.text.contains("Qxletter.txt"))
        var large = WebRequest(
            method: .post, path: path, translator: Translator(catalogue: world.pipeline.services.languages, language: "en"), identifier: "", clientAddress: "",
            now: 1)
        large.files = [UploadedFile(field: "file", fileName: "Qxfilm.mp4", mediaType: "", bytes: [UInt8](repeating: 0, count: KeptSending.fileLimit + 1))]
        let draft = FormDraft(large, at: path, title: "documents.new.title")
        #expect(draft.files.isEmpty && draft.missingFiles == ["Qxfilm.mp4"])
        let saved = await send([("title", "Letter")], [])
        let document = try #require(saved.location)
        #expect(document.hasPrefix("\(path)/documents/") && !document.contains("draft="))
        #expect(await browser.get(document).text.contains("Qxletter.txt"))
        #expect(try place.node.database.read { try $0.first("SELECT COUNT(*) FROM form_draft") { $0.integer(0) } } == 0)
    }
}

private actor WholeBody {
    private var bytes: [UInt8]?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func next() -> [UInt8]? {
        defer { bytes = nil }
        return bytes
    }
}
