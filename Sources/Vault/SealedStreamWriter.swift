import Crypto
import Foundation

/// Seals a large file in chunks, with the memory of one chunk. Write the content in pieces of any size, then call `finish()`: a stream without its
/// end does not open.
///
/// The stream's key is fresh, and sealed to the node key and to each organisation named. Each chunk knows its number and whether it is the last, so
/// that truncation, reordering, repetition and extension are found.
public struct SealedStreamWriter: Concealed {
    /// The plaintext bytes of a chunk unless said otherwise: 64 KiB.
    public static let defaultChunkSize = 64 << 10

    private let sink: (ArraySlice<UInt8>) throws -> Void
    private let key: SymmetricKey
    private let noncePrefix: [UInt8]
    private let chunkSize: Int
    private var pending: [UInt8] = []
    private var counter: UInt32 = 0
    private var isFinished = false

    /// Begins a stream: writes its head to the sink.
    ///
    /// - Parameters:
    ///   - nodeKey: Opens the stream; nil only if there are organisations that do.
    ///   - organisations: Organisations whose receiving key opens the stream too.
    ///   - metadata: Public bytes, at most 1 MiB, that can be read without a key and not be changed: such as JSON with the node key's locks.
    ///   - chunkSize: Bytes of plaintext in a chunk, 1 KiB to 4 MiB.
    ///   - sink: Takes the sealed bytes in their order; what it throws is passed on.
    public init(
        nodeKey: NodeKey?, organisations: [OrganisationPublicKeys] = [], metadata: [UInt8] = [],
        chunkSize: Int = SealedStreamWriter.defaultChunkSize, to sink: @escaping (ArraySlice<UInt8>) throws -> Void
    ) throws {
        let recipientCount = organisations.count + (nodeKey == nil ? 0 : 1)
        guard SealedStreamFormat.chunkSizes.contains(chunkSize), metadata.count <= SealedStreamFormat.maximumMetadata,
            (1...SealedStreamFormat.maximumRecipients).contains(recipientCount)
        else {
            throw VaultError(
                .invalidRequest,
                """
                A sealed stream needs chunks of 1 KiB to 4 MiB (\(chunkSize) bytes given), at most 1 MiB of metadata (\(metadata.count) bytes given) \
                and 1 to \(SealedStreamFormat.maximumRecipients) recipients (\(recipientCount) given).
                """)
        }
        let streamKey = SymmetricKey(size: .bits256)
        let keys = SealedStreamFormat.Keys(streamKey)
        noncePrefix = randomBytes(SealedStreamFormat.noncePrefixLength)
        var writer = ByteWriter(reserving: 512 + metadata.count)
        writer.append(fixed: SealedStreamFormat.magic)
        writer.append(byte: SealedStreamFormat.version)
        writer.append(UInt32(chunkSize))
        writer.append(fixed: noncePrefix)
        writer.append(fixed: keys.commitment)
        writer.append(byte: UInt8(recipientCount))
        for recipient in try Self.recipients(streamKey, nodeKey: nodeKey, organisations: organisations) {
            writer.append(byte: recipient.kind.rawValue)
            writer.append(fixed: bytes(hexadecimal: recipient.identifier) ?? [])
            writer.append(field: recipient.sealedKey)
        }
        writer.append(field: metadata)
        let code = Array(HMAC<SHA256>.authenticationCode(for: writer.bytes, using: keys.header))
        key = keys.payload(authenticationCode: code)
        self.chunkSize = chunkSize
        self.sink = sink
        pending.reserveCapacity(chunkSize)
        try sink(writer.bytes[...])
        try sink(code[...])
    }

    private static func recipients(
        _ streamKey: SymmetricKey, nodeKey: NodeKey?, organisations: [OrganisationPublicKeys]
    ) throws(VaultError) -> [SealedStreamHeader.Recipient] {
        var plaintext = streamKey.withUnsafeBytes { [UInt8]($0) }
        defer { plaintext.erase() }
        var recipients: [SealedStreamHeader.Recipient] = []
        if let nodeKey {
            let sealed = try nodeKey.seal(plaintext, purpose: SealedStreamFormat.purpose)
            recipients.append(.init(kind: .nodeKey, identifier: nodeKey.identifier, sealedKey: sealed))
        }
        for organisation in organisations {
            let sealed = try SealedMessage.seal(plaintext, to: organisation, info: SealedStreamFormat.information)
            recipients.append(.init(kind: .organisation, identifier: organisation.receiving.last?.identifier ?? "", sealedKey: sealed))
        }
        return recipients
    }

    /// Adds bytes to the content. Throws what the sink throws.
    public mutating func write(_ bytes: some Collection<UInt8>) throws {
        try requireOpen()
        var rest = bytes[...]
        while !rest.isEmpty {
            // A full chunk is written only when more follows, for the last chunk is marked as such and may be full.
            if pending.count == chunkSize { try writeChunk(isLast: false) }
            let piece = rest.prefix(chunkSize - pending.count)
            pending.append(contentsOf: piece)
            rest = rest.dropFirst(piece.count)
        }
    }

    /// Writes the last chunk. Nothing can be written after.
    public mutating func finish() throws {
        try requireOpen()
        try writeChunk(isLast: true)
        isFinished = true
        pending.erase()
    }

    private func requireOpen() throws(VaultError) {
        guard !isFinished else {
            throw VaultError(.invalidRequest, "The sealed stream is finished already; nothing can be added. Begin a new one.")
        }
    }

    private mutating func writeChunk(isLast: Bool) throws {
        let nonce = SealedStreamFormat.nonce(prefix: noncePrefix, counter: counter, isLast: isLast)
        let sealed = try SealedStreamFormat.sealChunk(pending, key: key, nonce: nonce)
        pending.removeAll(keepingCapacity: true)
        guard counter < UInt32.max else {
            throw VaultError(.invalidRequest, "The stream has more than 2³² chunks. Choose larger chunks.")
        }
        counter += 1
        try sink(sealed[...])
    }
}
