/// Periods and work that contradict the employment or each other.
extension FactsReader {
    /// The first and the last day that the employment can have had; an end that is not known is open. Nil where the two contradict each other.
    static func span(_ facts: EmploymentFacts) -> ClosedRange<Day>? {
        let first = facts.start?.earliest ?? Day(number: Int.min / 2)
        let last = facts.end?.latest ?? Day(number: Int.max / 2)
        return first <= last ? first...last : nil
    }

    /// What of a period without wages lies within the employment and in no earlier period of its kind: no day is counted twice.
    mutating func counted(_ period: UnpaidPeriod, after earlier: [UnpaidPeriod], within span: ClosedRange<Day>?, _ field: String) -> [UnpaidPeriod] {
        var inside = period
        if let span {
            guard period.from <= span.upperBound, span.lowerBound <= period.until else {
                warn(field, "problem.period-outside", [.day(period.from), .day(period.until)])
                return []
            }
            inside.from = max(period.from, span.lowerBound)
            inside.until = min(period.until, span.upperBound)
            if inside != period { warn(field, "problem.period-cut", [.day(period.from), .day(period.until)]) }
        }
        let others = earlier.filter { $0.isLeave == period.isLeave && $0.from <= inside.until && inside.from <= $0.until }
        guard !others.isEmpty else { return [inside] }
        warn(field, "problem.period-overlap", [.day(period.from), .day(period.until)])
        return FactsReader.rest(of: inside, without: others)
    }

    /// The pieces of a period that the others leave; what was paid goes with the first.
    static func rest(of period: UnpaidPeriod, without others: [UnpaidPeriod]) -> [UnpaidPeriod] {
        var pieces = [period]
        for other in others {
            pieces = pieces.flatMap { piece -> [UnpaidPeriod] in
                guard other.from <= piece.until, piece.from <= other.until else { return [piece] }
                var (before, after) = (piece, piece)
                before.until = other.from.adding(days: -1)
                after.from = other.until.adding(days: 1)
                return [before, after].filter { $0.from <= $0.until }
            }
        }
        return pieces.enumerated().map { index, piece in
            var piece = piece
            if index > 0 { piece.paid = 0 }
            return piece
        }
    }

    /// Work at a time, unless that time lies outside the employment; hours of a week are counted for the weeks within it.
    mutating func counted(_ item: WorkItem, within span: ClosedRange<Day>?, _ field: String) -> WorkItem? {
        guard let span, let from = item.from else { return item }
        let until = item.until ?? from
        guard from <= span.upperBound, span.lowerBound <= until else {
            warn(field, "problem.item-outside", [.day(from)])
            return nil
        }
        guard item.hoursPerWeek != nil, item.until != nil else { return item }
        var inside = item
        inside.from = max(from, span.lowerBound)
        inside.until = min(until, span.upperBound)
        if inside != item { warn(field, "problem.period-cut", [.day(from), .day(until)]) }
        return inside
    }
}
