import Crypto
import Foundation

/// One side's half of a secret that two organisations agree on for one use and never see: X25519 (RFC 7748) with a key made for it, HKDF-SHA-256 (RFC 5869).
///
/// Each side makes a half, sends the public part, and derives the same secret from its own half and the other's public part. When both halves are gone nobody can derive it
/// again, not even whoever takes the organisations' lasting keys later.
public struct OneTimeAgreement: Sendable, Concealed {
    private let key: Curve25519.KeyAgreement.PrivateKey

    public init() { key = Curve25519.KeyAgreement.PrivateKey() }

    /// A half that was kept.
    /// - Throws: ``VaultError`` of the kind `damaged` unless these are 32 bytes of a key.
    public init(kept bytes: [UInt8]) throws(VaultError) {
        guard let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes) else {
            throw VaultError(.damaged, "The kept half of an agreement is not a key. Begin the agreement again.")
        }
        self.key = key
    }

    /// The half, to be kept sealed and only until the secret is no longer needed.
    public var kept: [UInt8] { [UInt8](key.rawRepresentation) }

    /// What the other side is sent: 32 bytes.
    public var publicPart: [UInt8] { [UInt8](key.publicKey.rawRepresentation) }

    /// The secret of 32 bytes, the same on both sides.
    /// - Parameter purpose: what the secret is for; both sides give the same, and another purpose gives another secret.
    /// - Throws: ``VaultError`` of the kind `invalidRequest` for a public part whose secret everybody knows (RFC 7748 § 6.1).
    public func secret(with theirs: [UInt8], purpose: [UInt8]) throws(VaultError) -> [UInt8] {
        guard let point = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: theirs), !SealedMessage.isOfLowOrder(point, with: key),
            let shared = try? key.sharedSecretFromKeyAgreement(with: point)
        else {
            throw VaultError(.invalidRequest, "The other side's part of the agreement is not a usable key. Begin the agreement again.")
        }
        var writer = ByteWriter(domain: "corridor/one-time-agreement/1")
        writer.append(fixed: purpose)
        let derived = shared.hkdfDerivedSymmetricKey(using: SHA256.self, salt: Data(), sharedInfo: Data(writer.bytes), outputByteCount: 32)
        return derived.withUnsafeBytes { [UInt8]($0) }
    }
}
