import Dictionary
import Interchange
import Journal
import Storage

/// How partners have answered referrals, counted from the referral records of this organisation: what was measured, not what somebody thinks of them.
struct PartnerResponses {
    let node: Node
    let connection: any Connection

    struct Response: Sendable, Hashable {
        var sent = 0
        /// Acknowledged, or not by the day on which they should have been.
        var asked = 0
        var acknowledgedInTime = 0
        var accepted = 0
        var resolved = 0
        /// Codes of `referral-refusal`, counted.
        var refusals: [String: Int] = [:]
        var open = 0
        /// Days from sending to the acknowledgement, ascending.
        var waits: [Int] = []

        var measured: MeasuredResponse { MeasuredResponse(asked: asked, acknowledgedInTime: acknowledgedInTime) }
        /// Whole days, the lower of the two in the middle; nil where nothing was acknowledged.
        var medianDays: Int? { waits.isEmpty ? nil : waits.sorted()[(waits.count - 1) / 2] }
    }

    /// One referral as far as it is counted here: no worker is in it.
    struct Line: Sendable {
        var record: String
        var isOutgoing: Bool
        /// The partner's record in the directory; for one that is not in it ``nameMark`` and its name.
        var partner: String
        var status: String
        var needs: [String]
        var caseRecord: String?
        var response: Response
    }

    /// By record of the partner in the directory, of what this organisation sent. O(referrals).
    func all() throws -> [String: Response] {
        var responses: [String: Response] = [:]
        for line in try lines() where line.isOutgoing { responses[line.partner, default: Response()].add(line.response) }
        return responses
    }

    /// What came in, as this organisation has answered it.
    func own() throws -> Response {
        var response = Response()
        for line in try lines() where !line.isOutgoing { response.add(line.response) }
        return response
    }

    func lines() throws -> [Line] {
        var gate = Gate(reader: Reader(account: Reader.keyHolder.account, clearance: .sensitive), node: node, connection: connection)
        let rows = try connection.all(
            "SELECT record, state FROM record_state WHERE organisation = ? AND kind = 'referral' AND retracted = 0 ORDER BY created, record",
            [.integer(node.organisation.number)]
        ) { ($0.text(0), try RecordState(canonicalBytes: $0.blob(1))) }
        guard let today = CalendarDay(daysSinceEpoch: Int(node.now() / 86_400_000)) else { return [] }
        let named = rows.isEmpty ? [:] : try recordsByName()
        return try rows.compactMap { record, state in
            guard !state.isErased, let direction = CaseFacts.openText(state, "direction"), let status = CaseFacts.openText(state, "status"), status != "draft"
            else { return nil }
            let isOutgoing = direction == "outgoing"
            let view = try gate.view(state, of: record)
            guard let partner = try partner(view, isOutgoing: isOutgoing, named: named) else { return nil }
            return Line(
                record: record, isOutgoing: isOutgoing, partner: partner, status: status, needs: view.codes("needs"),
                caseRecord: CaseFacts.openText(state, "case"), response: Response(view, status: status, today: today))
        }
    }

    /// What stands before the name of a partner that is not in the directory.
    static let nameMark = "name:"

    /// The partner's record: the one that is linked, or else the one with the name that the referral gives.
    private func partner(_ view: RecordView, isOutgoing: Bool, named: [String: String]) throws -> String? {
        if let linked = view.links(isOutgoing ? "to-organisation" : "from-organisation").first { return linked }
        return view.text(isOutgoing ? "to-name" : "from-name").map { named[$0] ?? Self.nameMark + $0 }
    }

    private func recordsByName() throws -> [String: String] {
        var reading = DirectoryReading(node, reader: Reader(account: Reader.keyHolder.account, clearance: .open), connection)
        var named: [String: String] = [:]
        for entry in try reading.entries("organisation") {
            for name in entry.view.answer("names")?.value?.elements ?? [] { named[name.displayText] = entry.record }
        }
        return named
    }
}

extension PartnerResponses.Response {
    static let accepted: Set<String> = ["accepted", "in-progress", "resolved", "returned"]
    static let finished: Set<String> = ["declined", "expired", "resolved", "returned", "withdrawn", "closed"]

    /// One referral.
    init(_ view: RecordView, status: String, today: CalendarDay) {
        sent = 1
        let deadline = view.date("acknowledge-by")?.latest
        // Who accepts or declines at once has acknowledged with it.
        let acknowledged = (view.date("acknowledged-on") ?? view.date("decided-on"))?.earliest
        let isOver = status == "expired" || deadline.map { $0 < today } ?? false
        // A referral that was taken back in time was not left unanswered.
        if acknowledged != nil || isOver && status != "withdrawn" {
            asked = 1
            if let acknowledged, deadline.map({ acknowledged <= $0 }) ?? true { acknowledgedInTime = 1 }
        }
        // A closed referral no longer says how it went; what was decided and what came out of it do.
        let isRefused = status == "declined" || view.code("refusal-reason") != nil
        if Self.accepted.contains(status) || status == "closed" && !isRefused && view.date("decided-on") != nil { accepted = 1 }
        if status == "resolved" || view.code("outcome") != nil && !isRefused { resolved = 1 }
        if !Self.finished.contains(status) { open = 1 }
        if isRefused { refusals[view.code("refusal-reason") ?? "other"] = 1 }
        if let sentOn = view.date("sent-on")?.earliest, let acknowledged { waits = [max(0, acknowledged.daysSinceEpoch - sentOn.daysSinceEpoch)] }
    }

    mutating func add(_ other: PartnerResponses.Response) {
        sent += other.sent
        asked += other.asked
        acknowledgedInTime += other.acknowledgedInTime
        accepted += other.accepted
        resolved += other.resolved
        open += other.open
        refusals.merge(other.refusals, uniquingKeysWith: +)
        waits += other.waits
    }
}
