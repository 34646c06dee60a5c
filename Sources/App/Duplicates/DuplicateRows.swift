import Storage

/// Two people who may be one, as it is kept: identifiers, weight and the kinds of evidence. In words it is explained when somebody looks.
struct DuplicatePair: Sendable, Hashable {
    /// The one whose identifier comes first in order.
    let first: String
    let second: String
    /// In bits.
    var weight: Double
    /// What of it the names weigh by how rare they are among the people of the organisation.
    var nameBits: Double
    /// The kinds of evidence that speak for it, the strongest first.
    var reasons: [TraceEvidence.Kind]
    /// What was decided last; nil if nobody has decided.
    var verdict: Judgement.Verdict?

    init(_ one: String, _ other: String, weight: Double, nameBits: Double, reasons: [TraceEvidence.Kind], verdict: Judgement.Verdict?) {
        (first, second) = one < other ? (one, other) : (other, one)
        (self.weight, self.nameBits, self.reasons, self.verdict) = (weight, nameBits, reasons, verdict)
    }
}

/// The kept pairs of one organisation.
struct DuplicateRows {
    let connection: any Connection
    /// Number of the organisation.
    let organisation: Int64

    private static let columns = "first, second, weight, name_weight, reasons, verdict"

    func put(_ pair: DuplicatePair) throws {
        try connection.execute(
            """
            INSERT INTO duplicate_pair (organisation, first, second, weight, name_weight, reasons, verdict) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (organisation, first, second) DO UPDATE SET weight = excluded.weight, name_weight = excluded.name_weight,
                reasons = excluded.reasons, verdict = excluded.verdict
            """,
            [
                .integer(organisation), .text(pair.first), .text(pair.second), .integer(Self.tenths(pair.weight)), .integer(Self.tenths(pair.nameBits)),
                .text(pair.reasons.map(\.rawValue).joined(separator: " ")), .text(pair.verdict?.rawValue ?? ""),
            ])
    }

    /// Takes out every pair with a person.
    func remove(_ person: String) throws {
        try connection.execute("DELETE FROM duplicate_pair WHERE organisation = ? AND first = ?", [.integer(organisation), .text(person)])
        try connection.execute("DELETE FROM duplicate_pair WHERE second = ? AND organisation = ?", [.text(person), .integer(organisation)])
    }

    /// - Returns: false if the pair is not kept.
    func setVerdict(_ verdict: Judgement.Verdict?, of one: String, _ other: String) throws -> Bool {
        guard try pair(one, other) != nil else { return false }
        try connection.execute(
            "UPDATE duplicate_pair SET verdict = ? WHERE organisation = ? AND first = ? AND second = ?",
            [.text(verdict?.rawValue ?? ""), .integer(organisation), .text(min(one, other)), .text(max(one, other))])
        return true
    }

    func pair(_ one: String, _ other: String) throws -> DuplicatePair? {
        try connection.first(
            "SELECT \(Self.columns) FROM duplicate_pair WHERE organisation = ? AND first = ? AND second = ?",
            [.integer(organisation), .text(min(one, other)), .text(max(one, other))], Self.read)
    }

    /// The pairs with a person, the weightiest first.
    func pairs(of person: String) throws -> [DuplicatePair] {
        let first = try connection.all(
            "SELECT \(Self.columns) FROM duplicate_pair WHERE organisation = ? AND first = ?", [.integer(organisation), .text(person)], Self.read)
        let second = try connection.all(
            "SELECT \(Self.columns) FROM duplicate_pair WHERE second = ? AND organisation = ?", [.text(person), .integer(organisation)], Self.read)
        return (first + second).sorted { ($1.weight, $0.first, $0.second) < ($0.weight, $1.first, $1.second) }
    }

    /// Pairs on which that was decided, from a weight on, the weightiest first.
    /// - Parameter verdict: nil for those on which nobody has decided.
    func pairs(_ verdict: Judgement.Verdict?, from weight: Double, limit: Int) throws -> [DuplicatePair] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM duplicate_pair WHERE organisation = ? AND verdict = ? AND weight >= ?
            ORDER BY weight DESC, first, second LIMIT ?
            """,
            [.integer(organisation), .text(verdict?.rawValue ?? ""), .integer(Self.tenths(weight)), .integer(Int64(limit))], Self.read)
    }

    // MARK: How far it is

    struct Position: Sendable, Hashable {
        /// The place in the journal up to which changes were followed.
        var sequence: Int64
        /// The last person of those already gone through.
        var created = ""
        var record = ""
        var done = 0
        var total: Int
        /// Whether all people that were there at the beginning were gone through.
        var isComplete = false
    }

    func position() throws -> Position? {
        try connection.first(
            "SELECT sequence, created, record, done, total, complete FROM duplicate_position WHERE organisation = ?", [.integer(organisation)]
        ) {
            Position(
                sequence: $0.integer(0), created: $0.text(1), record: $0.text(2), done: Int($0.integer(3)), total: Int($0.integer(4)),
                isComplete: $0.integer(5) == 1)
        }
    }

    func setPosition(_ position: Position) throws {
        try connection.execute(
            """
            INSERT INTO duplicate_position (organisation, sequence, created, record, done, total, complete) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (organisation) DO UPDATE SET sequence = excluded.sequence, created = excluded.created, record = excluded.record,
                done = excluded.done, total = excluded.total, complete = excluded.complete
            """,
            [
                .integer(organisation), .integer(position.sequence), .text(position.created), .text(position.record), .integer(Int64(position.done)),
                .integer(Int64(position.total)), .integer(position.isComplete ? 1 : 0),
            ])
    }

    private static func tenths(_ bits: Double) -> Int64 { Int64((bits * 10).rounded()) }

    private static func read(_ row: Row) throws -> DuplicatePair {
        DuplicatePair(
            row.text(0), row.text(1), weight: Double(row.integer(2)) / 10, nameBits: Double(row.integer(3)) / 10,
            reasons: row.text(4).split(separator: " ").compactMap { TraceEvidence.Kind(rawValue: String($0)) },
            verdict: Judgement.Verdict(rawValue: row.text(5)))
    }
}
