/// Wages that were not paid, paid short, or below the legal minimum.
extension ClaimCalculation {
    /// The hours of a normal day: as agreed, else as the law has them, else eight; of those who work part of the time, their own.
    func hoursPerDay(_ employment: Employment) -> Fraction {
        if let hours = employment.facts.hoursPerDay { return hours }
        let full = law.rule("hours-day", on: employment.lawDay, for: employment.circumstances)?.number ?? 8
        let days = employment.facts.daysPerWeek ?? (employment.facts.payBasis == .hourly ? 6 : nil)
        guard let weekly = employment.facts.hoursPerWeek, let days else { return full }
        return min(full, weekly / Fraction(days))
    }

    /// Days on which the worker works in a month, for those paid by the day.
    func workingDaysPerMonth(_ employment: Employment) -> Fraction { Fraction(employment.facts.daysPerWeek ?? 6) * 52 / 12 }

    private func monthlyWage(_ wage: Wage, _ employment: Employment) -> CountedWage? {
        wage.counted(by: Topic.Basis.whole, divisor: workingDaysPerMonth(employment), hoursPerDay: hoursPerDay(employment))
    }

    /// The days on which the agreed wage changed.
    func wageChanges(_ employment: Employment) -> [Day] { employment.wage.history.flatMap { [$0.from, $0.until?.adding(days: 1)].compactMap { $0 } } }

    /// Wages for periods in which the worker worked and was not paid, or in part.
    func unpaidWages(_ employment: Employment) -> Head? {
        var periods = employment.facts.unpaidPeriods.filter { !$0.isLeave && $0.paidMonthly == nil }
        // Wages of which nothing was ever paid are unpaid, not paid short.
        if employment.wage.paid?.isZero == true { periods += uncovered(employment) }
        let undated = employment.facts.undatedWages.filter { !$0.isShort }
        guard !periods.isEmpty || !undated.isEmpty else { return nil }
        var head = Head(.unpaidWages)
        citePayday(&head, employment)
        var (sum, byThirty): (Fraction, Fraction) = (0, 0)
        for period in periods {
            guard let due = due(period, employment, &head) else { return withoutWage(head) }
            if period.paid > law.currency.rounded(due.amount) { head.warn("wages.paid-more", [.money(period.paid), .money(law.currency.rounded(due.amount))]) }
            sum += max(due.amount - period.paid, 0)
            byThirty += max(due.byThirty - period.paid, 0)
            if !period.paid.isZero { head.step("wages.paid", [.money(period.paid), .money(max(due.amount - period.paid, 0))]) }
        }
        guard undated.isEmpty else { return withUndated(undated, dated: periods.isEmpty ? nil : sum, employment, head) }
        head.settle(sum, law.currency)
        addReading(byThirty, &head)
        compareWage(periods, employment, &head)
        return head
    }

    /// What would be missing if the wage of each paper had been due in these periods.
    private func compareWage(_ periods: [UnpaidPeriod], _ employment: Employment, _ head: inout Head) {
        for terms in employment.facts.agreed {
            guard let wage = terms.monthlyWage else { continue }
            let missing = periods.reduce(Fraction(0)) { sum, period in
                let months = Months.between(period.from, period.until)
                return sum + max(months * wage - (period.paidMonthly.map { $0 * months } ?? period.paid), 0)
            }
            let amount = law.currency.rounded(missing)
            head.comparisons.append(Head.Comparison(basis: terms.basis, amount: amount, isBetter: amount > (head.amount ?? 0)))
        }
    }

    /// Where a paper promises a higher wage than the one that was agreed at work, as when a contract was put in another's place: between nothing and the difference, since
    /// whether the paper binds is no matter of arithmetic.
    private func belowPaper(_ employment: Employment) -> Head? {
        guard let most = employment.facts.agreed.compactMap(\.monthlyWage).max(), let wage = monthlyWage(employment.lastWage, employment), most > wage.amount,
            let start = employment.start, let end = employment.end, start <= end
        else { return nil }
        var head = Head(.underpayment)
        citePayday(&head, employment)
        head.warn("wages.paper-more", [.money(most), .money(wage.amount)])
        let periods = Months.pieces(start, end, cutAt: wageChanges(employment)).compactMap { piece -> UnpaidPeriod? in
            let wage = monthlyWage(employment.wage(on: piece.from), employment)?.amount
            return wage.map { UnpaidPeriod(from: piece.from, until: piece.through, paidMonthly: $0) }
        }
        compareWage(periods, employment, &head)
        head.low = 0
        head.high = head.comparisons.map(\.amount).max()
        return head
    }

    /// Where the law is silent on a part of a month, many count every month as 30 days.
    private func addReading(_ byThirty: Fraction, _ head: inout Head) {
        let other = law.currency.rounded(byThirty)
        if findsReadings, other != head.amount { head.readings.append(Head.Reading(amount: other, basis: Sentence("reading.thirty"))) }
    }

    /// What was agreed and what was paid each month, where that was less.
    func underpayment(_ employment: Employment) -> Head? {
        let listed = employment.facts.unpaidPeriods.filter { !$0.isLeave && $0.paidMonthly != nil }
        let paidUsually = usuallyPaid(employment).flatMap { $0.isZero && employment.start != nil ? nil : $0 }
        let undated = employment.facts.undatedWages.filter(\.isShort)
        guard !listed.isEmpty || paidUsually != nil || !undated.isEmpty else { return belowPaper(employment) }
        var head = Head(.underpayment)
        citePayday(&head, employment)
        if !undated.isEmpty, paidUsually == nil {
            guard !listed.isEmpty else { return withUndated(undated, dated: nil, employment, head) }
            guard let dated = underpayment(listed, employment, head), let sum = dated.amount else { return underpayment(listed, employment, head) }
            return withUndated(undated, dated: sum, employment, dated)
        }
        guard let paidUsually else { return underpayment(listed, employment, head) }
        guard employment.start != nil else {
            return listed.isEmpty ? underpaymentUndated(paidUsually, employment, head) : underpayment(listed, employment, head)
        }
        // What was paid at other times than those that are listed; it is looked at between the changes of the wage, so that a raise makes up for no other time.
        let rest = uncovered(employment).flatMap { gap in
            Months.pieces(gap.from, gap.until, cutAt: wageChanges(employment)).map { UnpaidPeriod(from: $0.from, until: $0.through, paidMonthly: paidUsually) }
        }
        guard let found = underpayment(listed + rest, employment, head) else { return nil }
        if listed.isEmpty, found.amount?.isZero == true { return belowPaper(employment) }
        return found
    }

    private func underpayment(_ periods: [UnpaidPeriod], _ employment: Employment, _ begun: Head) -> Head? {
        guard !periods.isEmpty else { return nil }
        var head = begun
        var (sum, byThirty): (Fraction, Fraction) = (0, 0)
        for period in periods {
            guard let due = due(period, employment, &head), let paidMonthly = period.paidMonthly else { return withoutWage(head) }
            let paid = paidMonthly * due.months
            let missing = max(due.amount - paid, 0)
            head.step("wages.paid-short", [.money(paidMonthly), .money(paid), .money(missing)])
            if paid > law.currency.rounded(due.amount) { head.warn("wages.paid-more", [.money(law.currency.rounded(paid)), .money(law.currency.rounded(due.amount))]) }
            sum += missing
            byThirty += max(due.byThirty - paidMonthly * due.monthsByThirty, 0)
        }
        if let absent = absence(periods, employment, &head) {
            sum = max(sum - absent, 0)
            byThirty = max(byThirty - absent, 0)
        }
        head.settle(sum, law.currency)
        addReading(byThirty, &head)
        compareWage(periods, employment, &head)
        return head
    }

    /// Of days of absence no wage is due, so nothing of it is missing either. When they were is not known: each counts as one of thirty of a month. Nor is a month paid short of
    /// which no wage was paid at all.
    private func absence(_ periods: [UnpaidPeriod], _ employment: Employment, _ head: inout Head) -> Fraction? {
        let unpaid = employment.facts.undatedWages.filter { !$0.isShort }.reduce(Fraction(0)) { $0 + ($1.months ?? 0) }
        guard !employment.facts.unpaidDays.isZero || !unpaid.isZero, let paid = usuallyPaid(employment), !paid.isZero,
            let agreed = monthlyWage(employment.lastWage, employment), agreed.amount > paid
        else { return nil }
        let absent = employment.facts.unpaidDays * (agreed.amount - paid) / 30
        if !absent.isZero { head.step("wages.paid-short-absence", [.number(employment.facts.unpaidDays), .money(absent)]) }
        let elsewhere = unpaid * (agreed.amount - paid)
        if !elsewhere.isZero { head.step("wages.paid-short-undated", [.number(unpaid), .money(elsewhere)]) }
        return absent + elsewhere
    }

    /// With wages of which no days are known: by the wage of so many months, or the sum that was named. Where both are known and differ, or where the same wages may have been
    /// named twice, a span.
    private func withUndated(_ undated: [UndatedWages], dated: Fraction?, _ employment: Employment, _ begun: Head) -> Head {
        var head = begun
        var parts = dated.map { [($0, $0)] } ?? []
        for wages in undated {
            guard let part = missing(wages, employment, &head) else { return withoutWage(head) }
            parts.append(part)
        }
        let high = parts.reduce(Fraction(0)) { $0 + $1.1 }
        var low = parts.reduce(Fraction(0)) { $0 + $1.0 }
        if parts.count > 1 {
            low = parts.map(\.0).max() ?? 0
            head.warn("wages.undated-overlap")
        }
        guard low != high else {
            head.settle(low, law.currency)
            return head
        }
        head.amount = nil
        head.low = law.currency.rounded(low)
        head.high = law.currency.rounded(high)
        head.readings = []
        head.comparisons = []
        if !head.narrowedBy.contains("unpaidPeriods.from") { head.narrowedBy.append("unpaidPeriods.from") }
        return head
    }

    /// The least and the most that is missing; nil if neither a sum nor the wage is known.
    private func missing(_ wages: UndatedWages, _ employment: Employment, _ head: inout Head) -> (Fraction, Fraction)? {
        let monthly = ([employment.lastWage] + employment.wage.history.compactMap { $0.from }.map { employment.wage(on: $0) }).compactMap { monthlyWage($0, employment) }
        if let supposition = monthly.first?.supposition, wages.months != nil { head.warn(supposition) }
        var byMonths: (Fraction, Fraction)?
        if let months = wages.months, let least = monthly.map(\.amount).min(), let most = monthly.map(\.amount).max() {
            let sums = Set([least, most]).sorted().map { wage -> Fraction in
                let missing = max(months * (wage - (wages.paidMonthly ?? 0)) - wages.paid, 0)
                if let paid = wages.paidMonthly {
                    head.step("wages.paid-short-months", [.number(months), .money(wage), .money(paid), .money(missing)])
                } else {
                    head.step("wages.undated-months", [.number(months), .money(wage), .money(months * wage)])
                    if !wages.paid.isZero { head.step("wages.paid", [.money(wages.paid), .money(missing)]) }
                }
                return missing
            }
            byMonths = sums.first.flatMap { low in sums.last.map { (low, $0) } }
        }
        guard let amount = wages.amount else { return byMonths }
        head.step("wages.undated-amount", [.money(amount)])
        guard let byMonths else { return (amount, amount) }
        if amount < byMonths.0 || amount > byMonths.1 {
            head.warn("wages.undated-differs", [.money(amount), .money(byMonths.1)])
            if !head.narrowedBy.contains("unpaidPeriods.amount") { head.narrowedBy.append("unpaidPeriods.amount") }
        }
        return (min(amount, byMonths.0), max(amount, byMonths.1))
    }

    /// For service that is known by its length only.
    private func underpaymentUndated(_ paid: Fraction, _ employment: Employment, _ begun: Head) -> Head? {
        var head = begun
        guard let agreed = monthlyWage(employment.lastWage, employment) else { return withoutWage(head) }
        guard agreed.amount > paid else { return nil }
        if let supposition = agreed.supposition { head.warn(supposition) }
        guard let length = employment.length else {
            head.low = 0
            head.narrowedBy = ["start", "end"]
            head.warn("wages.paid-short-no-service", [.money(agreed.amount), .money(paid)])
            return head
        }
        let months = length.inYears * 12
        head.step("wages.paid-short-months", [.number(months), .money(agreed.amount), .money(paid), .money(months * (agreed.amount - paid))])
        let absent = absence([], employment, &head) ?? 0
        head.settle(max(months * (agreed.amount - paid) - absent, 0), law.currency)
        return head
    }

    /// What was usually paid, by the month; nil if it is not known.
    private func usuallyPaid(_ employment: Employment) -> Fraction? {
        let wage = employment.wage
        guard let paid = wage.paid else { return nil }
        guard wage.monthly == nil, wage.basic == nil else { return paid }
        if wage.daily != nil { return paid * workingDaysPerMonth(employment) }
        return wage.hourly == nil ? paid : paid * hoursPerDay(employment) * workingDaysPerMonth(employment)
    }

    /// The times of the employment that no period without wages, or of leave, covers.
    private func uncovered(_ employment: Employment) -> [UnpaidPeriod] {
        guard let start = employment.start, let end = employment.end, start <= end else { return [] }
        return FactsReader.rest(of: UnpaidPeriod(from: start, until: end), without: employment.facts.unpaidPeriods)
    }

    /// Wages that a period makes due, and what they would be with every month of 30 days.
    private struct Due {
        var (amount, byThirty): (Fraction, Fraction) = (0, 0)
        var (months, monthsByThirty): (Fraction, Fraction) = (0, 0)

        mutating func add(_ share: Fraction, byThirty other: Fraction, of wage: Fraction) {
            amount += share * wage
            byThirty += other * wage
            months += share
            monthsByThirty += other
        }
    }

    private func due(_ period: UnpaidPeriod, _ employment: Employment, _ head: inout Head) -> Due? {
        var due = Due()
        for piece in Months.pieces(period.from, period.until, cutAt: wageChanges(employment)) {
            guard let wage = monthlyWage(employment.wage(on: piece.from), employment) else { return nil }
            if let supposition = wage.supposition { head.warn(supposition) }
            for part in Months.parts(piece.from, piece.through) {
                let span: [SentenceValue] = [.day(part.from), .day(part.through)]
                if part.isWhole {
                    let months = Months.between(part.from, part.through)
                    head.step("wages.due", span + [.number(months), .money(wage.amount), .money(months * wage.amount)])
                    due.add(months, byThirty: months, of: wage.amount)
                } else {
                    addPart(part.from, part.through, of: wage.amount, to: &due, employment, &head)
                }
            }
        }
        if let start = employment.start, period.from < start { head.warn("wages.before-start", [.day(period.from), .day(start)]) }
        if let end = employment.end, period.until > end { head.warn("wages.after-end", [.day(period.until), .day(end)]) }
        return due
    }

    /// A part of one month: by its calendar days, or by its working days where the law says so and the facts give them.
    private func addPart(_ from: Day, _ through: Day, of wage: Fraction, to due: inout Due, _ employment: Employment, _ head: inout Head) {
        let rule = law.rule("part-month", on: from, for: employment.circumstances)
        let isByWorkingDays = rule?.value == .words(Topic.workingDaysOfTheMonth)
        let working = isByWorkingDays ? employment.facts.daysPerWeek.flatMap { $0 < 7 ? $0 : nil } : nil
        if let rule, working != nil || !isByWorkingDays { head.use(rule) }
        let days = Months.days(from, through, workingDaysPerWeek: working)
        let (part, month) = (Fraction(days.part), Fraction(days.month))
        let share = part / month
        head.step(
            working == nil ? "wages.due-days" : "wages.due-working-days",
            [.day(from), .day(through), .number(part), .number(month), .money(wage), .money(share * wage)])
        due.add(share, byThirty: rule == nil ? min(part / 30, 1) : share, of: wage)
    }

    private func citePayday(_ head: inout Head, _ employment: Employment) {
        let rules = law.rules("wage-payment", on: employment.lawDay, for: employment.circumstances).filter { $0.confidence > .low }
        if let rule = rules.first {
            head.use(rule)
        } else {
            // The duty to pay what was agreed is in every law of labour; which article says so is not on file for this one.
            head.warn("wages.no-article")
        }
    }

    func withoutWage(_ head: Head) -> Head {
        var head = head
        head.warn("no-wage")
        head.narrowedBy = ["wage"]
        head.low = 0
        return head
    }

    // MARK: The legal minimum

    /// The employment with the wage that the law's minimum of each time would have made of it, and the rule of the last; nil where no wage was below a minimum on file.
    func lifted(_ employment: Employment) -> (Employment, Rule)? {
        var scratch = Head(.minimumWageShortfall, isTrial: true)
        // Where the minimum of the day of signing holds for a whole contract, it does so here as well.
        let contracts = employment.start.flatMap { start in employment.end.flatMap { contractStarts(start, $0, employment, &scratch) } }
        func minimum(on day: Day) -> (amount: Fraction, rule: Rule)? {
            guard let rule = law.rule("minimum-wage", on: contracts?.last { $0 <= day } ?? day, for: employment.circumstances), rule.confidence > .low, let number = rule.number,
                let amount = perMonth(number, rule.unit, employment, &scratch)
            else { return nil }
            return (amount, rule)
        }
        guard !employment.wage.isDailyOnly else { return nil }
        var (lifted, found) = (employment, Rule?.none)
        func raised(_ basic: Fraction?, _ monthly: Fraction?, on day: Day) -> (Fraction?, Fraction?)? {
            guard let counted = basic ?? monthly, let (least, rule) = minimum(on: day), counted < least else { return nil }
            found = rule
            return (basic.map { _ in least }, monthly.map { $0 + least - counted })
        }
        // Each time by its own minimum: a wage that stayed the same while the minimum rose is lifted from then on only.
        let wages = lifted.wage.history.isEmpty ? [WagePeriod(basic: lifted.wage.basic, monthly: lifted.wage.monthly)] : lifted.wage.history
        let cuts = contracts ?? changes(of: ["minimum-wage"])
        lifted.wage.history = wages.flatMap { period -> [WagePeriod] in
            guard let from = period.from ?? employment.start, let until = period.until ?? employment.end, from <= until else {
                return lifted.wage.history.isEmpty ? [] : [period]
            }
            return Months.pieces(from, until, cutAt: cuts).map { piece in
                var part = WagePeriod(from: piece.from, until: piece.through, basic: period.basic, monthly: period.monthly)
                if let (basic, monthly) = raised(period.basic, period.monthly, on: piece.from) { (part.basic, part.monthly) = (basic, monthly) }
                return part
            }
        }
        if let (basic, monthly) = raised(lifted.wage.basic, lifted.wage.monthly, on: employment.lawDay) { (lifted.wage.basic, lifted.wage.monthly) = (basic, monthly) }
        return found.map { (lifted, $0) }
    }

    /// What is missing to the minimum wage of each time, with allowances for food and housing where they are not provided.
    func minimumWage(_ employment: Employment) -> Head? {
        guard let start = employment.start, let end = employment.end, start <= end else { return minimumWageNow(employment) }
        let topics = ["minimum-wage", "minimum-wage-food", "minimum-wage-housing"]
        let changes = topics.flatMap { law.rules($0) }.filter { !$0.isAlternative }.flatMap { [$0.from?.earliest, $0.until?.latest.adding(days: 1)] }.compactMap
        { $0 }
        guard !changes.isEmpty || topics.contains(where: { !law.rules($0).isEmpty }) else { return nil }
        var head = Head(.minimumWageShortfall)
        var (low, high, isOpen): (Fraction, Fraction, Bool) = (0, 0, false)
        let contracts = contractStarts(start, end, employment, &head)
        for piece in Months.pieces(start, end, cutAt: (contracts ?? changes) + wageChanges(employment)) {
            let months = Months.between(piece.from, piece.through)
            let signed = contracts?.last { $0 <= piece.from } ?? piece.from
            let when: [SentenceValue] = [.day(piece.from), .day(piece.through)]
            guard let missing = missing(employment, on: piece.from, by: signed, months, "wages.minimum", when, &head) else { continue }
            low += missing.low
            high += missing.high
            for topic in missing.unknown {
                isOpen = true
                head.warn("wages.no-allowance-on-file", when + [.words("allowance." + topic)])
            }
        }
        return settled(head, low, high, isOpen: isOpen, employment)
    }

    /// The first days of the contracts, where the minimum of the day of signing holds for a whole contract; nil where it changes with the law.
    private func contractStarts(_ start: Day, _ end: Day, _ employment: Employment, _ head: inout Head) -> [Day]? {
        guard let rule = law.rule("minimum-wage-by-contract", on: employment.lawDay, for: employment.circumstances), let years = rule.number?.floor, years > 0
        else { return nil }
        head.use(rule)
        head.warn("wages.minimum-by-contract", [.number(Fraction(years))])
        return (0...80).map { start.adding(months: $0 * years * 12) }.filter { $0 <= end }
    }

    /// For service without dates only the minimum of today can be compared with.
    private func minimumWageNow(_ employment: Employment) -> Head? {
        guard let length = employment.length, employment.start == nil else { return nil }
        var head = Head(.minimumWageShortfall)
        let (day, months) = (employment.lawDay, length.inYears * 12)
        guard let missing = missing(employment, on: day, by: day, months, "wages.minimum-undated", [.day(day)], &head) else { return nil }
        head.narrowedBy = ["start", "end"]
        head.warn("wages.minimum-undated-warning")
        guard missing.high > 0 || !missing.unknown.isEmpty else { return nil }
        for topic in missing.unknown { head.warn("wages.no-allowance-on-file", [.day(day), .day(day), .words("allowance." + topic)]) }
        head.low = 0
        head.high = missing.unknown.isEmpty ? law.currency.rounded(missing.high) : nil
        return head
    }

    private func settled(_ head: Head, _ low: Fraction, _ high: Fraction, isOpen: Bool, _ employment: Employment) -> Head? {
        guard high > 0 || isOpen else { return nil }
        var head = head
        if isOpen {
            // An allowance that is due and not on file leaves the most open.
            head.low = law.currency.rounded(low)
        } else if low == high {
            head.settle(low, law.currency)
        } else {
            head.low = law.currency.rounded(low)
            head.high = law.currency.rounded(high)
            if employment.facts.foodProvided == nil, !law.rules("minimum-wage-food").isEmpty { head.narrowedBy.append("provided.food") }
            if employment.facts.housingProvided == nil, !law.rules("minimum-wage-housing").isEmpty { head.narrowedBy.append("provided.housing") }
        }
        return head
    }

    private func missing(
        _ employment: Employment, on wageDay: Day, by day: Day, _ months: Fraction, _ phrase: String, _ when: [SentenceValue], _ head: inout Head
    ) -> Missing? {
        let minimums = minimums(employment, on: day, &head)
        let wage = employment.wage(on: wageDay)
        guard let least = minimums.first, let most = minimums.last,
            let paid = wage.counted(by: Topic.Basis.basic, divisor: workingDaysPerMonth(employment), hoursPerDay: hoursPerDay(employment))
        else { return nil }
        var low = max(least.amount - paid.amount, 0)
        var high = max(most.amount - paid.amount, 0)
        var unknown: [String] = []
        var hasAllowances = false
        // What is certainly missing of allowances whose own amount is not known.
        var open: Fraction = 0
        for (topic, provided, allowance) in [
            ("minimum-wage-food", employment.facts.foodProvided, wage.food), ("minimum-wage-housing", employment.facts.housingProvided, wage.housing),
        ] {
            guard provided != true else { continue }
            guard let rule = law.rule(topic, on: day, for: employment.circumstances), let number = rule.number else {
                // A law that has the allowance at another time had one then too, or did not: that is not on file.
                if provided == false, !law.rules(topic).isEmpty, allowance == nil { unknown.append(topic) }
                continue
            }
            let missing = max(number - (allowance ?? 0), 0)
            guard missing > 0 else { continue }
            hasAllowances = true
            head.use(rule)
            high += missing
            guard provided == false else { continue }
            if allowance == nil { open += missing } else { low += missing }
        }
        // What is paid beside the basic wage, or above the minimum, may be for food or lodging or for something else; it counts once for both.
        let undivided = max(undivided(wage, least: least.amount, counted: paid.amount), 0)
        low += max(open - undivided, 0)
        if open > 0, undivided > 0 {
            head.warn("wages.minimum-undivided", [.money(undivided)])
            for (fact, allowance) in [("wage.allowances.food", wage.food), ("wage.allowances.housing", wage.housing)]
            where allowance == nil && !head.narrowedBy.contains(fact) { head.narrowedBy.append(fact) }
        }
        guard high > 0 || !unknown.isEmpty else { return Missing() }
        head.use(most.rule)
        if least.rule != most.rule {
            head.use(least.rule)
            head.warn("wages.minimum-differs", [.rule(least.rule), .rule(most.rule)])
            if least.rule.conditions.employees != nil || most.rule.conditions.employees != nil, employment.facts.employees == nil,
                !head.narrowedBy.contains("employees")
            {
                head.narrowedBy.append("employees")
            }
        }
        // Of allowances is spoken only where one comes into it, and of two sums only where they differ.
        let form = switch (low == high, hasAllowances) {
        case (true, false): "-plain"
        case (true, true): phrase == "wages.minimum" ? "-sure" : "-plain"
        case (false, false): phrase == "wages.minimum" ? "-span" : ""
        case (false, true): ""
        }
        head.step(phrase + form, when + [.number(months), .money(most.amount), .money(paid.amount), .money(low * months), .money(high * months)])
        return Missing(low: low * months, high: high * months, unknown: unknown)
    }

    /// What is missing to a minimum in a time.
    private struct Missing {
        var (low, high): (Fraction, Fraction) = (0, 0)
        /// Topics of allowances that were not given and of which nothing is on file for that time.
        var unknown: [String] = []
    }

    /// What of the whole wage is neither the basic wage, as far as it is known, nor an allowance that is known.
    private func undivided(_ wage: Wage, least: Fraction, counted: Fraction) -> Fraction {
        guard let basic = wage.basic else { return counted - least }
        guard let monthly = wage.monthly else { return 0 }
        return monthly - basic - (wage.food ?? 0) - (wage.housing ?? 0) - (wage.social ?? 0) - (wage.otherAllowances ?? 0)
    }

    /// The minimum wages a month that may apply on a day, from the least to the most: several where it depends on something that is not known.
    private func minimums(_ employment: Employment, on day: Day, _ head: inout Head) -> [(amount: Fraction, rule: Rule)] {
        let circumstances = employment.circumstances
        let rules = law.rules("minimum-wage", on: day, for: circumstances) + law.alternatives("minimum-wage", on: day, for: circumstances)
        var minimums: [(amount: Fraction, rule: Rule)] = []
        for rule in rules {
            if let number = rule.number, let amount = perMonth(number, rule.unit, employment, &head) { minimums.append((amount, rule)) }
        }
        return minimums.sorted { $0.amount < $1.amount }
    }

    private func perMonth(_ number: Fraction, _ unit: String, _ employment: Employment, _ head: inout Head) -> Fraction? {
        switch unit {
        case "money a day": return number * workingDaysPerMonth(employment)
        case "money an hour":
            guard let hours = employment.facts.hoursPerWeek ?? employment.facts.hoursPerDay.map({ $0 * Fraction(employment.facts.daysPerWeek ?? 6) }) else {
                head.narrowedBy = ["hoursPerWeek"]
                return nil
            }
            return number * hours * 52 / 12
        default: return number
        }
    }
}
