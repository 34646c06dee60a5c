import Dictionary
import Formats
import Storage
import Vault

/// Reads and writes the sealed rows of what is due.
struct DueRows {
    /// To be raised when the same records would call for other things than before.
    private static let format = 3
    /// Sealed rows have a length that is a multiple of this, so that it does not tell how much is due.
    private static let padding = 256

    let node: Node
    let connection: any Connection

    private var number: Value { .integer(node.organisation.number) }
    private var basis: String { "\(Self.format) \(node.dictionary.version)" }

    /// Up to which entry of the journal the rows are computed; nil if they have to be computed anew.
    func position() throws -> Int64? {
        try connection.first("SELECT position FROM due_position WHERE organisation = ? AND basis = ?", [number, .text(basis)]) { $0.integer(0) }
    }

    func setPosition(_ position: Int64) throws {
        try connection.execute(
            """
            INSERT INTO due_position (organisation, basis, position) VALUES (?, ?, ?)
            ON CONFLICT (organisation) DO UPDATE SET basis = excluded.basis, position = excluded.position
            """, [number, .text(basis), .integer(position)])
    }

    func removeAll() throws {
        try connection.execute("DELETE FROM due_position WHERE organisation = ?", [number])
        try connection.execute("DELETE FROM due_subject WHERE organisation = ?", [number])
    }

    /// All that is kept, a thousand at a time. A row that does not open any more is left out.
    func forEach(_ body: (DueSubject) -> Void) throws {
        var rows = PagedRows<(record: String, sealed: [UInt8], wrapped: [UInt8])> { after in
            try connection.all(
                """
                SELECT d.subject, d.sealed, k.wrapped FROM due_subject d JOIN record_key k ON k.record = d.subject
                WHERE d.organisation = ? AND d.subject > ? ORDER BY d.subject LIMIT 1000
                """, [number, .text(after?.record ?? "")]
            ) { ($0.text(0), $0.blob(1), $0.blob(2)) }
        }
        while let row = try rows.next() {
            let key = try node.keys.unwrap(row.wrapped, record: row.record)
            guard let bytes = try? key.open(row.sealed, for: context(row.record)), let subject = Self.decode(bytes, row.record) else { continue }
            body(subject)
        }
    }

    /// Keeps what is due; nothing is kept of a subject that calls for nothing.
    func write(_ subject: DueSubject?, of record: String) throws {
        guard let subject, !subject.reminders.isEmpty || subject.again != nil else {
            try connection.execute("DELETE FROM due_subject WHERE subject = ? AND organisation = ?", [.text(record), number])
            return
        }
        var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        let key = try keyring.key(of: record) ?? keyring.makeKey(of: record)
        try connection.execute(
            "INSERT INTO due_subject (subject, organisation, sealed) VALUES (?, ?, ?) ON CONFLICT (subject) DO UPDATE SET sealed = excluded.sealed",
            [.text(record), number, .blob(try key.seal(Self.encode(subject), for: context(record)))])
    }

    private func context(_ record: String) -> SealingContext {
        SealingContext(organisation: node.organisation.identifier, record: record, field: "due", version: String(Self.format))
    }

    // MARK: Bytes

    private static func encode(_ subject: DueSubject) -> [UInt8] {
        let reminders = subject.reminders.map { reminder -> JSONValue in
            let accounts = reminder.accounts.map { JSONValue.array($0.map { .string($0) }) } ?? .null
            return .array([.string(reminder.kind.rawValue), .integer(Int64(reminder.day.daysSinceEpoch)), .string(reminder.record), accounts])
        }
        let object: JSONValue = .object([
            "accounts": .array(subject.accounts.map { .string($0) }), "case": .bool(subject.isCase), "confidential": .bool(subject.isConfidential),
            "reminders": .array(reminders), "again": subject.again.map { .integer(Int64($0.daysSinceEpoch)) } ?? .null,
        ])
        let bytes = object.canonicalBytes()
        return bytes + [UInt8](repeating: UInt8(ascii: " "), count: (padding - bytes.count % padding) % padding)
    }

    private static func decode(_ bytes: [UInt8], _ record: String) -> DueSubject? {
        guard let object = try? JSONValue.parse(bytes), let reminders = object["reminders"]?.array else { return nil }
        return DueSubject(
            record: record, isCase: object["case"] == .bool(true), isConfidential: object["confidential"] == .bool(true),
            accounts: object["accounts"]?.array?.compactMap(\.string) ?? [],
            reminders: reminders.compactMap { value in
                guard let parts = value.array, parts.count == 4, let kind = parts[0].string.flatMap(Reminder.Kind.init), case .integer(let number) = parts[1],
                    let day = CalendarDay(daysSinceEpoch: Int(number)), let record = parts[2].string
                else { return nil }
                return Reminder(kind: kind, day: day, record: record, accounts: parts[3].array?.compactMap(\.string))
            }, again: object["again"]?.integer.flatMap { CalendarDay(daysSinceEpoch: Int($0)) })
    }
}
