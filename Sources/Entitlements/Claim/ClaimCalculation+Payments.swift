/// Money taken from the worker: deductions, recruitment fees, wages paid late; and what the job paid after all that.
extension ClaimCalculation {
    func deductions(_ employment: Employment) -> Head? {
        let deductions = employment.facts.deductions
        guard !deductions.isEmpty else { return nil }
        var head = Head(.illegalDeduction)
        let fees = law.rules("recruitment-fee", on: employment.lawDay, for: employment.circumstances).first { isForbidden($0) }
        let rule = law.rule("deduction-rule", on: employment.lawDay, for: employment.circumstances)
        let cap = law.rule("deduction-cap", on: employment.lawDay, for: employment.circumstances)
        var low: Fraction = 0
        var high: Fraction = 0
        for deduction in deductions {
            guard let amount = converted(deduction, &head) else { continue }
            if deduction.isLawful == true {
                head.step("deduction.lawful", [.money(amount), .text(deduction.purpose)])
                continue
            }
            high += amount
            if deduction.isLawful == false {
                if let rule { head.use(rule) }
                head.step("deduction.unlawful", [.money(amount), .text(deduction.purpose)])
                low += amount
            } else if let fees, isFee(deduction.purpose) {
                head.use(fees)
                head.step("deduction.fee", [.money(amount), .text(deduction.purpose), .article(fees.article)])
                low += amount
            } else {
                head.step("deduction.open", [.money(amount), .text(deduction.purpose)])
            }
        }
        if let cap, let percent = cap.number {
            head.use(cap)
            head.warn("deduction.cap", [.number(percent), .article(cap.article)])
        }
        if head.rules.isEmpty, let rule { head.use(rule) }
        if head.rules.isEmpty { head.warn("no-rule") }
        if low == high {
            head.settle(low, law.currency)
        } else {
            head.low = law.currency.rounded(low)
            head.high = law.currency.rounded(high)
            head.narrowedBy = ["deductions.lawful"]
        }
        return head
    }

    func recruitmentFees(_ employment: Employment) -> Head? {
        guard !employment.facts.feesPaid.isEmpty else { return nil }
        var head = Head(.recruitmentFee)
        var sum: Fraction = 0
        for payment in employment.facts.feesPaid {
            guard let amount = converted(payment, &head) else { continue }
            head.step("fee.paid", [.money(amount), .text(payment.to), .text(payment.purpose)])
            sum += amount
        }
        let rules = law.rules("recruitment-fee", on: employment.lawDay, for: employment.circumstances)
        let cap = law.rule("recruitment-fee-cap", on: employment.lawDay, for: employment.circumstances)
        if let rule = rules.filter(isForbidden).max(by: { $0.confidence < $1.confidence }) {
            head.use(rule)
            head.step("fee.forbidden", [.text(rule.law), .article(rule.article), .money(sum)])
            head.warn("fee.who")
            settleFees(sum, &head)
        } else if let cap, let number = cap.number, let wage = employment.lastWage.counted(by: Topic.Basis.basic, divisor: 26, hoursPerDay: 8) {
            head.use(cap)
            let most = cap.unit == "months of wage" ? number * wage.amount : wage.amount * number / 100
            head.step("fee.cap", [.money(most), .article(cap.article), .money(max(sum - most, 0))])
            settleFees(max(sum - most, 0), &head)
        } else {
            for rule in rules { head.use(rule) }
            head.warn("fee.not-forbidden")
            head.low = 0
            // A payment that could not be turned into the currency of the claim leaves the most open.
            head.high = head.narrowedBy.isEmpty ? law.currency.rounded(sum) : nil
        }
        return head
    }

    /// Where some fees could not be turned into the currency of the claim, the rest is the least.
    private func settleFees(_ sum: Fraction, _ head: inout Head) {
        guard head.narrowedBy.isEmpty else {
            head.low = law.currency.rounded(sum)
            return
        }
        head.settle(sum, law.currency)
    }

    private func isForbidden(_ rule: Rule) -> Bool { rule.value == .words("prohibited") || rule.value == .words("employer pays") }

    private func isFee(_ purpose: String) -> Bool {
        let purpose = purpose.lowercased()
        return ["recruit", "visa", "permit", "agency", "iqama", "residence"].contains { purpose.contains($0) }
    }

    /// The amount in the currency of the claim; nil, with a warning, if it is in another and the facts give no rate.
    private func converted(_ payment: Payment, _ head: inout Head) -> Fraction? {
        guard let currency = payment.currency, currency != law.currency.code else { return payment.amount }
        guard let rate = payment.rate else {
            head.warn("payment.other-currency", [.text(currency), .number(payment.amount)])
            head.narrowedBy = ["feesPaid.rate"]
            return nil
        }
        head.step("payment.converted", [.number(payment.amount), .text(currency), .number(rate), .money(payment.amount * rate)])
        return payment.amount * rate
    }

    // MARK: Late payment

    func latePayment(_ employment: Employment) -> Head? {
        let late = employment.facts.latePayments
        guard !late.isEmpty else { return nil }
        var head = Head(.latePayment)
        guard let rule = law.rule("late-wage-penalty", on: employment.lawDay, for: employment.circumstances), let perMonth = rule.number else {
            for rule in law.rules("wage-payment", on: employment.lawDay, for: employment.circumstances) where rule.confidence > .low { head.use(rule) }
            head.warn("late.no-rule")
            head.low = 0
            return head
        }
        head.use(rule)
        var sum: Fraction = 0
        for period in late {
            // Begun months count as they are: a month late is one month, half a month is not yet one.
            let months = Fraction(ServiceLength(from: period.from, through: period.until.adding(days: -1)).inYears.floorMonths)
            head.step(
                "late.months", [.day(period.from), .day(period.until), .number(months), .money(perMonth), .money(months * perMonth), .article(rule.article)])
            sum += months * perMonth
        }
        head.settle(sum, law.currency)
        return head
    }

    // MARK: What the job really paid

    /// All wages less fees, interest and deductions, over all hours worked.
    func realWage(for facts: EmploymentFacts) -> RealWage? {
        guard let start = facts.start?.day, let end = facts.end?.day, start <= end, let weekly = facts.hoursPerWeek,
            !facts.feesPaid.isEmpty || facts.interestPaid != nil || !facts.deductions.isEmpty || !facts.remittances.isEmpty,
            let wage = facts.wage.counted(by: Topic.Basis.whole, divisor: 26, hoursPerDay: facts.hoursPerDay ?? 8)
        else { return nil }
        var scratch = Head(.recruitmentFee)
        let payments = facts.feesPaid + facts.deductions
        let costs = payments.compactMap { converted($0, &scratch) }
        guard costs.count == payments.count else { return nil }
        let hours = weekly * Fraction(Int128(end.number - start.number + 1), over: 7)
        let earned = wage.amount * Months.between(start, end)
        let unpaid = facts.unpaidPeriods.filter { !$0.isLeave }.reduce(Fraction(0)) { sum, period in
            let months = Months.between(period.from, period.until)
            return sum + max(months * wage.amount - (period.paidMonthly.map { $0 * months } ?? period.paid), 0)
        }
        let undated = facts.undatedWages.reduce(Fraction(0)) { sum, wages in
            guard let months = wages.months else { return sum + (wages.amount ?? 0) }
            let missing = wage.amount - (wages.paidMonthly ?? 0)
            return sum + max(months * missing - wages.paid, 0)
        }
        let spent = costs.reduce(facts.interestPaid ?? 0, +)
            + paidShort(facts, agreed: wage.amount, start, end)
        guard hours > 0 else { return nil }
        var steps = [Sentence("real.wage", [.money(earned), .money(unpaid + undated), .money(spent), .number(hours)])]
        if spent > 0, wage.amount > 0 {
            steps.append(Sentence("real.debt", [.money(spent), .number((spent / wage.amount).rounded(places: 1)), .money(wage.amount)]))
        }
        let sent = facts.remittances.compactMap { converted($0, &scratch) }
        if !sent.isEmpty, sent.count == facts.remittances.count {
            let total = sent.reduce(0, +)
            steps.append(Sentence("real.remittances", [.money(total), .money(earned - unpaid - undated - spent - total)]))
        }
        return RealWage(agreed: law.currency.rounded(earned / hours), real: law.currency.rounded((earned - unpaid - undated - spent) / hours), steps: steps)
    }

    /// What was paid short at the times that no period is given for.
    private func paidShort(_ facts: EmploymentFacts, agreed: Fraction, _ start: Day, _ end: Day) -> Fraction {
        guard let paid = facts.wage.paid, let wage = facts.wage.monthly ?? facts.wage.basic ?? facts.wage.daily ?? facts.wage.hourly, paid < wage else { return 0 }
        let gaps = FactsReader.rest(of: UnpaidPeriod(from: start, until: end), without: facts.unpaidPeriods)
        return gaps.reduce(Fraction(0)) { $0 + Months.between($1.from, $1.until) } * agreed * (wage - paid) / wage
    }
}

extension Fraction {
    /// Whole months in so many years.
    fileprivate var floorMonths: Int { (self * 12).floor }
}

/// What a job paid an hour by the contract, and what was left of it.
public struct RealWage: Sendable, Hashable {
    /// All agreed wages over all hours.
    public let agreed: Fraction
    /// After wages not paid, fees, interest and deductions; below 0 if the job cost more than it paid.
    public let real: Fraction
    public let steps: [Sentence]
}
