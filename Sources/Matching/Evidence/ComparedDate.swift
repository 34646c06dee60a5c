/// A date as evidence: what is known of year, month and day, in the Gregorian calendar.
///
/// Read from EDTF (ISO 8601-2 levels 0 and 1, and the years of an interval), from eight digits as databases write them, and from day, month and year with signs between.
public struct ComparedDate: Hashable, Sendable {
    /// The first and last year that are possible.
    public let years: ClosedRange<Int>
    public let month: Int?
    public let day: Int?

    public init?(years: ClosedRange<Int>, month: Int? = nil, day: Int? = nil) {
        guard years.lowerBound > 0, years.upperBound < 10_000, month.map((1...12).contains) ?? true, day.map((1...31).contains) ?? true else { return nil }
        self.years = years
        self.month = month
        self.day = month == nil ? nil : day
    }

    /// The years in which somebody was born who had this age in completed years on a day of this year.
    public init?(age: Int, inYear year: Int) {
        guard age >= 0, age < 130 else { return nil }
        self.init(years: year - age - 1...year - age)
    }

    /// Nil for text that is no date. Of a date as records have them, with a month or day that does not exist, the rest is kept.
    public init?(_ text: String) { self.init(text, isExact: false) }

    /// A date that somebody asks for: nil also for a month or day that is not in the calendar, which is a slip of who asks.
    public init?(exactly text: String) { self.init(text, isExact: true) }

    private init?(_ text: String, isExact: Bool) {
        var bytes = Array(text.utf8).filter { $0 != UInt8(ascii: " ") }
        while let last = bytes.last, "?~%".utf8.contains(last) { bytes.removeLast() }
        guard bytes.count >= 4, bytes.count <= 32 else { return nil }
        let fields = bytes.split(omittingEmptySubsequences: false) { !($0 >= 0x30 && $0 <= 0x39 || $0 == UInt8(ascii: "X")) }
        if bytes.contains(UInt8(ascii: "/")), let first = fields.first, first.count == 4, fields.count != 3 {
            self.init(interval: bytes, isExact: isExact)
        } else if fields.count == 1, fields[0].count == 8 {
            self.init(fields[0][fields[0].startIndex..<fields[0].startIndex + 4], fields[0].dropFirst(4).prefix(2), fields[0].suffix(2), isExact: isExact)
        } else if fields[0].count == 4 {
            guard fields.count <= 3 else { return nil }
            self.init(fields[0], fields.count > 1 ? fields[1] : nil, fields.count > 2 ? fields[2] : nil, isExact: isExact)
        } else if fields.count == 3, fields[2].count == 4 {
            // Day first is the custom of most of the world; a month that cannot be one says that it was the other way.
            let isMonthFirst = Self.number(fields[1]).map { $0 > 12 } ?? false
            self.init(fields[2], fields[isMonthFirst ? 0 : 1], fields[isMonthFirst ? 1 : 0], isExact: isExact)
        } else {
            return nil
        }
    }

    private init?(interval bytes: [UInt8], isExact: Bool) {
        let ends = bytes.split(separator: UInt8(ascii: "/"))
        guard ends.count == 2, let first = ComparedDate(String(decoding: ends[0], as: UTF8.self), isExact: isExact),
            let last = ComparedDate(String(decoding: ends[1], as: UTF8.self), isExact: isExact),
            first.years.lowerBound <= last.years.upperBound
        else { return nil }
        self.init(years: first.years.lowerBound...last.years.upperBound)
    }

    private init?(_ year: ArraySlice<UInt8>, _ month: ArraySlice<UInt8>?, _ day: ArraySlice<UInt8>?, isExact: Bool) {
        let unknown = year.reversed().prefix { $0 == UInt8(ascii: "X") }.count
        guard unknown <= 3, year.count == 4, let known = Self.number(year.dropLast(unknown)) else { return nil }
        let size = [1, 10, 100, 1000][unknown]
        let monthNumber = month.flatMap(Self.number).flatMap { (1...12).contains($0) ? $0 : nil }
        let dayNumber = day.flatMap(Self.number).flatMap { (1...31).contains($0) ? $0 : nil }
        if isExact {
            let isMonth = month.map { monthNumber != nil || Self.isUnknown($0) } ?? true
            let longest = monthNumber.map { Self.days(inMonth: $0, of: unknown == 0 ? known : nil) } ?? 31
            let isDay = day.map { dayNumber.map { $0 <= longest } ?? Self.isUnknown($0) } ?? true
            guard isMonth, isDay else { return nil }
        }
        self.init(years: known * size...known * size + size - 1, month: monthNumber, day: dayNumber)
    }

    /// Whether a month or day says that it is not known: `XX` as EDTF writes it.
    private static func isUnknown(_ digits: ArraySlice<UInt8>) -> Bool { digits.elementsEqual("XX".utf8) }

    /// - Parameter year: nil where it is not certain, and may be a leap year.
    private static func days(inMonth month: Int, of year: Int?) -> Int {
        switch month {
        case 2: year.map { $0 % 4 == 0 && ($0 % 100 != 0 || $0 % 400 == 0) } ?? true ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? { Int(String(decoding: digits, as: UTF8.self)) }

    /// The year where it is certain.
    public var year: Int? { years.count == 1 ? years.lowerBound : nil }

    /// How two dates agree, from nothing to everything.
    public enum Agreement: Int, Hashable, Sendable, CaseIterable, Comparable {
        case different
        /// At most two years apart, as ages told by heart are.
        case nearYear
        /// Equal but for one digit of a full date.
        case oneSlip
        /// The same year, no more known of one of them, or the years overlap.
        case sameYear
        case sameMonth
        /// Day and month changed places.
        case swapped
        case same

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// - Complexity: constant.
    public func agreement(with other: ComparedDate) -> Agreement {
        if let month, let day, let otherMonth = other.month, let otherDay = other.day, let year, let otherYear = other.year {
            if year == otherYear {
                if month == otherMonth { return day == otherDay ? .same : Self.isSlip(day, otherDay) ? .oneSlip : .sameMonth }
                if month == otherDay, day == otherMonth { return .swapped }
                if day == otherDay, Self.isSlip(month, otherMonth) { return .oneSlip }
                return .nearYear
            }
            if month == otherMonth, day == otherDay, Self.isSlip(year, otherYear) { return .oneSlip }
            return abs(year - otherYear) == 1 && (month == otherMonth || day == otherDay) ? .nearYear : .different
        }
        if years.overlaps(other.years) {
            guard let month, let otherMonth = other.month else { return .sameYear }
            return month == otherMonth ? .sameMonth : .nearYear
        }
        let gap = max(years.lowerBound - other.years.upperBound, other.years.lowerBound - years.upperBound)
        return gap <= 2 ? .nearYear : .different
    }

    /// Whether two numbers of as many digits differ in one digit or in the order of two neighbours.
    private static func isSlip(_ left: Int, _ right: Int) -> Bool {
        let (first, second) = (digits(left), digits(right))
        guard first.count == second.count else { return false }
        let places = first.indices.filter { first[$0] != second[$0] }
        if places.count == 1 { return true }
        guard places.count == 2, places[1] == places[0] + 1 else { return false }
        return first[places[0]] == second[places[1]] && first[places[1]] == second[places[0]]
    }

    private static func digits(_ number: Int) -> [Int] {
        number < 10 ? [0, number] : number < 100 ? [number / 10, number % 10] : digits(number / 100) + digits(number % 100)
    }

    /// Four bytes for the index: year, month, day; 0 for a date whose year is not certain.
    var packed: UInt32 { year.map { UInt32($0) << 9 | UInt32(month ?? 0) << 5 | UInt32(day ?? 0) } ?? 0 }

    init?(packed: UInt32) {
        guard packed != 0 else { return nil }
        let (year, month, day) = (Int(packed >> 9), Int(packed >> 5 & 15), Int(packed & 31))
        self.init(years: year...year, month: month == 0 ? nil : month, day: day == 0 ? nil : day)
    }
}
