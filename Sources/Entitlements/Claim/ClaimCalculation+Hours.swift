/// Overtime, and work on rest days and holidays.
extension ClaimCalculation {
    /// The wage of an hour by which overtime is reckoned, and of the premium on it.
    private struct HourlyWage {
        var ordinary: Fraction
        var premium: Fraction
    }

    func overtime(_ employment: Employment) -> Head? {
        let items = employment.facts.overtime
        guard !items.isEmpty else { return overtimeOfWeek(employment) }
        var head = Head(.overtime, isTrial: isTrial)
        if let blocked = aboveThreshold("overtime", employment, &head) { return blocked }
        guard let sum = total(items, employment, &head, { $0.pay(for: $1, employment, &$2) }) else { return without(head) }
        guard settle(sum, "overtime", &head) else { return head }
        addDayMethods(&head, entries: items.count) { $0.overtime(employment)?.amount }
        compareOvertime(&head, employment)
        addCapOfHour(&head, sum.low, employment)
        return head
    }

    /// What all entries of a head are worth, less what was paid for each. Of work whose days are not known the least is by the lowest wage of the employment, and the most by the
    /// highest.
    private func total(
        _ items: [WorkItem], _ employment: Employment, _ head: inout Head, _ pay: (ClaimCalculation, WorkItem, inout Head) -> Fraction?
    ) -> (low: Fraction, high: Fraction)? {
        var (low, high): (Fraction, Fraction) = (0, 0)
        for item in items {
            guard let span = span(item, employment, &head, pay) else { return nil }
            low += max(span.low - item.paid, 0)
            high += max(span.high - item.paid, 0)
            let most = law.currency.rounded(span.high)
            if item.paid > most { head.warn("wages.paid-more", [.money(item.paid), .money(most)]) }
            if !item.paid.isZero { head.step("wages.paid", [.money(item.paid), .money(max(span.high - item.paid, 0))]) }
        }
        return (low, high)
    }

    private func span(
        _ item: WorkItem, _ employment: Employment, _ head: inout Head, _ pay: (ClaimCalculation, WorkItem, inout Head) -> Fraction?
    ) -> (low: Fraction, high: Fraction)? {
        let days = item.from == nil ? wageDays(employment) : []
        guard days.count > 1 else { return pay(self, item, &head).map { ($0, $0) } }
        func dated(_ day: Day) -> WorkItem {
            var dated = item
            (dated.from, dated.until) = (day, day)
            return dated
        }
        let sums = days.compactMap { day -> (day: Day, sum: Fraction)? in
            var trial = Head(head.kind, isTrial: true)
            return pay(self, dated(day), &trial).map { (day, $0) }
        }
        guard let least = sums.min(by: { $0.sum < $1.sum }), let most = sums.max(by: { $0.sum < $1.sum }), least.sum < most.sum else {
            return pay(self, item, &head).map { ($0, $0) }
        }
        guard let low = pay(self, dated(least.day), &head), let high = pay(self, dated(most.day), &head) else { return nil }
        head.warn("hours.undated")
        return (low, high)
    }

    /// A day of each wage of the employment.
    private func wageDays(_ employment: Employment) -> [Day] {
        guard let start = employment.start, let end = employment.end, start <= end else { return [] }
        return Months.pieces(start, end, cutAt: wageChanges(employment)).map(\.from)
    }

    /// Sets the amount, or the span with the fact that would narrow it.
    /// - Returns: whether it is an amount.
    private func settle(_ sum: (low: Fraction, high: Fraction), _ fact: String, _ head: inout Head) -> Bool {
        guard sum.low != sum.high else {
            head.settle(sum.low, law.currency)
            return true
        }
        head.low = law.currency.rounded(sum.low)
        head.high = law.currency.rounded(sum.high)
        if !head.narrowedBy.contains(fact) { head.narrowedBy.append(fact) }
        return false
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

    /// Where only the weekly hours are known, and they are above the law's: between none and all weeks of the service. Where the law changed, each time has its own limit.
    private func overtimeOfWeek(_ employment: Employment) -> Head? {
        guard let hours = employment.facts.hoursPerWeek, let start = employment.start, let end = employment.end, start <= end else { return nil }
        let times = Months.pieces(start, end, cutAt: changes(of: ["hours-week"])).map { time in
            (time: time, rule: law.rule("hours-week", on: time.from, for: employment.circumstances))
        }
        guard times.contains(where: { $0.rule?.number.map { hours > $0 } == true }) else { return nil }
        var head = Head(.overtime)
        if let blocked = aboveThreshold("overtime", employment, &head) { return blocked }
        var sum: Fraction = 0
        for (time, rule) in times {
            guard let rule, let limit = rule.number else {
                if rule == nil { head.warn("hours.week-no-limit", [.day(time.from), .day(time.through)]) }
                continue
            }
            head.use(rule)
            guard hours > limit else { continue }
            let weeks = Fraction(Int128(time.through.number - time.from.number + 1), over: 7)
            head.step("hours.week", [.number(hours), .number(limit), .number(hours - limit), .number(weeks)])
            var item = WorkItem()
            (item.from, item.until, item.hoursPerWeek) = (time.from, time.through, hours - limit)
            guard let amount = pay(for: item, employment, &head) else { return without(head) }
            sum += amount
        }
        head.low = 0
        head.high = law.currency.rounded(sum)
        head.narrowedBy = ["overtime"]
        head.warn("hours.week-warning")
        return head
    }

    /// The first days of each time of these rules, and the days after their last.
    private func changes(of topics: [String]) -> [Day] {
        topics.flatMap { law.rules($0) }.filter { !$0.isAlternative }.flatMap { [$0.from?.earliest, $0.until?.latest.adding(days: 1)] }.compactMap { $0 }
    }

    /// Rules by which an hour or a day of work is paid.
    private static let payTopics = [
        "overtime-premium", "overtime-night-premium", "hour-divisor", "day-divisor", "overtime-basis",
    ]

    /// An entry over a time, cut where the wage or a rule of its pay changes, so that each part is paid as its own time has it. Hours and days in all are spread evenly over it.
    private func pieces(of item: WorkItem, _ topics: [String], _ employment: Employment) -> [WorkItem] {
        guard let from = item.from, let until = item.until, from < until else { return [item] }
        let parts = Months.pieces(from, until, cutAt: wageChanges(employment) + changes(of: Self.payTopics + topics))
        guard parts.count > 1 else { return [item] }
        let all = Fraction(until.number - from.number + 1)
        return parts.map { part in
            var piece = item
            let share = Fraction(part.through.number - part.from.number + 1) / all
            (piece.from, piece.until, piece.hours, piece.days) = (part.from, part.through, item.hours * share, item.days * share)
            return piece
        }
    }

    private func without(_ head: Head) -> Head {
        var head = head
        head.low = head.low ?? 0
        // Where no rule gives an amount, the wage would not help.
        guard head.warnings.isEmpty else { return head }
        if head.narrowedBy.isEmpty { head.narrowedBy = ["wage"] }
        head.warn("no-wage")
        return head
    }

    /// Some laws give overtime, or pay for work on days of rest, only up to a wage.
    private func aboveThreshold(_ name: String, _ employment: Employment, _ head: inout Head) -> Head? {
        let thresholds = law.rules(name + "-threshold", on: employment.lawDay, for: employment.circumstances).filter { $0.number != nil }
        guard let highest = thresholds.max(by: { ($0.number ?? 0) < ($1.number ?? 0) }), let most = highest.number else { return nil }
        guard let wage = employment.lastWage.counted(by: Topic.Basis.basic, divisor: 26, hoursPerDay: 8) else { return nil }
        head.use(highest)
        if let least = thresholds.compactMap(\.number).min(), wage.amount > least, wage.amount <= most {
            head.warn("hours.threshold-kind", [.money(least), .money(most)])
        }
        guard wage.amount > most else { return nil }
        head.step("hours.threshold", [.money(wage.amount), .money(most), .article(highest.article)])
        head.low = 0
        head.narrowedBy = ["contract"]
        return head
    }

    /// What an entry of overtime is worth.
    private func pay(for item: WorkItem, _ employment: Employment, _ head: inout Head) -> Fraction? {
        if item.kind == "rest-day" || item.kind == "half-day" { return pay(forDay: item, "rest-day-pay", employment, &head) }
        if item.kind == "holiday" { return pay(forDay: item, "holiday-pay", employment, &head) }
        var sum: Fraction = 0
        for piece in pieces(of: item, [], employment) {
            guard let amount = pay(forPiece: piece, employment, &head) else { return nil }
            sum += amount
        }
        return sum
    }

    /// What hours are worth that were worked under one wage and one law.
    private func pay(forPiece item: WorkItem, _ employment: Employment, _ head: inout Head) -> Fraction? {
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

    private func hours(of item: WorkItem, _ employment: Employment) -> Fraction {
        if let weekly = item.hoursPerWeek, let from = item.from, let until = item.until {
            return weekly * Fraction(Int128(max(0, until.number - from.number + 1)), over: 7)
        }
        return item.hours.isZero ? item.days * hoursPerDay(employment) : item.hours
    }

    private func hourly(_ employment: Employment, on day: Day, _ head: inout Head) -> HourlyWage? {
        let rule = law.rule("hour-divisor", on: day, for: employment.circumstances)
        let hours = hoursPerDay(employment)
        let divisor = dayMethod.days.map { $0 * hours } ?? hourDivisor(employment, on: day)
        let wage = employment.wage(on: day)
        let basisRule = law.rule("overtime-basis", on: day, for: employment.circumstances)
        let basis = basisRule.map { $0.value.description } ?? Topic.Basis.basic
        let ordinaryBasis = basis.utf8.starts(with: Topic.Basis.whole.utf8) ? Topic.Basis.whole : Topic.Basis.basic
        let premiumBasis = basis.utf8.count > Topic.Basis.whole.utf8.count ? Topic.Basis.basic : ordinaryBasis
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

    // MARK: Days

    func restDays(_ employment: Employment) -> Head? { days(employment.facts.restDaysWorked, .restDay, "rest-day-pay", employment) }

    func holidays(_ employment: Employment) -> Head? { days(employment.facts.holidaysWorked, .holiday, "holiday-pay", employment) }

    private func days(_ items: [WorkItem], _ kind: HeadKind, _ topic: String, _ employment: Employment) -> Head? {
        guard !items.isEmpty else { return nil }
        var head = Head(kind, isTrial: isTrial)
        if let blocked = aboveThreshold(kind == .holiday ? "holiday" : "rest-day", employment, &head) { return blocked }
        let fact = kind == .holiday ? "holidaysWorked" : "restDaysWorked"
        guard let sum = total(items, employment, &head, { $0.pay(forDay: $1, topic, employment, &$2) }) else { return without(head) }
        guard settle(sum, fact, &head) else {
            if let unclear = items.lazy.compactMap({ dayOff($0, topic, employment) }).first { openDayOff(&head, unclear) }
            return head
        }
        if let unclear = items.lazy.compactMap({ dayOff($0, topic, employment) }).first { openDayOff(&head, unclear) }
        addOwnRequest(&head, items, kind, topic, employment)
        addDayMethods(&head, entries: items.count) { $0.days(items, kind, topic, employment)?.amount }
        return head
    }

    /// The rule for a day in whose place another was given free, if it says nothing of what is paid then.
    private func dayOff(_ item: WorkItem, _ topic: String, _ employment: Employment) -> Rule? {
        let day = item.from ?? employment.lawDay
        guard item.dayInLieu, law.rule(topic + "-with-day-off", on: day, for: employment.circumstances) == nil else { return nil }
        return law.rules(topic, on: day).first
    }

    /// What is paid beside a day off is not on file: from nothing up to what is due without it.
    private func openDayOff(_ head: inout Head, _ rule: Rule) {
        head.amount = nil
        head.low = 0
        head.warn("hours.day-in-lieu", [.rule(rule), .article(rule.article)])
    }

    private func pay(forDay item: WorkItem, _ topic: String, _ employment: Employment, _ head: inout Head) -> Fraction? {
        let topics = [topic, topic + "-with-day-off", topic + "-at-own-request", topic == "holiday-pay" ? "holiday-as-overtime" : "rest-day-as-overtime"]
        // A law that pays a day by how long it was worked takes the hours of one day: they are not spread.
        let isSpread = item.hours.isZero || law.rules(topic).allSatisfy { $0.unit != "days of wage" }
        var sum: Fraction = 0
        for piece in isSpread ? pieces(of: item, topics, employment) : [item] {
            guard let amount = pay(forDayPiece: piece, topic, employment, &head) else { return nil }
            sum += amount
        }
        return sum
    }

    private func pay(forDayPiece item: WorkItem, _ topic: String, _ employment: Employment, _ head: inout Head) -> Fraction? {
        let day = item.from ?? employment.lawDay
        let normal = hoursPerDay(employment)
        var circumstances = employment.circumstances
        // A law that pays by parts of the day says which part; others have one rule for the whole day.
        circumstances.work = item.kind == "half-day" || (!item.hours.isZero && item.hours * 2 <= normal) ? "up to half a day" : "a day"
        if let asOvertime = law.rule(topic == "holiday-pay" ? "holiday-as-overtime" : "rest-day-as-overtime", on: day, for: circumstances) {
            head.use(asOvertime)
            var hours = item
            hours.kind = "day"
            if hours.hours.isZero { hours.hours = hours.days * normal }
            return pay(forPiece: hours, employment, &head)
        }
        let beside = item.dayInLieu ? law.rule(topic + "-with-day-off", on: day, for: circumstances) : nil
        let own = item.dayInLieu ? nil : ownRequest(item, topic, day, circumstances, &head)
        guard let rule = beside ?? own ?? law.rule(topic, on: day, for: circumstances), let number = rule.number else {
            if let words = law.rules(topic, on: day).first { head.use(words) }
            head.warn("hours.no-day-rule")
            return nil
        }
        guard let daily = dailyWage(employment, on: day, topic, &head) else { return nil }
        head.use(rule)
        let isHours = !item.hours.isZero && rule.unit == "percent of the day's wage"
        let days = item.hours.isZero ? item.days : isHours ? item.hours / normal : 1
        let factor = rule.unit == "days of wage" ? number : number / 100
        var amount = days * daily * factor
        head.step("hours.day", [.number(days), .money(daily), .number(factor), .money(amount), .article(rule.article)])
        if !isHours, item.hours > normal { amount += beyond(item.hours - normal, topic, day, employment, &head) }
        return amount
    }

    /// Some laws give less for a day of rest on which the worker asked to work. Where nobody said who asked, the employer is supposed to have.
    private func ownRequest(_ item: WorkItem, _ topic: String, _ day: Day, _ circumstances: Circumstances, _ head: inout Head) -> Rule? {
        guard item.atOwnRequest != false, let rule = law.rule(topic + "-at-own-request", on: day, for: circumstances) else { return nil }
        if item.atOwnRequest == true { return rule }
        head.warn("hours.own-request", [.rule(rule), .article(rule.article)])
        return nil
    }

    /// What would be due if the worker had asked for the work of which nobody says who did.
    private func addOwnRequest(_ head: inout Head, _ items: [WorkItem], _ kind: HeadKind, _ topic: String, _ employment: Employment) {
        guard findsReadings, let amount = head.amount, items.contains(where: { $0.atOwnRequest == nil }),
            let rule = law.rules(topic + "-at-own-request", on: employment.lawDay).first
        else { return }
        var calculation = self
        (calculation.findsReadings, calculation.isTrial) = (false, true)
        let asked = items.map { item in
            var item = item
            item.atOwnRequest = item.atOwnRequest ?? true
            return item
        }
        guard let other = calculation.days(asked, kind, topic, employment)?.amount, other != amount else { return }
        if !head.narrowedBy.contains("restDaysWorked.atOwnRequest") { head.narrowedBy.append("restDaysWorked.atOwnRequest") }
        head.readings.append(Head.Reading(amount: other, basis: Sentence("reading.own-request", [.rule(rule), .article(rule.article)])))
    }

    private func beyond(_ hours: Fraction, _ topic: String, _ day: Day, _ employment: Employment, _ head: inout Head) -> Fraction {
        var circumstances = employment.circumstances
        circumstances.work = "beyond normal hours"
        guard let rule = law.rules(topic, on: day, for: circumstances).first(where: { $0.conditions.work != nil }), let times = rule.number,
            let hourly = hourly(employment, on: day, &head)
        else { return 0 }
        head.use(rule)
        let amount = hours * hourly.ordinary * times
        head.step("hours.times", [.number(hours), .money(hourly.ordinary), .number(times), .money(amount), .article(rule.article)])
        return amount
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
            let sums = employment.facts.overtime.flatMap { pieces(of: $0, [], employment) }.map { piece -> Fraction? in
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
