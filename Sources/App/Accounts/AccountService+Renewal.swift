import Storage
import Vault

/// A link with which somebody who has forgotten the passphrase sets a new one. Whoever could misuse it is seen: the person is told of every link, whether it was used or not.
struct Renewal: Sendable, Codable, Hashable {
    /// Identifier of the account that made it; empty for whoever runs the node.
    var author: String
    /// Milliseconds since 1970.
    var made: UInt64
    /// Whether the second factor ends with it, since that is lost too. Else it is asked for as at every sign-in.
    var endsSecondFactor: Bool
    /// When it was used; nil as long as it was not.
    var used: UInt64?
}

extension AccountService {
    /// Shorter than an invitation is good: the person is waiting for it.
    static let renewalLimit: UInt64 = 24 * 60 * 60 * 1000

    /// Makes a link for an account. Until it is used the old passphrase goes on, so nobody is locked out by one; a link that was made before ends.
    /// - Parameter author: identifier of the account that makes it; empty for whoever runs the node.
    /// - Returns: the token that goes into the link, good once; nil where there is no such account, or it cannot sign in.
    func renew(_ identifier: String, endingSecondFactor: Bool, by author: String, in node: Node, now: UInt64) throws -> String? {
        let token = RandomToken.make()
        let isMade = try node.database.write { connection in
            let rows = AccountRows(node: node, connection: connection)
            guard var account = try rows.account(identifier), !account.isDisabled else { return false }
            account.profile.renewal = Renewal(author: author, made: now, endsSecondFactor: endingSecondFactor)
            try rows.update(account)
            try connection.execute("DELETE FROM invitation WHERE account = ?", [.text(identifier)])
            try connection.execute(
                "INSERT INTO invitation (token, organisation, roles, expires, account) VALUES (?, ?, '', ?, ?)",
                [
                    .blob(RandomToken.digest(token)), .integer(node.organisation.number), .integer(Int64(now + Self.renewalLimit)), .text(identifier),
                ])
            try Notifications.announce(to: identifier, of: node, now: now, connection)
            return true
        }
        return isMade ? token : nil
    }

    /// The account that a link is for; nil if the link is not good any more.
    func renewal(_ token: String, now: UInt64) throws -> (node: Node, account: Account)? {
        guard let database = organisations.all.first?.database else { return nil }
        let found = try database.read { connection in
            try connection.first("SELECT organisation, account, expires FROM invitation WHERE token = ? AND account <> ''", [.blob(RandomToken.digest(token))])
            {
                (organisation: $0.integer(0), account: $0.text(1), expires: UInt64($0.integer(2)))
            }
        }
        guard let found, now < found.expires, let node = organisations.all.first(where: { $0.organisation.number == found.organisation }),
            let account = try self.account(found.account, in: node), !account.isDisabled
        else { return nil }
        return (node, account)
    }

    /// Sets the new passphrase. The link ends with it, and so do all sessions of the account.
    /// - Returns: the account, to sign in to it.
    /// - Throws: ``AccountError``.
    func acceptRenewal(_ token: String, passphrase: String, now: UInt64) throws -> Account {
        guard let (node, found) = try renewal(token, now: now) else { throw AccountError.invitationInvalid }
        let hash = try Self.hash(passphrase, besides: [node.organisation.name, found.profile.displayName, found.profile.signInName])
        return try node.database.write { connection in
            let rows = AccountRows(node: node, connection: connection)
            let taken = try connection.execute("DELETE FROM invitation WHERE token = ?", [.blob(RandomToken.digest(token))])
            guard taken == 1, var account = try rows.account(found.identifier), !account.isDisabled else { throw AccountError.invitationInvalid }
            account.passphrase = hash
            if account.profile.renewal?.endsSecondFactor == true { (account.profile.secondFactor, account.profile.recoveryCodes) = (nil, nil) }
            account.profile.renewal?.used = now
            try rows.update(account)
            try connection.execute("DELETE FROM session WHERE account = ?", [.text(account.identifier)])
            try Notifications.announce(to: account.identifier, of: node, now: now, connection)
            return account
        }
    }

    /// The person has been told. A link that was not used is good no longer.
    func endRenewal(of account: String, in node: Node) throws {
        try node.database.write { connection in
            let rows = AccountRows(node: node, connection: connection)
            guard var account = try rows.account(account), account.profile.renewal != nil else { return }
            account.profile.renewal = nil
            try rows.update(account)
            try connection.execute("DELETE FROM invitation WHERE account = ?", [.text(account.identifier)])
        }
    }
}
