/// Limitation: by which day which claim must be made.
extension ClaimCalculation {
    /// The deadlines of an employment, the earliest first.
    ///
    /// A rule of limitation names in `when: work:` what starts it: `end of employment` (also where nothing is named), `due date` (of each unpaid wage), `dismissal`.
    /// A period of months ends on the day of the last month with the same number as the day of the event, or on that month's last day: the day of the event itself is not counted.
    public func deadlines(for facts: EmploymentFacts) -> [Deadline] {
        var deadlines: [Deadline] = []
        for rule in law.rules where rule.topic == "limitation" && !rule.isAlternative {
            for (start, phrase, isCertain) in starts(rule, facts) {
                guard rule.applies(on: start), let deadline = deadline(rule, start, phrase, isCertain, facts) else { continue }
                deadlines.append(deadline)
            }
        }
        return deadlines.sorted { ($0.day, $0.claim) < ($1.day, $1.claim) }
    }

    /// The days on which a limitation began to run; of a date that is not known exactly, the earliest.
    private func starts(_ rule: Rule, _ facts: EmploymentFacts) -> [(Day, String, Bool)] {
        switch rule.conditions.work {
        case "due date":
            // The first wage that was not paid is lost first, months or years before the last; other money is due at the end.
            let due = facts.unpaidPeriods.filter { !$0.isLeave }.flatMap { period in
                Set([min(period.until, period.from.adding(months: 1).adding(days: -1)), period.until]).sorted().map { ($0, "deadline.due", true) }
            }
            let end = facts.end.map { [($0.earliest, "deadline.end", false)] } ?? []
            return due + end.filter { end in !due.contains { $0.0 == end.0 } }
        case "dismissal":
            guard facts.ending == .termination || facts.ending == .retrenchment || facts.unfairDismissal == true, let end = facts.end else { return [] }
            return [(end.earliest, "deadline.dismissal", end.day != nil)]
        default:
            return facts.end.map { [($0.earliest, "deadline.end", $0.day != nil)] } ?? []
        }
    }

    private func deadline(_ rule: Rule, _ start: Day, _ phrase: String, _ isCertain: Bool, _ facts: EmploymentFacts) -> Deadline? {
        guard let number = rule.number, number > 0, number < 100_000 else { return nil }
        var steps = [Sentence(phrase, [.day(start)])]
        var warnings: [Sentence] = []
        var from = start
        if let event = facts.events.filter({ $0.day >= start }).max(by: { $0.day < $1.day }) {
            if let interruption = law.rules("limitation-interruption", on: start).first(where: { $0.confidence > .low }) {
                from = event.day
                steps.append(Sentence("deadline.interrupted", [.day(event.day), .text(event.kind), .article(interruption.article)]))
            } else if let suspension = law.rules("limitation-suspension", on: event.day).first(where: { $0.confidence > .low }) {
                warnings.append(Sentence("deadline.suspended", [.day(event.day), .article(suspension.article)]))
            } else {
                warnings.append(Sentence("deadline.interruption-unknown", [.day(event.day)]))
            }
        }
        guard let end = end(of: number, rule.unit, after: from) else { return nil }
        let isHijri = rule.unit.utf8.starts(with: "Hijri".utf8)
        let lawDate = isHijri ? hijri?.date(of: end)?.description : nil
        steps.append(Sentence("deadline.period", [.number(number), .words("unit." + rule.unit.filter { $0 != " " }), .day(end), .article(rule.article)]))
        if let lawDate, let first = hijri?.date(of: from) { steps.append(Sentence("deadline.hijri", [.text(first.description), .text(lawDate)])) }
        if rule.confidence == .low { warnings.append(Sentence("low-confidence", [.article(rule.article)])) }
        if !isCertain { warnings.append(Sentence("deadline.start-uncertain", [.day(start)])) }
        if end < today { warnings.append(Sentence("deadline.over", [.day(end)])) }
        return Deadline(claim: rule.says, day: end, lawDate: lawDate, rule: rule, steps: steps, warnings: warnings)
    }

    private func end(of number: Fraction, _ unit: String, after day: Day) -> Day? {
        let count = number.floor
        switch unit {
        case "days": return day.adding(days: count)
        case "months": return day.adding(months: count)
        case "years": return day.adding(months: count * 12)
        case "Hijri months": return hijri?.adding(months: count, to: day)
        case "Hijri years": return hijri?.adding(months: count * 12, to: day)
        default: return nil
        }
    }
}
