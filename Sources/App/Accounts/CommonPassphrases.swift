import Crypto
import Foundation

/// The passphrases that somebody who guesses tries first (OWASP ASVS 5.0, 6.2.4). Of each only the beginning of a digest is kept; `Scripts/common-passphrases.py` says where they
/// come from.
struct CommonPassphrases: Sendable {
    static let standard = CommonPassphrases(digests: EmbeddedFiles.under("App/Resources/common-passphrases")[".digests"] ?? [])

    /// Bytes of a digest that are kept: among some thousand, a passphrase that is not there is taken for one that is once in 10^10.
    private static let digestBytes = 6

    /// Sorted, one after the other.
    private let digests: [UInt8]

    init(digests: [UInt8]) { self.digests = digests }

    var count: Int { digests.count / Self.digestBytes }

    /// Whether a passphrase is common however it is written: in capital letters, or with spaces between. O(log n).
    func contains(_ typed: String) -> Bool {
        var letters = String.UnicodeScalarView()
        for scalar in typed.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars where !scalar.properties.isWhitespace {
            letters.append(scalar)
        }
        let wanted = Array(SHA256.hash(data: Array(String(letters).utf8)).prefix(Self.digestBytes))
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            let place = middle * Self.digestBytes
            let found = digests[place..<place + Self.digestBytes]
            if found.elementsEqual(wanted) { return true }
            if found.lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
        }
        return false
    }
}
