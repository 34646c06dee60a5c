import Crypto
import Foundation

/// A statement that an organisation's signing or receiving key was replaced, for those who hold its public keys.
///
/// It is signed by the signing key that was current before, and for a new signing key by that one too, so that nobody can have another's key
/// named as theirs. `Codable` as a JSON object.
public struct KeyRotation: Sendable, Hashable, Codable {
    /// Which key was replaced.
    public enum Kind: String, Sendable, Codable {
        case signing, receiving
    }

    /// The identifier of the organisation.
    public let organisation: String
    /// Which key was replaced.
    public let kind: Kind
    /// The generation of the new key.
    public let generation: UInt32
    /// The replaced key, 64 hexadecimal digits.
    public let oldKey: String
    /// The new key, 64 hexadecimal digits.
    public let newKey: String
    /// From when the new key is used: milliseconds since 1970-01-01T00:00:00Z.
    public let since: Int64
    /// The signature of the signing key that was current before: 128 hexadecimal digits.
    public internal(set) var signatureByOld: String
    /// The signature of the new signing key; nil for a receiving key, which cannot sign.
    public internal(set) var signatureByNew: String?

    /// The signed bytes: a domain-separation string, then organisation, kind, generation, old key, new key and time.
    public var message: [UInt8] {
        var writer = ByteWriter(domain: "corridor/key-rotation/1")
        writer.append(field: organisation)
        writer.append(field: kind.rawValue)
        writer.append(generation)
        writer.append(field: oldKey)
        writer.append(field: newKey)
        writer.append(since)
        return writer.bytes
    }
}

extension OrganisationPublicKeys {
    /// The public keys after a rotation. Throws `invalidStatement` unless the statement follows on these keys and its signatures hold.
    public func applying(_ rotation: KeyRotation) throws(VaultError) -> OrganisationPublicKeys {
        let held = rotation.kind == .signing ? signing : receiving
        guard let last = held.last, rotation.organisation.utf8.elementsEqual(organisation.utf8), last.generation &+ 1 == rotation.generation,
            rotation.oldKey == last.key, rotation.since >= last.since, let newKey = bytes(hexadecimal: rotation.newKey), newKey.count == 32
        else {
            throw VaultError(
                .invalidStatement,
                """
                The rotation to the \(rotation.kind.rawValue) key of generation \(rotation.generation) does not follow on the keys held of \
                \(organisation). Apply the rotations in their order, or ask the organisation for its public keys again.
                """)
        }
        var isSigned = isValid(signature: bytes(hexadecimal: rotation.signatureByOld) ?? [], for: rotation.message)
        if rotation.kind == .signing {
            let signature = rotation.signatureByNew.flatMap { bytes(hexadecimal: $0) } ?? []
            isSigned = isSigned && SignatureVerifier(publicKey: newKey)?.isValid(signature: signature, for: rotation.message) ?? false
        }
        guard isSigned else {
            throw VaultError(
                .invalidStatement,
                """
                The rotation to the \(rotation.kind.rawValue) key of generation \(rotation.generation) of \(organisation) is not signed as it \
                must be. Do not use the new key before you have compared the verification code with the organisation by telephone.
                """)
        }
        return adding(PublicKeyGeneration(generation: rotation.generation, key: newKey, since: rotation.since), kind: rotation.kind)
    }

    func adding(_ key: PublicKeyGeneration, kind: KeyRotation.Kind) -> OrganisationPublicKeys {
        var copy = self
        switch kind {
        case .signing:
            copy.signing[signing.count - 1].until = key.since
            copy.signing.append(key)
        case .receiving:
            copy.receiving[receiving.count - 1].until = key.since
            copy.receiving.append(key)
        }
        return copy
    }
}

extension OrganisationKeys {
    /// Replaces the signing key from this time on (milliseconds since 1970). The old secret key is dropped, its public half stays with the span it
    /// signed. Returns the statement, signed by the old and the new key, for the journal and for others.
    public mutating func rotateSigningKey(at milliseconds: Int64) throws(VaultError) -> KeyRotation {
        let newKey = Curve25519.Signing.PrivateKey()
        var rotation = try rotation(to: newKey.publicKey.rawRepresentation, kind: .signing, at: milliseconds)
        rotation.signatureByOld = hexadecimal(try sign(rotation.message))
        var next = self
        next.signingKey = newKey
        rotation.signatureByNew = hexadecimal(try next.sign(rotation.message))
        next.publicKeys = try publicKeys.applying(rotation)
        self = next
        return rotation
    }

    /// Replaces the receiving key from this time on (milliseconds since 1970). The old secret key stays, so that messages on the way can still be
    /// opened, until `retireReceivingKeys(before:)`. Returns the statement, signed by the signing key.
    public mutating func rotateReceivingKey(at milliseconds: Int64) throws(VaultError) -> KeyRotation {
        let newKey = Curve25519.KeyAgreement.PrivateKey()
        var rotation = try rotation(to: newKey.publicKey.rawRepresentation, kind: .receiving, at: milliseconds)
        rotation.signatureByOld = hexadecimal(try sign(rotation.message))
        publicKeys = try publicKeys.applying(rotation)
        receivingKeys.append(Generation(generation: rotation.generation, key: newKey))
        return rotation
    }

    /// Destroys the receiving keys before this generation; messages sealed to them can no longer be opened. The current key stays in any case.
    public mutating func retireReceivingKeys(before generation: UInt32) {
        let current = publicKeys.receivingGeneration
        receivingKeys.removeAll { $0.generation < generation && $0.generation != current }
    }

    /// Adds a new wrapping key, which wraps from now on; returns its generation. The older ones stay to unwrap, so no sealed value is touched:
    /// wrap each record's key anew at leisure (`needsRewrapping`), then call `retireWrappingKeys(before:)`.
    @discardableResult
    public mutating func rotateWrappingKey() -> UInt32 {
        let generation = wrappingGeneration + 1
        wrappingKeys.append(Generation(generation: generation, key: SymmetricKey(size: .bits256)))
        return generation
    }

    /// Destroys the wrapping keys before this generation: record keys that are still wrapped by them are lost. The current key stays in any case.
    public mutating func retireWrappingKeys(before generation: UInt32) {
        let current = wrappingGeneration
        wrappingKeys.removeAll { $0.generation < generation && $0.generation != current }
    }

    private func rotation(to newKey: Data, kind: KeyRotation.Kind, at milliseconds: Int64) throws(VaultError) -> KeyRotation {
        let held = kind == .signing ? publicKeys.signing : publicKeys.receiving
        guard let last = held.last, milliseconds >= last.since else {
            throw VaultError(
                .invalidRequest,
                "The \(kind.rawValue) key cannot be replaced at a time before the present one came into use. Check the clock of this machine.")
        }
        return KeyRotation(
            organisation: organisation, kind: kind, generation: last.generation &+ 1, oldKey: last.key, newKey: hexadecimal(newKey),
            since: milliseconds, signatureByOld: "", signatureByNew: nil)
    }
}
