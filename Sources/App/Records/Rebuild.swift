import Dictionary
import Journal
import Storage

/// Fills the projections anew from the journal.
struct Rebuild {
    let connection: any Connection
    let dictionary: DataDictionary

    /// Drops the projections, makes them and fills them. Runs in the caller's transaction, so that readers never see them half full.
    /// - Returns: the numbers of records and entries read.
    func run(progress: (Int) -> Void = { _ in }) throws -> (records: Int, entries: Int, freshTerms: Set<Int64>) {
        for table in Schema.projections { try connection.execute("DROP TABLE IF EXISTS \(table)") }
        for definition in Schema.projectionDefinitions { try connection.execute(connection.dialect.render(definition)) }
        try removeAlteredTerms()
        // Terms that are known to be in the table are not written again, so a rebuild begins without any such knowledge.
        var projections = Projections(connection, dictionary: dictionary, terms: FactTerms())
        var records = 0
        var entries = 0
        try FoldedRecords(connection: connection).forEach { folded in
            entries += folded.entryCount
            guard let state = folded.state else { return }
            try projections.insertState(state, of: folded.record, organisation: folded.organisation)
            for link in projections.links(of: state).sorted(by: { ($0.field, $0.target) < ($1.field, $1.target) }) {
                try projections.insertLink(link, of: folded.record)
            }
            records += 1
            if records.isMultiple(of: 1000) { progress(entries) }
        }
        try forEachCase { try projections.writeFacts(ofCase: $0) }
        try connection.execute(
            "INSERT INTO projection_basis (number, basis) VALUES (1, ?) ON CONFLICT (number) DO UPDATE SET basis = excluded.basis",
            [.text(Projections.basis(dictionary))])
        return (records, entries, projections.freshTerms)
    }

    /// Whether the projections were computed with another dictionary, or by another version of the program, than now.
    func isNeeded() throws -> Bool {
        try connection.first("SELECT basis FROM projection_basis WHERE number = 1") { $0.text(0) } != Projections.basis(dictionary)
    }

    /// Terms whose number is right may stay, since it follows from the text; other programs that have the database open rely on them.
    private func removeAlteredTerms() throws {
        for number in try FactTerms.alteredNumbers(in: connection) {
            try connection.execute("DELETE FROM fact_term WHERE number = ?", [.integer(number)])
        }
    }

    private func forEachCase(_ body: (String) throws -> Void) throws {
        var last = ""
        while true {
            let page = try connection.all(
                "SELECT record FROM record_state WHERE kind = 'case' AND record > ? ORDER BY record LIMIT 5000", [.text(last)]
            ) { $0.text(0) }
            guard let end = page.last else { return }
            for record in page { try body(record) }
            last = end
        }
    }
}

/// All records of the journal, each folded from its entries, in the order of their identifiers.
struct FoldedRecords {
    struct Folded {
        var record: String
        var organisation: Int64
        /// Nil if the record was only read.
        var state: RecordState?
        var entryCount: Int
        /// An entry with parts that the record's own key has sealed, if there is one.
        var sealedEntry: Entry?
    }

    let connection: any Connection
    /// How many entries are read at a time.
    private let pageSize = 5000

    private struct Item {
        var record: String
        var organisation: Int64
        var sequence: Int64
        var identifier: Digest
        var entry: Entry
    }

    func forEach(_ body: (Folded) throws -> Void) throws {
        var pending: [Item] = []
        var last = (record: "", organisation: Int64(0), sequence: Int64(0))
        while true {
            let page = try connection.all(
                """
                SELECT record, organisation, sequence, identifier, body FROM journal_entry
                WHERE (record, organisation, sequence) > (?, ?, ?) ORDER BY record, organisation, sequence LIMIT \(pageSize)
                """, [.text(last.record), .integer(last.organisation), .integer(last.sequence)]
            ) { row in
                Item(
                    record: row.text(0), organisation: row.integer(1), sequence: row.integer(2), identifier: Digest(bytes: row.blob(3)) ?? .zero,
                    entry: try Entry(body: row.blob(4)))
            }
            for item in page {
                if let first = pending.first, first.record != item.record {
                    try body(Self.fold(pending))
                    pending.removeAll(keepingCapacity: true)
                }
                pending.append(item)
            }
            guard let end = page.last else { break }
            last = (end.record, end.organisation, end.sequence)
        }
        if !pending.isEmpty { try body(Self.fold(pending)) }
    }

    private static func fold(_ items: [Item]) -> Folded {
        let first = items[0]
        let changes = items.filter { $0.entry.act != .read }
        let sealed = changes.first { $0.entry.isSealedByRecord }?.entry
        if changes.count == 1, let only = changes.first {
            return Folded(
                record: first.record, organisation: first.organisation, state: RecordState(first: only.entry, identifier: only.identifier),
                entryCount: items.count,
                sealedEntry: sealed)
        }
        var fold = Fold()
        for item in changes { fold.insert(item.entry, identifier: item.identifier) }
        return Folded(record: first.record, organisation: first.organisation, state: fold.state(), entryCount: items.count, sealedEntry: sealed)
    }
}

extension Entry {
    /// Whether the record's own key has sealed a part of it. The reasons for erasing and reading are sealed with the organisation's.
    fileprivate var isSealedByRecord: Bool {
        act != .read && act != .erase && (ground != nil || answers.values.contains { $0.hasSealedPart })
    }
}
