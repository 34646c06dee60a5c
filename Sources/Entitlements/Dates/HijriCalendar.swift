import EmbeddedResources

/// The calendar of Umm al-Qura, by which Saudi law counts periods: the lengths of its months as the official table has them.
///
/// The table is the product's one (`Dictionary/Resources/calendars/umm-al-qura.csv`); this target does not import the dictionary and reads the same compiled-in file.
public struct HijriCalendar: Sendable {
    /// The first day of each month, and of the month after the last.
    private let starts: [Int]
    private let firstYear: Int

    /// A year, month and day of the calendar.
    public struct Date: Sendable, Hashable, CustomStringConvertible {
        public let year: Int
        public let month: Int
        public let day: Int

        /// `1446-09-30`.
        public var description: String { "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)" }
    }

    /// The table compiled into the program; nil if it is damaged.
    public static func standard() -> HijriCalendar? {
        EmbeddedFiles.bytes("Dictionary/Resources/calendars/umm-al-qura.csv").flatMap { HijriCalendar(table: String(decoding: $0, as: UTF8.self)) }
    }

    /// - Parameter table: a heading, then for each year in turn its number, its first day and the lengths of its twelve months.
    init?(table: String) {
        var starts: [Int] = []
        var firstYear: Int?
        var next: Int?
        for line in table.utf8.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }).dropFirst() {
            let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { String(Substring($0)) }
            guard cells.count >= 14, let year = Int(cells[0]), let first = KnownDate(cells[1])?.day?.number, next == nil || next == first else { return nil }
            if firstYear == nil { firstYear = year }
            var start = first
            for cell in cells[2..<14] {
                guard let length = Int(cell), (28...31).contains(length) else { return nil }
                starts.append(start)
                start += length
            }
            next = start
        }
        guard let firstYear, let next else { return nil }
        self.firstYear = firstYear
        self.starts = starts + [next]
    }

    /// The date of a day; nil outside the table. O(log months).
    public func date(of day: Day) -> Date? {
        guard let first = starts.first, let end = starts.last, day.number >= first, day.number < end else { return nil }
        var low = 0
        var high = starts.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= day.number { low = middle } else { high = middle }
        }
        return Date(year: firstYear + low / 12, month: low % 12 + 1, day: day.number - starts[low] + 1)
    }

    /// The same day so many Hijri months later; the last of the month if it has no such day. nil outside the table.
    public func adding(months: Int, to day: Day) -> Day? {
        guard let date = date(of: day) else { return nil }
        let index = (date.year - firstYear) * 12 + date.month - 1 + months
        guard index >= 0, index + 1 < starts.count else { return nil }
        return Day(number: min(starts[index] + date.day - 1, starts[index + 1] - 1))
    }
}
