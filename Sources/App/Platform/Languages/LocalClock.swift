import Dictionary
import Forms
import Foundation
import Interchange

/// The clock on the wall of an organisation: that of its country. A deadline, and what is today, are told by it.
struct LocalClock: Sendable {
    /// ISO 3166-1 alpha-2 code.
    let country: String
    /// Nil for a country that is not in the table of time zones: then times are told in UTC.
    private let zone: TimeZone?
    private let zones: CountryClock

    /// - Throws: `ImportError` if the table of time zones is not in the program.
    init(_ organisation: Organisation) throws {
        self.init(country: organisation.country, try CountryClock())
    }

    private init(country: String, _ zones: CountryClock) {
        self.country = country
        zone = zones.zone(of: country)
        self.zones = zones
    }

    /// The clock of another organisation.
    func of(_ organisation: Organisation) -> LocalClock { LocalClock(country: organisation.country, zones) }

    /// The clock of a country; nil for one that is not in the table of time zones.
    func of(country: String) -> LocalClock? {
        let clock = LocalClock(country: country, zones)
        return clock.zone == nil ? nil : clock
    }

    /// IANA's name of its time zone; nil where times are told in UTC.
    var zoneName: String? { zone?.identifier }

    /// The day of a moment.
    /// - Parameter milliseconds: since 1970.
    func day(of milliseconds: UInt64) -> CalendarDay? { CalendarDay(daysSinceEpoch: (minutes(milliseconds)) / 1_440) }

    /// When the day of a moment began, in milliseconds since 1970.
    func midnight(before milliseconds: UInt64) -> UInt64 {
        let sinceMidnight = minutes(milliseconds) % 1_440
        return (milliseconds / 60_000 - min(milliseconds / 60_000, UInt64(sinceMidnight))) * 60_000
    }

    /// When a day begins, in milliseconds since 1970.
    func start(of day: CalendarDay) -> UInt64 {
        let inUTC = max(0, day.daysSinceEpoch) * 1_440
        return UInt64(max(0, inUTC - offset(UInt64(inUTC) * 60_000))) * 60_000
    }

    /// `3 April 2026 14:35` in the words and digits of the language; nil where times are told in UTC.
    func text(_ milliseconds: UInt64, _ translator: Translator) -> String? {
        guard zone != nil, let day = day(of: milliseconds) else { return nil }
        let minute = minutes(milliseconds) % 1_440
        return MomentText.day(day, translator) + " " + translator.facts.localised("\(Self.two(minute / 60)):\(Self.two(minute % 60))")
    }

    /// `3 April 2026 14:35 (Qatar, UTC+03:00)`, where whoever reads it may be in another country.
    func text(_ milliseconds: UInt64, _ answers: AnswerText) -> String {
        let translator = answers.translator
        guard let local = text(milliseconds, translator) else { return MomentText.text(milliseconds, translator) }
        let name = answers.dictionary.vocabulary("country")?.label(of: country, translator.language) ?? country
        // The zone is written from left to right; in a line that goes the other way its sign would change places.
        let offset = "\u{2066}\(ArrivalTime.name(self.offset(milliseconds)))\u{2069}"
        return translator("platform.moment.place", ["moment": .text(local), "place": .text("\u{2068}\(name)\u{2069}"), "offset": .text(translator.facts.localised(offset))])
    }

    /// The moment for a form's functions of time: what is today for the form is today for its case.
    func formClock(_ milliseconds: UInt64) -> FormClock { FormClock(now: Int64(milliseconds), offset: offset(milliseconds) * 60) }

    /// By how many minutes it is ahead of UTC.
    func offset(_ milliseconds: UInt64) -> Int {
        (zone?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(milliseconds) / 1000)) ?? 0) / 60
    }

    private func minutes(_ milliseconds: UInt64) -> Int { max(0, Int(milliseconds / 60_000) + offset(milliseconds)) }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
