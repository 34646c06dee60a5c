import Crypto
import Foundation

/// The one authenticated cipher of the vault, ChaCha20-Poly1305 (RFC 8439) from swift-crypto, and the shape of what it gives:
/// nonce (12 bytes) | ciphertext | tag (16 bytes).
enum AuthenticatedEncryption {
    static let nonceLength = 12
    static let tagLength = 16
    /// What sealing adds to a plaintext, in bytes.
    static let overhead = nonceLength + tagLength

    static func seal(
        _ plaintext: some DataProtocol, key: SymmetricKey, authenticating associated: [UInt8]
    ) throws(VaultError) -> [UInt8] {
        do {
            let box = try ChaChaPoly.seal(plaintext, using: key, authenticating: associated)
            return [UInt8](box.combined)
        } catch {
            throw VaultError(
                .systemFailure,
                """
                The cipher could not seal a value. This is a fault of the system or of the program: please report it.
                """)
        }
    }

    /// Opens what `seal` gave. Nil when the key, the associated data or a byte is not as it was.
    static func open(_ sealed: some DataProtocol, key: SymmetricKey, authenticating associated: [UInt8]) -> [UInt8]? {
        guard let box = try? ChaChaPoly.SealedBox(combined: sealed),
            let plaintext = try? ChaChaPoly.open(box, using: key, authenticating: associated)
        else { return nil }
        return [UInt8](plaintext)
    }
}
