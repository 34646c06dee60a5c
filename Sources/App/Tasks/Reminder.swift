import Dictionary

/// Something that a record calls for. Reminders are computed from what is recorded and kept nowhere else: when the record changes, they are gone or others.
struct Reminder: Sendable, Hashable {
    /// The text of a kind is `tasks.reminder.KIND`.
    enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A task that somebody wrote down.
        case task
        case hearing
        case claimDeadline = "claim-deadline"
        /// The last day of a claim that was not filed yet is near.
        case claimIn90Days = "claim-in-90-days"
        case claimIn30Days = "claim-in-30-days"
        case claimIn7Days = "claim-in-7-days"
        case mandateEnds = "mandate-ends"
        case followUp = "follow-up"
        case plannedAction = "planned-action"
        case nextStep = "next-step"
        case departure
        case consentExpires = "consent-expires"
        /// Nothing was done for thirty days although the case is urgent.
        case noAction = "no-action"
        case noConsent = "no-consent"
        case keepingEnded = "keeping-ended"
        /// The workers do not agree any more to what went to another organisation.
        case referralEnded = "referral-ended"
        case passportHeld = "passport-held"
        /// The search for a missing worker ends unless it is renewed.
        case noticeEnds = "notice-ends"
        /// A task without a day.
        case openTask = "open-task"

        /// Whether it stands until something changes, counted from a day in the past, instead of being due on a day.
        var isStanding: Bool {
            switch self {
            case .noConsent, .keepingEnded, .referralEnded, .passportHeld, .openTask: true
            default: false
            }
        }
    }

    var kind: Kind
    /// The day on which it is due; of a standing one the day since when it stands.
    var day: CalendarDay
    /// The record that calls for it.
    var record: String
    /// Whose it is where the record says so (tasks); nil for whoever works on the case.
    var accounts: [String]?
}

/// What a case, or a task outside a case, calls for, and who works on it.
struct DueSubject: Sendable, Hashable {
    /// The case, or the task if it belongs to none.
    var record: String
    var isCase: Bool
    /// Shown only to those who are assigned.
    var isConfidential: Bool
    /// Who works on the case.
    var accounts: [String]
    var reminders: [Reminder]
    /// The first day to come on which it calls for other things although nothing is changed, such as the day after a consent's last; nil for none.
    var again: CalendarDay?
}
