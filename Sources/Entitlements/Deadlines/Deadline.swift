/// A day by which a claim must be made, and what is lost after it.
public struct Deadline: Sendable, Hashable {
    /// What must be done.
    public let claim: String
    /// The last day.
    public let day: Day
    /// The same day in the calendar the law counts by, where it is not the Gregorian one.
    public let lawDate: String?
    public let rule: Rule
    /// From when it was counted, and how.
    public private(set) var steps: [Sentence]
    /// Whether a rule of low confidence, or an open fact, makes it uncertain.
    public private(set) var warnings: [Sentence]

    /// Days on which to be reminded: 90, 30 and 7 days before.
    public var alerts: [Day] { [90, 30, 7].map { day.adding(days: -$0) } }

    func adding(step: Sentence) -> Deadline {
        var deadline = self
        deadline.steps.append(step)
        return deadline
    }

    func adding(warning: Sentence) -> Deadline {
        var deadline = self
        if !warnings.contains(warning) { deadline.warnings.append(warning) }
        return deadline
    }

    /// Days left from a day; below 0 when it is over.
    public func daysLeft(from today: Day) -> Int { day.number - today.number }
}
