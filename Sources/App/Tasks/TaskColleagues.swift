import Storage

/// To whom a task can be given.
struct TaskColleagues: Sendable {
    typealias Colleague = (account: String, name: String)

    private let access: CaseAccess
    private let services: AppServices

    init(_ access: CaseAccess, _ services: AppServices) {
        self.access = access
        self.services = services
    }

    static func canWork(_ account: Account) -> Bool { account.isAssignable && account.roles.contains { $0.permissions.contains(.writeCases) } }

    /// Whoever can be given a task outside a case.
    func whoWorkOnCases() throws -> [Colleague] {
        try services.accounts.accounts(of: access.node).filter { Self.canWork($0) || $0.identifier == access.session.account }
            .map { (account: $0.identifier, name: $0.profile.displayName) }.sorted { $0.name < $1.name }
    }

    func mayBeGivenOwn(_ account: String) throws -> Bool {
        try account == access.session.account || whoWorkOnCases().contains { $0.account == account }
    }

    /// Whoever does a task must be able to open its case.
    func whoWork(on caseRecord: String) throws -> [Colleague] {
        let names = try services.accounts.names(of: access.node)
        return try names.filter { try mayBeGiven($0.key, in: caseRecord) }.map { (account: $0.key, name: $0.value) }.sorted { $0.name < $1.name }
    }

    func mayBeGiven(_ account: String, in caseRecord: String) throws -> Bool {
        try account == access.session.account || access.node.database.read { try CaseAccess.isAssigned(account, to: caseRecord, $0) }
    }
}
