import Dictionary
import Interchange
import Journal
import Referral
import Storage

/// How partners have answered referrals, counted from the referral records of this organisation: what was measured, not what somebody thinks of them.
struct PartnerResponses {
    let node: Node
    let connection: any Connection

    struct Response: Sendable, Hashable {
        var sent = 0
        /// Acknowledged, or not by the time at which they should have been.
        var asked = 0
        var acknowledgedInTime = 0
        var accepted = 0
        var resolved = 0
        /// Codes of `referral-refusal`, counted.
        var refusals: [String: Int] = [:]
        var open = 0
        /// Minutes from sending to the acknowledgement.
        var waits: [Int] = []

        var measured: MeasuredResponse { MeasuredResponse(asked: asked, acknowledgedInTime: acknowledgedInTime) }
        /// Minutes, the lower of the two in the middle; nil where nothing was acknowledged.
        var medianMinutes: Int? { waits.isEmpty ? nil : waits.sorted()[(waits.count - 1) / 2] }
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

    /// By record of the partner in the directory, of what this organisation sent: of several entries of one organisation the one that counts. O(referrals).
    func all() throws -> [String: Response] {
        let entries = PartnerEntries(node: node, connection: connection)
        var (responses, standing): ([String: Response], [String: String]) = ([:], [:])
        for line in try lines() where line.isOutgoing {
            let record = try standing[line.partner] ?? (line.partner.hasPrefix(Self.nameMark) ? line.partner : entries.standing(for: line.partner))
            standing[line.partner] = record
            responses[record, default: Response()].add(line.response)
        }
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
        guard !rows.isEmpty, let today = node.today else { return [] }
        // What was sealed away after a refusal or a withdrawal still counts: its open facts say how it was answered, and no more.
        let (named, times) = (try recordsByName(), try times())
        return try rows.compactMap { record, state in
            guard let direction = CaseFacts.openText(state, "direction"), let status = CaseFacts.openText(state, "status"), status != "draft"
            else { return nil }
            let isOutgoing = direction == "outgoing"
            let view = try gate.view(state, of: record)
            guard let partner = try partner(view, isOutgoing: isOutgoing, named: named) else { return nil }
            return Line(
                record: record, isOutgoing: isOutgoing, partner: partner, status: status, needs: view.codes("needs"),
                caseRecord: CaseFacts.openText(state, "case"),
                response: Response(view, status: status, times[record] ?? Times(view, today: today)))
        }
    }

    /// When a referral was sent, by when it was to be acknowledged, and when it was: to the millisecond where it went through this program, to the day where it was
    /// written down afterwards.
    struct Times: Sendable {
        var isOverdue = false
        /// Nil if it was not acknowledged, or nobody knows when.
        var isInTime: Bool?
        /// Minutes until it was acknowledged.
        var wait: Int?
        /// Whether the receiver had taken it on, whatever happened afterwards; in a call to several, whether it got the sender's word.
        var isTaken = false
        /// Whether it never reached the receiver, who then had nothing to answer.
        var isUnreached = false
    }

    /// Of referrals that went through this program, by record. Whoever accepts or declines at once has acknowledged with it. The receiver's clock tells when, but never
    /// later than it was heard: a line that was down is not the receiver's delay, and a wrong clock is not its merit.
    private func times() throws -> [String: Times] {
        let now = node.now()
        let unreached = try Outbox.unreached(node: node, connection)
        let rows = try connection.all(
            """
            SELECT referral, offered, patience, partner, conversation, (SELECT count(*) FROM referral_step t WHERE t.referral = referral.referral
            AND t.overtaken = 0 AND t.event = CASE WHEN referral.kind = 'urgent-call' THEN 'award' ELSE 'accept' END), (SELECT min(CASE WHEN s.at < s.heard THEN s.at ELSE s.heard END) FROM referral_step s
            WHERE s.referral = referral.referral AND s.side = 'receiver' AND s.event IN ('acknowledge', 'accept', 'decline')),
            (SELECT h.held_back FROM referral_step h WHERE h.referral = referral.referral AND h.number = 1) FROM referral WHERE organisation = ?
            """, [.integer(node.organisation.number)]
        ) { row in
            (
                record: row.text(0), offered: UInt64(max(0, row.integer(1))), patience: UInt64(max(0, row.integer(2))),
                isUnreached: unreached[row.text(3)]?.contains(row.text(4)) == true || (!row.isNull(7) && row.integer(7) == 1), isTaken: row.integer(5) > 0,
                answered: row.isNull(6) ? nil : UInt64(max(0, row.integer(6)))
            )
        }
        return Dictionary(
            rows.map { row in
                let deadline = ReferralClock(offered: row.offered, acknowledgeWithin: row.patience).acknowledgeBy
                let answered = row.answered.map { max($0, row.offered) }
                let wait = answered.map { Int(($0 - row.offered) / 60_000) }
                return (
                    row.record,
                    Times(
                        isOverdue: deadline < now, isInTime: answered.map { $0 <= deadline }, wait: wait, isTaken: row.isTaken,
                        isUnreached: row.isUnreached && answered == nil)
                )
            }, uniquingKeysWith: { first, _ in first })
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
    init(_ view: RecordView, status: String, _ times: PartnerResponses.Times) {
        sent = 1
        // A referral that was taken back in time was not left unanswered.
        if times.isInTime != nil || !times.isUnreached && (status == "expired" || times.isOverdue) && status != "withdrawn" {
            asked = 1
            if times.isInTime == true { acknowledgedInTime = 1 }
        }
        waits = times.wait.map { [$0] } ?? []
        // A closed referral no longer says how it went; what was decided and what came out of it do.
        let isRefused = status == "declined" || view.code("refusal-reason") != nil
        if Self.accepted.contains(status) || times.isTaken && !isRefused || status == "closed" && !isRefused && view.date("decided-on") != nil { accepted = 1 }
        if status == "resolved" || view.code("outcome") != nil && !isRefused { resolved = 1 }
        if !Self.finished.contains(status) { open = 1 }
        if isRefused { refusals[view.code("refusal-reason") ?? "other"] = 1 }
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

extension PartnerResponses.Times {
    /// Of a referral that was only written down, from its days.
    init(_ view: RecordView, today: CalendarDay) {
        let deadline = view.date("acknowledge-by")?.latest
        isOverdue = deadline.map { $0 < today } ?? false
        guard let acknowledged = (view.date("acknowledged-on") ?? view.date("decided-on"))?.earliest else { return }
        isInTime = deadline.map { acknowledged <= $0 } ?? true
        wait = view.date("sent-on")?.earliest.map { max(0, acknowledged.daysSinceEpoch - $0.daysSinceEpoch) * 1_440 }
    }
}
