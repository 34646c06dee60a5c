import Formats
import Foundation
import Journal
import Storage
import Vault

/// Somebody who can sign in for an organisation.
struct Account: Sendable {
    /// What the journal calls the author of entries.
    var identifier: String
    var organisation: String
    var profile: AccountProfile
    var passphrase: PassphraseHash
    var roles: Set<Role>
    /// Milliseconds since 1970.
    var created: UInt64
    var isDisabled: Bool
    /// The step of the last one-time code that was used; none of it or before is taken again.
    var lastStep: Int64

    /// Whether cases can be assigned to the account: it can sign in, and its roles work on cases or have cases referred to them.
    var isAssignable: Bool { !isDisabled && !roles.isDisjoint(with: [.caseworker, .supervisor, .legal, .partner]) }
}

/// What is known of the person: sealed in the table with a key of the account's own, so that it can be destroyed.
struct AccountProfile: Sendable, Codable, Hashable {
    var displayName: String
    var signInName: String
    /// Tag of the language chosen; nil for the browser's.
    var language: String?
    /// The calendar in which the person reads dates; nil for the Gregorian one.
    var calendar: String?
    /// The secret of the second factor, in Base64; nil if it is not set up.
    var secondFactor: String?
    var recoveryCodes: RecoveryCodes?
    /// Where to and when mail may say that there is something to see; nil for no mail.
    var mail: MailWishes?
    /// A link for a new passphrase of which the person has not said that they know; nil for none.
    var renewal: Renewal?
}

/// Reads and writes accounts of one organisation.
struct AccountRows {
    let node: Node
    let connection: any Connection

    private static let columns = "identifier, wrapped_key, profile, passphrase, roles, created, disabled, last_step"

    func account(_ identifier: String) throws -> Account? {
        try connection.first(
            "SELECT \(Self.columns) FROM account WHERE identifier = ? AND organisation = ?", [.text(identifier), .integer(node.organisation.number)], read)
    }

    func account(signInName: String) throws -> Account? {
        try connection.first(
            "SELECT \(Self.columns) FROM account WHERE organisation = ? AND sign_in = ?",
            [.integer(node.organisation.number), .blob(signInHash(signInName))], read)
    }

    func all() throws -> [Account] {
        try connection.all(
            "SELECT \(Self.columns) FROM account WHERE organisation = ? ORDER BY created, identifier", [.integer(node.organisation.number)], read)
    }

    func insert(_ account: Account) throws {
        let key = RecordKey()
        try connection.execute(
            """
            INSERT INTO account (identifier, organisation, sign_in, wrapped_key, profile, passphrase, roles, created, disabled, last_step)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(account.identifier), .integer(node.organisation.number), .blob(signInHash(account.profile.signInName)),
                .blob(try node.keys.wrap(key, record: account.identifier)), .blob(try sealed(account.profile, of: account.identifier, key)),
                .text(account.passphrase.encoded), .text(Self.text(account.roles)), .integer(Int64(account.created)), .integer(account.isDisabled ? 1 : 0),
                .integer(account.lastStep),
            ])
    }

    /// Writes everything but the identifier and the name to sign in with.
    func update(_ account: Account) throws {
        guard let wrapped = try connection.first("SELECT wrapped_key FROM account WHERE identifier = ?", [.text(account.identifier)], { $0.blob(0) }) else {
            return
        }
        let key = try node.keys.unwrap(wrapped, record: account.identifier)
        try connection.execute(
            "UPDATE account SET profile = ?, passphrase = ?, roles = ?, disabled = ?, last_step = ? WHERE identifier = ? AND organisation = ?",
            [
                .blob(try sealed(account.profile, of: account.identifier, key)), .text(account.passphrase.encoded), .text(Self.text(account.roles)),
                .integer(account.isDisabled ? 1 : 0), .integer(account.lastStep), .text(account.identifier), .integer(node.organisation.number),
            ])
    }

    /// A keyed hash, so that the table does not tell who works here. Upper and lower case are one, as people type them.
    private func signInHash(_ name: String) -> [UInt8] {
        node.keys.recordIdentifier(for: "account\n" + name.trimmingSpaces.lowercased().precomposedStringWithCanonicalMapping)
    }

    private func sealed(_ profile: AccountProfile, of identifier: String, _ key: RecordKey) throws -> [UInt8] {
        try key.seal(Array(JSONEncoder().encode(profile)), for: context(identifier))
    }

    private func context(_ identifier: String) -> SealingContext {
        SealingContext(organisation: node.organisation.identifier, record: identifier, field: "account.profile", version: "1")
    }

    private func read(_ row: Row) throws -> Account {
        let identifier = row.text(0)
        let key = try node.keys.unwrap(row.blob(1), record: identifier)
        let profile = try JSONDecoder().decode(AccountProfile.self, from: Data(try key.open(row.blob(2), for: context(identifier))))
        return Account(
            identifier: identifier, organisation: node.organisation.identifier, profile: profile, passphrase: try PassphraseHash(encoded: row.text(3)),
            roles: Self.roles(row.text(4)), created: UInt64(max(0, row.integer(5))), isDisabled: row.integer(6) != 0, lastStep: row.integer(7))
    }

    static func text(_ roles: Set<Role>) -> String { roles.map(\.rawValue).sorted().joined(separator: " ") }
    static func roles(_ text: String) -> Set<Role> { Set(text.split(separator: " ").compactMap { Role(rawValue: String($0)) }) }
}
