import Dictionary
import Foundation
import Journal
import Storage
import Testing

@testable import App

/// The page of the list: filters, saved views, several cases at once.
@Suite("The list of cases on the web", .serialized)
struct CaseListTests {
    /// Cases of the first organisation with a name each, all assigned to its caseworker unless said otherwise.
    private func addCases(_ world: WebWorld, _ cases: [(name: String, facts: [String: String], assigned: [Role])]) throws -> [String] {
        let place = world.places[0]
        return try cases.map { item in
            let record = RecordIdentifier.random()
            let person = RecordIdentifier.random()
            try place.node.change(by: "test") { transaction in
                var answers: [String: Answer?] = item.facts.mapValues { Answer(.code($0)) }
                let links = try item.assigned.compactMap { place.accounts[$0]?.identifier }.map { try FieldValue(link: $0) }
                if !links.isEmpty { answers["assigned-to"] = Answer(try FieldValue(list: links, type: .link)) }
                try transaction.save(RecordChange(record: record, kind: "case", answers: answers))
                try transaction.save(RecordChange(record: person, kind: "person", answers: ["names": try .name(item.name)]))
                try transaction.save(
                    RecordChange(
                        record: RecordIdentifier.random(), kind: "relation",
                        answers: ["from": .link(person), "to": .link(record), "role": .code("worker")]))
            }
            return record
        }
    }

    @Test("Of two answers on who may open a case the one that protects counts: on its page, in the list, the search, the day view and among claims")
    func disputedConfidentiality() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        func save(_ answers: [String: Answer?], kind: String = "case", record: String = place.caseRecord) throws {
            try place.node.change(by: "test") { _ = try $0.save(RecordChange(record: record, kind: kind, answers: answers)) }
        }
        try save(["next-step-date": Answer(.date(try PartialDate(edtf: "2020-01-01")))])
        try save(["case": .link(place.caseRecord), "head": .code("unpaid-wages"), "stage": .code("filed")], kind: "claim", record: RecordIdentifier.random())
        let services = world.pipeline.services
        let supervisor = await world.browser(.supervisor, of: 0)
        func seen() async throws -> [Bool] {
            try services.search.prepare(place.node)
            try services.due.prepare()
            var pages = [
                await supervisor.get("/cases/\(place.caseRecord)").text, await supervisor.get("/cases").text,
                await supervisor.post("/search", [("q", place.workerName)]).text, await supervisor.get("/today?who=all").text,
                await supervisor.get("/claims").text,
            ]
            // What was looked for stands in the field again.
            pages[2] = pages[2].replacing("value=\"\(place.workerName)\"", with: "")
            return pages.map { $0.contains(place.workerName) }
        }
        #expect(try await seen() == [true, true, true, true, true])
        try save(["confidential": .code("yes")])
        #expect(try await seen() == [false, false, false, false, false])
        try world.world.appendConcurrent(record: place.caseRecord, kind: "case", field: "confidential", code: "no")
        let state = try place.node.database.read {
            try RecordRows(connection: $0, organisation: place.node.organisation.number).state(of: place.caseRecord)
        }
        #expect(state?.hasClash == true && state.flatMap { CaseFacts.openText($0, "confidential") } == "no")
        #expect(try await seen() == [false, false, false, false, false])
    }

    @Test("Filters, orders and counts, for what the person may open", arguments: Backend.available)
    func filters(_ backend: Backend) async throws {
        let world = try WebWorld(backend)
        _ = try addCases(
            world,
            [
                ("Aaqxone", ["status": "active", "destination-country": "MY", "priority": "low"], [.caseworker]),
                ("Aaqxtwo", ["status": "closed", "destination-country": "MY", "priority": "urgent"], [.caseworker]),
                ("Aaqxthree", ["status": "active", "destination-country": "QA", "confidential": "yes"], [.legal]),
                ("Aaqxfour", ["status": "active", "destination-country": "QA"], []),
            ])
        let supervisor = await world.browser(.supervisor, of: 0)
        let caseworker = await world.browser(.caseworker, of: 0)
        let all = await supervisor.get("/cases")
        #expect(names(all.text) == ["Aaqxfour", "Aaqxtwo", "Aaqxone"])
        #expect(names(await supervisor.get("/cases?status=active").text) == ["Aaqxfour", "Aaqxone"])
        #expect(names(await supervisor.get("/cases?destination-country=MY&status=closed").text) == ["Aaqxtwo"])
        #expect(names(await supervisor.get("/cases?assigned=nobody").text) == ["Aaqxfour"])
        #expect(names(await supervisor.get("/cases?assigned=\(world.places[0].accounts[.caseworker]?.identifier ?? "")").text) == ["Aaqxtwo", "Aaqxone"])
        #expect(names(await supervisor.get("/cases?order=priority").text) == ["Aaqxtwo", "Aaqxone", "Aaqxfour"])
        #expect(names(await supervisor.get("/cases?since=2099-01-01").text) == [])
        #expect(names(await supervisor.get("/cases?since=2001-01-01").text).count == 3)
        // The case of the first contact is an intake, which is a kind of active.
        #expect(await supervisor.get("/cases?status=active").text.contains(world.places[0].workerName))
        #expect(await supervisor.get("/cases?since=yesterday").text.contains("2026-04-03"), "what is wrong is said, with an example")
        #expect(names(await caseworker.get("/cases").text) == ["Aaqxtwo", "Aaqxone"])
        #expect(names(await caseworker.get("/cases?assigned=nobody").text) == [])
        // What colleagues' cases say is not among the choices either: a code that only they have is not offered.
        let legal = await world.browser(.legal, of: 0)
        #expect(names(await legal.get("/cases").text) == ["Aaqxthree"])
        #expect(!(await legal.get("/cases").text.contains("value=\"MY\"")))
    }

    private func names(_ page: String) -> [String] { page.matches(of: /dir="auto">(Aaqx[a-z]+)<\/a>/).map { String($0.output.1) } }

    @Test("A list in pages shows every case once")
    func paging() async throws {
        let world = try WebWorld()
        let names = (0..<60).map { number in "Aaqx" + String(repeating: "b", count: number / 26 + 1) + String(UnicodeScalar(UInt8(97 + number % 26))) }
        _ = try addCases(world, names.map { ($0, ["status": "active"], [.caseworker]) })
        let browser = await world.browser(.caseworker, of: 0)
        for order in ["newest", "changed", "priority"] {
            var seen: [String] = []
            var path: String? = "/cases?order=\(order)"
            while let next = path {
                let page = await browser.get(next).text
                seen += self.names(page)
                path = page.firstMatch(of: /href="(\/cases\?[^"]*after=[^"]*)"/).map { String($0.output.1).replacing("&amp;", with: "&") }
            }
            #expect(seen.sorted() == names.sorted() && Set(seen).count == 60, "\(order)")
        }
    }

    @Test("Saved views are one's own unless shared, sealed on disk, and end with whoever may end them")
    func views() async throws {
        let world = try WebWorld()
        let caseworker = await world.browser(.caseworker, of: 0)
        let supervisor = await world.browser(.supervisor, of: 0)
        let other = await world.browser(.supervisor, of: 1)
        _ = try addCases(world, [("Aaqxone", ["status": "closed"], [.caseworker])])
        #expect(
            await caseworker.post("/cases/views", [("list", "status=closed&order=changed&evil=<b>&q=Sita"), ("name", "My closed zzq")]).location
                == "/cases?status=closed&order=changed")
        #expect(await caseworker.post("/cases/views", [("list", "status=active"), ("name", "For all zzq"), ("shared", "yes")]).status == 303)
        let mine = await caseworker.get("/cases").text
        #expect(mine.contains("My closed zzq") && mine.contains("For all zzq") && mine.contains("/cases?status=closed&amp;order=changed"))
        let theirs = await supervisor.get("/cases").text
        #expect(!theirs.contains("My closed zzq") && theirs.contains("For all zzq"))
        #expect(!(await other.get("/cases").text.contains("zzq")))
        #expect(await caseworker.post("/cases/views", [("list", ""), ("name", " ")]).status == 422)
        let stored = try world.places[0].node.database.read { try $0.all("SELECT content FROM list_view") { $0.blob(0) } }
        #expect(stored.count == 2 && !stored.contains { String(decoding: $0, as: UTF8.self).contains("zzq") })
        let identifiers = mine.matches(of: /views\/([0-9A-Z]{16})\/remove/).map { String($0.output.1) }
        #expect(identifiers.count == 2)
        for identifier in identifiers { #expect(await other.post("/cases/views/\(identifier)/remove", []).status == 404) }
        let statuses = [
            await supervisor.post("/cases/views/\(identifiers[0])/remove", []).status,
            await supervisor.post("/cases/views/\(identifiers[1])/remove", []).status,
        ]
        #expect(statuses == [404, 303], "a supervisor removes what is shared and cannot tell that the other is there")
        // Views outlive a change of the wrapping key.
        _ = try KeyAdministration(world.places[0].node).rotateWrappingKey()
        #expect(try world.places[0].node.database.read { try $0.all("SELECT count(*) FROM list_view") { $0.integer(0) } } == [1])
    }

    @Test("Several cases are changed together after a page that shows them, and only those that may be opened")
    func chosen() async throws {
        let world = try WebWorld()
        let records = try addCases(
            world,
            [
                ("Aaqxone", ["status": "active"], [.caseworker]), ("Aaqxtwo", ["status": "active"], [.caseworker]),
                ("Aaqxthree", ["status": "active", "confidential": "yes"], [.legal]),
            ])
        let (supervisor, caseworker) = (await world.browser(.supervisor, of: 0), await world.browser(.caseworker, of: 0))
        let accounts = world.places[0].accounts
        let legal = accounts[.legal]?.identifier ?? ""
        let asked = await supervisor.post("/cases/chosen", records.map { ("case", $0) })
        #expect(asked.status == 200 && names(asked.text) == ["Aaqxone", "Aaqxtwo"], "what may not be opened is not shown")
        #expect(!asked.text.contains(records[2]))
        #expect(await supervisor.post("/cases/chosen", [("case", records[2])]).location == "/cases?none=1")
        #expect(await supervisor.post("/cases/chosen/change", records.prefix(2).map { ("case", $0) }).status == 422, "nothing to do is said")
        #expect(await supervisor.post("/cases/chosen/change", [("case", records[0]), ("case", records[2]), ("priority", "urgent")]).status == 404)
        #expect(try priority(records[0], world) == nil, "all or none")
        let done = await supervisor.post(
            "/cases/chosen/change",
            [("case", records[0]), ("case", records[1]), ("priority", "urgent"), ("account", legal), ("mode", "add"), ("list", "status=active")])
        #expect(done.location == "/cases?status=active&changed=2")
        #expect(try priority(records[0], world) == "urgent" && priority(records[1], world) == "urgent")
        #expect(try assigned(records[0], world) == [legal, accounts[.caseworker]?.identifier ?? ""].sorted())
        #expect(await supervisor.post("/cases/chosen/change", [("case", records[0]), ("account", legal), ("mode", "replace")]).status == 303)
        #expect(try assigned(records[0], world) == [legal])
        // A caseworker sets a status, and assigns nobody; a case is not closed without a reason.
        #expect(await caseworker.post("/cases/chosen/change", [("case", records[1]), ("status", "on-hold")]).status == 303)
        #expect(await caseworker.post("/cases/chosen/change", [("case", records[1]), ("account", legal)]).status == 403)
        #expect(await caseworker.post("/cases/chosen/change", [("case", records[0]), ("status", "on-hold")]).status == 404, "no longer theirs")
        #expect(await caseworker.post("/cases/chosen/change", [("case", records[1]), ("status", "closed")]).status == 400)
        let stranger = world.places[1].accounts[.legal]?.identifier ?? ""
        #expect(await supervisor.post("/cases/chosen/change", [("case", records[1]), ("account", stranger)]).status == 400)
        // All that fit the list.
        let everything = await supervisor.post("/cases/chosen", [("all", "yes"), ("list", "status=active")])
        #expect(names(everything.text).count == 2 && everything.text.contains(world.places[0].workerName))
        #expect(try NodeMaintenance(world.places[0].node).verify().firstFault == nil)
    }

    private func priority(_ record: String, _ world: WebWorld) throws -> String? {
        let node = world.places[0].node
        return try node.database.read { try RecordRows(connection: $0, organisation: node.organisation.number).state(of: record) }.flatMap {
            CaseFacts.openText($0, "priority")
        }
    }

    private func assigned(_ record: String, _ world: WebWorld) throws -> [String] {
        let node = world.places[0].node
        return try node.database.read { try RecordRows(connection: $0, organisation: node.organisation.number).targets(of: record, field: "assigned-to") }
    }
}
