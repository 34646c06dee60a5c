import Dictionary
import Exchange
import Formats
import Journal
import Referral
import Storage
import Vault

/// Several referrals of one case to one organisation are one case there. Only the sender knows that they are: records have identifiers of their conversation only. It says
/// so in a message that follows the offer, and whoever accepts decides whether the work goes to the case that is there already.
struct ReferralEarlier {
    /// The kind of message under which it crosses, in the conversation of the new referral.
    static let messageKind = "referral-earlier"
    /// Earlier referrals that one message names.
    static let limit = 20

    let ledger: ReferralLedger

    private var node: Node { ledger.node }
    private var connection: any Connection { ledger.transaction.connection }

    // MARK: Telling

    /// Referrals of a case that this partner had or sent before and that nobody declined or took back, the latest first.
    static func known(of caseRecord: String, with partner: String, before chain: String, _ rows: ReferralRows) throws -> [ReferralRow] {
        guard !caseRecord.isEmpty, !partner.isEmpty else { return [] }
        return try rows.ofCase(caseRecord).filter { row in
            row.partner == partner && row.chain != chain && ![.withdrawn, .declined].contains(row.state)
        }.sorted { $0.offered > $1.offered }
    }

    /// Tells the partner of an offer that was just sent which earlier ones are of the same case, and which of the records are the same.
    func tell(_ row: ReferralRow) throws {
        let earlier = try Self.known(of: row.caseRecord, with: row.partner, before: row.chain, ledger.rows).prefix(Self.limit)
        guard !earlier.isEmpty else { return }
        let ours = try records(of: row.referral)
        let list = try earlier.map { other -> JSONValue in
            let theirs = Dictionary(try records(of: other.referral).map { ($0.record, $0.shared) }, uniquingKeysWith: { first, _ in first })
            let same = ours.compactMap { item in theirs[item.record].map { JSONObject.Member(item.shared, .string($0)) } }
            return .object(["conversation": .string(other.conversation), "records": .object(JSONObject(same))])
        }
        let content = JSONValue.object(["format": .integer(1), "earlier": .array(list)]).canonicalBytes()
        try Outbox.put(
            ExchangeMessage(conversation: row.conversation, kind: Self.messageKind, content: content, subject: row.referral), to: row.partner, node: node,
            in: ledger.transaction)
    }

    private func records(of referral: String) throws -> [(shared: String, record: String)] {
        try connection.all("SELECT shared, record FROM referral_record WHERE referral = ? ORDER BY shared", [.text(referral)]) {
            (shared: $0.text(0), record: $0.text(1))
        }
    }

    // MARK: Hearing

    /// Notes what the sender says. What names no conversation that both have is passed over: it may be gone here.
    /// - Throws: `MessageRefusal` for anything that is not of this form.
    func hear(_ message: ReceivedMessage) throws {
        guard let row = try ledger.rows.find(conversation: message.conversation, partner: message.sender) else { throw MessageRefusal(code: "not-available") }
        guard row.direction == .incoming, let json = try? JSONValue.parse(message.content, limits: JSONLimits(depth: 5, bytes: 256 << 10)),
            json["format"]?.integer == 1, let list = json["earlier"]?.array, list.count <= Self.limit
        else { throw MessageRefusal(code: "malformed") }
        for item in list {
            guard let conversation = item["conversation"]?.string, let records = item["records"]?.object, records.members.count <= SharedPart.itemLimit else {
                throw MessageRefusal(code: "malformed")
            }
            guard let earlier = try ledger.rows.find(conversation: conversation, partner: message.sender), earlier.referral != row.referral else { continue }
            try note("", "", of: row, earlier)
            for member in records.members {
                guard let known = member.value.string, RecordIdentifier.read(known) == known, RecordIdentifier.read(member.name) == member.name else {
                    throw MessageRefusal(code: "malformed")
                }
                try note(member.name, known, of: row, earlier)
            }
        }
    }

    private func note(_ shared: String, _ known: String, of row: ReferralRow, _ earlier: ReferralRow) throws {
        try connection.execute(
            "INSERT INTO referral_earlier (referral, earlier, shared, known) VALUES (?, ?, ?, ?) ON CONFLICT (referral, earlier, shared) DO NOTHING",
            [.text(row.referral), .text(earlier.referral), .text(shared), .text(known)])
    }

    /// The earlier referrals of the same case, as the sender says, that have a case here.
    static func rows(of referral: String, _ rows: ReferralRows) throws -> [ReferralRow] {
        let earlier = try rows.connection.all(
            "SELECT DISTINCT earlier FROM referral_earlier WHERE referral = ?", [.text(referral)]
        ) { $0.text(0) }
        return try earlier.compactMap { try rows.find($0) }.filter { !$0.caseRecord.isEmpty && $0.state != .withdrawn }.sorted { $0.offered > $1.offered }
    }

    // MARK: Putting to a case

    /// Notes to which case here a referral goes when it is taken on. Whether whoever says it may open the case is asked before.
    func choose(_ caseRecord: String, for row: ReferralRow) throws {
        try connection.execute(
            "INSERT INTO referral_into (referral, case_record) VALUES (?, ?) ON CONFLICT (referral) DO UPDATE SET case_record = excluded.case_record",
            [.text(row.referral), .text(caseRecord)])
    }

    /// The case to which somebody has put a referral; nil for one of its own.
    func chosen(for row: ReferralRow) throws -> String? {
        try connection.first("SELECT case_record FROM referral_into WHERE referral = ?", [.text(row.referral)]) { $0.text(0) }
    }

    /// Lets records that an earlier referral brought into the case be the same in this one.
    func recognise(in row: ReferralRow) throws {
        let keeping = SharedPartKeeping(ledger: ledger)
        let pairs = try connection.all(
            "SELECT shared, known, earlier FROM referral_earlier WHERE referral = ? AND shared <> ''", [.text(row.referral)]
        ) { (shared: $0.text(0), known: $0.text(1), earlier: $0.text(2)) }
        for pair in pairs {
            guard let earlier = try ledger.rows.find(pair.earlier), earlier.caseRecord == row.caseRecord,
                let origin = try keeping.origin(pair.known, pair.earlier), try ledger.transaction.state(of: origin.record)?.isErased == false
            else { continue }
            // What the partner had from here is not theirs to change.
            let side = earlier.direction == .incoming ? origin.side : origin.side.other
            guard side == .sender else { continue }
            try keeping.note(pair.shared, is: origin.record, of: .sender, in: row.referral)
        }
    }

    /// Nothing is known of a referral any more that is sealed away.
    static func forget(_ referral: String, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM referral_earlier WHERE referral = ? OR earlier = ?", [.text(referral), .text(referral)])
        try connection.execute("DELETE FROM referral_into WHERE referral = ?", [.text(referral)])
    }
}
