import Foundation
import Journal
import Storage
import Vault

/// An invitation that was not used yet.
struct OpenInvitation: Sendable {
    /// The digest of its token, in hexadecimal: it names the invitation and opens nothing.
    var identifier: String
    var roles: Set<Role>
    /// Milliseconds since 1970.
    var expires: UInt64
}

/// Who is invited, and who may do what: each change stands in the journal, by whom it was made.
extension AccountService {
    /// - Parameter author: identifier of the account that invites.
    /// - Returns: the token that goes into the link, good once and for seven days.
    func invite(_ roles: Set<Role>, to node: Node, by author: String, now: UInt64) throws -> String {
        let token = RandomToken.make()
        let digest = RandomToken.digest(token)
        try node.change(by: author) { transaction in
            try transaction.connection.execute(
                "INSERT INTO invitation (token, organisation, roles, expires) VALUES (?, ?, ?, ?)",
                [.blob(digest), .integer(node.organisation.number), .text(AccountRows.text(roles)), .integer(Int64(now + Self.invitationLimit))])
            try StaffRecord(node: node).note(invitation: digest, roles, .invited, transaction)
        }
        return token
    }

    /// Those that are still good, the first to end first.
    func openInvitations(of node: Node, now: UInt64) throws -> [OpenInvitation] {
        try node.database.read { connection in
            try connection.all(
                "SELECT token, roles, expires FROM invitation WHERE organisation = ? AND account = '' AND expires > ? ORDER BY expires, token",
                [.integer(node.organisation.number), .integer(Int64(now))]
            ) { OpenInvitation(identifier: Hexadecimal.text($0.blob(0)), roles: AccountRows.roles($0.text(1)), expires: UInt64(max(0, $0.integer(2)))) }
        }
    }

    /// - Returns: false if there is no such invitation any more.
    func withdraw(invitation identifier: String, in node: Node, by author: String, now: UInt64) throws -> Bool {
        guard let invitation = try openInvitations(of: node, now: now).first(where: { $0.identifier == identifier }), let digest = Hexadecimal.bytes(identifier)
        else { return false }
        return try node.change(by: author) { transaction in
            let gone = try transaction.connection.execute(
                "DELETE FROM invitation WHERE token = ? AND organisation = ? AND account = ''", [.blob(digest), .integer(node.organisation.number)])
            guard gone == 1 else { return false }
            try StaffRecord(node: node).note(invitation: digest, invitation.roles, .withdrawn, transaction)
            return true
        }
    }

    /// Gives an account other roles, or takes away that it can be used. Its sessions end.
    /// - Parameter roles: none leaves them as they are: whoever is disabled keeps them for the day on which they come back.
    /// - Returns: false if there is no such account.
    func setRoles(_ roles: Set<Role>, isDisabled: Bool, of identifier: String, in node: Node, by author: String) throws -> Bool {
        try node.change(by: author) { transaction in
            let rows = AccountRows(node: node, connection: transaction.connection)
            guard var account = try rows.account(identifier) else { return false }
            if !roles.isEmpty { account.roles = roles }
            account.isDisabled = isDisabled
            try rows.update(account)
            try transaction.connection.execute("DELETE FROM session WHERE account = ?", [.text(identifier)])
            try StaffRecord(node: node).note(account: identifier, account.roles, isDisabled ? .disabled : .active, transaction)
            return true
        }
    }
}
