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

    /// Whether the person is still looked for.
    static func isRunning(_ view: RecordView, on day: CalendarDay) -> Bool {
        !view.isRetracted && !view.isErased && view.answer("closed-on")?.value == nil && !isExpired(view, on: day)
    }

    /// When somebody has to look at it: some days before its end; a notice that ran out and was not closed stays due from that day.
    static func reminder(_ view: RecordView) -> Reminder? {
        guard view.kind == "notice", !view.isRetracted, !view.isErased, view.answer("closed-on")?.value == nil else { return nil }
        return end(of: view)?.adding(days: -reminderDays).map { Reminder(kind: .noticeEnds, day: $0, record: view.record) }
    }
}
