import Dictionary
import Journal
import Storage

/// Which cases somebody may open, and how much of them. Every page of a case asks here first; a case that may not be opened answers like one that is not there.
///
/// Supervisors open all cases of their organisation; caseworkers, lawyers and partners those they are assigned to, and whoever registers a case is assigned to it.
/// A case marked as confidential opens for those assigned to it only. Analysts, coordinators, custodians and administrators open none.
struct CaseAccess: Sendable {
    let session: SignedIn
    let node: Node

    init(_ session: SignedIn, _ services: AppServices) throws(WebError) {
        self.session = session
        node = try services.node(for: session)
    }

    /// What the gate is told of the reader.
    var reader: Reader { Reader(account: session.account, clearance: session.may(.readCases) ? .identity : .open) }

    private var seesAll: Bool { session.roles.contains(.supervisor) }

    /// - Throws: ``WebError/notFound`` if there is no such case here, or not for this person.
    func requireCase(_ record: String, _ connection: any Connection) throws {
        guard session.may(.readCases), let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record),
            state.kind == "case"
        else { throw WebError.notFound }
        let isAssigned = try Self.isAssigned(session.account, to: record, connection)
        let isConfidential = CaseFacts.openText(state, "confidential") == "yes"
        guard isAssigned || (seesAll && !isConfidential) else { throw WebError.notFound }
    }

    /// A record that belongs to a case: recorded in it, tied to it by a relation, or the relation.
    func requireRecord(_ record: String, of caseRecord: String, _ connection: any Connection) throws -> RecordState {
        try requireCase(caseRecord, connection)
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        guard let state = try rows.state(of: record) else { throw WebError.notFound }
        if record == caseRecord { return state }
        let direct = try connection.first(
            "SELECT 1 FROM record_link WHERE record = ? AND target = ? AND field IN ('case', 'to')", [.text(record), .text(caseRecord)]
        ) { _ in true }
        if direct == true { return state }
        let related = try connection.first(
            """
            SELECT 1 FROM record_link f JOIN record_link t ON t.record = f.record AND t.field = 'to' AND t.target = ?
            WHERE f.field = 'from' AND f.target = ?
            """, [.text(caseRecord), .text(record)]
        ) { _ in true }
        guard related == true else { throw WebError.notFound }
        return state
    }

    /// A page of the cases that may be opened, the newest first.
    /// - Parameter after: creation and record of the last case of the page before.
    func cases(after: (created: String, record: String)?, status: String?, mine: Bool, limit: Int, _ connection: any Connection) throws -> [CaseLine] {
        let number = Value.integer(node.organisation.number)
        let bound = after ?? (created: "~", record: "~")
        let cursor: [Value] = [.text(bound.created), .text(bound.record)]
        let account = Value.text(session.account)
        var lines: [CaseLine] = []
        var cursorNow = cursor
        // A filter by status is applied while reading on, a bounded number of cases at a time.
        for _ in 0..<40 where lines.count < limit {
            let found: [(record: String, created: String)]
            if seesAll && !mine {
                found = try connection.all(
                    """
                    SELECT record, created FROM record_state WHERE organisation = ? AND kind = 'case' AND retracted = 0 AND (created, record) < (?, ?)
                    ORDER BY created DESC, record DESC LIMIT 100
                    """, [number] + cursorNow) { ($0.text(0), $0.text(1)) }
            } else {
                found = try connection.all(
                    """
                    SELECT s.record, s.created FROM record_link l JOIN record_state s ON s.record = l.record
                    WHERE l.target = ? AND l.field = 'assigned-to' AND s.organisation = ? AND s.kind = 'case' AND s.retracted = 0 AND (s.created, s.record) < (?, ?)
                    ORDER BY s.created DESC, s.record DESC LIMIT 100
                    """, [account, number] + cursorNow) { ($0.text(0), $0.text(1)) }
            }
            guard let last = found.last else { break }
            cursorNow = [.text(last.created), .text(last.record)]
            for item in found where lines.count < limit {
                guard let line = try line(item.record, item.created, connection) else { continue }
                if let status, line.facts["case.status"]?.first != status { continue }
                lines.append(line)
            }
        }
        return lines
    }

    private func line(_ record: String, _ created: String, _ connection: any Connection) throws -> CaseLine? {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        guard let state = try rows.state(of: record) else { return nil }
        if CaseFacts.openText(state, "confidential") == "yes", try !Self.isAssigned(session.account, to: record, connection) { return nil }
        var gate = Gate(reader: reader, node: node, connection: connection)
        var facts: [String: [String]] = [:]
        for name in ["status", "priority", "origin-country", "destination-country", "sector"] {
            if let value = CaseFacts.openText(state, name) { facts["case.\(name)"] = [value] }
        }
        var workers: [String] = []
        for relation in try rows.linking(to: record) where relation.field == "to" && relation.row.state.kind == "relation" && !relation.row.state.isRetracted {
            guard CaseFacts.openText(relation.row.state, "role") == "worker", let person = CaseFacts.openText(relation.row.state, "from"), workers.count < 3,
                let personState = try rows.state(of: person)
            else { continue }
            if let name = try gate.view(personState, of: person).answer("names")?.value?.displayText { workers.append(name) }
        }
        return CaseLine(record: record, created: created, workers: workers, facts: facts, hasClash: state.hasClash)
    }

    static func isAssigned(_ account: String, to record: String, _ connection: any Connection) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM record_link WHERE record = ? AND field = 'assigned-to' AND target = ?", [.text(record), .text(account)]
        ) { _ in true } ?? false
    }
}

/// A case in a list.
struct CaseLine: Sendable {
    var record: String
    var created: String
    /// The names of up to three workers.
    var workers: [String]
    /// Open facts by full name of the field.
    var facts: [String: [String]]
    var hasClash: Bool
}
