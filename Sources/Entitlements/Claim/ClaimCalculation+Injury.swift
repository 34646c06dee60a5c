/// Injury, illness and death through the work.
extension ClaimCalculation {
    /// Wages during treatment, and compensation for lasting incapacity.
    func injury(_ employment: Employment) -> Head? {
        guard let injury = employment.facts.injury, injury.outcome != .death || injury.treatment != nil else { return nil }
        var head = Head(.injury)
        head.low = 0
        let treatment = treatmentPay(injury, employment, &head)
        guard injury.outcome == .partial || injury.outcome == .total else {
            if injury.outcome == nil { head.narrowedBy.append("injury.outcome") }
            if let treatment, injury.outcome != nil { head.settle(treatment, law.currency) } else { head.low = treatment.map(law.currency.rounded) ?? 0 }
            return head
        }
        let share = injury.outcome == .total ? 1 : injury.percent.map { $0 / 100 }
        let lasting = compensation("injury", employment, &head)
        guard let share else {
            head.narrowedBy.append("injury.percent")
            head.low = law.currency.rounded(treatment ?? 0)
            head.high = lasting?.high.map { law.currency.rounded($0 + (treatment ?? 0)) }
            return head
        }
        guard let lasting else {
            head.low = law.currency.rounded(treatment ?? 0)
            return head
        }
        if share != 1 { head.step("injury.share", [.number(share * 100)]) }
        return settled(head, (treatment ?? 0) + lasting.low * share, lasting.high.map { (treatment ?? 0) + $0 * share })
    }

    /// Compensation to the family. That the employment ended by death says not yet that it was a death through the work.
    func death(_ employment: Employment) -> Head? {
        let isThroughWork = employment.facts.injury?.outcome == .death
        guard isThroughWork || employment.facts.ending == .death else { return nil }
        var head = Head(.death)
        head.low = 0
        guard let sum = compensation("death", employment, &head) else { return head }
        if isThroughWork { return settled(head, sum.low, sum.high) }
        head.high = sum.high.map(law.currency.rounded)
        head.narrowedBy.insert("injury", at: 0)
        head.warn("death.through-work")
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

    // MARK: Treatment

    /// Whole wages for the first months of treatment, half for those after; what was paid is taken off. Nil where there was no treatment or no rule is on file.
    private func treatmentPay(_ injury: Injury, _ employment: Employment, _ head: inout Head) -> Fraction? {
        guard let treatment = injury.treatment else { return nil }
        let day = injuryDay(employment)
        guard let full = law.rule("injury-pay-full", on: day, for: employment.circumstances), let months = full.number else {
            head.warn("injury.no-pay-rule")
            return nil
        }
        guard let wage = employment.wage(on: treatment.from).counted(by: Topic.Basis.whole, divisor: 30, hoursPerDay: hoursPerDay(employment)) else {
            head = withoutWage(head)
            return nil
        }
        if let supposition = wage.supposition { head.warn(supposition) }
        head.use(full)
        let all = Months.between(treatment.from, treatment.until)
        var sum = min(all, months) * wage.amount
        head.step(
            "injury.full", [.day(treatment.from), .day(treatment.until), .number(min(all, months)), .money(wage.amount), .money(sum), .text(full.article)])
        if all > months { sum += halfPay(for: all - months, of: wage.amount, on: day, employment, &head) }
        if !treatment.paid.isZero { head.step("wages.paid", [.money(treatment.paid), .money(max(sum - treatment.paid, 0))]) }
        return max(sum - treatment.paid, 0)
    }

    /// Half wages for so many months at most as the rule says; nothing where there is no rule.
    private func halfPay(for months: Fraction, of wage: Fraction, on day: Day, _ employment: Employment, _ head: inout Head) -> Fraction {
        guard let half = law.rule("injury-pay-half", on: day, for: employment.circumstances) else { return 0 }
        head.use(half)
        var later = months
        if let most = half.number { later = min(later, most) }
        let amount = later * wage / 2
        head.step("injury.half", [.number(later), .money(wage / 2), .money(amount), .text(half.article)])
        return amount
    }

    // MARK: Lasting loss

    /// The whole compensation by `injury-` or `death-` rules: from the least to the most where the age is not known or the law sets only limits.
    /// Nil, with a warning, where no rule gives a sum.
    private func compensation(_ name: String, _ employment: Employment, _ head: inout Head) -> (low: Fraction, high: Fraction?)? {
        let day = injuryDay(employment)
        if let limits = law.rule(name + "-sum", on: day, for: employment.circumstances), case .span(let low, let high) = limits.value {
            head.use(limits)
            head.step("injury.limits", [.money(low), .money(high), .text(limits.article)])
            return (low, high)
        }
        let rules = law.rules(name + "-rate", on: day, for: employment.circumstances)
        guard !rules.contains(where: { $0.number == nil }), !rules.isEmpty else {
            for rule in rules { head.use(rule) }
            head.warn(rules.isEmpty ? "injury.no-rule" : "injury.no-sum", rules.prefix(1).map { .text($0.says) })
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
        if rules.count > 1, employment.facts.age == nil { head.narrowedBy.append("age") }
        let sums = rules.map { rule -> Fraction in
            head.use(rule)
            let sum = (rule.number ?? 0) * wage.amount
            head.step("injury.months", [.number(rule.number ?? 0), .money(wage.amount), .money(sum), .text(rule.article)])
            return sum
        }
        let bounded = sums.map { self.bounded($0, name, day, employment, &head) }
        return bounded.map(\.low).min().map { ($0, bounded.map(\.high).max()) }
    }

    /// Within what the law allows at the least and at the most; a second reading of the least makes a span.
    private func bounded(_ sum: Fraction, _ name: String, _ day: Day, _ employment: Employment, _ head: inout Head) -> (low: Fraction, high: Fraction) {
        var (low, high) = (sum, sum)
        let circumstances = employment.circumstances
        for floor in law.rules(name + "-floor", on: day, for: circumstances) + law.alternatives(name + "-floor", on: day, for: circumstances) {
            guard let least = floor.number, sum < least else { continue }
            head.use(floor)
            head.step("injury.floor", [.money(least), .text(floor.article)])
            high = max(high, least)
            if !floor.isAlternative { low = max(low, least) }
        }
        if let cap = law.rule(name + "-cap", on: day, for: circumstances), let most = cap.number, high > most {
            head.use(cap)
            head.step("award.cap", [.money(most), .text(cap.article), .money(sum)])
            (low, high) = (min(low, most), most)
        }
        return (low, high)
    }
}
