import Dictionary
import Journal

/// Reads what a case calls for out of its records, seen up to `sensitive`.
///
/// A date that is not known to the day counts from its first possible day, so that a reminder comes rather too early.
struct ReminderRules {
    /// After so many days without an action an urgent case is brought up. Our own measure, not a rule of law.
    static let quietDays = 30
    /// Stages in which a claim wants no more steps.
    static let endedStages: Set<String> = ["settled", "paid", "withdrawn", "dismissed", "time-barred"]
    static let closedStatuses: Set<String> = ["closed", "closed-referred"]
    static let urgentPriorities: Set<String> = ["urgent", "life-at-risk"]

    private let caseView: RecordView
    private let records: [RecordView]
    private let agreement: ConsentAgreement

    init(caseView: RecordView, records: [RecordView], agreement: ConsentAgreement) {
        self.caseView = caseView
        self.records = records
        self.agreement = agreement
    }

    /// By day, then by kind. A closed case calls for nothing but its open tasks.
    func reminders() -> [Reminder] {
        var reminders = records.compactMap(Self.task)
        if !Self.closedStatuses.contains(caseView.code("status") ?? "") && !caseView.isErased && !caseView.isRetracted {
            reminders += caseDates() + consent() + claimAlerts() + records.flatMap { claim($0) + action($0) + violation($0) }
            reminders += records.compactMap(NoticeTerm.reminder)
            if let quiet = quiet() { reminders.append(quiet) }
        }
        return reminders.sorted { ($0.day, $0.kind.rawValue, $0.record) < ($1.day, $1.kind.rawValue, $1.record) }
    }

    /// A task that is not done.
    static func task(_ view: RecordView) -> Reminder? {
        guard view.kind == "task", !view.isRetracted, !view.isErased, view.code("done") != "yes" else { return nil }
        let accounts = view.links("assigned-to")
        if let due = view.date("due")?.earliest { return Reminder(kind: .task, day: due, record: view.record, accounts: accounts) }
        guard let recorded = recorded(view) else { return nil }
        return Reminder(kind: .openTask, day: recorded, record: view.record, accounts: accounts)
    }

    private func caseDates() -> [Reminder] {
        [(Reminder.Kind.nextStep, "next-step-date"), (.departure, "departure-date")].compactMap { kind, field in dated(kind, caseView, field) }
    }

    private func consent() -> [Reminder] {
        var reminders: [Reminder] = []
        if agreement.standing == .missing, !records.contains(where: { $0.kind == "consent" }), let recorded = Self.recorded(caseView) {
            let since = caseView.date("intake-date")?.earliest ?? recorded
            reminders.append(Reminder(kind: .noConsent, day: since, record: caseView.record))
        }
        if let ended = agreement.keepingEndedOn { reminders.append(Reminder(kind: .keepingEnded, day: ended, record: caseView.record)) }
        for view in records where view.kind == "consent" && view.code("given") == "yes" && view.answer("withdrawn-on") == nil {
            // One that a newer consent carries on needs no reminder.
            guard let until = view.date("until")?.latest, !isCarriedOn(view, until) else { continue }
            reminders.append(Reminder(kind: .consentExpires, day: until, record: view.record))
        }
        return reminders
    }

    private func isCarriedOn(_ consent: RecordView, _ until: CalendarDay) -> Bool {
        records.contains { other in
            other.kind == "consent" && other.record != consent.record && other.code("given") == "yes" && other.answer("withdrawn-on") == nil
                && other.links("person") == consent.links("person") && Set(consent.codes("scopes")).isSubset(of: other.codes("scopes"))
                && (other.date("until")?.latest.map { $0 > until } ?? true)
        }
    }

    private func claim(_ view: RecordView) -> [Reminder] {
        guard view.kind == "claim" else { return [] }
        guard !Self.endedStages.contains(view.code("stage") ?? "") else {
            // A claim that was dismissed has ended unless it is appealed.
            return Self.isAppealable(view) ? dated(.claimDeadline, view, "deadline").map { [$0] } ?? [] : []
        }
        return [(Reminder.Kind.hearing, "next-hearing"), (.claimDeadline, "deadline"), (.mandateEnds, "mandate-until")].compactMap { kind, field in
            dated(kind, view, field)
        }
    }

    /// Whether its last day is that of an appeal.
    private static func isAppealable(_ view: RecordView) -> Bool {
        ["decided", "dismissed"].contains(view.code("stage") ?? "") && view.answer("decided-on") != nil && view.answer("deadline") != nil
    }

    /// 90, 30 and 7 days before the last day of claims that are not filed yet, or of an appeal; one set for each day, however many heads end on it.
    private func claimAlerts() -> [Reminder] {
        var seen: Set<CalendarDay> = []
        return records.flatMap { view -> [Reminder] in
            guard view.kind == "claim", ClaimWork.isPrepared(view) || Self.isAppealable(view), let last = view.date("deadline")?.earliest, seen.insert(last).inserted else { return [] }
            return [(Reminder.Kind.claimIn90Days, 90), (.claimIn30Days, 30), (.claimIn7Days, 7)].compactMap { kind, days in
                last.adding(days: -days).map { Reminder(kind: kind, day: $0, record: view.record) }
            }
        }
    }

    private func action(_ view: RecordView) -> [Reminder] {
        guard view.kind == "action" else { return [] }
        var reminders: [Reminder] = []
        if view.code("follow-up-done") != "yes", let reminder = dated(.followUp, view, "next-follow-up") { reminders.append(reminder) }
        if ["planned", "in-progress"].contains(view.code("status") ?? "") {
            let field = view.answer("planned-end")?.value == nil ? "date" : "planned-end"
            if let reminder = dated(.plannedAction, view, field) { reminders.append(reminder) }
        }
        return reminders
    }

    /// Papers are kept back and not known to be returned.
    private func violation(_ view: RecordView) -> [Reminder] {
        guard view.kind == "violation", view.code("type") == "document-retention", view.code("documents-returned") != "yes", let recorded = Self.recorded(view)
        else {
            return []
        }
        return [Reminder(kind: .passportHeld, day: view.date("since")?.earliest ?? recorded, record: view.record)]
    }

    private func quiet() -> Reminder? {
        guard Self.urgentPriorities.contains(caseView.code("priority") ?? ""), let recorded = Self.recorded(caseView) else { return nil }
        let done = records.filter { $0.kind == "action" && !["planned", "not-done"].contains($0.code("status") ?? "") }.compactMap { $0.date("date")?.latest }
        let noted = records.filter { $0.kind == "note" }.compactMap(Self.recorded)
        guard let last = (done + noted + [caseView.date("intake-date")?.latest ?? recorded]).max(), let day = last.adding(days: Self.quietDays) else {
            return nil
        }
        return Reminder(kind: .noAction, day: day, record: caseView.record)
    }

    private func dated(_ kind: Reminder.Kind, _ view: RecordView, _ field: String) -> Reminder? {
        view.date(field)?.earliest.map { Reminder(kind: kind, day: $0, record: view.record) }
    }

    private static func recorded(_ view: RecordView) -> CalendarDay? { CalendarDay(daysSinceEpoch: Int(view.created.milliseconds / 86_400_000)) }
}
