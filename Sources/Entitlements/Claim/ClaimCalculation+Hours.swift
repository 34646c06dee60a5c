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
        if let blocked = aboveThreshold("overtime", items, employment, &head) { return blocked }
        guard let worth = worth(of: items, Self.overtimeTopics, employment, &head, { $0.pay(for: $1, employment, &$2) }) else { return without(head) }
        setApart(worth, &head)
        guard settle(worth, "overtime", &head) else { return head }
        addDayMethods(&head, entries: items.count) { $0.overtime(employment)?.amount }
        compareOvertime(&head, employment)
        addCapOfHour(&head, worth.certain.low, employment)
        return head
    }

    // MARK: What entries are worth

    /// What the work of an entry is worth that lies under one wage and one law; nil where nothing is on file, or no wage is known.
    private typealias Pay = (ClaimCalculation, WorkItem, inout Head) -> Fraction?

    private struct Bounds {
        var (low, high): (Fraction, Fraction) = (0, 0)

        mutating func add(_ other: Bounds) { (low, high) = (low + other.low, high + other.high) }

        /// What is left after a payment.
        func less(_ paid: Fraction) -> Bounds { Bounds(low: max(low - paid, 0), high: max(high - paid, 0)) }
    }

    /// What all entries of a head are worth.
    private struct Worth {
        var certain = Bounds()
        /// By rules of low confidence.
        var apart = Bounds()
        /// Whether there is work of a time of which no rule is on file.
        var isOpen = false
        var hasCertain = false
        /// The chain of what stands apart.
        var chain: Head
        /// What the certain part is if hours and days of which only the time is known are spread evenly over it; nil where there are none.
        var even: Fraction?
        /// Whether of some hours or days not even the time is known.
        var hasUndated = false
        /// Whether the days of the work would narrow the span.
        var isSpread = false
    }

    /// A part of an entry under one wage and one law, and what it would be worth if all of the entry lay in it.
    private struct Part {
        let item: WorkItem
        let amount: Fraction?
        let chain: Head

        var isLow: Bool { chain.usesLow }
    }

    /// What all entries of a head are worth, less what was paid for each. Of hours and days whose own days are not known the least is where the least is paid for them, and the most
    /// where the most is. Nil where nothing can be reckoned.
    private func worth(
        of items: [WorkItem], _ topics: [String], _ employment: Employment, _ head: inout Head, _ pay: Pay
    ) -> Worth? {
        var worth = Worth(chain: Head(head.kind, isTrial: isTrial))
        for item in items {
            guard add(item, topics, employment, &worth, &head, pay) else { return nil }
        }
        guard !worth.hasCertain else { return worth }
        // Nothing is certain: the whole head rests on rules of low confidence, as it says.
        head.take(worth.chain)
        (worth.certain, worth.apart, worth.even) = (worth.apart, Bounds(), nil)
        return worth
    }

    private func add(_ item: WorkItem, _ topics: [String], _ employment: Employment, _ worth: inout Worth, _ head: inout Head, _ pay: Pay) -> Bool {
        let kind = head.kind
        func part(_ piece: WorkItem) -> Part {
            var chain = Head(kind, isTrial: isTrial)
            let amount = pay(self, piece, &chain)
            return Part(item: piece, amount: amount, chain: chain)
        }
        var parts = pieces(of: item, topics, employment).map(part)
        guard parts.contains(where: { $0.amount != nil }) else {
            for part in parts { head.take(part.chain) }
            return false
        }
        let isByWeek = item.hoursPerWeek != nil && item.from != nil
        // Of what has no day at all, times of which nothing is on file are left out.
        if item.from == nil { parts.removeAll { $0.amount == nil } }
        var (certain, apart, most): (Bounds, Bounds, Fraction)
        if parts.count == 1 || isByWeek {
            (certain, apart) = exact(parts, &worth, &head)
            most = certain.high + apart.high
            worth.even = worth.even.map { $0 + max(certain.low - item.paid, 0) }
        } else if let first = parts.first, parts.allSatisfy({ $0.amount == first.amount && $0.isLow == first.isLow }) {
            // Wherever in the time it was, it comes to the same; each law is named.
            let even = item.from == nil ? [part(item)] : evenly(item, over: parts.map(\.item)).map(part)
            (certain, apart) = exact(even, &worth, &head)
            most = certain.high + apart.high
            worth.even = worth.even.map { $0 + max(certain.low - item.paid, 0) }
        } else {
            let before = worth.even ?? worth.certain.low
            (certain, apart, most) = spread(item, parts, employment, &worth, &head, part)
            if let from = item.from, let until = item.until, !parts.contains(where: { $0.amount == nil }) {
                if certain.low != certain.high || apart.low != apart.high { head.warn("hours.spread", [.day(from), .day(until)]) }
                let shares = evenly(item, over: parts.map(\.item)).map { share(of: $0, in: item) }
                let even = zip(parts, shares).reduce(Fraction(0)) { $0 + ($1.0.isLow ? 0 : ($1.0.amount ?? 0) * $1.1) }
                worth.even = before + max(even - item.paid, 0)
            } else {
                worth.hasUndated = true
                head.warn("hours.undated")
            }
        }
        if let topic = Self.dayTopic(of: kind), dayOff(item, topic, employment) != nil {
            // From nothing up to what is due without the day off; what is certain beside it stays.
            (certain.low, apart.low) = (0, 0)
            worth.hasUndated = true
        } else if certain.low != certain.high || apart.low != apart.high {
            worth.isSpread = true
        }
        let rounded = law.currency.rounded(most)
        if item.paid > rounded { head.warn("wages.paid-more", [.money(item.paid), .money(rounded)]) }
        // What was paid counts for the certain part first: no total is then too high.
        worth.apart.add(Bounds(low: max(apart.low - max(item.paid - certain.low, 0), 0), high: max(apart.high - max(item.paid - certain.high, 0), 0)))
        worth.certain.add(certain.less(item.paid))
        if !item.paid.isZero { head.step("wages.paid", [.money(item.paid), .money(max(most - item.paid, 0))]) }
        return true
    }

    /// Parts whose own hours and days are known.
    private func exact(_ parts: [Part], _ worth: inout Worth, _ head: inout Head) -> (certain: Bounds, apart: Bounds) {
        var (certain, apart) = (Bounds(), Bounds())
        for part in parts {
            guard let amount = part.amount else {
                worth.isOpen = true
                worth.hasCertain = true
                head.take(part.chain)
                continue
            }
            if part.isLow {
                worth.chain.take(part.chain)
                apart.add(Bounds(low: amount, high: amount))
            } else {
                worth.hasCertain = true
                head.take(part.chain)
                certain.add(Bounds(low: amount, high: amount))
            }
        }
        return (certain, apart)
    }

    /// Hours or days that lie somewhere in a time in which the wage or the law changed: all of them where the least is paid, as many as fit, and where the most is.
    private func spread(
        _ item: WorkItem, _ parts: [Part], _ employment: Employment, _ worth: inout Worth, _ head: inout Head, _ pay: (WorkItem) -> Part
    ) -> (certain: Bounds, apart: Bounds, most: Fraction) {
        let room = room(for: item, in: parts.map(\.item), head.kind, employment)
        func shares(_ value: (Part) -> Fraction, isLeast: Bool) -> [Fraction] {
            let order = parts.indices.sorted { isLeast ? value(parts[$0]) < value(parts[$1]) : value(parts[$0]) > value(parts[$1]) }
            var (shares, left) = ([Fraction](repeating: 0, count: parts.count), Fraction(1))
            for index in order {
                shares[index] = min(room[index], left)
                left = left - shares[index]
            }
            return shares
        }
        func sum(_ shares: [Fraction], _ value: (Part) -> Fraction) -> Fraction { zip(parts, shares).reduce(Fraction(0)) { $0 + value($1.0) * $1.1 } }
        func chain(_ shares: [Fraction], isLow: Bool, _ head: inout Head) {
            for (part, share) in zip(parts, shares) where share > 0 && part.isLow == isLow && part.amount != nil {
                var piece = part.item
                (piece.hours, piece.days) = (item.hours * share, item.days * share)
                head.take(pay(piece).chain)
            }
        }
        func certainly(_ part: Part) -> Fraction { part.isLow ? 0 : part.amount ?? 0 }
        func doubtfully(_ part: Part) -> Fraction { part.isLow ? part.amount ?? 0 : 0 }
        let (least, most) = (shares(certainly, isLeast: true), shares(certainly, isLeast: false))
        let (certain, whole) = (Bounds(low: sum(least, certainly), high: sum(most, certainly)), shares({ $0.amount ?? 0 }, isLeast: false))
        if parts.contains(where: { !$0.isLow }) {
            worth.hasCertain = true
            if certain.low != certain.high { head.step("span.least") }
            chain(least, isLow: false, &head)
            if certain.low != certain.high {
                head.step("span.most")
                chain(most, isLow: false, &head)
            }
        }
        for part in parts where part.amount == nil {
            worth.isOpen = true
            head.take(part.chain)
        }
        let (fewest, doubtful) = (shares(doubtfully, isLeast: true), shares(doubtfully, isLeast: false))
        chain(doubtful, isLow: true, &worth.chain)
        return (certain, Bounds(low: sum(fewest, doubtfully), high: sum(doubtful, doubtfully)), sum(whole) { $0.amount ?? 0 })
    }

    /// Which share of an entry each part of its time has room for. A week has so many days of rest, a day 24 hours; where even that is too little, the facts do not fit, and any part
    /// may have all of it.
    private func room(for item: WorkItem, in parts: [WorkItem], _ kind: HeadKind, _ employment: Employment) -> [Fraction] {
        let isByHours = !item.hours.isZero
        let quantity = isByHours ? item.hours : item.days
        let isRest = kind == .restDay || item.kind == "rest-day" || item.kind == "half-day"
        func room(byRest: Bool) -> [Fraction] {
            parts.map { part in
                guard let from = part.from, let until = part.until, quantity > 0 else { return 1 }
                let days = until.number - from.number + 1
                let counted = byRest ? min(days, max(7 - (employment.facts.daysPerWeek ?? 6), 1) * ((days + 6) / 7)) : days
                return min(Fraction(isByHours ? counted * 24 : counted) / quantity, 1)
            }
        }
        let ways = isOneDay(item, kind) ? [] : (isRest ? [true, false] : [false]).map(room)
        return ways.first { $0.reduce(0, +) >= 1 } ?? parts.map { _ in 1 }
    }

    /// A law that pays a day by how long it was worked takes the hours of one day: they are not spread.
    private func isOneDay(_ item: WorkItem, _ kind: HeadKind) -> Bool {
        guard !item.hours.isZero else { return false }
        let topic = kind == .holiday || item.kind == "holiday" ? "holiday-pay" : "rest-day-pay"
        guard kind != .overtime || item.kind == "rest-day" || item.kind == "half-day" || item.kind == "holiday" else { return false }
        return law.rules(topic).contains { $0.unit == "days of wage" }
    }

    /// Shows beside the head what rests on rules of low confidence.
    private func setApart(_ worth: Worth, _ head: inout Head) {
        guard worth.hasCertain, worth.apart.high > 0 else { return }
        let apart = Head.Apart(
            low: law.currency.rounded(worth.apart.low), high: law.currency.rounded(worth.apart.high), rules: worth.chain.rules, steps: worth.chain.steps)
        head.apart = apart
        let articles = apart.rules.filter { $0.confidence == .low && !$0.article.isEmpty }.map(\.article)
        head.warn(
            apart.low == apart.high ? "hours.apart" : "hours.apart-span", [.money(apart.low), .money(apart.high), .article(articles.joined(separator: ", "))])
    }

    /// Sets the amount, or the span with the fact that would narrow it.
    /// - Returns: whether it is an amount.
    private func settle(_ worth: Worth, _ fact: String, _ head: inout Head) -> Bool {
        let sum = worth.certain
        guard worth.isOpen || sum.low != sum.high else {
            head.settle(sum.low, law.currency)
            return true
        }
        head.low = law.currency.rounded(sum.low)
        head.high = worth.isOpen ? nil : law.currency.rounded(sum.high)
        if sum.low != sum.high, worth.isSpread, !head.narrowedBy.contains(fact) { head.narrowedBy.append(fact) }
        if findsReadings, !worth.isOpen, !worth.hasUndated, let even = worth.even {
            head.readings.append(Head.Reading(amount: law.currency.rounded(even), basis: Sentence("reading.spread-evenly")))
        }
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

    /// The first days of each time of these rules, and the days after their last.
    func changes(of topics: [String]) -> [Day] {
        topics.flatMap { law.rules($0) }.filter { !$0.isAlternative }.flatMap { [$0.from?.earliest, $0.until?.latest.adding(days: 1)] }.compactMap { $0 }
    }

    /// Rules by which an hour or a day of work is paid.
    private static let payTopics = [
        "overtime-premium", "overtime-night-premium", "hour-divisor", "day-divisor", "overtime-basis", "hours-week",
    ]

    private static let overtimeTopics = ["overtime-threshold"]

    /// An entry cut where the wage or a rule of its pay changes, each piece with all hours and days of it: those of which no day is known may lie anywhere in the employment.
    private func pieces(of item: WorkItem, _ topics: [String], _ employment: Employment) -> [WorkItem] {
        guard item.from != nil || item.hoursPerWeek == nil, let from = item.from ?? employment.start,
            let until = item.from == nil ? employment.end : item.until, from < until
        else { return [item] }
        let own = item.kind == "holiday" ? dayTopics("holiday-pay") : item.kind == "rest-day" || item.kind == "half-day" ? dayTopics("rest-day-pay") : []
        let parts = Months.pieces(from, until, cutAt: wageChanges(employment) + changes(of: Self.payTopics + topics + own))
        guard parts.count > 1 else { return [item] }
        return parts.map { part in
            var piece = item
            (piece.from, piece.until) = (part.from, part.through)
            return piece
        }
    }

    /// Pieces with their share of the hours and days, spread evenly over the time.
    private func evenly(_ item: WorkItem, over pieces: [WorkItem]) -> [WorkItem] {
        func days(_ item: WorkItem) -> Fraction { item.from.flatMap { from in item.until.map { Fraction($0.number - from.number + 1) } } ?? 1 }
        let all = pieces.reduce(Fraction(0)) { $0 + days($1) }
        guard pieces.count > 1 else { return [item] }
        return pieces.map { piece in
            var share = piece
            (share.hours, share.days) = (item.hours * days(piece) / all, item.days * days(piece) / all)
            return share
        }
    }

    private func share(of piece: WorkItem, in item: WorkItem) -> Fraction {
        item.hours.isZero ? item.days.isZero ? 0 : piece.days / item.days : piece.hours / item.hours
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

    /// Some laws give overtime, or pay for work on days of rest, only up to a wage: which wage counts is that of the day. Where it was above in all of the time, nothing is due by law.
    private func aboveThreshold(_ name: String, _ items: [WorkItem], _ employment: Employment, _ head: inout Head) -> Head? {
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
    private func threshold(_ name: String, on day: Day, _ employment: Employment, _ head: inout Head) -> (rule: Rule, wage: Fraction)? {
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
    private func isAbove(_ name: String, on day: Day, _ employment: Employment, _ head: inout Head) -> Bool {
        guard !law.rules(name + "-threshold").isEmpty, let (rule, wage) = threshold(name, on: day, employment, &head), let most = rule.number else { return false }
        head.use(rule)
        head.warn("hours.threshold", [.money(wage), .money(most), .article(rule.article)])
        return true
    }

    /// What an entry of overtime is worth that lies under one wage and one law.
    private func pay(for item: WorkItem, _ employment: Employment, _ head: inout Head) -> Fraction? {
        if isAbove("overtime", on: item.from ?? employment.lawDay, employment, &head) { return 0 }
        if item.kind == "rest-day" || item.kind == "half-day" { return pay(forDay: item, "rest-day-pay", employment, &head) }
        if item.kind == "holiday" { return pay(forDay: item, "holiday-pay", employment, &head) }
        return pay(forPiece: item, employment, &head)
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

    /// By how many hours the wage of a week is divided: those of its working days, but no more than were agreed or than the law's own week has: the wage of a week pays no hour
    /// beyond it, whatever was really worked.
    private func hoursPerWeek(_ employment: Employment, on day: Day, _ head: inout Head) -> Fraction {
        let days = Fraction(employment.facts.daysPerWeek ?? 6) * hoursPerDay(employment)
        let worked = min(days, employment.facts.hoursPerWeek ?? days)
        guard let rule = law.rule("hours-week", on: day, for: employment.circumstances), let most = rule.number, most < worked else { return worked }
        head.use(rule)
        return most
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

    // MARK: Days

    func restDays(_ employment: Employment) -> Head? { days(employment.facts.restDaysWorked, .restDay, "rest-day-pay", employment) }

    func holidays(_ employment: Employment) -> Head? { days(employment.facts.holidaysWorked, .holiday, "holiday-pay", employment) }

    private func days(_ items: [WorkItem], _ kind: HeadKind, _ topic: String, _ employment: Employment) -> Head? {
        guard !items.isEmpty else { return nil }
        var head = Head(kind, isTrial: isTrial)
        let name = kind == .holiday ? "holiday" : "rest-day"
        if let blocked = aboveThreshold(name, items, employment, &head) { return blocked }
        let fact = kind == .holiday ? "holidaysWorked" : "restDaysWorked"
        let worth = worth(of: items, dayTopics(topic) + [name + "-threshold"], employment, &head) { calculation, item, head in
            if calculation.isAbove(name, on: item.from ?? employment.lawDay, employment, &head) { return 0 }
            return calculation.pay(forDay: item, topic, employment, &head)
        }
        guard let worth else { return without(head) }
        setApart(worth, &head)
        let isAmount = settle(worth, fact, &head)
        if let unclear = items.lazy.compactMap({ dayOff($0, topic, employment) }).first {
            head.warn("hours.day-in-lieu", [.rule(unclear), .article(unclear.article)])
        }
        guard isAmount else { return head }
        addOwnRequest(&head, items, kind, topic, employment)
        addDayMethods(&head, entries: items.count) { $0.days(items, kind, topic, employment)?.amount }
        return head
    }

    private func dayTopics(_ topic: String) -> [String] {
        [topic, topic + "-with-day-off", topic + "-at-own-request", topic == "holiday-pay" ? "holiday-as-overtime" : "rest-day-as-overtime"]
    }

    /// The rule for a day in whose place another was given free, if it says nothing of what is paid then.
    private func dayOff(_ item: WorkItem, _ topic: String, _ employment: Employment) -> Rule? {
        let day = item.from ?? employment.lawDay
        guard item.dayInLieu, law.rule(topic + "-with-day-off", on: day, for: employment.circumstances) == nil else { return nil }
        return law.rules(topic, on: day).first
    }

    /// The rules by which the days of a head are paid.
    private static func dayTopic(of kind: HeadKind) -> String? { kind == .restDay ? "rest-day-pay" : kind == .holiday ? "holiday-pay" : nil }

    private func pay(forDay item: WorkItem, _ topic: String, _ employment: Employment, _ head: inout Head) -> Fraction? {
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
