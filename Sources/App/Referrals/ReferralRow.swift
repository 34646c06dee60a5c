import Dictionary
import Journal
import Referral
import Storage
import Vault

/// Where a referral stands, as this organisation knows it.
struct ReferralRow: Sendable, Hashable {
    enum Direction: String, Sendable, Hashable { case incoming, outgoing }

    /// The record of the kind `referral`.
    var referral: String
    var conversation: String
    /// Identifier of the other organisation; empty for one that has no node and takes part by link or paper.
    var partner: String
    /// Not kept in the row: of a partner it is looked up, of others it stands sealed in the record.
    var partnerName: String
    /// Empty for an incoming one that was not accepted.
    var caseRecord: String
    var direction: Direction
    var kind: ReferralKind
    var urgency: String
    var state: ReferralState
    /// The same for all whom the sender asked for the same thing.
    var chain: String
    /// Partners to be asked next, in order, divided by spaces.
    var list: [String]
    /// Who sent it, or took it on; empty for nobody yet.
    var account: String
    /// All times are milliseconds since 1970; 0 for never.
    var offered: UInt64
    /// Minutes within which it must be acknowledged.
    var patience: UInt64
    var reminded: UInt64 = 0
    var due: UInt64 = Self.never
    var arrival: UInt64 = 0
    /// How many of our steps somebody of the partner has looked at.
    var heard = 0
    /// Whether something came that nobody has looked at.
    var hasNews = false
    var changed: UInt64

    static let never = UInt64(Int64.max >> 1)

    var side: ReferralSide { direction == .outgoing ? .sender : .receiver }
    var rules: ReferralRules { ReferralRules(kind) }
    var clock: ReferralClock { ReferralClock(offered: offered, acknowledgeWithin: patience) }

    /// Whether a partner asks for a case of this organisation, and nobody has said yet which it is.
    var asksForOwnCase: Bool {
        direction == .incoming && kind == .requestForCase && caseRecord.isEmpty && (state.isUndecided || state.isTaken)
    }

    /// By when the receiver has to answer; nil when it has.
    var deadline: UInt64? {
        switch state {
        case .offered: clock.acknowledgeBy
        case .acknowledged: kind == .information ? nil : clock.decideBy
        default: nil
        }
    }

    /// Looks when the clock has next to look: at the sender only, who alone acts on it.
    mutating func wind() {
        let isWaiting = direction == .outgoing && !(state == .acknowledged && kind == .information)
        due = isWaiting ? clock.next(state, reminded: reminded == 0 ? nil : reminded) ?? Self.never : Self.never
    }
}

/// One step of a referral.
struct ReferralStep: Sendable {
    var number: Int
    var side: ReferralSide
    /// Nil for the offer.
    var event: ReferralEvent?
    var isOvertaken: Bool
    /// Whether what it says of people was held back when it could have gone, since nothing covered it any more.
    var isHeldBack = false
    /// Milliseconds since 1970: by the clock of whoever took it.
    var moment: UInt64
    /// When it was heard or done here.
    var heard: UInt64
    /// Who took it, of our own; empty for the partner's and for what the clock did.
    var account: String
    /// Nil after a withdrawal.
    var content: ReferralContent?

    /// The code by which a step says what was decided or reached, with the field of the dictionary that names it.
    struct Decision: Sendable, Hashable {
        var field: String
        var code: String
    }

    /// - Parameter refusal: the reason of a refusal as the record of the referral keeps it when the content was sealed away.
    func decision(refusal: String?) -> Decision? {
        if let code = content?.refusal ?? (event == .decline ? refusal : nil) { return Decision(field: "referral.refusal-reason", code: code) }
        return content?.outcome.map { Decision(field: "referral.outcome", code: $0) }
    }
}

/// Reads and writes rows of referrals of one organisation.
struct ReferralRows {
    let node: Node
    let connection: any Connection

    private static let columns = """
        referral, conversation, partner, case_record, direction, kind, urgency, state, chain, list, account, offered, patience, reminded, due, arrival, \
        heard, news, changed
        """

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
    }

    private var organisation: Value { .integer(node.organisation.number) }

    func find(_ referral: String) throws -> ReferralRow? { try select("referral = ?", [.text(referral)]).first }

    func find(conversation: String, partner: String) throws -> ReferralRow? {
        try select("conversation = ? AND partner = ?", [.text(conversation), .text(partner)]).first
    }

    func chain(_ chain: String) throws -> [ReferralRow] { try select("chain = ?", [.text(chain)], "ORDER BY offered, referral") }

    func ofCase(_ record: String) throws -> [ReferralRow] { try select("case_record = ?", [.text(record)], "ORDER BY changed DESC, referral") }

    func due(_ now: UInt64) throws -> [ReferralRow] { try select("due <= ?", [.integer(Int64(now))], "ORDER BY due LIMIT 500") }

    func latest(_ direction: ReferralRow.Direction, limit: Int, from: Int = 0) throws -> [ReferralRow] {
        try select("direction = ?", [.text(direction.rawValue)], "ORDER BY changed DESC LIMIT \(limit) OFFSET \(from)")
    }

    func waiting(_ direction: ReferralRow.Direction, _ states: [ReferralState], limit: Int) throws -> [ReferralRow] {
        let marks = states.map { _ in "?" }.joined(separator: ", ")
        return try select(
            "direction = ? AND state IN (\(marks))", [.text(direction.rawValue)] + states.map { .text($0.rawValue) }, "ORDER BY changed DESC LIMIT \(limit)")
    }

    /// What went out and needs somebody here: it came back, or nobody has taken it. Where a partner said no or nothing and another has taken the work on since, there is
    /// nothing left to look at.
    func unsettled(limit: Int) throws -> [ReferralRow] {
        try select(
            """
            direction = 'outgoing' AND state IN ('expired', 'declined', 'returned', 'resolved') AND (state IN ('returned', 'resolved') OR NOT EXISTS (
            SELECT 1 FROM referral other WHERE other.organisation = referral.organisation AND other.chain = referral.chain
            AND (other.state IN ('accepted', 'in-progress', 'resolved') OR other.state = 'closed' AND EXISTS (
            SELECT 1 FROM referral_step s WHERE s.referral = other.referral AND s.event = 'resolve' AND s.overtaken = 0))))
            """, [], "ORDER BY changed DESC LIMIT \(limit)")
    }

    func arrivals(from start: UInt64, to end: UInt64) throws -> [ReferralRow] {
        try select(
            "direction = 'incoming' AND arrival >= ? AND arrival < ? AND state NOT IN ('withdrawn', 'declined', 'returned')",
            [.integer(Int64(start)), .integer(Int64(end))],
            "ORDER BY arrival LIMIT 500")
    }

    func newsCount() throws -> Int {
        Int(try connection.first("SELECT count(*) FROM referral WHERE organisation = ? AND news = 1", [organisation]) { $0.integer(0) } ?? 0)
    }

    private func select(_ condition: String, _ arguments: [Value], _ order: String = "") throws -> [ReferralRow] {
        try named(
            connection.all("SELECT \(Self.columns) FROM referral WHERE organisation = ? AND \(condition) \(order)", [organisation] + arguments, Self.row))
    }

    private func named(_ rows: [ReferralRow]) throws -> [ReferralRow] {
        guard !rows.isEmpty else { return rows }
        let partners = try connection.all("SELECT partner, name FROM exchange_partner WHERE organisation = ?", [organisation]) { ($0.text(0), $0.text(1)) }
        let names = [String: String](partners, uniquingKeysWith: { first, _ in first })
        var gate = Gate(reader: Reader(account: Reader.keyHolder.account, clearance: .sensitive), node: node, connection: connection)
        let records = RecordRows(connection: connection, organisation: node.organisation.number)
        return try rows.map { row in
            var row = row
            if !row.partner.isEmpty {
                row.partnerName = names[row.partner] ?? ""
            } else if let state = try records.state(of: row.referral), !state.isErased {
                row.partnerName = try gate.view(state, of: row.referral).text(row.direction == .outgoing ? "to-name" : "from-name") ?? ""
            }
            return row
        }
    }

    private static func row(_ row: Row) throws -> ReferralRow {
        guard let direction = ReferralRow.Direction(rawValue: row.text(4)), let kind = ReferralKind(rawValue: row.text(5)),
            let state = ReferralState(rawValue: row.text(7))
        else { throw AppError("The referral \(row.text(0)) is of a newer version of Corridor. Install that version.") }
        func time(_ column: Int) -> UInt64 { UInt64(max(0, row.integer(column))) }
        return ReferralRow(
            referral: row.text(0), conversation: row.text(1), partner: row.text(2), partnerName: "", caseRecord: row.text(3), direction: direction,
            kind: kind, urgency: row.text(6), state: state, chain: row.text(8), list: row.text(9).split(separator: " ").map(String.init),
            account: row.text(10), offered: time(11), patience: time(12), reminded: time(13), due: time(14), arrival: time(15),
            heard: Int(row.integer(16)), hasNews: row.integer(17) == 1, changed: time(18))
    }

    private func values(_ row: ReferralRow) -> [Value] {
        [
            .text(row.referral), .text(row.conversation), .text(row.partner), .text(row.caseRecord), .text(row.direction.rawValue),
            .text(row.kind.rawValue), .text(row.urgency), .text(row.state.rawValue), .text(row.chain), .text(row.list.joined(separator: " ")),
            .text(row.account), .integer(Int64(row.offered)), .integer(Int64(row.patience)), .integer(Int64(row.reminded)), .integer(Int64(row.due)),
            .integer(Int64(row.arrival)), .integer(Int64(row.heard)), .bool(row.hasNews), .integer(Int64(row.changed)),
        ]
    }

    func insert(_ row: ReferralRow) throws {
        let marks = [String](repeating: "?", count: 20).joined(separator: ", ")
        try connection.execute("INSERT INTO referral (organisation, \(Self.columns)) VALUES (\(marks))", [organisation] + values(row))
    }

    func update(_ row: ReferralRow) throws {
        let assignments = Self.columns.split(separator: ",").map { "\(String($0).trimmingSpaces) = ?" }.joined(separator: ", ")
        try connection.execute("UPDATE referral SET \(assignments) WHERE referral = ? AND organisation = ?", values(row) + [.text(row.referral), organisation])
    }
}
