/// A day of the Gregorian calendar.
public struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1 January 1970.
    public let number: Int

    public init(number: Int) { self.number = number }

    /// nil if there is no such day, or the year is not 1900 to 2200.
    public init?(year: Int, month: Int, day: Int) {
        guard (1900...2200).contains(year), (1...12).contains(month), (1...Day.length(ofMonth: month, year: year)).contains(day) else { return nil }
        self.init(civil: year, month, day)
    }

    /// Howard Hinnant's `days_from_civil`, https://howardhinnant.github.io/date_algorithms.html
    private init(civil year: Int, _ month: Int, _ day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146_097 + dayOfEra - 719_468
    }

    /// `civil_from_days` of the same source.
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    public func adding(days: Int) -> Day { Day(number: number + days) }

    /// The same day of a later month; the last of that month if it has no such day (31 January and one month is 28 February).
    public func adding(months: Int) -> Day {
        let (year, month, day) = parts
        let count = year * 12 + month - 1 + months
        let newYear = count >= 0 ? count / 12 : (count - 11) / 12
        let newMonth = count - newYear * 12 + 1
        return Day(civil: newYear, newMonth, min(day, Day.length(ofMonth: newMonth, year: newYear)))
    }

    /// 0 for Monday to 6 for Sunday; 1 January 1970 was a Thursday.
    var weekday: Int { ((number + 3) % 7 + 7) % 7 }

    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// `2023-07-31`.
    public var description: String {
        let (year, month, day) = parts
        return "\(year)-\(Day.twoDigits(month))-\(Day.twoDigits(day))"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}

/// A date as far as it is known: a day, a month or a year, as the first and the last day it can be.
public struct KnownDate: Sendable, Hashable, CustomStringConvertible {
    public let earliest: Day
    public let latest: Day

    public init(_ day: Day) {
        earliest = day
        latest = day
    }

    public init(earliest: Day, latest: Day) {
        self.earliest = min(earliest, latest)
        self.latest = max(earliest, latest)
    }

    /// The day, if it is known.
    public var day: Day? { earliest == latest ? earliest : nil }

    /// Reads `2019-04-03`, `2019-04`, `2019`, and spans of these: `2019-04/2019-06`; nil otherwise, or if there is no such day.
    public init?(_ text: String) {
        let halves = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let first = halves.first.flatMap(KnownDate.span), halves.count <= 2 else { return nil }
        guard halves.count == 2 else {
            self.init(earliest: first.0, latest: first.1)
            return
        }
        guard let second = KnownDate.span(halves[1]), first.0 <= second.1 else { return nil }
        self.init(earliest: first.0, latest: second.1)
    }

    private static func span(_ text: String.UTF8View.SubSequence) -> (Day, Day)? {
        let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), parts[0].count == 4, parts.dropFirst().allSatisfy({ $0.count == 2 }) else { return nil }
        let numbers = parts.compactMap { part in part.allSatisfy { (48...57).contains($0) } ? Int(Substring(part)) : nil }
        guard numbers.count == parts.count else { return nil }
        switch numbers.count {
        case 1:
            guard let first = Day(year: numbers[0], month: 1, day: 1), let last = Day(year: numbers[0], month: 12, day: 31) else { return nil }
            return (first, last)
        case 2:
            guard let first = Day(year: numbers[0], month: numbers[1], day: 1) else { return nil }
            return (first, first.adding(months: 1).adding(days: -1))
        default:
            guard let day = Day(year: numbers[0], month: numbers[1], day: numbers[2]) else { return nil }
            return (day, day)
        }
    }

    /// As it is read: `2021`, `2021-03` or `2021-03-20` where the date is a whole year, month or day; else the span.
    public var description: String {
        let (first, last) = (earliest.parts, latest.parts)
        let day = earliest.description
        guard earliest != latest, first.year == last.year, first.day == 1, last.day == Day.length(ofMonth: last.month, year: last.year) else {
            return earliest == latest ? day : "\(day)/\(latest)"
        }
        if first.month == last.month { return String(decoding: day.utf8.prefix(7), as: UTF8.self) }
        return first.month == 1 && last.month == 12 ? String(decoding: day.utf8.prefix(4), as: UTF8.self) : "\(day)/\(latest)"
    }
}
