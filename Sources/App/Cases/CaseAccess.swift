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

    /// Which cases the person may open.
    var rule: CaseRule { CaseRule(account: session.account, mayRead: session.may(.readCases), seesAll: session.roles.contains(.supervisor)) }

    /// - Throws: ``WebError/notFound`` if there is no such case here, or not for this person.
    func requireCase(_ record: String, _ connection: any Connection) throws {
        guard rule.mayRead, let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record),
            state.kind == "case"
        else { throw WebError.notFound }
        let isAssigned = try Self.isAssigned(session.account, to: record, connection)
        let isConfidential = CaseFacts.openText(state, "confidential") == "yes"
        guard rule.mayOpen(isAssigned: isAssigned, isConfidential: isConfidential) else { throw WebError.notFound }
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

    static func isAssigned(_ account: String, to record: String, _ connection: any Connection) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM record_link WHERE record = ? AND field = 'assigned-to' AND target = ?", [.text(record), .text(account)]
        ) { _ in true } ?? false
    }
}

/// Which cases somebody may open, told from what lists know of a case. Pages, lists and search ask the same rule.
struct CaseRule: Sendable, Hashable {
    /// Identifier of the account.
    var account: String
    /// Whether the person's roles let them read cases at all.
    var mayRead: Bool
    /// Whether they see the organisation's cases, not only those that they are assigned to.
    var seesAll: Bool

    func mayOpen(isAssigned: Bool, isConfidential: Bool) -> Bool { mayRead && (isAssigned || (seesAll && !isConfidential)) }
}
