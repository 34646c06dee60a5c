import Formats
import Journal
import Storage

/// What was appended to an organisation's journal after a place in it. What is kept in memory reads it to stay in step, whichever process wrote.
struct JournalTail {
    let connection: any Connection
    /// Number of the organisation.
    let organisation: Int64

    /// The place of the last entry; 0 for an empty journal.
    func head() throws -> Int64 {
        try connection.first("SELECT sequence FROM journal_head WHERE organisation = ?", [.integer(organisation)]) { $0.integer(0) } ?? 0
    }

    struct Change: Sendable, Hashable {
        var record: String
        var kind: String
        /// Whether the record was erased: what named somebody must be nowhere any more.
        var isErasure: Bool
    }

    /// Records with entries after a place that changed what they say, each once; readings change nothing.
    func changes(after sequence: Int64) throws -> [Change] {
        var changes: [String: Change] = [:]
        try connection.forEach(
            "SELECT record, body FROM journal_entry WHERE organisation = ? AND sequence > ? ORDER BY sequence", [.integer(organisation), .integer(sequence)]
        ) { row in
            let entry = try Entry(body: row.blob(1))
            guard entry.act != .read else { return }
            let isErasure = entry.act == .erase || changes[entry.record]?.isErasure == true
            changes[entry.record] = Change(record: entry.record, kind: entry.kind, isErasure: isErasure)
        }
        return Array(changes.values)
    }

    /// The cases that a record belongs to, or belonged to at any time: what is shown of them may have changed with it.
    func cases(of record: String) throws -> Set<String> {
        var cases: Set<String> = []
        for item in try RecordRows(connection: connection, organisation: organisation).entries(of: record) {
            switch item.entry.kind {
            case "case": return [record]
            case "person", "party": return try casesRelated(to: record)
            default:
                for field in ["case", "to"] {
                    guard case .open(let content, _)? = item.entry.answers[field] else { continue }
                    switch content["value"] {
                    case .string(let target)?: cases.insert(target)
                    case .array(let targets)?: cases.formUnion(targets.compactMap(\.string))
                    default: continue
                    }
                }
            }
        }
        return cases
    }

    /// The cases that relations tie a person or party to now. A relation that was changed is in the tail itself.
    private func casesRelated(to record: String) throws -> Set<String> {
        Set(
            try connection.all(
                "SELECT r.target FROM record_link l JOIN record_link r ON r.record = l.record AND r.field = 'to' WHERE l.target = ? AND l.field = 'from'",
                [.text(record)]
            ) { $0.text(0) })
    }
}
