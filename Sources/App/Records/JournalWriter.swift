import Journal
import Storage
import Vault

/// Appends entries to one organisation's journal inside one transaction, and signs once for all of them.
struct JournalWriter {
    private let connection: any Connection
    private let organisation: Organisation
    private let keys: OrganisationKeys
    private var sequence: Int64
    private var link: Digest
    private var clock: HybridClock
    private var lastClock: Timestamp?
    private var hasUnsigned = false

    init(_ connection: any Connection, organisation: Organisation, keys: OrganisationKeys, device: DeviceIdentifier) throws {
        self.connection = connection
        self.organisation = organisation
        self.keys = keys
        let head = try connection.first("SELECT sequence, link, clock FROM journal_head WHERE organisation = ?", [.integer(organisation.number)]) { row in
            (sequence: row.integer(0), link: Digest(bytes: row.blob(1)), clock: Timestamp(row.text(2)))
        }
        sequence = head?.sequence ?? 0
        link = head?.link ?? .zero
        lastClock = head?.clock
        clock = HybridClock(device: device, last: lastClock)
    }

    /// The next reading of the clock.
    mutating func tick(now: UInt64) -> Timestamp {
        clock.tick(now: now)
    }

    /// Appends an entry and returns its identifier.
    mutating func append(_ entry: Entry) throws -> Digest {
        let body = entry.canonicalBytes()
        let identifier = Entry.identifier(of: body)
        sequence += 1
        link = Chain.link(previous: link, entry: identifier)
        lastClock = max(entry.clock, lastClock ?? entry.clock)
        hasUnsigned = true
        try connection.execute(
            "INSERT INTO journal_entry (organisation, sequence, record, identifier, link, body) VALUES (?, ?, ?, ?, ?, ?)",
            [.integer(organisation.number), .integer(sequence), .text(entry.record), .blob(identifier.bytes), .blob(link.bytes), .blob(body)])
        return identifier
    }

    /// Signs what was appended and moves the head. To be called once, at the end of the transaction.
    mutating func finish() throws {
        guard hasUnsigned, let lastClock else { return }
        let message = Chain.signedMessage(organisation: organisation.identifier, sequence: sequence, link: link)
        try connection.execute(
            "INSERT INTO journal_signature (organisation, sequence, generation, signature) VALUES (?, ?, ?, ?)",
            [.integer(organisation.number), .integer(sequence), .integer(Int64(keys.signingGeneration)), .blob(try keys.sign(message))])
        try connection.execute(
            """
            INSERT INTO journal_head (organisation, sequence, link, clock) VALUES (?, ?, ?, ?)
            ON CONFLICT (organisation) DO UPDATE SET sequence = excluded.sequence, link = excluded.link, clock = excluded.clock
            """,
            [.integer(organisation.number), .integer(sequence), .blob(link.bytes), .text(lastClock.description)])
        hasUnsigned = false
    }
}
