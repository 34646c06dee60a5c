import Storage
import Vault

/// One count of employers over organisations, as this organisation knows it.
struct PatternCount: Sendable, Hashable {
    enum State: String, Sendable, Hashable, CaseIterable {
        /// We coordinate it and wait for lists.
        case collecting
        /// A member: the secret is there, and nobody has invited us yet.
        case keyed
        /// A member: invited, and waiting for the secret.
        case invited
        /// A member: our list is to be made.
        case ready
        /// A member: our list is with the coordinator.
        case sent
        case done
        case refused
    }

    var round: String
    var coordinator: String
    var state: State
    var members: [String]
    var threshold: Int
    var started: Int64
    var encodings = 0
    var results = 0

    var isRunning: Bool { state != .done && state != .refused }

    /// The coordinator counts when all have answered, or after so long, in milliseconds: a week.
    static let patience: Int64 = 7 * 86_400_000
    /// Somebody who waits for the coordinator gives up after so long.
    static let longest: Int64 = 14 * 86_400_000
    /// A coordinator begins at most one in so long: from the difference of two counts made close together one could read off who joined in.
    static let interval: Int64 = 7 * 86_400_000
}

/// Counts, lists and results of one organisation.
struct PatternRows {
    let node: Node
    let connection: any Connection
    private var organisation: Value { .integer(node.organisation.number) }
    private static let columns = "round, coordinator, state, members, threshold, started, encodings, results"

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
    }

    // MARK: Who takes part in whose counts

    func memberships() throws -> [(coordinator: String, until: Int64)] {
        try connection.all("SELECT coordinator, until FROM pattern_membership WHERE organisation = ? ORDER BY coordinator", [organisation]) {
            (coordinator: $0.text(0), until: $0.integer(1))
        }
    }

    func isMember(of coordinator: String) throws -> Bool {
        try memberships().contains { $0.coordinator == coordinator && $0.until > Int64(node.now()) }
    }

    func setMembership(of coordinator: String, until: Int64, by account: String) throws {
        try connection.execute(
            """
            INSERT INTO pattern_membership (organisation, coordinator, until, account) VALUES (?, ?, ?, ?)
            ON CONFLICT (organisation, coordinator) DO UPDATE SET until = excluded.until, account = excluded.account
            """, [organisation, .text(coordinator), .integer(until), .text(account)])
    }

    // MARK: Counts

    func find(_ round: String) throws -> PatternCount? { try select("round = ?", [.text(round)]).first }
    func all(in state: PatternCount.State) throws -> [PatternCount] { try select("state = ?", [.text(state.rawValue)], "ORDER BY changed LIMIT 50") }
    func latest(limit: Int) throws -> [PatternCount] { try select("started > ?", [.integer(0)], "ORDER BY started DESC LIMIT \(limit)") }

    func put(_ count: PatternCount, secret: [UInt8]? = nil) throws {
        let sealed = try secret.map { try key().seal($0, for: context(count.round, "secret")) } ?? []
        let keeps = secret == nil && count.isRunning
        try connection.execute(
            """
            INSERT INTO pattern_count (organisation, \(Self.columns), changed, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (organisation, round) DO UPDATE SET coordinator = excluded.coordinator, state = excluded.state, members = excluded.members,
            threshold = excluded.threshold, encodings = excluded.encodings, results = excluded.results,
            changed = excluded.changed\(keeps ? "" : ", sealed = excluded.sealed")
            """,
            [
                organisation, .text(count.round), .text(count.coordinator), .text(count.state.rawValue), .text(count.members.joined(separator: " ")),
                .integer(Int64(count.threshold)), .integer(count.started), .integer(Int64(count.encodings)), .integer(Int64(count.results)),
                .integer(Int64(node.now())), .blob(sealed),
            ])
        guard !count.isRunning else { return }
        for table in ["pattern_list", "pattern_number"] {
            try connection.execute("DELETE FROM \(table) WHERE organisation = ? AND round = ?", [organisation, .text(count.round)])
        }
    }

    func secret(of round: String) throws -> [UInt8]? {
        let sealed = try connection.first("SELECT sealed FROM pattern_count WHERE organisation = ? AND round = ?", [organisation, .text(round)]) { $0.blob(0) }
        guard let sealed, !sealed.isEmpty else { return nil }
        return try key().open(sealed, for: context(round, "secret"))
    }

    // MARK: The coordinator's lists

    func keepList(_ bytes: [UInt8], count: Int, of member: String, round: String) throws {
        let sealed = try bytes.isEmpty ? [] : key().seal(bytes, for: context(round, member))
        try connection.execute(
            "INSERT INTO pattern_list (organisation, round, member, encodings, sealed) VALUES (?, ?, ?, ?, ?) ON CONFLICT (organisation, round, member) DO NOTHING",
            [organisation, .text(round), .text(member), .integer(Int64(count)), .blob(sealed)])
    }

    /// Who has answered, each with what was sent; empty of who takes no part.
    func lists(of round: String) throws -> [(member: String, bytes: [UInt8])] {
        let rows = try connection.all(
            "SELECT member, sealed FROM pattern_list WHERE organisation = ? AND round = ? ORDER BY member", [organisation, .text(round)]
        ) { ($0.text(0), $0.blob(1)) }
        return try rows.map { member, sealed in
            (member: member, bytes: try sealed.isEmpty ? [] : key().open(sealed, for: context(round, member)))
        }
    }

    // MARK: A member's numbers and results

    func setNumbers(_ parties: [String], of round: String) throws {
        for (number, party) in parties.enumerated() {
            try connection.execute(
                "INSERT INTO pattern_number (organisation, round, number, party) VALUES (?, ?, ?, ?)",
                [organisation, .text(round), .integer(Int64(number)), .text(party)])
        }
    }

    func parties(of round: String) throws -> [Int: String] {
        let rows = try connection.all(
            "SELECT number, party FROM pattern_number WHERE organisation = ? AND round = ?", [organisation, .text(round)]
        ) { (Int($0.integer(0)), $0.text(1)) }
        return [Int: String](rows, uniquingKeysWith: { first, _ in first })
    }

    /// Replaces what was known from a coordinator: what is not told any more is not true any more.
    func setResults(_ results: [String: Int], of coordinator: String) throws {
        try connection.execute("DELETE FROM pattern_result WHERE organisation = ? AND coordinator = ?", [organisation, .text(coordinator)])
        for (party, members) in results {
            try connection.execute(
                "INSERT INTO pattern_result (organisation, party, coordinator, members, counted) VALUES (?, ?, ?, ?, ?)",
                [organisation, .text(party), .text(coordinator), .integer(Int64(members)), .integer(Int64(node.now()))])
        }
    }

    /// The most that any coordinator told about a party.
    func members(of party: String) throws -> (members: Int, counted: Int64)? {
        try connection.first(
            "SELECT members, counted FROM pattern_result WHERE organisation = ? AND party = ? ORDER BY members DESC LIMIT 1", [organisation, .text(party)]
        ) { (Int($0.integer(0)), $0.integer(1)) }
    }

    func results(limit: Int) throws -> [(party: String, members: Int)] {
        try connection.all(
            "SELECT party, members FROM pattern_result WHERE organisation = ? ORDER BY members DESC, party LIMIT ?", [organisation, .integer(Int64(limit))]
        ) { (party: $0.text(0), members: Int($0.integer(1))) }
    }

    private func select(_ condition: String, _ arguments: [Value], _ order: String = "") throws -> [PatternCount] {
        try connection.all("SELECT \(Self.columns) FROM pattern_count WHERE organisation = ? AND \(condition) \(order)", [organisation] + arguments) { row in
            PatternCount(
                round: row.text(0), coordinator: row.text(1), state: PatternCount.State(rawValue: row.text(2)) ?? .refused,
                members: row.text(3).split(separator: " ").map(String.init), threshold: Int(row.integer(4)), started: row.integer(5),
                encodings: Int(row.integer(6)), results: Int(row.integer(7)))
        }
    }

    /// Secrets and lists are the organisation's own, not of one record.
    private func key() throws -> RecordKey {
        var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        let record = node.organisation.identifier
        return try keyring.key(of: record) ?? keyring.makeKey(of: record)
    }

    private func context(_ round: String, _ what: String) -> SealingContext {
        SealingContext(organisation: node.organisation.identifier, record: round, field: "pattern", version: what)
    }
}
