import Dictionary
import Formats
import Journal
import Storage

/// Which cases somebody may open, and how much of them. Every page of a case asks here first; a case that may not be opened answers like one that is not there.
///
/// The rules are in ``AccessPolicy``; this looks up how somebody stands to a case, and asks it. Whoever registers a case is assigned to it.
struct CaseAccess: Sendable {
    let session: SignedIn
    let node: Node
    /// Whether identity may be shown at all; a program's token may be for less than its person sees.
    var mayReadPeople = true
    /// Whether a case that its sender has taken back (``ReferralGuard/isSealed(_:_:)``) answers like one that is not there: wherever something is made of a case. Its page
    /// still opens for whoever wrote something in it.
    var refusesSealed = false

    init(_ session: SignedIn, _ services: AppServices) throws(WebError) {
        self.session = session
        node = try services.node(for: session)
    }

    /// What the gate is told of the reader where no single case is meant. For a case take the reader that ``requireCase(_:_:)`` gives, who may see more of it.
    var reader: Reader { reader(AccessPolicy.leastClearance(of: session.roles, session.settings)) }

    private func reader(_ clearance: Sensitivity) -> Reader {
        Reader(
            account: session.account, clearance: mayReadPeople ? clearance : min(clearance, .sensitive), isPartner: AccessPolicy.readsAsPartner(session.roles))
    }

    /// The same answers, with this person working on a case that becomes confidential and that nobody works on: such a case opens to those only who work on it.
    func keepingReachable(_ answers: [String: Answer?], of record: String, _ connection: any Connection) throws -> [String: Answer?] {
        guard case .code("yes")? = answers["confidential"]??.value else { return answers }
        let assigned = try RecordRows(connection: connection, organisation: node.organisation.number).targets(of: record, field: "assigned-to")
        guard assigned.isEmpty else { return answers }
        var answers = answers
        answers["assigned-to"] = Answer(try FieldValue(list: [FieldValue(link: session.account)], type: .link))
        return answers
    }

    /// Which cases open by role alone, whatever workers agree to.
    var ruleByRole: CaseRule { CaseRule(account: session.account, roles: session.roles, settings: session.settings) }

    /// Which cases the person may open, for lists and whatever counts them.
    func rule(_ connection: any Connection) throws -> CaseRule {
        var rule = ruleByRole
        if reader.isPartner { rule.takenBack = try Set(casesWithPartner(connection).filter { try !mayOpen($0, connection) }) }
        return rule
    }

    /// Whether the person sees the organisation's cases, not only those that they are assigned to.
    var seesAllCases: Bool { ruleByRole.seesAll }

    /// What was shared with a partner. Few cases are.
    private func casesWithPartner(_ connection: any Connection) throws -> [String] {
        try connection.all("SELECT record FROM record_link WHERE field = 'assigned-to' AND target = ? ORDER BY record", [.text(session.account)]) { $0.text(0) }
    }

    /// How the person reads a line of a list of which ``rule`` says that it opens.
    func lineReader(_ record: String, _ connection: any Connection) throws -> Reader {
        guard reader.clearance < .identity, let clearance = try sight(of: record, connection)?.clearance else { return reader }
        return reader(clearance)
    }

    /// What this person may do with a case; nil if there is no such case in the organisation.
    func sight(of record: String, _ connection: any Connection) throws -> CaseSight? {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record), state.kind == "case" else {
            return nil
        }
        return try sight(of: record, state, connection)
    }

    private func sight(of record: String, _ state: RecordState, _ connection: any Connection) throws -> CaseSight {
        var relation = CaseRelation(
            isAssigned: try Self.isAssigned(session.account, to: record, connection), isConfidential: CaseFacts.isConfidential(state))
        if relation.isAssigned, session.roles.contains(.partner) {
            let agreement = try partnerAgreement(record, connection)
            relation.hasPartnerConsent = ConsentAgreement.partnerScopes.contains { agreement?.allows($0) == true }
            // Whoever was asked and agreed to other things, or no longer agrees, has not agreed to this one.
            let wasAsked = agreement.map { $0.standing != .missing } ?? false
            relation.isPartnerConsentEnded =
                !relation.hasPartnerConsent && (wasAsked || ConsentAgreement.partnerScopes.contains { agreement?.isEnded($0) == true })
        }
        if session.roles.contains(.analyst) { relation.isOutOfStatistics = try CaseFacts.isOutOfStatistics(record, node.terms, connection) }
        let sight = AccessPolicy.sight(of: session.roles, relation, session.settings)
        guard !relation.isAssigned, sight.mayAsk || sight.mayOpenInEmergency else { return sight }
        relation.opening = try Openings.inForce(on: record, for: session.account, node, connection, now: node.now())?.way
        return AccessPolicy.sight(of: session.roles, relation, session.settings)
    }

    /// What the workers agree to now.
    private func partnerAgreement(_ record: String, _ connection: any Connection) throws -> ConsentAgreement? {
        guard let today = node.today else { return nil }
        return try Consents(node: node, connection: connection).effective(for: record, on: today)
    }

    /// - Returns: how the person reads this case.
    /// - Throws: ``WebError/notFound`` if there is no such case here, or its page does not open for this person.
    @discardableResult
    func requireCase(_ record: String, _ connection: any Connection) throws -> Reader {
        guard let sight = try sight(of: record, connection), sight.opensCase, let clearance = sight.clearance else { throw WebError.notFound }
        if refusesSealed, try ReferralGuard.isSealed(record, connection) { throw WebError.notFound }
        return reader(clearance)
    }

    /// As ``requireCase(_:_:)``, for the page of a case's facts.
    func requireFacts(_ record: String, _ connection: any Connection) throws -> (reader: Reader, sight: CaseSight) {
        guard let sight = try sight(of: record, connection), let clearance = sight.clearance else { throw WebError.notFound }
        return (reader(clearance), sight)
    }

    /// A record that belongs to a case: recorded in it, tied to it by a relation, or the relation.
    func requireRecord(_ record: String, of caseRecord: String, _ connection: any Connection) throws -> RecordState {
        let reader = try requireCase(caseRecord, connection)
        let state = try recordOfCase(record, caseRecord, connection)
        if reader.isPartner, record != caseRecord, state.kind != "relation" {
            guard AccessPolicy.isShownToPartners(state, role: try role(of: record, in: caseRecord, connection)) else { throw WebError.notFound }
        }
        return state
    }

    /// The role in which a person or party is tied to a case: that of a worker if there are several.
    private func role(of record: String, in caseRecord: String, _ connection: any Connection) throws -> String? {
        let roles = try connection.all(
            """
            SELECT s.state FROM record_link f JOIN record_link t ON t.record = f.record AND t.field = 'to' AND t.target = ?
            JOIN record_state s ON s.record = f.record AND s.retracted = 0 WHERE f.field = 'from' AND f.target = ?
            """, [.text(caseRecord), .text(record)]
        ) { CaseFacts.openText(try RecordState(canonicalBytes: $0.blob(0)), "role") }.compactMap { $0 }
        return roles.first(where: CaseFacts.countedPersonRoles.contains) ?? roles.first
    }

    private func recordOfCase(_ record: String, _ caseRecord: String, _ connection: any Connection) throws -> RecordState {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        guard let state = try rows.state(of: record) else { throw WebError.notFound }
        if record == caseRecord { return state }
        // Another case opens by itself or not at all, whatever ties the two.
        guard state.kind != "case" else { throw WebError.notFound }
        let direct = try connection.first(
            "SELECT 1 FROM record_link WHERE record = ? AND target = ? AND field IN ('case', 'to', 'from')", [.text(record), .text(caseRecord)]
        ) { _ in true }
        if direct == true { return state }
        // A tie between two people of the case is theirs.
        if state.kind == "relation", let from = CaseFacts.openText(state, "from"), let to = CaseFacts.openText(state, "to"),
            try isInvolved(from, in: caseRecord, connection), try isInvolved(to, in: caseRecord, connection)
        {
            return state
        }
        guard try isInvolved(record, in: caseRecord, connection) else { throw WebError.notFound }
        return state
    }

    /// Where seeing an identity needs a custodian, nobody gets round that by giving a case to themselves.
    func requireAssignable(_ accounts: [String], to caseRecord: String, _ connection: any Connection) throws {
        guard accounts.contains(session.account), try OrganisationSettings.read(node, connection).identityNeedsAuthorisation,
            try !CaseAccess.isAssigned(session.account, to: caseRecord, connection)
        else { return }
        throw WebError.badRequest(key: "cases.error.assign-self")
    }

    /// Whether a relation ties a person or party to a case.
    private func isInvolved(_ record: String, in caseRecord: String, _ connection: any Connection) throws -> Bool {
        let related = try connection.first(
            """
            SELECT 1 FROM record_link f JOIN record_link t ON t.record = f.record AND t.field = 'to' AND t.target = ?
            WHERE f.field = 'from' AND f.target = ? LIMIT 1
            """, [.text(caseRecord), .text(record)]
        ) { _ in true }
        return related == true
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
    var roles: Set<Role>
    var settings = OrganisationSettings()
    /// Of the cases that were shared with a partner, those that workers have taken back: they open no more, and are in no list or count.
    var takenBack: Set<String> = []

    /// Whether the person sees the organisation's cases, not only those that they are assigned to.
    var seesAll: Bool { mayOpen(isAssigned: false, isConfidential: false) }

    /// Whether the case opens by itself. One that a custodian or an emergency has opened is not in lists; it is reached from the person's own requests.
    func mayOpen(isAssigned: Bool, isConfidential: Bool) -> Bool {
        AccessPolicy.sight(of: roles, CaseRelation(isAssigned: isAssigned, isConfidential: isConfidential), settings).opensCase
    }
}
