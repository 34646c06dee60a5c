import Exchange
import Storage

/// Something to be told to a partner organisation.
public struct ExchangeMessage: Sendable {
    /// 32 hexadecimal digits. Messages of one conversation take effect at the partner in the order in which they were put; several conversations do not wait for each other.
    public var conversation: String
    /// What the message is, such as `referral`; the partner's ``MessageReceiver`` of this kind gets it.
    public var kind: String
    /// Canonical JSON that the kind defines, at most 256 KiB.
    public var content: [UInt8]
    public var attachments: [Attachment]
    /// The record that the message is about, whose erasure also removes what the message says from here; nil for none.
    public var subject: String?

    /// A file that goes along.
    public struct Attachment: Sendable, Hashable {
        public var name: String
        public var mediaType: String
        public var bytes: [UInt8]

        public init(name: String, mediaType: String, bytes: [UInt8]) {
            self.name = name
            self.mediaType = mediaType
            self.bytes = bytes
        }
    }

    public init(conversation: String, kind: String, content: [UInt8], attachments: [Attachment] = [], subject: String? = nil) {
        self.conversation = conversation
        self.kind = kind
        self.content = content
        self.attachments = attachments
        self.subject = subject
    }

    /// A new conversation: 128 random bits.
    public static func newConversation() -> String { ExchangeIdentifier.random().description }
}

/// A message from a partner organisation whose signature has been checked.
public struct ReceivedMessage: Sendable {
    /// Identifier of the message, the same at both sides.
    public var message: String
    /// Identifier of the organisation that sent it.
    public var sender: String
    public var conversation: String
    public var kind: String
    public var content: [UInt8]
    public var attachments: [ExchangeMessage.Attachment]
    /// When it was made, by the sender's clock: milliseconds since 1970.
    public var made: Int64
}

/// A feature that takes messages of partners.
protocol MessageReceiver: Sendable {
    var kinds: Set<String> { get }

    /// Is called exactly once for each message, in the order of its conversation, in the transaction that notes that it has been: what it changes and that note
    /// are saved together or not at all. If something fails that is not a refusal, it is called again later; what follows in the conversation waits so long.
    /// - Throws: ``MessageRefusal`` if the message cannot be accepted. What was changed until then is undone, and the sender is told the code, nothing else.
    func receive(_ message: ReceivedMessage, node: Node, in transaction: RecordTransaction) throws

    /// The partner has refused a message of ours.
    func refused(_ refusal: ReceivedRefusal, node: Node, in transaction: RecordTransaction) throws

    /// Whether ``verdict(on:node:_:)`` is to be asked of messages of these kinds.
    var asksAtSending: Bool { get }

    /// Whether a message of ours may go at the moment when it would. Asked of everything that an envelope is to hold, each time.
    func verdict(on message: WaitingMessage, node: Node, _ connection: any Connection) throws -> WaitingVerdict

    /// What the verdict said has been done, in this transaction.
    func heldBack(_ message: WaitingMessage, node: Node, in transaction: RecordTransaction) throws
}

extension MessageReceiver {
    func refused(_ refusal: ReceivedRefusal, node: Node, in transaction: RecordTransaction) throws {}

    var asksAtSending: Bool { false }

    func verdict(on message: WaitingMessage, node: Node, _ connection: any Connection) throws -> WaitingVerdict { .goes }

    func heldBack(_ message: WaitingMessage, node: Node, in transaction: RecordTransaction) throws {}
}

/// A message cannot be accepted. The code must not tell what exists here: answer the same for what is not there and what is not theirs.
struct MessageRefusal: Error, Sendable, Hashable {
    /// A word of letters and hyphens, such as `not-available`, that the kind of message defines.
    var code: String
}

/// That a partner has refused a message of ours.
struct ReceivedRefusal: Sendable, Hashable {
    /// Identifier of the organisation that refused.
    var partner: String
    /// Identifier of our message, and its conversation and kind.
    var message: String
    var conversation: String
    var kind: String
    var code: String
}

/// The features that take messages, a line each.
enum MessageReceivers {
    static let all: [any MessageReceiver] = [
        TestMessage(),
        Vouching(),
        LeavingMessage(),
        AgreementMessage(),
        DirectoryFeedReceiver(),
        ReferralReceiver(),
        LinkageReceiver(),
        PatternReceiver(),
        ListingReceiver(),
    ]

    /// No two take the same kind.
    static func receiver(of kind: String) -> (any MessageReceiver)? { all.first { $0.kinds.contains(kind) } }
}
