import Dictionary
import Journal
import Storage

extension CaseAccess {
    /// Whether a case opens for this person; false also where there is none.
    func mayOpen(_ record: String, _ connection: any Connection) throws -> Bool {
        do {
            try requireCase(record, connection)
            return true
        } catch WebError.notFound {
            return false
        }
    }

    private static let workerRole = FactTerms.number(fact: "relation.role", value: "worker")

    /// By the facts beside the relation, which need not be taken apart as its state must.
    private static func isWorker(_ row: Row) -> Bool {
        var isWorker = false
        row.withBytes(2) { bytes in FactTerms.forEach(in: bytes) { if $0 == workerRole { isWorker = true } } }
        return isWorker
    }

    /// The names of up to three workers of a case that was found to open for this person.
    func workerNames(of record: String, _ connection: any Connection) throws -> [String] {
        var gate = Gate(reader: try lineReader(record, connection), node: node, connection: connection)
        // SQLite keeps the order of cross joins; otherwise it goes through all people of the organisation.
        let people = try connection.all(
            """
            SELECT p.record, p.state, r.facts FROM record_link l CROSS JOIN record_state r CROSS JOIN record_link f CROSS JOIN record_state p
            WHERE l.target = ? AND l.field = 'to' AND r.record = l.record AND r.kind = 'relation' AND r.retracted = 0 AND r.organisation = ?
                AND f.record = l.record AND f.field = 'from'
                AND p.record = f.target AND p.kind = 'person' AND p.retracted = 0 AND p.organisation = r.organisation
            ORDER BY l.record LIMIT 20
            """, [.text(record), .integer(node.organisation.number)]
        ) { row in Self.isWorker(row) ? (record: row.text(0), state: try RecordState(canonicalBytes: row.blob(1))) : nil }
        return try people.compactMap(\.self).prefix(3).compactMap { try gate.answer("names", $0.state, of: $0.record)?.value?.displayText }
    }
}
