import Dictionary
import Foundation
import Journal
import Storage
import Synchronization

/// Two organisations with a node and a database each, made once and taken as the beginning of every schedule: they have compared their keys, and have cases whose workers
/// agree to sharing.
public final class RehearsedPlace {
    static let account = "rehearsal"
    private static let caseCount = 4
    /// The first day of February 2026.
    static let start: UInt64 = 1_769_904_000_000

    let folder: URL
    /// Of SQLite a copy is made for each schedule; of PostgreSQL all schedules go on in the same two schemas.
    let isCopied: Bool
    private let schemas: [(server: String, name: String)]
    let clocks = [RehearsedClock(), RehearsedClock()]
    /// As they are before any schedule.
    let nodes: [Node]
    /// Of each side.
    let cases: [[String]]

    /// - Parameters:
    ///   - folder: an empty folder for everything.
    ///   - server: the address of a PostgreSQL database in which two schemas of their own are made; nil for SQLite files.
    public init(in folder: URL, server: String? = nil) throws {
        self.folder = folder
        isCopied = server == nil
        let schemas = try server.map { server in try (0...1).map { _ in (server: server, name: try Self.makeSchema(on: server)) } } ?? []
        self.schemas = schemas
        var nodes: [Node] = []
        for side in 0...1 {
            let data = folder.appending(path: "\(side)")
            let means = UnlockMeans(keyFile: folder.appending(path: "\(side).key"))
            let database = schemas.isEmpty ? nil : Self.address(schemas[side])
            _ = try NodeInitialisation(
                folder: data, organisationName: side == 0 ? "First Helpline" : "Second Desk", country: side == 0 ? "QA" : "NP", database: database, means: means
            ).run()
            let clock = clocks[side]
            nodes.append(try Node.open(data, unlock: means) { clock.now })
        }
        try Partners.verifyEachOther(nodes[0], nodes[1])
        self.nodes = nodes
        cases = try nodes.map { node in try (0..<Self.caseCount).map { try Self.makeCase(number: $0, node) } }
        // What was written lies in the file itself, so that a copy of it is whole.
        if isCopied { for node in nodes { try node.close() } }
    }

    deinit {
        if !isCopied { for node in nodes { try? node.close() } }
        for schema in schemas { _ = try? PostgresDatabase(address: schema.server).write { try $0.execute("DROP SCHEMA \(schema.name) CASCADE") } }
    }

    private static func makeSchema(on server: String) throws -> String {
        let name = "rehearsal" + UUID().uuidString.replacing("-", with: "").lowercased()
        try PostgresDatabase(address: server).write { _ = try $0.execute("CREATE SCHEMA \(name)") }
        return name
    }

    private static func address(_ schema: (server: String, name: String)) -> String {
        schema.server + (schema.server.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(schema.name)"
    }

    func database(_ side: Int, file: URL) throws -> any Database {
        if isCopied { return try SQLiteDatabase(path: file.path, readers: 1) }
        return try PostgresDatabase(address: Self.address(schemas[side]))
    }

    /// Where the database of a side lies before any schedule.
    func file(_ side: Int) -> URL { folder.appending(path: "\(side)/\(Node.databaseFileName)") }

    /// A worker who agrees to sharing across borders; every text is one that is nowhere else.
    private static func makeCase(number: Int, _ node: Node) throws -> String {
        let (caseRecord, person) = (RecordIdentifier.random(), RecordIdentifier.random())
        try node.change(by: account) { transaction in
            func save(_ record: String, _ kind: String, _ answers: [String: Answer?]) throws {
                try transaction.save(RecordChange(record: record, kind: kind, answers: answers))
            }
            let name = try PersonName(full: "Worker \(RecordIdentifier.random())")
            try save(
                caseRecord, "case",
                [
                    "sector": Answer(.code("domestic-work")), "destination-country": Answer(.code("QA")), "origin-country": Answer(.code("NP")),
                    "summary": Answer(try FieldValue(text: "Summary \(RecordIdentifier.random())")),
                ])
            try save(person, "person", ["names": Answer(try FieldValue(list: [.name(name)], type: .name)), "sex": Answer(.code("female"))])
            try save(
                RecordIdentifier.random(), "relation",
                ["from": Answer(try FieldValue(link: person)), "to": Answer(try FieldValue(link: caseRecord)), "role": Answer(.code("worker"))])
            try save(
                RecordIdentifier.random(), "violation",
                [
                    "case": Answer(try FieldValue(link: caseRecord)), "type": Answer(.code("non-payment")),
                    "description": Answer(try FieldValue(text: "Told \(RecordIdentifier.random())")),
                ])
        }
        let consent: [String: Answer?] = [
            "given": Answer(.code("yes")), "scopes": Answer(try FieldValue(codes: ["share-across-border"])), "manner": Answer(.code("spoken")),
            "given-on": CalendarDay(year: 2026, month: 1, day: 3).map { Answer(.date(PartialDate($0))) },
        ]
        try CaseWork(node: node, account: account).addConsent(consent, of: nil, to: caseRecord, submission: RecordIdentifier.random())
        return caseRecord
    }
}

/// The clock of one side, which a rehearsal sets.
final class RehearsedClock: Sendable {
    private let time = Mutex(RehearsedPlace.start)

    var now: UInt64 { time.withLock { $0 } }

    func set(_ now: UInt64) { time.withLock { $0 = now } }
}
