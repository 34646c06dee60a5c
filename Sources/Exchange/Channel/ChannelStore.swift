/// Where one side keeps the messages of its two streams with one partner. Everything happens within the caller's transaction.
public protocol ChannelStore {
    // MARK: To the partner

    /// Messages above a number that the partner is not known to have, ascending: at least one if there is any, then as long as count and bytes allow.
    func outgoing(above number: Int64, count: Int, bytes: Int) throws -> [Parcel.Numbered]
    /// The link at a number that is among the messages kept; nil for another.
    func outgoingLink(at number: Int64) throws -> StreamLink?
    mutating func append(_ item: ExchangeItem, number: Int64, link: StreamLink) throws
    /// Notes that of the messages above a number the partner has exactly these, although some before them are missing.
    mutating func markHeld(_ numbers: [Int64], above number: Int64) throws
    /// Numbers all messages above `above` anew, in their order, from `base` + 1 on.
    /// - Returns: the last number and the link there; `base` and `link` if there are none.
    mutating func renumber(above: Int64, base: Int64, link: StreamLink) throws -> (last: Int64, link: StreamLink)
    /// Attachments of messages up to a number that the partner is not known to have whole.
    func unfinishedAttachments(upTo number: Int64, limit: Int) throws -> [OutgoingAttachment]
    /// - Parameter held: pieces that the partner has, so that the rest is sent although it was thought to be there; nil for all.
    mutating func setHeld(_ held: Int?, ofAttachment attachment: Int, message: ExchangeIdentifier) throws
    /// Nil if the content of the message was removed meanwhile.
    func outgoingPiece(_ index: Int, ofAttachment attachment: Int, message: ExchangeIdentifier) throws -> [UInt8]?
    /// A message to the partner as it would go now.
    func outgoing(message: ExchangeIdentifier) throws -> Parcel.Numbered?

    // MARK: From the partner

    /// Whether the message arrived before, under whatever number.
    func isKnown(_ message: ExchangeIdentifier) throws -> Bool
    /// The message that arrived under a number above what was received without a gap; nil if there is none.
    func incoming(number: Int64) throws -> ExchangeIdentifier?
    mutating func keep(_ item: ExchangeItem, number: Int64) throws
    /// The partner has given a known message another number.
    mutating func setNumber(_ number: Int64, of message: ExchangeIdentifier) throws
    /// The sender has removed what a message said: if it was not told to the application yet, the empty one takes its place, and its attachments are not waited for.
    mutating func empty(_ item: ExchangeItem) throws
    /// Numbers above one that have arrived, ascending.
    func incomingNumbers(above number: Int64, limit: Int) throws -> [Int64]
    /// What an attachment should be and how much of it is here; nil if no message announced it, or it is whole.
    func expected(attachment: Int, of message: ExchangeIdentifier) throws -> (attachment: ExchangeItem.Attachment, held: Int)?
    mutating func keepPiece(_ piece: Parcel.Piece) throws
    /// All bytes of an attachment whose pieces are all here, or none of it: what does not have the announced digest is thrown away.
    mutating func finish(attachment: Int, of message: ExchangeIdentifier) throws
    func lacking(limit: Int) throws -> [Parcel.Lacking]
    /// Messages that wait to be told to the application, and bytes of attachments that are announced and not whole.
    func waiting() throws -> (items: Int, bytes: Int64)
}

/// An attachment on its way to the partner.
public struct OutgoingAttachment: Sendable, Hashable {
    public var message: ExchangeIdentifier
    public var attachment: Int
    public var pieces: Int
    /// Pieces that the partner has reported to have.
    public var held: Int

    public init(message: ExchangeIdentifier, attachment: Int, pieces: Int, held: Int) {
        self.message = message
        self.attachment = attachment
        self.pieces = pieces
        self.held = held
    }
}
