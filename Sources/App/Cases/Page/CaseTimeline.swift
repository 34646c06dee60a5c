import Dictionary
import Journal

/// Something that happened on the way of a case, with its date as precise as it is known.
struct TimelineEvent: Sendable {
    /// The line of the picture that it is drawn on; its text is `case.timeline.LANE`.
    enum Lane: String, Sendable, CaseIterable {
        case violation, action, consent, hearing, status
    }

    /// What is said of it.
    enum Text: Sendable {
        /// A term of a list.
        case term(vocabulary: String, code: String)
        /// A text of the catalogue.
        case key(String)
    }

    var lane: Lane
    /// When it was or began.
    var date: PartialDate
    /// When it ended, of what lasted.
    var until: PartialDate?
    var text: Text
    /// What was decided or reached by it.
    var result: ReferralStep.Decision?
    /// Words that somebody gave for it, or who else took part in it.
    var remark: String?
    /// What was said with it, beside the remark.
    var words: String?
    /// The account that did it, where the journal says so.
    var author: String?
    /// Known to the hour and minute; milliseconds since 1970.
    var moment: UInt64?
}

/// Lines up what the records of a case say of when.
struct CaseTimeline {
    let clock: LocalClock

    struct StatusChange: Sendable {
        var status: String
        var milliseconds: UInt64
        var author: String
        var ground: String?
    }

    /// By date, the earliest first.
    func events(_ sheet: CaseSheet, statusChanges: [StatusChange]) -> [TimelineEvent] {
        var events = sheet.violations.compactMap(violation) + sheet.actions.compactMap(action) + sheet.consents.flatMap(consent) + Self.claims(sheet.claims)
        if let intake = sheet.view.date("intake-date") { events.append(.init(lane: .status, date: intake, text: .key("case.timeline.intake"))) }
        events += statusChanges.compactMap(status) + sheet.referrals.flatMap(\.events)
        return events.sorted { ($0.date, $0.moment ?? 0) < ($1.date, $1.moment ?? 0) }
    }

    private func violation(_ view: RecordView) -> TimelineEvent? {
        guard let since = view.date("since"), let type = view.code("type") else { return nil }
        return .init(lane: .violation, date: since, until: view.date("until"), text: .term(vocabulary: "violation-type", code: type))
    }

    private func action(_ view: RecordView) -> TimelineEvent? {
        guard let date = view.date("date"), let type = view.code("type") else { return nil }
        return .init(
            lane: type == "hearing" ? .hearing : .action, date: date, until: view.date("actual-end"), text: .term(vocabulary: "action-type", code: type))
    }

    private func consent(_ view: RecordView) -> [TimelineEvent] {
        var events: [TimelineEvent] = []
        if let date = view.date("given-on") {
            let key = view.code("given") == "yes" ? "case.timeline.consent-given" : "case.timeline.consent-refused"
            events.append(.init(lane: .consent, date: date, text: .key(key), remark: view.text("words")))
        }
        if let date = view.date("withdrawn-on") {
            events.append(.init(lane: .consent, date: date, text: .key("case.timeline.consent-withdrawn"), remark: view.text("withdrawal-words")))
        }
        return events
    }

    /// The days of claims by date, each once: several heads that go the same way together are one event.
    static func claims(_ views: [RecordView], hearings actions: [RecordView] = []) -> [TimelineEvent] {
        let fields = [
            ("filed-on", "filed"), ("next-hearing", "hearing"), ("decided-on", "decided"), ("deadline", "deadline"), ("offer-on", "offer"),
            ("received-on", "received"),
        ]
        return fields.flatMap { field, key -> [TimelineEvent] in
            // A claim names its latest filing and its next hearing; those before are among what was done.
            let type = ["hearing": "hearing", "filed": "complaint"][key]
            let earlier = type.map { type in actions.filter { $0.code("type") == type && $0.code("status") != "not-done" }.compactMap { $0.date("date") } } ?? []
            let dates = earlier + views.flatMap { ($0.answer(field)?.value?.elements ?? []).compactMap { if case .date(let date) = $0 { date } else { nil } } }
            return Set(dates).map { .init(lane: .hearing, date: $0, text: .key("case.timeline.claim-\(key)")) }
        }.sorted { $0.date < $1.date }
    }

    private func status(_ change: StatusChange) -> TimelineEvent? {
        guard let day = clock.day(of: change.milliseconds) else { return nil }
        return .init(
            lane: .status, date: PartialDate(day), text: .term(vocabulary: "case-status", code: change.status), remark: change.ground, author: change.author,
            moment: change.milliseconds)
    }
}
