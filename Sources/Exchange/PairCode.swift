import Crypto
import Vault

/// The code that two people read to each other to know that each has the other's true keys: both sides compute the same one, and whoever put other keys
/// between them could not.
public enum PairCode {
    /// Six groups of five digits: five bytes of a hash of both fingerprints each, modulo 100 000 (about 99 bits). One side reads the first three groups, the
    /// other the last three.
    public static func groups(_ first: OrganisationPublicKeys, _ second: OrganisationPublicKeys) -> [String] {
        let fingerprints = [first.fingerprint, second.fingerprint].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var writer = ByteWriter(domain: "corridor/pair-code/1")
        for fingerprint in fingerprints { writer.append(field: fingerprint) }
        let hash = Array(SHA256.hash(data: writer.bytes))
        return stride(from: 0, to: 30, by: 5).map { start in
            let number = hash[start..<start + 5].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 100_000
            let digits = String(number)
            return String(repeating: "0", count: 5 - digits.utf8.count) + digits
        }
    }
}
