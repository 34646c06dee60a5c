import Dictionary
import Journal
import Vault

/// What the journal says of a colleague's account: who gave whom which role, and when. An account itself is not in the journal; its name stays sealed with the account.
struct StaffRecord: Sendable {
    enum State: String, Sendable {
        case invited, withdrawn, accepted, active, disabled
    }

    static let kind = "staff-account"

    let node: Node

    /// What happened to an account.
    func note(account: String, _ roles: Set<Role>, _ state: State, _ transaction: RecordTransaction) throws {
        var answers = try answers(roles, state)
        answers["account"] = Answer(try FieldValue(link: account))
        try save("account\n" + account, answers, transaction)
    }

    /// What happened to an invitation, which is known by a digest that opens nothing.
    func note(invitation: [UInt8], _ roles: Set<Role>, _ state: State, _ transaction: RecordTransaction) throws {
        try save("invitation\n" + Hexadecimal.text(invitation), try answers(roles, state), transaction)
    }

    private func answers(_ roles: Set<Role>, _ state: State) throws -> [String: Answer?] {
        var answers: [String: Answer?] = ["state": Answer(.code(state.rawValue))]
        if !roles.isEmpty { answers["roles"] = Answer(try FieldValue(codes: roles.map(\.rawValue))) }
        return answers
    }

    private func save(_ name: String, _ answers: [String: Answer?], _ transaction: RecordTransaction) throws {
        let record = RecordIdentifier.text(node.keys.recordIdentifier(for: name))
        try transaction.save(RecordChange(record: record, kind: Self.kind, answers: answers), isGuarded: true)
    }
}
