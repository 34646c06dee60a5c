import Dictionary
import Formats
import Forms
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
        #expect(await supervisor.post(path, [("listing-step", "corrected"), ("note", "Six workers, not nine.")]).status == 303)
        let corrected = await supervisor.get("/watchlist/\(first.party)/export?for=regulator").text
        let today = try #require(node.today)
        for line in ["listing,corrected", "listing-since,\(today)", "listed-on,\(today)", "\"Six workers, not nine.\"", "has-replied,yes", "reply,We pay everybody.", "cases,3"] {
            #expect(corrected.contains(line), "\(line) is missing in \(corrected)")
        }
        #expect(await supervisor.post(path, [("listing-step", "removed"), ("note", "Another firm of that name.")]).status == 303)
        let page = await supervisor.get("/watchlist/\(first.party)").text
        #expect(page.contains("Another firm") && page.contains("export?for=regulator"))
        // Whoever has an earlier sheet learns that it was removed, and nothing else.
        let removed = await supervisor.get("/watchlist/\(first.party)/export?for=regulator").text
        #expect(removed.contains("names,Al Noor Trading") && removed.contains("listing,removed"))
        for word in ["cases", "Another firm", "Six workers", "reply", "We pay"] { #expect(!removed.contains(word), "\(word)") }
    }

    /// A party of so many cases of the caseworker.
    private func party(_ world: WebWorld, cases count: Int, _ name: String = "Golden Path Overseas") throws -> (caseRecord: String, party: String) {
        let first = try employer(world, name)
        for _ in 1..<count {
            let caseRecord = try save(world.places[0].node, "case", ["destination-country": "QA"])
            try save(world.places[0].node, "relation", ["role": "employer"], links: ["from": first.party, "to": caseRecord])
        }
        return first
    }

    private func listing(_ world: WebWorld, _ party: String) throws -> [String] {
        let view = try RecordViewing(world.places[0].node, reader: .keyHolder).report(on: party, withHistory: false).view
        return view.fields.filter { Listing.fields.contains($0.field.name) && $0.answer?.value != nil }.map(\.field.name)
    }

    private static let steps = ["listing": "listed", "asked-to-reply-on": "2020-01-01", "listed-on": "2020-02-01", "reply": "x", "listing-note": "y"]

    @Test("The party's own page and the form for a new one neither ask for the steps of a listing nor take them")
    func byForms() async throws {
        let world = try WebWorld()
        let first = try party(world, cases: 7)
        for role in [Role.caseworker, .supervisor] {
            let browser = await world.browser(role, of: 0)
            let path = "/cases/\(first.caseRecord)/records/\(first.party)"
            let page = await browser.get(path).text
            #expect(page.contains("name=\"names\""))
            for field in Listing.fields { #expect(!page.contains("name=\"\(field)\""), "\(field)") }
            let seen = try #require(page.firstMatch(of: #/name="seen" value="([^"]*)"/#)).output.1
            let sent = Self.steps.map { ($0.key, $0.value) } + [("names", "Golden Path Overseas"), ("kind", "employer-company"), ("country", "QA"), ("seen", String(seen))]
            _ = await browser.post(path, sent)
            #expect(try listing(world, first.party) == [])
            let adding = "/cases/\(first.caseRecord)/add/party"
            let form = await browser.get(adding).text
            for field in Listing.fields { #expect(!form.contains("name=\"\(field)\""), "\(field)") }
        }
        let browser = await world.browser(.caseworker, of: 0)
        #expect(await browser.get("/watchlist/\(first.party)/export?for=regulator").text.contains("field,value") == false)
        #expect(await browser.post("/watchlist/\(first.party)/standing", [("listing-step", "asked")]).status == 403)
    }

    @Test("A program is shown where a party stands and cannot write it")
    func byProgram() async throws {
        let world = try WebWorld()
        let first = try party(world, cases: 3)
        try Listing.save(.ask, nil, of: first.party, world.places[0].node, by: "test")
        let program = try APIProgram(world, .supervisor)
        let path = "/cases/\(first.caseRecord)/records/\(first.party)"
        let shown = try #require(await program.send(.get, "/cases/\(first.caseRecord)").json)
        #expect("\(shown)".contains("asked-to-reply-on"))
        let version = try world.places[0].node.database.read {
            APIRecord.version(try RecordRows(connection: $0, organisation: world.places[0].node.organisation.number).state(of: first.party)?.heads ?? [])
        }
        for (field, value) in Self.steps {
            let answers: JSONValue = .object(JSONObject([.init(field, ["values": [.string(value)]])]))
            let answer = await program.send(.patch, path, ["version": .string(version), "answers": answers])
            #expect(answer.status == 400 || answer.status == 422, "\(field) \(answer.status)")
            let added = await program.send(
                .post, "/cases/\(first.caseRecord)/records", ["kind": "party", "role": "employer", "answers": answers])
            #expect(added.status == 400 || added.status == 422, "\(field) \(added.status)")
        }
        #expect(try listing(world, first.party) == ["listing", "asked-to-reply-on"])
    }

    @Test("Neither an import, nor a form of one's own, nor a save from outside writes a step of a listing", arguments: Array(steps.keys.sorted()))
    func fromOutside(_ field: String) async throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let first = try party(world, cases: 3)
        let value = try #require(Self.steps[field])
        #expect(throws: AppError.self) { try save(node, "party", [field: value], record: first.party) }
        let mapping = "source: s\nrecords:\n  - record: party\n    key: id\n    fields:\n      names: name\n      \(field): x\n"
        let file = try world.world.write("id,name,x\n1,Qxlisted,\(value)\n", to: "parties.csv")
        #expect(throws: AppError.self) { try Importer(node: node, file: file, instructions: .mapping(bytes: Array(mapping.utf8), name: "m.yaml")).run() }
        let parties = try node.database.read { try $0.first("SELECT count(*) FROM record_state WHERE kind = 'party'") { $0.integer(0) } }
        #expect(parties == 1)
        let form = "survey\n,type,name,label::English (en),save_to\n,begin_group,p,P,party role=employer\n,text,q,Q,party.\(field)\n,end_group,p,,\n"
        let definition = try #require(FormReader.read(bytes: Array(form.utf8), name: "f").form)
        #expect(FormPlan(form: definition, dictionary: node.dictionary).problems.contains { "\($0)".contains("party.\(field)") })
        #expect(try listing(world, first.party) == [])
    }

    @Test("What a partner's case says of a party is taken without where the partner's list has it")
    func fromPartner() throws {
        let answers: [String: Answer?] = ["listing": Answer(.code("listed")), "reply": nil, "country": Answer(.code("QA"))]
        #expect(Listing.withoutSteps(answers, of: "party").keys.sorted() == ["country"])
        #expect(Listing.withoutSteps(answers, of: "case").count == 3)
    }

    @Test("Cases are counted as the ledger counts them, the days from the entry that says that it was asked, and taking back leads off the list only")
    func rule() throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let (first, second) = (try party(world, cases: 2), try employer(world, "Golden Path"))
        let step = { (step: Listing.Step) in try Listing.save(step, step == .reply ? "We pay." : nil, of: first.party, node, by: "test") }
        #expect(throws: AppError.self) { try step(.list) }
        // A day typed back, even by the ledger's own code, is refused; so is one that an older version of the program had let in.
        #expect(throws: AppError.self) {
            try node.change(by: "test") {
                let answers: [String: Answer?] = ["listing": Answer(.code("asked")), "asked-to-reply-on": Answer(.date(try PartialDate(edtf: "2020-01-01")))]
                try $0.save(RecordChange(record: first.party, kind: "party", answers: answers), isGuarded: true)
            }
        }
        let day = try #require(CalendarDay(year: 2020, month: 1, day: 1))
        let old = Listing.Standing(status: "asked", cases: 3, asked: day, written: Timestamp(milliseconds: node.now(), counter: 0, device: DeviceIdentifier(0)), replied: nil, node)
        #expect(!old.mayList)
        try step(.ask)
        world.world.clock.advance(minutes: 13 * 1440)
        // Three cases only together with a party that was judged to be the same.
        try Judgements(node: node).decide(.same, on: first.party, second.party, kind: "party", weight: 9, reason: nil, by: "test")
        #expect(throws: AppError.self) { try step(.list) }
        world.world.clock.advance(minutes: 1440)
        try step(.list)
        let sequence = { try node.database.read { try $0.first("SELECT max(sequence) FROM journal_entry") { $0.integer(0) } ?? 0 } }
        let listed = try sequence()
        // Off the list by taking the entry back, and not on it again.
        _ = try Undoing(node).undo("\(listed)", reason: "mistake")
        #expect(try listing(world, first.party) == ["listing", "asked-to-reply-on"])
        #expect(throws: AppError.self) { try Undoing(node).undo("\(try sequence())", reason: "mistake") }
        try step(.list)
        // The note is of the step with which it was written.
        try Listing.save(.correct, "Six workers", of: first.party, node, by: "test")
        #expect(try listing(world, first.party).contains("listing-note"))
        try Listing.save(.correct, nil, of: first.party, node, by: "test")
        #expect(try !listing(world, first.party).contains("listing-note"))
        try step(.remove)
        #expect(throws: AppError.self) { try Undoing(node).undo("\(try sequence())", reason: "mistake") }
        // Whoever was taken off is asked before being listed again.
        #expect(throws: AppError.self) { try step(.list) }
        // Asked anew: the days count anew, and a reply from before answers something else.
        try step(.ask)
        #expect(throws: AppError.self) { try step(.list) }
        try step(.reply)
        try step(.list)
        // A party whose cases are gone comes off at any time.
        try Judgements(node: node).decide(.notSame, on: first.party, second.party, kind: "party", weight: 9, reason: nil, by: "test")
        try step(.remove)
        #expect(try NodeMaintenance(node).verify().firstFault == nil)
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
        // A title above the names: rows are counted as in the list that came; a licence without a name is nobody.
        let titled = try read("Licensed agencies\nName,Licence,Status\nKoshi Manpower,RL-1,Valid\n,RL-5,Valid\nKoshi Again,RL-1,Valid\n")
        #expect(titled.imported == 1 && titled.rejected == 2)
        let told = String(decoding: titled.rejects, as: UTF8.self)
        #expect(told.contains("stands in row 3 already") && told.contains("it has a licence and no name"), "\(told)")
        #expect(told.contains(",4,") && told.contains(",5,"), "\(told)")
        let headers = [
            "Sl. No.,Name of Recruiting Agent,R.C. No.,Status", "SN,कम्पनीको नाम,इजाजतपत्र नं.,अवस्था", "ক্রমিক,রিক্রুটিং এজেন্সির নাম,লাইসেন্স নং,অবস্থা", "No,Nama P3MI,Nomor SIUP3MI,Status", "م,اسم الشركة,رقم الترخيص,الحالة",
            "S#,OEP Name,OEP Licence No.,Current Status",
        ]
        for (number, header) in headers.enumerated() {
            #expect(try read("\(header)\n1,Pokhara Overseas \(number),L-\(number),Valid\n").imported == 1, "\(header)")
        }
    }
}
