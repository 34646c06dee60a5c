import Crypto
import Foundation

/// The key of a node (an installation), which seals the organisations' keys and little else. It lies nowhere in clear: `NodeKeyLock` keeps it
/// by passphrase, key file or credential, and `KeyShare` splits it among holders.
public struct NodeKey: Sendable, Concealed {
    let key: SymmetricKey

    /// The public fingerprint of the key: 32 hexadecimal digits, derived by HKDF-SHA256 (RFC 5869). It reveals nothing of the key.
    public let identifier: String

    /// A new random key of 256 bits.
    public init() {
        self.init(key: SymmetricKey(size: .bits256))
    }

    init(key: SymmetricKey) {
        self.key = key
        identifier = hexadecimal(Self.derive(from: key, info: "corridor/node-key/identifier/1", count: 16).withUnsafeBytes { [UInt8]($0) })
    }

    /// The key from its 32 bytes; for unlocking and recovery only.
    init(bytes: some Collection<UInt8>) throws(VaultError) {
        guard bytes.count == 32 else {
            throw VaultError(.damaged, "A node key has 32 bytes; \(bytes.count) were found. Use an undamaged key file or backup.")
        }
        var copy = [UInt8](bytes)
        defer { copy.erase() }
        self.init(key: SymmetricKey(data: copy))
    }

    /// Seals a small secret for one purpose: nonce (12 bytes) | ciphertext | tag (16 bytes).
    ///
    /// The purpose is bound to the sealed bytes: what was sealed for one purpose does not open for another.
    public func seal(_ plaintext: [UInt8], purpose: String) throws(VaultError) -> [UInt8] {
        try AuthenticatedEncryption.seal(plaintext, key: sealingKey, authenticating: associatedData(purpose))
    }

    /// Opens what `seal(_:purpose:)` gave. Throws `cannotOpen` when the key or the purpose is another one or a byte was altered.
    public func open(_ sealed: [UInt8], purpose: String) throws(VaultError) -> [UInt8] {
        guard let plaintext = AuthenticatedEncryption.open(sealed, key: sealingKey, authenticating: associatedData(purpose)) else {
            throw VaultError(
                .cannotOpen,
                """
                What was sealed for “\(purpose)” does not open with the node key \(identifier): it was altered, or sealed by another node key. \
                Use the node key it was sealed with, or restore it from a backup.
                """)
        }
        return plaintext
    }

    /// Says which key it is, by its public identifier.
    public var description: String { "NodeKey(\(identifier))" }

    private var sealingKey: SymmetricKey { Self.derive(from: key, info: "corridor/node-key/seal/1", count: 32) }

    private func associatedData(_ purpose: String) -> [UInt8] {
        var writer = ByteWriter(domain: "corridor/node-key-sealed/1")
        writer.append(field: purpose)
        return writer.bytes
    }

    /// HKDF-SHA256 without salt: the key is uniformly random already, the label separates the uses (RFC 5869 § 3.1).
    static func derive(from key: SymmetricKey, info: StaticString, salt: [UInt8] = [], count: Int) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, salt: salt, info: info.withUTF8Buffer { Data($0) }, outputByteCount: count)
    }
}
