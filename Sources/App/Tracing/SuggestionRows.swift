import Storage

/// A pair of records that may be about one person, as it is kept: identifiers, weight and the kinds of evidence. In words it is explained when somebody looks.
struct TraceSuggestion: Sendable, Hashable {
    var notice: String
    /// A sighting or a person.
    var other: String
    var kind: TraceProfile.Kind
    /// In bits.
    var weight: Double
    /// The kinds of evidence that speak for it.
    var reasons: [TraceEvidence.Kind]
    /// What was decided last; nil if nobody has decided, or somebody could not say.
    var verdict: Judgement.Verdict?
    /// Whether somebody outside told it on the notice's own page: it is shown whatever the evidence.
    var isTold: Bool { reasons.contains(.told) }
}

/// The kept suggestions of one organisation.
struct SuggestionRows {
    let connection: any Connection
    /// Number of the organisation.
    let organisation: Int64

    private static let columns = "notice, other, kind, weight, reasons, verdict"

    func put(_ suggestion: TraceSuggestion) throws {
        try connection.execute(
            """
            INSERT INTO trace_suggestion (organisation, notice, other, kind, weight, reasons, verdict) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (organisation, notice, other) DO UPDATE SET weight = excluded.weight, reasons = excluded.reasons, verdict = excluded.verdict
            """,
            [
                .integer(organisation), .text(suggestion.notice), .text(suggestion.other), .text(suggestion.kind.rawValue),
                .integer(Int64((suggestion.weight * 10).rounded())), .text(suggestion.reasons.map(\.rawValue).joined(separator: " ")),
                .text(suggestion.verdict?.rawValue ?? ""),
            ])
    }

    func remove(notice: String) throws {
        try connection.execute("DELETE FROM trace_suggestion WHERE organisation = ? AND notice = ?", [.integer(organisation), .text(notice)])
    }

    func remove(other: String) throws {
        try connection.execute("DELETE FROM trace_suggestion WHERE other = ? AND organisation = ?", [.text(other), .integer(organisation)])
    }

    func removeAll() throws {
        try connection.execute("DELETE FROM trace_suggestion WHERE organisation = ?", [.integer(organisation)])
        try connection.execute("DELETE FROM trace_position WHERE organisation = ?", [.integer(organisation)])
    }

    func setVerdict(_ verdict: Judgement.Verdict?, notice: String, other: String) throws {
        try connection.execute(
            "UPDATE trace_suggestion SET verdict = ? WHERE organisation = ? AND notice = ? AND other = ?",
            [.text(verdict?.rawValue ?? ""), .integer(organisation), .text(notice), .text(other)])
    }

    /// Those from a weight on, and those told on the notice's own page, that nobody has decided on, the weightiest first.
    func undecided(from weight: Double, limit: Int) throws -> [TraceSuggestion] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM trace_suggestion WHERE organisation = ? AND verdict = '' AND (weight >= ? OR reasons LIKE 'told%')
            ORDER BY weight DESC LIMIT ?
            """, [.integer(organisation), .integer(Int64((weight * 10).rounded())), .integer(Int64(limit))], Self.read)
    }

    /// All of one notice, the weightiest first.
    func all(ofNotice notice: String) throws -> [TraceSuggestion] {
        try connection.all(
            "SELECT \(Self.columns) FROM trace_suggestion WHERE organisation = ? AND notice = ?", [.integer(organisation), .text(notice)], Self.read
        ).sorted { ($1.weight, $0.other) < ($0.weight, $1.other) }
    }

    /// All of one sighting or person, the weightiest first.
    func all(ofOther other: String) throws -> [TraceSuggestion] {
        try connection.all(
            "SELECT \(Self.columns) FROM trace_suggestion WHERE other = ? AND organisation = ?", [.text(other), .integer(organisation)], Self.read
        ).sorted { ($1.weight, $0.notice) < ($0.weight, $1.notice) }
    }

    func position() throws -> Int64? {
        try connection.first("SELECT sequence FROM trace_position WHERE organisation = ?", [.integer(organisation)]) { $0.integer(0) }
    }

    func setPosition(_ sequence: Int64) throws {
        try connection.execute(
            "INSERT INTO trace_position (organisation, sequence) VALUES (?, ?) ON CONFLICT (organisation) DO UPDATE SET sequence = excluded.sequence",
            [.integer(organisation), .integer(sequence)])
    }

    private static func read(_ row: Row) throws -> TraceSuggestion {
        TraceSuggestion(
            notice: row.text(0), other: row.text(1), kind: TraceProfile.Kind(rawValue: row.text(2)) ?? .sighting, weight: Double(row.integer(3)) / 10,
            reasons: row.text(4).split(separator: " ").compactMap { TraceEvidence.Kind(rawValue: String($0)) },
            verdict: Judgement.Verdict(rawValue: row.text(5)))
    }
}
