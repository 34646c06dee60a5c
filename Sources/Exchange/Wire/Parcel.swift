import Vault

/// What one side tells the other at one time: how far both streams are as it sees them, and some messages and pieces of attachments.
public struct Parcel: Sendable, Hashable {
    /// A message with its number in the stream from its sender to its recipient, counted from 1.
    public struct Numbered: Sendable, Hashable {
        public var number: Int64
        public var item: ExchangeItem

        public init(number: Int64, item: ExchangeItem) {
            self.number = number
            self.item = item
        }
    }

    /// A part of an attachment.
    public struct Piece: Sendable, Hashable {
        public var message: ExchangeIdentifier
        /// Which attachment of the message, counted from 0.
        public var attachment: Int
        /// Which piece of the attachment, counted from 0.
        public var index: Int
        public var bytes: [UInt8]

        public init(message: ExchangeIdentifier, attachment: Int, index: Int, bytes: [UInt8]) {
            self.message = message
            self.attachment = attachment
            self.index = index
            self.bytes = bytes
        }
    }

    /// An attachment that the reporting side does not have whole.
    public struct Lacking: Sendable, Hashable {
        public var message: ExchangeIdentifier
        public var attachment: Int
        /// Pieces that it has, without a gap from the first on.
        public var held: Int

        public init(message: ExchangeIdentifier, attachment: Int, held: Int) {
            self.message = message
            self.attachment = attachment
            self.held = held
        }
    }

    /// How far both streams are, as the parcel's sender sees them.
    public struct Report: Sendable, Hashable {
        /// The last number it has given, and the link there.
        public var sent: Int64
        public var sentLink: StreamLink
        /// Up to which number it has everything, and the link there.
        public var received: Int64
        public var receivedLink: StreamLink
        /// The newest generations of the recipient's keys that it knows.
        public var knownSigning: UInt32
        public var knownReceiving: UInt32
        /// Whether it takes no more until some of what waits has been dealt with.
        public var isFull: Bool
        /// Numbers above `received` that it has, ascending.
        public var beyond: [Int64]
        public var lacking: [Lacking]

        public init(
            sent: Int64, sentLink: StreamLink, received: Int64, receivedLink: StreamLink, knownSigning: UInt32, knownReceiving: UInt32, isFull: Bool,
            beyond: [Int64] = [], lacking: [Lacking] = []
        ) {
            self.sent = sent
            self.sentLink = sentLink
            self.received = received
            self.receivedLink = receivedLink
            self.knownSigning = knownSigning
            self.knownReceiving = knownReceiving
            self.isFull = isFull
            self.beyond = beyond
            self.lacking = lacking
        }
    }

    public var report: Report
    /// Asks for a report that is certainly made after this question.
    public var question: ExchangeIdentifier?
    /// The question that the report answers.
    public var answer: ExchangeIdentifier?
    public var items: [Numbered]
    public var pieces: [Piece]

    public init(report: Report, question: ExchangeIdentifier? = nil, answer: ExchangeIdentifier? = nil, items: [Numbered] = [], pieces: [Piece] = []) {
        self.report = report
        self.question = question
        self.answer = answer
        self.items = items
        self.pieces = pieces
    }

    /// Adds a message in the order of the numbers, unless it is there already or there is no room.
    mutating func insert(_ numbered: Numbered) {
        let place = items.firstIndex { $0.number >= numbered.number } ?? items.endIndex
        guard items.count < ExchangeLimits.items, place == items.endIndex || items[place].number != numbered.number else { return }
        items.insert(numbered, at: place)
    }

    /// Whether it tells nothing but how far the streams are.
    public var isBare: Bool { items.isEmpty && pieces.isEmpty && question == nil && answer == nil }
}

extension Parcel {
    func append(to writer: inout ByteWriter) {
        writer.append(report.sent)
        writer.append(fixed: report.sentLink.bytes)
        writer.append(report.received)
        writer.append(fixed: report.receivedLink.bytes)
        writer.append(report.knownSigning)
        writer.append(report.knownReceiving)
        writer.append(byte: (report.isFull ? 1 : 0) | (question == nil ? 0 : 2) | (answer == nil ? 0 : 4))
        if let question { writer.append(fixed: question.bytes) }
        if let answer { writer.append(fixed: answer.bytes) }
        writer.append(UInt16(truncatingIfNeeded: report.beyond.count))
        for number in report.beyond { writer.append(number) }
        writer.append(UInt16(truncatingIfNeeded: report.lacking.count))
        for lacking in report.lacking {
            writer.append(fixed: lacking.message.bytes)
            writer.append(UInt16(truncatingIfNeeded: lacking.attachment))
            writer.append(UInt32(truncatingIfNeeded: lacking.held))
        }
        writer.append(UInt16(truncatingIfNeeded: items.count))
        for numbered in items {
            writer.append(numbered.number)
            numbered.item.append(to: &writer)
        }
        writer.append(UInt16(truncatingIfNeeded: pieces.count))
        for piece in pieces {
            writer.append(fixed: piece.message.bytes)
            writer.append(UInt16(truncatingIfNeeded: piece.attachment))
            writer.append(UInt32(truncatingIfNeeded: piece.index))
            writer.append(field: piece.bytes)
        }
    }

    init(from reader: inout ByteReader) throws(VaultError) {
        let (sent, sentLink, received, receivedLink) = (try reader.number(), try reader.link(), try reader.number(), try reader.link())
        let (knownSigning, knownReceiving, flags) = (try reader.uint32(), try reader.uint32(), try reader.byte())
        guard flags < 8 else { throw Self.damaged("unknown marks") }
        question = flags & 2 != 0 ? try reader.identifier() : nil
        answer = flags & 4 != 0 ? try reader.identifier() : nil
        var beyond: [Int64] = []
        for _ in 0..<(try Self.count(&reader, limit: ExchangeLimits.listed)) {
            let number = try reader.number()
            guard number > beyond.last ?? received else { throw Self.damaged("numbers out of order") }
            beyond.append(number)
        }
        var lacking: [Lacking] = []
        for _ in 0..<(try Self.count(&reader, limit: ExchangeLimits.listed)) {
            lacking.append(Lacking(message: try reader.identifier(), attachment: Int(try reader.uint16()), held: Int(try reader.uint32())))
        }
        report = Report(
            sent: sent, sentLink: sentLink, received: received, receivedLink: receivedLink, knownSigning: knownSigning, knownReceiving: knownReceiving,
            isFull: flags & 1 != 0, beyond: beyond, lacking: lacking)
        items = []
        for _ in 0..<(try Self.count(&reader, limit: ExchangeLimits.items)) {
            let number = try reader.number()
            guard number > items.last?.number ?? 0 else { throw Self.damaged("messages out of order") }
            items.append(Numbered(number: number, item: try ExchangeItem(from: &reader)))
        }
        pieces = []
        for _ in 0..<(try Self.count(&reader, limit: ExchangeLimits.items)) {
            pieces.append(
                Piece(
                    message: try reader.identifier(), attachment: Int(try reader.uint16()), index: Int(try reader.uint32()),
                    bytes: Array(try reader.field(limit: ExchangeLimits.piece))))
        }
    }

    private static func count(_ reader: inout ByteReader, limit: Int) throws(VaultError) -> Int {
        let count = Int(try reader.uint16())
        guard count <= limit else { throw damaged("\(count) entries in a list that has at most \(limit)") }
        return count
    }

    private static func damaged(_ what: String) -> VaultError {
        VaultError(.damaged, "The parcel is damaged: \(what). Ask the sender to send it again.")
    }
}
