import Dictionary
import Foundation
import Interchange
import Journal
import Matching
import Storage
import TestSupport
import Testing

@testable import App

/// From a family's notice to reunion: what is suggested, who decides, who is asked before whom.
@Suite("Tracing", .serialized)
struct TracingTests {
    func parsed(_ node: Node, _ kind: String, _ answers: [String: String]) throws -> [String: Answer?] {
        var parsed: [String: Answer?] = [:]
        for (name, text) in answers { parsed[name] = Answer(try #require(node.dictionary.field(kind, name)).parse(text, in: node.dictionary)) }
        return parsed
    }

    @discardableResult
    func save(_ node: Node, _ kind: String, _ answers: [String: String], links: [String: String] = [:], record: String = RecordIdentifier.random())
        throws
        -> String
    {
        var all = try parsed(node, kind, answers)
        for (name, target) in links {
            let field = try #require(node.dictionary.field(kind, name))
            let link = try FieldValue(link: target)
            all[name] = Answer(field.multiple ? try FieldValue(list: [link], type: .link) : link)
        }
        try node.change(by: "test") { _ = try $0.save(RecordChange(record: record, kind: kind, answers: all)) }
        return record
    }

    /// A family's notice in a case of the caseworker, in an organisation that can be reached.
    func notice(_ world: WebWorld, name: String, publish: String = "public-seeker", scopes: String? = "tracing-publication | matching") throws -> String
    {
        let place = world.places[0]
        try OrganisationSettings(publicContact: "+977 1 555 0100").write(to: place.node, by: "test")
        let person = try save(place.node, "person", ["names": name, "date-of-birth": "1990-04-03", "sex": "male"])
        try save(place.node, "relation", ["role": "worker"], links: ["from": person, "to": place.caseRecord])
        if let scopes {
            try save(place.node, "consent", ["given": "yes", "scopes": scopes, "given-on": "2026-01-02"], links: ["case": place.caseRecord])
        }
        return try save(
            place.node, "notice",
            [
                "full-name": name, "sex": "male", "last-country": "SA", "last-phone": "+966501234567", "status": "information-sought", "publish": publish,
                "seeker-relation": "parent-of", "reported-on": "2026-01-20",
            ], links: ["case": place.caseRecord, "missing-person": person])
    }

    func suggestions(_ world: WebWorld, _ notice: String) throws -> [TraceSuggestion] {
        let (node, services) = (world.places[0].node, world.pipeline.services)
        try services.search.prepare(node)
        #expect(try services.tracing.book(of: node).catchUp(services.search))
        return try node.database.read { try SuggestionRows(connection: $0, organisation: node.organisation.number).all(ofNotice: notice) }
    }

    @Test("A name heard in a prison finds the notice written in another script, whichever came first", arguments: Backend.available)
    func bothWays(_ backend: Backend) throws {
        let world = try WebWorld(backend)
        let node = world.places[0].node
        let early = try save(node, "sighting", ["full-name": "Mohamed Rafeek", "kind": "list-detention", "country": "SA", "sex": "male"])
        try save(node, "sighting", ["full-name": "Sunita Gurung", "kind": "list-shelter", "country": "SA", "sex": "female"])
        let notice = try notice(world, name: "Md. Rafiq | মোহাম্মদ রফিক")
        #expect(try suggestions(world, notice).map(\.other) == [early])
        // Later somebody writes the telephone number into a sentence.
        let late = try save(node, "sighting", ["full-name": "Rafik", "kind": "hearsay", "description": "Called from 050 123 4567, works with goats."])
        #expect(Set(try suggestions(world, notice).map(\.other)) == [early, late])
        // What changes is computed again.
        try save(node, "sighting", ["full-name": "Anjali Rai", "sex": "female"], record: early)
        #expect(try suggestions(world, notice).map(\.other) == [late])
        try node.change(by: "test") { try $0.setRetracted(true, record: late, ground: "mistake") }
        #expect(try suggestions(world, notice) == [])
    }

    @Test("A decision is an entry, nothing is merged, it can be taken back")
    func decision() async throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let sighting = try save(node, "sighting", ["full-name": "Mohammad Rafique", "kind": "seen", "country": "SA"])
        let notice = try notice(world, name: "Md. Rafiq")
        #expect(try suggestions(world, notice).map(\.verdict) == [nil])
        let browser = await world.browser(.caseworker, of: 0)
        let path = "/tracing/notices/\(notice)/compare/\(sighting)"
        let page = await browser.get(path)
        #expect(page.status == 200)
        #expect(page.text.contains("Mohammad Rafique") && page.text.contains("Md. Rafiq"))
        #expect(await browser.isRefused(path, []))
        #expect(await browser.post(path, [("verdict", "same"), ("reason", "His brother knows the voice.")]).status == 303)
        #expect(try suggestions(world, notice).map(\.verdict) == [.same])
        let rows = { (record: String) in try node.database.read { try RecordRows(connection: $0, organisation: node.organisation.number).state(of: record) } }
        #expect(try rows(sighting).flatMap { CaseFacts.openText($0, "notice") } == notice)
        #expect(await browser.get("/tracing").text.contains("compare/\(sighting)") == false)
        #expect(await browser.post("\(path)/undo", []).status == 303)
        #expect(try suggestions(world, notice).map(\.verdict) == [nil])
        #expect(try rows(sighting).flatMap { CaseFacts.openText($0, "notice") } == nil)
        #expect(try NodeMaintenance(node).verify().firstFault == nil)
    }

    @Test("The family is told nothing before the found person was asked, nor what they do not want told, whoever writes it")
    func gate() async throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let notice = try notice(world, name: "Md. Rafiq")
        let browser = await world.browser(.caseworker, of: 0)
        let path = "/tracing/notices/\(notice)/steps"
        #expect(await browser.post(path, [("step", "found"), ("found-on", "2026-02-01")]).status == 303)
        #expect(await browser.isRefused(path, [("step", "told"), ("family-told-on", "2026-02-02")]))
        #expect(throws: AppError.self) { try save(node, "notice", ["family-told-on": "2026-02-02"], record: notice) }
        #expect(await browser.post(path, [("step", "asked"), ("found-agrees", "nothing"), ("found-wishes", "Tell nobody.")]).status == 303)
        #expect(throws: AppError.self) { try save(node, "notice", ["family-told-on": "2026-02-02"], record: notice) }
        #expect(await browser.post(path, [("step", "asked"), ("found-agrees", "alive-only"), ("found-wishes", "Say that I live.")]).status == 303)
        #expect(await browser.isRefused(path, [("step", "told"), ("family-told-on", "2026-01-01")]), "before they were found")
        #expect(await browser.isRefused(path, [("step", "found"), ("found-on", "2026-02-02")]), "found already")
        #expect(await browser.post(path, [("step", "told"), ("family-told-on", "2026-02-02")]).status == 303)
        #expect(await browser.isRefused(path, [("step", "told"), ("family-told-on", "2026-02-03")]), "told already")
        let outcomes = try node.database.read { connection in
            var gate = Gate(reader: .keyHolder, node: node, connection: connection)
            let state = try #require(try RecordRows(connection: connection, organisation: node.organisation.number).state(of: world.places[0].caseRecord))
            return try gate.view(state, of: world.places[0].caseRecord).codes("outcomes")
        }
        #expect(outcomes == ["found"])
    }

    @Test("Outside, a search needs a name, is limited, shows who seeks and not who is sought, and nothing without consent")
    func outside() async throws {
        let world = try WebWorld()
        let organisation = world.places[0].node.organisation.identifier
        let notice = try notice(world, name: "Zyrafiq Qxmissing")
        _ = try suggestions(world, notice)
        let browser = await world.browser(nil, of: 0)
        #expect(await browser.post("/missing/\(organisation)", [("name", "a")]).status == 422)
        let found = await browser.post("/missing/\(organisation)", [("name", "Zyrafiq Qxmissing")])
        #expect(found.text.contains("/missing/\(organisation)/\(notice)"))
        let page = await browser.get("/missing/\(organisation)/\(notice)")
        #expect(page.status == 200)
        #expect(!page.text.contains("Qxmissing"))
        #expect(!page.text.contains("501234567"))
        let other = world.places[1].node.organisation.identifier
        #expect(await browser.post("/missing/\(other)", [("name", "Zyrafiq Qxmissing")]).text.contains(notice) == false)
        #expect(await browser.get("/missing/\(other)/\(notice)").status == 404)
        var statuses: [Int] = []
        for _ in 0..<6 { statuses.append(await browser.post("/missing/\(organisation)", [("name", "Somebody Else")]).status) }
        #expect(statuses.contains(429))
        // With the consent taken back it is as if it were not there.
        try save(
            world.places[0].node, "consent", ["given": "no", "scopes": "tracing-publication", "given-on": "2026-01-03"],
            links: ["case": world.places[0].caseRecord])
        #expect(await browser.get("/missing/\(organisation)/\(notice)").status == 404)
    }

    @Test("Who was found is offered to nobody any more: no candidate, not in public, a tombstone outside; where it stands is shown, from found to reunited")
    func found() async throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let notice = try notice(world, name: "Zyrafiq Qxmissing", publish: "public-seeker | partners", scopes: "tracing-publication | matching | share-with-partner")
        let path = "/missing/\(node.organisation.identifier)/\(notice)"
        let early = try save(node, "sighting", ["full-name": "Zyrafik Qxmissing", "kind": "seen", "country": "SA"])
        #expect(try suggestions(world, notice).map(\.other) == [early])
        let (browser, outside) = (await world.browser(.caseworker, of: 0), await world.browser(nil, of: 0))
        #expect(await outside.get(path).status == 200)
        #expect(try PFIFExport.all(of: node, reader: .keyHolder).document.people.map(\.isTombstone) == [false])
        #expect(await browser.post("/tracing/notices/\(notice)/compare/\(early)", [("verdict", "same")]).status == 303)
        func shows(_ stage: NoticeTerm.Stage) async -> Bool {
            let word = Translator(catalogue: world.pipeline.services.languages, language: "en")("tracing.stage.\(stage.rawValue)")
            let badge = "<span class=\"badge strong\">\(word)</span>"
            let (page, desk) = (await browser.get("/tracing/notices/\(notice)").text, await browser.get("/tracing").text)
            return page.contains(badge) && desk.contains(badge)
        }
        #expect(await shows(.sought))
        let steps = "/tracing/notices/\(notice)/steps"
        #expect(await browser.post(steps, [("step", "found"), ("found-on", "2026-02-01")]).status == 303)
        #expect(await shows(.found))
        // A later trace finds no notice; what somebody decided stays.
        let late = try save(node, "sighting", ["full-name": "Zyrafiq Qxmissing", "kind": "seen", "country": "SA"])
        #expect(try suggestions(world, notice).map(\.other) == [early])
        #expect(await browser.get("/tracing/sightings/\(late)").text.contains("compare/") == false)
        #expect(await outside.get(path).status == 404)
        #expect(await outside.post("/missing/\(node.organisation.identifier)", [("name", "Zyrafiq Qxmissing")]).text.contains(notice) == false)
        #expect(await browser.post("/tracing/notices/\(notice)/poster", []).status == 422)
        #expect(try PFIFExport.all(of: node, reader: .keyHolder).document.people.map(\.isTombstone) == [true])
        #expect(await browser.post(steps, [("step", "asked"), ("found-agrees", "everything"), ("found-wishes", "They may know.")]).status == 303)
        #expect(await shows(.asked))
        #expect(await browser.post(steps, [("step", "told"), ("family-told-on", "2026-02-02")]).status == 303)
        #expect(await shows(.told))
        #expect(await browser.post(steps, [("step", "close"), ("closed-on", "2026-02-02")]).status == 303)
        #expect(await shows(.reunited))
    }

    @Test("What an outsider tells on the page of a notice stands at that notice, without a name or a number in it, and is no find until somebody says so")
    func told() async throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let (notice, other) = (try self.notice(world, name: "Zyrafiq Qxmissing"), try self.notice(world, name: "Anjali Rai"))
        let outside = await world.browser(nil, of: 0)
        let path = "/missing/\(node.organisation.identifier)/\(notice)"
        _ = await outside.get(path)
        #expect(await outside.post(path, [("submission", RecordIdentifier.random()), ("description", "He sells vegetables beside the blue mosque.")]).status == 200)
        let suggested = try suggestions(world, notice)
        #expect(suggested.count == 1 && suggested.first?.isTold == true && suggested.first?.verdict == nil)
        #expect(try suggestions(world, other).isEmpty)
        let browser = await world.browser(.caseworker, of: 0)
        let sighting = try #require(suggested.first?.other)
        #expect(await browser.get("/tracing/notices/\(notice)").text.contains("/compare/\(sighting)"))
        #expect(await browser.get("/tracing").text.contains("/compare/\(sighting)"))
        let desk = await browser.get("/tracing/notices/\(notice)/compare/\(sighting)")
        #expect(desk.text.contains("blue mosque") && desk.text.contains("Somebody outside told it of this notice"))
    }

    @Test("That somebody was not found at a place is no find of anybody")
    func absence() throws {
        let world = try WebWorld()
        let notice = try notice(world, name: "Zyrafiq Qxmissing")
        try save(world.places[0].node, "sighting", ["full-name": "Zyrafiq Qxmissing", "kind": "not-found-here", "country": "SA"])
        #expect(try suggestions(world, notice).isEmpty)
        try save(world.places[0].node, "sighting", ["full-name": "Zyrafiq Qxmissing", "kind": "seen", "country": "SA"])
        #expect(try suggestions(world, notice).count == 1)
    }

    @Test("Without a contact there is neither poster nor public page, and the field is named")
    func contact() async throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let notice = try notice(world, name: "Zyrafiq Qxmissing")
        let path = "/missing/\(node.organisation.identifier)/\(notice)"
        let (browser, outside) = (await world.browser(.caseworker, of: 0), await world.browser(nil, of: 0))
        #expect(await outside.get(path).text.contains("+977 1 555 0100"))
        #expect(await browser.get("/tracing/notices/\(notice)/poster").text.contains("+977 1 555 0100"))
        let administrator = await world.browser(.administrator, of: 0)
        #expect(await administrator.post("/administration/settings", [("public-contact", " ")]).status == 303)
        #expect(await outside.get(path).status == 404)
        let preview = await browser.get("/tracing/notices/\(notice)/poster")
        #expect(preview.text.contains("Contact for the public") && !preview.text.contains("class=\"card poster\""))
        let refused = await browser.post("/tracing/notices/\(notice)/poster", [])
        #expect(refused.status == 422 && refused.text.contains("Contact for the public"))
        #expect(await administrator.post("/administration/settings", [("public-contact", "Helpline 1155")]).status == 303)
        #expect(await administrator.get("/administration/settings").text.contains("Helpline 1155"))
        #expect(await outside.get(path).text.contains("Helpline 1155"))
    }

    @Test("A list of a prison lands row by row; what cannot be read is told and does not lose the person")
    func lists() throws {
        let world = try World()
        let file = "Name,Passport No,DOB,Sex,Ward\nMd Rafiq,A1234567,03/04/1990,M,7\nSita Rai,B7654321,31/31/1990,F,2\n"
        var form = FormFields()
        form.items = [.init(name: "kind", value: "list-detention"), .init(name: "country", value: "SA"), .init(name: "dates", value: "day-month-year")]
        let upload = UploadedFile(field: "file", fileName: "list.csv", mediaType: "text/csv", bytes: Array(file.utf8))
        let result = try SightingList(node: world.node, author: "test").run(upload, form)
        #expect(result.read == 2 && result.imported == 2 && result.rejected == 0)
        #expect(result.leftOut.map(\.omission.written) == ["31/31/1990"] && result.leftOut.map(\.row) == [3])
        #expect(result.columns.map(\.field) == ["full-name", "date-of-birth", "sex", "identifiers", "description"])
        #expect(try SightingList(node: world.node, author: "test").run(upload, form).unchanged == 2)
        let nameless = UploadedFile(field: "file", fileName: "list.csv", mediaType: "text/csv", bytes: Array("Ward,Bed\n1,2\n".utf8))
        #expect(throws: AppError.self) { try SightingList(node: world.node, author: "test").run(nameless, form) }
    }

    @Test("Decisions move the threshold: more evidence never counts for less")
    func threshold() {
        let start = TraceThreshold([])
        #expect(abs(start.probability(TraceThreshold.start) - 0.5) < 0.05)
        let strict = TraceThreshold((0..<40).map { TraceThreshold.Decision(weight: 12 + Double($0 % 8), isSame: false) })
        #expect(strict.shownWeight > start.shownWeight)
        let generous = TraceThreshold((0..<40).map { TraceThreshold.Decision(weight: 8 + Double($0 % 6), isSame: true) })
        #expect(generous.shownWeight <= start.shownWeight)
        for threshold in [start, strict, generous] {
            for weight in stride(from: -10.0, to: 40, by: 1) { #expect(threshold.probability(weight) <= threshold.probability(weight + 1)) }
        }
        // Nonsense teaches nothing that would turn the order round.
        #expect(TraceThreshold([.init(weight: 30, isSame: false), .init(weight: 8, isSame: true)]).slope > 0)
    }

    @Test("Comparing is symmetrical, and two records of one person agree more than those of two")
    func comparison() {
        var left = TraceProfile(record: "A", kind: .notice)
        left.names = ["Md. Rafiq", "রফিক"]
        left.born = ComparedDate("1990-04-03")
        left.sex = "male"
        left.numbers = ["+966501234567"]
        var right = TraceProfile(record: "B", kind: .sighting)
        right.names = ["Mohamed Rafeek"]
        right.born = ComparedDate("1990-03-04")
        right.sex = "male"
        var other = right
        other.names = ["Sunita Gurung"]
        other.sex = "female"
        #expect(abs(TraceComparison(left, right).weight - TraceComparison(right, left).weight) < 1e-6)
        #expect(TraceComparison(left, right).weight > TraceComparison(left, other).weight + 10)
        #expect(TraceComparison(left, TraceProfile(record: "C", kind: .sighting)).evidence.isEmpty)
    }

    @Test("Where the missing person comes from is evidence when a sighting names it, as a place or in a sentence")
    func home() throws {
        var notice = TraceProfile(record: "A", kind: .notice)
        (notice.place, notice.home) = ("Dammam", "Sylhet")
        func evidence(_ place: String?, _ words: String) throws -> TraceEvidence? {
            var seen = TraceProfile(record: "B", kind: .sighting)
            seen.place = place
            seen.words = Set(SearchWords.words(words))
            let there = TraceComparison(notice, seen).evidence.first { $0.kind == .place }
            let back = TraceComparison(seen, notice).evidence.first { $0.kind == .place }
            #expect(there?.bits == back?.bits)
            return there
        }
        #expect(try evidence("Dammam", "")?.bits == 5)
        #expect(try evidence("Sylhet", "")?.bits == 3)
        #expect(try evidence(nil, "He says that he is from Sylhet")?.agreement == "mentioned")
        #expect(try evidence("Riyadh", "from SYLHET")?.bits ?? 0 > 0)
        #expect(try evidence("Riyadh", "from Khulna")?.bits == -0.5)
        #expect(try evidence(nil, "from Khulna") == nil)
    }

    @Test("The demonstration has notices, sightings and suggestions between them, and a party whose listing can be walked through")
    func demonstration() throws {
        let world = try World()
        let node = world.node
        _ = try Demonstration(node, cases: 60, seed: 1).run()
        _ = try DemonstrationAccounts(node).make(secondCases: 2, seed: 2)
        let records = { (kind: String) in
            try node.database.read { try $0.all("SELECT record FROM record_state WHERE organisation = ? AND kind = ?", [.integer(node.organisation.number), .text(kind)]) { $0.text(0) } }
        }
        #expect(try records("notice").count == 3 && records("sighting").count == 6)
        for record in try records("notice") + records("sighting") {
            let view = try RecordViewing(node, reader: .keyHolder).report(on: record, withHistory: false).view
            #expect(view.text("description")?.contains("no such person exists") == true)
        }
        let parties = try records("party").map { try RecordViewing(node, reader: .keyHolder).report(on: $0, withHistory: false).view }.filter { $0.code("listing") != nil }
        let party = try #require(parties.first)
        #expect(parties.count == 1 && party.code("listing") == "replied")
        try Listing.save(.list, nil, of: party.record, node, by: "test")
        let search = SearchService(OrganisationDirectory([node]))
        try search.prepare(node)
        let book = TracingBook(node)
        #expect(try book.catchUp(search))
        let notices = try records("notice")
        let found = try node.database.read { connection in
            try notices.map { try SuggestionRows(connection: connection, organisation: node.organisation.number).all(ofNotice: $0) }
        }
        #expect(found.allSatisfy { !$0.isEmpty })
    }

    @Test("What came in as PFIF 1.4 goes out as it came, field for field", .enabled(if: GroundTruth.has("pfif/pfif-1.4.xml"), "the documents are not here"))
    func roundTrip() throws {
        let world = try World()
        // A notice of the year 2000 has run out: its days are those of the tests' clock.
        let bytes = Array(String(decoding: try GroundTruth.bytes("pfif/pfif-1.4.xml"), as: UTF8.self).replacing("2000-01-", with: "2026-01-").utf8)
        let came = try #require(try PFIFReader.read(bytes).people.first)
        _ = try PFIFImport(node: world.node).read(bytes)
        let went = try #require(try PFIFReader.read(try PFIFExport.all(of: world.node, reader: .keyHolder).bytes).people.first)
        // When it was put together here, until when it is held here, and how to reach people, which stays here.
        let own: Set<String> = ["entry_date", "expiry_date", "author_email", "author_phone", "email_of_found_person", "phone_of_found_person"]
        for (name, value) in came.record.fields where !own.contains(name) { #expect(went.record[name] == value, "\(name)") }
        for note in came.notes {
            let other = try #require(went.notes.first { $0["note_record_id"] == note["note_record_id"] })
            for (name, value) in note.fields where !own.contains(name) { #expect(other[name] == value, "\(note["note_record_id"] ?? "") \(name)") }
        }
        for name in own.subtracting(["entry_date", "expiry_date"]) { #expect(went.record[name] == nil && went.notes.allSatisfy { $0[name] == nil }, "\(name)") }
        // Names that somebody here has corrected are no longer divided as the source divided them.
        let notice = PFIFImport(node: world.node).record("notice", "test.google.com/person.21009")
        try world.node.change(by: "test") {
            let names = try FieldValue(list: [.name(try PersonName(full: "Qxcorrected"))], type: .name)
            try $0.save(RecordChange(record: notice, kind: "notice", answers: ["full-name": Answer(names)]))
        }
        let again = try #require(try PFIFReader.read(try PFIFExport.all(of: world.node, reader: .keyHolder).bytes).people.first).record
        #expect(again["full_name"] == "Qxcorrected" && again["given_name"] == nil && again["age"] == "35-45")
    }

    @Test("PFIF comes in as notices and sightings, twice the same adds nothing, and what expired at its source is erased")
    func pfif() throws {
        let world = try World()
        let document = { (fields: String, note: String) in
            Array(
                "<pfif xmlns=\"http://zesty.ca/pfif/1.4\"><person><person_record_id>a.org/p1</person_record_id><source_date>2026-01-02T03:04:05Z</source_date>\(fields)\(note)</person></pfif>"
                    .utf8)
        }
        let note = "<note><note_record_id>a.org/n1</note_record_id><text>seen</text><phone_of_found_person>0599</phone_of_found_person><status>believed_alive</status></note>"
        let full = document("<full_name>Md. Rafiq</full_name><sex>male</sex><date_of_birth>1990-04</date_of_birth>", note)
        let first = try PFIFImport(node: world.node).read(full)
        #expect(first.notices == 1 && first.sightings == 1 && first.unchanged == 0)
        #expect(try PFIFImport(node: world.node).read(full).unchanged == 2)
        let out = try PFIFReader.read(try PFIFExport.all(of: world.node, reader: .keyHolder).bytes)
        #expect(out.people.first?.record["person_record_id"] == "a.org/p1")
        #expect(out.people.first?.record["date_of_birth"] == "1990-04")
        #expect(out.people.first?.notes.first?["status"] == "believed_alive")
        // How to reach who was found does not go on.
        #expect(out.people.first?.notes.first?["text"] == "seen")
        let erased = try PFIFImport(node: world.node).read(document("<expiry_date>2026-01-05T00:00:00Z</expiry_date>", ""))
        // With what was told about it there.
        #expect(erased.erased == 3)
        #expect(try PFIFImport(node: world.node).read(full).notices == 0)
        #expect(try NodeMaintenance(world.node).verify().firstFault == nil)
    }
}
