import Dictionary
import Foundation
import Storage
import Synchronization
import Testing

@testable import App

/// The statements that pages and saves run must find their rows by an index, so that they stay as quick with 100,000 cases as with one.
@Suite("Query plans")
struct QueryPlanTests {
    @Test("Looking at, listing and saving records reads no table from end to end")
    func plans() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "corridor-plans-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let made = try NodeInitialisation(
            folder: folder, organisationName: "Plans", country: "NP", means: UnlockMeans(keyFile: folder.appending(path: "test.key"))
        ).run().node
        let planning = PlanningDatabase(made.database)
        let node = Node(
            folder: made.folder, configuration: made.configuration, database: planning, dictionary: made.dictionary, organisation: made.organisation,
            nodeKey: made.nodeKey, keys: made.keys, terms: made.terms, listFields: made.listFields, clock: made.clock, now: made.now)

        let person = RecordIdentifier.random()
        let record = RecordIdentifier.random()
        try node.change(by: "test") { transaction in
            try transaction.save(RecordChange(record: record, kind: "case", answers: [:]))
            try transaction.save(RecordChange(record: person, kind: "person", answers: ["names": text("Somebody", .name, transaction)]))
            try transaction.save(
                RecordChange(
                    record: RecordIdentifier.random(), kind: "relation",
                    answers: ["from": text(person, .link, transaction), "to": text(record, .link, transaction), "role": text("worker", .code, transaction)]))
        }
        #expect(try CaseList(node).cases(where: [], limit: 20).total == 1)
        let report = try RecordViewing(node, reader: .keyHolder).report(on: record, withHistory: true)
        #expect(report.linked.count == 2 && report.history.count == 1)
        _ = try Erasure(node).erase(record, reason: "A test")

        let scans = planning.plans.withLock { $0 }.filter { plan in
            plan.steps.contains { $0.hasPrefix("SCAN") && !$0.contains("fact_term") && !$0.contains("CONSTANT ROW") }
        }
        for scan in scans { Issue.record("\(scan.sql)\n\(scan.steps.joined(separator: "\n"))") }
        let asked = planning.plans.withLock { Set($0.map(\.sql)) }
        #expect(asked.count > 15, "The statements were seen")
    }

    private enum Shape { case name, link, code }

    private func text(_ text: String, _ shape: Shape, _ transaction: RecordTransaction) throws -> Answer {
        let field =
            switch shape {
            case .name: transaction.node.dictionary.field("person", "names")
            case .link: transaction.node.dictionary.field("relation", "from")
            case .code: transaction.node.dictionary.field("relation", "role")
            }
        return Answer(try #require(field).parse(text, in: transaction.node.dictionary))
    }
}

/// A database that notes how SQLite goes about each statement before it runs it.
private final class PlanningDatabase: Storage.Database {
    struct Plan {
        var sql: String
        var steps: [String]
    }

    let plans = Mutex<[Plan]>([])
    private let database: any Storage.Database

    init(_ database: any Storage.Database) {
        self.database = database
    }

    var dialect: Dialect { database.dialect }

    func read<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        try database.read { try body(PlanningConnection($0, self)) }
    }

    func write<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        try database.write { try body(PlanningConnection($0, self)) }
    }

    func purgeDeletedContent() throws { try database.purgeDeletedContent() }
    func sizeOnDisk() throws -> Int64 { try database.sizeOnDisk() }
    func close() throws { try database.close() }
}

private final class PlanningConnection: Connection {
    private let connection: any Connection
    private let database: PlanningDatabase

    init(_ connection: any Connection, _ database: PlanningDatabase) {
        self.connection = connection
        self.database = database
    }

    var dialect: Dialect { connection.dialect }

    func execute(_ sql: String, _ arguments: [Value]) throws -> Int {
        try explain(sql, arguments)
        return try connection.execute(sql, arguments)
    }

    func forEach(_ sql: String, _ arguments: [Value], _ body: (Row) throws -> Void) throws {
        try explain(sql, arguments)
        try connection.forEach(sql, arguments, body)
    }

    private func explain(_ sql: String, _ arguments: [Value]) throws {
        // The fourth column says what is done: https://www.sqlite.org/eqp.html
        let steps = try connection.all("EXPLAIN QUERY PLAN " + sql, arguments) { $0.text(3) }
        database.plans.withLock { $0.append(.init(sql: sql, steps: steps)) }
    }
}
