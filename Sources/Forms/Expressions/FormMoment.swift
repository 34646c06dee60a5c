import Foundation

/// A day or a moment as the clock on the wall shows it, with the distance of that clock from UTC.
public struct FormMoment: Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00 on the wall's clock.
    public var wall: Int64
    /// Seconds by which the wall's clock is ahead of UTC.
    public var offset: Int
    /// Days by which it may have been later, where only a year, a month or a span is known; infinite where the span has no end.
    var laterDays = 0.0

    static let dayLength: Int64 = 86_400_000

    public init(wall: Int64, offset: Int) {
        self.wall = wall
        self.offset = offset
    }

    /// A day at its beginning.
    init(days: Double, clock: FormClock) {
        wall = Int64((max(-1e8, min(1e8, days)) * Double(Self.dayLength)).rounded())
        offset = clock.offset
    }

    /// Days since 1970-01-01, with the time as a fraction.
    var days: Double { Double(wall) / Double(Self.dayLength) }

    /// The same of the last day on which it may have been.
    var lastDays: Double { days + laterDays }

    var isMidnight: Bool { millisecondOfDay == 0 }

    var millisecondOfDay: Int64 { ((wall % Self.dayLength) + Self.dayLength) % Self.dayLength }

    var startOfDay: FormMoment { FormMoment(wall: wall - millisecondOfDay, offset: offset) }

    /// Reads `2024-03-15`, with or without a time and a zone behind it; a time with a zone is turned to the clock's.
    /// A date that is less precise (`2024`, `2024-03`, `2024-03?`) stands for its first day, and knows how much later it may have been.
    init?(_ text: String, clock: FormClock) {
        var reader = DigitReader(text)
        guard let year = reader.number(4) else { return nil }
        var (month, day) = (1, 1)
        var last = (month: 12, day: 31)
        if reader.takes("-") {
            guard let number = reader.number(2) else { return nil }
            month = number
            guard (1...12).contains(month) else { return nil }
            last = (month, CivilDay.length(year: year, month: month))
            if reader.takes("-") {
                guard let number = reader.number(2) else { return nil }
                day = number
                last.day = number
            }
        }
        guard (1...12).contains(month), (1...CivilDay.length(year: year, month: month)).contains(day) else { return nil }
        var wall = Int64(CivilDay.number(year: year, month: month, day: day)) * Self.dayLength
        offset = clock.offset
        let first = CivilDay.number(year: year, month: month, day: day)
        laterDays = Double(CivilDay.number(year: year, month: last.month, day: last.day) - first)
        if reader.takes("T") || reader.takes(" ") {
            guard let time = reader.time() else { return nil }
            wall += time.milliseconds
            if let zone = time.zone { wall += Int64(clock.offset - zone) * 1000 }
            guard reader.isAtEnd else { return nil }
        } else if !reader.isAtEnd {
            // Marks of uncertainty, or the end of a span (EDTF).
            let isMarked = reader.takes("?") || reader.takes("~") || reader.takes("%")
            if reader.takes("/") {
                let end = FormMoment(reader.remaining, clock: clock)
                laterDays = end.map { max(0, ($0.lastDays - Double(first)).rounded(.down)) } ?? .infinity
            } else if !isMarked {
                return nil
            }
        }
        self.wall = wall
    }

    /// Milliseconds of the day for `08:30`, `08:30:15`, `08:30:15.250+05:45`; the zone is not applied.
    static func timeOfDay(_ text: String) -> Int64? {
        var reader = DigitReader(text)
        guard let time = reader.time(), reader.isAtEnd else { return nil }
        return time.milliseconds
    }

    /// `2024-03-15` at midnight, else `2024-03-15T10:20:30.000+05:45`.
    var text: String { isMidnight ? dayText : timestamp }

    var dayText: String {
        let (year, month, day) = CivilDay.parts(Int((wall - millisecondOfDay) / Self.dayLength))
        return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    }

    var timestamp: String {
        let minutes = abs(offset) / 60
        let zone = offset == 0 ? "Z" : "\(offset < 0 ? "-" : "+")\(Self.padded(minutes / 60, 2)):\(Self.padded(minutes % 60, 2))"
        let time = millisecondOfDay
        return dayText + "T\(Self.padded(Int(time / 3_600_000), 2)):\(Self.padded(Int(time / 60_000 % 60), 2)):\(Self.padded(Int(time / 1000 % 60), 2))"
            + ".\(Self.padded(Int(time % 1000), 3))\(zone)"
    }

    /// With the signs of `format-date` (`%Y`, `%n`, `%H`, …); English names of months and days, so that an answer does not depend on who gave it.
    func formatted(_ pattern: String) -> String {
        let (year, month, day) = CivilDay.parts(Int((wall - millisecondOfDay) / Self.dayLength))
        let time = millisecondOfDay
        let weekday = Int(((wall - time) / Self.dayLength % 7 + 11) % 7)
        var result = String.UnicodeScalarView()
        var isSign = false
        for scalar in pattern.unicodeScalars {
            guard isSign || scalar == "%" else {
                result.append(scalar)
                continue
            }
            guard isSign else {
                isSign = true
                continue
            }
            isSign = false
            let text: String =
                switch scalar {
                case "Y": Self.padded(year, 4)
                case "y": Self.padded(year % 100, 2)
                case "m": Self.padded(month, 2)
                case "n": "\(month)"
                case "b": Self.months[month - 1]
                case "d": Self.padded(day, 2)
                case "e": "\(day)"
                case "H": Self.padded(Int(time / 3_600_000), 2)
                case "h": "\(time / 3_600_000)"
                case "M": Self.padded(Int(time / 60_000 % 60), 2)
                case "S": Self.padded(Int(time / 1000 % 60), 2)
                case "3": Self.padded(Int(time % 1000), 3)
                case "a": Self.weekdays[weekday]
                case "%": "%"
                default: "%\(scalar)"
                }
            result.append(contentsOf: text.unicodeScalars)
        }
        return String(result)
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(abs(number))
        return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

/// What time it is, and where.
public struct FormClock: Hashable, Sendable {
    /// Milliseconds since 1970 (UTC).
    public var now: Int64
    /// Seconds by which clocks are ahead of UTC where the form is filled in.
    public var offset: Int

    public init(now: Int64, offset: Int) {
        self.now = now
        self.offset = offset
    }

    var moment: FormMoment { FormMoment(wall: now + Int64(offset) * 1000, offset: offset) }
}

/// Days of the Gregorian calendar, in both directions without end (proleptic).
/// The computation is that of Howard Hinnant, “chrono-Compatible Low-Level Date Algorithms” (days_from_civil, civil_from_days).
enum CivilDay {
    /// Days since 1970-01-01.
    static func number(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func parts(_ number: Int) -> (year: Int, month: Int, day: Int) {
        let number = number + 719_468
        let era = (number >= 0 ? number : number - 146_096) / 146_097
        let dayOfEra = number - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    static func length(year: Int, month: Int) -> Int {
        if month == 2 { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}

/// Reads dates and times digit by digit.
private struct DigitReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(SheetText.trimmed(text).utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    var remaining: String { String(decoding: rest, as: UTF8.self) }

    mutating func takes(_ character: Character) -> Bool {
        guard rest.first == character.asciiValue else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(_ digits: Int) -> Int? {
        let part = rest.prefix(digits)
        guard part.count == digits, part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rest = rest.dropFirst(digits)
        return part.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// The zone in seconds before UTC's clock; nil if there is none.
    mutating func time() -> (milliseconds: Int64, zone: Int?)? {
        guard let hour = number(2), hour < 24, takes(":"), let minute = number(2), minute < 60 else { return nil }
        var milliseconds = Int64(hour * 60 + minute) * 60_000
        if takes(":") {
            guard let second = number(2), second < 60 else { return nil }
            milliseconds += Int64(second) * 1000
            if takes(".") {
                var weight: Int64 = 100
                guard let first = rest.first, (0x30...0x39).contains(first) else { return nil }
                while let digit = rest.first, (0x30...0x39).contains(digit) {
                    milliseconds += Int64(digit - 0x30) * weight
                    weight /= 10
                    rest.removeFirst()
                }
            }
        }
        if takes("Z") { return (milliseconds, 0) }
        let sign = rest.first == 0x2B ? 1 : rest.first == 0x2D ? -1 : 0
        guard sign != 0 else { return (milliseconds, nil) }
        rest.removeFirst()
        guard let hours = number(2), hours < 19 else { return nil }
        var minutes = 0
        if takes(":") || !rest.isEmpty {
            guard let number = number(2), number < 60 else { return nil }
            minutes = number
        }
        return (milliseconds, sign * (hours * 60 + minutes) * 60)
    }
}
