import Crypto
import Exchange
import Journal
import Storage
import Vault

extension DatabaseChannelStore {
    func isKnown(_ message: ExchangeIdentifier) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM exchange_incoming WHERE organisation = ? AND partner = ? AND message = ?", pair + [.text(message.description)]
        ) { _ in true } ?? false
    }

    func incoming(number: Int64) throws -> ExchangeIdentifier? {
        try connection.first(
            "SELECT message FROM exchange_incoming WHERE organisation = ? AND partner = ? AND number = ?", pair + [.integer(number)]
        ) { ExchangeIdentifier($0.text(0)) } ?? nil
    }

    mutating func keep(_ item: ExchangeItem, number: Int64) throws {
        let message = item.identifier.description
        var waiting = try self.waiting()
        try connection.execute(
            """
            INSERT INTO exchange_incoming (organisation, partner, message, number, conversation, after, kind, state, lacking, attempts, again, arrived, sealed)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, 0, 0, ?, ?)
            """,
            pair + [
                .text(message), .integer(number), .text(item.conversation.description), .text(item.after.description), .text(item.kind),
                .integer(Int64(item.attachments.count)), .integer(now), .blob(try key.seal(item.encoded(), for: context("incoming", message))),
            ])
        for (index, attachment) in item.attachments.enumerated() {
            try insert(attachment, index, of: item.identifier, isOutgoing: false)
            waiting.bytes += attachment.size
        }
        waiting.items += 1
        setCounted(waiting)
    }

    func setNumber(_ number: Int64, of message: ExchangeIdentifier) throws {
        try connection.execute(
            "UPDATE exchange_incoming SET number = ? WHERE organisation = ? AND partner = ? AND message = ?",
            [.integer(number)] + pair + [.text(message.description)])
    }

    mutating func empty(_ item: ExchangeItem) throws {
        let message = item.identifier.description
        let changed = try connection.execute(
            "UPDATE exchange_incoming SET kind = ?, lacking = 0, sealed = ? WHERE organisation = ? AND partner = ? AND message = ? AND state = 0",
            [.text(item.kind), .blob(try key.seal(item.encoded(), for: context("incoming", message)))] + pair + [.text(message)])
        guard changed > 0 else { return }
        try removeAttachments(of: item.identifier, isOutgoing: false)
        setCounted(nil)
    }

    func incomingNumbers(above number: Int64, limit: Int) throws -> [Int64] {
        try connection.all(
            "SELECT number FROM exchange_incoming WHERE organisation = ? AND partner = ? AND number > ? ORDER BY number LIMIT ?",
            pair + [.integer(number), .integer(Int64(limit))]
        ) { $0.integer(0) }
    }

    func expected(attachment: Int, of message: ExchangeIdentifier) throws -> (attachment: ExchangeItem.Attachment, held: Int)? {
        try connection.first(
            """
            SELECT digest, size, held FROM exchange_attachment
            WHERE organisation = ? AND partner = ? AND outgoing = 0 AND message = ? AND attachment = ? AND whole = 0
            """, pair + [.text(message.description), .integer(Int64(attachment))]
        ) { row in
            (ExchangeItem.Attachment(digest: Hexadecimal.bytes(row.text(0)) ?? [], size: row.integer(1), name: "", mediaType: ""), Int(row.integer(2)))
        }
    }

    func keepPiece(_ piece: Parcel.Piece) throws {
        try insertPiece(piece, isOutgoing: false)
        try connection.execute(
            "UPDATE exchange_attachment SET held = held + 1 WHERE organisation = ? AND partner = ? AND outgoing = 0 AND message = ? AND attachment = ?",
            pair + [.text(piece.message.description), .integer(Int64(piece.attachment))])
    }

    mutating func finish(attachment: Int, of message: ExchangeIdentifier) throws {
        guard let (announced, held) = try expected(attachment: attachment, of: message) else { return }
        var hash = SHA256()
        for index in 0..<held { hash.update(data: try piece(index, of: attachment, message: message, isOutgoing: false) ?? []) }
        let place = pair + [.text(message.description), .integer(Int64(attachment))]
        let condition = "WHERE organisation = ? AND partner = ? AND outgoing = 0 AND message = ? AND attachment = ?"
        guard Array(hash.finalize()) == announced.digest else {
            try connection.execute("DELETE FROM exchange_piece \(condition)", place)
            try connection.execute("UPDATE exchange_attachment SET held = 0 \(condition)", place)
            return
        }
        try connection.execute("UPDATE exchange_attachment SET whole = 1 \(condition)", place)
        try connection.execute(
            "UPDATE exchange_incoming SET lacking = lacking - 1 WHERE organisation = ? AND partner = ? AND message = ?", pair + [.text(message.description)])
        setCounted(nil)
    }

    func lacking(limit: Int) throws -> [Parcel.Lacking] {
        try connection.all(
            """
            SELECT message, attachment, held FROM exchange_attachment WHERE organisation = ? AND partner = ? AND outgoing = 0 AND whole = 0
            ORDER BY message, attachment LIMIT ?
            """, pair + [.integer(Int64(limit))]
        ) { Parcel.Lacking(message: ExchangeIdentifier($0.text(0)) ?? .none, attachment: Int($0.integer(1)), held: Int($0.integer(2))) }
    }

    func waiting() throws -> (items: Int, bytes: Int64) {
        if let counted = alreadyCounted { return counted }
        let items = try connection.first(
            "SELECT count(*) FROM exchange_incoming WHERE organisation = ? AND partner = ? AND state = 0", pair
        ) { Int($0.integer(0)) }
        let bytes = try connection.first(
            connection.dialect.render(
                """
                SELECT CAST(coalesce(sum(size), 0) AS {integer}) FROM exchange_attachment
                WHERE organisation = ? AND partner = ? AND outgoing = 0 AND whole = 0
                """), pair
        ) { $0.integer(0) }
        return (items ?? 0, bytes ?? 0)
    }

    // MARK: Telling the application

    /// A message that may be told now: all before it in its conversation were, and its attachments are whole.
    struct Waiting: Sendable {
        var item: ExchangeItem
        var attempts: Int
    }

    func deliverable(limit: Int) throws -> [Waiting] {
        let rows = try connection.all(
            """
            SELECT i.message, i.sealed, i.attempts FROM exchange_incoming i
            WHERE i.organisation = ? AND i.partner = ? AND i.state = 0 AND i.lacking = 0 AND (i.again <= ? OR i.again > ?) AND (i.after = ? OR EXISTS (
                SELECT 1 FROM exchange_incoming p WHERE p.organisation = i.organisation AND p.partner = i.partner AND p.message = i.after AND p.state > 0))
            ORDER BY i.number LIMIT ?
            """, pair + [.integer(now), .integer(now + Partner.longestWait), .text(ExchangeIdentifier.none.description), .integer(Int64(limit))]
        ) { (message: $0.text(0), sealed: $0.blob(1), attempts: Int($0.integer(2))) }
        return try rows.map { row in
            Waiting(item: try ExchangeItem(encoded: key.open(row.sealed, for: context("incoming", row.message))), attempts: row.attempts)
        }
    }

    /// The files of a message that has all of them.
    func attachments(of item: ExchangeItem) throws -> [ExchangeMessage.Attachment] {
        try item.attachments.enumerated().map { index, attachment in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(Int(attachment.size))
            for number in 0..<attachment.pieces { bytes += try piece(number, of: index, message: item.identifier, isOutgoing: false) ?? [] }
            return ExchangeMessage.Attachment(name: attachment.name, mediaType: attachment.mediaType, bytes: bytes)
        }
    }

    /// Whether a message still waits to be told: a request and the background work may have read it at the same moment.
    func isUntold(_ message: ExchangeIdentifier) throws -> Bool {
        try connection.first(
            "SELECT state FROM exchange_incoming WHERE organisation = ? AND partner = ? AND message = ?", pair + [.text(message.description)]
        ) { $0.integer(0) == 0 } ?? false
    }

    /// Notes that a message has been told. What it said is kept by the feature that it was for, not here.
    mutating func markTold(_ message: ExchangeIdentifier, isRefused: Bool) throws {
        try connection.execute(
            "UPDATE exchange_incoming SET state = ?, sealed = ? WHERE organisation = ? AND partner = ? AND message = ?",
            [.integer(isRefused ? 2 : 1), .blob([])] + pair + [.text(message.description)])
        try removeAttachments(of: message, isOutgoing: false)
        setCounted(nil)
    }

    /// A message that could not be told waits longer each time.
    func postpone(_ message: ExchangeIdentifier, until: Int64) throws {
        try connection.execute(
            "UPDATE exchange_incoming SET attempts = attempts + 1, again = ? WHERE organisation = ? AND partner = ? AND message = ?",
            [.integer(until)] + pair + [.text(message.description)])
    }

    // MARK: Pieces of both directions

    func insert(_ attachment: ExchangeItem.Attachment, _ index: Int, of message: ExchangeIdentifier, isOutgoing: Bool) throws {
        try connection.execute(
            """
            INSERT INTO exchange_attachment (organisation, partner, outgoing, message, attachment, digest, size, held, whole) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)
            """,
            pair + [
                .bool(isOutgoing), .text(message.description), .integer(Int64(index)), .text(Hexadecimal.text(attachment.digest)), .integer(attachment.size),
            ])
    }

    func insertPiece(_ piece: Parcel.Piece, isOutgoing: Bool) throws {
        try connection.execute(
            "INSERT INTO exchange_piece (organisation, partner, outgoing, message, attachment, number, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)",
            pair + [
                .bool(isOutgoing), .text(piece.message.description), .integer(Int64(piece.attachment)), .integer(Int64(piece.index)),
                .blob(try key.seal(piece.bytes, for: pieceContext(piece.message, piece.attachment, piece.index))),
            ])
    }

    func piece(_ index: Int, of attachment: Int, message: ExchangeIdentifier, isOutgoing: Bool) throws -> [UInt8]? {
        let sealed = try connection.first(
            """
            SELECT sealed FROM exchange_piece
            WHERE organisation = ? AND partner = ? AND outgoing = ? AND message = ? AND attachment = ? AND number = ?
            """, pair + [.bool(isOutgoing), .text(message.description), .integer(Int64(attachment)), .integer(Int64(index))]
        ) { $0.blob(0) }
        return try sealed.map { try key.open($0, for: pieceContext(message, attachment, index)) }
    }

    func removeAttachments(of message: ExchangeIdentifier, isOutgoing: Bool) throws {
        let place = pair + [.bool(isOutgoing), .text(message.description)]
        try connection.execute("DELETE FROM exchange_piece WHERE organisation = ? AND partner = ? AND outgoing = ? AND message = ?", place)
        try connection.execute("DELETE FROM exchange_attachment WHERE organisation = ? AND partner = ? AND outgoing = ? AND message = ?", place)
    }

    private func pieceContext(_ message: ExchangeIdentifier, _ attachment: Int, _ index: Int) -> SealingContext {
        context("exchange-piece", "\(message)/\(attachment)/\(index)")
    }
}
