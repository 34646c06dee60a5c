/// Heads that depend on whether the contract was open-ended or had an agreed end.
extension ClaimCalculation {
    /// A head by each kind of contract where it is not known which it was and the law makes a difference.
    ///
    /// Of whom no term is told the contract is taken as open-ended, as published calculations do; what the other kind gives stands beside it as a reading with its article, and the
    /// kind of contract is named as what is to be found out. Where it is not known either how the employment ended, the head is a span that holds both.
    /// - Parameter topics: those of the rules by which the head is reckoned.
    func byContract(_ topics: [String], _ kind: HeadKind, _ employment: Employment, _ compute: (ClaimCalculation, Employment) -> Head?) -> Head? {
        guard employment.facts.contract == nil, employment.ending != .expiry, depends(topics, employment) else { return compute(self, employment) }
        var (open, fixed) = (employment, employment)
        (open.contract, fixed.contract) = (.indefinite, .fixedTerm)
        var plain = self
        plain.findsReadings = false
        let (first, second) = (compute(self, open), compute(plain, fixed))
        guard first != nil || second != nil else { return nil }
        if let first, let second, (first.amount, first.low, first.high) == (second.amount, second.low, second.high) { return first }
        let rules = (second?.rules ?? []) + topics.flatMap { law.rules($0, on: employment.lawDay, for: fixed.circumstances) }
        let rule = rules.first { $0.conditions.contract == .fixedTerm || $0.topic == "unfair-dismissal-remaining-term" }
        guard var head = first, head.amount != nil, employment.facts.ending != nil else { return either(first, second, kind, rule) }
        head.warn("contract.unknown")
        head.narrowedBy.append("contract")
        guard findsReadings else { return head }
        // A kind of contract that gives nothing has no head.
        let others = second.map { [$0.amount ?? $0.low, $0.amount ?? $0.high].compactMap(\.self) } ?? [0]
        var seen: Set<Fraction> = []
        for other in others where other != head.amount && seen.insert(other).inserted {
            let basis = rule.map { Sentence("reading.fixed-term-rule", [.article($0.article)]) } ?? Sentence("reading.fixed-term")
            head.readings.append(Head.Reading(amount: other, basis: basis))
        }
        return head
    }

    private func depends(_ topics: [String], _ employment: Employment) -> Bool {
        topics.contains { topic in
            law.rules(topic, on: employment.lawDay).contains { rule in
                // The wages of the remaining term are those of a contract that has one.
                (rule.conditions.contract != nil || topic == "unfair-dismissal-remaining-term")
                    && (rule.conditions.endings.isEmpty || employment.ending.map(rule.conditions.endings.contains) ?? true)
            }
        }
    }

    /// From the least of both to the most.
    private func either(_ open: Head?, _ fixed: Head?, _ kind: HeadKind, _ rule: Rule?) -> Head {
        var head = Head(kind, isTrial: isTrial)
        head.low = min(open.map { $0.low ?? 0 } ?? 0, fixed.map { $0.low ?? 0 } ?? 0)
        let highs = [open, fixed].map { $0.map(\.high) ?? 0 }
        head.high = highs.contains(nil) ? nil : highs.compactMap(\.self).max()
        head.step("contract.open-ended")
        if let open { head.take(open) } else { head.step("contract.nothing") }
        head.step("contract.fixed-term")
        if let fixed { head.take(fixed) } else { head.step("contract.nothing") }
        if let rule { head.use(rule) }
        head.narrowedBy = (open?.narrowedBy ?? []) + (fixed?.narrowedBy ?? []).filter { open?.narrowedBy.contains($0) != true }
        if !head.narrowedBy.contains("contract") { head.narrowedBy.append("contract") }
        head.warn("contract.not-known")
        return head
    }
}
