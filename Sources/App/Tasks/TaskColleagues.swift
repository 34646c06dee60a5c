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

    /// Whoever does a task must be able to open its case: those who work on it, and supervisors where it is not confidential.
    func whoWork(on caseRecord: String) throws -> [Colleague] {
        let accounts = try services.accounts.accounts(of: access.node)
        return try access.node.database.read { connection in
            try accounts.filter { try mayBeGiven($0, in: caseRecord, connection) }.map { (account: $0.identifier, name: $0.profile.displayName) }
                .sorted { $0.name < $1.name }
        }
    }

    func mayBeGiven(_ account: String, in caseRecord: String) throws -> Bool {
        guard let account = try services.accounts.accounts(of: access.node).first(where: { $0.identifier == account }) else { return false }
        return try access.node.database.read { try mayBeGiven(account, in: caseRecord, $0) }
    }

    private func mayBeGiven(_ account: Account, in caseRecord: String, _ connection: any Connection) throws -> Bool {
        if try account.identifier == access.session.account || CaseAccess.isAssigned(account.identifier, to: caseRecord, connection) { return true }
        guard Self.canWork(account), account.roles.contains(.supervisor), let row = try CaseListRow.find(caseRecord, organisation: access.node.organisation.number, in: connection)
        else { return false }
        return !row.isConfidential
    }
}
