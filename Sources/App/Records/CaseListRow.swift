import Storage

/// What a list sorts, filters and shows a case by: open facts and identifiers, nothing that identifies anybody. A row of the projection `case_list`.
struct CaseListRow: Equatable {
    /// More people than this are not named in a list.
    static let workerLimit = 3

    /// Number of the organisation.
    var organisation: Int64
    var record: String
    /// When the case was registered, and when it or what belongs to it was last changed; both as timestamps of the journal.
    var created: String
    var changed: String
    /// Whether it or what belongs to it has answers that clash.
    var hasClash: Bool
    var isErased: Bool
    /// The accounts that it is assigned to, sorted.
    var assigned: [String] = []
    /// The records of up to ``workerLimit`` people whom the case is about, in the order in which they were added.
    var workers: [String] = []
    /// The case's own open facts, as ``FactTerms`` packs them.
    var facts: [UInt8]

    private static let confidential = FactTerms.number(fact: CaseFacts.confidential.fact, value: CaseFacts.confidential.value)

    /// Whether the case is open to those only who work on it.
    var isConfidential: Bool {
        var isConfidential = false
        facts.withUnsafeBytes { bytes in FactTerms.forEach(in: bytes) { if $0 == Self.confidential { isConfidential = true } } }
        return isConfidential
    }

    static let columns = "organisation, record, created, changed, clash, erased, assigned, workers, facts"

    /// The row of one case; nil if there is none.
    static func find(_ record: String, organisation: Int64, in connection: any Connection) throws -> CaseListRow? {
        try connection.first(
            "SELECT \(columns) FROM case_list WHERE organisation = ? AND record = ?", [.integer(organisation), .text(record)], CaseListRow.init)
    }

    /// Calls `body` with each row of an organisation, in the order of the records.
    static func forEach(organisation: Int64, in connection: any Connection, _ body: (CaseListRow) throws -> Void) throws {
        try connection.forEach("SELECT \(columns) FROM case_list WHERE organisation = ? ORDER BY record", [.integer(organisation)]) {
            try body(CaseListRow($0))
        }
    }

    func write(in connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO case_list (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (organisation, record) DO UPDATE SET created = excluded.created, changed = excluded.changed, clash = excluded.clash,
                erased = excluded.erased, assigned = excluded.assigned, workers = excluded.workers, facts = excluded.facts
            """,
            [
                .integer(organisation), .text(record), .text(created), .text(changed), .bool(hasClash), .bool(isErased),
                .text(assigned.joined(separator: " ")), .text(workers.joined(separator: " ")), .blob(facts),
            ])
    }
}

extension CaseListRow {
    init(_ row: Row) {
        self.init(
            organisation: row.integer(0), record: row.text(1), created: row.text(2), changed: row.text(3), hasClash: row.integer(4) != 0,
            isErased: row.integer(5) != 0, assigned: row.text(6).split(separator: " ").map(String.init),
            workers: row.text(7).split(separator: " ").map(String.init),
            facts: row.blob(8))
    }
}
