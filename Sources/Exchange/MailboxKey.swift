import Crypto
import Foundation
import Vault

/// The key of a mailbox. It is not a key of the organisation, so that a relay learns nothing of whose mailbox it is; the mailbox's name follows from it, so that
/// nobody else can fetch from it.
public struct MailboxKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    public init() {
        key = Curve25519.Signing.PrivateKey()
    }

    /// - Returns: nil unless these are the 32 bytes of a key.
    public init?(secret: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: secret) else { return nil }
        self.key = key
    }

    public var secret: [UInt8] { Array(key.rawRepresentation) }
    public var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }
    public var mailbox: String { Self.mailbox(of: publicKey) }

    /// The name of the mailbox of a key: the first half of a hash, as 32 hexadecimal digits.
    public static func mailbox(of publicKey: [UInt8]) -> String {
        var writer = ByteWriter(domain: "corridor/mailbox/1")
        writer.append(fixed: publicKey)
        return ExchangeIdentifier(bytes: Array(SHA256.hash(data: writer.bytes).prefix(16)))?.description ?? ""
    }

    /// Asks a relay for what is in the mailbox, and to forget what was fetched before.
    public func request(relay: String, after number: Int64, at time: Int64) throws -> FetchRequest {
        var request = FetchRequest(publicKey: publicKey, relay: relay, number: number, time: time, signature: [])
        request.signature = Array(try key.signature(for: request.message))
        return request
    }
}

/// What the holder of a mailbox asks its relay for.
public struct FetchRequest: Sendable, Hashable {
    public var publicKey: [UInt8]
    /// The relay's own address, so that one relay cannot use the request at another.
    public var relay: String
    /// What has a number up to this one was fetched before, and can be forgotten.
    public var number: Int64
    /// By the asker's clock: milliseconds since 1970.
    public var time: Int64
    public var signature: [UInt8]

    public init(publicKey: [UInt8], relay: String, number: Int64, time: Int64, signature: [UInt8]) {
        self.publicKey = publicKey
        self.relay = relay
        self.number = number
        self.time = time
        self.signature = signature
    }

    var message: [UInt8] {
        var writer = ByteWriter(domain: "corridor/fetch/1")
        writer.append(fixed: publicKey)
        writer.append(field: relay)
        writer.append(number)
        writer.append(time)
        return writer.bytes
    }

    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.append(fixed: message)
        writer.append(fixed: signature)
        return writer.bytes
    }

    public init(encoded bytes: [UInt8]) throws(VaultError) {
        var reader = ByteReader(bytes, subject: "The request")
        let domain = Array("corridor/fetch/1\0".utf8)
        guard Array(try reader.fixed(domain.count)) == domain else { throw VaultError(.unknownFormat, "This is no request for a mailbox.") }
        publicKey = Array(try reader.fixed(32))
        relay = try reader.text(limit: 400)
        number = try reader.number()
        time = try reader.int64()
        signature = Array(try reader.fixed(64))
        try reader.requireEnd()
    }

    /// Whether the holder of the key made it.
    public var isSigned: Bool { SignatureVerifier(publicKey: publicKey)?.isValid(signature: signature, for: message) ?? false }
    public var mailbox: String { MailboxKey.mailbox(of: publicKey) }
}
