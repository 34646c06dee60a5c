import Crypto
import Dictionary
import Formats
import Foundation
import Journal
import Storage
import Vault

/// What stops a sign-in or an invitation. The page says the same of an unknown name and a wrong passphrase.
enum AccountError: Error, Sendable, Equatable {
    case wrong
    /// Too many wrong tries from this place; the number is seconds to wait.
    case wait(Int)
    case invitationInvalid
    case nameTaken
    case unsuitablePassphrase(String)
    /// It is among those that somebody who guesses tries first.
    case commonPassphrase
    /// Without the names of the person and the organisation too little of it is left.
    case namedPassphrase
    case missing(field: String)
}

/// Accounts, invitations, sessions and signing in, on all organisations of a node.
struct AccountService: SessionAuthority {
    /// A session ends after so much time without a request, and in any case after the second (ASVS 5.0, 7.3). Milliseconds.
    static let idleLimit: UInt64 = 60 * 60 * 1000
    static let absoluteLimit: UInt64 = 12 * 60 * 60 * 1000
    /// Between passphrase and second factor.
    static let pendingLimit: UInt64 = 10 * 60 * 1000
    static let invitationLimit: UInt64 = 7 * 24 * 60 * 60 * 1000
    /// ASVS 5.0, 6.2.1 asks for 8 and recommends 15; there is a second factor.
    static let passphraseLength = 12
    /// Wrong tries from one place for one name before it has to wait.
    static let freeTries = 5
    /// Wrong tries from one address for all names together before it has to wait, at most ``longestWaitOfAddress`` seconds: many people may share an address.
    static let freeTriesOfAddress = 50
    static let longestWaitOfAddress = 30

    let organisations: OrganisationDirectory
    /// A hash that no passphrase has, of the cost that real ones have: checked for unknown names, so that they take as long as known ones.
    let hashForUnknownNames: PassphraseHash

    init(_ organisations: OrganisationDirectory) throws {
        self.organisations = organisations
        hashForUnknownNames = try PassphraseHash(RandomToken.make())
    }

    // MARK: Sessions

    func session(token: String, now: UInt64) throws -> SignedIn? {
        try session(token: token, pending: false, now: now)?.signedIn
    }

    /// The account that has given its passphrase and not yet its second factor.
    func pendingAccount(token: String, now: UInt64) throws -> Account? {
        try session(token: token, pending: true, now: now)?.account
    }

    private func session(token: String, pending: Bool, now: UInt64) throws -> (signedIn: SignedIn, account: Account)? {
        guard let database = organisations.all.first?.database else { return nil }
        let digest = RandomToken.digest(token)
        let found = try database.read { connection in
            try connection.first(
                """
                SELECT s.identifier, s.account, s.created, s.seen, a.organisation FROM session s JOIN account a ON a.identifier = s.account
                WHERE s.token = ? AND s.pending = ? AND a.disabled = 0
                """, [.blob(digest), .integer(pending ? 1 : 0)]
            ) { (identifier: $0.text(0), account: $0.text(1), created: UInt64($0.integer(2)), seen: UInt64($0.integer(3)), organisation: $0.integer(4)) }
        }
        guard let found, let node = organisations.all.first(where: { $0.organisation.number == found.organisation }) else { return nil }
        let idle = pending ? Self.pendingLimit : Self.idleLimit
        guard now < found.created + Self.absoluteLimit, now < found.seen + idle else { return nil }
        guard let account = try database.read({ try AccountRows(node: node, connection: $0).account(found.account) }) else { return nil }
        // Written once a minute, not at every request.
        if now > found.seen + 60_000 {
            try database.write { try $0.execute("UPDATE session SET seen = ? WHERE token = ?", [.integer(Int64(now)), .blob(digest)]) }
        }
        guard let signedIn = try signedIn(account, session: found.identifier, in: node) else { return nil }
        return (signedIn, account)
    }

    /// What a request carries of an account, with what its organisation requires; nil if there is no such account.
    func signedIn(_ account: String, session: String, in node: Node) throws -> SignedIn? {
        guard let account = try self.account(account, in: node) else { return nil }
        return try signedIn(account, session: session, in: node)
    }

    private func signedIn(_ account: Account, session: String, in node: Node) throws -> SignedIn? {
        let settings = try node.database.read { try OrganisationSettings.read(node, $0) }
        return SignedIn(
            session: session, account: account.identifier, displayName: account.profile.displayName, organisation: account.organisation, roles: account.roles,
            language: account.profile.language, settings: settings, needsSecondFactor: settings.requiresSecondFactor && account.profile.secondFactor == nil,
            calendar: account.profile.calendar.flatMap(CalendarSystem.init) ?? .gregorian, hasRenewal: account.profile.renewal != nil)
    }

    func sessions(of account: String, in node: Node, now: UInt64) throws -> [OpenSession] {
        try node.database.read { connection in
            try connection.all(
                "SELECT identifier, created, seen, device FROM session WHERE account = ? AND pending = 0 ORDER BY seen DESC, identifier", [.text(account)]
            ) { OpenSession(identifier: $0.text(0), created: UInt64($0.integer(1)), seen: UInt64($0.integer(2)), device: $0.text(3)) }
            .filter { now < $0.created + Self.absoluteLimit && now < $0.seen + Self.idleLimit }
        }
    }

    func endSession(_ identifier: String, of account: String, in node: Node) throws {
        try node.database.write { try $0.execute("DELETE FROM session WHERE identifier = ? AND account = ?", [.text(identifier), .text(account)]) }
    }

    // MARK: Signing in

    /// The first step: name and passphrase.
    /// Only the place from which wrong tries came has to wait, so that nobody can lock an account's owner out: a browser in which the account has signed in before is a place
    /// of its own, whatever its address.
    /// - Parameter place: the address.
    /// - Parameter browser: what the browser keeps; see ``KnownBrowser``.
    /// - Parameter device: see ``SignInDevice``; for the list of the account's sessions.
    /// - Returns: the token of a session, whether it still waits for the second factor, and the account's identifier.
    /// - Throws: ``AccountError``.
    func signIn(name: String, passphrase: String, place: String, browser: String? = nil, device: String = "", now: UInt64) throws -> (
        token: String, needsSecondFactor: Bool, account: String
    ) {
        guard let database = organisations.all.first?.database else { throw AccountError.wrong }
        let account = try self.account(signInName: name)
        let known = account.flatMap { knownBrowser(browser, $0) }
        let placeKey = Self.placeKey(known ?? place, name.trimmingSpaces.lowercased())
        try countTry(placeKey, database, now)
        let addressKey = Self.placeKey(place, "")
        if known == nil { try countTry(addressKey, database, now, free: Self.freeTriesOfAddress, longest: Self.longestWaitOfAddress) }
        // The same work for an unknown name as for a wrong passphrase.
        let hash = account?.passphrase ?? hashForUnknownNames
        let isRight = try hash.verify(passphrase)
        guard isRight, let account, !account.isDisabled, let node = organisations.node(account.organisation) else { throw AccountError.wrong }
        let token = RandomToken.make()
        let needsSecondFactor = account.profile.secondFactor != nil
        try database.write { connection in
            if !needsSecondFactor { try connection.execute("DELETE FROM sign_in_failure WHERE place = ?", [.blob(placeKey)]) }
            // A right passphrase was no try of somebody who guesses; what others at this address did still counts.
            if known == nil {
                try connection.execute("UPDATE sign_in_failure SET failures = failures - 1 WHERE place = ? AND failures > 0", [.blob(addressKey)])
            }
            try Self.insertSession(token, of: account.identifier, pending: needsSecondFactor, device: device, now: now, connection)
            guard account.passphrase.needsRehash() else { return }
            var account = account
            account.passphrase = try PassphraseHash(passphrase)
            try AccountRows(node: node, connection: connection).update(account)
        }
        return (token, needsSecondFactor, account.identifier)
    }

    /// The second step: a code of the authenticator, or a recovery code, either good once.
    /// - Returns: the token of the session from now on; the pending one ends.
    func confirm(pendingToken: String, code: String, place: String, browser: String? = nil, now: UInt64) throws -> String {
        guard let account = try pendingAccount(token: pendingToken, now: now), let node = organisations.node(account.organisation) else {
            throw AccountError.wrong
        }
        let placeKey = Self.placeKey(knownBrowser(browser, account) ?? place, account.identifier)
        try countTry(placeKey, node.database, now)
        let token = RandomToken.make()
        let isRight = try node.database.write { connection in
            let rows = AccountRows(node: node, connection: connection)
            // Read again inside the transaction, so that one code does not open two sessions at once.
            guard var account = try rows.account(account.identifier), Self.use(code, &account, now) else { return false }
            try rows.update(account)
            try connection.execute("DELETE FROM sign_in_failure WHERE place = ?", [.blob(placeKey)])
            let pending: Value = .blob(RandomToken.digest(pendingToken))
            let device = try connection.first("SELECT device FROM session WHERE token = ?", [pending]) { $0.text(0) } ?? ""
            try connection.execute("DELETE FROM session WHERE token = ?", [pending])
            try Self.insertSession(token, of: account.identifier, pending: false, device: device, now: now, connection)
            return true
        }
        guard isRight else { throw AccountError.wrong }
        return token
    }

    private static func placeKey(_ place: String, _ name: String) -> [UInt8] { Array(SHA256.hash(data: Array("\(place)\n\(name)".utf8))) }

    private func knownBrowser(_ kept: String?, _ account: Account) -> String? {
        organisations.node(account.organisation).flatMap { KnownBrowser($0).number(kept, of: account.identifier) }
    }

    /// What a browser is to keep in which this account has just signed in.
    func newKnownBrowser(of account: String) throws -> String? {
        for node in organisations.all where try self.account(account, in: node) != nil { return KnownBrowser(node).make(for: account) }
        return nil
    }

    private static func use(_ code: String, _ account: inout Account, _ now: UInt64) -> Bool {
        guard let text = account.profile.secondFactor, let secret = Data(base64Encoded: text), let factor = try? OneTimePassword(secret: [UInt8](secret)) else {
            return false
        }
        if let step = factor.verify(code, at: Int64(now / 1000), lastUsedStep: account.lastStep) {
            account.lastStep = step
            return true
        }
        guard var codes = account.profile.recoveryCodes, codes.use(code) else { return false }
        account.profile.recoveryCodes = codes
        return true
    }

    /// Begins a session, which the account's owner has shown a right to.
    static func insertSession(_ token: String, of account: String, pending: Bool, device: String = "", now: UInt64, _ connection: any Connection) throws {
        try connection.execute(
            "INSERT INTO session (token, identifier, account, pending, created, seen, device) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                .blob(RandomToken.digest(token)), .text(RecordIdentifier.random()), .text(account), .integer(pending ? 1 : 0), .integer(Int64(now)),
                .integer(Int64(now)), .text(device),
            ])
        try connection.execute("DELETE FROM session WHERE created < ?", [.integer(Int64(now) - Int64(Self.absoluteLimit))])
    }

    /// Counts a try before it is made, so that tries made at the same time count too. After the free ones a place waits 2, 4, 8 … seconds, at most 15 minutes unless told.
    func countTry(_ place: [UInt8], _ database: any Database, _ now: UInt64, free: Int = freeTries, longest: Int = 900) throws {
        let wait = try database.write { connection -> Int? in
            let present = try connection.first("SELECT failures, latest FROM sign_in_failure WHERE place = ?", [.blob(place)]) {
                (failures: Int($0.integer(0)), latest: UInt64($0.integer(1)))
            }
            if let present, present.failures >= free {
                let seconds = min(longest, 1 << min(10, present.failures - free + 1))
                let end = present.latest + UInt64(seconds) * 1000
                if now < end { return Int((end - now + 999) / 1000) }
            }
            try connection.execute(
                """
                INSERT INTO sign_in_failure (place, failures, latest) VALUES (?, 1, ?)
                ON CONFLICT (place) DO UPDATE SET failures = sign_in_failure.failures + 1, latest = excluded.latest
                """, [.blob(place), .integer(Int64(now))])
            try connection.execute("DELETE FROM sign_in_failure WHERE latest < ?", [.integer(Int64(now) - 24 * 60 * 60 * 1000)])
            return nil
        }
        if let wait { throw AccountError.wait(wait) }
    }

    func account(signInName: String) throws -> Account? {
        for node in organisations.all {
            if let account = try node.database.read({ try AccountRows(node: node, connection: $0).account(signInName: signInName) }) { return account }
        }
        return nil
    }

    // MARK: Invitations

    /// The organisation and roles an invitation is for.
    func invitation(_ token: String, now: UInt64) throws -> (node: Node, roles: Set<Role>)? {
        guard let database = organisations.all.first?.database else { return nil }
        let found = try database.read { connection in
            try connection.first("SELECT organisation, roles, expires FROM invitation WHERE token = ? AND account = ''", [.blob(RandomToken.digest(token))]) {
                (organisation: $0.integer(0), roles: $0.text(1), expires: UInt64($0.integer(2)))
            }
        }
        guard let found, now < found.expires, let node = organisations.all.first(where: { $0.organisation.number == found.organisation }) else { return nil }
        return (node, AccountRows.roles(found.roles))
    }

    /// Makes the account that an invitation is for. The invitation ends with it.
    @discardableResult
    func accept(_ token: String, displayName: String, signInName: String, passphrase: String, language: String?, now: UInt64) throws -> Account {
        guard let (node, roles) = try invitation(token, now: now) else { throw AccountError.invitationInvalid }
        guard !displayName.isEmpty, displayName.utf8.count <= 200 else { throw AccountError.missing(field: "display-name") }
        guard (3...200).contains(signInName.utf8.count) else { throw AccountError.missing(field: "sign-in-name") }
        let hash = try Self.hash(passphrase, besides: [node.organisation.name, displayName, signInName])
        // A name is taken if it is in any organisation of this node: people sign in without saying which.
        guard try account(signInName: signInName) == nil else { throw AccountError.nameTaken }
        let account = Account(
            identifier: RecordIdentifier.random(), organisation: node.organisation.identifier,
            profile: AccountProfile(displayName: displayName, signInName: signInName, language: language), passphrase: hash, roles: roles, created: now,
            isDisabled: false, lastStep: 0)
        let digest = RandomToken.digest(token)
        try node.change(by: account.identifier) { transaction in
            let taken = try transaction.connection.execute("DELETE FROM invitation WHERE token = ?", [.blob(digest)])
            guard taken == 1 else { throw AccountError.invitationInvalid }
            try AccountRows(node: node, connection: transaction.connection).insert(account)
            let record = StaffRecord(node: node)
            try record.note(invitation: digest, roles, .accepted, transaction)
            try record.note(account: account.identifier, roles, .active, transaction)
        }
        return account
    }

    /// The hash of a new passphrase.
    /// - Parameter names: of the person and the organisation, which somebody who guesses knows.
    /// - Throws: ``AccountError/unsuitablePassphrase(_:)``, ``AccountError/commonPassphrase`` or ``AccountError/namedPassphrase``.
    static func hash(_ passphrase: String, besides names: [String]) throws(AccountError) -> PassphraseHash {
        guard !CommonPassphrases.standard.contains(passphrase) else { throw .commonPassphrase }
        guard KnownWords(names).leaveEnough(of: passphrase) else { throw .namedPassphrase }
        do { return try PassphraseHash(passphrase, minimumLength: passphraseLength) } catch { throw .unsuitablePassphrase(error.message) }
    }

    // MARK: Changes

    func accounts(of node: Node) throws -> [Account] {
        try node.database.read { try AccountRows(node: node, connection: $0).all() }
    }

    /// The names of all colleagues, for pages on which anybody can be named or chosen.
    func names(of node: Node) throws -> [String: String] {
        let colleagues = try accounts(of: node).map { ($0.identifier, $0.profile.displayName) }
        let partners = try node.database.read { try PartnerRows($0, organisation: node.organisation).all() }.map {
            (ExchangeDelivery.authorMark + $0.identifier, $0.name)
        }
        return [String: String](colleagues + partners, uniquingKeysWith: { $1 })
    }

    /// The names of colleagues, and of partners whose messages did something, to show who did what: of these authors only, since each account is opened with a key of
    /// its own.
    func names(of authors: Set<String>, in node: Node) throws -> [String: String] {
        try node.database.read { connection in
            let (rows, partners) = (AccountRows(node: node, connection: connection), PartnerRows(connection, organisation: node.organisation))
            var names: [String: String] = [:]
            for author in authors {
                if author.hasPrefix(ExchangeDelivery.authorMark) {
                    names[author] = try partners.find(String(author.dropFirst(ExchangeDelivery.authorMark.count)))?.name
                } else {
                    names[author] = try rows.account(author)?.profile.displayName
                }
            }
            return names
        }
    }

    func account(_ identifier: String, in node: Node) throws -> Account? {
        try node.database.read { try AccountRows(node: node, connection: $0).account(identifier) }
    }

    /// Changes an account of the organisation; with a change of role, passphrase or second factor its other sessions end.
    /// - Parameter keeping: identifier of a session that stays.
    /// - Returns: false if there is no such account.
    @discardableResult
    func change(_ identifier: String, in node: Node, endingSessions: Bool, keeping: String? = nil, _ body: (inout Account) throws -> Void) throws -> Bool {
        try node.database.write { connection in
            let rows = AccountRows(node: node, connection: connection)
            guard var account = try rows.account(identifier) else { return false }
            try body(&account)
            try rows.update(account)
            if endingSessions {
                try connection.execute("DELETE FROM session WHERE account = ? AND identifier <> ?", [.text(identifier), .text(keeping ?? "")])
            }
            return true
        }
    }
}
