import Dictionary
import Foundation
import Journal
import Matching
import Storage
import Testing

@testable import App

/// People who are there twice: what is suggested to whom, what a decision does, what it teaches, and what an erasure leaves.
@Suite("Likely duplicates", .serialized)
struct DuplicateTests {
    private let saving = TracingTests()

    /// A worker with a case of their own.
    private func add(
        _ world: WebWorld, _ name: String, born: String? = nil, phone: String? = nil, assigned: [Role] = [.caseworker], _ more: [String: String] = [:]
    ) throws -> (person: String, caseRecord: String) {
        let place = world.places[0]
        var answers = ["names": name].merging(more) { $1 }
        answers["date-of-birth"] = born
        answers["mobile-phones"] = phone
        let person = try saving.save(place.node, "person", answers)
        let caseRecord = RecordIdentifier.random()
        try place.node.change(by: "test") { transaction in
            let accounts = try assigned.compactMap { place.accounts[$0] }.map { try FieldValue(link: $0.identifier) }
            try transaction.save(
                RecordChange(
                    record: caseRecord, kind: "case",
                    answers: ["assigned-to": Answer(try FieldValue(list: accounts, type: .link)), "destination-country": Answer(.code("QA"))]))
        }
        try saving.save(place.node, "relation", ["role": "worker"], links: ["from": person, "to": caseRecord])
        return (person, caseRecord)
    }

    /// The pairs that are kept of a person.
    private func pairs(_ world: WebWorld, _ person: String) throws -> [DuplicatePair] {
        let (node, services) = (world.places[0].node, world.pipeline.services)
        try services.search.prepare(node)
        #expect(try services.duplicates.book(of: node).catchUp(services.search) == .ready)
        return try node.database.read { try DuplicateRows(connection: $0, organisation: node.organisation.number).pairs(of: person) }
    }

    private func path(_ one: String, _ other: String) -> String { "/duplicates/\(min(one, other))/\(max(one, other))" }

    @Test("Somebody registered twice in two scripts is found, whichever came first; others are not", arguments: Backend.available)
    func found(_ backend: Backend) throws {
        let world = try WebWorld(backend)
        let early = try add(world, "Mohammad Rafiq", born: "1990-04-03", phone: "+966501234567")
        try add(world, "Sunita Gurung", born: "1985-01-02")
        #expect(try pairs(world, early.person) == [])
        let late = try add(world, "মোহাম্মদ রফিক", born: "1990-04-03")
        let found = try pairs(world, early.person)
        #expect(found.map { [$0.first, $0.second] } == [[early.person, late.person].sorted()])
        #expect(found.first?.reasons.contains(.born) == true && found.first?.reasons.contains(.name) == true)
        // What changes is computed again; who is taken back is gone.
        let node = world.places[0].node
        try saving.save(node, "person", ["names": "Anjali Rai", "date-of-birth": "1971"], record: late.person)
        #expect(try pairs(world, early.person) == [])
        try saving.save(node, "person", ["names": "Md. Rafique", "date-of-birth": "1990-03-04"], record: late.person)
        #expect(try pairs(world, early.person).count == 1)
        try node.change(by: "test") { try $0.setRetracted(true, record: late.person, ground: "mistake") }
        #expect(try pairs(world, early.person) == [])
    }

    @Test("Going through all people and following the journal find the same", arguments: Backend.available)
    func inPieces(_ backend: Backend) throws {
        let world = try WebWorld(backend)
        let people = try (0..<45).map { try add(world, $0 % 15 == 0 ? "Kamala Tamang" : "Person Qx\($0)", born: "19\(50 + $0)-02-03", phone: "+97798000000\(10 + $0 / 3)") }
        let followed = try people.flatMap { try pairs(world, $0.person) }
        #expect(!followed.isEmpty)
        let (node, services) = (world.places[0].node, world.pipeline.services)
        try node.database.write { connection in
            try connection.execute("DELETE FROM duplicate_position")
            try connection.execute("DELETE FROM duplicate_pair")
        }
        let book = DuplicateBook(node)
        while try book.prepare(services.search) {}
        let all = try node.database.read { connection in
            try people.flatMap { try DuplicateRows(connection: connection, organisation: node.organisation.number).pairs(of: $0.person) }
        }
        #expect(all.map { [$0.first, $0.second] } == followed.map { [$0.first, $0.second] })
    }

    @Test("Two people of whom it is said how they stand to each other are two, also with one telephone")
    func brothers() throws {
        let world = try WebWorld()
        let first = try add(world, "Rajan Thapa", phone: "+9779812345678", ["sex": "male"])
        let second = try add(world, "Rajan Thapa Magar", phone: "+9779812345678", ["sex": "male"])
        #expect(try pairs(world, first.person).count == 1)
        try saving.save(world.places[0].node, "relation", ["role": "sibling-of"], links: ["from": second.person, "to": first.person])
        #expect(try pairs(world, first.person) == [])
    }

    @Test("Workers of one case with the telephone of whoever speaks for them are not suggested; one of them registered twice is")
    func oneTelephone() throws {
        let world = try WebWorld()
        let phone = "+9779812345678"
        let people = try [("Suraj Khadka", "1990-02-03"), ("Ramesh Khadka", "1984-11-20"), ("Prem Pariyar", "1979-06-09")].map { try add(world, $0.0, born: $0.1, phone: phone) }
        for other in people.dropFirst() { try saving.save(world.places[0].node, "relation", ["role": "worker"], links: ["from": other.person, "to": people[0].caseRecord]) }
        for one in people { #expect(try pairs(world, one.person) == []) }
        let again = try add(world, "Suraj Khadka", born: "1990-02-03", phone: phone)
        try saving.save(world.places[0].node, "relation", ["role": "worker"], links: ["from": again.person, "to": people[0].caseRecord])
        #expect(try pairs(world, again.person).map { [$0.first, $0.second] } == [[people[0].person, again.person].sorted()])
    }

    @Test("A telephone of people of other names weighs less than a document, and other documents speak against")
    func numbersOfTwo() {
        func profile(_ name: String, _ numbers: [String]) -> TraceProfile {
            var profile = TraceProfile(record: RecordIdentifier.random(), kind: .person)
            (profile.names, profile.numbers) = ([name], numbers)
            return profile
        }
        func bits(_ one: TraceProfile, _ other: TraceProfile) -> Double { TraceComparison(one, other).evidence.first { $0.kind == .number }?.bits ?? 0 }
        let phone = "+9779812345678"
        let rafiq = profile("Mohammad Rafiq", [phone, "EB1234567"])
        #expect(bits(rafiq, profile("Md. Rafique", [phone])) > 12)
        #expect(bits(rafiq, profile("Sunita Gurung", [phone])) <= 8)
        #expect(bits(rafiq, profile("Sunita Gurung", [phone, "PA7654321"])) <= 2)
        #expect(bits(rafiq, profile("Sunita Gurung", ["+9779800000000", "PA7654321"])) < 0)
        #expect(bits(rafiq, profile("Sunita Gurung", ["EB1234567"])) > 12)
        #expect(bits(rafiq, profile("Sunita Gurung", ["PA7654321"])) == 0)
    }

    @Test("A pair is listed only for whoever may open a case of both, and answers to others like what is not there", arguments: Backend.available)
    func gate(_ backend: Backend) async throws {
        let world = try WebWorld(backend)
        let mine = try add(world, "Bishnu Qwertam", born: "1990-04-03")
        let closed = try add(world, "Bishnu Quertam", born: "1990-04-03", assigned: [.legal])
        #expect(try pairs(world, mine.person).count == 1)
        let path = path(mine.person, closed.person)
        for (role, opens) in [(Role.caseworker, false), (.legal, false), (.supervisor, true)] {
            let browser = await world.browser(role, of: 0)
            let list = await browser.get("/duplicates")
            #expect(list.status == 200)
            #expect(list.text.contains(path) == opens, "\(role)")
            #expect(list.text.contains("Pairs: \(opens ? 1 : 0)"), "\(role)")
            #expect(list.text.contains("Quertam") == opens, "\(role)")
            #expect(await browser.get(path).status == (opens ? 200 : 404), "\(role)")
            if !opens {
                #expect(await browser.post(path, [("verdict", "same")]).status == 404, "\(role)")
                #expect(await browser.post("\(path)/undo", []).status == 404, "\(role)")
            }
        }
        for role in [Role.analyst, .administrator, .custodian, .coordinator, .partner] {
            #expect(await world.browser(role, of: 0).get("/duplicates").status == 403, "\(role)")
        }
        #expect(await world.browser(.supervisor, of: 1).get(path).status == 404)
        // Where to see identity needs somebody's authorisation, nothing is listed nor counted without it.
        try OrganisationSettings(identityNeedsAuthorisation: true).write(to: world.places[0].node, by: "test")
        let supervisor = await world.browser(.supervisor, of: 0)
        let list = await supervisor.get("/duplicates").text
        #expect(!list.contains(path) && list.contains("Pairs: 0"))
        #expect(await supervisor.get(path).status == 404)
    }

    @Test("A decision is an entry, merges nothing, leads to the cases, is not suggested again, and can be taken back", arguments: Backend.available)
    func decision(_ backend: Backend) async throws {
        let world = try WebWorld(backend)
        let node = world.places[0].node
        let early = try add(world, "Gita Limbu", born: "1991-05-06")
        let late = try add(world, "Geeta Limbu", born: "1991-05-06")
        #expect(try pairs(world, early.person).map(\.verdict) == [nil])
        let browser = await world.browser(.caseworker, of: 0)
        let path = path(early.person, late.person)
        #expect(await browser.get("/duplicates").text.contains(path))
        let page = await browser.get(path).text
        #expect(page.contains("Geeta Limbu") && page.contains("/cases/\(early.caseRecord)") && page.contains("/cases/\(late.caseRecord)"))
        #expect(!page.contains("related/new"))
        #expect(await browser.isRefused(path, []))
        let before = try world.world.count("record_state")
        #expect(await browser.post(path, [("verdict", "same"), ("reason", "She says so.")]).location == path)
        #expect(try world.world.count("record_state") == before + 1, "only the judgement")
        #expect(!(await browser.get("/duplicates").text.contains(path)))
        #expect(await browser.get("/duplicates?shown=same").text.contains(path))
        let decided = await browser.get(path).text
        #expect(decided.contains("She says so.") && decided.contains("Learned from 1 decisions"))
        let tie = "/cases/\(late.caseRecord)/related/new?role=duplicate-of&other=\(early.caseRecord)"
        #expect(decided.contains(tie.replacing("&", with: "&amp;")))
        let form = await browser.get(tie).text
        #expect(form.contains(early.caseRecord) && form.contains("value=\"duplicate-of\" selected"))
        try saving.save(node, "relation", ["role": "duplicate-of"], links: ["from": late.caseRecord, "to": early.caseRecord])
        #expect(!(await browser.get(path).text.contains("related/new")))
        #expect(await browser.post("\(path)/undo", []).status == 303)
        #expect(try pairs(world, early.person).map(\.verdict) == [nil])
        #expect(await browser.get("/duplicates").text.contains(path))
        // Not the same: never suggested again, also when one of them changes.
        #expect(await browser.post(path, [("verdict", "not-same")]).location == "/duplicates")
        try saving.save(node, "person", ["home-place": "Taplejung"], record: late.person)
        #expect(try pairs(world, late.person).map(\.verdict) == [.notSame])
        #expect(!(await browser.get("/duplicates").text.contains(path)))
        #expect(await browser.get("/search").text.contains("Pairs:") == false, "nothing waits")
        let history = await browser.get(path).text
        #expect(history.components(separatedBy: "Colleague caseworker 0").count > 3 && history.contains("The decision was taken back."))
        let judgement = try #require(try node.database.read { try Judgements(node: node).latest(late.person, early.person, $0) })
        let entries = try node.database.read { try RecordRows(connection: $0, organisation: node.organisation.number).entries(of: judgement.record) }
        #expect(entries.count >= 3 && entries.allSatisfy { $0.entry.author == world.places[0].accounts[.caseworker]?.identifier })
        #expect(try NodeMaintenance(node).verify().firstFault == nil)
    }

    @Test("Whoever was judged to be another person is not hinted at before registering")
    func hints() async throws {
        let world = try WebWorld()
        let known = try add(world, "Sita Tamang", phone: "+9779812345678")
        let other = try add(world, "Seeta Tamang", phone: "+9779800000001")
        _ = try pairs(world, known.person)
        let browser = await world.browser(.caseworker, of: 0)
        let asked = await browser.register("Sita Tamang", phone: "+9779812345678")
        let hinted = await browser.get(asked.location ?? "").text
        #expect(hinted.contains("/cases/\(known.caseRecord)") && hinted.contains("/cases/\(other.caseRecord)"))
        #expect(await browser.post(path(known.person, other.person), [("verdict", "not-same")]).status == 303)
        let again = await browser.get(await browser.register("Sita Tamang", phone: "+9779812345678").location ?? "").text
        #expect(again.contains("/cases/\(known.caseRecord)") && !again.contains("/cases/\(other.caseRecord)"))
    }

    @Test("Decisions among people teach their threshold, and not that of notices")
    func threshold() throws {
        let world = try WebWorld()
        let (node, services) = (world.places[0].node, world.pipeline.services)
        let people = try (0..<8).map { try add(world, "Person Number\($0)") }
        _ = try pairs(world, people[0].person)
        let book = services.duplicates.book(of: node)
        func threshold() throws -> TraceThreshold { try node.database.read { try book.threshold(services.search, $0) } }
        let before = try threshold()
        #expect(before.decisionCount == 0 && before.shownWeight < before.basis.start)
        for (number, person) in people.dropFirst().enumerated() {
            try Judgements(node: node).decide(
                .notSame, on: people[0].person, person.person, kind: "person", weight: before.basis.start + Double(number % 3), reason: nil, by: "test")
        }
        _ = try pairs(world, people[0].person)
        let after = try threshold()
        #expect(after.decisionCount == 7)
        #expect(after.shownWeight > before.shownWeight + 1 && after.probability(before.basis.start) < before.probability(before.basis.start))
        #expect(try node.database.read { try services.tracing.book(of: node).threshold($0).decisionCount } == 0)
    }

    @Test("The more people there are, the more evidence it takes")
    func basis() {
        let (few, many) = (DuplicateFinder.basis(people: 100), DuplicateFinder.basis(people: 100_000))
        #expect(few.start == TraceThreshold.start && many.start > few.start + 5)
        #expect(TraceThreshold([], many).shownWeight > many.least)
    }

    @Test("Erased people leave no pair behind, nor what was decided about them", arguments: Backend.available)
    func erasure(_ backend: Backend) async throws {
        let world = try WebWorld(backend)
        let node = world.places[0].node
        let gone = try add(world, "Zyrita Qxlimbu", born: "1991-05-06")
        let stays = try add(world, "Zyreeta Qxlimbu", born: "1991-05-06")
        #expect(try pairs(world, gone.person).count == 1)
        let browser = await world.browser(.caseworker, of: 0)
        #expect(await browser.post(path(gone.person, stays.person), [("verdict", "same"), ("reason", "Zyrita told us.")]).status == 303)
        #expect(try pairs(world, gone.person).map(\.verdict) == [.same])
        let judgement = try #require(try node.database.read { try Judgements(node: node).latest(gone.person, stays.person, $0) }).record
        let outcome = try Erasure(node).erase(gone.caseRecord, reason: "asked for")
        #expect(outcome.erased.contains(gone.person) && outcome.erased.contains(judgement) && !outcome.erased.contains(stays.person))
        #expect(try world.world.count("duplicate_pair") == 0, "in the same transaction")
        #expect(try pairs(world, stays.person) == [])
        #expect(await browser.get(path(gone.person, stays.person)).status == 404)
        #expect(try NodeMaintenance(node).verify().firstFault == nil)
    }

    @Test("A page goes on after the last pair of the one before, whatever was decided meanwhile")
    func paging() async throws {
        let world = try WebWorld()
        for number in 0..<30 {
            try add(world, "Asha Qx\(number)ari", born: "19\(50 + number)-02-03")
            try add(world, "Asha Qx\(number)ari", born: "19\(50 + number)-02-03")
        }
        _ = try pairs(world, world.places[0].personRecord)
        let browser = await world.browser(.caseworker, of: 0)
        func listed(_ page: String) -> [String] { page.matches(of: #/href="(\/duplicates\/[^"?]+)"/#).map { String($0.output.1) } }
        var (address, seen): (String?, [String]) = ("/duplicates", [])
        var count = 0
        while let next = address, count < 10 {
            let page = await browser.get(next).text
            seen += listed(page)
            address = page.firstMatch(of: #/href="(\/duplicates\?shown=undecided&amp;after=[^"]+)"/#).map { String($0.output.1).replacing("&amp;", with: "&") }
            count += 1
            if count == 1, let first = seen.first { #expect(await browser.post(first, [("verdict", "not-same")]).status == 303) }
        }
        #expect(count > 1 && Set(seen).count == seen.count)
        #expect(seen.count >= 30)
    }
}
