import Crypto
import Foundation

/// A public key of an organisation with the time in which it was the current one.
public struct PublicKeyGeneration: Sendable, Hashable, Codable {
    /// Counts from 1; each rotation adds one.
    public let generation: UInt32
    /// The 32 bytes of the key, in hexadecimal digits.
    public let key: String
    /// From when the key is used: milliseconds since 1970-01-01T00:00:00Z.
    public let since: Int64
    /// Until when it was used, exclusive, in the same unit; nil for the current key.
    public internal(set) var until: Int64?

    /// The fingerprint of the key: 32 hexadecimal digits, the first half of the SHA-256 of a label and the key.
    public var identifier: String {
        var writer = ByteWriter(domain: "corridor/public-key/1")
        writer.append(fixed: bytes)
        return hexadecimal(SHA256.hash(data: writer.bytes).prefix(16))
    }

    init(generation: UInt32, key: some Sequence<UInt8>, since: Int64, until: Int64? = nil) {
        self.generation = generation
        self.key = hexadecimal(key)
        self.since = since
        self.until = until
    }

    var bytes: [UInt8] { Vault.bytes(hexadecimal: key) ?? [] }
}

/// What others need of an organisation's keys: to verify what it signed, now and earlier, and to seal to it.
///
/// `Codable` as a JSON object: `organisation`, and `signing` and `receiving` as lists of generations, oldest first. Decoding checks the lists.
public struct OrganisationPublicKeys: Sendable, Hashable, Codable {
    /// The identifier of the organisation.
    public let organisation: String
    /// The Ed25519 keys (RFC 8032), oldest first; the last is the current one.
    public internal(set) var signing: [PublicKeyGeneration]
    /// The X25519 keys (RFC 7748), oldest first; the last is the current one.
    public internal(set) var receiving: [PublicKeyGeneration]

    init(organisation: String, signing: [PublicKeyGeneration], receiving: [PublicKeyGeneration]) throws(VaultError) {
        self.organisation = organisation
        self.signing = signing
        self.receiving = receiving
        try check(signing, kind: "signing")
        try check(receiving, kind: "receiving")
    }

    /// Decodes and checks: generations rise by one or more, keys have 32 bytes, only the last is without an end. Throws `VaultError` otherwise.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            organisation: container.decode(String.self, forKey: .organisation),
            signing: container.decode([PublicKeyGeneration].self, forKey: .signing),
            receiving: container.decode([PublicKeyGeneration].self, forKey: .receiving))
    }

    private func check(_ keys: [PublicKeyGeneration], kind: String) throws(VaultError) {
        guard !keys.isEmpty else {
            throw VaultError(.damaged, "The public keys of \(organisation) hold no \(kind) key. Ask the organisation for its public keys again.")
        }
        for (index, key) in keys.enumerated() {
            let isLast = index == keys.count - 1
            let isAfter = index == 0 || (key.generation > keys[index - 1].generation && keys[index - 1].until == key.since)
            guard key.bytes.count == 32, key.generation > 0, isAfter, (key.until == nil) == isLast, (key.until ?? key.since) >= key.since else {
                throw VaultError(
                    .damaged,
                    "The \(kind) key of generation \(key.generation) of \(organisation) is damaged or out of order. Ask for its public keys again.")
            }
        }
    }

    /// The generation of the current signing key.
    public var signingGeneration: UInt32 { signing.last?.generation ?? 0 }
    /// The generation of the current receiving key.
    public var receivingGeneration: UInt32 { receiving.last?.generation ?? 0 }

    /// Whether the current signing key made this signature of the message.
    public func isValid(signature: some Sequence<UInt8>, for message: [UInt8]) -> Bool {
        isValid(signature: signature, for: message, generation: signingGeneration)
    }

    /// Whether the signing key of this generation made this signature (64 bytes, Ed25519 as in RFC 8032, not pre-hashed) of the message.
    ///
    /// It says nothing of the time; see `isCurrent(signingGeneration:at:)`. For many signatures in a row use `verifier(generation:)`.
    public func isValid(signature: some Sequence<UInt8>, for message: [UInt8], generation: UInt32) -> Bool {
        verifier(generation: generation)?.isValid(signature: signature, for: message) ?? false
    }

    /// The signing key of this generation, ready to verify many signatures; nil if there is none.
    public func verifier(generation: UInt32) -> SignatureVerifier? {
        signing.first { $0.generation == generation }.flatMap { SignatureVerifier(publicKey: $0.bytes) }
    }

    /// Whether the signing key of this generation was the current one at this time (milliseconds since 1970).
    public func isCurrent(signingGeneration generation: UInt32, at milliseconds: Int64) -> Bool {
        guard let key = signing.first(where: { $0.generation == generation }) else { return false }
        return milliseconds >= key.since && key.until.map { milliseconds < $0 } ?? true
    }

    /// The fingerprint of the organisation's name and its two current keys: 64 hexadecimal digits (SHA-256). It changes with each rotation.
    public var fingerprint: String { hexadecimal(fingerprintBytes) }

    /// Thirty digits in six groups for two people to compare by telephone: equal codes mean equal keys.
    ///
    /// Each group is five bytes of the fingerprint modulo 100 000, about 99 bits in all, so nobody can find other keys with the same code.
    public var verificationCode: String {
        stride(from: 0, to: 30, by: 5).map { start in
            let number = fingerprintBytes[start..<start + 5].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 100_000
            let digits = String(number)
            return String(repeating: "0", count: 5 - digits.utf8.count) + digits
        }.joined(separator: " ")
    }

    private var fingerprintBytes: [UInt8] {
        var writer = ByteWriter(domain: "corridor/organisation-keys/1")
        writer.append(field: organisation)
        for key in [signing.last, receiving.last] {
            writer.append(key?.generation ?? 0)
            writer.append(field: key?.bytes ?? [])
        }
        return Array(SHA256.hash(data: writer.bytes))
    }
}

/// An Ed25519 public key (RFC 8032) made ready to verify many signatures.
public struct SignatureVerifier: Sendable {
    private let key: Curve25519.Signing.PublicKey

    /// Nil unless these are 32 bytes.
    public init?(publicKey: some Collection<UInt8>) {
        guard publicKey.count == 32, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: Data(publicKey)) else { return nil }
        self.key = key
    }

    /// Whether this key made this signature (64 bytes) of the message.
    public func isValid(signature: some Sequence<UInt8>, for message: [UInt8]) -> Bool {
        let signature = Array(signature)
        return signature.count == 64 && key.isValidSignature(signature, for: message)
    }
}
