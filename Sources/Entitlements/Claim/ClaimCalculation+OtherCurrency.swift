/// Wages that were agreed in another currency than the law's, such as dollars in Lebanon.
extension ClaimCalculation {
    /// The claim in the currency of the facts: what the law gives as a share of the wage is the same in any currency. Sums that the law sets in its own are
    /// left out, since nothing is converted, and a head that such a sum could raise or lower is a span.
    func claim(for facts: EmploymentFacts, in currency: Currency, problems: [FactProblem]) -> Claim {
        let left = law.rules.filter { Topic.money.contains($0.unit) }
        let book = LawBook(country: law.country, category: law.category, currency: currency, rules: law.rules.filter { !Topic.money.contains($0.unit) }, notFound: law.notFound)
        var calculation = ClaimCalculation(law: book, today: today, hijri: hijri)
        calculation.findsReadings = findsReadings
        let sentence = Sentence("problem.other-currency", [.text(currency.code), .text(law.currency.code)])
        var claim = calculation.claim(for: facts, problems: problems + [FactProblem(field: "currency", sentence: sentence, isFatal: false)])
        claim.heads = claim.heads.map { head in
            guard let rule = left.first(where: { ClaimCalculation.concerns($0.topic, head.kind) }) else { return head }
            var head = head
            head.amount = nil
            head.low = 0
            head.narrowedBy.append("currency")
            head.warn("currency.sum-left-out", [.rule(rule), .text(law.currency.code)])
            return head
        }
        return claim
    }

    /// Whether a sum of this topic, such as a cap, takes part in a head.
    private static func concerns(_ topic: String, _ kind: HeadKind) -> Bool {
        let family = kind == .minimumWageShortfall ? "minimum-wage" : kind == .latePayment ? "late-wage" : kind.rawValue
        return topic == family || topic.utf8.starts(with: (family + "-").utf8)
    }
}
