extension EDTF {
    /// A year, month and day in which digits may be unknown (`X`).
    struct Mask {
        var negative: Bool
        var year: ArraySlice<UInt8>
        var month: ArraySlice<UInt8>?
        var day: ArraySlice<UInt8>?

        private static let unknown = UInt8(ascii: "X")

        var hasUnknownDigits: Bool {
            year.contains(Mask.unknown) || month?.contains(Mask.unknown) == true || day?.contains(Mask.unknown) == true
        }

        /// The first and the last day that fit; nil if none does.
        var bounds: (CalendarDay, CalendarDay)? {
            let months = month.map { Mask.numbers($0, in: 1...12) } ?? Array(1...12)
            let days = day.map { Mask.numbers($0, in: 1...31) } ?? Array(1...31)
            // In a leap year every month has its most days: what does not fit there fits nowhere, and no year needs to be searched.
            guard months.contains(where: { month in days.contains { $0 <= CalendarDay.daysInMonth(month, year: 2000) } }) else { return nil }
            let years = Mask.numbers(year, in: (negative ? 1 : 0)...9999).map { negative ? -$0 : $0 }
            let ascending = negative ? years.reversed() : years
            guard let first = Mask.first(ascending, months, days), let last = Mask.first(ascending.reversed(), months.reversed(), days.reversed())
            else { return nil }
            return (first, last)
        }

        private static func first(_ years: [Int], _ months: [Int], _ days: [Int]) -> CalendarDay? {
            for year in years {
                for month in months {
                    for day in days where day <= daysInMonth(month, year) { return CalendarDay(unchecked: year, month, day) }
                }
            }
            return nil
        }

        private static func daysInMonth(_ month: Int, _ year: Int) -> Int { CalendarDay.daysInMonth(month, year: year) }

        /// The numbers that the digits can stand for, ascending.
        private static func numbers(_ digits: ArraySlice<UInt8>, in range: ClosedRange<Int>) -> [Int] {
            var numbers = [0]
            for digit in digits {
                let choices = digit == unknown ? Array(0...9) : [Int(digit - 0x30)]
                numbers = numbers.flatMap { number in choices.map { number * 10 + $0 } }
            }
            return numbers.filter { range.contains($0) }
        }

        var precision: PartialDate.Precision {
            let unknownAtEnd = year.reversed().prefix { $0 == Mask.unknown }.count
            let unknownInYear = year.count { $0 == Mask.unknown }
            let monthIsKnown = month.map { !$0.contains(Mask.unknown) } ?? false
            let dayIsKnown = day.map { !$0.contains(Mask.unknown) } ?? false
            let nothingFiner = (month?.allSatisfy { $0 == Mask.unknown } ?? true) && (day?.allSatisfy { $0 == Mask.unknown } ?? true)
            switch (unknownInYear, nothingFiner) {
            case (0, _) where monthIsKnown && dayIsKnown: return .day
            case (0, _) where monthIsKnown && (day?.allSatisfy { $0 == Mask.unknown } ?? true): return .month
            case (0, true): return .year
            case (1, true) where unknownAtEnd == 1: return .decade
            case (2, true) where unknownAtEnd == 2: return .century
            case (3, true) where unknownAtEnd == 3: return .millennium
            default: return .partial
            }
        }
    }

    /// The time of a date with time: `hh:mm:ss`, then nothing, `Z`, or an offset `±hh` or `±hh:mm`.
    enum ClockTime {
        static func check(_ bytes: ArraySlice<UInt8>) throws(Fault) {
            let time = Array(bytes)
            guard time.count >= 8, time[2] == 0x3A, time[5] == 0x3A, let hour = number(time, 0), let minute = number(time, 3),
                let second = number(time, 6)
            else { throw Fault(problem: "has a time that is not written as hours, minutes and seconds: 23:20:30.") }
            // 24:00:00 is the end of the day (ISO 8601-1, 4.3.8).
            guard (hour < 24 && minute < 60 && second < 60) || (hour == 24 && minute == 0 && second == 0) else {
                throw Fault(problem: "has a time of day that does not exist.")
            }
            try checkOffset(Array(time[8...]))
        }

        /// Offsets in use reach from −12:00 to +14:00; −00:00 is not one (ISO 8601-1, 4.3.13).
        private static func checkOffset(_ offset: [UInt8]) throws(Fault) {
            if offset.isEmpty || offset == [UInt8(ascii: "Z")] { return }
            let fault = Fault(problem: "has an offset from UTC that is not written as Z, +05:45 or -08.")
            guard offset.count == 3 || offset.count == 6, offset[0] == 0x2B || offset[0] == 0x2D, let hours = number(offset, 1) else { throw fault }
            var minutes = 0
            if offset.count == 6 {
                guard offset[3] == 0x3A, let read = number(offset, 4), read < 60 else { throw fault }
                minutes = read
            }
            let total = hours * 60 + minutes
            guard offset[0] == 0x2B ? total <= 14 * 60 : total > 0 && total <= 12 * 60 else {
                throw Fault(problem: "has an offset from UTC that no place has.")
            }
        }

        private static func number(_ bytes: [UInt8], _ index: Int) -> Int? {
            guard index + 1 < bytes.count, CodeSyntax.isDigit(bytes[index]), CodeSyntax.isDigit(bytes[index + 1]) else { return nil }
            return Int(bytes[index] - 0x30) * 10 + Int(bytes[index + 1] - 0x30)
        }
    }
}
