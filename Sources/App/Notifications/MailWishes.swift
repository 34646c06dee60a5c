import Foundation

/// When somebody wants to hear by mail that there is something to see. Sealed with the rest of the account's profile.
struct MailWishes: Sendable, Codable, Hashable {
    enum Pace: String, Sendable, Codable, CaseIterable {
        /// At once; what comes within the next quarter of an hour is in the next message.
        case atOnce = "at-once"
        case daily
    }

    /// The address; nil for no mail.
    var address: String
    var pace = Pace.atOnce
    /// The hour of the day at which the daily message goes, from 0 to 23.
    var hour = 8
    /// Hours of the day in which nothing is sent: from the first until before the second, over midnight where the second is smaller. Equal for none.
    var quietFrom = 21
    var quietUntil = 7
    /// IANA's name of the time zone in which these hours are meant.
    var zone = "UTC"
    /// Whether also what is most urgent, such as a referral because a life is at risk, waits for the quiet hours and the pause. Only who chose that is not woken.
    var holdsUrgent: Bool?

    /// Time zones to choose from: of the corridors of the standard dictionary's countries first, then of offices elsewhere (IANA time zone database).
    static let zones = [
        "Asia/Kathmandu", "Asia/Kolkata", "Asia/Dhaka", "Asia/Colombo", "Asia/Karachi", "Asia/Manila", "Asia/Jakarta", "Asia/Makassar", "Asia/Yangon",
        "Asia/Phnom_Penh", "Asia/Ho_Chi_Minh", "Asia/Bangkok", "Asia/Qatar", "Asia/Riyadh", "Asia/Dubai", "Asia/Kuwait", "Asia/Bahrain", "Asia/Muscat",
        "Asia/Beirut", "Asia/Amman", "Asia/Kuala_Lumpur", "Asia/Singapore", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Seoul", "Asia/Tokyo",
        "Africa/Addis_Ababa", "Africa/Nairobi", "Africa/Kampala", "Africa/Accra", "Africa/Lagos", "Europe/Zurich", "Europe/London", "America/New_York", "UTC",
    ]

    /// The first moment, not before `now`, at which a message may go.
    /// - Parameters:
    ///   - now: milliseconds since 1970.
    ///   - last: when the last message went to this person; 0 if none did.
    ///   - isUrgent: whether something of the most urgent class waits.
    func next(after now: UInt64, last: UInt64, isUrgent: Bool = false) -> UInt64 {
        guard !isUrgent || holdsUrgent == true else { return now }
        var moment = now
        // A clock that was ahead when the last one went has told a time that is still to come.
        let last = min(last, now)
        if pace == .atOnce { moment = max(moment, last == 0 ? 0 : last + Self.pause) }
        guard let zone = TimeZone(identifier: zone) else { return moment }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        func date(_ milliseconds: UInt64) -> Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
        func following(_ hour: Int, _ from: UInt64) -> UInt64 {
            let match = calendar.nextDate(after: date(from), matching: DateComponents(hour: hour, minute: 0, second: 0), matchingPolicy: .nextTime)
            return match.map { UInt64(($0.timeIntervalSince1970 * 1000).rounded()) } ?? from
        }
        if pace == .daily {
            // The hour of today counts until it is over, so that a message that was held up by a restart goes on the same day.
            let isNow = calendar.component(.hour, from: date(moment)) == hour && (last == 0 || moment - last > Self.hour)
            if !isNow { moment = following(hour, moment) }
            return moment
        }
        if isQuiet(calendar.component(.hour, from: date(moment))) { moment = following(quietUntil, moment) }
        return moment
    }

    /// Between two messages that go at once; milliseconds.
    static let pause: UInt64 = 15 * 60 * 1000
    private static let hour: UInt64 = 60 * 60 * 1000

    func isQuiet(_ hour: Int) -> Bool {
        if quietFrom == quietUntil { return false }
        return quietFrom < quietUntil ? (quietFrom..<quietUntil).contains(hour) : hour >= quietFrom || hour < quietUntil
    }
}
