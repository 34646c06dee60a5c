import Vault

/// Envelopes in a file that is carried by hand.
public enum ExchangeFile {
    private static let domain = Array("corridor/exchange-file/1\0".utf8)
    /// How many envelopes one file holds at most.
    public static let envelopes = 2_000

    public static func write(_ envelopes: [[UInt8]]) -> [UInt8] {
        var writer = ByteWriter(domain: "corridor/exchange-file/1")
        writer.append(UInt32(truncatingIfNeeded: envelopes.count))
        for envelope in envelopes { writer.append(field: envelope) }
        return writer.bytes
    }

    /// - Throws: `VaultError` for a file that is none, or not whole.
    public static func read(_ bytes: [UInt8]) throws(VaultError) -> [[UInt8]] {
        var reader = ByteReader(bytes, subject: "The file")
        guard bytes.starts(with: domain) else {
            throw VaultError(.unknownFormat, "This is no file that corridor exchange export has written. Ask the partner for it again.")
        }
        _ = try reader.fixed(domain.count)
        let count = Int(try reader.uint32())
        guard count <= envelopes else { throw VaultError(.damaged, "The file claims \(count) envelopes; at most \(envelopes) are possible.") }
        var result: [[UInt8]] = []
        for _ in 0..<count { result.append(Array(try reader.field(limit: ExchangeLimits.envelope))) }
        try reader.requireEnd()
        return result
    }
}
