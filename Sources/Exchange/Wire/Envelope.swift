import Crypto
import Foundation
import Vault

/// The one form in which anything crosses an organisation's border: a parcel, signed by its sender with the names of both sides, padded, and sealed to its
/// recipient. From outside only the length and a number of the recipient's key can be seen.
public enum Envelope {
    private static let info = Array("exchange".utf8)

    /// What was in an envelope, before anything of it is believed.
    public struct Opened: Sendable {
        public var sender: String
        public var recipient: String
        public var signingGeneration: UInt32
        /// When it was sealed, by the sender's clock: milliseconds since 1970.
        public var made: Int64
        /// Statements of the sender that keys of theirs were replaced, oldest first.
        public var rotations: [KeyRotation]
        let body: [UInt8]
        let signed: [UInt8]
        let signature: [UInt8]
    }

    /// Seals a parcel.
    /// - Parameter rotations: the replacements of our keys that the recipient may not know yet.
    public static func seal(
        _ parcel: Parcel, from keys: OrganisationKeys, to recipient: OrganisationPublicKeys, made: Int64, rotations: [KeyRotation] = []
    ) throws -> [UInt8] {
        var writer = ByteWriter(domain: "corridor/parcel/1", reserving: 4096)
        writer.append(field: keys.organisation)
        writer.append(field: recipient.organisation)
        writer.append(keys.signingGeneration)
        writer.append(made)
        writer.append(UInt16(truncatingIfNeeded: rotations.count))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for rotation in rotations { writer.append(field: try encoder.encode(rotation)) }
        var body = ByteWriter(reserving: 4096)
        parcel.append(to: &body)
        writer.append(UInt32(truncatingIfNeeded: body.bytes.count))
        writer.append(fixed: body.bytes)
        let signature = try keys.sign(signedMessage(writer.bytes))
        writer.append(fixed: signature)
        let length = writer.bytes.count
        writer.append(fixed: [UInt8](repeating: 0, count: paddedLength(length) - length))
        return try SealedMessage.seal(writer.bytes, to: recipient, info: info, authenticating: Array(recipient.organisation.utf8))
    }

    /// Opens an envelope that is addressed to us. Nothing of it may be believed before ``verify(_:with:)`` has said whose it is.
    public static func open(_ envelope: [UInt8], with keys: OrganisationKeys) throws(VaultError) -> Opened {
        guard envelope.count <= ExchangeLimits.envelope else {
            throw VaultError(.damaged, "The envelope has \(envelope.count) bytes; at most \(ExchangeLimits.envelope) are possible.")
        }
        let plaintext = try SealedMessage.open(envelope, with: keys, info: info, authenticating: Array(keys.organisation.utf8))
        return try read(plaintext)
    }

    /// Reads the plaintext of an envelope.
    static func read(_ plaintext: [UInt8]) throws(VaultError) -> Opened {
        var reader = ByteReader(plaintext, subject: "The envelope")
        let domain = Array("corridor/parcel/1\0".utf8)
        guard Array(try reader.fixed(domain.count)) == domain else {
            throw VaultError(.unknownFormat, "The envelope holds something that this program does not read. Use a newer version of it.")
        }
        let (sender, recipient) = (try reader.text(limit: 1024), try reader.text(limit: 1024))
        let (generation, made, count) = (try reader.uint32(), try reader.int64(), Int(try reader.uint16()))
        guard count <= 64 else { throw VaultError(.damaged, "The envelope names \(count) replaced keys; at most 64 are possible.") }
        var rotations: [KeyRotation] = []
        for _ in 0..<count {
            let text = Data(try reader.field(limit: 4096))
            guard let rotation = try? JSONDecoder().decode(KeyRotation.self, from: text) else {
                throw VaultError(.damaged, "The envelope names a replaced key in a form that cannot be read. Ask the sender to send it again.")
            }
            rotations.append(rotation)
        }
        let body = Array(try reader.field(limit: ExchangeLimits.envelope))
        let signed = Array(plaintext[..<(plaintext.count - reader.remaining)])
        let signature = Array(try reader.fixed(64))
        let rest = reader.remaining
        guard try reader.fixed(rest).allSatisfy({ $0 == 0 }), paddedLength(plaintext.count - rest) == plaintext.count else {
            throw VaultError(.extended, "The envelope has something behind its end. Use an unaltered copy.")
        }
        return Opened(
            sender: sender, recipient: recipient, signingGeneration: generation, made: made, rotations: rotations, body: body, signed: signed,
            signature: signature)
    }

    /// Checks that the envelope is from the holder of these keys, after the replacements it states, and gives what it says.
    /// - Returns: the parcel, and the sender's keys as they are after the replacements.
    /// - Throws: `invalidStatement` if it is not signed with the sender's present key, or a replacement does not follow on the keys held.
    public static func verify(_ opened: Opened, with known: OrganisationPublicKeys, recipient: String) throws(VaultError) -> (
        parcel: Parcel, keys: OrganisationPublicKeys
    ) {
        guard opened.sender.utf8.elementsEqual(known.organisation.utf8), opened.recipient.utf8.elementsEqual(recipient.utf8),
            !opened.sender.utf8.elementsEqual(recipient.utf8)
        else {
            throw VaultError(.invalidStatement, "The envelope is not from whom it should be, or not for us.")
        }
        var keys = known
        for rotation in opened.rotations where isNew(rotation, to: keys) { keys = try keys.applying(rotation) }
        // An older key signs nothing any more: whoever stole it could.
        guard opened.signingGeneration == keys.signingGeneration, keys.isValid(signature: opened.signature, for: signedMessage(opened.signed)) else {
            throw VaultError(
                .invalidStatement,
                "The envelope is not signed with the present key of \(known.organisation). Call them before you go on, and compare the code of both keys.")
        }
        var reader = ByteReader(opened.body, subject: "The parcel")
        let parcel = try Parcel(from: &reader)
        try reader.requireEnd()
        return (parcel, keys)
    }

    private static func isNew(_ rotation: KeyRotation, to keys: OrganisationPublicKeys) -> Bool {
        rotation.generation > (rotation.kind == .signing ? keys.signingGeneration : keys.receivingGeneration)
    }

    private static func signedMessage(_ content: [UInt8]) -> [UInt8] {
        Array("corridor/parcel-signature/1\0".utf8) + Array(SHA256.hash(data: content))
    }

    /// Padmé: lengths keep only so many leading binary digits as their order of magnitude has, so that a length says little about what is inside and at most
    /// 12 % are added (Nikitin et al., “Reducing Metadata Leakage from Encrypted Files and Communication with PURBs”, PoPETs 2019, section 4). At least 512.
    static func paddedLength(_ length: Int) -> Int {
        guard length > 512 else { return 512 }
        let exponent = Int.bitWidth - 1 - length.leadingZeroBitCount
        let digits = Int.bitWidth - exponent.leadingZeroBitCount
        let mask = (1 << (exponent - digits)) - 1
        return (length + mask) & ~mask
    }
}
