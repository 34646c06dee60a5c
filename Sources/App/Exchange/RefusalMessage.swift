import Exchange
import Formats
import Storage

/// The message with which a side answers that it cannot accept one of the other's.
enum RefusalMessage {
    static let kind = "exchange-refusal"

    static func put(_ refusal: MessageRefusal, of item: ExchangeItem, to partner: String, node: Node, _ transaction: RecordTransaction) throws {
        let content = JSONValue.object(["code": .string(refusal.code), "message": .string(item.identifier.description)]).canonicalBytes()
        try Outbox.put(
            ExchangeMessage(conversation: item.conversation.description, kind: kind, content: content), to: partner, node: node, in: transaction)
    }

    /// Tells the feature whose message was refused. A refusal of something that was never sent is left alone.
    static func tell(_ item: ExchangeItem, from partner: String, node: Node, _ transaction: RecordTransaction) throws {
        guard let json = try? JSONValue.parse(item.content, limits: JSONLimits(depth: 4, bytes: 4096)), let message = json["message"]?.string,
            let code = json["code"]?.string, isCode(code)
        else { return }
        let sent = try transaction.connection.first(
            "SELECT conversation, kind FROM exchange_outgoing WHERE organisation = ? AND partner = ? AND message = ?",
            [.integer(node.organisation.number), .text(partner), .text(message)]
        ) { (conversation: $0.text(0), kind: $0.text(1)) }
        guard let sent, let receiver = MessageReceivers.receiver(of: sent.kind) else { return }
        let refusal = ReceivedRefusal(partner: partner, message: message, conversation: sent.conversation, kind: sent.kind, code: code)
        try receiver.refused(refusal, node: node, in: transaction)
    }

    private static func isCode(_ code: String) -> Bool {
        (1...64).contains(code.utf8.count) && code.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}
