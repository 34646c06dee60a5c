import Dictionary
import Journal

/// How somebody stands to a case of their own organisation.
struct CaseRelation: Sendable, Hashable {
    /// Whether the case lists the account among those who work on it. For a partner this is the referral.
    var isAssigned = false
    /// Whether the case opens only for those who work on it.
    var isConfidential = false
    /// An opening that is in force for this account.
    var opening: Opening.Way?
    /// Whether the worker's agreement to sharing with a partner is in force.
    var hasPartnerConsent = false
    /// Whether it was taken back or refused, or is not among what the worker agreed to when asked.
    var isPartnerConsentEnded = false
    /// Whether the people do not want the case to be counted.
    var isOutOfStatistics = false
}

/// What somebody may do with a case.
struct CaseSight: Sendable, Hashable {
    /// The most sensitive values that are shown; nil if the case is as if it were not there.
    var clearance: Sensitivity?
    /// Whether the page of the case opens, and whoever may write cases may write in it. Without it there are only the open facts.
    var opensCase = false
    /// Whether a custodian can be asked to let the person see the identity.
    var mayAsk = false
    /// Whether the person may open the case at once, with a reason that the custodian reads.
    var mayOpenInEmergency = false

    static let nothing = CaseSight()

    /// The more of two sights, for somebody with two roles.
    func joined(with other: CaseSight) -> CaseSight {
        CaseSight(
            clearance: [clearance, other.clearance].compactMap { $0 }.max(), opensCase: opensCase || other.opensCase, mayAsk: mayAsk || other.mayAsk,
            mayOpenInEmergency: mayOpenInEmergency || other.mayOpenInEmergency)
    }
}

/// The one table of who sees what of a case. Everything that shows a record asks it through ``CaseAccess``; what it answers is carried out field by field by the ``Gate``.
///
/// | role | works on it | of the organisation | confidential | opened in an emergency | allowed by a custodian |
/// |---|---|---|---|---|---|
/// | caseworker, legal | identity | – | – | identity | identity |
/// | supervisor | identity | identity; sensitive where identity needs authorisation | – | identity | identity |
/// | analyst | open facts, unless counting was refused | as on the left | – | – | identity, on the page of facts |
/// | partner | identity with the worker's consent, open facts where nobody was asked, nothing when it was taken back or not among what was agreed to | – | as on the left | – | – |
/// | coordinator, custodian, administrator | – | – | – | – | – |
///
/// A dash is a case that answers like one that is not there. Several roles add up.
enum AccessPolicy {
    static func sight(of roles: Set<Role>, _ relation: CaseRelation, _ settings: OrganisationSettings) -> CaseSight {
        roles.map { sight(of: $0, relation, settings) }.reduce(.nothing) { $0.joined(with: $1) }
    }

    static func sight(of role: Role, _ relation: CaseRelation, _ settings: OrganisationSettings) -> CaseSight {
        switch role {
        case .caseworker, .legal:
            if relation.isAssigned || relation.opening != nil { return CaseSight(clearance: .identity, opensCase: true) }
            guard !relation.isConfidential else { return .nothing }
            return CaseSight(mayAsk: settings.identityNeedsAuthorisation, mayOpenInEmergency: true)
        case .supervisor:
            if relation.isAssigned || relation.opening != nil { return CaseSight(clearance: .identity, opensCase: true) }
            // Somebody must be able to reach a confidential case when those who worked on it are gone.
            if relation.isConfidential { return CaseSight(mayAsk: settings.identityNeedsAuthorisation, mayOpenInEmergency: true) }
            guard settings.identityNeedsAuthorisation else { return CaseSight(clearance: .identity, opensCase: true) }
            return CaseSight(clearance: .sensitive, opensCase: true, mayAsk: true, mayOpenInEmergency: true)
        case .analyst:
            if relation.opening == .authorisation { return CaseSight(clearance: .identity) }
            guard !relation.isConfidential, !relation.isOutOfStatistics else { return .nothing }
            return CaseSight(clearance: .open, mayAsk: settings.identityNeedsAuthorisation)
        case .partner:
            guard relation.isAssigned, !relation.isPartnerConsentEnded else { return .nothing }
            return CaseSight(clearance: relation.hasPartnerConsent ? .identity : .open, opensCase: true)
        case .coordinator, .custodian, .administrator:
            return .nothing
        }
    }

    /// What is shown where nothing is known of the one case, such as in a list over several: never more than any case that opens would show.
    static func leastClearance(of roles: Set<Role>, _ settings: OrganisationSettings) -> Sensitivity {
        if roles.contains(.supervisor) { return settings.identityNeedsAuthorisation ? .sensitive : .identity }
        return roles.contains(.caseworker) || roles.contains(.legal) ? .identity : .open
    }

    /// Whether somebody reads as a partner only: then the records of a case that were not meant for others stay out.
    static func readsAsPartner(_ roles: Set<Role>) -> Bool {
        roles.contains(.partner) && roles.isDisjoint(with: [.caseworker, .legal, .supervisor])
    }

    /// Whether a record of a referred case is shown to a partner: not what is marked as confidential, no paper that may not be shared, and of people only the workers.
    /// - Parameter role: of the person or party in the case; nil for other records.
    static func isShownToPartners(_ state: RecordState, role: String?) -> Bool {
        guard CaseFacts.openText(state, "confidential") != "yes" else { return false }
        switch state.kind {
        case "document": return CaseFacts.openText(state, "share-allowed") == "yes"
        case "person": return role.map(CaseFacts.countedPersonRoles.contains) ?? false
        // It repeats what was answered about everybody.
        case "submission": return false
        default: return true
        }
    }
}
