import Crypto
import Foundation

/// A message sealed to one organisation by HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.
///
/// The bytes: format (1) | generation of the receiving key (4) | encapsulated key (32) | ciphertext and tag. Base mode does not say who
/// sealed it: the sender is shown by a signature over the content (see `OrganisationKeys.sign`).
public enum SealedMessage {
    static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly
    private static let format: UInt8 = 1
    private static let encapsulatedLength = 32
    private static let subject = "The sealed message"

    /// Seals a message to the organisation's current receiving key. `info` names the use and `authenticating` binds what goes along in clear;
    /// the same must be given to open.
    public static func seal(
        _ plaintext: [UInt8], to recipient: OrganisationPublicKeys, info: [UInt8], authenticating: [UInt8] = []
    ) throws(VaultError) -> [UInt8] {
        guard let current = recipient.receiving.last,
            let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: current.bytes),
            !isOfLowOrder(key, with: Curve25519.KeyAgreement.PrivateKey()),
            var sender = try? HPKE.Sender(recipientKey: key, ciphersuite: suite, info: Data(labelled(info))),
            let sealed = try? sender.seal(plaintext, authenticating: authenticating)
        else {
            throw VaultError(
                .invalidRequest,
                """
                Nothing can be sealed to \(recipient.organisation): its receiving key is not usable. Ask the organisation for its \
                public keys again.
                """)
        }
        var writer = ByteWriter(reserving: 5 + encapsulatedLength + sealed.count)
        writer.append(byte: format)
        writer.append(current.generation)
        writer.append(fixed: sender.encapsulatedKey)
        writer.append(fixed: sealed)
        return writer.bytes
    }

    /// Opens a message with the organisation's receiving key of the message's generation.
    ///
    /// Throws `missingKey` if that key was retired, `cannotOpen` if the message was sealed to another organisation, altered, or `info` or
    /// `authenticating` differ.
    public static func open(
        _ sealed: [UInt8], with keys: OrganisationKeys, info: [UInt8], authenticating: [UInt8] = []
    ) throws(VaultError) -> [UInt8] {
        var reader = ByteReader(sealed, subject: subject)
        let version = try reader.byte()
        guard version == format else {
            throw VaultError(.unknownFormat, "\(subject) has format \(version); this program reads format \(format). Use a newer version of it.")
        }
        let generation = try reader.uint32()
        let encapsulated = try reader.fixed(encapsulatedLength)
        guard let held = keys.receivingKeys.last(where: { $0.generation == generation }) else {
            throw VaultError(
                .missingKey,
                """
                The message was sealed to the receiving key of generation \(generation), which \(keys.organisation) no longer has. \
                Ask the sender to seal it again to the present key.
                """)
        }
        let ciphertext = try reader.fixed(reader.remaining)
        guard
            let plaintext = open(
                ciphertext, encapsulated: encapsulated, privateKey: held.key, info: labelled(info), authenticating: authenticating)
        else {
            throw VaultError(
                .cannotOpen,
                "The message does not open: it was altered, or sealed to another organisation or for another use. Ask the sender to send it again.")
        }
        return plaintext
    }

    /// RFC 9180 § 6.1 OpenBase with a given key; nil if it does not open.
    static func open(
        _ ciphertext: some DataProtocol, encapsulated: some Sequence<UInt8>, privateKey: Curve25519.KeyAgreement.PrivateKey, info: [UInt8],
        authenticating: [UInt8]
    ) -> [UInt8]? {
        let encapsulated = Data(encapsulated)
        guard let point = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: encapsulated), !isOfLowOrder(point, with: privateKey),
            var recipient = try? HPKE.Recipient(privateKey: privateKey, ciphersuite: suite, info: Data(info), encapsulatedKey: encapsulated),
            let plaintext = try? recipient.open(ciphertext, authenticating: authenticating)
        else { return nil }
        return [UInt8](plaintext)
    }

    /// Whether a point is one of the few whose shared secret with any key is zero, which everybody knows. RFC 9180 § 7.1.4 asks for an error then,
    /// and swift-crypto 4.5 gives none on Linux.
    static func isOfLowOrder(_ point: Curve25519.KeyAgreement.PublicKey, with key: Curve25519.KeyAgreement.PrivateKey) -> Bool {
        guard let secret = try? key.sharedSecretFromKeyAgreement(with: point) else { return true }
        return secret.withUnsafeBytes { bytes in bytes.reduce(UInt8(0)) { $0 | $1 } } == 0
    }

    private static func labelled(_ info: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(domain: "corridor/sealed-message/1")
        writer.append(fixed: info)
        return writer.bytes
    }
}
