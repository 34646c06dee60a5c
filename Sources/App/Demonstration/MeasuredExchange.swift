import Exchange
import Storage
import Vault

/// Two organisations on two nodes that exchange messages within one program: every step that a served node takes, without the network between. For measurements.
///
/// The messages are those of ``TestMessage``, which takes no effect beyond having been told: what a feature does with a message is a save of that feature's.
package struct MeasuredExchange {
    private let first: Node
    private let second: Node

    /// What was carried until nothing was left to tell.
    package struct Carried {
        /// The envelopes of both directions.
        package var envelopes: [[UInt8]] = []
        /// Messages that the second organisation was told.
        package var told = 0
    }

    /// Makes the two partners of each other.
    package init(between first: Node, and second: Node) throws {
        (self.first, self.second) = (first, second)
        try Partners.verifyEachOther(first, second)
    }

    /// Puts messages on their way from the first to the second, each in a transaction of its own.
    /// - Parameter bytes: the length of each message's content.
    package func put(_ count: Int, bytes: Int) throws {
        for number in 0..<count {
            try first.database.write { connection in
                let content = TestMessage.content(number)
                let message = ExchangeMessage(
                    conversation: ExchangeMessage.newConversation(), kind: TestMessage.kind,
                    content: content + [UInt8](repeating: UInt8(ascii: " "), count: max(0, bytes - content.count)))
                try Outbox.put(message, to: second.organisation.identifier, node: first, connection)
            }
        }
    }

    /// Carries envelopes and their answers until nothing is left to tell.
    package func carry() throws -> Carried {
        let (ours, theirs) = (ExchangeDelivery(node: first), ExchangeDelivery(node: second))
        var carried = Carried()
        while true {
            var cursor = Channel<DatabaseChannelStore>.Cursor()
            guard let envelope = try ours.envelope(for: second.organisation.identifier, after: &cursor) else { return carried }
            carried.envelopes.append(envelope)
            _ = try theirs.take(envelope)
            carried.told += try theirs.tell(from: first.organisation.identifier)
            var answers = Channel<DatabaseChannelStore>.Cursor()
            if let answer = try theirs.envelope(for: first.organisation.identifier, after: &answers, isAsked: true) {
                carried.envelopes.append(answer)
                _ = try ours.take(answer)
            }
            try ours.tell(from: second.organisation.identifier)
        }
    }
}
