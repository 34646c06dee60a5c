import Crypto
import Exchange
import Storage
import Vault

/// The messages of one pair in the node's database, sealed with a key that this organisation keeps for the partner.
struct DatabaseChannelStore: ChannelStore {
    let connection: any Connection
    let organisation: Organisation
    let partner: String
    let keyRecord: String
    let key: RecordKey
    let now: Int64
    /// The record that the next messages are about.
    var subject = ""
    /// Counted once in a transaction, and kept in step from then on.
    private var counted: (items: Int, bytes: Int64)?

    mutating func setCounted(_ waiting: (items: Int, bytes: Int64)?) { counted = waiting }
    var alreadyCounted: (items: Int, bytes: Int64)? { counted }

    static func channel(with partner: Partner, node: Node, _ connection: any Connection) throws -> Channel<DatabaseChannelStore> {
        var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        let key = try keyring.key(of: partner.keyRecord) ?? keyring.makeKey(of: partner.keyRecord)
        let store = DatabaseChannelStore(
            connection: connection, organisation: node.organisation, partner: partner.identifier, keyRecord: partner.keyRecord, key: key,
            now: Int64(node.now()), counted: nil)
        return Channel(
            state: partner.state, store: store, knownSigning: partner.keys.signingGeneration, knownReceiving: partner.keys.receivingGeneration)
    }

    private init(
        connection: any Connection, organisation: Organisation, partner: String, keyRecord: String, key: RecordKey, now: Int64,
        counted: (items: Int, bytes: Int64)?
    ) {
        self.connection = connection
        self.organisation = organisation
        self.partner = partner
        self.keyRecord = keyRecord
        self.key = key
        self.now = now
        self.counted = counted
    }

    /// The parameters that every statement begins with.
    var pair: [Value] { [.integer(organisation.number), .text(partner)] }

    func context(_ field: String, _ version: String) -> SealingContext {
        SealingContext(organisation: organisation.identifier, record: keyRecord, field: field, version: version)
    }

    // MARK: To the partner

    func outgoing(above number: Int64, count: Int, bytes: Int) throws -> [Parcel.Numbered] {
        var room = bytes
        var items: [Parcel.Numbered] = []
        let rows = try connection.all(
            """
            SELECT number, message, sealed FROM exchange_outgoing
            WHERE organisation = ? AND partner = ? AND number > ? AND held = 0 ORDER BY number LIMIT ?
            """, pair + [.integer(number), .integer(Int64(count))]
        ) { row -> (number: Int64, message: String, sealed: [UInt8])? in
            guard room > 0 else { return nil }
            let sealed = row.blob(2)
            room -= sealed.count
            return (row.integer(0), row.text(1), sealed)
        }
        for case let row? in rows {
            items.append(Parcel.Numbered(number: row.number, item: try ExchangeItem(encoded: key.open(row.sealed, for: context("outgoing", row.message)))))
        }
        return items
    }

    func outgoingLink(at number: Int64) throws -> StreamLink? {
        try connection.first("SELECT link FROM exchange_outgoing WHERE organisation = ? AND partner = ? AND number = ?", pair + [.integer(number)]) {
            StreamLink(bytes: $0.blob(0))
        } ?? nil
    }

    func lastOutgoing(in conversation: ExchangeIdentifier) throws -> ExchangeIdentifier {
        let last = try connection.first(
            "SELECT message FROM exchange_outgoing WHERE organisation = ? AND partner = ? AND conversation = ? ORDER BY number DESC LIMIT 1",
            pair + [.text(conversation.description)]
        ) { ExchangeIdentifier($0.text(0)) }
        return (last ?? nil) ?? .none
    }

    func append(_ item: ExchangeItem, number: Int64, link: StreamLink) throws {
        try connection.execute(
            """
            INSERT INTO exchange_outgoing (organisation, partner, number, message, conversation, after, kind, made, subject, link, sealed, held, emptied)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)
            """,
            pair + [
                .integer(number), .text(item.identifier.description), .text(item.conversation.description), .text(item.after.description), .text(item.kind),
                .integer(item.made), .text(subject), .blob(link.bytes),
                .blob(try key.seal(item.encoded(), for: context("outgoing", item.identifier.description))),
            ])
    }

    func markHeld(_ numbers: [Int64], above number: Int64) throws {
        try connection.execute(
            "UPDATE exchange_outgoing SET held = 0 WHERE organisation = ? AND partner = ? AND held = 1 AND number > ?", pair + [.integer(number)])
        for number in numbers {
            try connection.execute(
                "UPDATE exchange_outgoing SET held = 1 WHERE organisation = ? AND partner = ? AND number = ? AND held = 0", pair + [.integer(number)])
        }
    }

    func renumber(above: Int64, base: Int64, link: StreamLink) throws -> (last: Int64, link: StreamLink) {
        let messages = try connection.all(
            "SELECT message FROM exchange_outgoing WHERE organisation = ? AND partner = ? AND number > ? ORDER BY number", pair + [.integer(above)]
        ) { $0.text(0) }
        // Out of the way first, so that no two rows have one number meanwhile.
        try connection.execute(
            "UPDATE exchange_outgoing SET number = -number WHERE organisation = ? AND partner = ? AND number > ?", pair + [.integer(above)])
        var (last, link) = (base, link)
        for message in messages {
            guard let identifier = ExchangeIdentifier(message) else { continue }
            last += 1
            link = link.followed(by: identifier)
            try connection.execute(
                "UPDATE exchange_outgoing SET number = ?, link = ? WHERE organisation = ? AND partner = ? AND message = ?",
                [.integer(last), .blob(link.bytes)] + pair + [.text(message)])
        }
        return (last, link)
    }

    func unfinishedAttachments(upTo number: Int64, limit: Int) throws -> [OutgoingAttachment] {
        try connection.all(
            """
            SELECT a.message, a.attachment, a.size, a.held FROM exchange_attachment a JOIN exchange_outgoing o
            ON o.organisation = a.organisation AND o.partner = a.partner AND o.message = a.message
            WHERE a.organisation = ? AND a.partner = ? AND a.outgoing = 1 AND a.whole = 0 AND o.number <= ? ORDER BY o.number, a.attachment LIMIT ?
            """, pair + [.integer(number), .integer(Int64(limit))]
        ) { row in
            OutgoingAttachment(
                message: ExchangeIdentifier(row.text(0)) ?? .none, attachment: Int(row.integer(1)),
                pieces: ExchangeItem.Attachment(digest: [], size: row.integer(2), name: "", mediaType: "").pieces, held: Int(row.integer(3)))
        }
    }

    func setHeld(_ held: Int?, ofAttachment attachment: Int, message: ExchangeIdentifier) throws {
        let place = pair + [.text(message.description), .integer(Int64(attachment))]
        let condition = "WHERE organisation = ? AND partner = ? AND outgoing = 1 AND message = ? AND attachment = ?"
        if let held {
            try connection.execute("UPDATE exchange_attachment SET held = ?, whole = 0 \(condition)", [.integer(Int64(held))] + place)
        } else {
            try connection.execute("UPDATE exchange_attachment SET whole = 1 \(condition)", place)
        }
    }

    func outgoingPiece(_ index: Int, ofAttachment attachment: Int, message: ExchangeIdentifier) throws -> [UInt8]? {
        try piece(index, of: attachment, message: message, isOutgoing: true)
    }

    func outgoing(message: ExchangeIdentifier) throws -> Parcel.Numbered? {
        let row = try connection.first(
            "SELECT number, sealed FROM exchange_outgoing WHERE organisation = ? AND partner = ? AND message = ?", pair + [.text(message.description)]
        ) { (number: $0.integer(0), sealed: $0.blob(1)) }
        return try row.map { row in
            Parcel.Numbered(number: row.number, item: try ExchangeItem(encoded: key.open(row.sealed, for: context("outgoing", message.description))))
        }
    }

    /// Cuts an attachment of a message to the partner into its pieces.
    func keepOutgoing(_ bytes: [UInt8], attachment index: Int, of item: ExchangeItem) throws {
        let attachment = item.attachments[index]
        try insert(attachment, index, of: item.identifier, isOutgoing: true)
        for number in 0..<attachment.pieces {
            let start = number * ExchangeLimits.piece
            try insertPiece(
                Parcel.Piece(
                    message: item.identifier, attachment: index, index: number,
                    bytes: Array(bytes[start..<start + attachment.length(ofPiece: number)])), isOutgoing: true)
        }
    }

    /// Puts an empty message in the place of one whose content may not stay.
    func removeContent(of message: ExchangeIdentifier) throws {
        let sealed = try connection.first(
            "SELECT sealed FROM exchange_outgoing WHERE organisation = ? AND partner = ? AND message = ?", pair + [.text(message.description)]
        ) { $0.blob(0) }
        guard let sealed else { return }
        let item = try ExchangeItem(encoded: key.open(sealed, for: context("outgoing", message.description)))
        try connection.execute(
            "UPDATE exchange_outgoing SET sealed = ?, kind = ?, subject = '', emptied = 1 WHERE organisation = ? AND partner = ? AND message = ?",
            [.blob(try key.seal(item.removed.encoded(), for: context("outgoing", message.description))), .text(ExchangeItem.removedKind)] + pair
                + [.text(message.description)])
        // That there were attachments stays until the partner is known not to wait for them any more.
        let place = pair + [.text(message.description)]
        try connection.execute("DELETE FROM exchange_piece WHERE organisation = ? AND partner = ? AND outgoing = 1 AND message = ?", place)
        try connection.execute("UPDATE exchange_attachment SET digest = '' WHERE organisation = ? AND partner = ? AND outgoing = 1 AND message = ?", place)
    }

    /// Puts other content, without attachments, in the place of what a message said.
    func replaceContent(of message: ExchangeIdentifier, with content: [UInt8]) throws {
        guard var item = try outgoing(message: message)?.item else { return }
        (item.content, item.attachments) = (content, [])
        try connection.execute(
            "UPDATE exchange_outgoing SET sealed = ? WHERE organisation = ? AND partner = ? AND message = ?",
            [.blob(try key.seal(item.encoded(), for: context("outgoing", message.description)))] + pair + [.text(message.description)])
        try removeAttachments(of: message, isOutgoing: true)
    }

    /// Empties the messages of a conversation, so that what they said does not cross any more, also where the partner had confirmed it and lost it since.
    func takeBack(_ conversation: ExchangeIdentifier) throws {
        let messages = try connection.all(
            "SELECT message FROM exchange_outgoing WHERE organisation = ? AND partner = ? AND conversation = ? AND emptied = 0",
            pair + [.text(conversation.description)]
        ) { ExchangeIdentifier($0.text(0)) }
        for case let message? in messages { try removeContent(of: message) }
    }

    /// Empties messages that the partner has had for long: until then they can be sent again if the partner loses its latest days.
    func emptyOld(madeBefore time: Int64, confirmed number: Int64) throws {
        let messages = try connection.all(
            "SELECT message FROM exchange_outgoing WHERE organisation = ? AND partner = ? AND emptied = 0 AND made < ? AND number <= ? LIMIT 200",
            pair + [.integer(time), .integer(number)]
        ) { ExchangeIdentifier($0.text(0)) }
        for case let message? in messages { try removeContent(of: message) }
    }

    /// Empties all messages that the partner does not have yet, and forgets those that wait here.
    func removeAllContent() throws {
        let messages = try connection.all("SELECT message FROM exchange_outgoing WHERE organisation = ? AND partner = ?", pair) {
            ExchangeIdentifier($0.text(0))
        }
        for case let message? in messages { try removeContent(of: message) }
        let waiting = try connection.all("SELECT message FROM exchange_incoming WHERE organisation = ? AND partner = ? AND state = 0", pair) {
            ExchangeIdentifier($0.text(0))
        }
        for case let message? in waiting { try removeAttachments(of: message, isOutgoing: false) }
        try connection.execute(
            "UPDATE exchange_incoming SET state = 2, sealed = ? WHERE organisation = ? AND partner = ? AND state = 0", [.blob([])] + pair)
    }
}
