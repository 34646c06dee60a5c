import Foundation

extension SealedStreamHeader {
    /// Reads the head of a sealed stream and leaves the source at the first chunk. Needs no key, and checks no more than the form.
    ///
    /// Throws `unknownFormat` for another kind of file, `truncated` for one that ends within the head, and what the source throws.
    public init(reading source: @escaping (Int) throws -> [UInt8]) throws {
        var input = Input(source: source)
        guard try input.take(SealedStreamFormat.magic.count, mayBeShort: true).elementsEqual(SealedStreamFormat.magic) else {
            throw VaultError(.unknownFormat, "This is not a sealed file of Corridor. Give the file that `corridor backup` made.")
        }
        let version = try input.take(1)[0]
        guard version == SealedStreamFormat.version else {
            throw VaultError(
                .unknownFormat,
                """
                The sealed file has version \(version); this program reads version \(SealedStreamFormat.version). Use a newer \
                version of the program.
                """)
        }
        chunkSize = try input.number()
        guard SealedStreamFormat.chunkSizes.contains(chunkSize) else { throw Self.damaged("chunk size \(chunkSize)") }
        noncePrefix = try input.take(SealedStreamFormat.noncePrefixLength)
        commitment = try input.take(SealedStreamFormat.hashLength)
        let recipientCount = Int(try input.take(1)[0])
        guard (1...SealedStreamFormat.maximumRecipients).contains(recipientCount) else { throw Self.damaged("\(recipientCount) recipients") }
        var recipients: [Recipient] = []
        for _ in 0..<recipientCount {
            let kind = try input.take(1)[0]
            guard let kind = Recipient.Kind(rawValue: kind) else { throw Self.damaged("a recipient of kind \(kind)") }
            let identifier = hexadecimal(try input.take(16))
            recipients.append(Recipient(kind: kind, identifier: identifier, sealedKey: try input.field(limit: 1024)))
        }
        self.recipients = recipients
        metadata = try input.field(limit: SealedStreamFormat.maximumMetadata)
        authenticated = input.taken
        authenticationCode = try input.take(SealedStreamFormat.hashLength)
    }

    private static func damaged(_ found: String) -> VaultError {
        VaultError(.damaged, "The head of the sealed file is damaged: it claims \(found). Use another copy of the file.")
    }

    /// Takes exact numbers of bytes from a source that may give fewer, and remembers them.
    private struct Input {
        let source: (Int) throws -> [UInt8]
        var taken: [UInt8] = []

        mutating func take(_ count: Int, mayBeShort: Bool = false) throws -> [UInt8] {
            var bytes: [UInt8] = []
            while bytes.count < count {
                let piece = try source(count - bytes.count)
                if piece.isEmpty {
                    if mayBeShort { break }
                    throw VaultError(.truncated, "The sealed file ends within its head: nearly all of it is missing. Use a complete copy.")
                }
                bytes.append(contentsOf: piece)
            }
            taken.append(contentsOf: bytes)
            return bytes
        }

        mutating func number() throws -> Int {
            try take(4).reduce(0) { $0 << 8 | Int($1) }
        }

        mutating func field(limit: Int) throws -> [UInt8] {
            let count = try number()
            guard count <= limit else { throw SealedStreamHeader.damaged("a field of \(count) bytes") }
            return try take(count)
        }
    }
}
