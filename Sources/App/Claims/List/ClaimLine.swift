import Dictionary
import Journal
import Storage

/// What lists and results need of one claim. It is held in memory only: amounts and days are sensitive.
struct ClaimLine: Sendable, Hashable {
    var record: String
    var caseRecord: String
    var head: String?
    var stage: String
    var forum: String?
    /// Where it is claimed, ISO 3166-1 alpha-2.
    var country: String?
    /// The ends of the corridor are those of the case: what was suffered abroad may be claimed at home.
    var origin: String?
    var destination: String?
    var respondents: [String]
    var deadline: CalendarDay?
    var hearing: CalendarDay?
    var filed: CalendarDay?
    var decided: CalendarDay?
    /// The day of the last payment.
    var paid: CalendarDay?
    var amount: CoinSpan?
    var awarded: Coins?
    /// By currency.
    var received: [Coins] = []
    /// Law and article, or whatever else it rests on.
    var basis: String?
    /// A code of the list `claim-decision`.
    var decision: String?
    /// What others can learn from how it went.
    var note: String?

    var isOpen: Bool { !ReminderRules.endedStages.contains(stage) }

    /// The next day on which something must be done; nil if none is known.
    var next: CalendarDay? {
        guard let deadline, let hearing else { return deadline ?? hearing }
        return min(deadline, hearing)
    }

    /// Reads a claim; nil for one that is not there, or in no case.
    static func read(_ record: String, _ node: Node, _ connection: any Connection) throws -> ClaimLine? {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        guard let state = try rows.state(of: record), state.kind == "claim", !state.isRetracted, !state.isErased else { return nil }
        return try read(record, state, node, rows, connection)
    }

    static func read(_ record: String, _ state: RecordState, _ node: Node, _ rows: RecordRows, _ connection: any Connection) throws -> ClaimLine? {
        guard let caseRecord = CaseFacts.openText(state, "case"), let caseState = try rows.state(of: caseRecord) else { return nil }
        // Sums and days are opened for the list in memory; who may see a line is asked of its case each time.
        var gate = Gate(reader: Reader(account: Reader.keyHolder.account, clearance: .sensitive), node: node, connection: connection)
        let view = try gate.view(state, of: record)
        guard !view.claimsNothing else { return nil }
        let sums = HeadSums(view)
        let payments = (view.answer("received-on")?.value?.elements ?? []).compactMap { if case .date(let date) = $0 { date.latest } else { nil } }
        return ClaimLine(
            record: record, caseRecord: caseRecord, head: view.code("head"), stage: view.code("stage") ?? "considered", forum: view.code("forum"),
            country: view.code("country") ?? CaseFacts.openText(caseState, "destination-country"), origin: CaseFacts.openText(caseState, "origin-country"),
            destination: CaseFacts.openText(caseState, "destination-country"),
            respondents: view.links("respondent"), deadline: view.date("deadline")?.earliest, hearing: view.date("next-hearing")?.earliest,
            filed: view.date("filed-on")?.earliest, decided: view.date("decided-on")?.earliest, paid: payments.max(), amount: sums.claimed,
            awarded: sums.single("awarded"), received: HeadSums.total(sums.list("received")), basis: view.answer("basis")?.value?.displayText, decision: view.code("decision"),
            note: view.answer("precedent")?.value?.displayText)
    }
}
