import Crypto
import Storage
import Vault

extension AccountService {
    /// Whether whoever uses a session gives its account's passphrase: asked before what decides who can sign in is changed, since a session may be left open on a table.
    /// - Throws: ``AccountError/wait(_:)`` after too many wrong tries, also of other sessions of the account.
    func isOwner(_ passphrase: String, of session: SignedIn, in node: Node, now: UInt64) throws -> Bool {
        let place = Array(SHA256.hash(data: Array("again\n\(session.account)".utf8)))
        try countTry(place, node.database, now)
        guard let account = try self.account(session.account, in: node), try account.passphrase.verify(passphrase) else { return false }
        try node.database.write { try $0.execute("DELETE FROM sign_in_failure WHERE place = ?", [.blob(place)]) }
        return true
    }
}
