import Dictionary
import Exchange
import Journal
import Storage
import Vault

/// A listing that a partner sent.
struct ReceivedListing: Sendable {
    var partnerName: String
    var token: String
    var changed: Int64
    var content: SharedListing
}

/// Listings sent and received.
struct ListingRows {
    let node: Node
    let connection: any Connection
    private var organisation: Value { .integer(node.organisation.number) }

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
    }

    struct Sent: Sendable, Hashable {
        var party: String
        var partner: String
        var token: String
        /// Of what the partner has; empty once it was withdrawn.
        var digest: String
    }

    func sent(of party: String? = nil) throws -> [Sent] {
        try connection.all(
            "SELECT party, partner, token, digest FROM listing_shared WHERE organisation = ?\(party == nil ? "" : " AND party = ?") ORDER BY party, partner",
            [organisation] + (party.map { [.text($0)] } ?? [])
        ) { Sent(party: $0.text(0), partner: $0.text(1), token: $0.text(2), digest: $0.text(3)) }
    }

    func put(_ sent: Sent, by account: String) throws {
        try connection.execute(
            """
            INSERT INTO listing_shared (organisation, party, partner, token, digest, account, changed) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (organisation, party, partner) DO UPDATE SET digest = excluded.digest, changed = excluded.changed
            """,
            [
                organisation, .text(sent.party), .text(sent.partner), .text(sent.token), .text(sent.digest), .text(account), .integer(Int64(node.now())),
            ])
    }

    // MARK: Received

    /// The latest first. What cannot be opened any more is left out.
    func received(limit: Int) throws -> [ReceivedListing] {
        let rows = try connection.all(
            "SELECT partner, token, changed, sealed FROM listing_received WHERE organisation = ? ORDER BY changed DESC LIMIT \(limit)", [organisation]
        ) { ($0.text(0), $0.text(1), $0.integer(2), $0.blob(3)) }
        return try rows.compactMap { identifier, token, changed, sealed in
            guard let partner = try Partners.find(identifier, node, connection) else { return nil }
            let bytes = try key(partner).open(sealed, for: context(identifier, token))
            guard let content = try? SharedListing.read(bytes, node.dictionary).listing else { return nil }
            return ReceivedListing(partnerName: partner.name, token: token, changed: changed, content: content)
        }
    }

    func keep(_ bytes: [UInt8], token: String, of partner: Partner) throws {
        try connection.execute(
            """
            INSERT INTO listing_received (organisation, partner, token, changed, sealed) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (organisation, partner, token) DO UPDATE SET changed = excluded.changed, sealed = excluded.sealed
            """,
            [
                organisation, .text(partner.identifier), .text(token), .integer(Int64(node.now())),
                .blob(try key(partner).seal(bytes, for: context(partner.identifier, token))),
            ])
    }

    func remove(_ token: String, of partner: String) throws {
        try connection.execute(
            "DELETE FROM listing_received WHERE organisation = ? AND partner = ? AND token = ?", [organisation, .text(partner), .text(token)])
    }

    /// How many a partner has listed here.
    func count(of partner: String) throws -> Int {
        try connection.first(
            "SELECT count(*) FROM listing_received WHERE organisation = ? AND partner = ?", [organisation, .text(partner)]
        ) { Int($0.integer(0)) } ?? 0
    }

    private func key(_ partner: Partner) throws -> RecordKey {
        var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        return try keyring.key(of: partner.keyRecord) ?? keyring.makeKey(of: partner.keyRecord)
    }

    private func context(_ partner: String, _ token: String) -> SealingContext {
        SealingContext(organisation: node.organisation.identifier, record: partner, field: "listing", version: token)
    }
}

/// Shows listed parties to partners, and carries every correction and removal after them.
struct ListingSharing: Sendable {
    let node: Node

    /// Shows a listed party to a partner.
    /// - Throws: ``ListingError`` while it is not listed, or too few people agreed; `ExchangeError`.
    func share(_ party: String, with partner: String, by account: String) throws {
        try node.database.write { connection in
            guard let listing = try current(party, connection) else { throw ListingError.notEnough }
            let rows = ListingRows(node, connection)
            let known = try rows.sent(of: party).first { $0.partner == partner }
            let sent = ListingRows.Sent(
                party: party, partner: partner, token: known?.token ?? ExchangeMessage.newConversation(), digest: listing.digest)
            try send(listing.canonicalBytes(sent.token), of: sent, connection)
            try rows.put(sent, by: account)
        }
    }

    /// Sends what changed since a partner was told: another reply, a correction, a removal, or that too few people agree now.
    func sweep() throws {
        try node.database.write { connection in
            let rows = ListingRows(node, connection)
            for var sent in try rows.sent() where !sent.digest.isEmpty {
                let listing = try current(sent.party, connection)
                guard listing?.digest ?? "" != sent.digest else { continue }
                do {
                    try send(listing?.canonicalBytes(sent.token) ?? SharedListing.removal(sent.token), of: sent, connection)
                } catch is ExchangeError {
                    // Nothing crosses to this partner now; it is told when something does.
                    continue
                }
                sent.digest = listing?.digest ?? ""
                try rows.put(sent, by: "")
            }
        }
    }

    private func send(_ bytes: [UInt8], of sent: ListingRows.Sent, _ connection: any Connection) throws {
        try Outbox.put(
            ExchangeMessage(conversation: sent.token, kind: SharedListing.kind, content: bytes, subject: sent.party), to: sent.partner, node: node, connection)
    }

    /// What may be told of a party now; nil for nothing.
    private func current(_ party: String, _ connection: any Connection) throws -> SharedListing? {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        guard let state = try rows.state(of: party), state.kind == "party", !state.isRetracted, !state.isErased,
            let today = node.today
        else { return nil }
        let counts = PartyCounts(node, connection)
        let cases = try counts.group(of: party).reduce(into: Set<String>()) { $0.formUnion(try counts.cases(of: $1)) }
        let agreed = try cases.filter { caseRecord in
            try Consents(node: node, connection: connection).effective(for: caseRecord, on: today)?.allows("share-with-network") ?? false
        }
        var gate = Gate(reader: Reader(account: "listing", clearance: .identity), node: node, connection: connection)
        return SharedListing(try gate.view(state, of: party), agreed: agreed.count)
    }
}

/// Why a listing cannot be shown to a partner (`patterns.error.…`).
enum ListingError: String, Error, Sendable, Hashable {
    case notEnough = "not-enough"
}

/// Takes listings of partners, their corrections and removals.
struct ListingReceiver: MessageReceiver {
    let kinds: Set<String> = [SharedListing.kind]
    /// No partner lists more here.
    static let limit = 2_000

    func receive(_ message: ReceivedMessage, node: Node, in transaction: RecordTransaction) throws {
        let (token, listing) = try SharedListing.read(message.content, node.dictionary)
        let rows = ListingRows(node, transaction.connection)
        guard listing != nil else { return try rows.remove(token, of: message.sender) }
        guard let partner = try Partners.find(message.sender, node, transaction.connection), try rows.count(of: message.sender) < Self.limit else {
            throw MessageRefusal(code: "not-available")
        }
        try rows.keep(message.content, token: token, of: partner)
    }
}
