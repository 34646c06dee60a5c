import Journal
import Storage

/// The claims of all organisations of a node, in memory.
typealias ClaimLists = JournalTables<ClaimTable>

extension ClaimTable: JournalTable {
    /// Each claim is opened, which takes minutes for 100,000.
    static var isWaitedFor: Bool { false }

    /// So many claims are opened while somebody waits.
    private static let quickCount = 2_000
    /// After so many more, what was read is shown.
    private static let knownStep = 5_000

    static func isQuick(_ node: Node, _ connection: any Connection) throws -> Bool {
        try hasAtMost(quickCount, of: "claim", node, connection)
    }

    static func filled(_ node: Node, _ connection: any Connection, known: (ClaimTable) -> Void) throws -> ClaimTable {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        var pages = PagedRows<(created: String, record: String, state: [UInt8])> { after in
            try connection.all(
                """
                SELECT created, record, state FROM record_state WHERE organisation = ? AND kind = 'claim' AND retracted = 0 AND (created, record) > (?, ?)
                ORDER BY created, record LIMIT 1000
                """, [.integer(node.organisation.number), .text(after?.created ?? ""), .text(after?.record ?? "")]
            ) { ($0.text(0), $0.text(1), $0.blob(2)) }
        }
        var lines: [ClaimLine] = []
        while let row = try pages.next() {
            let state = try RecordState(canonicalBytes: row.state)
            guard !state.isErased, let line = try ClaimLine.read(row.record, state, node, rows, connection) else { continue }
            lines.append(line)
            guard lines.count.isMultiple(of: knownStep) else { continue }
            var part = ClaimTable()
            part.fill(lines)
            known(part)
        }
        var table = ClaimTable()
        table.fill(lines)
        return table
    }

    mutating func follow(_ tail: JournalTail, _ node: Node) throws {
        var records: Set<String> = []
        for change in try tail.changes(after: sequence) {
            if change.kind == "claim" { records.insert(change.record) }
            // Countries of the case stand in the lines of its claims; an erased case takes them along.
            if change.kind == "case" { records.formUnion(claims(ofCase: change.record)) }
        }
        for record in records { set(try ClaimLine.read(record, node, tail.connection), of: record) }
    }
}
