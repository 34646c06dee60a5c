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

    /// Days of a part of one month, and of the whole month; only the first days of each week, from Monday, if so many are given.
    static func days(_ from: Day, _ through: Day, workingDaysPerWeek: Int?) -> (part: Int, month: Int) {
        let first = from.adding(days: 1 - from.parts.day)
        func counted(_ first: Day, _ last: Day) -> Int {
            guard let workingDaysPerWeek else { return last.number - first.number + 1 }
            return (first.number...last.number).lazy.filter { Day(number: $0).weekday < workingDaysPerWeek }.count
        }
        return (counted(from, through), max(counted(first, first.adding(months: 1).adding(days: -1)), 1))
    }

    /// A period as people count it: the part of its first month, whole months, the part of its last.
    static func parts(_ from: Day, _ through: Day) -> [(from: Day, through: Day, isWhole: Bool)] {
        guard from <= through else { return [] }
        let first = from.adding(days: 1 - from.parts.day)
        let whole = from == first ? first : first.adding(months: 1)
        let afterLast = through.adding(days: 1)
        let tail = afterLast.adding(days: 1 - afterLast.parts.day)
        guard whole <= tail else { return [(from, through, false)] }
        var parts: [(from: Day, through: Day, isWhole: Bool)] = []
        if from < whole { parts.append((from, whole.adding(days: -1), false)) }
        if whole < tail { parts.append((whole, tail.adding(days: -1), true)) }
        if tail <= through { parts.append((tail, through, false)) }
        return parts
    }

    /// The first days of the months that begin within a period.
    static func firsts(_ from: Day, _ through: Day) -> [Day] {
        var first = from.adding(days: 1 - from.parts.day).adding(months: 1)
        var firsts: [Day] = []
        while first <= through {
            firsts.append(first)
            first = first.adding(months: 1)
        }
        return firsts
    }

    /// A period cut at days, each piece with its first and last day.
    static func pieces(_ from: Day, _ through: Day, cutAt cuts: [Day]) -> [(from: Day, through: Day)] {
        guard from <= through else { return [] }
        let starts = [from] + Set(cuts.filter { from < $0 && $0 <= through }).sorted()
        return starts.enumerated().map { index, start in (start, index + 1 < starts.count ? starts[index + 1].adding(days: -1) : through) }
    }
}
