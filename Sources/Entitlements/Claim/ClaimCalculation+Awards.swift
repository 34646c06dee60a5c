/// The awards for service: gratuity, indemnity, termination benefit, severance and long service payment.
extension ClaimCalculation {
    /// A stretch of service under one set of rates, in years from the beginning.
    private struct Segment {
        var from: Fraction
        var to: Fraction
        var rates: [Rule]
        var wage: Wage
        /// The day from which a fund pays, if this stretch lies after it.
        var fund: Rule?
        var wageDay: Day?
    }

    /// What an award comes to, exactly, with its chain.
    private struct Award {
        var head: Head
        var amount: Fraction
        /// What a fund pays beside it.
        var fromFund: Fraction = 0
    }

    func awardHead(_ name: String, _ kind: HeadKind, _ employment: Employment) -> Head? {
        byContract(["-none", "-rate", "-share", "-minimum-service"].map { name + $0 }, kind, employment) { $0.award(of: name, kind, $1) }
    }

    private func award(of name: String, _ kind: HeadKind, _ employment: Employment) -> Head? {
        let day = employment.lawDay
        if let none = law.rule(name + "-none", on: day, for: employment.circumstances) { return noAward(kind, none, employment) }
        guard employment.ending != nil || employment.length != nil else { return nil }
        var circumstances = employment.circumstances
        circumstances.service = nil
        guard !law.rules(name + "-rate", on: day, for: circumstances).isEmpty else { return nil }
        guard employment.length != nil else {
            var head = Head(kind)
            head.narrowedBy = ["start", "service"]
            head.warn("award.no-service")
            head.low = 0
            return head
        }
        if let rule = law.rule(name + "-not-insured", on: day, for: circumstances), employment.facts.socialSecurity == true { return insured(kind, rule) }
        guard let award = award(name, kind, employment, AwardMethod(reckoning: reckoning(name, employment))) else {
            var head = Head(kind)
            for rule in law.rules(name + "-rate", on: day, for: circumstances) { head.use(rule) }
            head.narrowedBy = ["wage"]
            head.warn("no-wage")
            head.low = 0
            return head
        }
        var head = award.head
        head.settle(award.amount, law.currency)
        if employment.ending == .misconduct, law.rule(name + "-share", on: day, for: employment.circumstances) == nil {
            head.amount = nil
            head.low = 0
            head.narrowedBy.append("ending")
            head.warn("award.misconduct")
        }
        if let rule = law.rule(name + "-not-insured", on: day, for: circumstances), employment.facts.socialSecurity == nil {
            head.use(rule)
            head.warn("award.insured-unknown", [.article(rule.article)])
            if head.high ?? 1 > 0 {
                head.amount = nil
                head.low = 0
                head.narrowedBy.append("socialSecurity")
            }
        }
        openShare(&head, name, employment)
        openAboveThreshold(&head, name, employment)
        warnOfFund(&head, name, employment)
        if findsReadings { addReadings(&head, award, name, kind, employment) }
        compare(&head, employment)
        return head
    }

    /// A law that shares the award on resignation from one kind of contract and says nothing of the other leaves open what is due then: up to the whole.
    private func openShare(_ head: inout Head, _ name: String, _ employment: Employment) {
        guard employment.ending == .resignation, head.amount ?? 0 > 0,
            law.rule(name + "-share", on: employment.lawDay, for: employment.circumstances) == nil
        else { return }
        let kinds = law.rules(name + "-share", on: employment.lawDay).filter { $0.conditions.endings.contains(.resignation) }.map(\.conditions.contract)
        guard kinds.contains(where: { $0 != nil }), !kinds.contains(employment.contract) else { return }
        head.amount = nil
        head.low = 0
        head.narrowedBy.append("contract")
        head.warn("award.share-unknown")
    }

    /// Some laws give the award only up to a wage; above it only the contract can.
    private func openAboveThreshold(_ head: inout Head, _ name: String, _ employment: Employment) {
        guard head.amount ?? 0 > 0, let rule = law.rule(name + "-threshold", on: employment.lawDay, for: employment.circumstances), let most = rule.number,
            let wage = employment.lastWage.counted(by: Topic.Basis.whole, divisor: 26, hoursPerDay: hoursPerDay(employment)), wage.amount > most
        else { return }
        head.use(rule)
        head.warn("award.threshold", [.money(wage.amount), .money(most), .article(rule.article)])
        head.amount = nil
        head.low = 0
        head.narrowedBy.append("contract")
    }

    /// Contributions to a provident fund that may be set off for service of some time; how much they were is no fact that is asked for.
    private func warnOfFund(_ head: inout Head, _ name: String, _ employment: Employment) {
        guard let amount = head.amount, amount > 0,
            let rule = law.rules(name + "-provident").first(where: { rule in
                !rule.isAlternative && rule.confidence > .low && (employment.start ?? employment.lawDay) <= (rule.until?.latest ?? employment.lawDay)
            })
        else { return }
        head.use(rule)
        head.warn("award.provident", [.rule(rule)])
    }

    /// Where no rule of that time says whether an award for service is due, that is said: silence would read as nothing.
    func unknownAward(_ employment: Employment) -> Head? {
        guard employment.ending != nil, employment.length != nil else { return nil }
        let isOnFile = Topic.awards.contains { name in
            !law.rules(name + "-rate", on: employment.lawDay).isEmpty || !law.rules(name + "-none", on: employment.lawDay).isEmpty
        }
        return isOnFile ? nil : notOnFile(.endOfService, employment)
    }

    /// A head of which nothing is on file for that day: from nothing upwards.
    func notOnFile(_ kind: HeadKind, _ employment: Employment) -> Head {
        var head = Head(kind)
        head.low = 0
        head.warn("not-on-file", [.text(law.country), .words("category." + law.category.rawValue), .day(employment.lawDay)])
        return head
    }

    /// Where the law gives nothing, that is said, and the rule named.
    private func noAward(_ kind: HeadKind, _ rule: Rule, _ employment: Employment) -> Head? {
        guard let ending = employment.ending, [.retrenchment, .termination, .expiry, .medical].contains(ending) else { return nil }
        var head = Head(kind)
        head.use(rule)
        head.step("award.none", [.statute(rule), .article(rule.article)])
        head.warn("award.none-agreed")
        head.settle(0, law.currency)
        compare(&head, employment)
        return head
    }

    /// Workers under social security draw on the fund instead.
    private func insured(_ kind: HeadKind, _ rule: Rule) -> Head {
        var head = Head(kind)
        head.use(rule)
        head.step("award.insured", [.statute(rule), .article(rule.article)])
        head.settle(0, law.currency)
        return head
    }

    private func reckoning(_ name: String, _ employment: Employment) -> AwardMethod.Reckoning {
        guard let rule = law.rule(name + "-reckoning", on: employment.lawDay, for: employment.circumstances), case .words(let words) = rule.value else {
            return .monthsAndDays
        }
        return AwardMethod.Reckoning(rawValue: words) ?? .monthsAndDays
    }

    // MARK: The calculation

    private func award(_ name: String, _ kind: HeadKind, _ employment: Employment, _ method: AwardMethod) -> Award? {
        let day = employment.lawDay
        var head = Head(kind, isTrial: isTrial)
        let counted = countedService(name, employment, &head)
        let total = counted.length.years(method.reckoning, days: counted.days)
        describeService(counted.length, total, employment, &head)
        if method.reckoning == .nearestMonth || method.reckoning == .fullFourYears,
            let rule = law.rule(name + "-reckoning", on: day, for: employment.circumstances)
        {
            head.use(rule)
            head.step(method.reckoning == .nearestMonth ? "award.nearest-month" : "award.full-periods", [.number(total)])
        }
        if let minimum = law.rule(name + "-minimum-service", on: day, for: employment.circumstances), let number = minimum.number {
            head.use(minimum)
            let years = minimum.unit == "months" ? number / 12 : number
            if counted.length.inYears < years {
                head.step("award.below-minimum", [.article(minimum.article), .number(number), .words("unit." + minimum.unit)])
                return Award(head: head, amount: 0)
            }
        }
        var amount: Fraction = 0
        var fromFund: Fraction = 0
        warnOfUndatedService(name, counted.length.inYears, employment, &head)
        let basis = basis(name, employment, &head)
        for segment in segments(name, counted, employment, method) {
            guard let part = amountOfSegment(segment, name, basis, counted.length.inYears, employment, method, &head) else { return nil }
            if let fund = segment.fund {
                head.use(fund)
                head.step("award.from-fund", [.rule(fund), .money(part)])
                fromFund += part
            } else {
                amount += part
            }
        }
        amount = floored(capped(amount, name, basis, employment, &head), name, basis, employment, &head)
        // Which band the service falls into is decided by what was worked, not by how it was rounded.
        amount = shared(amount, name, counted.length.inYears, employment, &head)
        return Award(head: head, amount: amount, fromFund: fromFund)
    }

    /// Service without the days that the law leaves out.
    private func countedService(_ name: String, _ employment: Employment, _ head: inout Head) -> (length: ServiceLength, days: Int?, end: Day?) {
        let length = employment.length ?? ServiceLength(years: 0)
        let leave = employment.facts.unpaidPeriods.filter(\.isLeave).reduce(0) { $0 + $1.until.number - $1.from.number + 1 }
        let unpaid = employment.facts.unpaidDays + Fraction(leave)
        let known = employment.start.flatMap { start in employment.end.map { end in (start, end) } }
        guard unpaid > 0 else { return (length, known.map { $0.1.number - $0.0.number + 1 }, employment.end) }
        guard let rule = law.rule(name + "-unpaid-days", on: employment.lawDay, for: employment.circumstances) else {
            head.warn("award.unpaid-days-unknown", [.number(unpaid)])
            return (length, known.map { $0.1.number - $0.0.number + 1 }, employment.end)
        }
        head.use(rule)
        head.step("award.unpaid-days", [.number(unpaid), .article(rule.article)])
        if let (start, end) = known {
            let shorter = end.adding(days: -min(unpaid.floor, end.number - start.number + 1))
            return (ServiceLength(from: start, through: shorter), max(0, shorter.number - start.number + 1), shorter)
        }
        let days = max(0, (length.inYears * 365).rounded(places: 0).floor - unpaid.floor)
        return (ServiceLength(years: days / 365, days: days % 365), days, nil)
    }

    private func describeService(_ length: ServiceLength, _ years: Fraction, _ employment: Employment, _ head: inout Head) {
        if let start = employment.start, let end = employment.end {
            head.step("award.service-dates", [.day(start), .day(end), .service(length), .number(years)])
        } else {
            head.step("award.service-given", [.service(length), .number(years)])
        }
    }

    private func basis(_ name: String, _ employment: Employment, _ head: inout Head) -> String {
        guard let rule = law.rule(name + "-basis", on: employment.lawDay, for: employment.circumstances), case .words(let words) = rule.value else {
            return Topic.Basis.whole
        }
        head.use(rule)
        return words
    }

    /// Service cut where another law, another wage or a fund begins; one segment where nothing of that happens.
    private func segments(
        _ name: String, _ counted: (length: ServiceLength, days: Int?, end: Day?), _ employment: Employment, _ method: AwardMethod
    ) -> [Segment] {
        var circumstances = employment.circumstances
        circumstances.service = nil
        let total = counted.length.years(method.reckoning, days: counted.days)
        let last = employment.lastWage
        let atEnd = law.rules(name + "-rate", on: employment.lawDay, for: circumstances)
        guard let start = employment.start, let end = counted.end, start <= end else {
            return [Segment(from: 0, to: total, rates: atEnd, wage: last)]
        }
        let eachLaw = law.rule(name + "-each-law", on: employment.lawDay, for: circumstances)
        let fund = law.rules(name + "-from-fund").first { rule in !rule.isAlternative && (rule.from?.earliest ?? end) <= end }
        let earlier = law.rules(name + "-earlier-wage").first { rule in !rule.isAlternative && (rule.from?.earliest).map { start < $0 && $0 <= end } ?? false }
        var cuts: Set<Day> = []
        if eachLaw != nil { cuts.formUnion(law.rules(name + "-rate").compactMap { $0.isAlternative ? nil : $0.from?.earliest }) }
        for rule in [fund, earlier] { if let from = rule?.from?.earliest { cuts.insert(from) } }
        let days = [start] + cuts.filter { start < $0 && $0 <= end }.sorted()
        var segments: [Segment] = []
        for (index, first) in days.enumerated() {
            let to = index + 1 < days.count ? position(of: days[index + 1], start, method) : total
            let rates = eachLaw == nil ? atEnd : law.rules(name + "-rate", on: first, for: circumstances)
            var segment = Segment(from: index == 0 ? 0 : position(of: first, start, method), to: to, rates: rates.isEmpty ? atEnd : rates, wage: last)
            if let from = fund?.from?.earliest, first >= from { segment.fund = fund }
            if let from = earlier?.from?.earliest, first < from {
                segment.wage = employment.wage(on: from.adding(days: -1))
                segment.wageDay = from.adding(days: -1)
            }
            segments.append(segment)
        }
        return segments
    }

    /// Without dates all service is reckoned by the law of one day; where earlier service would be reckoned otherwise, that is said.
    private func warnOfUndatedService(_ name: String, _ years: Fraction, _ employment: Employment, _ head: inout Head) {
        guard employment.start == nil || employment.end == nil else { return }
        let day = employment.lawDay
        let changes = ["-from-fund", "-earlier-wage"].flatMap { law.rules(name + $0) } + law.rules(name + "-each-law", on: day)
        guard let change = changes.filter({ !$0.isAlternative }).compactMap({ $0.from?.earliest }).max(),
            day.adding(days: -(years * 365).floor) < change, change <= day
        else { return }
        head.warn("award.undated", [.day(change)])
    }

    /// How many years of service there are on the eve of a day.
    private func position(of day: Day, _ start: Day, _ method: AwardMethod) -> Fraction {
        let eve = day.adding(days: -1)
        return ServiceLength(from: start, through: eve).years(method.reckoning, days: eve.number - start.number + 1)
    }

    private func amountOfSegment(
        _ segment: Segment, _ name: String, _ basis: String, _ service: Fraction, _ employment: Employment, _ method: AwardMethod, _ head: inout Head
    ) -> Fraction? {
        let divisorRule = method.divisor ?? law.rule(name + "-divisor", on: employment.lawDay, for: employment.circumstances)
        let divisor = method.days ?? divisorRule?.number ?? 30
        guard let wage = segment.wage.counted(by: basis, divisor: divisor, hoursPerDay: hoursPerDay(employment)) else { return nil }
        if let supposition = wage.supposition { head.warn(supposition) }
        if let day = segment.wageDay, let rule = law.rules(name + "-earlier-wage").first {
            head.use(rule)
            head.step("award.earlier-wage", [.day(day), .article(rule.article), .money(wage.amount)])
            if employment.wage.history.isEmpty { head.warn("award.earlier-wage-unknown", [.day(day)]) }
        }
        head.step("award.wage", [.words("basis." + basis.filter { $0 != " " }), .money(wage.amount)])
        var monthly = wage.amount
        if let cap = law.rule(name + "-wage-cap", on: employment.lawDay, for: employment.circumstances), let most = cap.number, monthly > most {
            head.use(cap)
            head.step("award.wage-cap", [.money(most), .article(cap.article)])
            monthly = most
        }
        var sum: Fraction = 0
        let whole = law.rule(name + "-whole-service", on: employment.lawDay, for: employment.circumstances)
        for rate in segment.rates {
            guard let number = rate.number else { continue }
            let years: Fraction
            if let whole {
                guard rate.conditions.service?.contains(service) ?? true else { continue }
                head.use(whole)
                years = segment.to - segment.from
            } else {
                years = rate.conditions.service?.share(from: segment.from, to: segment.to) ?? (segment.to - segment.from)
            }
            guard years > 0 else { continue }
            head.use(rate)
            sum += band(number, rate, years, monthly, divisor, divisorRule, method, &head)
        }
        return sum
    }

    private func band(
        _ number: Fraction, _ rate: Rule, _ years: Fraction, _ monthly: Fraction, _ divisor: Fraction, _ divisorRule: Rule?, _ method: AwardMethod,
        _ head: inout Head
    ) -> Fraction {
        guard rate.unit != Topic.Rate.months else {
            let rounded =
                method.rounding == .months
                ? (years * number).rounded(places: 2) : method.rounding == .monthsFine ? (years * number).rounded(places: 3) : years * number
            let amount = rounded * monthly
            head.step("award.band-months", [.number(years), .number(number), .money(monthly), .money(amount), .article(rate.article)])
            return amount
        }
        if let divisorRule { head.use(divisorRule) }
        let days = rate.unit == Topic.Rate.weeks ? number * 7 : number
        let daily: Fraction
        switch method.rounding {
        case .daily: daily = law.currency.rounded(monthly / divisor)
        case .dailyCut: daily = (monthly / divisor).truncated(places: law.currency.places)
        case .dailyTwoDecimals: daily = (monthly / divisor).rounded(places: 2)
        case .dailyCutTwoDecimals: daily = (monthly / divisor).truncated(places: 2)
        case .months: return (years * days / divisor).rounded(places: 2) * monthly
        case .monthsFine: return (years * days / divisor).rounded(places: 3) * monthly
        case .atTheEnd: daily = monthly / divisor
        }
        let amount = years * days * daily
        head.step("award.daily", [.money(monthly), .number(divisor), .money(daily)])
        head.step("award.band-days", [.number(years), .number(days), .money(daily), .money(amount), .article(rate.article)])
        return amount
    }

    private func capped(_ amount: Fraction, _ name: String, _ basis: String, _ employment: Employment, _ head: inout Head) -> Fraction {
        guard let cap = law.rule(name + "-cap", on: employment.lawDay, for: employment.circumstances), let number = cap.number else { return amount }
        let most: Fraction
        if cap.unit == "months of wage" {
            let divisor = law.rule(name + "-divisor", on: employment.lawDay, for: employment.circumstances)?.number ?? 30
            guard let wage = employment.lastWage.counted(by: basis, divisor: divisor, hoursPerDay: hoursPerDay(employment)) else { return amount }
            most = number * wage.amount
        } else {
            most = number
        }
        guard amount > most else { return amount }
        head.use(cap)
        head.step("award.cap", [.money(most), .article(cap.article), .money(amount)])
        return most
    }

    private func floored(_ amount: Fraction, _ name: String, _ basis: String, _ employment: Employment, _ head: inout Head) -> Fraction {
        guard let floor = law.rule(name + "-floor", on: employment.lawDay, for: employment.circumstances), let months = floor.number,
            let wage = employment.lastWage.counted(by: basis, divisor: 30, hoursPerDay: hoursPerDay(employment)), amount < months * wage.amount
        else { return amount }
        head.use(floor)
        head.step("dismissal.floor", [.number(months), .money(months * wage.amount), .article(floor.article)])
        return months * wage.amount
    }

    private func shared(_ amount: Fraction, _ name: String, _ service: Fraction, _ employment: Employment, _ head: inout Head) -> Fraction {
        var circumstances = employment.circumstances
        circumstances.service = service
        guard employment.ending != nil, let rule = law.rule(name + "-share", on: employment.lawDay, for: circumstances), let share = rule.number else {
            return amount
        }
        head.use(rule)
        guard share != 1 else { return amount }
        if share.isZero {
            head.step("award.share-none", [.article(rule.article), .money(amount)])
            return 0
        }
        head.step("award.share", [.number(share), .article(rule.article), .money(amount), .money(amount * share)])
        return amount * share
    }

    // MARK: Other readings

    private func addReadings(_ head: inout Head, _ award: Award, _ name: String, _ kind: HeadKind, _ employment: Employment) {
        let own = AwardMethod(reckoning: reckoning(name, employment))
        var trial = self
        trial.isTrial = true
        var seen: Set<Fraction> = [law.currency.rounded(award.amount)]
        if award.fromFund > 0 {
            let both = law.currency.rounded(award.amount + award.fromFund)
            if seen.insert(both).inserted { head.readings.append(Head.Reading(amount: both, basis: Sentence("reading.with-fund"))) }
        }
        let divisors = law.alternatives(name + "-divisor", on: employment.lawDay, for: employment.circumstances)
        for divisor in divisors where divisor.confidence == .low { head.warn("reading.low", [.rule(divisor), .article(divisor.article)]) }
        let usable = divisors.filter { $0.confidence > .low }
        for divisor in usable {
            var method = own
            method.divisor = divisor
            guard let other = trial.award(name, kind, employment, method) else { continue }
            let amount = law.currency.rounded(other.amount)
            if seen.insert(amount).inserted {
                head.readings.append(Head.Reading(amount: amount, basis: Sentence("reading.divisor", [.rule(divisor), .text(divisor.source)])))
            }
        }
        let roundings = AwardMethod.Rounding.inUse(places: law.currency.places)
        trial.addDivisorsInUse(&head, own, roundings.filter { $0 != .months && $0 != .monthsFine }, &seen, name, kind, employment)
        for divisor in [nil] + usable.map(Optional.some) {
            for reckoning in [own.reckoning] + AwardMethod.Reckoning.inUse.filter({ $0 != own.reckoning }) {
                for rounding in roundings {
                    guard let other = trial.award(name, kind, employment, AwardMethod(reckoning: reckoning, rounding: rounding, divisor: divisor)) else {
                        continue
                    }
                    // People also print whole dinars or riyals.
                    for places in reckoning == own.reckoning ? [law.currency.places, 0] : [law.currency.places] {
                        let amount = other.amount.rounded(places: places)
                        guard seen.insert(amount).inserted else { continue }
                        head.roundings.append(Head.Reading(amount: amount, basis: basis(reckoning, rounding, isWhole: places == 0)))
                    }
                }
            }
        }
    }

    /// What others get who divide the month otherwise than this law does.
    private func addDivisorsInUse(
        _ head: inout Head, _ own: AwardMethod, _ roundings: [AwardMethod.Rounding], _ seen: inout Set<Fraction>, _ name: String, _ kind: HeadKind,
        _ employment: Employment
    ) {
        guard law.rules(name + "-rate").contains(where: { $0.unit != Topic.Rate.months }) else { return }
        for days in DayMethod.daysInUse {
            for rounding in roundings {
                guard let other = award(name, kind, employment, AwardMethod(reckoning: own.reckoning, rounding: rounding, days: days)) else { continue }
                let amount = law.currency.rounded(other.amount)
                guard seen.insert(amount).inserted else { continue }
                let words: [SentenceValue] = [.number(days), .words("rounding." + rounding.rawValue.filter { $0 != " " })]
                head.roundings.append(Head.Reading(amount: amount, basis: Sentence("reading.days", words)))
            }
        }
    }

    private func basis(_ reckoning: AwardMethod.Reckoning, _ rounding: AwardMethod.Rounding, isWhole: Bool) -> Sentence {
        let words: [SentenceValue] = [
            .words("reckoning." + reckoning.rawValue.filter { $0 != " " }), .words("rounding." + rounding.rawValue.filter { $0 != " " }),
        ]
        return Sentence(isWhole ? "reading.rounding-whole" : "reading.rounding", words)
    }

    /// What the contract or the origin country's minimum gives, beside the statute.
    private func compare(_ head: inout Head, _ employment: Employment) {
        guard let length = employment.length, let statute = head.high,
            let basic = employment.lastWage.counted(by: Topic.Basis.basic, divisor: 30, hoursPerDay: 8)
        else { return }
        for terms in employment.facts.agreed {
            guard let days = terms.awardDaysPerYear else { continue }
            let amount = law.currency.rounded(length.inYears * days * basic.amount / 30)
            head.comparisons.append(Head.Comparison(basis: terms.basis, amount: amount, isBetter: amount > statute))
        }
    }
}
