import Crypto

/// A SHA-256 digest (FIPS 180-4): the identifier of an entry, or a link of the chain.
public struct Digest: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let bytes: [UInt8]

    /// - Returns: nil unless there are 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Reads 64 lower-case hexadecimal digits.
    public init?(_ text: String) {
        guard let bytes = Hexadecimal.bytes(text) else { return nil }
        self.init(bytes: bytes)
    }

    public init(of content: [UInt8]) {
        bytes = Array(SHA256.hash(data: content))
    }

    /// Thirty-two zero bytes: what precedes the first link of a chain.
    public static let zero = Digest(unchecked: [UInt8](repeating: 0, count: 32))

    private init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }

    public var description: String { Hexadecimal.text(bytes) }

    public static func < (left: Digest, right: Digest) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
