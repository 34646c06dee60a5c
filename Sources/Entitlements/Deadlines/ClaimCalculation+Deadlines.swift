/// Limitation and appeals: by which day which claim must be made, and which decision must be appealed.
extension ClaimCalculation {
    /// The deadlines of an employment, the earliest first.
    ///
    /// A rule of limitation names in `when: work:` what starts it (``LimitationStart``). A period of months ends on the day of the last month with the same number as the day of the
    /// event, or on that month's last day: the day of the event itself is not counted. A decision among the events starts the time of appeal (`dispute-appeal`).
    public func deadlines(for facts: EmploymentFacts) -> [Deadline] {
        var deadlines: [Deadline] = []
        for rule in law.rules("limitation") where !rule.isAlternative {
            for (start, phrase, isCertain) in starts(rule, facts) {
                guard rule.applies(on: start), let deadline = deadline(rule, start, phrase, isCertain, facts) else { continue }
                deadlines.append(deadline)
            }
        }
        deadlines += afterChange(of: &deadlines, facts)
        deadlines += appeals(facts)
        return deadlines.sorted { ($0.day, $0.claim) < ($1.day, $1.claim) }
    }

    /// The days on which a limitation began to run; of a date that is not known exactly, the earliest.
    private func starts(_ rule: Rule, _ facts: EmploymentFacts) -> [(Day, String, Bool)] {
        switch LimitationStart(rule) {
        case .dueDate:
            // The first wage that was not paid is lost first, months or years before the last; other money is due at the end.
            let due = facts.unpaidPeriods.filter { !$0.isLeave }.flatMap { period in
                Set([min(period.until, period.from.adding(months: 1).adding(days: -1)), period.until]).sorted().map { ($0, "deadline.due", true) }
            }
            let end = facts.end.map { [($0.earliest, "deadline.end", false)] } ?? []
            return due + end.filter { end in !due.contains { $0.0 == end.0 } }
        case .dismissal:
            guard facts.isDismissal, let end = facts.end else { return [] }
            return [(end.earliest, "deadline.dismissal", end.day != nil)]
        case .redundancy:
            guard facts.ending == .retrenchment || facts.ending == nil, let end = facts.end else { return [] }
            return [(end.earliest, "deadline.end", end.day != nil && facts.ending != nil)]
        case .injury:
            guard let injury = facts.injury else { return [] }
            let death = facts.ending == .death ? facts.end?.earliest : nil
            return injury.day.map { [($0, "deadline.injury", true)] } ?? death.map { [($0, "deadline.injury", false)] } ?? []
        case .end: return facts.end.map { [($0.earliest, "deadline.end", $0.day != nil)] } ?? []
        }
    }

    private func deadline(_ rule: Rule, _ start: Day, _ phrase: String, _ isCertain: Bool, _ facts: EmploymentFacts) -> Deadline? {
        guard let number = rule.number, number > 0, number < 100_000 else { return nil }
        var steps = [Sentence(phrase, [.day(start)])]
        var warnings: [Sentence] = []
        var from = start
        // A decision ends the time of filing and begins that of an appeal.
        if let event = facts.events.filter({ $0.day >= start && DecisionKind($0.kind) == nil }).max(by: { $0.day < $1.day }) {
            if let interruption = law.rules("limitation-interruption", on: start).first(where: { $0.confidence > .low }) {
                from = event.day
                steps.append(Sentence("deadline.interrupted", [.day(event.day), .text(event.kind), .article(interruption.article)]))
            } else if let suspension = law.rules("limitation-suspension", on: event.day).first(where: { $0.confidence > .low }) {
                warnings.append(Sentence("deadline.suspended", [.day(event.day), .article(suspension.article)]))
            } else {
                warnings.append(Sentence("deadline.interruption-unknown", [.day(event.day)]))
            }
        }
        return counted(rule, number, from: from, steps, warnings, isCertain ? nil : start)
    }

    /// - Parameter uncertain: the day that was taken as the start, where it is not certain.
    private func counted(_ rule: Rule, _ number: Fraction, from: Day, _ begun: [Sentence], _ known: [Sentence], _ uncertain: Day?) -> Deadline? {
        guard let end = end(of: number, rule.unit, after: from) else { return nil }
        var (steps, warnings) = (begun, known)
        let isHijri = rule.unit.utf8.starts(with: "Hijri".utf8)
        let lawDate = isHijri ? hijri?.date(of: end)?.description : nil
        steps.append(Sentence("deadline.period", [.number(number), .words("unit." + rule.unit.filter { $0 != " " }), .day(end), .article(rule.article)]))
        if let lawDate, let first = hijri?.date(of: from) { steps.append(Sentence("deadline.hijri", [.text(first.description), .text(lawDate)])) }
        if rule.unit == Topic.workingDays { warnings.append(Sentence("deadline.working-days")) }
        if rule.confidence == .low { warnings.append(Sentence("low-confidence", [.article(rule.article)])) }
        if let uncertain { warnings.append(Sentence("deadline.start-uncertain", [.day(uncertain)])) }
        if end < today { warnings.append(Sentence("deadline.over", [.day(end)])) }
        return Deadline(claim: rule.says, day: end, lawDate: lawDate, rule: rule, steps: steps, warnings: warnings)
    }

    private func end(of number: Fraction, _ unit: String, after day: Day) -> Day? {
        let count = number.floor
        switch unit {
        case "days": return day.adding(days: count)
        case Topic.workingDays: return adding(workingDays: count, to: day)
        case "weeks": return day.adding(days: count * 7)
        case "months": return day.adding(months: count)
        case "years": return day.adding(months: count * 12)
        case "Hijri months": return hijri?.adding(months: count, to: day)
        case "Hijri years": return hijri?.adding(months: count * 12, to: day)
        default: return nil
        }
    }

    /// Counts the days that the law on file calls working days of authorities. Public holidays are not known here and are counted, and without a rule on the weekend every day is: the
    /// day is the earliest that it can be.
    private func adding(workingDays count: Int, to day: Day) -> Day {
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        var (last, left) = (day, count)
        while left > 0 {
            last = last.adding(days: 1)
            let weekend = law.rules("official-weekend", on: last).first { $0.confidence > .low }?.value.description ?? ""
            let days = weekend.utf8.split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") }.map { String(Substring($0)) }
            if !days.contains(names[last.weekday]) { left -= 1 }
        }
        return last
    }

    // MARK: A limitation that changed

    /// Periods that had not run out when a new rule came into force, where a rule of transition says that the new one holds for them: the new day stands beside the old one, which
    /// says so.
    private func afterChange(of deadlines: inout [Deadline], _ facts: EmploymentFacts) -> [Deadline] {
        var added: [Deadline] = []
        for rule in law.rules("limitation") where !rule.isAlternative {
            // A rule of transition that is younger than the change is shown with its own words and confidence, since the one before it is not on file.
            guard let change = rule.from?.earliest,
                let transition = law.rules("limitation-transition", on: change).first ?? law.rules("limitation-transition").first
            else { continue }
            for (start, phrase, isCertain) in starts(rule, facts) where start < change {
                let open = deadlines.indices.filter { deadlines[$0].rule.until.map { $0.latest < change } ?? false && deadlines[$0].day >= change }
                guard !open.isEmpty, var deadline = deadline(rule, start, phrase, isCertain, facts) else { continue }
                deadline = deadline.adding(step: Sentence("deadline.transition", [.day(change), .article("\(transition.law), \(transition.article)")]))
                if transition.confidence == .low { deadline = deadline.adding(warning: Sentence("low-confidence", [.article(transition.article)])) }
                added.append(deadline)
                for index in open {
                    deadlines[index] = deadlines[index].adding(warning: Sentence("deadline.replaced", [.day(change), .day(deadline.day)]))
                }
            }
        }
        return added
    }

    // MARK: Appeals

    /// From the latest decision of each kind the time of its appeal.
    func appeals(_ facts: EmploymentFacts) -> [Deadline] {
        DecisionKind.allCases.flatMap { kind -> [Deadline] in
            guard let event = facts.events.filter({ DecisionKind($0.kind) == kind }).max(by: { $0.day < $1.day }) else { return [] }
            return appeals(from: event.day, kind)
        }
    }

    /// The last days of appeals against a decision.
    /// - Parameter kind: `ministry-decision`, `court-decision`, or `decision` where it is not known by whom.
    public func appeals(from day: Day, kind: String) -> [Deadline] { appeals(from: day, DecisionKind(kind) ?? .any) }

    private func appeals(from day: Day, _ kind: DecisionKind) -> [Deadline] {
        let all = law.rules("dispute-appeal", on: day)
        let fitting = all.filter { kind == .any || $0.conditions.work == nil || $0.conditions.work == kind.rawValue }
        // What one country calls a committee another calls a court: a day that may be the right one is told rather than none.
        return (fitting.isEmpty ? all : fitting).compactMap { rule in
            guard let number = rule.number, number > 0, number < 10_000 else { return nil }
            let other = fitting.isEmpty ? [Sentence("deadline.appeal-other", [.rule(rule), .article(rule.article)])] : []
            return counted(rule, number, from: day, [Sentence("deadline.decision", [.day(day)])], other + [Sentence("deadline.appeal-from-notice")], nil)
        }
    }
}
