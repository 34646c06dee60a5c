import Dictionary
import Foundation
import HTTPTypes
import Interchange
import Journal
import Matching
import Storage
import TestSupport
import Testing

@testable import App

/// What leaves an organisation about missing people: searches from outside, pictures, PFIF.
@Suite("Tracing in public", .serialized)
struct TracingPublicTests {
    private let tracing = TracingTests()

    // MARK: Trawling

    @Test(
        "A notice is found by its name, neither by a part of it nor by several names at once",
        arguments: [
            ("Md. Rafiq Ullah", "Mohamed Rafeek Ullah", true), ("মোহাম্মদ রফিক উল্লাহ", "Mohammad Rafiq Ullah", true),
            ("Sunita Gurung", "Sunita Tamang Gurung", true), ("Sukarni", "Sukarni", true), ("Rafiqul Islam", "Rafiqul", false), ("Amina", "Amina Begum", false),
            ("Abdul Karim Shaikh", "Abdul Karim Shaikh Rahim Miah Salam Uddin", false), ("Sunita Gurung", "Anjali Rai", false),
        ])
    func names(_ name: String, _ asked: String, _ isFound: Bool) {
        #expect(OutsideSearch.isAsked(NameKey(asked), for: NameKey(name)) == isFound)
    }

    @Test("Going through names from many addresses ends at the limit of the organisation, and a network of IPv6 counts as one source")
    func brakes() async {
        let brakes = OutsideBrakes()
        func taken(_ act: OutsideBrakes.Act, _ addresses: [String]) async -> Int {
            var taken = 0
            for address in addresses { if await brakes.take(act, from: address, of: "A", now: 1_000) == nil { taken += 1 } }
            return taken
        }
        #expect(await taken(.search, (0..<50).map { "2001:db8:1:2:\(String($0, radix: 16))::1" }) == 5)
        #expect(await taken(.search, [String](repeating: "192.0.2.9", count: 50)) == 5)
        #expect(await taken(.search, (0..<200).map { "198.51.100.\($0)" }) == 50)
        // What was worn out by somebody keeps nobody from telling.
        #expect(await taken(.tell, ["192.0.2.9"]) == 1)
        #expect(OutsideBrakes.source(of: "::ffff:192.0.2.1") == "::ffff:192.0.2.1")
        #expect(OutsideBrakes.source(of: "2001:db8::1") == OutsideBrakes.source(of: "2001:0DB8:0:0:5::2"))
    }

    @Test("A script that goes through a list of names learns of what is public only, however many like names are not")
    func trawling() async throws {
        let world = try WebWorld()
        let organisation = world.places[0].node.organisation.identifier
        for _ in 0..<15 { _ = try tracing.notice(world, name: "Zyrafiq Qxmissing", publish: "own-organisation") }
        let shown = try tracing.notice(world, name: "Zyrafiq Qxmissing")
        _ = try tracing.suggestions(world, shown)
        var found: Set<String> = []
        for (number, name) in ["Zyrafiq", "Qxmissing", "Zyrafiq Qxmissing", "Zyrafiq Qxmissing Anjali Rai Sunita Gurung", "Anjali Rai"].enumerated() {
            let browser = await world.browser(nil, of: 0)
            browser.address = "198.51.100.\(number)"
            let page = await browser.post("/missing/\(organisation)", [("name", name)])
            #expect(page.status == 200)
            for link in page.text.split(separator: "\"") where link.hasPrefix("/missing/\(organisation)/") { found.insert("\(name): \(link)") }
        }
        #expect(found == ["Zyrafiq Qxmissing: /missing/\(organisation)/\(shown)"])
        let counted = try world.places[0].node.database.read { connection in
            try connection.first("SELECT searches, shown FROM trace_outside_search") { ($0.integer(0), $0.integer(1)) }
        }
        #expect(counted?.0 == 5 && counted?.1 == 1)
    }

    @Test("What is no name uses up no search; who searches too often is told for how long to wait")
    func wornOut() async throws {
        let world = try WebWorld()
        let path = "/missing/\(world.places[0].node.organisation.identifier)"
        let browser = await world.browser(nil, of: 0)
        _ = await browser.get(path)
        for words in ["", "Ali", "a b", "", "Ali", "Xu", "", "X"] { #expect(await browser.post(path, [("name", words)]).status == 422, "\(words)") }
        for number in 0..<5 { #expect([200, 503].contains(await browser.post(path, [("name", "Zyrafiq Qx\(number)nobody")]).status)) }
        let refused = await browser.post(path, [("name", "Zyrafiq Qxnobody")])
        #expect(refused.status == 429)
        #expect(refused.headers[.retryAfter].flatMap { Int($0) } ?? 0 > 60)
        #expect(refused.text.contains("Minutes to wait before you try again: 2."))
    }

    @Test("What the seeker is to the missing person is a whole sentence in every language", arguments: ["en", "ne", "hi", "bn", "ar", "id"])
    func relations(_ language: String) throws {
        let dictionary = try World().node.dictionary
        let translator = Translator(catalogue: try LanguageCatalogue.standard(), language: language)
        let answers = AnswerText(dictionary: dictionary, translator: translator)
        let terms = try #require(dictionary.vocabulary("relation-role")).terms.filter { AnswerText.kin.contains($0.code) }
        #expect(terms.count == AnswerText.kin.count)
        let field = try #require(dictionary.field("notice.seeker-relation"))
        for term in terms {
            let whole = answers.label("notice.seeker-relation", term.code)
            #expect(whole != term.label(language) && !whole.contains("tracing.") && whole == answers.text(.code(term.code), field), "\(whole)")
        }
    }

    // MARK: Pictures

    private static func picture() throws -> [UInt8] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return [UInt8](try Data(contentsOf: tests.appending(path: "FormatsTests/Media/located.jpg")))
    }

    private static func bytes(_ browser: WebBrowser, _ target: String) async -> (status: Int, bytes: [UInt8]) {
        let answer = await browser.pipeline.answer(
            RawRequest(
                method: .get, target: target, headers: [.cookie: browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")],
                peer: browser.address, nextPiece: { nil }))
        if case .bytes(let bytes) = answer.body { return (answer.status.code, bytes) }
        return (answer.status.code, [])
    }

    @Test(
        "A picture is public only with consent to pictures, the leave of whoever gave it, and where the missing person is named; without what the camera wrote")
    func pictures() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        let all = "tracing-publication | matching | photograph"
        let notice = try tracing.notice(world, name: "Zyrafiq Qxmissing", publish: "public-seeker | public-missing", scopes: all)
        let missing = try #require(
            try place.node.database.read {
                try RecordRows(connection: $0, organisation: place.node.organisation.number).targets(of: notice, field: "missing-person")
            }
            .first)
        let document = RecordIdentifier.random()
        let picture = try Self.picture()
        try place.node.change(by: "test") { transaction in
            let reference = try #require(try DocumentStore(node: place.node).keep(picture, name: "Qxphoto.jpg", record: document, in: transaction))
            try transaction.save(
                RecordChange(
                    record: document, kind: "document",
                    answers: [
                        "case": Answer(try FieldValue(list: [FieldValue(link: place.caseRecord)], type: .link)),
                        "about": Answer(try FieldValue(list: [FieldValue(link: missing)], type: .link)),
                        "file": Answer(try FieldValue(list: [.file(reference)], type: .file)),
                    ]))
        }
        let (worker, outside) = (await world.browser(.caseworker, of: 0), await world.browser(nil, of: 0))
        let path = "/missing/\(place.node.organisation.identifier)/\(notice)"
        let page = await worker.get("/tracing/notices/\(notice)")
        #expect(page.text.contains("/cases/\(place.caseRecord)/documents/\(document)/files/0/view"))
        #expect(await Self.bytes(outside, "\(path)/pictures/0").status == 404)
        let foreign = await world.browser(.caseworker, of: 1)
        #expect(await foreign.post("/tracing/notices/\(notice)/pictures", [("document", document), ("allowed", "yes")]).status == 404)
        #expect(await worker.post("/tracing/notices/\(notice)/pictures", [("document", document), ("allowed", "yes")], token: page.formToken).status == 303)
        let shown = await Self.bytes(outside, "\(path)/pictures/0")
        #expect(shown.status == 200 && shown.bytes.starts(with: [0xFF, 0xD8]))
        #expect(String(decoding: picture, as: UTF8.self).contains("Secret") && !String(decoding: shown.bytes, as: UTF8.self).contains("Secret"))
        #expect(await outside.get(path).text.contains("\(path)/pictures/0"))
        // The seeker alone is shown: no picture of the missing person.
        try tracing.save(place.node, "notice", ["publish": "public-seeker"], record: notice)
        #expect(await Self.bytes(outside, "\(path)/pictures/0").status == 404)
        try tracing.save(place.node, "notice", ["publish": "public-missing"], record: notice)
        #expect(await Self.bytes(outside, "\(path)/pictures/0").status == 200)
        // The consent to pictures is taken back.
        try tracing.save(place.node, "consent", ["given": "no", "scopes": "photograph", "given-on": "2026-01-03"], links: ["case": place.caseRecord])
        #expect(await Self.bytes(outside, "\(path)/pictures/0").status == 404)
    }

    @Test("A picture of a sighting is seen within the organisation, and goes with the sighting when it is erased")
    func sightingPicture() async throws {
        let world = try WebWorld()
        let (node, picture) = (world.places[0].node, try Self.picture())
        let file = UploadedFile(field: "photo", fileName: "a.jpg", mediaType: "image/jpeg", bytes: picture)
        let day = try #require(CalendarDay(year: 2026, month: 1, day: 2))
        let answers = try tracing.parsed(node, "sighting", ["full-name": "Somebody Qx", "kind": "seen"])
        let record = try Sightings(node: node).save(answers, pictures: [file], by: "test", submission: "one", day: day)
        let path = "/tracing/sightings/\(record)/pictures/0"
        let worker = await world.browser(.caseworker, of: 0)
        #expect(await worker.get("/tracing/sightings/\(record)").text.contains(path))
        #expect(await Self.bytes(worker, path).bytes == picture)
        let foreign = await world.browser(.caseworker, of: 1)
        #expect(await Self.bytes(foreign, path).status == 404)
        try node.change(by: "test") { try $0.erase(record: record, ground: "asked") }
        #expect(await Self.bytes(worker, path).status == 404)
        #expect(try node.database.read { try $0.first("SELECT count(*) FROM document_file") { $0.integer(0) } } == 0)
    }

    // MARK: PFIF

    /// The fields of a version of PFIF in their order, as the published format has them.
    private static func published(_ kind: String) throws -> [(name: String, isMandatory: Bool)] {
        String(decoding: try GroundTruth.bytes("pfif/pfif-fields.csv"), as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return cells[0] == "1.4" && cells[1] == kind ? (cells[3], cells[4].hasPrefix("yes")) : nil
        }
    }

    @Test(
        "What goes out has the fields, the order and the forms of PFIF 1.4",
        .enabled(if: GroundTruth.has("pfif/pfif-fields.csv"), "the list of fields is not here"))
    func written() throws {
        let world = try WebWorld()
        let node = world.places[0].node
        let notice = try tracing.notice(world, name: "Md. Rafiq | মোহাম্মদ রফিক", publish: "partners | public-seeker", scopes: "share-with-partner | matching")
        try tracing.save(
            node, "sighting",
            ["full-name": "Rafik", "kind": "spoken-to", "status": "believed-alive", "description": "Seen <there> & well", "source-record": "a.org/n1"],
            links: ["notice": notice], record: PFIFImport(node: node).record("sighting", "a.org/n1"))
        // Told to us, and not for others, even if somebody wrote down a source.
        try tracing.save(node, "sighting", ["kind": "spoken-to", "description": "Sleeps at the shelter"], links: ["notice": notice])
        try tracing.save(
            node, "sighting", ["kind": "spoken-to", "description": "Works at the shelter", "source-record": "a.org/n2"], links: ["notice": notice])
        try tracing.save(node, "notice", ["description": "Owes money to an agent"], record: notice)
        let bytes = try PFIFExport.all(of: node, reader: .keyHolder).bytes
        let person = try #require(try PFIFReader.read(bytes).people.first)
        let (fields, noteFields) = (try Self.published("person"), try Self.published("note"))
        for (record, known) in [(person.record, fields), (try #require(person.notes.first), noteFields)] {
            #expect(Set(record.fields.keys).isSubset(of: known.map { $0.name }), "\(record.fields.keys)")
            for field in known where field.isMandatory { #expect(record[field.name] != nil, "\(field.name) is missing") }
            for (name, value) in record.fields {
                switch name {
                case "person_record_id", "note_record_id":
                    #expect(value.wholeMatch(of: /([a-z]([-a-z0-9]{0,61}[a-z0-9])?\.)*[a-z]([-a-z0-9]{0,61}[a-z0-9])?\/.+/) != nil, "\(value)")
                case "entry_date", "source_date", "expiry_date": #expect(value.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil, "\(value)")
                case "sex": #expect(["male", "female", "other"].contains(value))
                case "date_of_birth": #expect(value.wholeMatch(of: /\d{4}(-\d\d(-\d\d)?)?/) != nil, "\(value)")
                case "home_country": #expect(value.wholeMatch(of: /[A-Z]{2}/) != nil)
                case "author_made_contact": #expect(["true", "false"].contains(value))
                case "status": #expect(PFIFDocument.statuses.contains(value))
                default: break
                }
            }
        }
        // The order in the text is that of the list.
        let text = String(decoding: bytes, as: UTF8.self)
        let places = fields.map { $0.name }.filter { person.record[$0] != nil }.compactMap { text.range(of: "<pfif:\($0)>")?.lowerBound }
        #expect(places == places.sorted())
        #expect(!text.contains("501234567"), "the seeker's number went out")
        #expect(!text.contains("shelter") && !text.contains("Owes money"), "what was told went out")
    }

    @Test(
        "A notice goes out only to what was chosen and agreed to, and never where only the seeker may be shown",
        arguments: [
            ("partners", "tracing-publication", false), ("partners", "share-with-partner", true), ("public-seeker", "tracing-publication", false),
            ("public-seeker", "share-with-partner | tracing-publication", false), ("public-missing", "tracing-publication", true),
            ("public-missing", "share-with-partner", false), ("authorities-origin", "share-with-partner", false), ("authorities-origin", "contact-authorities", true),
            ("own-organisation", "share-with-partner | tracing-publication", false),
        ])
    func chosen(_ publish: String, _ scopes: String, _ goes: Bool) throws {
        let world = try WebWorld()
        _ = try tracing.notice(world, name: "Zyrafiq One", publish: publish, scopes: scopes)
        #expect(try PFIFExport.all(of: world.places[0].node, reader: .keyHolder).written == (goes ? 1 : 0))
    }

    @Test("A notice that went out and may not any more leaves as a tombstone, and is erased where it went; others leave nothing")
    func tombstones() throws {
        let (world, other) = (try WebWorld(), try World())
        let node = world.places[0].node
        let scopes = "share-with-partner | matching"
        let gone = try tracing.notice(world, name: "Zyrafiq One", publish: "partners", scopes: scopes)
        let closed = try tracing.notice(world, name: "Zyrafiq Two", publish: "partners", scopes: nil)
        let kept = try tracing.notice(world, name: "Zyrafiq Three", publish: "partners", scopes: nil)
        let inside = try tracing.notice(world, name: "Zyrafiq Four", publish: "own-organisation", scopes: nil)
        let first = try PFIFExport.all(of: node, reader: .keyHolder)
        #expect(first.written == 3 && first.withheld == 1 && first.document.people.allSatisfy { !$0.isTombstone })
        #expect(try PFIFImport(node: other.node).read(first.bytes).notices == 3)
        try node.change(by: "test") { try $0.erase(record: gone, ground: "asked") }
        try tracing.save(node, "notice", ["closed-on": "2026-02-01"], record: closed)
        try node.change(by: "test") { try $0.setRetracted(true, record: inside, ground: "mistake") }
        let second = try PFIFExport.all(of: node, reader: .keyHolder)
        #expect(second.document.people.filter(\.isTombstone).count == 2 && second.written == 3)
        #expect(try PFIFImport(node: other.node).read(second.bytes).erased == 4)
        // The consent of the case is taken back: what is left of it goes too.
        try tracing.save(node, "consent", ["given": "no", "scopes": scopes, "given-on": "2026-02-02"], links: ["case": world.places[0].caseRecord])
        let third = try PFIFExport.all(of: node, reader: .keyHolder)
        #expect(third.document.people.allSatisfy(\.isTombstone) && third.written == 3)
        #expect(third.document.people.contains { $0.record["person_record_id"]?.hasSuffix(kept) == true })
        #expect(try PFIFImport(node: other.node).read(third.bytes).erased == 2)
    }

    @Test("What others told us until a day is erased after it, and a full record that is over is not taken")
    func foreignTerm() throws {
        let world = try WebWorld()
        let (node, services) = (world.places[0].node, world.pipeline.services)
        func document(_ number: Int, _ expiry: String) -> String {
            "<person><person_record_id>a.org/p\(number)</person_record_id><source_date>2026-01-02T03:04:05Z</source_date><expiry_date>\(expiry)T00:00:00Z</expiry_date>"
                + "<full_name>Zyrafiq Number \(number)</full_name><home_city>Sylhet</home_city><home_country>BD</home_country></person>"
        }
        let today = try #require(CalendarDay(daysSinceEpoch: Int(node.now() / 86_400_000)))
        let (soon, past) = (try #require(today.adding(days: 3)), try #require(today.adding(days: -2)))
        let text = "<pfif xmlns=\"http://zesty.ca/pfif/1.4\">\(document(1, "\(soon)"))\(document(2, "\(past)"))</pfif>"
        let outcome = try PFIFImport(node: node).read(Array(text.utf8))
        #expect(outcome.notices == 1 && outcome.erased == 0)
        let place = try PFIFReader.read(try PFIFExport.all(of: node, reader: .keyHolder).bytes).people.first?.record["home_country"]
        #expect(place == "BD")
        try services.search.prepare(node)
        #expect(try services.tracing.book(of: node).catchUp(services.search))
        world.world.clock.advance(minutes: 5 * 24 * 60)
        #expect(try services.tracing.book(of: node).catchUp(services.search))
        let states = try node.database.read { connection in
            try connection.all("SELECT state FROM record_state WHERE kind = 'notice'") { try RecordState(canonicalBytes: $0.blob(0)) }
        }
        #expect(states.count == 1 && states.allSatisfy(\.isErased))
    }
}
