/// What the employer owes that is no sum of money: a passport given back, a body brought home.
public struct Duty: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case passport
        case repatriationOfRemains = "repatriation-of-remains"
    }

    public let kind: Kind
    /// Nil where nothing is on file: ask a lawyer.
    public let rule: Rule?
    public let sentence: Sentence
}

extension ClaimCalculation {
    /// The duties for which the facts give a reason, each with its rule where one that is certain enough is on file.
    func duties(for facts: EmploymentFacts) -> [Duty] {
        let day = facts.end?.latest ?? facts.asOf ?? today
        var duties: [Duty] = []
        if facts.passportKept == true { duties.append(duty(.passport, on: day) { $0.value.description == "prohibited" }) }
        if facts.ending == .death || facts.injury?.outcome == .death {
            duties.append(duty(.repatriationOfRemains, on: day) { $0.value.description == "employer pays" })
        }
        return duties
    }

    private func duty(_ kind: Duty.Kind, on day: Day, where isClear: (Rule) -> Bool) -> Duty {
        guard let rule = law.rules(kind.rawValue, on: day).first(where: { $0.confidence > .low && isClear($0) }) else {
            return Duty(kind: kind, rule: nil, sentence: Sentence("duty.\(kind.rawValue).unknown"))
        }
        return Duty(kind: kind, rule: rule, sentence: Sentence("duty.\(kind.rawValue)", [.statute(rule), .article(rule.article)]))
    }
}
