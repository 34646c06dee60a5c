/// Compensation for a dismissal without a reason that the law accepts.
extension ClaimCalculation {
    func unfairDismissal(_ employment: Employment) -> Head? {
        let topics = ["unfair-dismissal", "unfair-dismissal-remaining-term", "unfair-dismissal-floor", "unfair-dismissal-cap"]
        guard employment.facts.unfairDismissal == true, var head = byContract(topics, .unfairDismissal, employment, { $0.dismissed($1) }) else { return nil }
        guard let ending = employment.facts.ending, !ending.isByEmployer else { return head }
        // Some laws treat who had to leave as dismissed; whether that is so here is for a court.
        head.amount = nil
        head.low = 0
        head.warn("dismissal.not-by-employer", [.words("ending." + ending.rawValue)])
        if !head.narrowedBy.contains("ending") { head.narrowedBy.append("ending") }
        return head
    }

    private func dismissed(_ employment: Employment) -> Head? {
        var head = Head(.unfairDismissal)
        let day = employment.lawDay
        let basis = law.rule("unfair-dismissal-basis", on: day, for: employment.circumstances)
        guard
            let wage = employment.lastWage.counted(
                by: basis?.value.description ?? Topic.Basis.whole, divisor: 30, hoursPerDay: hoursPerDay(employment))
        else { return withoutWage(head) }
        if let basis { head.use(basis) }
        if let supposition = wage.supposition { head.warn(supposition) }
        if employment.contract == .fixedTerm, let rule = law.rule("unfair-dismissal-remaining-term", on: day, for: employment.circumstances) {
            return remainingTerm(rule, wage.amount, head, employment)
        }
        guard let rule = law.rule("unfair-dismissal", on: day, for: employment.circumstances) else {
            head.warn("dismissal.no-rule")
            head.low = 0
            return head
        }
        head.use(rule)
        if case .span(let low, let high) = rule.value { return courtDecides(low, high, rule, wage.amount, head) }
        guard let number = rule.number, let length = employment.length else {
            head.narrowedBy = ["start"]
            head.low = 0
            return head
        }
        let amount = byService(number, rule, length.inYears, wage.amount, &head, employment)
        return withBackWages(bounded(amount, wage.amount, &head, employment), wage.amount, head, employment)
    }

    /// The law sets only what the court may give: in months of wage, or in money.
    private func courtDecides(_ low: Fraction, _ high: Fraction, _ rule: Rule, _ wage: Fraction, _ head: Head) -> Head {
        var head = head
        let isMoney = rule.unit == "money"
        if isMoney {
            head.step("dismissal.span-money", [.money(low), .money(high), .article(rule.article)])
        } else {
            head.step("dismissal.span", [.number(low), .number(high), .money(wage), .article(rule.article)])
        }
        head.low = law.currency.rounded(isMoney ? low : low * wage)
        head.high = law.currency.rounded(isMoney ? high : high * wage)
        head.warn("dismissal.court")
        return head
    }

    private func byService(_ number: Fraction, _ rule: Rule, _ years: Fraction, _ wage: Fraction, _ head: inout Head, _ employment: Employment) -> Fraction {
        var years = years
        if let reckoning = law.rule("unfair-dismissal-reckoning", on: employment.lawDay, for: employment.circumstances) {
            years = Fraction(years.floor)
            head.use(reckoning)
            head.step("dismissal.whole-years", [.number(years), .article(reckoning.article)])
        }
        let service = rule.unit == "days of wage a month" ? years * 12 : years
        let months = rule.unit == "months of wage a year" ? number * service : rule.unit == "months of wage" ? number : number * service / 30
        let amount = months * wage
        head.step(
            "dismissal.rate",
            [.number(number), .words("unit." + rule.unit.filter { $0 != " " }), .number(service), .money(wage), .money(amount), .article(rule.article)])
        return amount
    }

    /// Some courts give, beside the compensation, the wages from the dismissal to the award, up to a number of months.
    private func withBackWages(_ amount: Fraction, _ wage: Fraction, _ head: Head, _ employment: Employment) -> Head {
        var head = head
        guard let rule = law.rule("unfair-dismissal-back-wages", on: employment.lawDay, for: employment.circumstances),
            case .span(let least, let most) = rule.value
        else {
            head.settle(amount, law.currency)
            return head
        }
        head.use(rule)
        head.step("dismissal.back-wages", [.number(least), .number(most), .money(least * wage), .money(most * wage), .article(rule.article)])
        head.low = law.currency.rounded(amount + least * wage)
        head.high = law.currency.rounded(amount + most * wage)
        head.warn("dismissal.court")
        return head
    }

    private func remainingTerm(_ rule: Rule, _ wage: Fraction, _ head: Head, _ employment: Employment) -> Head {
        var head = head
        head.use(rule)
        guard let until = employment.facts.contractUntil, let end = employment.end else {
            head.narrowedBy = ["contract.until"]
            // However little of the term was left, the law's least is due.
            head.low = rule.value == .words("up to the remaining term") ? 0 : law.currency.rounded(bounded(0, wage, &head, employment))
            return head
        }
        let months = Months.between(end.adding(days: 1), until)
        let amount = months * wage
        guard rule.value != .words("up to the remaining term") else {
            head.step("dismissal.remaining-most", [.day(end.adding(days: 1)), .day(until), .number(months), .money(amount), .article(rule.article)])
            head.low = 0
            head.high = law.currency.rounded(amount)
            head.warn("dismissal.court")
            return head
        }
        head.step("dismissal.remaining", [.day(end.adding(days: 1)), .day(until), .number(months), .money(amount), .article(rule.article)])
        let settled = bounded(amount, wage, &head, employment)
        head.settle(settled, law.currency)
        return head
    }

    private func bounded(_ amount: Fraction, _ wage: Fraction, _ head: inout Head, _ employment: Employment) -> Fraction {
        var amount = amount
        if let floor = law.rule("unfair-dismissal-floor", on: employment.lawDay, for: employment.circumstances), let months = floor.number,
            amount < months * wage
        {
            amount = months * wage
            head.use(floor)
            head.step("dismissal.floor", [.number(months), .money(amount), .article(floor.article)])
        }
        if let cap = law.rule("unfair-dismissal-cap", on: employment.lawDay, for: employment.circumstances), let months = cap.number, amount > months * wage {
            amount = months * wage
            head.use(cap)
            head.step("dismissal.cap", [.number(months), .money(amount), .article(cap.article)])
        }
        return amount
    }
}
