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

    /// A period cut at days, each piece with its first and last day.
    static func pieces(_ from: Day, _ through: Day, cutAt cuts: [Day]) -> [(from: Day, through: Day)] {
        guard from <= through else { return [] }
        let starts = [from] + Set(cuts.filter { from < $0 && $0 <= through }).sorted()
        return starts.enumerated().map { index, start in (start, index + 1 < starts.count ? starts[index + 1].adding(days: -1) : through) }
    }
}
