/// A day of the proleptic Gregorian calendar, with years counted as in ISO 8601: year 0 is 1 BCE.
public struct CalendarDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The years that are held.
    public static let years = -2_000_000_000...2_000_000_000

    private let storedYear: Int32
    private let storedMonth: Int8
    private let storedDay: Int8

    /// Within ``years``.
    public var year: Int { Int(storedYear) }
    /// 1 to 12.
    public var month: Int { Int(storedMonth) }
    /// 1 to 31.
    public var day: Int { Int(storedDay) }

    /// Nil if there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard CalendarDay.years.contains(year), (1...12).contains(month), day >= 1, day <= CalendarDay.daysInMonth(month, year: year) else {
            return nil
        }
        self.init(unchecked: year, month, day)
    }

    init(unchecked year: Int, _ month: Int, _ day: Int) {
        storedYear = Int32(truncatingIfNeeded: year)
        storedMonth = Int8(truncatingIfNeeded: month)
        storedDay = Int8(truncatingIfNeeded: day)
    }

    static func firstDay(of year: Int) -> CalendarDay { CalendarDay(unchecked: year, 1, 1) }
    static func lastDay(of year: Int) -> CalendarDay { CalendarDay(unchecked: year, 12, 31) }
    static func lastDay(of month: Int, _ year: Int) -> CalendarDay {
        CalendarDay(unchecked: year, month, daysInMonth(month, year: year))
    }

    /// Whether the year has a 29 February.
    public static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// 0 if there is no such month.
    public static func daysInMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 1, 3, 5, 7, 8, 10, 12: 31
        case 4, 6, 9, 11: 30
        case 2: isLeap(year) ? 29 : 28
        default: 0
        }
    }

    /// Days since 1 January 1970, negative before. (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.)
    public var daysSinceEpoch: Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The day so many days after 1 January 1970; nil beyond ``years``. (The same source, civil_from_days.)
    public init?(daysSinceEpoch: Int) {
        guard abs(daysSinceEpoch) < 800_000_000_000 else { return nil }
        let days = daysSinceEpoch + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The day so many days later (earlier if negative); nil beyond ``years``.
    public func adding(days: Int) -> CalendarDay? { CalendarDay(daysSinceEpoch: daysSinceEpoch + days) }

    /// 1 for Monday to 7 for Sunday (ISO 8601).
    public var weekday: Int {
        let fromMonday = (daysSinceEpoch + 3) % 7  // 1 January 1970 was a Thursday
        return (fromMonday < 0 ? fromMonday + 7 : fromMonday) + 1
    }

    /// ISO 8601, such as 2019-04-03; a year of more than four digits has a sign.
    public var description: String {
        "\(CalendarDay.yearText(year))-\(CalendarDay.twoDigits(month))-\(CalendarDay.twoDigits(day))"
    }

    static func yearText(_ year: Int) -> String {
        let digits = String(year.magnitude)
        let padded = String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        return year < 0 ? "-" + padded : (padded.utf8.count > 4 ? "+" + padded : padded)
    }

    static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// The earlier day first.
    public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        (left.storedYear, left.storedMonth, left.storedDay) < (right.storedYear, right.storedMonth, right.storedDay)
    }
}
