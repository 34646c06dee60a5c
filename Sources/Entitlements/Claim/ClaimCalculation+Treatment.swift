/// Wages during the treatment of an injury or illness through the work.
extension ClaimCalculation {
    /// What is owed for a treatment, from the least to the most; a second reading of the time at full wages makes a span.
    struct TreatmentPay: Sendable {
        var low: Fraction
        var high: Fraction
        /// With months of 30 days, as some courts count.
        var byThirtyDays: Fraction
    }

    /// Whole wages for the first time of treatment, a share of them after it, up to the law's last day; what was paid is taken off.
    /// Nil where there was no treatment or no rule is on file.
    func treatmentPay(_ injury: Injury, on day: Day, _ employment: Employment, _ head: inout Head) -> TreatmentPay? {
        guard let treatment = injury.treatment else { return nil }
        let circumstances = employment.circumstances
        let later = law.rule("injury-pay-later", on: day, for: circumstances)
        let full =
            (law.rule("injury-pay-full", on: day, for: circumstances).map { [$0] } ?? []) + law.alternatives("injury-pay-full", on: day, for: circumstances)
        guard later != nil || !full.isEmpty else {
            head.warn("injury.no-pay-rule")
            return nil
        }
        // Words in place of a number say who pays instead, such as a social security.
        if full.isEmpty, let later, later.number == nil {
            head.use(later)
            head.warn("injury.no-sum", [.rule(later)])
            return nil
        }
        guard let wage = employment.wage(on: treatment.from).counted(by: Topic.Basis.whole, divisor: 30, hoursPerDay: hoursPerDay(employment)) else {
            head = withoutWage(head)
            return nil
        }
        if let supposition = wage.supposition { head.warn(supposition) }
        let last = lastPaidDay(treatment, on: day, circumstances, &head)
        let laters = (later.map { [$0] } ?? []) + law.alternatives("injury-pay-later", on: day, for: circumstances)
        let sums = (full.isEmpty ? [nil] : full.map(Optional.some)).flatMap { full in
            (laters.isEmpty ? [nil] : laters.map(Optional.some)).map { pay(treatment.from, last, wage.amount, full: full, later: $0, &head) }
        }
        if laters.count > 1 { head.warn("injury.full-differs", [.rule(laters[0]), .rule(laters[laters.count - 1])]) }
        if full.count > 1 { head.warn("injury.full-differs", [.rule(full[0]), .rule(full[full.count - 1])]) }
        let owed = sums.map { max($0.byCalendar - treatment.paid, 0) }
        if !treatment.paid.isZero { head.step("wages.paid", [.money(treatment.paid), .money(owed.min() ?? 0)]) }
        return TreatmentPay(low: owed.min() ?? 0, high: owed.max() ?? 0, byThirtyDays: max((sums.first?.byThirtyDays ?? 0) - treatment.paid, 0))
    }

    /// The last day of treatment that is paid: the law's limit counts from the first.
    private func lastPaidDay(_ treatment: UnpaidPeriod, on day: Day, _ circumstances: Circumstances, _ head: inout Head) -> Day {
        guard let limit = law.rule("injury-pay-limit", on: day, for: circumstances), let months = limit.number else { return treatment.until }
        let last = treatment.from.adding(months: months.floor).adding(days: -1)
        guard last < treatment.until else { return treatment.until }
        head.use(limit)
        head.step("injury.until", [.day(last), .article(limit.article)])
        return last
    }

    private func pay(
        _ from: Day, _ last: Day, _ wage: Fraction, full: Rule?, later: Rule?, _ head: inout Head
    ) -> (byCalendar: Fraction, byThirtyDays: Fraction) {
        var (byCalendar, byThirtyDays): (Fraction, Fraction) = (0, 0)
        var next = from
        if let full, let number = full.number {
            let through = full.unit == "days" ? from.adding(days: number.floor - 1) : from.adding(months: number.floor).adding(days: -1)
            let (months, amount) = share(from, min(through, last), wage, 1)
            head.use(full)
            head.step("injury.full", [.day(from), .day(min(through, last)), .number(months), .money(wage), .money(amount), .article(full.article)])
            byCalendar += amount
            byThirtyDays += share(ofThirtyDays: from, min(through, last), wage)
            next = through.adding(days: 1)
        }
        guard next <= last, let later, let percent = later.number else { return (byCalendar, byThirtyDays) }
        let (months, amount) = share(next, last, wage, percent / 100)
        head.use(later)
        head.step(
            "injury.later",
            [.day(next), .day(last), .number(percent), .number(months), .money(wage * percent / 100), .money(amount), .article(later.article)])
        return (byCalendar + amount, byThirtyDays + share(ofThirtyDays: next, last, wage) * percent / 100)
    }

    private func share(_ from: Day, _ last: Day, _ wage: Fraction, _ share: Fraction) -> (months: Fraction, amount: Fraction) {
        let months = Months.between(from, last)
        return (months, months * wage * share)
    }

    private func share(ofThirtyDays from: Day, _ last: Day, _ wage: Fraction) -> Fraction {
        Fraction(Int128(max(0, last.number - from.number + 1)), over: 30) * wage
    }
}
