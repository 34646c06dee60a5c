import Exchange
import Journal
import Storage

/// The mailboxes that this node keeps for organisations without a public address. Of an envelope it sees the mailbox, the length and the time, and nothing else.
struct Relay {
    let connection: any Connection
    /// Milliseconds since 1970.
    let now: Int64

    /// What one mailbox holds at most, and how long: bytes, envelopes, milliseconds.
    static let bytes: Int64 = 64 << 20
    static let envelopes: Int64 = 5_000
    static let life: Int64 = 45 * 86_400_000
    /// By how much the clocks of relay and asker may differ.
    static let clockTolerance: Int64 = 15 * 60_000

    enum Deposit: Sendable { case kept, full, unknown }

    /// For whom mailboxes are made.
    struct Capacity: Sendable {
        /// How many there may be.
        var mailboxes: Int
        /// The only ones; empty for whoever asks first.
        var named: Set<String> = []

        func admits(_ mailbox: String) -> Bool { named.isEmpty || named.contains(mailbox) }
    }

    func holds(_ mailbox: String) throws -> Bool {
        try connection.first("SELECT 1 FROM relay_mailbox WHERE mailbox = ?", [.text(mailbox)]) { _ in true } ?? false
    }

    func deposit(_ envelope: [UInt8], in mailbox: String) throws -> Deposit {
        let found = try connection.first("SELECT bytes, latest FROM relay_mailbox WHERE mailbox = ?", [.text(mailbox)]) { ($0.integer(0), $0.integer(1)) }
        guard let (bytes, latest) = found else { return .unknown }
        let count = try connection.first("SELECT count(*) FROM relay_envelope WHERE mailbox = ?", [.text(mailbox)]) { $0.integer(0) } ?? 0
        guard bytes + Int64(envelope.count) <= Self.bytes, count < Self.envelopes else { return .full }
        try connection.execute(
            "INSERT INTO relay_envelope (mailbox, number, arrived, envelope) VALUES (?, ?, ?, ?)",
            [.text(mailbox), .integer(latest + 1), .integer(now), .blob(envelope)])
        try connection.execute(
            "UPDATE relay_mailbox SET bytes = bytes + ?, latest = latest + 1 WHERE mailbox = ?", [.integer(Int64(envelope.count)), .text(mailbox)])
        return .kept
    }

    /// Forgets what the holder of the mailbox has, and gives what follows, up to the size of one answer.
    /// - Parameter capacity: for whom mailboxes are made; the first request of a holder makes theirs.
    /// - Returns: nil if there is no such mailbox and no room for one.
    func fetch(_ request: FetchRequest, capacity: Capacity) throws -> [RelayAnswer.Kept]? {
        let mailbox = request.mailbox
        guard capacity.admits(mailbox) else { return nil }
        if try !holds(mailbox) {
            try emptyDeserted()
            let count = try connection.first("SELECT count(*) FROM relay_mailbox") { Int($0.integer(0)) } ?? 0
            guard count < capacity.mailboxes else { return nil }
            try connection.execute(
                "INSERT INTO relay_mailbox (mailbox, public_key, bytes, latest, fetched) VALUES (?, ?, 0, 0, ?)",
                [.text(mailbox), .text(Hexadecimal.text(request.publicKey)), .integer(now)])
        }
        try connection.execute(
            "DELETE FROM relay_envelope WHERE mailbox = ? AND (number <= ? OR arrived < ?)",
            [.text(mailbox), .integer(request.number), .integer(now - Self.life)])
        try connection.execute(
            connection.dialect.render(
                """
                UPDATE relay_mailbox SET fetched = ?, bytes =
                (SELECT CAST(coalesce(sum(length(envelope)), 0) AS {integer}) FROM relay_envelope e WHERE e.mailbox = relay_mailbox.mailbox) WHERE mailbox = ?
                """), [.integer(now), .text(mailbox)])
        var room = ExchangeLimits.envelope - (64 << 10)
        var kept: [RelayAnswer.Kept] = []
        try connection.forEach("SELECT number, envelope FROM relay_envelope WHERE mailbox = ? ORDER BY number LIMIT 64", [.text(mailbox)]) { row in
            let envelope = row.blob(1)
            guard kept.isEmpty || envelope.count + 12 <= room else {
                room = 0
                return
            }
            room -= envelope.count + 12
            kept.append(RelayAnswer.Kept(number: row.integer(0), bytes: envelope))
        }
        return kept
    }

    /// A mailbox from which nobody has fetched for as long as envelopes are kept makes room for another. Its holder gets it again with the next request, and partners
    /// send again what was not confirmed.
    private func emptyDeserted() throws {
        try connection.execute(
            "DELETE FROM relay_envelope WHERE mailbox IN (SELECT mailbox FROM relay_mailbox WHERE fetched < ?)", [.integer(now - Self.life)])
        try connection.execute("DELETE FROM relay_mailbox WHERE fetched < ?", [.integer(now - Self.life)])
    }
}
