import Dictionary

/// What the people of a case agree to on a certain day: the one answer that exports, referrals, documents and pages go by.
///
/// It is the sum of the case's consents in their order. A consent gives its scopes until its end. A refusal, or taking a consent back, ends these scopes, whichever
/// earlier consent gave them; without scopes it ends all. Whoever agreed for somebody else (a guardian, heir, lawyer, the family) agreed for the case as a whole.
struct ConsentAgreement: Sendable, Hashable {
    /// Where the case stands as a whole.
    enum Standing: String, Sendable, Hashable {
        /// Nobody has been asked, or nothing is recorded.
        case missing
        /// Somebody was asked, and nothing was ever agreed to.
        case refused
        case given
        /// There was an agreement; all of it was taken back.
        case withdrawn
        /// There was an agreement; all of it has come to its end.
        case expired
    }

    /// A scope that holds, with what limits it.
    struct Grant: Sendable, Hashable {
        /// A code of the list `consent-scope`.
        var scope: String
        /// Whose agreement it is; nil for the case as a whole.
        var person: String?
        /// The consent that gave it.
        var consent: String
        /// The last day on which it holds; nil for no end.
        var until: CalendarDay?
        /// Kinds of organisation that may receive something; empty for no limit by kind.
        var receiverKinds: Set<String>
        /// Organisations that may receive something; empty for no limit by name.
        var receivers: Set<String>
        /// Countries to which something may go; empty for no limit by country.
        var countries: Set<String>
    }

    /// Somebody to whom something would go.
    struct Receiver: Sendable, Hashable {
        /// The records of the organisation in the directory, if there are some.
        var organisations: Set<String> = []
        /// A code of the list `organisation-kind`, if it is known.
        var kind: String?
        /// A code of the list `country`, if it is known.
        var country: String?
    }

    /// Scopes either of which lets the identity go to a partner.
    static let partnerScopes = ["share-with-partner", "share-across-border"]

    var standing: Standing
    /// The workers of the case, as far as they are known.
    var workers: Set<String>
    /// What holds, in the order of scopes in the consents.
    var grants: [Grant]
    /// When it was last written down that somebody takes back or refuses something, milliseconds since 1970; nil if nobody ever did.
    var lastEnded: UInt64?
    /// Since when the agreement to keep a record of the case is withdrawn or refused; nil if it is not.
    var keepingEndedOn: CalendarDay?
    /// Scopes that somebody refused or took back by name.
    var endedScopes: Set<String> = []
    /// Whether somebody refused or took back everything.
    var isAllEnded = false
    /// The workers of whom something is recorded that they said themselves.
    var spoken: Set<String> = []

    /// Whether something was refused or taken back, and is not agreed to anew. What was never spoken of is not ended.
    func isEnded(_ scope: String) -> Bool { !allows(scope) && (isAllEnded || endedScopes.contains(scope)) }

    /// Whether something may be done with the case and everything in it: every known worker must have agreed, or somebody for all of them.
    /// - Parameters:
    ///   - scope: a code of the list `consent-scope`.
    ///   - receiver: who would receive something; nil where nobody does. What is not known of a receiver does not meet a limit.
    func allows(_ scope: String, for receiver: Receiver? = nil) -> Bool {
        let holding = grants.filter { $0.scope == scope && Self.meets($0, receiver) }
        if holding.contains(where: { $0.person == nil }) { return true }
        guard !workers.isEmpty else { return !holding.isEmpty }
        return workers.isSubset(of: holding.compactMap(\.person))
    }

    /// The scopes that hold for the whole case, whoever receives something, with the last day on which all of it holds.
    var scopes: [(scope: String, until: CalendarDay?)] {
        var seen: Set<String> = []
        return grants.filter { seen.insert($0.scope).inserted }.compactMap { grant in
            let same = grants.filter { $0.scope == grant.scope }
            guard same.contains(where: { $0.person == nil }) || workers.isEmpty || workers.isSubset(of: same.compactMap(\.person)) else { return nil }
            return (grant.scope, same.compactMap(\.until).min())
        }
    }

    private static func meets(_ grant: Grant, _ receiver: Receiver?) -> Bool {
        guard let receiver else { return true }
        func meets(_ limit: Set<String>, _ known: String?) -> Bool { limit.isEmpty || known.map(limit.contains) ?? false }
        // Named receivers and kinds of receiver are two ways of saying who: either is enough.
        let isNamed = !grant.receivers.isDisjoint(with: receiver.organisations)
        let isOfKind = !grant.receiverKinds.isEmpty && meets(grant.receiverKinds, receiver.kind)
        let isUnlimited = grant.receivers.isEmpty && grant.receiverKinds.isEmpty
        return (isUnlimited || isNamed || isOfKind) && meets(grant.countries, receiver.country)
    }
}
