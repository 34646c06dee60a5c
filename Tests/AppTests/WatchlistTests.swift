import Dictionary
import Foundation
import HTTPTypes
import Interchange
import Journal
import Storage
import Testing

@testable import App

/// Employers and recruiters across cases: who they are, what may be said of them, and when.
@Suite("Ledger of employers and recruiters", .serialized)
struct WatchlistTests {
    @discardableResult
    private func save(_ node: Node, _ kind: String, _ answers: [String: String], links: [String: String] = [:], record: String = RecordIdentifier.random())
        throws
        -> String
    {
        var all: [String: Answer?] = [:]
        for (name, text) in answers { all[name] = Answer(try #require(node.dictionary.field(kind, name)).parse(text, in: node.dictionary)) }
        for (name, target) in links {
            let field = try #require(node.dictionary.field(kind, name))
            let link = try FieldValue(link: target)
            all[name] = Answer(field.multiple ? try FieldValue(list: [link], type: .link) : link)
        }
        try node.change(by: "test") { _ = try $0.save(RecordChange(record: record, kind: kind, answers: all)) }
        return record
    }

    /// A case of the caseworker with an employer.
    private func employer(_ world: WebWorld, _ names: String, licence: String? = nil, assigned: Bool = true) throws -> (caseRecord: String, party: String) {
        let place = world.places[0]
        let caseRecord = try save(
            place.node, "case", ["destination-country": "QA"], links: assigned ? ["assigned-to": place.accounts[.caseworker]?.identifier ?? ""] : [:])
        var answers = ["names": names, "kind": "employer-company", "country": "QA"]
        if let licence { answers["licence"] = "recruitment-licence: \(licence)" }
        let party = try save(place.node, "party", answers)
        try save(place.node, "relation", ["role": "employer"], links: ["from": party, "to": caseRecord])
        return (caseRecord, party)
    }

    @Test("One employer in two scripts is suggested; a person decides; the group's cases stand together; it can be taken back", arguments: Backend.available)
    func resolved(_ backend: Backend) async throws {
        let world = try WebWorld(backend)
        let latin = try employer(world, "Al Noor Trading W.L.L.")
        let arabic = try employer(world, "شركة النور للتجارة ذ.م.م")
        _ = try employer(world, "Gulf Star Cleaning")
        try world.pipeline.services.search.prepare(world.places[0].node)
        let browser = await world.browser(.caseworker, of: 0)
        let list = await browser.get("/watchlist")
        #expect(list.text.contains("Al Noor Trading"))
        let page = await browser.get("/watchlist/\(latin.party)")
        #expect(page.text.contains("compare/\(arabic.party)"))
        #expect(!page.text.contains("Gulf Star"))
        #expect(!page.text.contains("/cases/\(arabic.caseRecord)"))
        #expect(await browser.post("/watchlist/\(latin.party)/compare/\(arabic.party)", [("verdict", "same")]).status == 303)
        #expect(await browser.get("/watchlist/\(latin.party)").text.contains("/cases/\(arabic.caseRecord)"))
        #expect(await browser.post("/watchlist/\(latin.party)/compare/\(arabic.party)", [("undo", "yes")]).status == 303)
        #expect(await browser.get("/watchlist/\(latin.party)").text.contains("/cases/\(arabic.caseRecord)") == false)
        #expect(try NodeMaintenance(world.places[0].node).verify().firstFault == nil)
    }

    @Test("What was judged to be one is one line of the list at once, with all its cases, and two again when it is taken back", arguments: Backend.available)
    func oneLine(_ backend: Backend) async throws {
        let world = try WebWorld(backend)
        let node = world.places[0].node
        let latin = try employer(world, "Al Noor Trading W.L.L.")
        let arabic = try employer(world, "شركة النور للتجارة ذ.م.م")
        let third = try employer(world, "Noor Trading Est.")
        let other = try employer(world, "Gulf Star Cleaning")
        try save(node, "relation", ["role": "employer"], links: ["from": other.party, "to": latin.caseRecord])
        let browser = await world.browser(.caseworker, of: 0)
        func lines() async -> [(party: String, cases: Int)] {
            let page = await browser.get("/watchlist").text
            return page.components(separatedBy: "href=\"/watchlist/").dropFirst().compactMap { part in
                let record = String(part.prefix { $0 != "\"" })
                guard record.count == 16, let count = part.range(of: "Cases: ") else { return nil }
                return (record, Int(part[count.upperBound...].prefix { $0.isNumber }) ?? -1)
            }
        }
        #expect(await lines().map(\.cases).sorted() == [1, 1, 1, 2])
        #expect(await browser.post("/watchlist/\(latin.party)/compare/\(arabic.party)", [("verdict", "same")]).status == 303)
        #expect(await browser.post("/watchlist/\(arabic.party)/compare/\(third.party)", [("verdict", "same")]).status == 303)
        let joined = await lines()
        #expect(joined.map(\.cases) == [3, 2] && joined.last?.party == other.party)
        let list = await browser.get("/watchlist").text
        for name in ["Al Noor Trading", "النور", "Noor Trading Est."] { #expect(list.contains(name), "\(name)") }
        // A further case of one of them counts for all.
        let further = try save(node, "case", ["destination-country": "QA"], links: ["assigned-to": world.places[0].accounts[.caseworker]?.identifier ?? ""])
        try save(node, "relation", ["role": "employer"], links: ["from": third.party, "to": further])
        #expect(await lines().map(\.cases) == [4, 2])
        // The one in the middle is taken out: nobody holds the other two together.
        try node.change(by: "test") { try $0.setRetracted(true, record: arabic.party, ground: "mistake") }
        #expect(await lines().map(\.cases).sorted() == [1, 2, 2])
        try node.change(by: "test") { try $0.setRetracted(false, record: arabic.party, ground: "mistake") }
        #expect(await lines().map(\.cases) == [4, 2])
        #expect(await browser.post("/watchlist/\(arabic.party)/compare/\(third.party)", [("undo", "yes")]).status == 303)
        #expect(await browser.post("/watchlist/\(latin.party)/compare/\(arabic.party)", [("undo", "yes")]).status == 303)
        #expect(await lines().map(\.cases).sorted() == [1, 1, 2, 2])
    }

    @Test(
        "A list of licences needs a country that there is, by its name or its code",
        arguments: [("ZZ", false), ("", false), ("Atlantis", false), ("NP", true), ("npl", true), ("नेपाल", true), ("Bangladesh", true)])
    func country(_ text: String, _ isTaken: Bool) async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let token = await browser.get("/watchlist/licences").formToken
        var body = ""
        for (name, value) in [("form-token", token), ("country", text)] {
            body += "--XX\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        body += "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\nContent-Type: text/csv\r\n\r\nName,Licence\nEverest Manpower,123/045\n\r\n--XX--\r\n"
        let answer = await browser.send(.post, "/watchlist/licences", headers: [.contentType: "multipart/form-data; boundary=XX"], body: Array(body.utf8))
        let parties = try world.places[0].node.database.read { try $0.first("SELECT count(*) FROM record_state WHERE kind = 'party'") { $0.integer(0) } }
        #expect(parties == (isTaken ? 1 : 0), "\(answer.status)")
    }

    @Test("A party of cases that are closed to somebody is not there for them, not even as a number")
    func closed() async throws {
        let world = try WebWorld()
        let hidden = try employer(world, "Qxhidden Household", assigned: false)
        let caseworker = await world.browser(.caseworker, of: 0)
        #expect(await caseworker.get("/watchlist/\(hidden.party)").status == 404)
        #expect(await caseworker.get("/watchlist").text.contains("Qxhidden") == false)
        let supervisor = await world.browser(.supervisor, of: 0)
        #expect(await supervisor.get("/watchlist").text.contains("Qxhidden"))
        // Neither a member of the family nor an official is in the ledger.
        let relative = try save(world.places[0].node, "party", ["names": "Qxuncle", "kind": "relative"])
        #expect(await supervisor.get("/watchlist/\(relative)").status == 404)
    }

    @Test("Nobody is listed on one complaint, nor before being asked, whoever writes it")
    func listing() async throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let first = try employer(world, "Al Noor Trading")
        let supervisor = await world.browser(.supervisor, of: 0)
        let path = "/watchlist/\(first.party)/standing"
        #expect(await supervisor.isRefused(path, [("listing-step", "listed")]))
        #expect(throws: AppError.self) { try save(node, "party", ["listing": "listed"], record: first.party) }
        #expect(await supervisor.post(path, [("listing-step", "asked")]).status == 303)
        #expect(await supervisor.isRefused(path, [("listing-step", "replied")]))
        #expect(await supervisor.post(path, [("listing-step", "replied"), ("note", "We pay everybody.")]).status == 303)
        // It has replied, but one case is a quarrel.
        #expect(await supervisor.isRefused(path, [("listing-step", "listed")]))
        // Nor does a mission or a regulator get anything.
        func exported() async -> Bool { await supervisor.get("/watchlist/\(first.party)/export?for=regulator").text.contains("field,value") }
        #expect(await exported() == false)
        #expect(await supervisor.get("/watchlist/\(first.party)").text.contains("export?for=regulator") == false)
        var cases = [first.caseRecord]
        for _ in 0..<2 {
            let caseRecord = try save(node, "case", ["destination-country": "QA"])
            try save(node, "relation", ["role": "employer"], links: ["from": first.party, "to": caseRecord])
            cases.append(caseRecord)
        }
        // There are enough cases, and nobody of them agreed.
        #expect(await supervisor.get("/watchlist/\(first.party)").text.contains("export?for=regulator"))
        #expect(await exported() == false)
        for caseRecord in cases {
            try save(node, "consent", ["given": "yes", "given-on": "2026-01-01", "scopes": "contact-authorities"], links: ["case": caseRecord])
        }
        #expect(await exported())
        #expect(await supervisor.post(path, [("listing-step", "listed")]).status == 303)
        #expect(await exported())
        #expect(await supervisor.post(path, [("listing-step", "removed"), ("note", "Another firm of that name.")]).status == 303)
        #expect(await supervisor.get("/watchlist/\(first.party)").text.contains("Another firm"))
        #expect(await exported() == false)
    }

    @Test("A list of licences becomes parties by their licence; the list of a later day changes their status")
    func licences() throws {
        let world = try World()
        let day = try #require(CalendarDay(year: 2026, month: 2, day: 1))
        func read(_ text: String) throws -> TraceImportResult {
            let upload = UploadedFile(field: "file", fileName: "list.csv", mediaType: "text/csv", bytes: Array(text.utf8))
            return try LicenceList(node: world.node, author: "test").run(upload, country: "NP", today: day)
        }
        let first = try read("Agency,Licence No,Status\nEverest Manpower,123/045,Active\nHimal Overseas,124/046,Nonsense\n")
        #expect(first.imported == 1 && first.rejected == 1)
        #expect(try read("Agency,Licence No,Status\nEverest Manpower,123/045,Cancelled\n").imported == 1)
        let statuses = try world.node.database.read { connection in
            try connection.all("SELECT state FROM record_state WHERE kind = 'party'") {
                CaseFacts.openText(try RecordState(canonicalBytes: $0.blob(0)), "licence-status")
            }
        }
        #expect(statuses == ["revoked"])
        #expect(throws: AppError.self) { try read("A,B\n1,2\n") }
        let headers = [
            "Sl. No.,Name of Recruiting Agent,R.C. No.,Status", "SN,कम्पनीको नाम,इजाजतपत्र नं.,अवस्था", "ক্রমিক,রিক্রুটিং এজেন্সির নাম,লাইসেন্স নং,অবস্থা", "No,Nama P3MI,Nomor SIUP3MI,Status", "م,اسم الشركة,رقم الترخيص,الحالة",
            "S#,OEP Name,OEP Licence No.,Current Status",
        ]
        for (number, header) in headers.enumerated() {
            #expect(try read("\(header)\n1,Pokhara Overseas \(number),L-\(number),Valid\n").imported == 1, "\(header)")
        }
    }
}
