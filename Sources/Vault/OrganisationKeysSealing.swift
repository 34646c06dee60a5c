import Crypto
import Foundation

/// The organisation's keys as bytes sealed by the node key: "CORRKEYS" | format (1) | node key's identifier (16) | sealed keys.
extension OrganisationKeys {
    private static let magic = Array("CORRKEYS".utf8)
    private static let format: UInt8 = 1
    private static let purpose = "organisation-keys"
    private static let subject = "The sealed file of the organisation's keys"

    /// The keys sealed by the node key. To rotate the node key, seal them again by the new one: nothing else changes.
    public func sealed(by nodeKey: NodeKey) throws(VaultError) -> [UInt8] {
        var plaintext = encoded
        defer { plaintext.erase() }
        var writer = ByteWriter(reserving: plaintext.count + 64)
        writer.append(fixed: Self.magic)
        writer.append(byte: Self.format)
        writer.append(fixed: bytes(hexadecimal: nodeKey.identifier) ?? [])
        writer.append(fixed: try nodeKey.seal(plaintext, purpose: Self.purpose))
        return writer.bytes
    }

    /// The identifier of the node key that sealed these bytes.
    public static func nodeKeyIdentifier(of sealed: [UInt8]) throws(VaultError) -> String {
        var reader = ByteReader(sealed, subject: subject)
        return try nodeKeyIdentifier(&reader)
    }

    /// The keys again. Throws when the node key is another one, the bytes are damaged or the format is newer.
    public init(opening sealed: [UInt8], with nodeKey: NodeKey) throws(VaultError) {
        var reader = ByteReader(sealed, subject: Self.subject)
        let identifier = try Self.nodeKeyIdentifier(&reader)
        guard identifier.utf8.elementsEqual(nodeKey.identifier.utf8) else {
            throw VaultError(
                .cannotOpen,
                """
                The organisation's keys were sealed by the node key \(identifier), and the one given is \(nodeKey.identifier). \
                Unlock the node key they were sealed with, or restore the keys of this node from a backup.
                """)
        }
        var plaintext = try nodeKey.open([UInt8](try reader.fixed(reader.remaining)), purpose: Self.purpose)
        defer { plaintext.erase() }
        try self.init(decoding: plaintext)
    }

    private static func nodeKeyIdentifier(_ reader: inout ByteReader) throws(VaultError) -> String {
        guard reader.remaining >= magic.count, try reader.fixed(magic.count).elementsEqual(magic) else {
            throw VaultError(.unknownFormat, "This is not a file of an organisation's keys. Give the file that `corridor init` made, or a backup.")
        }
        let version = try reader.byte()
        guard version == format else {
            throw VaultError(
                .unknownFormat, "The organisation's keys have format \(version); this program reads format \(format). Use a newer version of it.")
        }
        return hexadecimal(try reader.fixed(16))
    }

    private var encoded: [UInt8] {
        var writer = ByteWriter(reserving: 1024 + 160 * (publicKeys.signing.count + publicKeys.receiving.count + wrappingKeys.count))
        writer.append(field: organisation)
        pseudonymKey.withUnsafeBytes { writer.append(fixed: $0) }
        writer.append(fixed: signingKey.rawRepresentation)
        writer.append(UInt16(truncatingIfNeeded: wrappingKeys.count))
        for held in wrappingKeys {
            writer.append(held.generation)
            held.key.withUnsafeBytes { writer.append(fixed: $0) }
        }
        writer.append(UInt16(truncatingIfNeeded: receivingKeys.count))
        for held in receivingKeys {
            writer.append(held.generation)
            writer.append(fixed: held.key.rawRepresentation)
        }
        for keys in [publicKeys.signing, publicKeys.receiving] {
            writer.append(UInt16(truncatingIfNeeded: keys.count))
            for key in keys {
                writer.append(key.generation)
                writer.append(fixed: key.bytes)
                writer.append(key.since)
                writer.append(key.until ?? .max)
            }
        }
        return writer.bytes
    }

    private init(decoding plaintext: [UInt8]) throws(VaultError) {
        var reader = ByteReader(plaintext, subject: Self.subject)
        let organisation = try reader.text()
        let pseudonymKey = SymmetricKey(data: try reader.fixed(32))
        let signingKey = try Self.privateKey(try reader.fixed(32)) { try Curve25519.Signing.PrivateKey(rawRepresentation: $0) }
        var wrappingKeys: [Generation<SymmetricKey>] = []
        for _ in 0..<(try reader.uint16()) {
            wrappingKeys.append(Generation(generation: try reader.uint32(), key: SymmetricKey(data: try reader.fixed(32))))
        }
        var receivingKeys: [Generation<Curve25519.KeyAgreement.PrivateKey>] = []
        for _ in 0..<(try reader.uint16()) {
            let generation = try reader.uint32()
            let key = try Self.privateKey(try reader.fixed(32)) { try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: $0) }
            receivingKeys.append(Generation(generation: generation, key: key))
        }
        let signing = try Self.publicKeys(&reader)
        let receiving = try Self.publicKeys(&reader)
        try reader.requireEnd()
        let publicKeys = try OrganisationPublicKeys(organisation: organisation, signing: signing, receiving: receiving)
        guard !wrappingKeys.isEmpty, publicKeys.signing.last?.bytes == [UInt8](signingKey.publicKey.rawRepresentation),
            receivingKeys.last?.generation == publicKeys.receivingGeneration
        else {
            throw VaultError(.damaged, "The keys of \(organisation) do not fit each other. Restore them from a backup.")
        }
        self.init(
            organisation: organisation, publicKeys: publicKeys, signingKey: signingKey, receivingKeys: receivingKeys,
            wrappingKeys: wrappingKeys, pseudonymKey: pseudonymKey)
    }

    private static func privateKey<Key>(_ bytes: ArraySlice<UInt8>, _ make: (ArraySlice<UInt8>) throws -> Key) throws(VaultError) -> Key {
        do {
            return try make(bytes)
        } catch {
            throw VaultError(.damaged, "\(subject) is damaged: a private key in it is not one. Restore it from a backup.")
        }
    }

    private static func publicKeys(_ reader: inout ByteReader) throws(VaultError) -> [PublicKeyGeneration] {
        var keys: [PublicKeyGeneration] = []
        for _ in 0..<(try reader.uint16()) {
            let generation = try reader.uint32()
            let key = try reader.fixed(32)
            let since = try reader.int64()
            let until = try reader.int64()
            keys.append(PublicKeyGeneration(generation: generation, key: key, since: since, until: until == .max ? nil : until))
        }
        return keys
    }
}
