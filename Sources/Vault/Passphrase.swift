import Crypto
import Foundation

/// A passphrase prepared as RFC 8265 (PRECIS OpaqueString) says, so that it opens on another keyboard and system too: other spaces become
/// U+0020, the text is normalised to NFC, nothing else is changed.
///
/// Control characters, unassigned and invisible code points are refused, except the joiners U+200C and U+200D, which Nepali, Bengali, Persian
/// and others need (RFC 8264 § 9.8 allows them by context; here they are allowed anywhere).
public struct Passphrase: Sendable, Concealed {
    /// The least length of a new passphrase that locks a node key, in code points. ASVS 5.0 asks for at least 8; a lock can be attacked
    /// without limit by who steals the disk, so more is needed.
    public static let minimumLength = 12
    /// The greatest length in bytes of UTF-8.
    public static let maximumLength = 1024

    /// The prepared UTF-8, held where it is overwritten when it is no longer used.
    let secret: SymmetricKey
    /// The length in code points, after preparation.
    public let length: Int

    /// Prepares a passphrase as typed. Throws `unsuitablePassphrase` for an empty or overlong one or a character that is not allowed.
    public init(_ typed: String) throws(VaultError) {
        var mapped = String.UnicodeScalarView()
        for (index, scalar) in typed.unicodeScalars.enumerated() {
            guard Self.isAllowed(scalar) else {
                throw VaultError(
                    .unsuitablePassphrase,
                    "Character \(index + 1) of the passphrase is a control, invisible or unassigned character. Type the passphrase without it.")
            }
            mapped.append(scalar.properties.generalCategory == .spaceSeparator ? " " : scalar)
        }
        let prepared = String(mapped).precomposedStringWithCanonicalMapping
        guard !prepared.isEmpty else {
            throw VaultError(.unsuitablePassphrase, "The passphrase is empty. Type a passphrase.")
        }
        guard prepared.utf8.count <= Self.maximumLength else {
            throw VaultError(.unsuitablePassphrase, "The passphrase is longer than \(Self.maximumLength) bytes. Use a shorter one, or a key file.")
        }
        length = prepared.unicodeScalars.count
        secret = SymmetricKey(data: Array(prepared.utf8))
    }

    /// Throws `unsuitablePassphrase` when a new passphrase is shorter than this or repeats one character.
    public func requireStrength(minimumLength: Int = Passphrase.minimumLength) throws(VaultError) {
        guard length >= minimumLength else {
            throw VaultError(
                .unsuitablePassphrase,
                """
                The passphrase has \(length) characters; at least \(minimumLength) are needed. Four or more words that do not belong \
                together are good.
                """)
        }
        guard secret.withUnsafeBytes({ Set($0).count }) > 3 else {
            throw VaultError(
                .unsuitablePassphrase,
                """
                The passphrase repeats the same few characters. Use four or more words that do not belong together.
                """)
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value == 0x200C || scalar.value == 0x200D { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
        default: return !scalar.properties.isDefaultIgnorableCodePoint && !scalar.properties.isNoncharacterCodePoint
        }
    }
}
