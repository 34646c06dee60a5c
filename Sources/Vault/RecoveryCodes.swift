import Crypto
import Foundation

/// Codes for the day when the second factor is lost. Only their hashes are stored, and each opens once.
///
/// A code has 80 random bits, so a plain SHA-256 with a salt keeps it: it cannot be guessed, as a passphrase can.
public struct RecoveryCodes: Sendable, Hashable, Codable {
    private static let groupLength = 4
    private static let codeBytes = 10

    private let salt: [UInt8]
    private var hashes: [[UInt8]]

    /// How many codes are left.
    public var remaining: Int { hashes.count }

    /// New codes to be shown to the person once, such as `7K2M-QX90-AB3D-99ZT`, and what is stored of them.
    public static func generate(count: Int = 10) -> (codes: [String], stored: RecoveryCodes) {
        let salt = randomBytes(16)
        let secrets = (0..<max(0, count)).map { _ in
            SymmetricKey(size: SymmetricKeySize(bitCount: codeBytes * 8)).withUnsafeBytes { Crockford32.quintets($0) }
        }
        return (secrets.map(text), RecoveryCodes(salt: salt, hashes: secrets.map { hash($0, salt: salt) }))
    }

    /// Takes a code as typed, in either case, with or without hyphens and spaces. True if it was one of those left, which it is not any more:
    /// store the changed value in the same transaction as the login.
    public mutating func use(_ typed: String) -> Bool {
        let letters = typed.utf8.filter { $0 != 0x20 && $0 != 0x2D }
        let values = letters.compactMap(Crockford32.value)
        guard values.count == letters.count else { return false }
        let hash = Self.hash(values, salt: salt)
        let found = hashes.indices.filter { isEqualInConstantTime(hashes[$0], hash) }
        guard let index = found.first else { return false }
        hashes.remove(at: index)
        return true
    }

    private static func text(_ quintets: [UInt8]) -> String {
        let letters = quintets.map(Crockford32.letter)
        return stride(from: 0, to: letters.count, by: groupLength).map { start in
            String(decoding: letters[start..<min(start + groupLength, letters.count)], as: UTF8.self)
        }.joined(separator: "-")
    }

    private static func hash(_ quintets: [UInt8], salt: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(domain: "corridor/recovery-code/1")
        writer.append(fixed: salt)
        writer.append(fixed: quintets)
        return Array(SHA256.hash(data: writer.bytes))
    }
}
