import Crypto
import Vault

/// One of the two organisations of a rehearsal: what is on its disk, and what it would lose in a crash.
struct RehearsalSide<Application: RehearsedApplication>: Sendable {
    /// What a commit keeps.
    struct Disk: Sendable {
        var state = ChannelState()
        var store = MemoryChannelStore()
        var application: Application
        /// What the application was told, by conversation.
        var told: [ExchangeIdentifier: [ExchangeIdentifier]] = [:]
        /// What the application has sent, by conversation.
        var sent: [ExchangeIdentifier: [ExchangeIdentifier]] = [:]

        func channel() -> Channel<MemoryChannelStore> { Channel(state: state, store: store) }

        mutating func save(_ channel: Channel<MemoryChannelStore>) {
            state = channel.state
            store = channel.store
        }

        /// Puts what the application does, and takes back what it says is not to cross any more.
        mutating func put(_ act: RehearsedAct, in conversation: ExchangeIdentifier, attachment: [UInt8]?, made: Int64, _ random: inout RehearsalGenerator)
            throws
        {
            if act.takesBack { store.takeBack(conversation) }
            guard act.isTold else { return }
            var channel = channel()
            let pieces = attachment.map { bytes in
                stride(from: 0, to: bytes.count, by: ExchangeLimits.piece).map { Array(bytes[$0..<min($0 + ExchangeLimits.piece, bytes.count)]) }
            }
            let item = ExchangeItem(
                identifier: .random(using: &random), conversation: conversation, after: sent[conversation]?.last ?? .none, made: made, kind: "rehearsal",
                content: act.content,
                attachments: attachment.map { [.init(digest: Array(SHA256.hash(data: $0)), size: Int64($0.count), name: "a", mediaType: "b")] } ?? [])
            try channel.put(item)
            if let pieces { channel.store.setPieces(pieces, ofAttachment: 0, message: item.identifier) }
            save(channel)
            sent[conversation, default: []].append(item.identifier)
        }

        /// Tells the application what can be told.
        mutating func tell(made: Int64, _ random: inout RehearsalGenerator) throws {
            for message in store.tell() {
                let item = message.item
                told[item.conversation, default: []].append(item.identifier)
                guard item.kind != ExchangeItem.removedKind else { continue }
                for (attachment, bytes) in zip(item.attachments, message.attachments) where Array(SHA256.hash(data: bytes)) != attachment.digest {
                    throw VaultError(.damaged, "An attachment was told with other bytes than were sent.")
                }
                guard let answer = application.hear(item.content, in: item.conversation) else { continue }
                try put(answer, in: item.conversation, attachment: nil, made: made, &random)
            }
        }

        /// Everything that stands on the disk in clear, in the form in which a database holds it.
        var contents: [[UInt8]] { store.contents + application.readable }
    }

    var disk: Disk
    var backup: Disk?
    /// By how much its clock is wrong, in milliseconds.
    var offset: Int64 = 0
    /// Attempts in vain since something last went through; forgotten in a crash.
    var attempts = 0
    /// When an attempt is planned, in milliseconds; nil for none.
    var planned: Int64?

    init(_ application: Application) {
        disk = Disk(application: application)
    }

    /// Something is done here that the partner is told; it is on the disk when this returns.
    /// - Returns: whether there was something to do.
    mutating func act(in conversation: ExchangeIdentifier, isOwn: Bool, hasAttachment: Bool, at time: Int64, _ random: inout RehearsalGenerator) throws -> Bool
    {
        var next = disk
        guard let act = next.application.act(in: conversation, isOwn: isOwn, &random) else { return false }
        var attachment: [UInt8]?
        if hasAttachment {
            // The file says what the message says, so that it is found wherever it stays.
            attachment = act.content
            attachment? += [UInt8](
                repeating: UInt8(truncatingIfNeeded: random.next()), count: ExchangeLimits.piece * random.number(0...2) + random.number(1...500))
        }
        try next.put(act, in: conversation, attachment: attachment, made: time + offset, &random)
        disk = next
        return true
    }

    /// What is to be sent now; nil if there is nothing to tell.
    mutating func parcel(limit: Int, _ random: inout RehearsalGenerator) throws -> Parcel? {
        var channel = disk.channel()
        try channel.askWhereStuck(.random(using: &random), attempts: attempts)
        var cursor = Channel<MemoryChannelStore>.Cursor()
        let parcel = try channel.parcel(after: &cursor, bytes: limit)
        guard !parcel.isBare || channel.state.isReportOwed else { return nil }
        channel.handedOver(parcel)
        disk.save(channel)
        return parcel
    }

    /// Takes a parcel, in a transaction of its own: the application is told later.
    mutating func take(_ parcel: Parcel, made: Int64, _ random: inout RehearsalGenerator) throws -> Channel<MemoryChannelStore>.Outcome {
        var channel = disk.channel()
        let outcome = try channel.take(parcel, made: made, question: .random(using: &random))
        disk.save(channel)
        return outcome
    }

    mutating func tell(at time: Int64, _ random: inout RehearsalGenerator) throws {
        var next = disk
        try next.tell(made: time + offset, &random)
        disk = next
    }

    /// Whether everything that was to be told has been.
    var isQuiet: Bool {
        get throws {
            let lacking = try disk.store.unfinishedAttachments(upTo: disk.state.sent, limit: 1)
            return disk.state.unconfirmed == 0 && !disk.state.isReportOwed && disk.state.question == nil && disk.state.owedAnswer == nil && lacking.isEmpty
                && !disk.store.hasSomethingToTell
        }
    }
}
