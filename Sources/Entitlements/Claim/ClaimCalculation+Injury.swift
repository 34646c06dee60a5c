/// Injury, illness and death through the work.
extension ClaimCalculation {
    /// Wages during treatment, and compensation for lasting incapacity.
    func injury(_ employment: Employment) -> Head? { openInsurance("injury", employment, reckonedInjury(employment)) }

    private func reckonedInjury(_ employment: Employment) -> Head? {
        guard let injury = employment.facts.injury, injury.outcome != .death || injury.treatment != nil else { return nil }
        var head = Head(.injury)
        head.low = 0
        if let insured = insured("injury", employment, head) { return insured }
        let treatment = treatmentPay(injury, on: injuryDay(employment), employment, &head)
        guard injury.outcome == .partial || injury.outcome == .total else { return withoutLastingLoss(treatment, injury, head) }
        let share = injury.outcome == .total ? 1 : injury.percent.map { $0 / 100 }
        let lasting = withExtra(compensation("injury", employment, &head), employment, &head)
        guard let share else {
            head.narrowedBy.append("injury.percent")
            head.low = law.currency.rounded(treatment?.low ?? 0)
            head.high = lasting?.high.map { law.currency.rounded($0 + (treatment?.high ?? 0)) }
            return head
        }
        guard let lasting else {
            head.low = law.currency.rounded(treatment?.low ?? 0)
            return head
        }
        if share != 1 { head.step("injury.share", [.number(share * 100)]) }
        return settled(head, (treatment?.low ?? 0) + lasting.low * share, lasting.high.map { (treatment?.high ?? 0) + $0 * share })
    }

    /// The worker recovered, or how it ended is not known.
    private func withoutLastingLoss(_ treatment: TreatmentPay?, _ injury: Injury, _ head: Head) -> Head {
        var head = head
        guard injury.outcome != nil else {
            head.narrowedBy.append("injury.outcome")
            head.low = law.currency.rounded(treatment?.low ?? 0)
            return head
        }
        guard let treatment else { return head }
        head = settled(head, treatment.low, treatment.high)
        let other = law.currency.rounded(treatment.byThirtyDays)
        if findsReadings, let amount = head.amount, other != amount {
            head.roundings.append(Head.Reading(amount: other, basis: Sentence("reading.days", [.number(30), .words("rounding.attheend")])))
        }
        return head
    }

    /// Compensation to the family. That the employment ended by death says not yet that it was a death through the work.
    func death(_ employment: Employment) -> Head? { openInsurance("death", employment, reckonedDeath(employment)) }

    private func reckonedDeath(_ employment: Employment) -> Head? {
        let isThroughWork = employment.facts.injury?.outcome == .death
        guard isThroughWork || employment.facts.ending == .death else { return nil }
        var head = Head(.death)
        head.low = 0
        if let insured = insured("death", employment, head) { return insured }
        guard let sum = compensation("death", employment, &head) else { return head }
        if isThroughWork { return settled(head, sum.low, sum.high) }
        head.high = sum.high.map(law.currency.rounded)
        head.narrowedBy.insert("injury", at: 0)
        head.warn("death.through-work")
        return head
    }

    /// Where a law gives compensation only to workers whom the social security does not cover, those whom it covers draw on that.
    private func insured(_ name: String, _ employment: Employment, _ head: Head) -> Head? {
        guard employment.facts.socialSecurity == true,
            let rule = law.rule(name + "-not-insured", on: injuryDay(employment), for: employment.circumstances)
        else { return nil }
        var head = head
        head.use(rule)
        head.warn("injury.insured", [.article(rule.article)])
        head.settle(0, law.currency)
        return head
    }

    /// Whether the social security covers the worker is not known: from nothing up to what is due without it.
    private func openInsurance(_ name: String, _ employment: Employment, _ head: Head?) -> Head? {
        guard var head, employment.facts.socialSecurity == nil, head.high ?? 1 > 0,
            let rule = law.rule(name + "-not-insured", on: injuryDay(employment), for: employment.circumstances)
        else { return head }
        head.use(rule)
        head.amount = nil
        head.low = 0
        head.narrowedBy.append("socialSecurity")
        head.warn("award.insured-unknown", [.article(rule.article)])
        return head
    }

    private func settled(_ head: Head, _ low: Fraction, _ high: Fraction?) -> Head {
        var head = head
        guard low != high else {
            head.settle(low, law.currency)
            return head
        }
        head.low = law.currency.rounded(low)
        head.high = high.map(law.currency.rounded)
        return head
    }

    /// The day whose law is asked.
    private func injuryDay(_ employment: Employment) -> Day { employment.facts.injury?.day ?? employment.lawDay }

    // MARK: Lasting loss

    /// The whole compensation by `injury-` or `death-` rules: from the least to the most where the age is not known or the law sets only limits.
    /// Nil, with a warning, where no rule gives a sum.
    private func compensation(_ name: String, _ employment: Employment, _ head: inout Head) -> (low: Fraction, high: Fraction?)? {
        let day = injuryDay(employment)
        if let limits = law.rule(name + "-sum", on: day, for: employment.circumstances), case .span(let low, let high) = limits.value {
            head.use(limits)
            head.step("injury.limits", [.money(low), .money(high), .article(limits.article)])
            return (low, high)
        }
        let rules = law.rules(name + "-rate", on: day, for: employment.circumstances)
        let rates = rules.flatMap { rule in months(of: rule, employment).map { (rule, $0) } }
        guard !rates.isEmpty else {
            for rule in rules { head.use(rule) }
            head.warn(rules.isEmpty ? "injury.no-rule" : "injury.no-sum", rules.prefix(1).map { .rule($0) })
            return nil
        }
        let basisRule = law.rule(name + "-basis", on: day, for: employment.circumstances)
        guard
            let wage = employment.wage(on: day).counted(
                by: basisRule?.value.description ?? Topic.Basis.whole, divisor: 30, hoursPerDay: hoursPerDay(employment))
        else {
            head = withoutWage(head)
            return nil
        }
        if let basisRule { head.use(basisRule) }
        if let supposition = wage.supposition { head.warn(supposition) }
        if rates.count > 1, employment.facts.age == nil { head.narrowedBy.append("age") }
        let wages = cappedWages(wage.amount, name, day, employment, &head)
        let bounded = rates.flatMap { rule, months in
            wages.map { wage in
                head.use(rule)
                head.step("injury.months", [.number(months), .money(wage), .money(months * wage), .article(rule.article)])
                return self.bounded(months * wage, name, day, employment, &head)
            }
        }
        return bounded.map(\.low).min().map { ($0, bounded.map(\.high).max()) }
    }

    /// Months of wage by a rule; several where they depend on an age that is not known, none where the law names no number.
    private func months(of rule: Rule, _ employment: Employment) -> [Fraction] {
        if let number = rule.number { return [number] }
        guard rule.unit == Topic.Rate.byAge, let table = AgeTable(rule.value.description) else { return [] }
        // The law asks for the age on the next birthday.
        if let age = employment.facts.age { return [table.months(at: age.floor + 1)] }
        return [table.span.least, table.span.most]
    }

    /// The wage that counts where a law sets the most; two where a second reading sets another.
    private func cappedWages(_ wage: Fraction, _ name: String, _ day: Day, _ employment: Employment, _ head: inout Head) -> [Fraction] {
        let circumstances = employment.circumstances
        let caps = law.rules(name + "-wage-cap", on: day, for: circumstances) + law.alternatives(name + "-wage-cap", on: day, for: circumstances)
        var wages: [Fraction] = []
        for cap in caps {
            guard let most = cap.number else { continue }
            if most < wage {
                head.use(cap)
                head.step("award.wage-cap", [.money(most), .article(cap.article)])
            }
            if !wages.contains(min(wage, most)) { wages.append(min(wage, most)) }
        }
        return wages.isEmpty ? [wage] : wages
    }

    /// Some laws give more for a loss of the whole power to earn, for the care that it needs.
    private func withExtra(
        _ lasting: (low: Fraction, high: Fraction?)?, _ employment: Employment, _ head: inout Head
    ) -> (low: Fraction, high: Fraction?)? {
        guard let lasting, employment.facts.injury?.outcome == .total,
            let extra = law.rule("injury-total-extra", on: injuryDay(employment), for: employment.circumstances), let percent = extra.number
        else { return lasting }
        head.use(extra)
        head.step("injury.extra", [.number(percent), .article(extra.article)])
        return (lasting.low * (100 + percent) / 100, lasting.high.map { $0 * (100 + percent) / 100 })
    }

    /// Within what the law allows at the least and at the most; a second reading of the least makes a span.
    private func bounded(_ sum: Fraction, _ name: String, _ day: Day, _ employment: Employment, _ head: inout Head) -> (low: Fraction, high: Fraction) {
        var (low, high) = (sum, sum)
        let circumstances = employment.circumstances
        for floor in law.rules(name + "-floor", on: day, for: circumstances) + law.alternatives(name + "-floor", on: day, for: circumstances) {
            guard let least = floor.number, sum < least else { continue }
            head.use(floor)
            head.step("injury.floor", [.money(least), .article(floor.article)])
            high = max(high, least)
            if !floor.isAlternative { low = max(low, least) }
        }
        if let cap = law.rule(name + "-cap", on: day, for: circumstances), let most = cap.number, high > most {
            head.use(cap)
            head.step("award.cap", [.money(most), .article(cap.article), .money(sum)])
            (low, high) = (min(low, most), most)
        }
        return (low, high)
    }
}
