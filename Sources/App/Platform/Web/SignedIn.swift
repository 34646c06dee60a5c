import Dictionary

/// Who is signed in, as a request carries it.
struct SignedIn: Sendable, Hashable {
    /// Identifier of the session, not its token.
    var session: String
    /// Identifier of the account; what the journal calls the author.
    var account: String
    /// The name that colleagues see.
    var displayName: String
    /// Identifier of the organisation the account belongs to.
    var organisation: String
    var roles: Set<Role>
    /// Tag of the language the person chose; nil for the browser's.
    var language: String?
    /// What the organisation has decided about access.
    var settings = OrganisationSettings()
    /// Whether the organisation requires a second factor and the account has none: then nothing opens but the page where it is set up.
    var needsSecondFactor = false
    /// In which calendar the person reads dates.
    var calendar = CalendarSystem.gregorian
    /// Whether a link for a new passphrase was made of which the person has not said that they know.
    var hasRenewal = false
    var permissions: Set<Permission> { roles.reduce(into: []) { $0.formUnion($1.permissions) } }
    func may(_ permission: Permission) -> Bool { permissions.contains(permission) }
}

/// What somebody is in an organisation. An account can have several roles.
enum Role: String, Sendable, Hashable, CaseIterable {
    /// Own and shared cases.
    case caseworker
    /// All cases of the organisation.
    case supervisor
    /// Own and shared cases, as a lawyer or paralegal.
    case legal
    /// De-identified facts only.
    case analyst
    /// What members of a network share.
    case coordinator
    /// Authorises seeing identities; does not read cases.
    case custodian
    /// Accounts and settings; no content of cases.
    case administrator
    /// Only what was referred.
    case partner

    var permissions: Set<Permission> {
        switch self {
        case .caseworker, .legal: [.readCases, .writeCases, .askForOpening, .readDirectory]
        case .supervisor:
            [
                .readCases, .writeCases, .assignCases, .readFacts, .readStatistics, .exportRecords, .readLog, .askForOpening, .readDirectory,
                .coordinateNetwork,
            ]
        case .analyst: [.readFacts, .readStatistics, .askForOpening]
        case .coordinator: [.readStatistics, .readDirectory, .coordinateNetwork]
        case .custodian: [.authoriseIdentity, .readLog]
        case .administrator: [.administer]
        case .partner: [.readCases]
        }
    }
}
