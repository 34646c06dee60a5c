import Crypto
import Foundation

/// Opens a sealed stream chunk by chunk, with the memory of two chunks.
///
/// A chunk that `next()` gives is genuine and in its place; that the stream is complete is known only when `next()` gives nil. Keep what was read
/// aside until then.
public struct SealedStreamReader: Concealed {
    /// Gives the next bytes, at most as many as asked for; an empty array at the end of the input.
    public typealias Source = (Int) throws -> [UInt8]

    /// The head, which is authenticated by now.
    public let header: SealedStreamHeader

    private let source: Source
    private let key: SymmetricKey
    private var buffer: [UInt8] = []
    private var isAtEnd = false
    private var isFinished = false
    private var counter: UInt32 = 0

    /// Opens a stream with the node key, after `SealedStreamHeader(reading:)` took the head from the same source.
    public init(_ header: SealedStreamHeader, nodeKey: NodeKey, source: @escaping Source) throws(VaultError) {
        guard let recipient = header.recipients.first(where: { $0.kind == .nodeKey && $0.identifier.utf8.elementsEqual(nodeKey.identifier.utf8) })
        else {
            throw VaultError(
                .cannotOpen,
                """
                The file is not sealed to the node key \(nodeKey.identifier), but to \(Self.names(header)). \
                Unlock the node key it was sealed with: by its passphrase, key file or shares.
                """)
        }
        try self.init(header, streamKey: try nodeKey.open(recipient.sealedKey, purpose: SealedStreamFormat.purpose), source: source)
    }

    /// Opens a stream that was sealed to an organisation, with its receiving key.
    public init(_ header: SealedStreamHeader, keys: OrganisationKeys, source: @escaping Source) throws(VaultError) {
        let identifiers = Set(keys.publicKeys.receiving.map(\.identifier))
        guard let recipient = header.recipients.first(where: { $0.kind == .organisation && identifiers.contains($0.identifier) }) else {
            throw VaultError(
                .cannotOpen,
                "The file is not sealed to \(keys.organisation), but to \(Self.names(header)). Ask the sender to seal it to this organisation.")
        }
        let streamKey = try SealedMessage.open(recipient.sealedKey, with: keys, info: SealedStreamFormat.information)
        try self.init(header, streamKey: streamKey, source: source)
    }

    private init(_ header: SealedStreamHeader, streamKey: [UInt8], source: @escaping Source) throws(VaultError) {
        var streamKey = streamKey
        defer { streamKey.erase() }
        let keys = SealedStreamFormat.Keys(SymmetricKey(data: streamKey))
        guard isEqualInConstantTime(keys.commitment, header.commitment),
            HMAC<SHA256>.isValidAuthenticationCode(header.authenticationCode, authenticating: header.authenticated, using: keys.header)
        else {
            throw VaultError(.damaged, "The head of the sealed file was altered or is damaged. Use another copy of the file.")
        }
        self.header = header
        self.source = source
        key = keys.payload(authenticationCode: header.authenticationCode)
    }

    /// The plaintext of the next chunk; nil after the last one. Throws `VaultError` for a chunk that is altered or not in its place, or a
    /// missing end, and what the source throws.
    public mutating func next() throws -> [UInt8]? {
        guard !isFinished else { return nil }
        let sealedSize = header.chunkSize + SealedStreamFormat.tagLength
        // One byte more than a chunk says whether the chunk is the last.
        while !isAtEnd, buffer.count <= sealedSize {
            let piece = try source(sealedSize + 1 - buffer.count)
            if piece.isEmpty { isAtEnd = true }
            buffer.append(contentsOf: piece)
        }
        let isLast = buffer.count <= sealedSize
        let sealed = buffer.prefix(sealedSize)
        guard let plaintext = open(sealed, counter: counter, isLast: isLast), isLast == false || !plaintext.isEmpty || counter == 0 else {
            throw fault(sealed, isLast: isLast)
        }
        guard isLast || counter < UInt32.max else {
            throw VaultError(.extended, "The sealed file has more than 2³² chunks, which is not possible. Use another copy of the file.")
        }
        isFinished = isLast
        counter &+= 1
        buffer.removeFirst(sealed.count)
        return plaintext
    }

    private func open(_ sealed: ArraySlice<UInt8>, counter: UInt32, isLast: Bool) -> [UInt8]? {
        let nonce = SealedStreamFormat.nonce(prefix: header.noncePrefix, counter: counter, isLast: isLast)
        return SealedStreamFormat.openChunk(sealed, key: key, nonce: nonce)
    }

    /// Finds out what is wrong with a chunk that does not open, by trying the other places it may come from.
    private func fault(_ sealed: ArraySlice<UInt8>, isLast: Bool) -> VaultError {
        let place = "Chunk \(UInt64(counter) + 1) of the sealed file (from byte \(UInt64(counter) * UInt64(header.chunkSize)) of its content)"
        if isLast, sealed.isEmpty || open(sealed, counter: counter, isLast: false) != nil {
            return VaultError(.truncated, "The sealed file ends before its last chunk: its end is missing. Use a complete copy.")
        }
        if !isLast, open(sealed, counter: counter, isLast: true) != nil {
            return VaultError(.extended, "Something was added behind the end of the sealed file. Use an unaltered copy.")
        }
        let reach: UInt32 = 32
        let neighbours = (counter > reach ? counter - reach : 0)...(counter < .max - reach ? counter + reach : .max)
        for other in neighbours where other != counter {
            if open(sealed, counter: other, isLast: false) != nil || open(sealed, counter: other, isLast: true) != nil {
                let kind: VaultError.Kind = .reordered
                return VaultError(
                    kind,
                    """
                    \(place) is really chunk \(UInt64(other) + 1): parts were moved, left out or repeated. Use an unaltered copy.
                    """)
            }
        }
        if isLast, sealed.count < header.chunkSize + SealedStreamFormat.tagLength {
            return VaultError(.damaged, "\(place) is cut off or altered. Use a complete, unaltered copy.")
        }
        return VaultError(.damaged, "\(place) is damaged or altered. Use another copy of the file.")
    }

    private static func names(_ header: SealedStreamHeader) -> String {
        header.recipients.map { "\($0.kind == .nodeKey ? "node key" : "receiving key") \($0.identifier)" }.joined(separator: ", ")
    }
}
