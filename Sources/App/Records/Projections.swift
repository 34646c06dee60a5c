import Dictionary
import Formats
import Journal
import Storage

/// Keeps the tables that pages and statistics read in step with the journal, inside the transaction that appends to it.
struct Projections {
    /// To be raised when the same journal and dictionary would give other rows than before.
    private static let format = 3

    /// What the rows follow from besides the journal. When it is not what it was, they have to be computed anew.
    static func basis(_ dictionary: DataDictionary) -> String { "\(format) \(dictionary.version)" }

    private let connection: any Connection
    private let dictionary: DataDictionary
    private let terms: FactTerms
    private let organisation: Int64?
    /// Cases whose facts have to be computed anew before the transaction ends.
    private var touchedCases: Set<String> = []
    private(set) var freshTerms: Set<Int64> = []
    /// States written in this transaction, so that facts need not read them again.
    private var states: [String: RecordState] = [:]

    /// - Parameter organisation: number of the organisation whose records are looked at; nil where the whole database is gone through.
    init(_ connection: any Connection, dictionary: DataDictionary, terms: FactTerms, organisation: Int64? = nil) {
        self.connection = connection
        self.organisation = organisation
        self.dictionary = dictionary
        self.terms = terms
    }

    func state(of record: String) throws -> RecordState? {
        if let state = states[record] { return state }
        if let organisation { return try RecordRows(connection: connection, organisation: organisation).state(of: record) }
        return try connection.first("SELECT state FROM record_state WHERE record = ?", [.text(record)]) { try RecordState(canonicalBytes: $0.blob(0)) }
    }

    /// Writes the new state of a record and what follows from it.
    mutating func write(_ state: RecordState, of record: String, organisation: Int64, before: RecordState?) throws {
        if let before, before.kind == state.kind, before.created == state.created, before.isRetracted == state.isRetracted {
            try updateState(state, of: record)
        } else {
            try insertState(state, of: record, organisation: organisation)
        }
        states[record] = state
        let old = before.map { links(of: $0) } ?? []
        let new = links(of: state)
        for link in old.subtracting(new) {
            try connection.execute(
                "DELETE FROM record_link WHERE record = ? AND field = ? AND target = ?", [.text(record), .text(link.field), .text(link.target)])
        }
        for link in new.subtracting(old) { try insertLink(link, of: record) }
        try touchCases(of: record, kind: state.kind, links: old.union(new))
    }

    /// Computes the facts of the cases that were touched. To be called before the transaction ends.
    mutating func finish() throws {
        for record in touchedCases.sorted() { try writeFacts(ofCase: record) }
        touchedCases = []
    }

    // MARK: Records and links

    struct Link: Hashable {
        var field: String
        var target: String
    }

    func links(of state: RecordState) -> Set<Link> {
        var links: Set<Link> = []
        for field in dictionary.linkFields(of: state.kind) {
            guard case .open(let content, _)? = state.fields[field.name]?.answer else { continue }
            switch content["value"] {
            case .string(let target)?: links.insert(Link(field: field.name, target: target))
            case .array(let targets)?: for target in targets.compactMap(\.string) { links.insert(Link(field: field.name, target: target)) }
            default: continue
            }
        }
        return links
    }

    mutating func insertState(_ state: RecordState, of record: String, organisation: Int64) throws {
        let written = try connection.execute(
            """
            INSERT INTO record_state (record, organisation, kind, created, changed, retracted, erased, clash, facts, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (record) DO UPDATE SET kind = excluded.kind, created = excluded.created, changed = excluded.changed,
                retracted = excluded.retracted, erased = excluded.erased, clash = excluded.clash, facts = excluded.facts, state = excluded.state
                WHERE record_state.organisation = excluded.organisation
            """, Projections.row(state, of: record, organisation: organisation, facts: try packedFacts(of: state)))
        guard written == 1 else { throw AppError("The record \(record) cannot be saved under this identifier. Take another one.") }
    }

    /// Writes the state of a record whose kind, creation and standing are what they were. Naming only the other columns leaves the index on those alone.
    private mutating func updateState(_ state: RecordState, of record: String) throws {
        try connection.execute(
            "UPDATE record_state SET changed = ?, erased = ?, clash = ?, facts = ?, state = ? WHERE record = ?",
            [
                .text(state.changed.description), .bool(state.isErased), .bool(state.hasClash), .blob(try packedFacts(of: state)),
                .blob(state.canonicalBytes()),
                .text(record),
            ])
    }

    private mutating func packedFacts(of state: RecordState) throws -> [UInt8] {
        let facts = facts(of: state)
        for fact in facts.values { try terms.intern(fact, fresh: &freshTerms, in: connection) }
        if facts.values.contains(CaseFacts.statisticsEnded) { try terms.intern(CaseFacts.outOfStatistics, fresh: &freshTerms, in: connection) }
        return terms.packed(facts)
    }

    /// The row of `record_state` for a state with these facts.
    static func row(_ state: RecordState, of record: String, organisation: Int64, facts: [UInt8]) -> [Value] {
        [
            .text(record), .integer(organisation), .text(state.kind), .text(state.created.description), .text(state.changed.description),
            .bool(state.isRetracted), .bool(state.isErased), .bool(state.hasClash), .blob(facts), .blob(state.canonicalBytes()),
        ]
    }

    /// The open facts of one record; none if it is retracted.
    func facts(of state: RecordState) -> CaseFacts {
        var facts = CaseFacts()
        facts.add(state, dictionary: dictionary)
        return facts
    }

    func insertLink(_ link: Link, of record: String) throws {
        try connection.execute("INSERT INTO record_link (record, field, target) VALUES (?, ?, ?)", [.text(record), .text(link.field), .text(link.target)])
    }

    // MARK: Facts

    /// Finds the cases whose facts depend on this record.
    private mutating func touchCases(of record: String, kind: String, links: Set<Link>) throws {
        switch kind {
        case "case": touchedCases.insert(record)
        case "person", "party":
            let related = try connection.all(
                "SELECT r.target FROM record_link l JOIN record_link r ON r.record = l.record AND r.field = 'to' WHERE l.target = ? AND l.field = 'from'",
                [.text(record)]
            ) { $0.text(0) }
            touchedCases.formUnion(related)
        default: touchedCases.formUnion(links.filter { $0.field == "case" || $0.field == "to" }.map(\.target))
        }
    }

    /// Writes what lists and statistics read of a case: its facts, and its row in the list.
    func writeFacts(ofCase record: String) throws {
        guard let found = try summary(ofCase: record) else { return }
        guard let summary = found.summary else {
            try connection.execute("DELETE FROM case_facts WHERE record = ?", [.text(record)])
            try connection.execute("DELETE FROM case_list WHERE organisation = ? AND record = ?", [.integer(found.organisation), .text(record)])
            return
        }
        try summary.row.write(in: connection)
        let packed = FactTerms.packed(summary.facts)
        // Most changes change no fact, and a row that is not written costs the disk nothing.
        guard try connection.first("SELECT facts FROM case_facts WHERE record = ?", [.text(record)], { $0.blob(0) }) != packed else { return }
        try connection.execute(
            "INSERT INTO case_facts (record, organisation, facts) VALUES (?, ?, ?) ON CONFLICT (record) DO UPDATE SET facts = excluded.facts",
            [.text(record), .integer(found.organisation), .blob(packed)])
    }

    /// What lists and statistics read of a case.
    struct CaseSummary {
        /// The numbers of its facts, and of those of what was recorded about it and of the people and parties that count for it.
        var facts: Set<Int64>
        var row: CaseListRow
    }

    /// Computes what lists and statistics read of a case from what is kept beside the states of the case, of what links to it, and of the persons and parties that
    /// relations tie to it. Its facts are those of ``facts(ofCase:state:)``; no state is read.
    /// - Returns: nil if there is no such case; no summary if it is retracted.
    func summary(ofCase record: String) throws -> (organisation: Int64, summary: CaseSummary?)? {
        let own = try connection.first(
            "SELECT organisation, retracted, created, changed, clash, erased, facts FROM record_state WHERE record = ? AND kind = 'case'", [.text(record)]
        ) { row in
            (
                isRetracted: row.integer(1) != 0,
                row: CaseListRow(
                    organisation: row.integer(0), record: record, created: row.text(2), changed: row.text(3), hasClash: row.integer(4) != 0,
                    isErased: row.integer(5) != 0, facts: row.blob(6))
            )
        }
        guard let own else { return nil }
        guard !own.isRetracted else { return (own.row.organisation, nil) }
        var row = own.row
        row.assigned = try connection.all("SELECT target FROM record_link WHERE record = ? AND field = 'assigned-to' ORDER BY target", [.text(record)]) {
            $0.text(0)
        }
        var numbers: Set<Int64> = []
        row.facts.withUnsafeBytes { bytes in FactTerms.forEach(in: bytes) { numbers.insert($0) } }
        let counted = Set(CaseFacts.countedPersonRoles.map { terms.number(of: CaseFacts.Fact(fact: "relation.role", value: $0)) })
        var workers: [(order: String, person: String)] = []
        try forEachPart(ofCase: record) { part in
            var isCounted = false
            part.withBytes(0) { bytes in
                FactTerms.forEach(in: bytes) { number in
                    numbers.insert(number)
                    if counted.contains(number) { isCounted = true }
                }
            }
            row.changed = max(row.changed, part.text(1))
            if part.integer(2) != 0 { row.hasClash = true }
            guard !part.isNull(5) else { return }
            row.changed = max(row.changed, part.text(7))
            if part.integer(8) != 0 { row.hasClash = true }
            guard isCounted || part.text(5) == "party" else { return }
            part.withBytes(6) { bytes in FactTerms.forEach(in: bytes) { numbers.insert($0) } }
            if part.text(5) == "person", part.integer(9) == 0 { workers.append((part.text(3) + part.text(4), part.text(10))) }
        }
        if numbers.contains(terms.number(of: CaseFacts.statisticsEnded)), StatisticsConsent.isOut(try consents(ofCase: record)) {
            numbers.insert(terms.number(of: CaseFacts.outOfStatistics))
        }
        row.workers = workers.sorted { $0.order < $1.order }.prefix(CaseListRow.workerLimit).map(\.person)
        return (row.organisation, CaseSummary(facts: numbers, row: row))
    }

    private func consents(ofCase record: String) throws -> [RecordState] {
        try connection.all(
            """
            SELECT s.state FROM record_link l JOIN record_state s ON s.record = l.record AND s.kind = 'consent' AND s.retracted = 0
            WHERE l.target = ? AND l.field = 'case'
            """, [.text(record)]
        ) { try RecordState(canonicalBytes: $0.blob(0)) }
    }

    /// The records that belong to a case, each with the person or party at the other end where it is a relation.
    private func forEachPart(ofCase record: String, _ body: (Row) throws -> Void) throws {
        try connection.forEach(
            """
            SELECT s.facts, s.changed, s.clash, s.created, s.record, o.kind, o.facts, o.changed, o.clash, o.retracted, o.record FROM record_link l
            JOIN record_state c ON c.record = l.target
            JOIN record_state s ON s.record = l.record AND s.retracted = 0 AND s.organisation = c.organisation
            LEFT JOIN record_link f ON f.record = l.record AND f.field = 'from' AND s.kind = 'relation'
            LEFT JOIN record_state o ON o.record = f.target AND o.kind IN ('person', 'party') AND o.organisation = s.organisation
            WHERE l.target = ? AND l.field IN ('case', 'to')
            """, [.text(record)], body)
    }

    /// The facts of a case, from its own answers, those of what links to it, and those of the persons and parties that relations tie to it.
    func facts(ofCase record: String, state: RecordState) throws -> CaseFacts {
        var facts = CaseFacts()
        facts.add(state, dictionary: dictionary)
        let sources = try connection.all("SELECT record FROM record_link WHERE target = ? AND field IN ('case', 'to') ORDER BY record", [.text(record)]) {
            $0.text(0)
        }
        for source in sources {
            guard let child = try self.state(of: source), !child.isRetracted else { continue }
            facts.add(child, dictionary: dictionary)
            if child.kind == "relation", let other = try related(by: child) { facts.add(other, dictionary: dictionary) }
        }
        if facts.values.contains(CaseFacts.statisticsEnded), StatisticsConsent.isOut(try consents(ofCase: record)) { facts.add(CaseFacts.outOfStatistics) }
        return facts
    }

    /// The person or party that a relation ties to a case, if its facts count as the case's.
    private func related(by relation: RecordState) throws -> RecordState? {
        guard let from = CaseFacts.openText(relation, "from"), let other = try state(of: from) else { return nil }
        switch other.kind {
        case "person": return CaseFacts.countedPersonRoles.contains(CaseFacts.openText(relation, "role") ?? "") ? other : nil
        case "party": return other
        default: return nil
        }
    }
}

extension CaseFacts {
    /// The text of an open answer of a state.
    static func openText(_ state: RecordState, _ field: String) -> String? {
        guard case .open(let content, _)? = state.fields[field]?.answer else { return nil }
        return content["value"]?.string
    }
}
