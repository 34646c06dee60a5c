/// What is due because employment ends: leave not taken, notice, unfair dismissal, the way home.
extension ClaimCalculation {
    // MARK: Leave

    /// Annual leave earned and not taken, in money.
    func leave(_ employment: Employment) -> Head? {
        if employment.facts.leaveBalance == nil, employment.length == nil { return nil }
        var head = Head(.leave)
        guard let entitled = leaveDays(employment, &head) else {
            return employment.ending != nil && law.rules("annual-leave", on: employment.lawDay).isEmpty ? notOnFile(.leave, employment) : nil
        }
        let (divisor, rule) = dayDivisor("leave-divisor", employment, on: employment.lawDay)
        var basis = Topic.Basis.whole
        if let rule = law.rule("leave-basis", on: employment.lawDay, for: employment.circumstances), case .words(let words) = rule.value {
            basis = words
            head.use(rule)
        }
        guard let wage = employment.lastWage.counted(by: basis, divisor: divisor, hoursPerDay: hoursPerDay(employment)) else { return withoutWage(head) }
        if let rule { head.use(rule) } else { head.warn("hours.day-divisor-supposed", [.number(divisor)]) }
        if let supposition = wage.supposition { head.warn(supposition) }
        let daily = employment.lastWage.isDailyOnly ? (employment.lastWage.daily ?? wage.amount / divisor) : wage.amount / divisor
        head.step("award.daily", [.money(wage.amount), .number(divisor), .money(daily)])
        let taken = employment.facts.leaveBalance == nil ? employment.facts.leaveTaken : 0
        let days = max(entitled - (taken ?? 0), 0)
        let amount = days * daily
        head.step("leave.amount", [.number(entitled), .number(taken ?? 0), .number(days), .money(daily), .money(amount)])
        guard taken != nil else {
            head.low = 0
            head.high = law.currency.rounded(amount)
            head.narrowedBy = ["leaveTaken"]
            return head
        }
        head.settle(amount, law.currency)
        if findsReadings { head.roundings = leaveRoundings(days, wage.amount, divisor, amount) }
        for terms in employment.facts.agreed {
            guard let perYear = terms.leaveDaysPerYear, let length = employment.length else { continue }
            let agreed = law.currency.rounded(max(perYear * length.inYears - (taken ?? 0), 0) * daily)
            head.comparisons.append(Head.Comparison(basis: terms.basis, amount: agreed, isBetter: agreed > (head.amount ?? 0)))
        }
        return head
    }

    private func leaveRoundings(_ days: Fraction, _ monthly: Fraction, _ divisor: Fraction, _ amount: Fraction) -> [Head.Reading] {
        var seen: Set<Fraction> = [law.currency.rounded(amount)]
        let otherDays = DayMethod.daysInUse.compactMap { other -> Head.Reading? in
            let amount = law.currency.rounded(days * monthly / other)
            guard other != divisor, seen.insert(amount).inserted else { return nil }
            return Head.Reading(amount: amount, basis: Sentence("reading.days", [.number(other), .words("rounding.attheend")]))
        }
        let ways: [(AwardMethod.Rounding, Fraction)] = [
            (.months, (days / divisor).rounded(places: 2) * monthly), (.monthsFine, (days / divisor).rounded(places: 3) * monthly),
            (.daily, days * law.currency.rounded(monthly / divisor)), (.dailyCut, days * (monthly / divisor).truncated(places: law.currency.places)),
        ]
        // People also print whole dinars or riyals.
        let readings = [law.currency.places, 0].flatMap { places in
            ([(.atTheEnd, amount)] + ways).compactMap { rounding, exact -> Head.Reading? in
                let other = exact.rounded(places: places)
                guard seen.insert(other).inserted else { return nil }
                let phrase = places == 0 ? "reading.rounding-only-whole" : "reading.rounding-only"
                return Head.Reading(amount: other, basis: Sentence(phrase, [.words("rounding." + rounding.rawValue.filter { $0 != " " })]))
            }
        }
        return otherDays + readings
    }

    /// Days of leave earned over the whole service, each year at the rate of its seniority.
    private func leaveDays(_ employment: Employment, _ head: inout Head) -> Fraction? {
        var circumstances = employment.circumstances
        circumstances.service = nil
        let rules = law.rules("annual-leave", on: employment.lawDay, for: circumstances).filter { $0.number != nil }
        if let balance = employment.facts.leaveBalance {
            for rule in rules.prefix(1) { head.use(rule) }
            return balance
        }
        guard let years = employment.length?.inYears, !rules.isEmpty else { return nil }
        if let least = law.rule("annual-leave-minimum-service", on: employment.lawDay, for: circumstances), let number = least.number,
            years < (least.unit == "months" ? number / 12 : number)
        {
            head.use(least)
            head.step("award.below-minimum", [.article(least.article), .number(number), .words("unit." + least.unit)])
            return 0
        }
        // A rate by the month holds for those whose whole service is that short, and then alone.
        if let rule = rules.first(where: { $0.unit == "days a month" && $0.conditions.service?.contains(years) ?? true }), let number = rule.number {
            head.use(rule)
            head.step("leave.months", [.number(years * 12), .number(number), .number(years * 12 * number), .article(rule.article)])
            return years * 12 * number
        }
        let reckoning = law.rule("annual-leave-reckoning", on: employment.lawDay, for: circumstances)
        let counted = reckoning == nil ? years : Fraction(Int128((years * 12).floor), over: 12)
        var days: Fraction = 0
        for rule in rules where rule.unit != "days a month" {
            guard let number = rule.number else { continue }
            let part = rule.conditions.service?.share(from: 0, to: counted) ?? counted
            guard part > 0 else { continue }
            head.use(rule)
            let perYear = rule.unit == "weeks a year" ? number * 7 : number
            let earned = reckoning == nil ? part * perYear : (part * perYear).rounded(places: 0)
            head.step("leave.years", [.number(part), .number(perYear), .number(earned), .article(rule.article)])
            days += earned
        }
        if let reckoning, !head.rules.isEmpty {
            head.use(reckoning)
            head.step("leave.whole-days", [.article(reckoning.article)])
        }
        return head.rules.isEmpty ? nil : days
    }

    // MARK: Notice

    /// Wages for notice that the employer did not give.
    func notice(_ employment: Employment) -> Head? {
        guard var head = reckonedNotice(employment) else { return nil }
        // Where the law asks for notice of an open-ended contract only, it is not known whether any is owed until the kind of contract is.
        guard employment.facts.contract == nil, let rule = head.rules.first(where: { $0.topic == "notice" && $0.conditions.contract != nil }),
            head.high ?? 1 > 0
        else { return head }
        head.amount = nil
        head.low = 0
        head.narrowedBy.append("contract")
        head.warn("notice.contract", [.article(rule.article)])
        return head
    }

    private func reckonedNotice(_ employment: Employment) -> Head? {
        guard employment.ending == .termination || employment.ending == .retrenchment else { return nil }
        var circumstances = employment.circumstances
        circumstances.party = .employer
        guard let rule = law.rule("notice", on: employment.lawDay, for: circumstances), let number = rule.number else {
            return law.rules("notice", on: employment.lawDay).isEmpty ? notOnFile(.notice, employment) : nil
        }
        var head = Head(.notice)
        head.use(rule)
        let (divisor, divisorRule) = dayDivisor("day-divisor", employment, on: employment.lawDay)
        var basis = Topic.Basis.whole
        if let rule = law.rule("notice-basis", on: employment.lawDay, for: circumstances), case .words(let words) = rule.value {
            basis = words
            head.use(rule)
        }
        guard let wage = employment.lastWage.counted(by: basis, divisor: divisor, hoursPerDay: hoursPerDay(employment)) else { return withoutWage(head) }
        if let supposition = wage.supposition { head.warn(supposition) }
        let daily = wage.amount / divisor
        if rule.unit == "months" {
            let full = number * wage.amount
            head.step("notice.months", [.number(number), .money(wage.amount), .money(full), .article(rule.article)])
            return given(full, daily, head, employment)
        }
        let calendarDays = rule.unit == "weeks" ? number * 7 : number
        if let reckoning = law.rule("notice-reckoning", on: employment.lawDay, for: circumstances), let end = employment.end, !employment.lastWage.isDailyOnly {
            head.use(reckoning)
            return noticeByCalendar(calendarDays, after: end, wage.amount, daily, rule, head, employment)
        }
        // A week of notice is a week of calendar time and has as many paid days as the worker works in it.
        let workingDays = divisorRule?.unit == "days a week" || divisor < 27 ? Fraction(employment.facts.daysPerWeek ?? 6) : 7
        let days = rule.unit == "weeks" ? number * workingDays : number
        let full = days == 30 && divisor == 30 ? wage.amount : days * daily
        if let divisorRule { head.use(divisorRule) }
        head.step("notice.days", [.number(days), .money(daily), .money(full), .article(rule.article)])
        head = given(full, daily, head, employment)
        addNoticeRoundings(&head, calendarDays, wage.amount, employment)
        return head
    }

    /// The wages that would have been earned from the day after the end, each day by the length of its month.
    private func noticeByCalendar(
        _ days: Fraction, after end: Day, _ monthly: Fraction, _ daily: Fraction, _ rule: Rule, _ head: Head, _ employment: Employment
    ) -> Head {
        func wages(_ days: Fraction) -> Fraction { Months.between(end.adding(days: 1), end.adding(days: days.floor)) * monthly }
        var head = head
        let full = wages(days)
        let last = end.adding(days: days.floor)
        head.step("notice.calendar", [.number(days), .day(end.adding(days: 1)), .day(last), .money(full), .article(rule.article)])
        guard let given = employment.facts.noticeGiven else { return unknownNotice(full, head) }
        let missing = wages(max(days - given, 0))
        if !given.isZero { head.step("notice.given", [.number(given), .money(missing)]) }
        head.settle(missing, law.currency)
        addNoticeRoundings(&head, days, monthly, employment)
        compareNotice(&head, daily, given, missing, employment)
        return head
    }

    /// What others get for so many days of notice who divide the month otherwise; a week has six paid days where a month has 26.
    private func addNoticeRoundings(_ head: inout Head, _ days: Fraction, _ monthly: Fraction, _ employment: Employment) {
        guard findsReadings, let amount = head.amount, amount > 0, employment.facts.noticeGiven?.isZero == true else { return }
        var seen: Set<Fraction> = [amount]
        for divisor in DayMethod.daysInUse {
            let other = law.currency.rounded((divisor == 26 ? days * 6 / 7 : days) * monthly / divisor)
            guard seen.insert(other).inserted else { continue }
            head.roundings.append(Head.Reading(amount: other, basis: Sentence("reading.days", [.number(divisor), .words("rounding.attheend")])))
        }
    }

    private func unknownNotice(_ full: Fraction, _ head: Head) -> Head {
        var head = head
        head.low = 0
        head.high = law.currency.rounded(full)
        head.narrowedBy = ["noticeGivenDays"]
        return head
    }

    private func given(_ full: Fraction, _ daily: Fraction, _ head: Head, _ employment: Employment) -> Head {
        var head = head
        guard let given = employment.facts.noticeGiven else { return unknownNotice(full, head) }
        let missing = max(full - given * daily, 0)
        if !given.isZero { head.step("notice.given", [.number(given), .money(missing)]) }
        head.settle(missing, law.currency)
        compareNotice(&head, daily, given, missing, employment)
        return head
    }

    private func compareNotice(_ head: inout Head, _ daily: Fraction, _ given: Fraction, _ missing: Fraction, _ employment: Employment) {
        for terms in employment.facts.agreed {
            guard let days = terms.noticeDays else { continue }
            let agreed = law.currency.rounded(max(days - given, 0) * daily)
            head.comparisons.append(Head.Comparison(basis: terms.basis, amount: agreed, isBetter: agreed > missing))
        }
    }

    // MARK: The way home

    func ticket(_ employment: Employment) -> Head? {
        guard employment.facts.ticketPaidByEmployer != true else { return nil }
        let rules = law.rules("return-ticket", on: employment.lawDay, for: employment.circumstances)
        guard employment.facts.ticketCost != nil || employment.facts.ticketPaidByEmployer == false else { return ticketToAskFor(rules, employment) }
        var head = Head(.ticket)
        guard let rule = rules.first(where: { $0.value.description == "employer pays" }) ?? rules.first else {
            head.warn("ticket.no-rule")
            head.low = 0
            head.high = employment.facts.ticketCost.map(law.currency.rounded)
            return head
        }
        head.use(rule)
        guard let cost = employment.facts.ticketCost else {
            head.narrowedBy = ["ticket.cost"]
            head.low = 0
            return head
        }
        guard rule.value.description == "employer pays" else {
            head.step("ticket.other", [.rule(rule), .article(rule.article)])
            head.low = 0
            head.high = law.currency.rounded(cost)
            head.narrowedBy = ["ending"]
            return head
        }
        head.step("ticket.cost", [.money(cost), .article(rule.article)])
        head.settle(cost, law.currency)
        return head
    }

    /// Where the facts say nothing of a ticket and the law has the employer pay it: somebody has to ask.
    private func ticketToAskFor(_ rules: [Rule], _ employment: Employment) -> Head? {
        // Whoever died needs no ticket: bringing the body home is a duty of its own.
        guard employment.facts.end != nil, employment.ending != .death, employment.facts.injury?.outcome != .death, let rule = rules.first(where: { $0.value.description == "employer pays" && $0.confidence > .low }) else { return nil }
        var head = Head(.ticket)
        head.use(rule)
        head.low = 0
        head.narrowedBy = ["ticket.paidBy", "ticket.cost"]
        head.warn("ticket.ask", [.statute(rule), .article(rule.article)])
        return head
    }
}
