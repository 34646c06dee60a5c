import Dictionary

/// The time of an arrival, by the clock at the place.
enum ArrivalTime {
    /// Minutes by which clocks are ahead of UTC where people work and come from.
    static let offsets = [0, 60, 120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 540, 600]

    static func name(_ offset: Int) -> String {
        let minutes = abs(offset)
        return "UTC\(offset < 0 ? "−" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// As it is read again by ``read(_:)``: `2026-11-25 14:35 UTC+05:45`.
    static func written(_ arrival: ReferralContent.Arrival) -> String {
        let minutes = Int(arrival.moment / 60_000) + arrival.offset
        guard let day = CalendarDay(daysSinceEpoch: minutes / 1_440) else { return "" }
        return "\(day) \(two(minutes % 1_440 / 60)):\(two(minutes % 60)) \(name(arrival.offset))"
    }

    /// - Returns: milliseconds since 1970, and by how many minutes the clock at the place is ahead of UTC; nil if it is not written so.
    static func read(_ text: String) -> (moment: UInt64, offset: Int)? {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count >= 2 else { return nil }
        let zone = parts.count > 2 ? parts[2] : name(0)
        guard let offset = offsets.first(where: { name($0) == zone }), let moment = moment(day: parts[0], time: parts[1], offset: offset) else { return nil }
        return (moment, offset)
    }

    /// - Parameters:
    ///   - day: `2026-11-25`.
    ///   - time: `14:35`.
    /// - Returns: milliseconds since 1970; nil if they are no day and time.
    static func moment(day: String, time: String, offset: Int) -> UInt64? {
        let parts = time.split(separator: ":").map { Int($0) }
        let days = day.split(separator: "-").map { Int($0) }
        guard parts.count >= 2, let hour = parts[0], let minute = parts[1], (0..<24).contains(hour), (0..<60).contains(minute), days.count == 3,
            let year = days[0],
            let month = days[1], let number = days[2], (2000...2200).contains(year), let date = CalendarDay(year: year, month: month, day: number)
        else { return nil }
        return UInt64(max(0, (date.daysSinceEpoch * 1_440 + hour * 60 + minute - offset))) * 60_000
    }

    static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
