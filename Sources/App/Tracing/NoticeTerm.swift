import Dictionary
import Journal

/// How long a notice runs. Every notice ends unless it is renewed, so that nobody is looked for whom nobody is looking for any more.
enum NoticeTerm {
    /// A notice without a date of its own ends so many days after it was reported. Our own measure, not a rule of law.
    static let days = 180
    /// So many days before the end it is brought up.
    static let reminderDays = 14

    /// The last day on which it runs.
    static func end(of view: RecordView) -> CalendarDay? {
        if let end = view.date("expires-on")?.latest { return end }
        let reported = view.date("reported-on")?.earliest ?? CalendarDay(daysSinceEpoch: Int(view.created.milliseconds / 86_400_000))
        return reported?.adding(days: days)
    }

    static func isExpired(_ view: RecordView, on day: CalendarDay) -> Bool { end(of: view).map { $0 < day } ?? false }

    /// Whether the person is still looked for. Who was found, or whose family was told, is offered to nobody any more: neither in public nor as somebody whom a trace may be about.
    static func isSought(_ view: RecordView, on day: CalendarDay) -> Bool {
        isRunning(view, on: day) && ["found-on", "family-told-on"].allSatisfy { view.answer($0)?.value == nil }
    }

    /// Whether there is still something to do: also after the person was found, until the notice is closed.
    static func isRunning(_ view: RecordView, on day: CalendarDay) -> Bool {
        !view.isRetracted && !view.isErased && view.answer("closed-on")?.value == nil && !isExpired(view, on: day)
    }

    /// Where it stands, for whoever looks at a list.
    enum Stage: String, Sendable, Hashable, CaseIterable {
        case sought, expired, found
        /// The found person has said what may be told.
        case asked
        /// They want nothing told.
        case silent
        /// The family was told.
        case told
        /// Closed after the family was told where and how they are, which the found person wanted.
        case reunited
        /// Closed without.
        case closed
    }

    static func stage(of view: RecordView, on day: CalendarDay) -> Stage {
        func isAnswered(_ field: String) -> Bool { view.answer(field)?.value != nil }
        if isAnswered("closed-on") { return isAnswered("family-told-on") && view.code("found-agrees") == "everything" ? .reunited : .closed }
        if isAnswered("family-told-on") { return .told }
        if view.code("found-agrees") == "nothing" { return .silent }
        if isAnswered("found-wishes") { return .asked }
        if isAnswered("found-on") { return .found }
        return isExpired(view, on: day) ? .expired : .sought
    }

    /// When somebody has to look at it: some days before its end; a notice that ran out and was not closed stays due from that day.
    static func reminder(_ view: RecordView) -> Reminder? {
        guard view.kind == "notice", !view.isRetracted, !view.isErased, view.answer("closed-on")?.value == nil else { return nil }
        return end(of: view)?.adding(days: -reminderDays).map { Reminder(kind: .noticeEnds, day: $0, record: view.record) }
    }
}
