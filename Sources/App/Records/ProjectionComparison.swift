import Dictionary
import Journal
import Storage

/// Compares the projections with what the journal says, row by row, in the order of the records' identifiers.
struct ProjectionComparison {
    struct Difference {
        var table: String
        /// Nil where the fault is in no record's row.
        var record: String?
        var sentence: String
    }

    private struct StateRow {
        var record: String
        var values: [Value]
    }

    private struct LinkRow: Equatable {
        var record: String
        var field: String
        var target: String
    }

    private let connection: any Connection
    private let projections: Projections
    /// Apart from the node's own, since what is known there was put there by what is checked here.
    private let terms = FactTerms()
    private var states: PagedRows<StateRow>
    private var links: PagedRows<LinkRow>

    init(connection: any Connection, dictionary: DataDictionary) {
        self.connection = connection
        projections = Projections(connection, dictionary: dictionary, terms: terms)
        states = PagedRows { after in
            try connection.all(
                """
                SELECT record, organisation, kind, created, changed, retracted, erased, clash, facts, state FROM record_state
                WHERE record \(after == nil ? ">=" : ">") ? ORDER BY record LIMIT 5000
                """, [.text(after?.record ?? "")]
            ) { row in
                StateRow(
                    record: row.text(0),
                    values: [
                        .text(row.text(0)), .integer(row.integer(1)), .text(row.text(2)), .text(row.text(3)), .text(row.text(4)), .integer(row.integer(5)),
                        .integer(row.integer(6)), .integer(row.integer(7)), .blob(row.blob(8)), .blob(row.blob(9)),
                    ])
            }
        }
        links = PagedRows { after in
            try connection.all(
                """
                SELECT record, field, target FROM record_link WHERE (record, field, target) \(after == nil ? ">=" : ">") (?, ?, ?)
                ORDER BY record, field, target LIMIT 5000
                """,
                [.text(after?.record ?? ""), .text(after?.field ?? ""), .text(after?.target ?? "")]
            ) { LinkRow(record: $0.text(0), field: $0.text(1), target: $0.text(2)) }
        }
    }

    /// Compares the rows of the next record.
    mutating func difference(for folded: FoldedRecords.Folded) throws -> Difference? {
        guard let state = folded.state else { return nil }
        let record = folded.record
        while let row = try states.peek(), row.record < record {
            return Difference(
                table: "record_state", record: row.record, sentence: "The table record_state has a record \(row.record) that is not in the journal.")
        }
        guard let row = try states.peek(), row.record == record else {
            return Difference(table: "record_state", record: record, sentence: "The table record_state lacks record \(record).")
        }
        _ = try states.next()
        guard row.values == Projections.row(state, of: record, organisation: folded.organisation, facts: terms.packed(projections.facts(of: state))) else {
            return Difference(
                table: "record_state", record: record, sentence: "The table record_state says something else of record \(record) than the journal.")
        }
        return try differenceOfLinks(of: record, state: state)
    }

    /// Whatever is left in the tables after the last record of the journal.
    mutating func differenceAtEnd() throws -> Difference? {
        if let row = try states.peek() {
            return Difference(
                table: "record_state", record: row.record, sentence: "The table record_state has a record \(row.record) that is not in the journal.")
        }
        if let row = try links.peek() {
            return Difference(
                table: "record_link", record: row.record, sentence: "The table record_link has a link of record \(row.record) that is not in the journal.")
        }
        return nil
    }

    private mutating func differenceOfLinks(of record: String, state: RecordState) throws -> Difference? {
        var present: [LinkRow] = []
        while let row = try links.peek(), row.record <= record {
            guard row.record == record else {
                return Difference(
                    table: "record_link", record: row.record, sentence: "The table record_link has a link of record \(row.record) that is not in the journal.")
            }
            present.append(row)
            _ = try links.next()
        }
        let expected = projections.links(of: state).map { LinkRow(record: record, field: $0.field, target: $0.target) }
            .sorted { ($0.field, $0.target) < ($1.field, $1.target) }
        guard present == expected else {
            return Difference(table: "record_link", record: record, sentence: "The table record_link says something else of record \(record) than the journal.")
        }
        return nil
    }

    /// Compares the facts of all cases. To be called only when the other tables are known to be right, since facts follow from them.
    func differenceOfFacts() throws -> Difference? {
        if let number = try FactTerms.alteredNumbers(in: connection).first {
            return Difference(
                table: "fact_term", record: nil, sentence: "The table fact_term says something else of number \(number) than the text it was made from.")
        }
        let known = Set(try connection.all("SELECT number FROM fact_term") { $0.integer(0) })
        var facts = PagedRows<FactsRow> { after in
            try connection.all(
                "SELECT record, organisation, facts FROM case_facts WHERE record \(after == nil ? ">=" : ">") ? ORDER BY record LIMIT 5000",
                [.text(after?.record ?? "")]
            ) { FactsRow(record: $0.text(0), organisation: $0.integer(1), packed: $0.blob(2)) }
        }
        var cases = PagedRows<CaseRow> { after in
            try connection.all(
                "SELECT record, organisation FROM record_state WHERE kind = 'case' AND retracted = 0 AND record > ? ORDER BY record LIMIT 5000",
                [.text(after?.record ?? "")]
            ) { CaseRow(record: $0.text(0), organisation: $0.integer(1)) }
        }
        var caseCount: Int64 = 0
        while let row = try cases.next() {
            guard let summary = try projections.summary(ofCase: row.record)?.summary else { continue }
            let expected = summary.facts
            caseCount += 1
            guard try facts.next() == FactsRow(record: row.record, organisation: row.organisation, packed: FactTerms.packed(expected)) else {
                return Difference(
                    table: "case_facts", record: row.record, sentence: "The table case_facts says something else of case \(row.record) than its records.")
            }
            guard try CaseListRow.find(row.record, organisation: row.organisation, in: connection) == summary.row else {
                return Difference(
                    table: "case_list", record: row.record, sentence: "The table case_list says something else of case \(row.record) than its records.")
            }
            guard expected.isSubset(of: known) else {
                return Difference(table: "fact_term", record: row.record, sentence: "The table fact_term lacks a fact of case \(row.record).")
            }
        }
        if let row = try facts.next() {
            return Difference(table: "case_facts", record: row.record, sentence: "The table case_facts has a case \(row.record) that is not in the journal.")
        }
        return try differenceOfStrayLines(caseCount)
    }

    /// Rows of the list that belong to no case.
    private func differenceOfStrayLines(_ caseCount: Int64) throws -> Difference? {
        guard try connection.first("SELECT count(*) FROM case_list", [], { $0.integer(0) }) != caseCount else { return nil }
        let stray = try connection.first(
            """
            SELECT record FROM case_list l WHERE NOT EXISTS
                (SELECT 1 FROM record_state s WHERE s.record = l.record AND s.organisation = l.organisation AND s.kind = 'case' AND s.retracted = 0)
            ORDER BY organisation, record LIMIT 1
            """
        ) { $0.text(0) }
        return Difference(table: "case_list", record: stray, sentence: "The table case_list has a case \(stray ?? "") that is not in the journal.")
    }

    private struct FactsRow: Equatable {
        var record: String
        var organisation: Int64
        var packed: [UInt8]
    }

    private struct CaseRow {
        var record: String
        var organisation: Int64
    }
}
