/// The kinds of money that may be owed.
public enum HeadKind: String, Sendable, Hashable, CaseIterable {
    case unpaidWages = "unpaid-wages"
    case underpayment
    case minimumWageShortfall = "minimum-wage-shortfall"
    case overtime
    case restDay = "rest-day"
    case holiday
    case leave
    case notice
    case endOfService = "end-of-service"
    case terminationBenefit = "termination-benefit"
    case severance
    case longService = "long-service"
    case unfairDismissal = "unfair-dismissal"
    case illegalDeduction = "illegal-deduction"
    case recruitmentFee = "recruitment-fee"
    case ticket
    case latePayment = "late-payment"
    /// Wages during treatment, and compensation for lasting incapacity, after an injury or illness through the work.
    case injury
    /// Compensation to the family after a death through the work.
    case death
}

/// One head of claim: how much, by which rules, reckoned how.
public struct Head: Sendable, Hashable {
    public let kind: HeadKind
    /// To the coin; nil if it is not known, or rests on a rule that is not for computing.
    public var amount: Fraction?
    /// The least that it can be with what is known; equal to the amount if that is known.
    public var low: Fraction?
    /// The most that it can be; nil if nothing bounds it.
    public var high: Fraction?
    /// In the order in which they were used.
    public var rules: [Rule] = []
    /// Facts used, rule, arithmetic, amount.
    public var steps: [Sentence] = []
    public var warnings: [Sentence] = []
    /// Other lawful readings and what they give.
    public var readings: [Reading] = []
    /// What usual roundings give instead, so that a figure somebody else reckoned can be recognised.
    public var roundings: [Reading] = []
    /// The facts that would narrow the span.
    public var narrowedBy: [String] = []
    /// What the contract or another agreement gives for the same thing.
    public var comparisons: [Comparison] = []
    /// Work of a time of which the rule is not for computing, beside the amount, which is that of the times whose rules are certain enough.
    public var apart: Apart?

    /// Whether a rule of low confidence was used; known of what is only tried, too.
    private(set) var usesLow = false

    /// Set for what is only tried, of which nothing but the amount is asked: its chain is not kept.
    private let isTrial: Bool

    public init(_ kind: HeadKind) { self.init(kind, isTrial: false) }

    init(_ kind: HeadKind, isTrial: Bool) {
        self.kind = kind
        self.isTrial = isTrial
    }

    /// What rests on rules of low confidence: shown, and in no total.
    public struct Apart: Sendable, Hashable {
        public let low: Fraction
        public let high: Fraction
        public let rules: [Rule]
        public let steps: [Sentence]
    }

    /// Another way to read the law or to round.
    public struct Reading: Sendable, Hashable {
        public let amount: Fraction
        public let basis: Sentence
    }

    /// What another basis than the statute gives.
    public struct Comparison: Sendable, Hashable {
        /// Such as `contract`.
        public let basis: String
        public let amount: Fraction
        /// Whether it is better for the worker than the statute.
        public let isBetter: Bool
    }

    /// Whether it may enter a total: it has an amount, and no rule of low confidence was used.
    public var isInTotal: Bool { amount != nil && !restsOnLowConfidence }

    /// Whether a rule was used that is not for computing.
    public var restsOnLowConfidence: Bool { rules.contains { $0.confidence == .low } }

    mutating func use(_ rule: Rule) {
        if rule.confidence == .low { usesLow = true }
        if !isTrial, !rules.contains(where: { $0.place == rule.place }) { rules.append(rule) }
    }

    mutating func step(_ phrase: String, _ values: @autoclosure () -> [SentenceValue] = []) {
        if !isTrial { steps.append(Sentence(phrase, values())) }
    }

    mutating func warn(_ phrase: String, _ values: [SentenceValue] = []) {
        guard !isTrial else { return }
        let warning = Sentence(phrase, values)
        if !warnings.contains(warning) { warnings.append(warning) }
    }

    /// Takes over the chain of a part of the work.
    mutating func take(_ part: Head) {
        for rule in part.rules { use(rule) }
        if part.usesLow { usesLow = true }
        steps += part.steps
        for warning in part.warnings where !warnings.contains(warning) { warnings.append(warning) }
    }

    /// Sets an exact amount, rounded to the coin.
    mutating func settle(_ exact: Fraction, _ currency: Currency) {
        let rounded = currency.rounded(exact)
        if rounded != exact { step("rounded", [.money(rounded)]) }
        amount = rounded
        low = rounded
        high = rounded
    }
}
