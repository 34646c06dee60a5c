import Crypto

/// What all messages of a stream up to a number add up to: each link is the hash of the one before and the message's identifier. Two sides that have the same
/// link at a number have the same messages up to it.
public struct StreamLink: Sendable, Hashable {
    public let bytes: [UInt8]

    /// Before the first message: 32 zero bytes.
    public static let start = StreamLink(unchecked: [UInt8](repeating: 0, count: 32))

    /// - Returns: nil unless there are 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.bytes = Array(bytes)
    }

    private init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The link after one more message.
    public func followed(by message: ExchangeIdentifier) -> StreamLink {
        var hash = SHA256()
        hash.update(data: Array("corridor/exchange-link/1\0".utf8))
        hash.update(data: bytes)
        hash.update(data: message.bytes)
        return StreamLink(unchecked: Array(hash.finalize()))
    }
}
