import Storage

/// On what terms an organisation lets a partner find common people by encodings.
struct LinkageTerms: Sendable, Hashable {
    /// The most encodings in one round.
    var records: Int
    /// The most rounds in thirty days, whoever begins them.
    var rounds: Int
    /// The last moment on which they hold, milliseconds since 1970; 0 for none.
    var until: Int64

    /// What a page offers. Our own measures: a network's list of missing workers has hundreds of names, and whoever looks again every fourth day misses nobody for long.
    static let usual = (records: 2_000, rounds: 8, days: 365)
    static let recordRange = 10...20_000
    static let roundRange = 1...60
    static let dayRange = 1...730
    /// In which the rounds are counted, in milliseconds.
    static let window: Int64 = 30 * 86_400_000

    static let none = LinkageTerms(records: 0, rounds: 0, until: 0)

    /// What both sides' terms allow together: of each the smaller.
    func narrowed(by other: LinkageTerms) -> LinkageTerms {
        LinkageTerms(records: min(records, other.records), rounds: min(rounds, other.rounds), until: min(until, other.until))
    }

    func hold(at now: Int64) -> Bool { until > now && records > 0 && rounds > 0 }

    /// Whether a partner may say so.
    var isPossible: Bool { Self.recordRange.contains(records) && Self.roundRange.contains(rounds) && until > 0 }
}

/// What two organisations have said to each other about encoded linkage. It takes place while both sides' terms hold.
struct LinkageAgreement: Sendable, Hashable {
    var partner: String
    var own = LinkageTerms.none
    var theirs = LinkageTerms.none
    /// Who said ours last.
    var account = ""
    var changed: Int64 = 0

    var terms: LinkageTerms { own.narrowed(by: theirs) }

    func isInForce(at now: Int64) -> Bool { terms.hold(at: now) }
}

/// The agreements of one organisation.
struct LinkageAgreements {
    let node: Node
    let connection: any Connection

    private static let columns = "partner, own_records, own_rounds, own_until, their_records, their_rounds, their_until, account, changed"
    private var organisation: Value { .integer(node.organisation.number) }

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
    }

    func find(_ partner: String) throws -> LinkageAgreement? {
        try connection.first(
            "SELECT \(Self.columns) FROM linkage_agreement WHERE organisation = ? AND partner = ?", [organisation, .text(partner)], Self.read)
    }

    func all() throws -> [LinkageAgreement] {
        try connection.all("SELECT \(Self.columns) FROM linkage_agreement WHERE organisation = ? ORDER BY partner", [organisation], Self.read)
    }

    /// - Throws: ``LinkageError`` unless both sides' terms hold now.
    func require(_ partner: String) throws -> LinkageAgreement {
        guard let agreement = try find(partner), agreement.isInForce(at: Int64(node.now())) else { throw LinkageError(.notAgreed) }
        return agreement
    }

    func put(_ agreement: LinkageAgreement) throws {
        func terms(_ terms: LinkageTerms) -> [Value] { [.integer(Int64(terms.records)), .integer(Int64(terms.rounds)), .integer(terms.until)] }
        try connection.execute(
            """
            INSERT INTO linkage_agreement (organisation, \(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (organisation, partner) DO UPDATE SET own_records = excluded.own_records, own_rounds = excluded.own_rounds,
            own_until = excluded.own_until, their_records = excluded.their_records, their_rounds = excluded.their_rounds,
            their_until = excluded.their_until, account = excluded.account, changed = excluded.changed
            """,
            [organisation, .text(agreement.partner)] + terms(agreement.own) + terms(agreement.theirs)
                + [.text(agreement.account), .integer(Int64(node.now()))])
    }

    private static func read(_ row: Row) -> LinkageAgreement {
        LinkageAgreement(
            partner: row.text(0), own: LinkageTerms(records: Int(row.integer(1)), rounds: Int(row.integer(2)), until: row.integer(3)),
            theirs: LinkageTerms(records: Int(row.integer(4)), rounds: Int(row.integer(5)), until: row.integer(6)), account: row.text(7),
            changed: row.integer(8))
    }
}

/// Why something of encoded linkage cannot be done. Pages say it in the reader's language (`linkage.error.…`).
struct LinkageError: Error, Sendable, Hashable {
    enum Code: String, Sendable, CaseIterable {
        case notAgreed = "not-agreed"
        case tooOften = "too-often"
        case running
        case nothing
        case notConsented = "not-consented"
        case notPossible = "not-possible"
        case words
        /// The words name whom the record is about, before both have agreed.
        case named
        case terms
    }

    var code: Code

    init(_ code: Code) { self.code = code }
}
