import Crypto
import Exchange
import Storage
import Vault

/// Messages on their way to partners.
enum Outbox {
    /// Puts a message on its way to a partner, in the caller's transaction: it goes if and only if what else the transaction changes is saved.
    /// - Parameter partner: identifier of the organisation.
    /// - Returns: the identifier of the message.
    /// - Throws: ``ExchangeError`` if there is no such partner, nothing crosses to it, or the message is too large.
    @discardableResult
    static func put(_ message: ExchangeMessage, to partner: String, node: Node, in transaction: RecordTransaction) throws -> String {
        try put(message, to: partner, node: node, transaction.connection)
    }

    /// The same for what has no place in the journal.
    @discardableResult
    static func put(_ message: ExchangeMessage, to partner: String, node: Node, _ connection: any Connection) throws -> String {
        let rows = PartnerRows(connection, organisation: node.organisation)
        var partner = try rows.require(partner)
        try partner.requireTrust()
        guard message.content.count <= ExchangeLimits.content, message.attachments.count <= ExchangeLimits.attachments,
            message.attachments.allSatisfy({ !$0.bytes.isEmpty && Int64($0.bytes.count) <= ExchangeLimits.attachment }),
            message.attachments.allSatisfy({ max($0.name.utf8.count, $0.mediaType.utf8.count) <= ExchangeLimits.name }),
            (1...ExchangeLimits.name).contains(message.kind.utf8.count), let conversation = ExchangeIdentifier(message.conversation)
        else { throw ExchangeError(.tooLarge) }
        var channel = try DatabaseChannelStore.channel(with: partner, node: node, connection)
        let item = ExchangeItem(
            identifier: .random(), conversation: conversation, after: try channel.store.lastOutgoing(in: conversation), made: Int64(node.now()),
            kind: message.kind, content: message.content,
            attachments: message.attachments.map {
                .init(digest: Array(SHA256.hash(data: $0.bytes)), size: Int64($0.bytes.count), name: $0.name, mediaType: $0.mediaType)
            })
        channel.store.subject = message.subject ?? ""
        try channel.put(item)
        for (index, attachment) in message.attachments.enumerated() {
            try channel.store.keepOutgoing(attachment.bytes, attachment: index, of: item)
        }
        partner.state = channel.state
        // While the partner cannot be reached the next attempt stays where it is.
        if partner.attempts == 0 { partner.due = min(partner.due, Int64(node.now())) }
        try rows.update(partner)
        return item.identifier.description
    }

    /// Takes back what was said to a partner in a conversation: what has not crossed yet does not cross any more, and no copy stays to be sent again.
    static func takeBack(_ conversation: String, from partner: String, node: Node, _ connection: any Connection) throws {
        guard let conversation = ExchangeIdentifier(conversation), let partner = try PartnerRows(connection, organisation: node.organisation).find(partner)
        else { return }
        try DatabaseChannelStore.channel(with: partner, node: node, connection).store.takeBack(conversation)
    }

    /// What of a conversation a partner does not have yet.
    struct Undelivered: Sendable, Hashable {
        /// Whether not even its first message is there.
        var isWhole: Bool
        /// What hinders it; nil while it is simply on its way.
        var trouble: ExchangeError.Kind?
    }

    /// What of a conversation has not reached a partner; nil if everything has. O(messages of the conversation).
    static func undelivered(_ conversation: String, to partner: String, node: Node, _ connection: any Connection) throws -> Undelivered? {
        guard let partner = try PartnerRows(connection, organisation: node.organisation).find(partner) else { return nil }
        let first = try connection.first(
            """
            SELECT min(number), min(CASE WHEN after = ? THEN 0 ELSE 1 END) FROM exchange_outgoing
            WHERE organisation = ? AND partner = ? AND conversation = ? AND number > ? AND held = 0
            """,
            [
                .text(ExchangeIdentifier.none.description), .integer(node.organisation.number), .text(partner.identifier), .text(conversation),
                .integer(partner.state.acknowledged),
            ]
        ) { $0.isNull(0) ? nil : $0.integer(1) == 0 }
        guard let isWhole = first ?? nil else { return nil }
        do {
            try partner.requireTrust()
        } catch {
            return Undelivered(isWhole: isWhole, trouble: error.kind)
        }
        let isHere = try connection.first("SELECT 1 FROM organisation WHERE identifier = ?", [.text(partner.identifier)]) { _ in true } ?? false
        let hasWay = isHere || !partner.address.isEmpty || !partner.relay.isEmpty
        return Undelivered(isWhole: isWhole, trouble: partner.trouble ?? (hasWay ? nil : .noCarrier))
    }

    /// Conversations, by partner, of which not even the first message is known to have reached the partner. O(messages that wait).
    static func unreached(node: Node, _ connection: any Connection) throws -> [String: Set<String>] {
        let found = try connection.all(
            """
            SELECT o.partner, o.conversation FROM exchange_partner p JOIN exchange_outgoing o
            ON o.organisation = p.organisation AND o.partner = p.partner AND o.number > p.acknowledged
            WHERE p.organisation = ? AND o.held = 0 AND o.after = ?
            """, [.integer(node.organisation.number), .text(ExchangeIdentifier.none.description)]
        ) { ($0.text(0), $0.text(1)) }
        return Dictionary(grouping: found, by: \.0).mapValues { Set($0.map(\.1)) }
    }

    /// Removes what messages said about a record that is erased: what has not gone yet does not go, and no copy stays here. What the partner has, the partner has.
    static func removeContent(about subject: String, node: Node, _ connection: any Connection) throws {
        let found = try connection.all(
            "SELECT partner, message FROM exchange_outgoing WHERE subject = ? AND organisation = ?", [.text(subject), .integer(node.organisation.number)]
        ) { (partner: $0.text(0), message: $0.text(1)) }
        for (partner, message) in found {
            guard let message = ExchangeIdentifier(message), let partner = try PartnerRows(connection, organisation: node.organisation).find(partner) else {
                continue
            }
            try DatabaseChannelStore.channel(with: partner, node: node, connection).store.removeContent(of: message)
        }
    }
}
