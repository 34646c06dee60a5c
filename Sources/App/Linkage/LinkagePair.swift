import Formats
import Storage
import Vault

/// One of our records that probably is about the same person as one of a partner's. Neither side sees the other's before both agree.
struct LinkagePair: Sendable, Hashable {
    enum State: String, Sendable, Hashable, CaseIterable {
        case found
        /// We asked, and wait.
        case asked
        /// They asked: we answer.
        case asking
        /// Both agreed; each has what the other chose to show.
        case agreed
        case refused
        /// Withdrawn, expired, or no longer agreed to by whom it is about.
        case over

        static let inForce: [State] = [.found, .asked, .asking, .agreed]
    }

    /// Names the pair on both sides and says nothing: 32 hexadecimal digits.
    var token: String
    var partner: String
    /// Our record: a notice, a sighting, or a person of a case.
    var record: String
    var state: State
    /// In hundredths, where we compared; 0 where the partner did, who does not say.
    var likeness: Int
    /// The record made here of what the partner showed; empty for none.
    var counterpart = ""
    var found: Int64
    var changed: Int64
    var hasNews = true

    /// A pair about which nobody asks is forgotten after so long, in milliseconds.
    static let patience: Int64 = 180 * 86_400_000
}

/// What was done or said about a pair.
struct LinkageStep: Sendable {
    enum Event: String, Sendable, Hashable, CaseIterable {
        case ask, agree, refuse, message, share, over
    }

    var number: Int
    var isOurs: Bool
    var event: Event
    /// Milliseconds since 1970.
    var moment: UInt64
    /// Who of us; empty for the partner's.
    var account: String
    var words: String
    /// The fields that are shown once both agree, by name.
    var fields: [String]
}

/// The pairs of one organisation and what was said about them.
struct LinkagePairs {
    let node: Node
    let connection: any Connection

    private static let columns = "token, partner, record, state, likeness, counterpart, found, changed, news"
    private var organisation: Value { .integer(node.organisation.number) }

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
    }

    func find(_ token: String) throws -> LinkagePair? { try select("token = ?", [.text(token)]).first }

    /// A pair of this partner; what is somebody else's is not there.
    func find(_ token: String, of partner: String) throws -> LinkagePair? { try find(token).flatMap { $0.partner == partner ? $0 : nil } }

    func all(in state: LinkagePair.State, limit: Int = 500) throws -> [LinkagePair] {
        try select("state = ?", [.text(state.rawValue)], "ORDER BY changed DESC LIMIT \(limit)")
    }

    func all(of record: String) throws -> [LinkagePair] { try select("record = ?", [.text(record)], "ORDER BY found, token") }

    func find(counterpart: String) throws -> LinkagePair? { try select("counterpart = ?", [.text(counterpart)]).first }

    /// The one of a record with a partner that is not over.
    func living(_ record: String, with partner: String) throws -> LinkagePair? {
        try select("record = ? AND partner = ?", [.text(record), .text(partner)], "ORDER BY found DESC").first { $0.state != .over }
    }

    func put(_ pair: LinkagePair) throws {
        try connection.execute(
            """
            INSERT INTO linkage_pair (organisation, \(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (organisation, token) DO UPDATE SET state = excluded.state, counterpart = excluded.counterpart, changed = excluded.changed,
            news = excluded.news
            """,
            [
                organisation, .text(pair.token), .text(pair.partner), .text(pair.record), .text(pair.state.rawValue), .integer(Int64(pair.likeness)),
                .text(pair.counterpart), .integer(pair.found), .integer(Int64(node.now())), .bool(pair.hasNews),
            ])
    }

    // MARK: Steps

    func append(
        _ event: LinkageStep.Event, isOurs: Bool, to pair: LinkagePair, words: String = "", fields: [String] = [], account: String, key: RecordKey
    ) throws {
        let number =
            1
            + (try connection.first(
                "SELECT count(*) FROM linkage_step WHERE organisation = ? AND token = ?", [organisation, .text(pair.token)]
            ) { Int($0.integer(0)) } ?? 0)
        let content = JSONValue.object(["fields": .array(fields.map { .string($0) }), "words": .string(words)]).canonicalBytes()
        try connection.execute(
            "INSERT INTO linkage_step (organisation, token, number, ours, event, at, account, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                organisation, .text(pair.token), .integer(Int64(number)), .bool(isOurs), .text(event.rawValue), .integer(Int64(node.now())), .text(account),
                .blob(try key.seal(content, for: context(pair, number))),
            ])
    }

    /// In the order in which they were taken or heard; none once the record's key is gone.
    func steps(of pair: LinkagePair) throws -> [LinkageStep] {
        var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        guard let key = try keyring.key(of: pair.record) else { return [] }
        let rows = try connection.all(
            "SELECT number, ours, event, at, account, sealed FROM linkage_step WHERE organisation = ? AND token = ? ORDER BY number",
            [organisation, .text(pair.token)]
        ) { (Int($0.integer(0)), $0.integer(1) == 1, $0.text(2), UInt64(max(0, $0.integer(3))), $0.text(4), $0.blob(5)) }
        return try rows.compactMap { number, isOurs, event, moment, account, sealed in
            guard let event = LinkageStep.Event(rawValue: event) else { return nil }
            let content = try JSONValue.parse(try key.open(sealed, for: context(pair, number)), limits: JSONLimits(depth: 4, bytes: 1 << 20))
            return LinkageStep(
                number: number, isOurs: isOurs, event: event, moment: moment, account: account, words: content["words"]?.string ?? "",
                fields: content["fields"]?.array?.compactMap(\.string) ?? [])
        }
    }

    /// Nothing stays of what was said about a record that is erased.
    func remove(_ pair: LinkagePair) throws {
        try connection.execute("DELETE FROM linkage_step WHERE organisation = ? AND token = ?", [organisation, .text(pair.token)])
        try connection.execute("DELETE FROM linkage_pair WHERE organisation = ? AND token = ?", [organisation, .text(pair.token)])
    }

    private func select(_ condition: String, _ arguments: [Value], _ order: String = "") throws -> [LinkagePair] {
        try connection.all("SELECT \(Self.columns) FROM linkage_pair WHERE organisation = ? AND \(condition) \(order)", [organisation] + arguments) { row in
            LinkagePair(
                token: row.text(0), partner: row.text(1), record: row.text(2), state: LinkagePair.State(rawValue: row.text(3)) ?? .over,
                likeness: Int(row.integer(4)), counterpart: row.text(5), found: row.integer(6), changed: row.integer(7), hasNews: row.integer(8) == 1)
        }
    }

    private func context(_ pair: LinkagePair, _ number: Int) -> SealingContext {
        SealingContext(organisation: node.organisation.identifier, record: pair.record, field: "linkage.step", version: "\(pair.token)/\(number)")
    }
}
