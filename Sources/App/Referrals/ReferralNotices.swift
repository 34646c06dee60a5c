import Dictionary
import Journal
import Referral
import Storage

/// Who is told by mail that there is something to see in a referral. Nobody is told of what they did themselves.
struct ReferralNotices {
    let transaction: RecordTransaction

    private var node: Node { transaction.node }

    /// Tells whoever works on a referral: who sent or took it, and everybody who has its case. As long as that is nobody, the duty desk is told: a call for help that has
    /// no owner yet must not wait for one.
    func announce(_ row: ReferralRow) throws {
        var accounts = try team(of: row.caseRecord)
        if !row.account.isEmpty { accounts.insert(row.account) }
        let reached = try accounts.filter(isPresent)
        let isUrgent = row.state.isOpen && ReferralUrgency.isMostUrgent(row.urgency, node.dictionary)
        guard !reached.isEmpty else { return try announceToDesk(isUrgent: isUrgent) }
        try tell(reached, isUrgent: isUrgent)
    }

    /// Tells everybody who works at the duty desk.
    /// - Parameter isUrgent: whether it is about a referral of the most urgent class.
    func announceToDesk(isUrgent: Bool) throws { try tell(Set(desk().map(\.identifier)), isUrgent: isUrgent) }

    /// Tells those who can be the second person for a case: they work at the desk, and the whole case opens for them.
    /// - Parameter isUrgent: whether what they are asked about is of the most urgent class.
    func announceSecondPerson(for caseRecord: String, isUrgent: Bool) throws {
        let settings = try OrganisationSettings.read(node, transaction.connection)
        guard let state = try transaction.state(of: caseRecord) else { return }
        let team = try team(of: caseRecord)
        let able = try desk().filter { account in
            let relation = CaseRelation(isAssigned: team.contains(account.identifier), isConfidential: CaseFacts.isConfidential(state))
            let sight = AccessPolicy.sight(of: account.roles, relation, settings)
            return sight.opensCase && sight.clearance == .identity
        }
        try tell(Set(able.map(\.identifier)), isUrgent: isUrgent)
    }

    /// Tells the custodians that something went beyond what people agreed to.
    func announceToCustodians() throws {
        let custodians = try AccountRows(node: node, connection: transaction.connection).all().filter { account in
            !account.isDisabled && account.roles.contains { $0.permissions.contains(.authoriseIdentity) }
        }
        try tell(Set(custodians.map(\.identifier)))
    }

    /// Whether somebody can still sign in. Asked of the row alone, since a busy exchange asks it of every step.
    private func isPresent(_ account: String) throws -> Bool {
        try transaction.connection.first(
            "SELECT 1 FROM account WHERE identifier = ? AND organisation = ? AND disabled = 0", [.text(account), .integer(node.organisation.number)]
        ) { _ in true } ?? false
    }

    private func team(of caseRecord: String) throws -> Set<String> {
        guard !caseRecord.isEmpty else { return [] }
        return Set(try RecordRows(connection: transaction.connection, organisation: node.organisation.number).targets(of: caseRecord, field: "assigned-to"))
    }

    /// Those for whom the page of the desk opens.
    private func desk() throws -> [Account] {
        try AccountRows(node: node, connection: transaction.connection).all().filter { account in
            !account.isDisabled && !AccessPolicy.readsAsPartner(account.roles) && account.roles.contains { $0.permissions.contains(.writeCases) }
        }
    }

    private func tell(_ accounts: Set<String>, isUrgent: Bool = false) throws {
        for account in accounts.sorted() where account != transaction.author {
            try Notifications.announce(to: account, isUrgent: isUrgent, in: transaction)
        }
    }
}
