import Crypto
import Vault

/// One of the two organisations of a rehearsal: what is on its disk, and what it would lose in a crash.
struct RehearsalSide: Sendable {
    /// What a commit keeps.
    struct Disk: Sendable {
        var state = ChannelState()
        var store = MemoryChannelStore()
        /// What the application was told, by conversation.
        var told: [ExchangeIdentifier: [ExchangeIdentifier]] = [:]
        /// What the application has sent, by conversation.
        var sent: [ExchangeIdentifier: [ExchangeIdentifier]] = [:]

        func channel() -> Channel<MemoryChannelStore> { Channel(state: state, store: store) }

        mutating func save(_ channel: Channel<MemoryChannelStore>) {
            state = channel.state
            store = channel.store
        }
    }

    var disk = Disk()
    var backup: Disk?
    /// Failures in a row; forgotten in a crash.
    var attempts = 0
    /// When an attempt is planned, in milliseconds; nil for none.
    var planned: Int64?
    /// Attachments that were told with other bytes than were sent.
    var damagedAttachments = 0

    /// Puts a message; it is on the disk when this returns.
    mutating func put(in conversation: ExchangeIdentifier, _ random: inout RehearsalGenerator, hasAttachment: Bool, at time: Int64) throws {
        var channel = disk.channel()
        let after = disk.sent[conversation]?.last ?? .none
        let content = [UInt8](repeating: 0x20, count: random.number(2...200))
        var attachments: [ExchangeItem.Attachment] = []
        var bytes: [UInt8] = []
        if hasAttachment {
            bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: random.next()), count: ExchangeLimits.piece * random.number(0...2) + random.number(1...500))
            attachments = [.init(digest: Array(SHA256.hash(data: bytes)), size: Int64(bytes.count), name: "a", mediaType: "b")]
        }
        let item = ExchangeItem(
            identifier: .random(using: &random), conversation: conversation, after: after, made: time, kind: "rehearsal", content: content,
            attachments: attachments)
        try channel.put(item)
        if let attachment = attachments.first {
            let pieces = (0..<attachment.pieces).map { index in
                Array(bytes[index * ExchangeLimits.piece..<index * ExchangeLimits.piece + attachment.length(ofPiece: index)])
            }
            channel.store.setPieces(pieces, ofAttachment: 0, message: item.identifier)
        }
        disk.save(channel)
        disk.sent[conversation, default: []].append(item.identifier)
    }

    /// What is to be sent now; nil if there is nothing to tell.
    mutating func parcel(limit: Int, _ random: inout RehearsalGenerator) throws -> Parcel? {
        var channel = disk.channel()
        try channel.askWhereStuck(.random(using: &random))
        var cursor = Channel<MemoryChannelStore>.Cursor()
        let parcel = try channel.parcel(after: &cursor, bytes: limit)
        guard !parcel.isBare || channel.state.isReportOwed else { return nil }
        channel.handedOver(parcel)
        disk.save(channel)
        return parcel
    }

    /// Takes a parcel and tells the application what can be told, in one transaction.
    mutating func take(_ parcel: Parcel, made: Int64, _ random: inout RehearsalGenerator) throws -> Channel<MemoryChannelStore>.Outcome {
        var channel = disk.channel()
        let outcome = try channel.take(parcel, made: made, question: .random(using: &random))
        var next = disk
        for item in channel.store.tell() {
            next.told[item.conversation, default: []].append(item.identifier)
            for (index, attachment) in item.attachments.enumerated()
            where Array(SHA256.hash(data: channel.store.bytes(ofAttachment: index, message: item.identifier))) != attachment.digest {
                damagedAttachments += 1
            }
        }
        next.save(channel)
        disk = next
        return outcome
    }

    /// Whether everything that was to be told has been.
    var isQuiet: Bool {
        get throws {
            let lacking = try disk.store.unfinishedAttachments(upTo: disk.state.sent, limit: 1)
            return disk.state.unconfirmed == 0 && !disk.state.isReportOwed && disk.state.question == nil && disk.state.owedAnswer == nil && lacking.isEmpty
        }
    }
}
