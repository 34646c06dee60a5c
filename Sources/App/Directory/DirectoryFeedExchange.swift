import Exchange
import Formats
import Storage
import Vault

/// Feeds of directory entries between partners: whoever follows a partner's directory gets its feed as an envelope whenever it has changed.
struct DirectoryFeedExchange: Sendable {
    let node: Node

    static let feedKind = "directory-feed"
    static let followKind = "directory-follow"
    /// How often it is looked whether our own entries have changed, in milliseconds.
    static let interval = 600_000

    /// What is agreed with one partner.
    struct Following: Sendable {
        /// Whether we take in its feed.
        var isFollowed = false
        /// Whether it takes in ours.
        var followsUs = false
        /// Whether it has ours.
        var hasOurs = false
        /// When the feed of its entries that is here was made, milliseconds since 1970; nil if none has come yet.
        var latest: UInt64?
        /// How many organisations and services our own feed has.
        var own = (organisations: 0, services: 0)
    }

    func following(_ partner: String, _ connection: any Connection) throws -> Following {
        let pair: [Value] = [.integer(node.organisation.number), .text(partner)]
        var following =
            try connection.first("SELECT followed, follows_us, sent FROM directory_follow WHERE organisation = ? AND partner = ?", pair) {
                Following(isFollowed: $0.integer(0) != 0, followsUs: $0.integer(1) != 0, hasOurs: !$0.text(2).isEmpty)
            } ?? Following()
        following.latest = try connection.first(
            "SELECT issued FROM followed_feed WHERE organisation = ? AND owner = ? AND purpose = 'directory'", pair
        ) { UInt64(max(0, $0.integer(0))) }
        if following.followsUs {
            let own = try DirectoryFeed.entries(of: node, connection)
            following.own = (own.organisations.count, own.services.count)
        }
        return following
    }

    /// Whether a feed has arrived, or somebody who can be reached has just begun to follow ours.
    func isSomethingDue(_ connection: any Connection) throws -> Bool {
        let organisation: [Value] = [.integer(node.organisation.number)]
        let hasArrived = try connection.first("SELECT 1 FROM directory_feed_waiting WHERE organisation = ? LIMIT 1", organisation) { _ in true }
        if hasArrived == true { return true }
        return try connection.first(
            """
            SELECT 1 FROM directory_follow f JOIN exchange_partner p ON p.organisation = f.organisation AND p.partner = f.partner
            WHERE f.organisation = ? AND f.follows_us = 1 AND f.sent = '' AND p.trust IN ('verified', 'vouched') AND p.changed_keys = '' LIMIT 1
            """, organisation
        ) { _ in true } ?? false
    }

    // MARK: Following

    /// Asks a partner for its feed from now on, or for no more of it. What was taken in stays.
    func follow(_ partner: String, _ isFollowed: Bool, by author: String) throws {
        try node.change(by: author) { transaction in
            try transaction.connection.execute(
                """
                INSERT INTO directory_follow (organisation, partner, followed, follows_us, sent) VALUES (?, ?, ?, 0, '')
                ON CONFLICT (organisation, partner) DO UPDATE SET followed = excluded.followed
                """, [.integer(node.organisation.number), .text(partner), .bool(isFollowed)])
            try Outbox.put(
                ExchangeMessage(
                    conversation: ExchangeMessage.newConversation(), kind: Self.followKind,
                    content: JSONValue.object(["follow": .bool(isFollowed)]).canonicalBytes()),
                to: partner, node: node, in: transaction)
        }
    }

    // MARK: Sending

    /// Sends our feed to all followers who do not have it as it is now.
    /// - Returns: to how many it goes.
    @discardableResult
    func sendChanged(by author: String) throws -> Int {
        let followers = try node.database.read { connection in
            try connection.all(
                "SELECT partner, sent FROM directory_follow WHERE organisation = ? AND follows_us = 1", [.integer(node.organisation.number)]
            ) { (partner: $0.text(0), sent: $0.text(1)) }
        }
        guard !followers.isEmpty else { return 0 }
        let feed = try DirectoryFeed.bytes(of: node)
        // The time of a feed is always new; what tells whether it has changed are the entries.
        guard let entries = try JSONValue.parse(feed)["feed"]?["entries"] else { return 0 }
        let digest = DocumentStore.digest(of: entries.canonicalBytes())
        var count = 0
        for follower in followers where follower.sent != digest {
            do {
                try send(feed, digest, to: follower.partner, by: author)
                count += 1
            } catch is ExchangeError {
                // Nothing crosses to this one for now: it is tried again the next time.
            }
        }
        return count
    }

    private func send(_ feed: [UInt8], _ digest: String, to partner: String, by author: String) throws {
        try node.change(by: author) { transaction in
            try Outbox.put(
                ExchangeMessage(
                    conversation: Self.conversation(from: node.organisation.identifier, to: partner), kind: Self.feedKind,
                    content: JSONValue.object(["format": .integer(1)]).canonicalBytes(),
                    attachments: [.init(name: "feed.json", mediaType: "application/json", bytes: feed)]),
                to: partner, node: node, in: transaction)
            try transaction.connection.execute(
                "UPDATE directory_follow SET sent = ? WHERE organisation = ? AND partner = ?",
                [.text(digest), .integer(node.organisation.number), .text(partner)])
        }
    }

    // MARK: Taking in

    /// Takes in the feeds that have arrived. One that is not its sender's own, or older than what is here, is left.
    /// - Returns: how many were taken in.
    @discardableResult
    func takeWaiting(by author: String) throws -> Int {
        let waiting = try node.database.read { connection in
            try connection.all("SELECT partner, feed FROM directory_feed_waiting WHERE organisation = ?", [.integer(node.organisation.number)]) {
                (partner: $0.text(0), sealed: $0.blob(1))
            }
        }
        var count = 0
        for item in waiting {
            if try takeIn(item.sealed, of: item.partner, by: author) { count += 1 }
            try node.database.write { connection in
                _ = try connection.execute(
                    "DELETE FROM directory_feed_waiting WHERE organisation = ? AND partner = ? AND feed = ?",
                    [.integer(node.organisation.number), .text(item.partner), .blob(item.sealed)])
            }
        }
        return count
    }

    private func takeIn(_ sealed: [UInt8], of identifier: String, by author: String) throws -> Bool {
        let found = try node.database.read { connection -> (Partner, [UInt8])? in
            guard let partner = try Partners.find(identifier, node, connection), partner.trust.isTrusted, partner.changedKeys == nil else { return nil }
            var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
            guard let key = try keyring.key(of: partner.keyRecord) else { return nil }
            return (partner, try key.open(sealed, for: Self.context(node, partner)))
        }
        guard let (partner, bytes) = found, let feed = try? DirectoryFeed(bytes: bytes, file: partner.name),
            feed.keys.fingerprint == partner.keys.fingerprint
        else { return false }
        do {
            // Somebody here has compared these very keys, or has accepted a coordinator's word for them.
            _ = try DirectoryFollowing(node).follow(feed, .partner(partner.trust == .verified ? .compared : .vouched), by: author)
            return true
        } catch is AppError {
            return false
        }
    }

    /// All feeds to one partner are one conversation, so that an older one never comes after a newer.
    private static func conversation(from owner: String, to partner: String) -> String {
        String(DocumentStore.digest(of: Array("directory-feed\n\(owner)\n\(partner)".utf8)).prefix(32))
    }

    fileprivate static func context(_ node: Node, _ partner: Partner) -> SealingContext {
        SealingContext(organisation: node.organisation.identifier, record: partner.keyRecord, field: "directory-feed", version: "1")
    }
}

/// Takes the messages about feeds. A feed is kept until the background work takes it in, since that is many changes of their own.
struct DirectoryFeedReceiver: MessageReceiver {
    let kinds: Set<String> = [DirectoryFeedExchange.feedKind, DirectoryFeedExchange.followKind]

    func receive(_ message: ReceivedMessage, node: Node, in transaction: RecordTransaction) throws {
        if message.kind == DirectoryFeedExchange.followKind { return try noteFollower(message, node, transaction.connection) }
        let connection = transaction.connection
        let following = try DirectoryFeedExchange(node: node).following(message.sender, connection)
        guard following.isFollowed, let feed = message.attachments.first, feed.bytes.count <= SignedFeed.limit,
            let partner = try Partners.find(message.sender, node, connection)
        else { throw MessageRefusal(code: "not-available") }
        var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        let key = try keyring.key(of: partner.keyRecord) ?? keyring.makeKey(of: partner.keyRecord)
        try connection.execute(
            """
            INSERT INTO directory_feed_waiting (organisation, partner, feed) VALUES (?, ?, ?)
            ON CONFLICT (organisation, partner) DO UPDATE SET feed = excluded.feed
            """,
            [
                .integer(node.organisation.number), .text(message.sender),
                .blob(try key.seal(feed.bytes, for: DirectoryFeedExchange.context(node, partner))),
            ])
    }

    private func noteFollower(_ message: ReceivedMessage, _ node: Node, _ connection: any Connection) throws {
        guard let json = try? JSONValue.parse(message.content, limits: JSONLimits(depth: 2, bytes: 4096)), let follows = json["follow"]?.bool else {
            throw MessageRefusal(code: "malformed")
        }
        try connection.execute(
            """
            INSERT INTO directory_follow (organisation, partner, followed, follows_us, sent) VALUES (?, ?, 0, ?, '')
            ON CONFLICT (organisation, partner) DO UPDATE SET follows_us = excluded.follows_us, sent = ''
            """, [.integer(node.organisation.number), .text(message.sender), .bool(follows)])
    }
}
