import Crypto
import Foundation

/// The head of a sealed stream. What it says in clear (`metadata`, `recipients`) can be read without any key, and is only to be trusted after
/// a `SealedStreamReader` was made from it, which checks the whole head.
public struct SealedStreamHeader: Sendable {
    /// Who can open the stream.
    public struct Recipient: Sendable, Hashable {
        /// What opens the stream.
        public enum Kind: UInt8, Sendable {
            case nodeKey = 1
            case organisation = 2
        }

        /// What opens the stream.
        public let kind: Kind
        /// The identifier of the node key, or that of the organisation's receiving key (32 hexadecimal digits).
        public let identifier: String
        /// The stream's key, sealed to it.
        let sealedKey: [UInt8]
    }

    /// The bytes of plaintext in each chunk but the last.
    public let chunkSize: Int
    /// Who can open the stream.
    public let recipients: [Recipient]
    /// Public bytes that travel with the stream, such as a JSON object with the node key's locks. In clear, protected against change.
    public let metadata: [UInt8]

    let noncePrefix: [UInt8]
    let commitment: [UInt8]
    /// All bytes of the head before its authentication code.
    let authenticated: [UInt8]
    let authenticationCode: [UInt8]
}

/// Constants and derivations of a sealed stream; the layout is in `Docs/vault.md`.
enum SealedStreamFormat {
    static let magic = Array("CORRSEAL".utf8)
    static let version: UInt8 = 1
    static let noncePrefixLength = 7
    static let hashLength = 32
    static let tagLength = AuthenticatedEncryption.tagLength
    static let chunkSizes = 1024...(4 << 20)
    static let maximumMetadata = 1 << 20
    static let maximumRecipients = 64
    static let purpose = "sealed-stream"
    static let information = Array("sealed-stream".utf8)

    /// The keys of a stream, derived by HKDF-SHA256 from its random key.
    struct Keys: Sendable {
        /// Commits to the key: it stands in the head, and nobody can find two keys with the same one.
        let commitment: [UInt8]
        let header: SymmetricKey
        let streamKey: SymmetricKey

        init(_ streamKey: SymmetricKey) {
            self.streamKey = streamKey
            commitment = NodeKey.derive(from: streamKey, info: "corridor/sealed-stream/commitment/1", count: hashLength)
                .withUnsafeBytes { [UInt8]($0) }
            header = NodeKey.derive(from: streamKey, info: "corridor/sealed-stream/header/1", count: hashLength)
        }

        /// The key of the chunks, bound to the whole head by its authentication code as salt.
        func payload(authenticationCode: [UInt8]) -> SymmetricKey {
            NodeKey.derive(from: streamKey, info: "corridor/sealed-stream/chunks/1", salt: authenticationCode, count: hashLength)
        }
    }

    /// The nonce of a chunk: prefix (7) | number of the chunk (4) | 1 for the last chunk, else 0 (1), as in STREAM (Hoang, Reyhanitabar,
    /// Rogaway and Vizár, Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, CRYPTO 2015).
    static func nonce(prefix: [UInt8], counter: UInt32, isLast: Bool) -> [UInt8] {
        var writer = ByteWriter(reserving: AuthenticatedEncryption.nonceLength)
        writer.append(fixed: prefix)
        writer.append(counter)
        writer.append(byte: isLast ? 1 : 0)
        return writer.bytes
    }

    static func sealChunk(_ plaintext: some DataProtocol, key: SymmetricKey, nonce: [UInt8]) throws(VaultError) -> [UInt8] {
        do {
            let box = try ChaChaPoly.seal(plaintext, using: key, nonce: ChaChaPoly.Nonce(data: nonce))
            return [UInt8](box.combined.dropFirst(nonce.count))
        } catch {
            throw VaultError(
                .systemFailure,
                """
                The cipher could not seal a chunk. This is a fault of the system or of the program: please report it.
                """)
        }
    }

    static func openChunk(_ sealed: ArraySlice<UInt8>, key: SymmetricKey, nonce: [UInt8]) -> [UInt8]? {
        guard sealed.count >= tagLength,
            let nonce = try? ChaChaPoly.Nonce(data: nonce),
            let box = try? ChaChaPoly.SealedBox(nonce: nonce, ciphertext: sealed.dropLast(tagLength), tag: sealed.suffix(tagLength)),
            let plaintext = try? ChaChaPoly.open(box, using: key)
        else { return nil }
        return [UInt8](plaintext)
    }
}
