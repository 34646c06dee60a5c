import Crypto

/// Wrapping of record keys. A wrapped key is 65 bytes: format (1) | generation of the wrapping key (4) | nonce (12) | sealed key (32) | tag (16).
extension OrganisationKeys {
    /// The length of a wrapped record key in bytes.
    public static let wrappedKeyLength = 65
    private static let format: UInt8 = 1
    private static let headerLength = 5

    /// The generation of the current wrapping key.
    public var wrappingGeneration: UInt32 { wrappingKeys.last?.generation ?? 0 }

    /// The generations whose keys are here, each with its public fingerprint (32 hexadecimal digits), oldest first.
    public var wrappingKeyIdentifiers: [(generation: UInt32, identifier: String)] {
        wrappingKeys.map { held in
            let bytes = NodeKey.derive(from: held.key, info: "corridor/wrapping-key/identifier/1", count: 16)
            return (held.generation, hexadecimal(bytes.withUnsafeBytes { [UInt8]($0) }))
        }
    }

    /// Wraps a record's key with the current wrapping key, bound to the organisation and the record: 65 bytes.
    public func wrap(_ key: RecordKey, record: String) throws(VaultError) -> [UInt8] {
        guard let current = wrappingKeys.last else { throw missing(generation: 0, record: record) }
        var writer = ByteWriter(reserving: Self.wrappedKeyLength)
        writer.append(byte: Self.format)
        writer.append(current.generation)
        var plaintext = key.key.withUnsafeBytes { [UInt8]($0) }
        defer { plaintext.erase() }
        let associated = associatedData(record: record, header: writer.bytes)
        writer.append(fixed: try AuthenticatedEncryption.seal(plaintext, key: current.key, authenticating: associated))
        return writer.bytes
    }

    /// The record's key again. Throws `cannotOpen` for a key wrapped for another record or organisation or altered, `missingKey` when the
    /// wrapping key of its generation was retired.
    public func unwrap(_ wrapped: [UInt8], record: String) throws(VaultError) -> RecordKey {
        let generation = try Self.wrappingGeneration(of: wrapped)
        guard let held = wrappingKeys.last(where: { $0.generation == generation }) else { throw missing(generation: generation, record: record) }
        let associated = associatedData(record: record, header: wrapped[..<Self.headerLength])
        guard
            var plaintext = AuthenticatedEncryption.open(wrapped[Self.headerLength...], key: held.key, authenticating: associated)
        else {
            throw VaultError(
                .cannotOpen,
                """
                The key of record \(record) does not open: it was altered, or belongs to another record or organisation. \
                Run `corridor verify`, and restore the key from a backup.
                """)
        }
        defer { plaintext.erase() }
        return RecordKey(key: SymmetricKey(data: plaintext))
    }

    /// The generation of the wrapping key that a wrapped key was made with.
    public static func wrappingGeneration(of wrapped: [UInt8]) throws(VaultError) -> UInt32 {
        guard wrapped.count == wrappedKeyLength, wrapped[0] == format else {
            throw VaultError(
                wrapped.first == format || wrapped.isEmpty ? .damaged : .unknownFormat,
                """
                A wrapped record key has \(wrappedKeyLength) bytes and begins with \(format); this one has \(wrapped.count). \
                Restore it from a backup, or open it with a newer version of the program.
                """)
        }
        return wrapped[1..<headerLength].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Whether a wrapped key was made with an older wrapping key than the current one.
    public func needsRewrapping(_ wrapped: [UInt8]) throws(VaultError) -> Bool {
        try Self.wrappingGeneration(of: wrapped) != wrappingGeneration
    }

    private func associatedData(record: String, header: some Sequence<UInt8>) -> [UInt8] {
        var writer = ByteWriter(domain: "corridor/wrapped-record-key/1")
        writer.append(fixed: header)
        writer.append(field: organisation)
        writer.append(field: record)
        return writer.bytes
    }

    private func missing(generation: UInt32, record: String) -> VaultError {
        VaultError(
            .missingKey,
            """
            The key of record \(record) is wrapped by the wrapping key of generation \(generation), which is not among the keys of \
            \(organisation). Restore the organisation's keys from a backup that still has it.
            """)
    }
}
