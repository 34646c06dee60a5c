import Vault

/// One message as it crosses: what it is, to which conversation it belongs and which message of it comes before.
public struct ExchangeItem: Sendable, Hashable {
    /// What is known of an attachment before its bytes arrive.
    public struct Attachment: Sendable, Hashable {
        /// SHA-256 (FIPS 180-4) of all its bytes.
        public var digest: [UInt8]
        /// Bytes.
        public var size: Int64
        public var name: String
        public var mediaType: String

        public init(digest: [UInt8], size: Int64, name: String, mediaType: String) {
            self.digest = digest
            self.size = size
            self.name = name
            self.mediaType = mediaType
        }

        /// Into how many pieces it is cut.
        public var pieces: Int { Int((size + Int64(ExchangeLimits.piece) - 1) / Int64(ExchangeLimits.piece)) }

        /// Bytes of the piece of this number, counted from 0.
        public func length(ofPiece index: Int) -> Int {
            Int(min(Int64(ExchangeLimits.piece), size - Int64(index) * Int64(ExchangeLimits.piece)))
        }
    }

    public var identifier: ExchangeIdentifier
    public var conversation: ExchangeIdentifier
    /// The message before it in its conversation; `none` for the first.
    public var after: ExchangeIdentifier
    /// When it was made, by the sender's clock: milliseconds since 1970.
    public var made: Int64
    public var kind: String
    public var content: [UInt8]
    public var attachments: [Attachment]

    public init(
        identifier: ExchangeIdentifier, conversation: ExchangeIdentifier, after: ExchangeIdentifier, made: Int64, kind: String, content: [UInt8],
        attachments: [Attachment] = []
    ) {
        self.identifier = identifier
        self.conversation = conversation
        self.after = after
        self.made = made
        self.kind = kind
        self.content = content
        self.attachments = attachments
    }

    /// The kind that stands in the place of a message whose content the sender has removed since, so that what follows can be told in its order.
    public static let removedKind = "exchange-removed"

    /// The same message without what it said.
    public var removed: ExchangeItem {
        ExchangeItem(
            identifier: identifier, conversation: conversation, after: after, made: made, kind: Self.removedKind, content: Array("{}".utf8))
    }

    /// The bytes as they cross and are kept.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: content.count + 160)
        append(to: &writer)
        return writer.bytes
    }

    func append(to writer: inout ByteWriter) {
        writer.append(fixed: identifier.bytes)
        writer.append(fixed: conversation.bytes)
        writer.append(fixed: after.bytes)
        writer.append(made)
        writer.append(field: kind)
        writer.append(field: content)
        writer.append(UInt16(truncatingIfNeeded: attachments.count))
        for attachment in attachments {
            writer.append(fixed: attachment.digest)
            writer.append(attachment.size)
            writer.append(field: attachment.name)
            writer.append(field: attachment.mediaType)
        }
    }

    /// Reads what ``encoded()`` wrote.
    public init(encoded bytes: [UInt8]) throws(VaultError) {
        var reader = ByteReader(bytes, subject: "The message")
        try self.init(from: &reader)
        try reader.requireEnd()
    }

    init(from reader: inout ByteReader) throws(VaultError) {
        identifier = try reader.identifier()
        conversation = try reader.identifier()
        after = try reader.identifier()
        made = try reader.int64()
        kind = try reader.text(limit: ExchangeLimits.name)
        content = Array(try reader.field(limit: ExchangeLimits.content))
        let count = Int(try reader.uint16())
        guard count <= ExchangeLimits.attachments, identifier != .none, !kind.isEmpty else {
            throw VaultError(.damaged, "The message is damaged: it has no identifier or no kind, or \(count) attachments. Ask the sender to send it again.")
        }
        attachments = []
        for _ in 0..<count {
            let digest = Array(try reader.fixed(32))
            let size = try reader.int64()
            guard size > 0, size <= ExchangeLimits.attachment else {
                throw VaultError(
                    .damaged, "An attachment claims \(size) bytes; 1 to \(ExchangeLimits.attachment) are possible. Ask the sender for a smaller file.")
            }
            attachments.append(
                Attachment(
                    digest: digest, size: size, name: try reader.text(limit: ExchangeLimits.name), mediaType: try reader.text(limit: ExchangeLimits.name)))
        }
    }
}

extension ByteReader {
    mutating func identifier() throws(VaultError) -> ExchangeIdentifier {
        guard let identifier = ExchangeIdentifier(bytes: try fixed(16)) else {
            throw VaultError(.damaged, "An identifier is damaged. Ask the sender to send it again.")
        }
        return identifier
    }

    mutating func link() throws(VaultError) -> StreamLink {
        guard let link = StreamLink(bytes: try fixed(32)) else {
            throw VaultError(.damaged, "A link is damaged. Ask the sender to send it again.")
        }
        return link
    }

    /// A number of a stream.
    mutating func number() throws(VaultError) -> Int64 {
        let number = try int64()
        guard number >= 0, number <= ExchangeLimits.number else {
            throw VaultError(.damaged, "A number of a message is out of range. Ask the sender to send it again.")
        }
        return number
    }
}
