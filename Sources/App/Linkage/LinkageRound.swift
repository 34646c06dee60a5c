import Storage
import Vault

/// One comparison with a partner: whoever asks sends encodings, whoever is asked compares and answers with the numbers that probably have a counterpart.
struct LinkageRound: Sendable, Hashable {
    enum State: String, Sendable, Hashable, CaseIterable {
        /// We asked and wait for the other half of the secret.
        case opened
        /// Both halves are there: our encodings are to be made and sent.
        case ready
        /// Our encodings are on their way, or compared.
        case sent
        /// We were asked and wait for the encodings.
        case expected
        /// Encodings are here and are to be compared.
        case received
        /// Something about them is doubtful: a person here decides whether they are answered.
        case held
        /// A person has decided that they are.
        case released
        case done
        case refused
    }

    /// What makes a list doubtful.
    enum Doubt: String, Sendable, Hashable, CaseIterable {
        /// Far more of it have a counterpart than two organisations' people have in common.
        case manyMatches = "many-matches"
        /// Too many of its encodings are nearly alike, as where one name is varied.
        case alike
    }

    /// 32 hexadecimal digits.
    var round: String
    var partner: String
    var isAsking: Bool
    var state: State
    /// Why it was refused, or the doubts divided by spaces.
    var code = ""
    var started: Int64
    var changed: Int64
    var encodings = 0
    var matches = 0
    var account = ""

    /// Without an answer it ends after so long, in milliseconds: ten days, in which also a file carried by hand arrives.
    static let patience: Int64 = 10 * 86_400_000

    var isRunning: Bool { state != .done && state != .refused }
    var doubts: [Doubt] { code.split(separator: " ").compactMap { Doubt(rawValue: String($0)) } }
}

/// The rounds of one organisation: their log, and what is needed while they run.
struct LinkageRounds {
    let node: Node
    let connection: any Connection

    private static let columns = "round, partner, asking, state, code, started, changed, encodings, matches, account"
    private var organisation: Value { .integer(node.organisation.number) }

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
    }

    func find(_ round: String) throws -> LinkageRound? {
        try select("round = ?", [.text(round)]).first
    }

    /// The latest first.
    func latest(of partner: String, limit: Int) throws -> [LinkageRound] {
        try select("partner = ?", [.text(partner)], "ORDER BY started DESC LIMIT \(limit)")
    }

    func all(in state: LinkageRound.State) throws -> [LinkageRound] {
        try select("state = ?", [.text(state.rawValue)], "ORDER BY changed LIMIT 50")
    }

    /// How many began since a moment, refused ones too: who is refused does not get another try by it.
    func count(of partner: String, since moment: Int64) throws -> Int {
        Int(
            try connection.first(
                "SELECT count(*) FROM linkage_round WHERE organisation = ? AND partner = ? AND started > ?",
                [organisation, .text(partner), .integer(moment)]
            ) { $0.integer(0) } ?? 0)
    }

    func put(_ round: LinkageRound, sealing content: [UInt8]? = nil, key: RecordKey? = nil) throws {
        let sealed = try content.flatMap { content in try key?.seal(content, for: context(round)) } ?? []
        try connection.execute(
            """
            INSERT INTO linkage_round (organisation, \(Self.columns), sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (organisation, round) DO UPDATE SET state = excluded.state, code = excluded.code, changed = excluded.changed,
            encodings = excluded.encodings, matches = excluded.matches, account = excluded.account\(content == nil && round.isRunning ? "" : ", sealed = excluded.sealed")
            """,
            [
                organisation, .text(round.round), .text(round.partner), .bool(round.isAsking), .text(round.state.rawValue), .text(round.code),
                .integer(round.started), .integer(Int64(node.now())), .integer(Int64(round.encodings)), .integer(Int64(round.matches)), .text(round.account),
                .blob(sealed),
            ])
        if !round.isRunning { try forgetNumbers(of: round.round) }
    }

    /// What was sealed with a round: its half of the secret, or the secret with the encodings.
    func content(of round: LinkageRound, key: RecordKey) throws -> [UInt8]? {
        let sealed = try connection.first(
            "SELECT sealed FROM linkage_round WHERE organisation = ? AND round = ?", [organisation, .text(round.round)]
        ) { $0.blob(0) }
        guard let sealed, !sealed.isEmpty else { return nil }
        return try key.open(sealed, for: context(round))
    }

    /// The key that seals what is kept for a partner.
    func key(for partner: Partner) throws -> RecordKey {
        var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        return try keyring.key(of: partner.keyRecord) ?? keyring.makeKey(of: partner.keyRecord)
    }

    // MARK: Which of our records has which number

    func setNumbers(_ records: [String], of round: String) throws {
        for (number, record) in records.enumerated() {
            try connection.execute(
                "INSERT INTO linkage_number (organisation, round, number, record) VALUES (?, ?, ?, ?)",
                [organisation, .text(round), .integer(Int64(number)), .text(record)])
        }
    }

    func record(_ number: Int, of round: String) throws -> String? {
        try connection.first(
            "SELECT record FROM linkage_number WHERE organisation = ? AND round = ? AND number = ?", [organisation, .text(round), .integer(Int64(number))]
        ) { $0.text(0) }
    }

    private func forgetNumbers(of round: String) throws {
        try connection.execute("DELETE FROM linkage_number WHERE organisation = ? AND round = ?", [organisation, .text(round)])
    }

    private func select(_ condition: String, _ arguments: [Value], _ order: String = "") throws -> [LinkageRound] {
        try connection.all("SELECT \(Self.columns) FROM linkage_round WHERE organisation = ? AND \(condition) \(order)", [organisation] + arguments) { row in
            LinkageRound(
                round: row.text(0), partner: row.text(1), isAsking: row.integer(2) == 1, state: LinkageRound.State(rawValue: row.text(3)) ?? .refused,
                code: row.text(4), started: row.integer(5), changed: row.integer(6), encodings: Int(row.integer(7)), matches: Int(row.integer(8)),
                account: row.text(9))
        }
    }

    private func context(_ round: LinkageRound) -> SealingContext {
        SealingContext(organisation: node.organisation.identifier, record: round.partner, field: "linkage.round", version: round.round)
    }
}
