/// What one worker is owed, as far as facts and rules say.
public struct Claim: Sendable {
    public let facts: EmploymentFacts
    public let currency: Currency
    public var heads: [Head]
    public var problems: [FactProblem]
    public var deadlines: [Deadline]
    /// Kinds of claim of which no limitation is on file.
    public var limitationGaps: [LimitationGap] = []
    /// What the job really paid an hour, after fees and interest; nil without the facts for it.
    public var realWage: RealWage?
    /// What is owed that is no money.
    public var duties: [Duty] = []

    /// The sum of the heads that may enter it.
    public var total: Fraction { heads.filter(\.isInTotal).reduce(0) { $0 + ($1.amount ?? 0) } }

    /// The least and the most that all heads together can be; heads that rest on rules of low confidence do not count, and nil where a head has no upper bound.
    public var totalSpan: (low: Fraction, high: Fraction?) {
        let counted = heads.filter { !$0.restsOnLowConfidence }
        let low = counted.reduce(Fraction(0)) { $0 + ($1.low ?? 0) }
        let high = counted.reduce(Optional(Fraction(0))) { sum, head in sum.flatMap { sum in (head.high ?? (head.low == nil ? 0 : nil)).map { sum + $0 } } }
        return (low, high)
    }
}
