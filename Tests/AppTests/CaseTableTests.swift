import Dictionary
import Foundation
import Journal
import Storage
import TestSupport
import Testing

@testable import App

/// The list in memory against the plainest way to say the same: go through all cases, keep those that fit, sort them.
@Suite("Lists of cases in memory")
struct CaseTableTests {
    private static let countries = ["NP", "ID", "PH"]
    private static let destinations = ["QA", "MY", "AE", "SA"]
    private static let statuses = ["intake", "active", "closed"]
    private static let priorities: [String?] = ["urgent", "normal", "low", "unknown", nil]
    private static let accounts = ["AAAA", "BBBB", "CCCC"]

    private struct Plain {
        var row: CaseListRow
        var facts: [String: String]

        func mayBeOpened(_ rule: CaseRule) -> Bool {
            let readers: Set<Role> = [.caseworker, .legal, .supervisor, .partner]
            if row.assigned.contains(rule.account) { return !rule.roles.isDisjoint(with: readers) }
            return rule.roles.contains(.supervisor) && facts["case.confidential"] != "yes"
        }

        func fits(_ query: CaseQuery) -> Bool {
            for (field, codes) in query.facts where !codes.contains(facts[field] ?? "-") { return false }
            switch query.assigned {
            case .account(let account)?: if !row.assigned.contains(account) { return false }
            case .nobody?: if !row.assigned.isEmpty { return false }
            case nil: break
            }
            if query.onlyClashes && !row.hasClash { return false }
            if let moment = query.openedSince, (Timestamp(row.created)?.milliseconds ?? 0) < moment { return false }
            return true
        }

        func key(_ order: CaseQuery.Order, _ priorities: [String]) -> (Int, String, String) {
            switch order {
            case .newest: (0, row.created, row.record)
            case .changed: (0, row.changed, row.record)
            case .priority: (facts["case.priority"].flatMap { priorities.firstIndex(of: $0) } ?? 1000, row.created, row.record)
            }
        }
    }

    @Test(
        "Random cases, changes, questions and roles: the same cases in the same order, page by page, with the same counts",
        arguments: [UInt64(1), 2, 3, 4, 5, 6])
    func againstBruteForce(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let dictionary = try DataDictionary.standard()
        let priorities = try #require(dictionary.vocabulary("priority")).terms.map(\.code)
        var plain: [String: Plain] = [:]
        var table = CaseTable(CaseListFields(dictionary))
        for number in 0..<150 {
            let made = random(String(format: "R%04d", number), &generator)
            plain[made.row.record] = made
        }
        let first = plain.values.map(\.row)
        table.fill { take in for row in first { take(row) } }
        for round in 0..<30 {
            for _ in 0..<5 { change(&plain, &table, &generator) }
            for _ in 0..<10 {
                let query = randomQuery(&generator)
                let rule = CaseRule(
                    account: Self.accounts.randomElement(using: &generator) ?? "", roles: [Role.allCases.randomElement(using: &generator) ?? .caseworker])
                let visible = plain.values.filter { $0.mayBeOpened(rule) }
                let expected = visible.filter { $0.fits(query) }.sorted { left, right in
                    let (a, b) = (left.key(query.order, priorities), right.key(query.order, priorities))
                    return a.0 != b.0 ? a.0 < b.0 : (a.1, a.2) > (b.1, b.2)
                }.map(\.row.record)
                var found: [String] = []
                var cursor: CaseCursor?
                let limit = Int.random(in: 1...40, using: &generator)
                repeat {
                    let page = table.page(query, rule, after: cursor, limit: limit)
                    #expect(page.total == expected.count && page.visible == visible.count)
                    found += page.records
                    // The cursor survives being written into an address.
                    cursor = page.next.flatMap { CaseCursor($0.text) }
                } while cursor != nil
                #expect(found == expected, "seed \(seed), round \(round), \(query), \(rule)")
            }
        }
    }

    @Test("Options of filters count only cases that may be opened")
    func options() throws {
        var generator = SeededGenerator(seed: 77)
        var table = CaseTable(CaseListFields(try .standard()))
        let all = (0..<200).map { random(String(format: "R%04d", $0), &generator) }
        table.fill { take in for item in all { take(item.row) } }
        for rule in [
            CaseRule(account: "AAAA", roles: [.caseworker]), CaseRule(account: "AAAA", roles: [.supervisor]), CaseRule(account: "ZZZZ", roles: [.caseworker]),
        ] {
            let visible = all.filter { $0.mayBeOpened(rule) }
            for field in ["case.status", "case.destination-country", "case.priority"] {
                let expected = Dictionary(grouping: visible.compactMap { $0.facts[field] }, by: { $0 }).mapValues(\.count)
                #expect(table.occurring(rule)[field] ?? [:] == expected)
            }
        }
    }

    private func random(_ record: String, _ generator: inout SeededGenerator) -> Plain {
        var facts = [
            "case.status": Self.statuses.randomElement(using: &generator) ?? "", "case.origin-country": Self.countries.randomElement(using: &generator) ?? "",
        ]
        facts["case.destination-country"] = Self.destinations.randomElement(using: &generator)
        facts["case.priority"] = Self.priorities.randomElement(using: &generator) ?? nil
        if Int.random(in: 0..<8, using: &generator) == 0 { facts["case.confidential"] = "yes" }
        // Few moments, so that many are equal and the identifier decides.
        func moment() -> String {
            Timestamp(milliseconds: UInt64.random(in: 1000...1020, using: &generator), counter: UInt16.random(in: 0...1, using: &generator), device: .init(7))
                .description
        }
        let row = CaseListRow(
            organisation: 1, record: record, created: moment(), changed: moment(), hasClash: Int.random(in: 0..<6, using: &generator) == 0, isErased: false,
            assigned: Self.accounts.filter { _ in Int.random(in: 0..<3, using: &generator) == 0 }, workers: [],
            facts: FactTerms.packed(facts.map { FactTerms.number(fact: $0.key, value: $0.value) }))
        return Plain(row: row, facts: facts)
    }

    private func change(_ plain: inout [String: Plain], _ table: inout CaseTable, _ generator: inout SeededGenerator) {
        let record = String(format: "R%04d", Int.random(in: 0..<180, using: &generator))
        if Int.random(in: 0..<4, using: &generator) == 0 {
            plain[record] = nil
            table.remove(record)
        } else {
            let made = random(record, &generator)
            plain[record] = made
            table.update(made.row)
        }
    }

    private func randomQuery(_ generator: inout SeededGenerator) -> CaseQuery {
        var query = CaseQuery()
        if Bool.random(using: &generator) { query.facts["case.status"] = Set(Self.statuses.filter { _ in Bool.random(using: &generator) }) }
        if Bool.random(using: &generator) { query.facts["case.destination-country"] = Set(Self.destinations.prefix(Int.random(in: 1...4, using: &generator))) }
        if Int.random(in: 0..<3, using: &generator) == 0 { query.facts["case.priority"] = ["urgent", "unknown"] }
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: query.assigned = .account(Self.accounts.randomElement(using: &generator) ?? "")
        case 1: query.assigned = .nobody
        default: break
        }
        query.onlyClashes = Int.random(in: 0..<5, using: &generator) == 0
        if Int.random(in: 0..<3, using: &generator) == 0 { query.openedSince = UInt64.random(in: 998...1022, using: &generator) }
        query.order = CaseQuery.Order.allCases.randomElement(using: &generator) ?? .newest
        return query
    }

    @Test("What is kept in step with the journal is what a fresh start reads", arguments: [UInt64(1), 2, 3, 4], Backend.available)
    func inStep(_ seed: UInt64, _ backend: Backend) throws {
        guard backend == .sqlite || seed <= 2 else { return }
        let world = try World(backend)
        let organisations = OrganisationDirectory([world.node])
        let lists = CaseLists(organisations)
        let ties = CaseTieTables(organisations)
        var history = RandomHistory(world: world, seed: seed)
        let rule = CaseRule(account: "tester", roles: [.supervisor])
        for round in 0..<25 {
            try history.run(steps: 4)
            let fresh = CaseLists(organisations)
            for order in CaseQuery.Order.allCases {
                var query = CaseQuery()
                query.order = order
                let (kept, read) = try world.node.database.read { connection in
                    (
                        try lists.read(world.node, connection) { $0.page(query, rule, limit: 1000) },
                        try fresh.read(world.node, connection) { $0.page(query, rule, limit: 1000) }
                    )
                }
                #expect(kept.records == read.records && kept.total == read.total, "seed \(seed), round \(round)")
            }
            #expect(try Self.ties(in: ties, world) == Self.ties(in: CaseTieTables(organisations), world), "seed \(seed), round \(round)")
            let kept = try world.node.database.read { try lists.read(world.node, $0) { $0.occurring(rule) } }
            let read = try world.node.database.read { try fresh.read(world.node, $0) { $0.occurring(rule) } }
            #expect(kept == read)
        }
        let count = try world.rows("SELECT count(*) FROM record_state WHERE kind = 'case' AND retracted = 0") { Int($0.integer(0)) }[0]
        #expect(try world.node.database.read { try lists.read(world.node, $0) { $0.count } } == count)
        let (inMemory, recorded) = (try Self.ties(in: ties, world), try Self.relations(world))
        for tie in inMemory.symmetricDifference(recorded) { Issue.record("\(inMemory.contains(tie) ? "no more" : "missing"): \(tie)") }
        try Self.checkLookUp(world)
    }

    /// While the table is being read the database is asked: the same cases, in the same order.
    private static func checkLookUp(_ world: World) throws {
        let records = try world.rows("SELECT record FROM record_state") { $0.text(0) }
        try world.node.database.read { connection in
            let (table, lookUp) = (try CaseTies.filled(world.node, connection) { _ in }, CaseTieLookUp(world.node, connection))
            for record in records { #expect(try lookUp.ties(of: record) == table.ties(of: record)) }
        }
    }

    private static func ties(in tables: CaseTieTables, _ world: World) throws -> Set<[String]> {
        let records = try world.rows("SELECT record FROM record_state") { $0.text(0) }
        return try world.node.database.read { connection in
            try tables.read(world.node, connection) { ties in
                Set(records.flatMap { record in ties.ties(of: record).map { [record, $0.caseRecord, $0.role ?? ""] } })
            }
        }
    }

    /// What the relations themselves say.
    private static func relations(_ world: World) throws -> Set<[String]> {
        try world.node.database.read { connection in
            let rows = RecordRows(connection: connection, organisation: world.node.organisation.number)
            let records = try connection.all("SELECT record FROM record_state WHERE kind = 'relation' AND retracted = 0 AND erased = 0", []) { $0.text(0) }
            return try Set(
                records.compactMap { record in
                    guard let state = try rows.state(of: record), let from = CaseFacts.openText(state, "from"), let to = CaseFacts.openText(state, "to") else {
                        return nil
                    }
                    return [from, to, CaseFacts.openText(state, "role") ?? ""]
                })
        }
    }

    @Test("Of thousands of ties each stays with its own, also when many are taken out again")
    func manyTies() {
        var random = SeededGenerator(seed: 5)
        var ties = CaseTies(roles: ["worker", "employer"])
        var plain: [String: (from: String, to: String)] = [:]
        func name(_ letter: String, _ number: Int) -> String { letter + String(repeating: "0", count: 15 - String(number).utf8.count) + String(number) }
        for number in 0..<6_000 {
            let (relation, from, to) = (name("R", number), name("P", Int.random(in: 0..<400, using: &random)), name("C", number))
            ties.add(relation, from: from, to: to, role: "worker")
            plain[relation] = (from, to)
            guard number % 50 == 49 else { continue }
            let gone = Set(plain.keys.sorted().prefix(20))
            ties.remove(gone)
            for relation in gone { plain[relation] = nil }
        }
        for person in 0..<400 {
            let expected = plain.values.filter { $0.from == name("P", person) }.map(\.to).sorted().reversed()
            #expect(ties.ties(of: name("P", person)).map(\.caseRecord) == Array(expected))
        }
        #expect(ties.ties(of: "not an identifier").isEmpty)
    }

    @Test("A relation that moves from one case to another changes both")
    func movedRelation() throws {
        let world = try World()
        let (first, second) = (try world.saveCase(name: "Sita Tamang"), try world.saveCase(name: "Maya Rai"))
        try world.save("relation", ["to": .link(second.case)], record: first.relation)
        let workers = try world.rows("SELECT record, workers FROM case_list ORDER BY record") { ($0.text(0), $0.text(1)) }
        for (record, people) in workers {
            #expect(people.split(separator: " ").map(String.init) == (record == first.case ? [] : [first.person, second.person]))
        }
        let changed = try world.node.database.read { connection in
            try [first.case, second.case].map { try #require(try CaseListRow.find($0, organisation: world.node.organisation.number, in: connection)?.changed) }
        }
        #expect(changed[0] < changed[1], "the case that the worker left is dated by its own records, the other by the relation")
        #expect(try world.verify().faults.isEmpty)
    }
}
