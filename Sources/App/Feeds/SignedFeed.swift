import Formats
import Foundation
import Vault

/// A file in which an organisation publishes what it owns of a shared collection: the entries, its public keys, the time, and its signature over all of it.
///
/// Followers take entries only from an owner whose verification code somebody has compared, or whose keys a coordinator that they trust has signed for:
/// ``FollowedFeeds``.
public struct SignedFeed: Sendable {
    /// Which collection a feed is of. Bytes of another purpose never pass.
    public enum Purpose: String, Sendable, CaseIterable {
        case directory, policy

        /// Under which the signature stands.
        fileprivate var domain: String { "corridor/\(rawValue)-feed/1" }
        /// In sentences: a feed of …
        var words: String {
            switch self {
            case .directory: "directory entries"
            case .policy: "entries of the register of law and policy"
            }
        }
    }

    private static let voucherDomain = "corridor/key-voucher/1"
    /// Bytes of the largest feed that is read.
    public static let limit = 32 << 20

    public let purpose: Purpose
    public let keys: OrganisationPublicKeys
    public let name: String
    /// Milliseconds since 1970.
    public let issued: UInt64
    public let entries: JSONValue
    /// Signatures of coordinators over these keys, by organisation.
    public let vouchers: [Voucher]

    public struct Voucher: Sendable {
        public var coordinator: String
        public var generation: UInt32
        public var signature: [UInt8]
    }

    // MARK: Writing

    /// The signed feed of this organisation.
    public static func bytes(of node: Node, _ purpose: Purpose, entries: JSONValue) throws -> [UInt8] {
        let content: JSONObject = [
            "issued": .integer(Int64(node.now())), "name": .string(node.organisation.name), "keys": try json(node.keys.publicKeys), "entries": entries,
        ]
        let body = JSONValue.object(content).canonicalBytes()
        let file: JSONObject = [
            "feed": .object(content), "generation": .integer(Int64(node.keys.signingGeneration)),
            "signature": .string(Base64.text(try node.keys.sign(message(purpose.domain, body)))),
            "vouchers": .array([]),
        ]
        return JSONValue.object(file).canonicalBytes()
    }

    /// This organisation's signature, as a coordinator, over the keys of a member.
    public static func vouch(for keys: OrganisationPublicKeys, by node: Node) throws -> Voucher {
        Voucher(
            coordinator: node.organisation.identifier, generation: UInt32(node.keys.signingGeneration),
            signature: try node.keys.sign(message(voucherDomain, try json(keys).canonicalBytes())))
    }

    /// The file with a coordinator's signature for its keys added.
    public static func adding(_ voucher: Voucher, to bytes: [UInt8]) throws -> [UInt8] {
        guard var file = try JSONValue.parse(bytes).object, file["feed"] != nil else { throw AppError("This is no signed feed.") }
        let item: JSONObject = [
            "coordinator": .string(voucher.coordinator), "generation": .integer(Int64(voucher.generation)),
            "signature": .string(Base64.text(voucher.signature)),
        ]
        file["vouchers"] = .array((file["vouchers"]?.array ?? []) + [.object(item)])
        return JSONValue.object(file).canonicalBytes()
    }

    // MARK: Reading

    /// Reads a feed and checks its signature with the keys in it. Whether those keys are the owner's is for ``FollowedFeeds`` to say.
    /// - Throws: ``AppError`` with what is wrong.
    public init(bytes: [UInt8], file: String, purpose: Purpose) throws {
        guard bytes.count <= Self.limit else { throw AppError("\(file) is larger than a feed may be. Ask its owner to send the entries in parts.") }
        guard let value = try? JSONValue.parse(bytes), let feed = value["feed"]?.object, let keysValue = feed["keys"], let entries = feed["entries"],
            let name = feed["name"]?.string, let issued = feed["issued"]?.integer, issued >= 0,
            let generation = value["generation"]?.integer.flatMap({ UInt32(exactly: $0) }), let signature = value["signature"]?.string.flatMap(Base64.bytes),
            let keys = try? JSONDecoder().decode(OrganisationPublicKeys.self, from: Data(keysValue.canonicalBytes()))
        else { throw AppError("\(file) is no feed of \(purpose.words). Ask its owner for the file that corridor \(purpose.rawValue) publish wrote.") }
        guard keys.isValid(signature: signature, for: Self.message(purpose.domain, JSONValue.object(feed).canonicalBytes()), generation: generation) else {
            throw AppError("The signature of \(file) is wrong: it was altered on the way, or made by somebody else. Ask its owner for it again.")
        }
        self.purpose = purpose
        self.keys = keys
        self.name = name
        self.issued = UInt64(issued)
        self.entries = entries
        vouchers = (value["vouchers"]?.array ?? []).compactMap { item in
            guard let coordinator = item["coordinator"]?.string, let generation = item["generation"]?.integer.flatMap({ UInt32(exactly: $0) }),
                let signature = item["signature"]?.string.flatMap(Base64.bytes)
            else { return nil }
            return Voucher(coordinator: coordinator, generation: generation, signature: signature)
        }
    }

    /// Whether a coordinator has signed for exactly these keys.
    func isVouched(by coordinator: OrganisationPublicKeys) throws -> Bool {
        let message = Self.message(Self.voucherDomain, try Self.json(keys).canonicalBytes())
        return vouchers.contains { voucher in
            voucher.coordinator == coordinator.organisation
                && coordinator.isValid(signature: voucher.signature, for: message, generation: voucher.generation)
        }
    }

    static func json(_ keys: OrganisationPublicKeys) throws -> JSONValue {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try JSONValue.parse([UInt8](encoder.encode(keys)))
    }

    private static func message(_ domain: String, _ body: [UInt8]) -> [UInt8] { Array(domain.utf8) + [0] + body }
}

/// Base64 (RFC 4648) for signatures in JSON.
private enum Base64 {
    static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
    static func bytes(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { [UInt8]($0) } }
}
