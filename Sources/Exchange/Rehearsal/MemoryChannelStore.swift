import Crypto

/// A store in memory, as a value: a copy of it is what a database holds at one moment. For rehearsals and tests.
public struct MemoryChannelStore: ChannelStore, Sendable {
    struct Outgoing: Sendable {
        var item: ExchangeItem
        var link: StreamLink
        var isHeld = false
    }

    struct Incoming: Sendable {
        var item: ExchangeItem
        var number: Int64
        var isTold = false
        var lacking: Int
    }

    struct Place: Sendable, Hashable {
        var message: ExchangeIdentifier
        var attachment: Int
    }

    struct Progress: Sendable {
        var attachment: ExchangeItem.Attachment
        var pieces: [[UInt8]] = []
        var held = 0
        var isWhole = false
    }

    var outgoing: [Int64: Outgoing] = [:]
    var incoming: [ExchangeIdentifier: Incoming] = [:]
    var numbers: [Int64: ExchangeIdentifier] = [:]
    var sending: [Place: Progress] = [:]
    var receiving: [Place: Progress] = [:]

    public init() {}

    public func outgoing(above number: Int64, count: Int, bytes: Int) throws -> [Parcel.Numbered] {
        var room = bytes
        var items: [Parcel.Numbered] = []
        for next in outgoing.keys.filter({ $0 > number }).sorted() where items.count < count && room > 0 {
            guard let found = outgoing[next], !found.isHeld else { continue }
            items.append(Parcel.Numbered(number: next, item: found.item))
            room -= found.item.content.count
        }
        return items
    }

    public func outgoingLink(at number: Int64) throws -> StreamLink? { outgoing[number]?.link }

    public mutating func append(_ item: ExchangeItem, number: Int64, link: StreamLink) throws {
        outgoing[number] = Outgoing(item: item, link: link)
        for (index, attachment) in item.attachments.enumerated() {
            sending[Place(message: item.identifier, attachment: index)] = Progress(attachment: attachment)
        }
    }

    /// The pieces of an attachment of a message that was put.
    mutating func setPieces(_ pieces: [[UInt8]], ofAttachment attachment: Int, message: ExchangeIdentifier) {
        sending[Place(message: message, attachment: attachment)]?.pieces = pieces
    }

    public mutating func markHeld(_ numbers: [Int64], above number: Int64) throws {
        for key in outgoing.keys where key > number { outgoing[key]?.isHeld = false }
        for number in numbers { outgoing[number]?.isHeld = true }
    }

    public mutating func renumber(above: Int64, base: Int64, link: StreamLink) throws -> (last: Int64, link: StreamLink) {
        var moved: [Outgoing] = []
        for key in outgoing.keys.filter({ $0 > above }).sorted() {
            if let entry = outgoing.removeValue(forKey: key) { moved.append(entry) }
        }
        var (last, link) = (base, link)
        for var entry in moved {
            last += 1
            link = link.followed(by: entry.item.identifier)
            entry.link = link
            outgoing[last] = entry
        }
        return (last, link)
    }

    public func unfinishedAttachments(upTo number: Int64, limit: Int) throws -> [OutgoingAttachment] {
        let numbers = [ExchangeIdentifier: Int64](uniqueKeysWithValues: outgoing.map { ($0.value.item.identifier, $0.key) })
        let places = sending.filter { !$0.value.isWhole && (numbers[$0.key.message] ?? .max) <= number }
            .sorted { (numbers[$0.key.message] ?? 0, $0.key.attachment) < (numbers[$1.key.message] ?? 0, $1.key.attachment) }
        return places.prefix(limit).map { place, progress in
            OutgoingAttachment(message: place.message, attachment: place.attachment, pieces: progress.attachment.pieces, held: progress.held)
        }
    }

    public mutating func setHeld(_ held: Int?, ofAttachment attachment: Int, message: ExchangeIdentifier) throws {
        let place = Place(message: message, attachment: attachment)
        sending[place]?.isWhole = held == nil
        if let held { sending[place]?.held = held }
    }

    public func outgoingPiece(_ index: Int, ofAttachment attachment: Int, message: ExchangeIdentifier) throws -> [UInt8]? {
        guard let pieces = sending[Place(message: message, attachment: attachment)]?.pieces, pieces.indices.contains(index) else { return nil }
        return pieces[index]
    }

    public func outgoing(message: ExchangeIdentifier) throws -> Parcel.Numbered? {
        outgoing.first { $0.value.item.identifier == message }.map { Parcel.Numbered(number: $0.key, item: $0.value.item) }
    }

    /// Removes what the messages of a conversation to the partner say.
    mutating func takeBack(_ conversation: ExchangeIdentifier) {
        for key in outgoing.keys where outgoing[key]?.item.conversation == conversation {
            guard let item = outgoing[key]?.item else { continue }
            outgoing[key]?.item = item.removed
            for index in item.attachments.indices { sending[Place(message: item.identifier, attachment: index)]?.pieces = [] }
        }
    }

    public func isKnown(_ message: ExchangeIdentifier) throws -> Bool { incoming[message] != nil }

    public func incoming(number: Int64) throws -> ExchangeIdentifier? { numbers[number] }

    public mutating func keep(_ item: ExchangeItem, number: Int64) throws {
        incoming[item.identifier] = Incoming(item: item, number: number, lacking: item.attachments.count)
        numbers[number] = item.identifier
        for (index, attachment) in item.attachments.enumerated() {
            receiving[Place(message: item.identifier, attachment: index)] = Progress(attachment: attachment)
        }
    }

    public mutating func setNumber(_ number: Int64, of message: ExchangeIdentifier) throws {
        if let former = incoming[message]?.number, numbers[former] == message { numbers[former] = nil }
        incoming[message]?.number = number
        numbers[number] = message
    }

    public mutating func empty(_ item: ExchangeItem) throws {
        guard let waiting = incoming[item.identifier], !waiting.isTold else { return }
        for index in waiting.item.attachments.indices { receiving[Place(message: item.identifier, attachment: index)] = nil }
        incoming[item.identifier] = Incoming(item: item, number: waiting.number, lacking: 0)
    }

    public func incomingNumbers(above number: Int64, limit: Int) throws -> [Int64] {
        Array(numbers.keys.filter { $0 > number }.sorted().prefix(limit))
    }

    public func expected(attachment: Int, of message: ExchangeIdentifier) throws -> (attachment: ExchangeItem.Attachment, held: Int)? {
        guard let progress = receiving[Place(message: message, attachment: attachment)], !progress.isWhole else { return nil }
        return (progress.attachment, progress.pieces.count)
    }

    public mutating func keepPiece(_ piece: Parcel.Piece) throws {
        receiving[Place(message: piece.message, attachment: piece.attachment)]?.pieces.append(piece.bytes)
    }

    public mutating func finish(attachment: Int, of message: ExchangeIdentifier) throws {
        let place = Place(message: message, attachment: attachment)
        guard let progress = receiving[place] else { return }
        var hash = SHA256()
        for piece in progress.pieces { hash.update(data: piece) }
        guard Array(hash.finalize()) == progress.attachment.digest else {
            receiving[place]?.pieces = []
            return
        }
        receiving[place]?.isWhole = true
        incoming[message]?.lacking -= 1
    }

    public func lacking(limit: Int) throws -> [Parcel.Lacking] {
        let places = receiving.filter { !$0.value.isWhole }.sorted { ($0.key.message, $0.key.attachment) < ($1.key.message, $1.key.attachment) }
        return places.prefix(limit).map { Parcel.Lacking(message: $0.key.message, attachment: $0.key.attachment, held: $0.value.pieces.count) }
    }

    public func waiting() throws -> (items: Int, bytes: Int64) {
        (incoming.values.count { !$0.isTold }, receiving.values.reduce(0) { $0 + ($1.isWhole ? 0 : $1.attachment.size) })
    }

    /// The messages that may be told to the application now, in the order of their numbers, with the bytes of their attachments. Each is told by that, and what it
    /// said does not stay here.
    mutating func tell() -> [(item: ExchangeItem, attachments: [[UInt8]])] {
        var told: [(item: ExchangeItem, attachments: [[UInt8]])] = []
        while let next = nextToTell {
            let places = next.item.attachments.indices.map { Place(message: next.item.identifier, attachment: $0) }
            told.append((next.item, places.map { receiving[$0]?.pieces.flatMap { $0 } ?? [] }))
            incoming[next.item.identifier]?.isTold = true
            incoming[next.item.identifier]?.item.content = []
            for place in places { receiving[place] = nil }
        }
        return told
    }

    var hasSomethingToTell: Bool { nextToTell != nil }

    private var nextToTell: Incoming? {
        incoming.values.filter { entry in
            !entry.isTold && entry.lacking == 0 && (entry.item.after == .none || incoming[entry.item.after]?.isTold == true)
        }.min { $0.number < $1.number }
    }

    /// What messages from the partner and their attachments say that is still here.
    var contents: [[UInt8]] { incoming.values.map(\.item.content) + receiving.values.flatMap(\.pieces) }
}
