import Dictionary
import Journal
import Storage

/// Which people and parties relations tie to which cases, in memory: a common name leads to hundreds of people, and each of them to its cases.
///
/// It holds identifiers and roles only. What is found by it is opened through the gate.
struct CaseTies: Sendable {
    struct Tie: Sendable, Hashable {
        var caseRecord: String
        /// A code of the list `relation-role`; nil where none is said.
        var role: String?
    }

    /// The letters of an identifier: a string of sixteen letters takes four times the memory.
    private typealias Key = UInt128

    private struct Entry {
        var relation: Key
        /// 0 for a tie that is no more.
        var caseRecord: Key
        /// The place of the role in ``roles``; -1 for none.
        var role: Int16
        /// The next older tie of the same person or party; -1 for none.
        var older: Int32
    }

    /// A person or party leads to so many cases at most.
    fileprivate static let limit = 200

    /// The place in the journal up to which it is true.
    var sequence: Int64 = 0
    private let roles: [String]
    private var newest: [Key: Int32] = [:]
    private var entries: [Entry] = []
    private var removedCount = 0

    init(roles: [String]) {
        self.roles = roles
    }

    /// The cases that relations tie a person or party to, those tied last first.
    func ties(of record: String) -> [Tie] {
        guard let key = Self.key(record), var place = newest[key] else { return [] }
        var ties: [Tie] = []
        while place >= 0, ties.count < Self.limit {
            let entry = entries[Int(place)]
            if entry.caseRecord != 0 { ties.append(Tie(caseRecord: Self.text(entry.caseRecord), role: entry.role < 0 ? nil : roles[Int(entry.role)])) }
            place = entry.older
        }
        return ties
    }

    /// Ties a person or party to a case. O(1).
    /// - Parameter relation: the record that says so.
    mutating func add(_ relation: String, from record: String, to caseRecord: String, role: String?) {
        guard let relation = Self.key(relation), let key = Self.key(record), let caseKey = Self.key(caseRecord) else { return }
        let number = role.flatMap { roles.firstIndex(of: $0) }.map { Int16($0) } ?? -1
        entries.append(Entry(relation: relation, caseRecord: caseKey, role: number, older: newest[key] ?? -1))
        newest[key] = Int32(entries.count - 1)
    }

    /// Takes out what some relations said. O(all ties).
    mutating func remove(_ relations: Set<String>) {
        let keys = Set(relations.compactMap(Self.key))
        for index in entries.indices where entries[index].caseRecord != 0 && keys.contains(entries[index].relation) {
            entries[index].caseRecord = 0
            removedCount += 1
        }
        if removedCount > 1_000 + entries.count / 4 { compact() }
    }

    private mutating func compact() {
        var (kept, moved) = ([Entry](), [Key: Int32]())
        kept.reserveCapacity(entries.count - removedCount)
        for (key, first) in newest {
            var (place, chain) = (first, [Entry]())
            while place >= 0 {
                let entry = entries[Int(place)]
                if entry.caseRecord != 0 { chain.append(entry) }
                place = entry.older
            }
            for var entry in chain.reversed() {
                entry.older = moved[key] ?? -1
                moved[key] = Int32(kept.count)
                kept.append(entry)
            }
        }
        (entries, newest, removedCount) = (kept, moved, 0)
    }

    private static func key(_ record: String) -> Key? {
        let bytes = record.utf8
        guard bytes.count == 16 else { return nil }
        return bytes.reduce(0) { $0 << 8 | Key($1) }
    }

    private static func text(_ key: Key) -> String {
        String(decoding: stride(from: 120, through: 0, by: -8).map { UInt8(truncatingIfNeeded: key >> Key($0)) }, as: UTF8.self)
    }
}

extension CaseTies: JournalTable {
    /// Reading all ties from a disk takes half a minute for 100,000 cases; those of one record are looked up meanwhile.
    static var isWaitedFor: Bool { false }

    /// So many relations are read while somebody waits.
    private static let quickCount = 2_000

    static func isQuick(_ node: Node, _ connection: any Connection) throws -> Bool {
        try hasAtMost(quickCount, of: "relation", node, connection)
    }

    static func filled(_ node: Node, _ connection: any Connection, known: (CaseTies) -> Void) throws -> CaseTies {
        let reading = Reading(node, connection)
        var ties = CaseTies(roles: reading.roles)
        var pages = PagedRows<(created: String, row: Reading.Line)> { after in try reading.page(after: after.map { ($0.created, $0.row.relation) }) }
        while let line = try pages.next() { ties.add(line.row) }
        return ties
    }

    mutating func follow(_ tail: JournalTail, _ node: Node) throws {
        let changed = try tail.changes(after: sequence).filter { $0.kind == "relation" }.map(\.record)
        guard !changed.isEmpty else { return }
        let reading = Reading(node, tail.connection)
        let known = try changed.filter { try reading.isKnown($0, at: sequence) }
        if !known.isEmpty { remove(Set(known)) }
        for record in changed { for line in try reading.lines(of: record) { add(line) } }
    }

    private mutating func add(_ line: Reading.Line) { add(line.relation, from: line.from, to: line.to, role: line.role) }

    /// Relations as the projections have them.
    fileprivate struct Reading {
        struct Line {
            var relation: String
            var from: String
            var to: String
            var role: String?
        }

        let roles: [String]
        private let connection: any Connection
        private let organisation: Value
        private let numbers: [Int64: String]

        init(_ node: Node, _ connection: any Connection) {
            self.connection = connection
            organisation = .integer(node.organisation.number)
            roles = (node.dictionary.vocabulary("relation-role")?.terms ?? []).map(\.code)
            numbers = [Int64: String](roles.map { (FactTerms.number(fact: "relation.role", value: $0), $0) }, uniquingKeysWith: { first, _ in first })
        }

        // SQLite keeps the order of cross joins; left to itself it goes through all links.
        private static let columns = """
            SELECT s.record, f.target, t.target, s.facts, s.created FROM record_state s CROSS JOIN record_link f CROSS JOIN record_link t
            """
        private static let joined = "f.record = s.record AND f.field = 'from' AND t.record = s.record AND t.field = 'to'"

        func page(after: (created: String, relation: String)?) throws -> [(created: String, row: Line)] {
            try connection.all(
                """
                \(Self.columns) WHERE s.organisation = ? AND s.kind = 'relation' AND s.retracted = 0 AND s.erased = 0 AND (s.created, s.record) > (?, ?) AND \(Self.joined)
                ORDER BY s.created, s.record LIMIT 1000
                """, [organisation, .text(after?.created ?? ""), .text(after?.relation ?? "")]
            ) { ($0.text(4), line($0)) }
        }

        func lines(of record: String) throws -> [Line] {
            try connection.all(
                "\(Self.columns) WHERE s.record = ? AND s.organisation = ? AND s.kind = 'relation' AND s.retracted = 0 AND s.erased = 0 AND \(Self.joined)",
                [.text(record), organisation], line)
        }

        /// What ties a person or party to cases, the latest first.
        func lines(from record: String) throws -> [Line] {
            try connection.all(
                """
                SELECT s.record, f.target, t.target, s.facts FROM record_link f CROSS JOIN record_state s CROSS JOIN record_link t
                WHERE f.target = ? AND f.field = 'from' AND s.record = f.record AND s.organisation = ? AND s.kind = 'relation' AND s.retracted = 0 AND s.erased = 0
                    AND t.record = s.record AND t.field = 'to'
                ORDER BY s.created DESC, s.record DESC LIMIT \(CaseTies.limit)
                """, [.text(record), organisation], line)
        }

        /// Whether a record was there at a place of the journal.
        func isKnown(_ record: String, at sequence: Int64) throws -> Bool {
            try connection.first(
                "SELECT 1 FROM journal_entry WHERE organisation = ? AND record = ? AND sequence <= ? LIMIT 1",
                [organisation, .text(record), .integer(sequence)]
            ) { _ in true } ?? false
        }

        private func line(_ row: Row) -> Line {
            var line = Line(relation: row.text(0), from: row.text(1), to: row.text(2))
            row.withBytes(3) { bytes in FactTerms.forEach(in: bytes) { number in if let known = numbers[number] { line.role = known } } }
            return line
        }
    }
}

/// The ties of all organisations of a node, in memory.
typealias CaseTieTables = JournalTables<CaseTies>

extension CaseTieTables {
    /// Calls `body` with the organisation's ties as they are in the connection's transaction. Nobody waits for the table.
    func ask<Result: Sendable>(_ node: Node, _ connection: any Connection, _ body: (CaseTieSource) throws -> Result) throws -> Result {
        if let result = try readIfThere(node, connection, { try body(.table($0)) }) { return result }
        return try body(.database(CaseTieLookUp(node, connection)))
    }
}

/// Where ties are found: in the table, or record by record in the database while all of the table is being read. Both say the same.
enum CaseTieSource {
    case table(CaseTies)
    case database(CaseTieLookUp)

    /// The cases that relations tie a person or party to, those tied last first.
    func ties(of record: String) throws -> [CaseTies.Tie] {
        switch self {
        case .table(let table): table.ties(of: record)
        case .database(let database): try database.ties(of: record)
        }
    }
}

/// The ties of one record at a time, from the database.
struct CaseTieLookUp {
    private let reading: CaseTies.Reading

    init(_ node: Node, _ connection: any Connection) {
        reading = CaseTies.Reading(node, connection)
    }

    /// O(ties of the record).
    func ties(of record: String) throws -> [CaseTies.Tie] {
        try reading.lines(from: record).map { CaseTies.Tie(caseRecord: $0.to, role: $0.role) }
    }
}
