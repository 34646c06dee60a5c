import Formats

/// A message that says nothing, with which an operator tries whether a partner is reached. That it arrived once is all it does.
struct TestMessage: MessageReceiver {
    static let kind = "exchange-test"
    let kinds: Set<String> = [Self.kind]

    /// - Parameter number: so that messages differ.
    static func content(_ number: Int) -> [UInt8] { JSONValue.object(["number": .integer(Int64(number))]).canonicalBytes() }

    func receive(_ message: ReceivedMessage, node: Node, in transaction: RecordTransaction) throws {}
}
