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
            func phrase(_ kind: String) -> String { "deduction." + kind + (deduction.purpose.isEmpty ? "-sum" : "") }
            if deduction.isLawful == true {
                head.step(phrase("lawful"), [.money(amount), .text(deduction.purpose)])
                continue
            }
            high += amount
            if deduction.isLawful == false {
                if let rule { head.use(rule) }
                head.step(phrase("unlawful"), [.money(amount), .text(deduction.purpose)])
                low += amount
            } else if let fees, isFee(deduction.purpose) {
                head.use(fees)
                head.step("deduction.fee", [.money(amount), .text(deduction.purpose), .article(fees.article)])
                low += amount
            } else {
                head.step(phrase("open"), [.money(amount), .text(deduction.purpose)])
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
            head.step(paidPhrase(payment), [.money(amount), .text(payment.to), .text(payment.purpose)])
            sum += amount
        }
        let rules = law.rules("recruitment-fee", on: employment.lawDay, for: employment.circumstances)
        let cap = law.rule("recruitment-fee-cap", on: employment.lawDay, for: employment.circumstances)
        if let rule = rules.filter(isForbidden).max(by: { $0.confidence < $1.confidence }) {
            head.use(rule)
            // Nothing could be turned into the currency of the claim: there is no sum to name.
            if !sum.isZero || head.narrowedBy.isEmpty { head.step("fee.forbidden", [.statute(rule), .article(rule.article), .money(sum)]) }
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

    private func paidPhrase(_ payment: Payment) -> String {
        switch (payment.to.isEmpty, payment.purpose.isEmpty) {
        case (false, false): "fee.paid"
        case (false, true): "fee.paid-to"
        case (true, false): "fee.paid-for"
        case (true, true): "fee.paid-sum"
        }
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
        if let interest = law.rule("late-wage-interest", on: employment.lawDay, for: employment.circumstances) { return lateInterest(interest, employment) }
        let late = employment.facts.latePayments
        let penalty = law.rule("late-wage-penalty", on: employment.lawDay, for: employment.circumstances)
        let unpaid = penalty?.number == nil ? [] : stillOwed(employment)
        guard !late.isEmpty || !unpaid.isEmpty else { return nil }
        var head = Head(.latePayment)
        guard let rule = penalty, let perMonth = rule.number else {
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
            if months.isZero {
                head.step("late.under-a-month", [.day(period.from), .day(period.until)])
            } else {
                head.step(
                    "late.months", [.day(period.from), .day(period.until), .number(months), .money(perMonth), .money(months * perMonth), .article(rule.article)])
            }
            sum += months * perMonth
        }
        addStillOwed(unpaid, sum, rule, perMonth, employment, &head)
        return head
    }

    /// The last days of the months whose wages were not paid and still are not, the first of them first. What was paid on account is taken from the first months.
    private func stillOwed(_ employment: Employment) -> [Day] {
        let day = employment.facts.asOf ?? today
        return employment.facts.unpaidPeriods.filter { !$0.isLeave && $0.paidMonthly == nil }.flatMap { period in
            var paid = period.paid
            return Months.pieces(period.from, period.until, cutAt: Months.firsts(period.from, period.until)).compactMap { piece -> Day? in
                guard piece.through < day else { return nil }
                guard !paid.isZero, let wage = monthlyWage(on: piece.from, employment) else { return piece.through }
                let due = Months.between(piece.from, piece.through) * wage
                let counted = min(paid, due)
                paid = paid - counted
                return due > counted ? piece.through : nil
            }
        }.sorted()
    }

    /// A sum for each month of delay, for wages that are still owed: whether it is due once for a month in which anything was owed, or once for each wage, is not said.
    private func addStillOwed(_ unpaid: [Day], _ paidLate: Fraction, _ rule: Rule, _ perMonth: Fraction, _ employment: Employment, _ head: inout Head) {
        let day = employment.facts.asOf ?? today
        let delays = unpaid.map { (due: $0, months: Fraction(ServiceLength(from: $0, through: day.adding(days: -1)).inYears.floorMonths)) }
        guard let longest = delays.first else { return head.settle(paidLate, law.currency) }
        for delay in delays {
            guard !delay.months.isZero else {
                head.step("late.not-yet", [.day(delay.due), .day(day)])
                continue
            }
            head.step(
                "late.unpaid", [.day(delay.due), .day(day), .number(delay.months), .money(perMonth), .money(delay.months * perMonth), .article(rule.article)])
        }
        let least = paidLate + longest.months * perMonth
        let most = paidLate + delays.reduce(Fraction(0)) { $0 + $1.months * perMonth }
        head.warn("late.penalty-runs", [.day(day)])
        guard least != most else { return head.settle(least, law.currency) }
        head.low = law.currency.rounded(least)
        head.high = law.currency.rounded(most)
        head.warn("late.penalty-readings")
    }

    /// Interest on wages that were paid late, and on those that were not paid until the day of the reckoning.
    ///
    /// Where the rate rises with the delay, sources do not say whether the higher rate holds for all of the delay or for its later months only: the one is the most, the other the
    /// least.
    private func lateInterest(_ rule: Rule, _ employment: Employment) -> Head? {
        let unpaid = employment.facts.unpaidPeriods.filter { !$0.isLeave && $0.paidMonthly == nil }
        guard !employment.facts.latePayments.isEmpty || (!unpaid.isEmpty && rule.confidence > .low) else { return nil }
        var head = Head(.latePayment)
        head.use(rule)
        guard let rate = rule.number else {
            head.warn("late.rate-unknown", [.rule(rule)])
            head.low = 0
            return head
        }
        let day = employment.facts.asOf ?? today
        var sums: [(due: Day, paid: Day, sum: Fraction)] = []
        for period in employment.facts.latePayments {
            guard let sum = period.paid.isZero ? monthlyWage(on: period.from, employment) : period.paid else { return withoutWage(head) }
            sums.append((period.from, period.until, sum))
        }
        for period in unpaid {
            let months = Months.pieces(period.from, period.until, cutAt: Months.firsts(period.from, period.until))
            // What was paid on account is taken from the first months.
            var paid = period.paid
            for piece in months where piece.through < day {
                guard let wage = monthlyWage(on: piece.from, employment) else { return withoutWage(head) }
                let due = Months.between(piece.from, piece.through) * wage
                let counted = min(paid, due)
                paid = paid - counted
                if due > counted { sums.append((piece.through, day, due - counted)) }
            }
        }
        guard !sums.isEmpty else { return nil }
        let rise = risingInterest(employment, &head)
        var (low, high): (Fraction, Fraction) = (0, 0)
        for (due, paid, sum) in sums where paid > due {
            let least = interest(on: sum, from: due, to: paid, rate, rise, isForAll: false)
            let most = interest(on: sum, from: due, to: paid, rate, rise, isForAll: true)
            low += least
            high += most
            let days = Fraction(paid.number - due.number)
            head.step(
                least == most ? "late.interest" : "late.interest-span",
                [.money(sum), .day(due), .day(paid), .number(days), .number(rate), .money(least), .article(rule.article), .money(most)])
        }
        if low == high {
            head.settle(low, law.currency)
        } else {
            head.low = law.currency.rounded(low)
            head.high = law.currency.rounded(high)
            head.warn("late.interest-readings")
        }
        if !unpaid.isEmpty { head.warn("late.interest-runs", [.day(day)]) }
        return head
    }

    private func monthlyWage(on day: Day, _ employment: Employment) -> Fraction? {
        let wage = employment.wage(on: day)
        return wage.counted(by: Topic.Basis.whole, divisor: workingDaysPerMonth(employment), hoursPerDay: hoursPerDay(employment))?.amount
    }

    /// How a rate of interest rises with the delay.
    private struct Rise {
        /// Months at the first rate.
        var free: Int
        /// Percent more for each later month that has begun.
        var perMonth: Fraction
        var cap: Fraction
    }

    private func risingInterest(_ employment: Employment, _ head: inout Head) -> Rise? {
        func rule(_ name: String) -> Rule? { law.rule("late-wage-interest-" + name, on: employment.lawDay, for: employment.circumstances) }
        guard let free = rule("free"), let rise = rule("rise"), let cap = rule("cap"), let months = free.number, let perMonth = rise.number, let most = cap.number
        else { return nil }
        for rule in [free, rise, cap] { head.use(rule) }
        return Rise(free: months.floor, perMonth: perMonth, cap: most)
    }

    /// Simple interest by days of a year of 365.
    private func interest(on sum: Fraction, from due: Day, to paid: Day, _ rate: Fraction, _ rise: Rise?, isForAll: Bool) -> Fraction {
        func piece(_ from: Day, _ to: Day, _ rate: Fraction) -> Fraction { sum * rate / 100 * Fraction(Int128(to.number - from.number), over: 365) }
        guard let rise else { return piece(due, paid, rate) }
        let free = due.adding(months: rise.free)
        guard paid > free else { return piece(due, paid, rate) }
        var (from, month, total) = (free, 1, piece(due, free, rate))
        var last = rate
        while from < paid {
            last = min(rate + rise.perMonth * Fraction(month), max(rise.cap, rate))
            // At the cap the rest is one piece, however long it is.
            let to = last == rise.cap ? paid : min(due.adding(months: rise.free + month), paid)
            total += piece(from, to, last)
            (from, month) = (to, month + 1)
        }
        return isForAll ? piece(due, paid, last) : total
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
