import Dictionary
import Journal
import Referral
import Storage

/// What the record of a referral says of it beside where it stands: both stay when its content was sealed away.
struct ReferralMarks: Sendable, Hashable {
    /// Whether more was shared than the people agreed to, in an emergency.
    var isBeyondConsent = false
    /// Whether it was taken back because another organisation has taken the work on.
    var isTakenElsewhere = false

    init() {}

    init(_ referral: String, _ node: Node, _ connection: any Connection) throws {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: referral) else { return }
        isBeyondConsent = CaseFacts.openText(state, "beyond-consent") == "yes"
        isTakenElsewhere = CaseFacts.openText(state, "taken-elsewhere") == "yes"
    }

    /// Why a referral was declined, a code of the list `referral-refusal`: that stays when the content was sealed away.
    static func refusal(_ referral: String, _ node: Node, _ connection: any Connection) throws -> String? {
        try RecordRows(connection: connection, organisation: node.organisation.number).state(of: referral).flatMap { CaseFacts.openText($0, "refusal-reason") }
    }

    /// Where the referral stands, in the reader's words.
    func standing(_ row: ReferralRow, _ answers: AnswerText) -> String {
        row.state == .withdrawn && isTakenElsewhere
            ? answers.translator("referrals.taken-elsewhere") : answers.label("referral.status", row.state.rawValue)
    }

    /// The badges of where it stands and of what went beyond consent.
    func write(_ html: inout HTMLWriter, _ row: ReferralRow, _ answers: AnswerText, isStrong: Bool) {
        html.element("span", [.class(isStrong ? "badge strong" : "badge")], text: standing(row, answers))
        guard isBeyondConsent else { return }
        html.text(" ")
        html.element("span", [.class("badge strong")], text: answers.translator("referrals.beyond.mark"))
    }
}

/// Referrals of this organisation that went beyond what people had agreed to: each is reported to the custodians, who look at it.
struct BeyondConsent {
    let node: Node
    let connection: any Connection

    struct Line: Sendable {
        var row: ReferralRow
        var reason: String?
        var secondPerson: String?
        var isSeen: Bool
    }

    /// The latest first. O(referrals).
    func lines(limit: Int) throws -> [Line] {
        let found = try marked()
        var gate = Gate(reader: .keyHolder, node: node, connection: connection)
        let rows = ReferralRows(node, connection)
        return try found.prefix(limit).compactMap { record, state in
            guard let row = try rows.find(record) else { return nil }
            let view = state.isErased ? nil : try gate.view(state, of: record)
            return Line(
                row: row, reason: view?.text("override-reason"), secondPerson: view?.text("override-second-person"),
                isSeen: CaseFacts.openText(state, "beyond-seen") == "yes")
        }
    }

    /// A custodian has looked at one. Nobody looks at their own.
    /// - Returns: false if there is none such for this person.
    static func see(_ referral: String, by account: String, called name: String, _ node: Node) throws -> Bool {
        try node.change(by: account) { transaction in
            let lines = try BeyondConsent(node: node, connection: transaction.connection).lines(limit: .max)
            guard let line = lines.first(where: { $0.row.referral == referral }), line.row.account != account, line.secondPerson != name else { return false }
            try transaction.save(
                RecordChange(record: referral, kind: "referral", answers: ["beyond-seen": Answer(.code("yes"))]), isGuarded: true)
            return true
        }
    }

    private func marked() throws -> [(record: String, state: RecordState)] {
        try connection.all(
            "SELECT record, state FROM record_state WHERE organisation = ? AND kind = 'referral' AND retracted = 0 ORDER BY created DESC, record",
            [.integer(node.organisation.number)]
        ) { (record: $0.text(0), state: try RecordState(canonicalBytes: $0.blob(1))) }.filter {
            CaseFacts.openText($0.state, "beyond-consent") == "yes" && CaseFacts.openText($0.state, "direction") == "outgoing"
        }
    }
}
