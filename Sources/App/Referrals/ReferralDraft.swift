import Dictionary
import Formats
import Referral
import Storage
import Vault

/// A referral, or an addition to one, that somebody prepares: whom to ask, what to say, what of the case goes. Nobody outside sees it until it is sent.
struct ReferralDraft: Sendable, Hashable {
    /// What stands in for a partner that has no node.
    static let withoutNode = "-"

    var draft: String
    var caseRecord: String
    var account: String
    /// Whether a second person is asked to let it go beyond what was agreed to.
    var isWaiting = false
    /// Milliseconds since 1970.
    var made: UInt64
    /// The referral to which something is added; nil for a new one.
    var referral: String?
    /// Identifiers of organisations in the order in which they are asked, or ``withoutNode``.
    var partners: [String] = []
    /// The name of a partner without a node.
    var partnerName = ""
    /// Its record in the directory; nil if it is not in it.
    var organisation: String?
    var offer: ReferralContent.Offer?
    var words: String?
    /// Boxes of the form of choices (``SharedChoice/name(_:_:)``).
    var chosen: [String] = []
    /// What crosses: the bytes that the preview shows. Empty until something was chosen.
    var content: [UInt8] = []
    /// Why it goes although the people did not agree to it.
    var override: String?
    /// The name of the second person who did not let it go; nil if nobody was asked, or has not answered.
    var refusedBy: String?
    /// What that person says.
    var refusal: String?

    /// What tells one content from another, for the form of the preview.
    var mark: String { DocumentStore.digest(of: content) }

    fileprivate var json: JSONValue {
        var members: [JSONObject.Member] = [
            .init("partners", .array(partners.map { .string($0) })), .init("name", .string(partnerName)),
            .init("chosen", .array(chosen.map { .string($0) })), .init("content", .string(String(decoding: content, as: UTF8.self))),
        ]
        for (name, text) in [("referral", referral), ("words", words), ("override", override), ("organisation", organisation), ("refused-by", refusedBy), ("refusal", refusal)] {
            if let text { members.append(.init(name, .string(text))) }
        }
        if let offer { members.append(.init("offer", .string(String(decoding: ReferralContent(offer: offer).canonicalBytes, as: UTF8.self)))) }
        return .object(JSONObject(members))
    }

    fileprivate mutating func read(_ json: JSONValue, _ dictionary: DataDictionary) throws {
        guard let object = json.object else { throw ReferralContentError("draft") }
        func texts(_ name: String) -> [String] { (object[name]?.array ?? []).compactMap(\.string) }
        (partners, chosen) = (texts("partners"), texts("chosen"))
        partnerName = object["name"]?.string ?? ""
        content = Array((object["content"]?.string ?? "").utf8)
        (referral, words, override) = (object["referral"]?.string, object["words"]?.string, object["override"]?.string)
        organisation = object["organisation"]?.string
        (refusedBy, refusal) = (object["refused-by"]?.string, object["refusal"]?.string)
        if let text = object["offer"]?.string { offer = try ReferralContent(bytes: Array(text.utf8), dictionary).offer }
    }
}

/// Keeps drafts, sealed with the key of their case.
struct ReferralDrafts {
    let node: Node
    /// How long a draft that nobody goes on with is kept, in milliseconds.
    static let life: UInt64 = 14 * 24 * 3_600_000

    func find(_ draft: String, ofCase caseRecord: String, _ connection: any Connection) throws -> ReferralDraft? {
        try all("draft = ? AND case_record = ?", [.text(draft), .text(caseRecord)], connection).first
    }

    /// Removes what somebody prepares of records that can no longer be read, whichever case it is of.
    func remove(naming records: Set<String>, _ connection: any Connection) throws {
        for draft in try all("1 = 1", [], connection) where draft.chosen.contains(where: { records.contains(SharedChoice.record(of: $0)) }) {
            try remove(draft.draft, connection)
        }
    }

    /// Those for which a second person is asked.
    func waiting(_ connection: any Connection) throws -> [ReferralDraft] { try all("waiting = 1", [], connection) }

    func save(_ draft: ReferralDraft, in transaction: RecordTransaction) throws {
        let sealed = try transaction.key(of: draft.caseRecord).seal(draft.json.canonicalBytes(), for: context(draft.caseRecord, draft.draft))
        let connection = transaction.connection
        try connection.execute(
            "DELETE FROM referral_draft WHERE organisation = ? AND waiting = 0 AND made < ?",
            [.integer(node.organisation.number), .integer(Int64(max(node.now(), Self.life) - Self.life))])
        try connection.execute(
            """
            INSERT INTO referral_draft (draft, organisation, case_record, account, waiting, made, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (draft) DO UPDATE SET waiting = excluded.waiting, sealed = excluded.sealed
            """,
            [
                .text(draft.draft), .integer(node.organisation.number), .text(draft.caseRecord), .text(draft.account), .bool(draft.isWaiting),
                .integer(Int64(draft.made)), .blob(sealed),
            ])
    }

    func remove(_ draft: String, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM referral_draft WHERE draft = ? AND organisation = ?", [.text(draft), .integer(node.organisation.number)])
    }

    private func all(_ condition: String, _ arguments: [Value], _ connection: any Connection) throws -> [ReferralDraft] {
        let rows = try connection.all(
            "SELECT draft, case_record, account, waiting, made, sealed FROM referral_draft WHERE organisation = ? AND \(condition) ORDER BY made",
            [.integer(node.organisation.number)] + arguments
        ) { row in
            (
                draft: ReferralDraft(
                    draft: row.text(0), caseRecord: row.text(1), account: row.text(2), isWaiting: row.integer(3) == 1, made: UInt64(max(0, row.integer(4)))),
                sealed: row.blob(5)
            )
        }
        var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        return try rows.compactMap { item in
            // Of a case that was erased nothing can be sent.
            guard let key = try keyring.key(of: item.draft.caseRecord) else { return nil }
            var draft = item.draft
            try draft.read(try JSONValue.parse(try key.open(item.sealed, for: context(draft.caseRecord, draft.draft))), node.dictionary)
            return draft
        }
    }

    private func context(_ caseRecord: String, _ draft: String) -> SealingContext {
        SealingContext(organisation: node.organisation.identifier, record: caseRecord, field: "referral.draft", version: draft)
    }
}
