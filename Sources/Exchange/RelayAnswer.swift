import Vault

/// What a relay answers: envelopes, each with its number in the mailbox.
public enum RelayAnswer {
    public struct Kept: Sendable, Hashable {
        public var number: Int64
        public var bytes: [UInt8]

        public init(number: Int64, bytes: [UInt8]) {
            (self.number, self.bytes) = (number, bytes)
        }
    }

    public static func write(_ envelopes: [Kept]) -> [UInt8] {
        var writer = ByteWriter()
        for envelope in envelopes {
            writer.append(envelope.number)
            writer.append(field: envelope.bytes)
        }
        return writer.bytes
    }

    public static func read(_ bytes: [UInt8]) throws(VaultError) -> [Kept] {
        var reader = ByteReader(bytes, subject: "The relay's answer")
        var envelopes: [Kept] = []
        while reader.remaining > 0 {
            envelopes.append(Kept(number: try reader.int64(), bytes: Array(try reader.field(limit: ExchangeLimits.envelope))))
        }
        return envelopes
    }
}
