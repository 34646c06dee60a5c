import Crypto
import Foundation

/// The keys of an encoding: one for each kind of field, derived from the secret that two organisations share, by HKDF with SHA-256 (RFC 5869).
///
/// Nothing of a key is ever written or printed, but for a check value by which different secrets are noticed.
struct EncodingKeys: Sendable {
    /// Bytes of entropy a secret needs at least. Whoever has encodings and a guess of the secret can test it by encoding a list of names.
    static let leastSecretBytes = 16
    private static let salt = Data("corridor encoded linkage 1".utf8)

    private let secret: SymmetricKey

    /// - Throws: ``EncodingError/secretTooShort(bytes:)``.
    init(secret: [UInt8]) throws(EncodingError) {
        guard secret.count >= Self.leastSecretBytes else { throw .secretTooShort(bytes: secret.count) }
        self.secret = SymmetricKey(data: secret)
    }

    /// Fewer different bytes than this are no secret by chance: sixteen random ones have fewer once in more than a hundred million times.
    private static let leastDifferentBytes = 8

    /// Whether a secret can be one that was drawn at random: neither a byte nor a short piece again and again, nor zeros.
    ///
    /// - Complexity: linear in the length, for each length of a piece that is shorter than a secret may be.
    static func mayBeRandom(_ secret: [UInt8]) -> Bool {
        guard Set(secret).count >= leastDifferentBytes else { return false }
        return !(1..<leastSecretBytes).contains { piece in
            secret.count >= 2 * piece && zip(secret, secret.dropFirst(piece)).allSatisfy { $0 == $1 }
        }
    }

    /// The key of a field. Each has its own, so that the same letters in two fields set different bits.
    func key(of field: EncodedField) -> SymmetricKey {
        derived("field " + field.name)
    }

    /// Eight bytes that two files made with the same secret have in common. They are a one-way image of the secret.
    var checkValue: [UInt8] {
        derived("check value").withUnsafeBytes { Array($0.prefix(8)) }
    }

    private func derived(_ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, salt: Self.salt, info: Data(purpose.utf8), outputByteCount: 32)
    }
}
