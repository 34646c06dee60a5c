/// A term of employment that a law, a contract and an agreement between states can each set, in one unit.
public enum AgreedTerm: String, Sendable, Hashable, CaseIterable {
    /// Money a month.
    case wage
    /// Hours a week.
    case hours
    /// Percent of the normal pay for an hour.
    case overtime
    /// Days a year.
    case leave
    /// Days; a month is 30 and a week 7 of them.
    case notice
    /// Days of basic wage for each year.
    case award

    /// Of hours the fewer are better for the worker, of everything else the more.
    public var lessIsBetter: Bool { self == .hours }
}

/// One term as the statute has it, beside what papers give: which is best, and which give less than the law.
public struct TermComparison: Sendable, Hashable {
    public let term: AgreedTerm
    /// What the law gives at the least (of hours, at the most); nil where no rule is on file.
    public let statute: Fraction?
    public let rule: Rule?
    /// What each paper gives, in the order in which they were handed over; nil where it is silent.
    public let papers: [Fraction?]

    /// Whether a paper gives less than the law, which the law does not allow.
    public func breaches(_ index: Int) -> Bool {
        guard let statute, papers.indices.contains(index), let value = papers[index] else { return false }
        return isBetter(statute, than: value)
    }

    /// Whether a paper gives the most of all, the law included; what is only as good as the law is not better.
    public func isBest(_ index: Int) -> Bool {
        guard papers.indices.contains(index), let value = papers[index] else { return false }
        return !([statute].compactMap { $0 }.contains { !isBetter(value, than: $0) } || papers.compactMap { $0 }.contains { isBetter($0, than: value) })
    }

    /// Whether the law gives at least as much as every paper.
    public var isStatuteBest: Bool {
        guard let statute else { return false }
        return !papers.compactMap { $0 }.contains { isBetter($0, than: statute) }
    }

    private func isBetter(_ left: Fraction, than right: Fraction) -> Bool { term.lessIsBetter ? left < right : left > right }
}

extension ClaimCalculation {
    /// Each term of which the law or a paper says something, by the law of a day and after so long a service.
    /// - Parameter papers: what each paper gives by term.
    public func compareTerms(for facts: EmploymentFacts, papers: [[AgreedTerm: Fraction]]) -> [TermComparison] {
        let cases = EmploymentCases(facts, law: law, today: today)
        guard let employment = cases.employments.first else { return [] }
        return AgreedTerm.allCases.compactMap { term in
            let (value, rule) = statute(term, employment)
            let given = papers.map { $0[term] }
            guard rule != nil || given.contains(where: { $0 != nil }) else { return nil }
            return TermComparison(term: term, statute: value, rule: rule, papers: given)
        }
    }

    /// What the law gives, in the unit of the term. Rules of low confidence are shown without a number: nothing is called a breach of them.
    private func statute(_ term: AgreedTerm, _ employment: Employment) -> (Fraction?, Rule?) {
        var circumstances = employment.circumstances
        let topic: String
        switch term {
        case .wage: topic = "minimum-wage"
        case .hours: topic = "hours-week"
        case .overtime: topic = "overtime-premium"
        case .leave: topic = "annual-leave"
        case .notice:
            topic = "notice"
            circumstances.party = .employer
        case .award:
            topic = "end-of-service-rate"
        // The rate of the years at the end.
        }
        guard let rule = law.rule(topic, on: employment.lawDay, for: circumstances) else { return (nil, nil) }
        guard rule.confidence > .low, let number = rule.number else { return (nil, rule) }
        return (inUnit(number, rule, term, employment), rule)
    }

    private func inUnit(_ number: Fraction, _ rule: Rule, _ term: AgreedTerm, _ employment: Employment) -> Fraction? {
        switch (term, rule.unit) {
        case (.wage, "money a month"), (.hours, _), (.leave, "days a year"), (.notice, "days"), (.award, "days of wage a year"): number
        case (.wage, "money a day"): number * workingDaysPerMonth(employment)
        case (.overtime, "percent"): 100 + number
        case (.overtime, "times"): number * 100
        case (.leave, "weeks a year"), (.notice, "weeks"), (.award, "weeks of wage a year"): number * 7
        case (.leave, "days a month"): number * 12
        case (.notice, "months"), (.award, "months of wage a year"): number * 30
        default: nil
        }
    }
}
