import Journal
import Storage

/// Tells people by mail that there is something to see. What features call is ``announce(to:in:)``; ``NotificationSender`` sends.
enum Notifications {
    /// Writes down, in the transaction that makes it so, that there is something new for somebody. Announcing again before the message went changes nothing: it is one message.
    /// Whether and when it goes is the person's own choice; without an address nothing does.
    /// - Parameter isUrgent: whether it is of the most urgent class, for which nobody's quiet hours are kept unless they said so.
    static func announce(to account: String, isUrgent: Bool = false, in transaction: RecordTransaction) throws {
        try announce(to: account, of: transaction.node, isUrgent: isUrgent, now: transaction.node.now(), transaction.connection)
    }

    /// To be called before work is assigned: announces it to those who did not have it yet, apart from whoever assigns it.
    static func announceAssignment(of record: String, to accounts: [String], in transaction: RecordTransaction) throws {
        let rows = RecordRows(connection: transaction.connection, organisation: transaction.node.organisation.number)
        let present = try rows.targets(of: record, field: "assigned-to")
        for account in Set(accounts).subtracting(present).subtracting([transaction.author]).sorted() { try announce(to: account, in: transaction) }
    }

    /// As ``announce(to:in:)``, for what is not written into the journal.
    static func announce(to account: String, of node: Node, isUrgent: Bool = false, now: UInt64, _ connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO mail_waiting (account, organisation, since, announced, next, tries, urgent) VALUES (?, ?, ?, 1, 0, 0, ?)
            ON CONFLICT (account) DO UPDATE SET announced = mail_waiting.announced + 1
            """, [.text(account), .integer(node.organisation.number), .integer(Int64(now)), .bool(isUrgent)])
        // What waits for the morning does not keep it waiting; a mail server that is away does.
        guard isUrgent else { return }
        try connection.execute(
            "UPDATE mail_waiting SET urgent = 1, next = CASE WHEN tries = 0 THEN 0 ELSE next END WHERE account = ? AND urgent = 0", [.text(account)])
    }
}

/// The queue of messages of a whole node.
struct MailQueue {
    /// How long after a try that failed the next is made: 1, 5, 15, 60 minutes, then every four hours.
    /// Nothing waits longer: what would was put down while the clock was ahead.
    private static let longestWait: UInt64 = 25 * 3_600_000
    private static let pauses: [UInt64] = [1, 5, 15, 60, 240].map { $0 * 60_000 }
    /// After so long without success a message is given up: what there is to see is seen without it by then.
    static let patience: UInt64 = 5 * 24 * 60 * 60 * 1000

    let connection: any Connection

    struct Waiting: Sendable, Hashable {
        var account: String
        var organisation: Int64
        var since: UInt64
        /// How often something was announced; more at the end of sending means that something came meanwhile.
        var announced: Int64
        var tries: Int
        /// Whether something of the most urgent class waits.
        var isUrgent: Bool
        /// When the last message went to this person; 0 if none did.
        var lastSent: UInt64
    }

    /// Those whose turn it may be, the longest waiting first.
    func due(_ now: UInt64, limit: Int) throws -> [Waiting] {
        try connection.all(
            """
            SELECT w.account, w.organisation, w.since, w.tries, s.sent, w.announced, w.urgent FROM mail_waiting w LEFT JOIN mail_sent s ON s.account = w.account
            WHERE w.next <= ? OR w.next > ? ORDER BY w.next, w.account LIMIT ?
            """, [.integer(Int64(now)), .integer(Int64(min(now, UInt64(Int64.max) - Self.longestWait) + Self.longestWait)), .integer(Int64(limit))]
        ) {
            Waiting(
                account: $0.text(0), organisation: $0.integer(1), since: UInt64(max(0, $0.integer(2))), announced: $0.integer(5), tries: Int($0.integer(3)),
                isUrgent: $0.integer(6) == 1, lastSent: $0.isNull(4) ? 0 : UInt64(max(0, $0.integer(4))))
        }
    }

    func wait(_ account: String, until moment: UInt64) throws {
        try connection.execute("UPDATE mail_waiting SET next = ? WHERE account = ?", [.integer(Int64(moment)), .text(account)])
    }

    func failed(_ waiting: Waiting, now: UInt64) throws {
        guard now < waiting.since + Self.patience else { return try remove(waiting.account) }
        try connection.execute(
            "UPDATE mail_waiting SET next = ?, tries = tries + 1 WHERE account = ?",
            [.integer(Int64(now + Self.pauses[min(waiting.tries, Self.pauses.count - 1)])), .text(waiting.account)])
    }

    /// The message was taken. What was announced while it went waits for the next one.
    func sent(_ waiting: Waiting, now: UInt64) throws {
        let isAll =
            try connection.execute(
                "DELETE FROM mail_waiting WHERE account = ? AND announced = ?", [.text(waiting.account), .integer(waiting.announced)]) > 0
        if !isAll {
            try connection.execute(
                "UPDATE mail_waiting SET since = ?, next = 0, tries = 0 WHERE account = ?", [.integer(Int64(now)), .text(waiting.account)])
        }
        try connection.execute(
            "INSERT INTO mail_sent (account, sent) VALUES (?, ?) ON CONFLICT (account) DO UPDATE SET sent = excluded.sent",
            [.text(waiting.account), .integer(Int64(now))])
    }

    func remove(_ account: String) throws { try connection.execute("DELETE FROM mail_waiting WHERE account = ?", [.text(account)]) }
}
