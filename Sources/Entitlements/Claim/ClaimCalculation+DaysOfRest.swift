/// Work on days of rest and on holidays.
extension ClaimCalculation {
    func restDays(_ employment: Employment) -> Head? { days(employment.facts.restDaysWorked, .restDay, "rest-day-pay", employment) }

    func holidays(_ employment: Employment) -> Head? { days(employment.facts.holidaysWorked, .holiday, "holiday-pay", employment) }

    func days(_ items: [WorkItem], _ kind: HeadKind, _ topic: String, _ employment: Employment) -> Head? {
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

    func dayTopics(_ topic: String) -> [String] {
        [topic, topic + "-with-day-off", topic + "-at-own-request", topic == "holiday-pay" ? "holiday-as-overtime" : "rest-day-as-overtime"]
    }

    /// The rule for a day in whose place another was given free, if it says nothing of what is paid then.
    func dayOff(_ item: WorkItem, _ topic: String, _ employment: Employment) -> Rule? {
        let day = item.from ?? employment.lawDay
        guard item.dayInLieu, law.rule(topic + "-with-day-off", on: day, for: employment.circumstances) == nil else { return nil }
        return law.rules(topic, on: day).first
    }

    /// The rules by which the days of a head are paid.
    static func dayTopic(of kind: HeadKind) -> String? { kind == .restDay ? "rest-day-pay" : kind == .holiday ? "holiday-pay" : nil }

    func pay(forDay item: WorkItem, _ topic: String, _ employment: Employment, _ head: inout Head) -> Fraction? {
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

    func beyond(_ hours: Fraction, _ topic: String, _ day: Day, _ employment: Employment, _ head: inout Head) -> Fraction {
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
}
