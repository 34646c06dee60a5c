import Dictionary

/// The hour of a departure, kept in the date itself: `2026-11-26T20:30:00+03:00`, by the clock of the organisation that wrote it down.
enum DepartureMoment {
    /// - Parameters:
    ///   - milliseconds: since 1970.
    ///   - clock: UTC without one.
    static func date(_ milliseconds: UInt64, _ clock: LocalClock?) -> PartialDate? {
        let offset = clock?.offset(milliseconds) ?? 0
        let minutes = Int(milliseconds / 60_000) + offset
        guard minutes >= 0, let day = CalendarDay(daysSinceEpoch: minutes / 1_440) else { return nil }
        let zone = offset == 0 ? "Z" : (offset < 0 ? "-" : "+") + time(abs(offset))
        return try? PartialDate(edtf: "\(day)T\(time(minutes % 1_440)):00\(zone)")
    }

    /// In milliseconds since 1970; nil for a date without an hour, or without a zone.
    static func milliseconds(_ date: PartialDate) -> UInt64? {
        guard date.precision == .time, let day = date.earliest else { return nil }
        let parts = date.edtf.utf8.split(separator: UInt8(ascii: "T"))
        guard parts.count == 2 else { return nil }
        let text = Array(parts[1])
        guard text.count >= 9, let hour = number(text[0..<2]), let minute = number(text[3..<5]) else { return nil }
        var offset = 0
        let zone = text[8...]
        if zone.first != UInt8(ascii: "Z") {
            let digits = Array(zone.dropFirst())
            guard digits.count >= 2, let hours = number(digits[0..<2]) else { return nil }
            let minutes = digits.count >= 5 ? number(digits[3..<5]) ?? 0 : 0
            offset = (zone.first == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
        }
        let total = day.daysSinceEpoch * 1_440 + hour * 60 + minute - offset
        return total < 0 ? nil : UInt64(total) * 60_000
    }

    private static func time(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? { Int(String(decoding: digits, as: UTF8.self)) }
}
