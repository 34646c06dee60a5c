import CArgon2
import Foundation

/// The stored check of an account's passphrase: an argon2id string (RFC 9106) `$argon2id$v=19$m=…,t=…,p=…$salt$tag`.
public struct PassphraseHash: Sendable, Hashable, Codable {
    /// The least length of an account's passphrase in code points: ASVS 5.0, 6.2.1.
    public static let minimumLength = 8

    /// The string to be stored. It is not a secret to protect like a key, but should be shown to nobody.
    public let encoded: String

    /// Hashes a new passphrase with a random salt of 16 bytes. Throws `unsuitablePassphrase` for one that is too short or not allowed.
    public init(_ typed: String, parameters: Argon2Parameters = .account, minimumLength: Int = PassphraseHash.minimumLength) throws(VaultError) {
        let passphrase = try Passphrase(typed)
        try passphrase.requireStrength(minimumLength: minimumLength)
        encoded = try Argon2.encoded(secret: passphrase.secret, salt: randomBytes(Argon2.saltLength), parameters: parameters)
    }

    /// A stored string. Throws `damaged` for another form and `tooCostly` for parameters beyond the bounds of `Argon2Parameters`.
    public init(encoded: String) throws(VaultError) {
        self.encoded = encoded
        _ = try parameters()
    }

    /// Decodes the stored string, and checks it as `init(encoded:)` does.
    public init(from decoder: any Decoder) throws {
        try self.init(encoded: decoder.singleValueContainer().decode(String.self))
    }

    /// Encodes the stored string alone.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(encoded)
    }

    /// Whether this is the passphrase, found in a time that does not depend on how much of it is right. A text that no passphrase can be is wrong.
    public func verify(_ typed: String) throws(VaultError) -> Bool {
        _ = try parameters()
        let passphrase: Passphrase
        do { passphrase = try Passphrase(typed) } catch { return false }
        return try Argon2.verify(encoded, secret: passphrase.secret)
    }

    /// Whether the hash was made with other parameters than are wanted now, so that the passphrase should be hashed again at the next login.
    public func needsRehash(for wanted: Argon2Parameters = .account) -> Bool {
        (try? parameters()) != wanted
    }

    private func parameters() throws(VaultError) -> Argon2Parameters {
        let parts = encoded.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard encoded.utf8.count <= 256, parts.count == 6, parts[0].isEmpty, parts[1].elementsEqual("argon2id".utf8),
            parts[2].elementsEqual("v=19".utf8)
        else { throw Self.damaged }
        let names = ["m=", "t=", "p="]
        let fields = parts[3].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard fields.count == names.count else { throw Self.damaged }
        var numbers: [UInt32] = []
        for (field, name) in zip(fields, names) {
            let digits = field.dropFirst(name.utf8.count)
            guard field.starts(with: name.utf8), digits.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = UInt32(String(decoding: digits, as: UTF8.self))
            else { throw Self.damaged }
            numbers.append(number)
        }
        return try Argon2Parameters(memoryKiB: numbers[0], passes: numbers[1], lanes: numbers[2])
    }

    private static var damaged: VaultError {
        VaultError(.damaged, "The stored passphrase check is not an argon2id string. Set the account's passphrase anew.")
    }
}
