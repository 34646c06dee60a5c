import Crypto

/// Where a sealed value belongs. A value opens only in the place it was sealed for, so sealed values cannot be exchanged
/// between organisations, records, fields or versions.
public struct SealingContext: Sendable {
    /// The identifier of the organisation.
    public var organisation: String
    /// The identifier of the record.
    public var record: String
    /// The full name of the field, such as `person.name`.
    public var field: String
    /// What tells one sealing of the field from the next, such as the identifier of the journal entry.
    public var version: String

    /// The place of a value: the four texts are compared by their UTF-8 bytes, not by canonical equivalence.
    public init(organisation: String, record: String, field: String, version: String) {
        self.organisation = organisation
        self.record = record
        self.field = field
        self.version = version
    }

    /// The associated data of the cipher: a domain-separation string, then the four texts, each behind its length.
    var associatedData: [UInt8] {
        var writer = ByteWriter(domain: "corridor/sealed-value/1")
        writer.append(field: organisation)
        writer.append(field: record)
        writer.append(field: field)
        writer.append(field: version)
        return writer.bytes
    }
}

/// The key of one record, which seals the record's identity and sensitive values. To erase a person is to destroy this key everywhere.
///
/// 256 random bits for ChaCha20-Poly1305 (RFC 8439) with random 96-bit nonces. NIST SP 800-38D (§ 8.3) allows 2³² values under one key with
/// random nonces of this size, for a probability of a repeated nonce below 2⁻³²; a record has thousands of values, not billions.
public struct RecordKey: Sendable, Concealed {
    let key: SymmetricKey

    /// A new random key.
    public init() {
        key = SymmetricKey(size: .bits256)
    }

    init(key: SymmetricKey) {
        self.key = key
    }

    /// Seals a value for one place: nonce (12 bytes) | ciphertext | tag (16 bytes), 28 bytes longer than the plaintext.
    ///
    /// Sealing the same value twice gives different bytes.
    public func seal(_ plaintext: [UInt8], for context: SealingContext) throws(VaultError) -> [UInt8] {
        try AuthenticatedEncryption.seal(plaintext, key: key, authenticating: context.associatedData)
    }

    /// Opens a value in its place.
    ///
    /// Throws `cannotOpen` when the key is another one, the value was sealed for another place, or a byte was altered.
    public func open(_ sealed: [UInt8], for context: SealingContext) throws(VaultError) -> [UInt8] {
        guard let plaintext = AuthenticatedEncryption.open(sealed, key: key, authenticating: context.associatedData) else {
            throw VaultError(
                .cannotOpen,
                """
                The sealed value of \(context.field) in record \(context.record) (version \(context.version)) does not open: it was altered, \
                belongs to another place, or the record's key is another one. Run `corridor verify`, and restore the value from a backup.
                """)
        }
        return plaintext
    }
}
