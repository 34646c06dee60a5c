import Dictionary
import Journal
import Storage

/// Asks what was agreed to. Whatever passes something on — an export, a referral, a document, a letter — asks here at that moment, so that taking a consent back takes
/// effect everywhere with the entry that says so.
struct Consents {
    let node: Node
    let connection: any Connection

    /// What holds for a case on a day; nil if there is no such case in the organisation. O(records of the case).
    func effective(for caseRecord: String, on day: CalendarDay) throws -> ConsentAgreement? {
        let records = try CaseGroup(connection: connection, organisation: node.organisation.number).records(ofCase: caseRecord)
        guard records.first?.state.kind == "case" else { return nil }
        return try effective(in: records, on: day)
    }

    /// Whether the workers of a case have not agreed to something. O(records of the case).
    static func isLacking(_ scope: String, for caseRecord: String, _ access: CaseAccess, on day: CalendarDay?) throws -> Bool {
        guard let day else { return false }
        return try access.node.database.read { try Consents(node: access.node, connection: $0).effective(for: caseRecord, on: day) }?.allows(scope) != true
    }

    /// Since when the agreement to keep a record of a case is withdrawn or refused; nil if it is not. O(records of the case).
    static func keepingEndedOn(_ caseRecord: String, _ access: CaseAccess, on day: CalendarDay?) throws -> CalendarDay? {
        guard let day else { return nil }
        return try access.node.database.read { try Consents(node: access.node, connection: $0).effective(for: caseRecord, on: day) }?.keepingEndedOn
    }

    /// The same for a case whose records have been read.
    func effective(in records: [(record: String, state: RecordState)], on day: CalendarDay) throws -> ConsentAgreement {
        var sum = ConsentSum(workers: Self.workers(in: records), day: day)
        // The dates of consents are sensitive, what was said is identity; the sum needs only the former.
        var gate = Gate(reader: Reader(account: Reader.keyHolder.account, clearance: .sensitive), node: node, connection: connection)
        for item in records where item.state.kind == "consent" { sum.add(try gate.view(item.state, of: item.record), item.state) }
        return sum.agreement()
    }

    /// The persons whom relations name as workers of the case.
    static func workers(in records: [(record: String, state: RecordState)]) -> Set<String> {
        Set(
            records.compactMap { item in
                guard item.state.kind == "relation", CaseFacts.openText(item.state, "role") == "worker" else { return nil }
                return CaseFacts.openText(item.state, "from")
            })
    }
}
