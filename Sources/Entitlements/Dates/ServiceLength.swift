/// How long somebody worked: whole years, whole months of the year begun, days of the month begun.
public struct ServiceLength: Sendable, Hashable {
    public var years: Int
    public var months: Int
    public var days: Int

    public init(years: Int, months: Int = 0, days: Int = 0) {
        self.years = years
        self.months = months
        self.days = days
    }

    /// From the first day of work to the last, both worked: 1 January 2010 to 31 December 2019 is ten years. Months are counted from the first day, so that
    /// months of 28 to 31 days and leap days are whole months and years alike.
    public init(from first: Day, through last: Day) {
        guard first <= last else {
            self.init(years: 0)
            return
        }
        let end = last.adding(days: 1)
        let (firstYear, firstMonth, firstDay) = first.parts
        let (endYear, endMonth, endDay) = end.parts
        let count = (endYear - firstYear) * 12 + endMonth - firstMonth - (endDay < firstDay ? 1 : 0)
        // In a month that has no such day, the month of service is over with its last day: the next begins on the first.
        let same = first.adding(months: count)
        let days = end.number - same.number - (same.parts.day < firstDay ? 1 : 0)
        self.init(years: count / 12, months: count % 12, days: days)
    }

    /// In years, a month as a twelfth and a day as one of 365: the way in which published calculations reckon “fractions of a year in proportion”.
    public var inYears: Fraction { Fraction(Int128(years) * 4380 + Int128(months) * 365 + Int128(days) * 12, over: 4380) }
}
