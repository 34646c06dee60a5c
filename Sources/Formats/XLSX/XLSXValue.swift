/// What a cell holds. A formula counts as its last computed value; nothing is computed here.
public enum XLSXValue: Hashable, Sendable {
    case text(String)
    case number(Double)
    case bool(Bool)
    case date(XLSXDate)
    /// A length of time, from a number format such as `[h]:mm`.
    case duration(seconds: Double)
    /// An error as the spreadsheet shows it, such as `#N/A`.
    case error(String)

    /// The value as text for reading into fields: numbers with the fewest digits that give them back, dates as ISO 8601, lengths of time in hours,
    /// minutes and seconds (`25:30:00`), truth as `true` and `false`.
    public var text: String {
        switch self {
        case .text(let text), .error(let text): text
        case .number(let number): Self.text(of: number)
        case .bool(let bool): bool ? "true" : "false"
        case .date(let date): date.text
        case .duration(let seconds): Self.text(ofDuration: seconds)
        }
    }

    private static func text(of number: Double) -> String {
        var bytes: [UInt8] = []
        JSONNumber.append(number, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func text(ofDuration seconds: Double) -> String {
        guard let milliseconds = Int64(exactly: (seconds * 1_000).rounded()) else { return text(of: seconds) }
        let whole = milliseconds.magnitude / 1_000
        let fraction = milliseconds.magnitude % 1_000
        let text = "\(whole / 3_600):\(padded(Int(whole / 60 % 60), 2)):\(padded(Int(whole % 60), 2))"
        return (milliseconds < 0 ? "-" : "") + text + (fraction == 0 ? "" : "." + padded(Int(fraction), 3))
    }
}

/// A date with its time of day, in no time zone, as spreadsheets keep it (Gregorian calendar).
public struct XLSXDate: Hashable, Sendable {
    public var year: Int
    public var month: Int
    public var day: Int
    public var hour = 0
    public var minute = 0
    public var second = 0
    public var millisecond = 0
    /// Whether only the time counts: a number from 0 to below 1 has no day.
    public var isTimeOnly = false

    /// ISO 8601: `2021-03-05`, with a time only if there is one: `2021-03-05T14:30:00`, or `14:30:00` alone.
    public var text: String {
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        if hour == 0, minute == 0, second == 0, millisecond == 0, !isTimeOnly { return date }
        let time = "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))" + (millisecond == 0 ? "" : "." + padded(millisecond, 3))
        return isTimeOnly ? time : date + "T" + time
    }

    /// - Parameters:
    ///   - serial: days and parts of a day.
    ///   - since1904: whether 0 is 1 January 1904; otherwise 1 is 1 January 1900, and 60 is 29 February 1900, a day that never was and is kept in
    ///     spreadsheets for the sake of an old program (ECMA-376 part 1, section 18.17.4.1).
    /// - Returns: nil for negative numbers, for that day, and beyond the year 9999.
    public init?(serial: Double, since1904: Bool) {
        guard serial >= 0, serial < 2_958_466 else { return nil }
        let dayMilliseconds = 86_400_000.0
        let total = (serial * dayMilliseconds).rounded()
        let days = Int(total / dayMilliseconds)
        let milliseconds = Int(total) - days * 86_400_000
        if !since1904, days == 60 { return nil }
        // Days from 1970-01-01 to 1904-01-01, 1899-12-31 and 1899-12-30.
        let epoch = since1904 ? -24_107 : days < 60 ? -25_568 : -25_569
        (year, month, day) = Self.civil(fromDays: days + epoch)
        (hour, minute) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
        (second, millisecond) = (milliseconds / 1_000 % 60, milliseconds % 1_000)
        isTimeOnly = days == 0 && !since1904
    }

    /// Reads `YYYY-MM-DD`, also with `Thh:mm:ss`, a fraction of a second and `Z`, as cells of the type `d` have it.
    public init?(iso8601 text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
            return bytes[range].reduce(0) { $0 * 10 + Int($1 &- 0x30) }
        }
        func has(_ byte: UInt8, at index: Int) -> Bool { index < bytes.count && bytes[index] == byte }
        guard let year = number(0..<4), has(0x2D, at: 4), let month = number(5..<7), has(0x2D, at: 7), let day = number(8..<10),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        if bytes.count == 10 { return }
        guard has(0x54, at: 10), let hour = number(11..<13), has(0x3A, at: 13), let minute = number(14..<16), hour < 24, minute < 60 else {
            return nil
        }
        (self.hour, self.minute) = (hour, minute)
        var index = 16
        if has(0x3A, at: index) {
            guard let second = number(17..<19), second < 60 else { return nil }
            self.second = second
            index = 19
        }
        if has(0x2E, at: index) {
            let digits = bytes[(index + 1)...].prefix { $0 &- 0x30 < 10 }
            for place in 0..<3 { millisecond = millisecond * 10 + (place < digits.count ? Int(digits[digits.startIndex + place] - 0x30) : 0) }
            index = digits.endIndex
        }
        if has(0x5A, at: index) { index += 1 }
        if index != bytes.count { return nil }
    }

    /// The Gregorian date of a day counted from 1970-01-01 (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
    private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
