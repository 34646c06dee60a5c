import Formats

/// A calendar in which people give dates and read them.
public enum CalendarSystem: String, Sendable, Hashable, CaseIterable {
    case gregorian
    /// The official calendar of Nepal.
    case bikramSambat = "bikram-sambat"
    /// The Hijri calendar of Umm al-Qura, official in Saudi Arabia.
    case hijri
}

/// A date of a calendar other than the Gregorian: a year, or a month of it, or a day of that.
public struct CalendarDate: Sendable, Hashable, CustomStringConvertible {
    public var year: Int
    /// 1 to 12; nil if only the year is known.
    public var month: Int?
    /// From 1; nil if only the month is known.
    public var day: Int?

    public init(year: Int, month: Int? = nil, day: Int? = nil) {
        self.year = year
        self.month = month
        self.day = month == nil ? nil : day
    }

    /// Reads `2080`, `2080-01`, `2080-01-32`, in digits of any script; nil if it is nothing like it.
    public init?(_ text: String) {
        let plain = withASCIIDigits(text) ?? text
        let parts = plain.utf8.split(whereSeparator: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") }).map { Int(String(decoding: $0, as: UTF8.self)) }
        guard (1...3).contains(parts.count), !parts.contains(nil), let year = parts[0], (1000...9999).contains(year) else { return nil }
        self.init(year: year, month: parts.count > 1 ? parts[1] : nil, day: parts.count > 2 ? parts[2] : nil)
    }

    /// `2080-01-32`, as far as it is known.
    public var description: String {
        [month, day].compactMap { $0 }.reduce("\(year)") { $0 + "-" + CalendarDay.twoDigits($1) }
    }
}

/// A calendar whose months have the lengths that a table says.
public struct TabularCalendar: Sendable {
    /// The calendar's name in messages.
    public let system: CalendarSystem
    /// Days since 1970 of the first day of each year, and of the year after the last.
    private let starts: [Int]
    /// Twelve a year.
    private let lengths: [UInt8]
    private let uncertainYears: Set<Int>
    /// The years that the table has.
    public let years: ClosedRange<Int>

    /// - Parameters:
    ///   - months: the lengths of the months of each year, from `firstYear` on.
    ///   - anchor: a year and its first day, as days since 1970.
    /// - Returns: nil if the lengths are no years of twelve months, or the anchor is outside them.
    init?(_ system: CalendarSystem, firstYear: Int, months: [[UInt8]], anchor: (year: Int, day: Int), uncertainYears: Set<Int> = []) {
        let years = firstYear...(firstYear + max(0, months.count - 1))
        guard !months.isEmpty, months.allSatisfy({ $0.count == 12 }), years.contains(anchor.year) else { return nil }
        let days = months.map { $0.reduce(0) { $0 + Int($1) } }
        var start = anchor.day - days.prefix(anchor.year - firstYear).reduce(0, +)
        var starts = [start]
        for length in days {
            start += length
            starts.append(start)
        }
        self.system = system
        self.years = years
        self.starts = starts
        self.uncertainYears = uncertainYears
        lengths = months.flatMap { $0 }
    }

    /// How many days the month has; 0 if there is no such month in the table.
    public func daysInMonth(_ month: Int, year: Int) -> Int {
        guard years.contains(year), (1...12).contains(month) else { return 0 }
        return Int(lengths[(year - years.lowerBound) * 12 + month - 1])
    }

    /// Whether published tables differ for the year, so that a day may be off by one or two.
    public func isUncertain(_ year: Int) -> Bool { uncertainYears.contains(year) }

    /// The first and the last day that the date can be.
    /// - Throws: `ValueError` if there is no such date in the table.
    public func days(of date: CalendarDate) throws(ValueError) -> ClosedRange<CalendarDay> {
        guard years.contains(date.year) else { throw refusal(date, "is outside the years \(years.lowerBound) to \(years.upperBound) of the calendar.") }
        let yearStart = starts[date.year - years.lowerBound]
        guard let month = date.month else { return try range(yearStart, starts[date.year - years.lowerBound + 1] - 1, date) }
        guard (1...12).contains(month) else { throw refusal(date, "has no such month.") }
        let monthStart = yearStart + (1..<month).reduce(0) { $0 + daysInMonth($1, year: date.year) }
        let length = daysInMonth(month, year: date.year)
        guard let day = date.day else { return try range(monthStart, monthStart + length - 1, date) }
        guard (1...length).contains(day) else { throw refusal(date, "has no such day: the month has \(length) days.") }
        return try range(monthStart + day - 1, monthStart + day - 1, date)
    }

    /// The date of a day; nil outside the table. O(log years).
    public func date(of day: CalendarDay) -> CalendarDate? {
        let wanted = day.daysSinceEpoch
        guard let first = starts.first, let end = starts.last, wanted >= first, wanted < end else { return nil }
        var low = 0
        var high = starts.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= wanted { low = middle } else { high = middle }
        }
        let year = years.lowerBound + low
        var rest = wanted - starts[low]
        for month in 1...12 {
            let length = daysInMonth(month, year: year)
            if rest < length { return CalendarDate(year: year, month: month, day: rest + 1) }
            rest -= length
        }
        return nil
    }

    private func range(_ first: Int, _ last: Int, _ date: CalendarDate) throws(ValueError) -> ClosedRange<CalendarDay> {
        guard let first = CalendarDay(daysSinceEpoch: first), let last = CalendarDay(daysSinceEpoch: last), first <= last else {
            throw refusal(date, "is no date.")
        }
        return first...last
    }

    private func refusal(_ date: CalendarDate, _ problem: String) -> ValueError {
        ValueError(.outOfRange, offered: date.description, problem, remedy: "Write year, month and day as 2080-01-32, or only what is known.")
    }
}
