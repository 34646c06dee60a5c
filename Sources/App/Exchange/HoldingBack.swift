import Exchange
import Storage

/// A message of ours that waits for a partner, as it would go now.
struct WaitingMessage: Sendable, Hashable {
    /// Identifier of the partner.
    var partner: String
    var message: String
    var conversation: String
    var kind: String
    var content: [UInt8]
    /// When it was put, milliseconds since 1970.
    var made: Int64
}

/// Whether a message of ours that waits may go at this moment.
enum WaitingVerdict: Sendable, Hashable {
    case goes
    /// It goes with this content in the place of its own, and without attachments.
    case goesWith([UInt8])
    /// Nothing of it goes, now or later.
    case isHeldBack
}

/// Asks the features, whenever an envelope is made, whether what it would hold may still go: what covered a message may have ended since it was put. What may not is taken
/// out of the outbox, and its feature is told.
struct HoldingBack {
    let node: Node
    let connection: any Connection

    /// A message with what is to be done to it.
    struct Held: Sendable, Hashable {
        var message: WaitingMessage
        var verdict: WaitingVerdict
    }

    /// What a parcel holds that may not go as it is, in whole or in pieces of its attachments.
    func held(in parcel: Parcel, to partner: String, _ store: DatabaseChannelStore) throws -> [Held] {
        var items = parcel.items.map(\.item)
        let whole = Set(items.map(\.identifier))
        for message in Set(parcel.pieces.map(\.message)).subtracting(whole) {
            if let item = try store.outgoing(message: message)?.item { items.append(item) }
        }
        return try items.compactMap { item in
            guard let receiver = MessageReceivers.receiver(of: item.kind), receiver.asksAtSending else { return nil }
            let message = WaitingMessage(
                partner: partner, message: item.identifier.description, conversation: item.conversation.description, kind: item.kind, content: item.content,
                made: item.made)
            let verdict = try receiver.verdict(on: message, node: node, connection)
            return verdict == .goes ? nil : Held(message: message, verdict: verdict)
        }
    }

    /// Takes out of the outbox what may not go, and tells the features, in one transaction.
    static func carryOut(_ held: [Held], _ node: Node) throws {
        try node.change(by: author) { transaction in
            let connection = transaction.connection
            // The latest first, so that of equal messages each feature meets the one that was put last.
            for item in held.reversed() {
                guard let identifier = ExchangeIdentifier(item.message.message),
                    let partner = try PartnerRows(connection, organisation: node.organisation).find(item.message.partner),
                    let receiver = MessageReceivers.receiver(of: item.message.kind)
                else { continue }
                let store = try DatabaseChannelStore.channel(with: partner, node: node, connection).store
                switch item.verdict {
                case .goes: continue
                case .goesWith(let content): try store.replaceContent(of: identifier, with: content)
                case .isHeldBack: try store.removeContent(of: identifier)
                }
                // A file that was made to be carried by hand holds it too.
                try connection.execute(
                    "DELETE FROM exchange_carried WHERE organisation = ? AND partner = ?", [.integer(node.organisation.number), .text(partner.identifier)])
                try receiver.heldBack(item.message, node: node, in: transaction)
            }
        }
    }

    /// The author of what nobody did.
    static let author = "exchange"
}
