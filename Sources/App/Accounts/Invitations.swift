/// Invitations from the command line: how the first administrator of an organisation gets in, and gets in again after forgetting the passphrase.
public struct Invitations: Sendable {
    private let node: Node

    /// - Parameter node: as the organisation that invites sees it.
    public init(_ node: Node) {
        self.node = node
    }

    /// - Parameter roles: such as `administrator`.
    /// - Returns: the path of the link, to be put behind the server's address.
    /// - Throws: ``AppError`` for a role that does not exist.
    public func make(roles names: [String]) throws -> String {
        let roles = try names.map { name in
            guard let role = Role(rawValue: name) else {
                throw AppError("There is no role «\(name)». The roles are \(Role.allCases.map(\.rawValue).joined(separator: ", ")).", isWrongUse: true)
            }
            return role
        }
        guard !roles.isEmpty else { throw AppError("Say at least one role: --role ROLE", isWrongUse: true) }
        let service = try AccountService(OrganisationDirectory([node]))
        return "/invitation/\(try service.invite(Set(roles), to: node, by: Reader.keyHolder.account, now: node.now()))"
    }

    /// - Parameters:
    ///   - name: with which the person signs in.
    ///   - endingSecondFactor: because that is lost too.
    /// - Returns: the path of a link for a new passphrase.
    /// - Throws: ``AppError`` where nobody of the organisation who can sign in has this name.
    public func renew(_ name: String, endingSecondFactor: Bool) throws -> String {
        let service = try AccountService(OrganisationDirectory([node]))
        let account = try service.account(signInName: name)
        let token = try account.flatMap { try service.renew($0.identifier, endingSecondFactor: endingSecondFactor, by: "", in: node, now: node.now()) }
        guard let token else {
            throw AppError(
                "Nobody of \(node.organisation.name) who can sign in has the name «\(name)». Check how it is written, and the organisation.", isWrongUse: true)
        }
        return "/renewal/\(token)"
    }
}
