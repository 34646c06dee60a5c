/// An injury or illness through the work, or a death through it.
public struct Injury: Sendable, Hashable {
    /// How it ended.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        case recovered
        /// A lasting loss of part of the power to earn.
        case partial = "partial-incapacity"
        /// A lasting loss of the whole power to earn.
        case total = "total-incapacity"
        case death
    }

    /// Of the accident, or on which the illness was found; the law of this day is asked.
    public var day: Day?
    public var outcome: Outcome?
    /// Of a partial incapacity, in percent of the whole, as doctors assessed it.
    public var percent: Fraction?
    /// From the first day of treatment to the last, with what was paid in that time.
    public var treatment: UnpaidPeriod?

    public init() {}
}
