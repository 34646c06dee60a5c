import Journal
import Storage

/// A record with its state, as the projection keeps it.
struct RecordRow {
    var record: String
    var organisation: Int64
    var state: RecordState
}

/// Reads records of one organisation from the projection. Records of another organisation on the same node are as if they were not there.
struct RecordRows {
    let connection: any Connection
    /// Number of the organisation.
    let organisation: Int64

    func state(of record: String) throws -> RecordState? {
        try connection.first("SELECT state FROM record_state WHERE record = ? AND organisation = ?", [.text(record), .integer(organisation)]) {
            try RecordState(canonicalBytes: $0.blob(0))
        }
    }

    /// The records that link to this one, by record and field.
    func linking(to target: String) throws -> [(row: RecordRow, field: String)] {
        try connection.all(
            """
            SELECT s.record, s.organisation, s.state, l.field FROM record_link l JOIN record_state s ON s.record = l.record
            WHERE l.target = ? AND s.organisation = ? ORDER BY s.created, s.record, l.field
            """, [.text(target), .integer(organisation)]
        ) { (RecordRow(record: $0.text(0), organisation: $0.integer(1), state: try RecordState(canonicalBytes: $0.blob(2))), $0.text(3)) }
    }

    /// The same records that link by one field, without what they say and without those that were retracted.
    func recordsLinking(to target: String, field: String) throws -> [String] {
        try connection.all(
            """
            SELECT s.record FROM record_link l JOIN record_state s ON s.record = l.record
            WHERE l.target = ? AND l.field = ? AND s.organisation = ? AND s.retracted = 0 ORDER BY s.created, s.record
            """, [.text(target), .text(field), .integer(organisation)]
        ) { $0.text(0) }
    }

    func targets(of record: String, field: String) throws -> [String] {
        try connection.all("SELECT target FROM record_link WHERE record = ? AND field = ? ORDER BY target", [.text(record), .text(field)]) { $0.text(0) }
    }

    /// All entries of a record in the order in which they were appended.
    func entries(of record: String) throws -> [(sequence: Int64, identifier: Digest, entry: Entry)] {
        try connection.all(
            "SELECT sequence, body FROM journal_entry WHERE record = ? AND organisation = ? ORDER BY sequence", [.text(record), .integer(organisation)]
        ) { row in
            let body = row.blob(1)
            return (row.integer(0), Entry.identifier(of: body), try Entry(body: body))
        }
    }
}
