/// The employments that the known facts allow: one if everything is known, else those at the ends of what is not.
struct EmploymentCases: Sendable {
    private(set) var employments: [Employment] = []
    /// The facts that are not known and make a difference between the cases.
    private(set) var open: [String] = []
    private(set) var problems: [FactProblem] = []

    init(_ known: EmploymentFacts, law: LawBook, today: Day) {
        var facts = known
        if let start = facts.start?.earliest, start > today {
            problems.append(FactProblem(field: "start", sentence: Sentence("problem.start-in-future", [.day(start), .day(today)]), isFatal: false))
            facts.start = nil
            facts.end = nil
        } else if let end = facts.end?.earliest, end > today {
            problems.append(FactProblem(field: "end", sentence: Sentence("problem.end-in-future", [.day(end), .day(today)]), isFatal: false))
        }
        let endings: [Ending?] =
            facts.ending.map { [$0] }
            ?? (facts.start == nil && facts.service == nil && facts.end == nil ? [nil] : Ending.usual.map(Optional.some))
        if let start = facts.start, facts.end == nil, facts.service == nil, facts.ending == nil {
            let sentence = Sentence("problem.not-ended", [.day(start.earliest), .day(facts.asOf ?? today)])
            problems.append(FactProblem(field: "end", sentence: sentence, isFatal: false))
        }
        let spans = EmploymentCases.dates(facts, law: law)
        let wages = EmploymentCases.wages(facts)
        if facts.ending == nil, endings.count > 1 { open.append("ending") }
        if let start = facts.start, start.day == nil { open.append("start") }
        if let end = facts.end, end.day == nil { open.append("end") }
        if facts.basicSpan != nil { open.append("wage.basic") }
        if facts.monthlySpan != nil { open.append("wage.monthly") }
        for ending in endings {
            for (start, end) in spans {
                for wage in wages { employments.append(EmploymentCases.employment(facts, start, end, ending, wage, today)) }
            }
        }
        if facts.start == nil, facts.service == nil { missing("start", "problem.no-service") }
        if wages.allSatisfy({ $0.monthly == nil && $0.basic == nil && $0.daily == nil && $0.hourly == nil && $0.history.isEmpty }) {
            missing("wage", "problem.no-wage")
        }
    }

    private mutating func missing(_ field: String, _ phrase: String) {
        problems.append(FactProblem(field: field, sentence: Sentence(phrase), isFatal: false))
    }

    private static func employment(_ facts: EmploymentFacts, _ start: Day?, _ end: Day?, _ ending: Ending?, _ wage: Wage, _ today: Day) -> Employment {
        var length = facts.service
        if let start, length == nil { length = ServiceLength(from: start, through: end ?? facts.asOf ?? today) }
        return Employment(
            facts: facts, start: start, end: end ?? (start != nil && facts.service == nil ? facts.asOf ?? today : nil), length: length, ending: ending,
            contract: facts.contract ?? (ending == .expiry ? .fixedTerm : .indefinite), wage: wage, lawDay: end ?? facts.asOf ?? today)
    }

    /// The first and the last that start and end can be, and where a rule changes within what is not known.
    private static func dates(_ facts: EmploymentFacts, law: LawBook) -> [(Day?, Day?)] {
        let starts = days(facts.start, law)
        let ends = days(facts.end, law)
        return starts.flatMap { start in ends.flatMap { pairs(start, $0, facts) } }
    }

    /// A start that lies after the end stands for the latest that it can be with that end, and so the other way round: the shortest employment that is possible.
    private static func pairs(_ start: Day?, _ end: Day?, _ facts: EmploymentFacts) -> [(Day?, Day?)] {
        guard let start, let end, start > end else { return [(start, end)] }
        var pairs: [(Day?, Day?)] = []
        if let earliest = facts.start?.earliest, earliest <= end { pairs.append((end, end)) }
        if let latest = facts.end?.latest, start <= latest { pairs.append((start, start)) }
        return pairs
    }

    private static func days(_ date: KnownDate?, _ law: LawBook) -> [Day?] {
        guard let date else { return [nil] }
        if let day = date.day { return [day] }
        var days: Set<Day> = [date.earliest, date.latest]
        for rule in law.rules {
            if let from = rule.from?.earliest, date.earliest < from, from <= date.latest {
                days.insert(from)
                days.insert(from.adding(days: -1))
            }
        }
        return days.sorted()
    }

    private static func wages(_ facts: EmploymentFacts) -> [Wage] {
        var wages = [facts.wage]
        if let span = facts.basicSpan {
            wages = wages.flatMap { wage in
                [span.lowerBound, span.upperBound].map {
                    var wage = wage
                    wage.basic = $0
                    return wage
                }
            }
        }
        if let span = facts.monthlySpan {
            wages = wages.flatMap { wage in
                [span.lowerBound, span.upperBound].map {
                    var wage = wage
                    wage.monthly = $0
                    return wage
                }
            }
        }
        return wages
    }
}
