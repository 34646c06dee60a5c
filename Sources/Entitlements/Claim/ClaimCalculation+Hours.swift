/// Overtime, and the wages of an hour and a day by which work is paid.
extension ClaimCalculation {
    /// The wage of an hour by which overtime is reckoned, and of the premium on it.
    struct HourlyWage {
        var ordinary: Fraction
        var premium: Fraction
    }

    func overtime(_ employment: Employment) -> Head? {
        let items = employment.facts.overtime
        guard !items.isEmpty else { return overtimeOfWeek(employment) }
        var head = Head(.overtime, isTrial: isTrial)
        if let blocked = aboveThreshold("overtime", items, employment, &head) { return blocked }
        guard let worth = worth(of: items, Self.overtimeTopics, employment, &head, { $0.pay(for: $1, employment, &$2) }) else { return without(head) }
        setApart(worth, &head)
        guard settle(worth, "overtime", &head) else { return head }
        addDayMethods(&head, entries: items.count) { $0.overtime(employment)?.amount }
        compareOvertime(&head, employment)
        addCapOfHour(&head, worth.certain.low, employment)
        return head
    }

    /// Some laws cap the wage of an hour for some workers; which they are is not a fact that is asked for, so it is a second reading.
    private func addCapOfHour(_ head: inout Head, _ sum: Fraction, _ employment: Employment) {
        guard findsReadings, let cap = law.alternatives("overtime-hour-cap", on: employment.lawDay, for: employment.circumstances).first(where: { $0.confidence > .low }), let most = cap.number,
            let wage = employment.lastWage.counted(by: Topic.Basis.basic, divisor: 26, hoursPerDay: 8),
            law.rule("hour-divisor", on: employment.lawDay, for: employment.circumstances) != nil
        else { return }
        let divisor = hourDivisor(employment, on: employment.lawDay)
        guard wage.amount / divisor > most else { return }
        let amount = law.currency.rounded(sum * most / (wage.amount / divisor))
        head.readings.append(Head.Reading(amount: amount, basis: Sentence("reading.divisor", [.rule(cap), .text(cap.source)])))
    }

    /// Where only the weekly hours are known, and they are above the law's: between none and all weeks of the service. Where the law changed, each time has its own limit; what is owed
    /// for a time of which no limit is on file leaves the most open.
    private func overtimeOfWeek(_ employment: Employment) -> Head? {
        guard let hours = employment.facts.hoursPerWeek, let start = employment.start, let end = employment.end, start <= end else { return nil }
        func limit(on day: Day) -> Rule? { law.rule("hours-week", on: day, for: employment.circumstances) }
        let topics = Self.overtimeTopics + ["hours-week"]
        var item = WorkItem()
        (item.from, item.until, item.hoursPerWeek) = (start, end, hours)
        guard pieces(of: item, topics, employment).contains(where: { piece in piece.from.flatMap(limit)?.number.map { hours > $0 } == true }) else { return nil }
        var head = Head(.overtime)
        if let blocked = aboveThreshold("overtime", [item], employment, &head) { return blocked }
        let worth = worth(of: [item], topics, employment, &head) { calculation, piece, head in
            guard let from = piece.from, let until = piece.until else { return nil }
            guard let rule = limit(on: from) else {
                head.warn("hours.week-no-limit", [.day(from), .day(until)])
                return nil
            }
            guard let limit = rule.number else { return 0 }
            head.use(rule)
            guard hours > limit else { return 0 }
            let weeks = Fraction(Int128(until.number - from.number + 1), over: 7)
            head.step("hours.week", [.number(hours), .number(limit), .number(hours - limit), .number(weeks)])
            var beyond = piece
            beyond.hoursPerWeek = hours - limit
            return calculation.pay(for: beyond, employment, &head)
        }
        guard let worth else { return without(head) }
        setApart(Worth(apart: Bounds(low: 0, high: worth.apart.high), hasCertain: worth.hasCertain, chain: worth.chain), &head)
        head.low = 0
        head.high = worth.isOpen ? nil : law.currency.rounded(worth.certain.high)
        head.narrowedBy = ["overtime"]
        head.warn("hours.week-warning")
        return head
    }

    private static let overtimeTopics = ["overtime-threshold"]

    /// Some laws give overtime, or pay for work on days of rest, only up to a wage: which wage counts is that of the day. Where it was above in all of the time, nothing is due by law.
    func aboveThreshold(_ name: String, _ items: [WorkItem], _ employment: Employment, _ head: inout Head) -> Head? {
        guard !law.rules(name + "-threshold").isEmpty else { return nil }
        let topics = [name + "-threshold"]
        var last: (rule: Rule, wage: Fraction)?
        for piece in items.flatMap({ pieces(of: $0, topics, employment) }) {
            guard let above = threshold(name, on: piece.from ?? employment.lawDay, employment, &head) else { return nil }
            last = above
        }
        guard let (rule, wage) = last, let most = rule.number else { return nil }
        head.use(rule)
        head.step("hours.threshold", [.money(wage), .money(most), .article(rule.article)])
        head.low = 0
        head.narrowedBy = ["contract"]
        return head
    }

    /// The highest wage up to which the law gives this pay, if that of the day is above it.
    func threshold(_ name: String, on day: Day, _ employment: Employment, _ head: inout Head) -> (rule: Rule, wage: Fraction)? {
        let thresholds = law.rules(name + "-threshold", on: day, for: employment.circumstances).filter { $0.number != nil }
        guard let highest = thresholds.max(by: { ($0.number ?? 0) < ($1.number ?? 0) }), let most = highest.number,
            let wage = employment.wage(on: day).counted(by: Topic.Basis.basic, divisor: 26, hoursPerDay: 8)
        else { return nil }
        if let least = thresholds.compactMap(\.number).min(), wage.amount > least, wage.amount <= most {
            head.use(highest)
            head.warn("hours.threshold-kind", [.money(least), .money(most)])
        }
        guard wage.amount > most else {
            head.use(highest)
            return nil
        }
        return (highest, wage.amount)
    }

    /// Whether the wage of the day is above the one up to which the law gives this pay, which is then said.
    func isAbove(_ name: String, on day: Day, _ employment: Employment, _ head: inout Head) -> Bool {
        guard !law.rules(name + "-threshold").isEmpty, let (rule, wage) = threshold(name, on: day, employment, &head), let most = rule.number else { return false }
        head.use(rule)
        head.warn("hours.threshold", [.money(wage), .money(most), .article(rule.article)])
        return true
    }

    /// What an entry of overtime is worth that lies under one wage and one law.
    func pay(for item: WorkItem, _ employment: Employment, _ head: inout Head) -> Fraction? {
        if isAbove("overtime", on: item.from ?? employment.lawDay, employment, &head) { return 0 }
        if item.kind == "rest-day" || item.kind == "half-day" { return pay(forDay: item, "rest-day-pay", employment, &head) }
        if item.kind == "holiday" { return pay(forDay: item, "holiday-pay", employment, &head) }
        return pay(forPiece: item, employment, &head)
    }

    /// What hours are worth that were worked under one wage and one law.
    func pay(forPiece item: WorkItem, _ employment: Employment, _ head: inout Head) -> Fraction? {
        let day = item.from ?? employment.lawDay
        let night = item.kind == "night" ? law.rule("overtime-night-premium", on: day, for: employment.circumstances) : nil
        guard let rule = night ?? law.rule("overtime-premium", on: day, for: employment.circumstances), let number = rule.number else {
            if let none = law.rules("overtime-premium", on: day).first { head.use(none) }
            head.warn("hours.no-premium")
            return nil
        }
        guard let hourly = hourly(employment, on: day, &head) else { return nil }
        head.use(rule)
        let hours = hours(of: item, employment)
        if rule.unit == "times" {
            let amount = hours * hourly.ordinary * number
            head.step("hours.times", [.number(hours), .money(hourly.ordinary), .number(number), .money(amount), .article(rule.article)])
            return amount
        }
        let each = hourly.ordinary + hourly.premium * number / 100
        head.step(
            "hours.premium", [.number(hours), .money(hourly.ordinary), .number(number), .money(hourly.premium), .money(hours * each), .article(rule.article)])
        return hours * each
    }

    func hours(of item: WorkItem, _ employment: Employment) -> Fraction {
        if let weekly = item.hoursPerWeek, let from = item.from, let until = item.until {
            return weekly * Fraction(Int128(max(0, until.number - from.number + 1)), over: 7)
        }
        return item.hours.isZero ? item.days * hoursPerDay(employment) : item.hours
    }

    /// By how many hours the wage of a week is divided: those of its working days, but no more than were agreed or than the law's own week has: the wage of a week pays no hour
    /// beyond it, whatever was really worked.
    func hoursPerWeek(_ employment: Employment, on day: Day, _ head: inout Head) -> Fraction {
        let days = Fraction(employment.facts.daysPerWeek ?? 6) * hoursPerDay(employment)
        let worked = min(days, employment.facts.hoursPerWeek ?? days)
        guard let rule = law.rule("hours-week", on: day, for: employment.circumstances), let most = rule.number, most < worked else { return worked }
        head.use(rule)
        return most
    }

    func hourly(_ employment: Employment, on day: Day, _ head: inout Head) -> HourlyWage? {
        let rule = law.rule("hour-divisor", on: day, for: employment.circumstances)
        let hours = hoursPerDay(employment)
        let divisor = dayMethod.days.map { $0 * hours } ?? hourDivisor(employment, on: day)
        let wage = employment.wage(on: day)
        let basisRule = law.rule("overtime-basis", on: day, for: employment.circumstances)
        let basis = basisRule.map { $0.value.description } ?? Topic.Basis.basic
        let ordinaryBasis = basis.utf8.starts(with: Topic.Basis.whole.utf8) ? Topic.Basis.whole : Topic.Basis.basic
        let premiumBasis = basis.utf8.count > Topic.Basis.whole.utf8.count ? Topic.Basis.basic : ordinaryBasis
        if wage.isDailyOnly, wage.hourly == nil, let weekly = wage.weekly {
            let perHour = weekly / hoursPerWeek(employment, on: day, &head)
            return HourlyWage(ordinary: dayMethod.hour(perHour), premium: dayMethod.hour(perHour))
        }
        if wage.isDailyOnly, let perHour = wage.hourly ?? wage.daily.map({ $0 / hours }) {
            return HourlyWage(ordinary: dayMethod.hour(perHour), premium: dayMethod.hour(perHour))
        }
        guard let ordinary = wage.counted(by: ordinaryBasis, divisor: 30, hoursPerDay: 8),
            let premium = wage.counted(by: premiumBasis, divisor: 30, hoursPerDay: 8)
        else { return nil }
        if let basisRule { head.use(basisRule) }
        if let rule { head.use(rule) } else { head.warn("hours.divisor-supposed", [.number(divisor)]) }
        for supposition in [ordinary.supposition, premium.supposition] { if let supposition { head.warn(supposition) } }
        head.step("hours.hourly", [.money(ordinary.amount), .number(divisor), .money(ordinary.amount / divisor)])
        func perHour(_ monthly: Fraction) -> Fraction { dayMethod.hour(dayMethod.day(monthly * hours / divisor) / hours) }
        return HourlyWage(ordinary: perHour(ordinary.amount), premium: perHour(premium.amount))
    }

    /// By how many hours a month's wage is divided: as the law has it, in hours or in days of the normal hours, else thirty days of them.
    func hourDivisor(_ employment: Employment, on day: Day) -> Fraction {
        let hours = hoursPerDay(employment)
        guard let rule = law.rule("hour-divisor", on: day, for: employment.circumstances), let number = rule.number else { return 30 * hours }
        return rule.unit == "days a month" ? number * hours : number
    }

    /// The wage of a day, by the law's divisor of the month.
    func dailyWage(_ employment: Employment, on day: Day, _ topic: String, _ head: inout Head) -> Fraction? {
        let wage = employment.wage(on: day)
        if wage.isDailyOnly { return wage.daily ?? wage.hourly.map { $0 * hoursPerDay(employment) } }
        var (divisor, rule) = dayDivisor("day-divisor", employment, on: day)
        if let days = dayMethod.days { (divisor, rule) = (days, nil) }
        let basis = law.rule("overtime-basis", on: day, for: employment.circumstances).map { $0.value.description } ?? Topic.Basis.basic
        let isWhole = basis.utf8.starts(with: Topic.Basis.whole.utf8)
        guard let monthly = wage.counted(by: isWhole ? Topic.Basis.whole : Topic.Basis.basic, divisor: divisor, hoursPerDay: 8) else { return nil }
        if let rule { head.use(rule) } else { head.warn("hours.day-divisor-supposed", [.number(divisor)]) }
        if let supposition = monthly.supposition { head.warn(supposition) }
        head.step("award.daily", [.money(monthly.amount), .number(divisor), .money(monthly.amount / divisor)])
        return dayMethod.hour(monthly.amount / divisor)
    }

    /// By how many days a month's wage is divided; `days a week` means 52 weeks of so many working days over twelve months.
    func dayDivisor(_ topic: String, _ employment: Employment, on day: Day) -> (Fraction, Rule?) {
        guard let rule = law.rule(topic, on: day, for: employment.circumstances) else { return (30, nil) }
        if rule.unit == "days a week" { return (Fraction(employment.facts.daysPerWeek ?? 6) * 52 / 12, rule) }
        return (rule.number ?? 30, rule)
    }

    private func compareOvertime(_ head: inout Head, _ employment: Employment) {
        guard let statute = head.amount else { return }
        for terms in employment.facts.agreed {
            guard let percent = terms.overtimePercent else { continue }
            let sums = employment.facts.overtime.flatMap { item in evenly(item, over: pieces(of: item, [], employment)) }.map { piece -> Fraction? in
                let day = piece.from ?? employment.lawDay
                let basic = employment.wage(on: day).counted(by: Topic.Basis.basic, divisor: 30, hoursPerDay: 8)
                return basic.map { hours(of: piece, employment) * $0.amount / hourDivisor(employment, on: day) }
            }
            guard !sums.contains(nil) else { continue }
            let amount = law.currency.rounded(sums.compactMap(\.self).reduce(0, +) * percent / 100)
            head.comparisons.append(Head.Comparison(basis: terms.basis, amount: amount, isBetter: amount > statute))
        }
    }
}
