/// Months of calendar time.
public enum Months {
    /// How many months from one day through another: whole calendar months, and parts of a month by its own days. Splitting a period and adding gives the whole.
    public static func between(_ from: Day, _ through: Day) -> Fraction {
        guard from <= through else { return 0 }
        let (firstYear, firstMonth, firstDay) = from.parts
        let (lastYear, lastMonth, lastDay) = through.parts
        let firstLength = Day.length(ofMonth: firstMonth, year: firstYear)
        let lastLength = Day.length(ofMonth: lastMonth, year: lastYear)
        let whole = (lastYear - firstYear) * 12 + lastMonth - firstMonth
        // From the first of the first month to the end of the last day, less what lies before the first day.
        return Fraction(whole) + Fraction(Int128(lastDay), over: Int128(lastLength)) - Fraction(Int128(firstDay - 1), over: Int128(firstLength))
    }

    /// The same, parts of a month by its working days: the first days of each week, from Monday. Splitting a period and adding gives the whole here too.
    static func between(_ from: Day, _ through: Day, workingDaysPerWeek days: Int) -> Fraction {
        guard from <= through else { return 0 }
        func worked(_ first: Day, _ last: Day) -> Int { first <= last ? (first.number...last.number).lazy.filter { Day(number: $0).weekday < days }.count : 0 }
        var sum: Fraction = 0
        var month = from.adding(days: 1 - from.parts.day)
        while month <= through {
            let next = month.adding(months: 1)
            let last = next.adding(days: -1)
            let all = worked(month, last)
            sum += from <= month && last <= through ? 1 : Fraction(Int128(worked(max(month, from), min(last, through))), over: Int128(max(all, 1)))
            month = next
        }
        return sum
    }

    /// A period cut at days, each piece with its first and last day.
    static func pieces(_ from: Day, _ through: Day, cutAt cuts: [Day]) -> [(from: Day, through: Day)] {
        guard from <= through else { return [] }
        let starts = [from] + Set(cuts.filter { from < $0 && $0 <= through }).sorted()
        return starts.enumerated().map { index, start in (start, index + 1 < starts.count ? starts[index + 1].adding(days: -1) : through) }
    }
}
