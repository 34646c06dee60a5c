import Crypto
import Foundation

/// The keys of one organisation: Ed25519 to sign, X25519 to receive, a key that wraps the records' keys, and one that makes identifiers of
/// imported rows. They leave memory only sealed by the node key.
public struct OrganisationKeys: Sendable, Concealed {
    /// A secret key with its generation, which counts from 1.
    struct Generation<Key: Sendable>: Sendable {
        let generation: UInt32
        let key: Key
    }

    /// The identifier of the organisation.
    public let organisation: String
    /// The public half, with the history of the signing and receiving keys.
    public internal(set) var publicKeys: OrganisationPublicKeys

    /// Only the current signing key is kept: an older one is needed by nobody, and could only do harm.
    var signingKey: Curve25519.Signing.PrivateKey
    /// Older receiving keys stay until `retireReceivingKeys(before:)`, because envelopes sealed to them may still be on the way.
    var receivingKeys: [Generation<Curve25519.KeyAgreement.PrivateKey>]
    /// Older wrapping keys stay until `retireWrappingKeys(before:)`, after all record keys were wrapped anew.
    var wrappingKeys: [Generation<SymmetricKey>]
    var pseudonymKey: SymmetricKey

    /// New random keys of generation 1 for an organisation, in use from this time (milliseconds since 1970).
    public init(organisation: String, at milliseconds: Int64) throws(VaultError) {
        guard !organisation.utf8.isEmpty, organisation.utf8.count <= 1024 else {
            throw VaultError(.invalidRequest, "An organisation's identifier has 1 to 1024 bytes. Give it a shorter one.")
        }
        self.organisation = organisation
        signingKey = Curve25519.Signing.PrivateKey()
        let receivingKey = Curve25519.KeyAgreement.PrivateKey()
        receivingKeys = [Generation(generation: 1, key: receivingKey)]
        wrappingKeys = [Generation(generation: 1, key: SymmetricKey(size: .bits256))]
        pseudonymKey = SymmetricKey(size: .bits256)
        publicKeys = try OrganisationPublicKeys(
            organisation: organisation,
            signing: [PublicKeyGeneration(generation: 1, key: signingKey.publicKey.rawRepresentation, since: milliseconds)],
            receiving: [PublicKeyGeneration(generation: 1, key: receivingKey.publicKey.rawRepresentation, since: milliseconds)])
    }

    init(
        organisation: String, publicKeys: OrganisationPublicKeys, signingKey: Curve25519.Signing.PrivateKey,
        receivingKeys: [Generation<Curve25519.KeyAgreement.PrivateKey>], wrappingKeys: [Generation<SymmetricKey>], pseudonymKey: SymmetricKey
    ) {
        self.organisation = organisation
        self.publicKeys = publicKeys
        self.signingKey = signingKey
        self.receivingKeys = receivingKeys
        self.wrappingKeys = wrappingKeys
        self.pseudonymKey = pseudonymKey
    }

    /// Says whose keys they are and of which generations.
    public var description: String {
        """
        OrganisationKeys(\(organisation), signing \(signingGeneration), receiving \(publicKeys.receivingGeneration), wrapping \(wrappingGeneration))
        """
    }

    /// The generation of the current signing key; a signature should be kept with it.
    public var signingGeneration: UInt32 { publicKeys.signingGeneration }

    /// Signs a message with the current signing key: 64 bytes, Ed25519 (RFC 8032, not pre-hashed).
    ///
    /// The message should begin with a text that says what is signed, so that no signature can be passed off as one of another kind.
    public func sign(_ message: [UInt8]) throws(VaultError) -> [UInt8] {
        do {
            return [UInt8](try signingKey.signature(for: message))
        } catch {
            throw VaultError(.systemFailure, "A message could not be signed. This is a fault of the system or of the program: please report it.")
        }
    }

    /// A deterministic identifier for a record that was imported from elsewhere: the first 16 bytes of the HMAC-SHA256 (RFC 2104) of the source
    /// key's UTF-8. The same source key gives the same identifier in this organisation, and nobody without the key can tell the one from the other.
    public func recordIdentifier(for sourceKey: String) -> [UInt8] {
        var writer = ByteWriter(domain: "corridor/record-identifier/1")
        writer.append(fixed: sourceKey.utf8)
        return Array(HMAC<SHA256>.authenticationCode(for: writer.bytes, using: pseudonymKey).prefix(16))
    }
}
