import Exchange
import Storage
import Vault

/// How partners reach an organisation of this node: its mailbox, and where that is.
struct ExchangeProfile: Sendable {
    /// Name of the mailbox, 32 hexadecimal digits.
    var mailbox: String
    /// The address of this node as partners reach it; empty where they do not.
    var address: String
    /// The address of the relay that keeps the mailbox; empty for none.
    var relay: String
    /// The key with which the relay is asked.
    var key: MailboxKey
    /// When the relay is asked next, milliseconds since 1970.
    var fetchDue: Int64
    /// The number of the last envelope that was fetched.
    var fetched: Int64
    /// What hindered the last fetching; nil if nothing did.
    var trouble: ExchangeError.Kind?

    /// The organisation's profile; made when it is first needed.
    static func ensure(_ node: Node, _ connection: any Connection) throws -> ExchangeProfile {
        if let profile = try read(node, connection) { return profile }
        let (key, record) = (MailboxKey(), RecordIdentifier.random())
        var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        let sealed = try keyring.makeKey(of: record).seal(key.secret, for: context(node, record))
        try connection.execute(
            """
            INSERT INTO exchange_profile (organisation, mailbox, mailbox_record, sealed_key, address, relay, fetch_due, fetched, fetch_trouble)
            VALUES (?, ?, ?, ?, '', '', ?, 0, '')
            """, [.integer(node.organisation.number), .text(key.mailbox), .text(record), .blob(sealed), .integer(Partner.never)])
        return ExchangeProfile(mailbox: key.mailbox, address: "", relay: "", key: key, fetchDue: Partner.never, fetched: 0)
    }

    private static func read(_ node: Node, _ connection: any Connection) throws -> ExchangeProfile? {
        let row = try connection.first(
            "SELECT mailbox, mailbox_record, sealed_key, address, relay, fetch_due, fetched, fetch_trouble FROM exchange_profile WHERE organisation = ?",
            [.integer(node.organisation.number)]
        ) { row in
            (
                record: row.text(1), sealed: row.blob(2),
                make: {
                    [
                        mailbox = row.text(0), address = row.text(3), relay = row.text(4), due = row.integer(5), fetched = row.integer(6),
                        trouble = ExchangeError.Kind(rawValue: row.text(7))
                    ] (key: MailboxKey) -> ExchangeProfile in
                    ExchangeProfile(mailbox: mailbox, address: address, relay: relay, key: key, fetchDue: due, fetched: fetched, trouble: trouble)
                }
            )
        }
        guard let row else { return nil }
        var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        guard let recordKey = try keyring.key(of: row.record), let key = MailboxKey(secret: try recordKey.open(row.sealed, for: context(node, row.record)))
        else { throw AppError("The key of the organisation's mailbox is not here. Restore it from a backup.") }
        return row.make(key)
    }

    /// Whether the organisation's relay is to be asked now.
    static func isFetchDue(_ node: Node, _ connection: any Connection) throws -> Bool {
        try connection.first(
            "SELECT fetch_due FROM exchange_profile WHERE organisation = ? AND relay <> ''", [.integer(node.organisation.number)]
        ) { row in
            let (due, now) = (row.integer(0), Int64(node.now()))
            return due <= now || (due > now + Partner.longestWait && due < Partner.never)
        } ?? false
    }

    /// Sets where partners reach the organisation.
    static func set(address: String, relay: String, of node: Node, _ connection: any Connection) throws {
        _ = try ensure(node, connection)
        try connection.execute(
            "UPDATE exchange_profile SET address = ?, relay = ?, fetch_due = ? WHERE organisation = ?",
            [.text(address), .text(relay), .integer(relay.isEmpty ? Partner.never : 0), .integer(node.organisation.number)])
    }

    /// The number of the organisation of this node that a mailbox belongs to; nil for none.
    static func organisation(ofMailbox mailbox: String, _ connection: any Connection) throws -> Int64? {
        try connection.first("SELECT organisation FROM exchange_profile WHERE mailbox = ?", [.text(mailbox)]) { $0.integer(0) }
    }

    private static func context(_ node: Node, _ record: String) -> SealingContext {
        SealingContext(organisation: node.organisation.identifier, record: record, field: "exchange-mailbox", version: "1")
    }
}
