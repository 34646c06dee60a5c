import Dictionary
import Interchange

/// How somebody is used to write dates.
struct DateHabit: Sendable {
    /// The calendar in which they read dates.
    var system = CalendarSystem.gregorian
    /// Nil where nothing is known of who writes, such as a program.
    var today: CalendarDay?

    /// How pages of the reader's language mark dates of other calendars, with the mark that is read: what is shown can be typed.
    private var marks: [(shown: String, read: String)] = []

    init() {}

    init(_ request: WebRequest) {
        system = request.session?.calendar ?? .gregorian
        today = request.day
        marks = [("bikram-sambat", "BS"), ("hijri", "AH")].map { name, read in
            (request.translator("platform.calendar.\(name).date", ["date": .text("")]).trimmingSpaces, read)
        }
    }

    /// The date with its calendar in the form that is read, wherever the mark stands; nil where no mark is known.
    private func marked(_ text: String) -> GivenDate? {
        let plain = String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isBidiControl })).trimmingSpaces
        for (shown, read) in marks + [("BS", "BS"), ("AH", "AH")] where !shown.isEmpty {
            if plain.hasPrefix(shown) { return GivenDate("\(read) \(plain.dropFirst(shown.count))") }
            if plain.hasSuffix(shown) { return GivenDate("\(read) \(plain.dropLast(shown.count))") }
        }
        return GivenDate(plain)
    }

    /// Years that are Hijri if somebody writes them today.
    private static let hijriYears = 1300...1500

    /// A date as it is known; `BS 2076-01-31` and `AH 1440-09-01` are days of the Nepali and the Hijri calendar. Without such a mark it is Gregorian, or, where that would lie in
    /// the future or far in the past, of the calendar in which the writer reads dates.
    /// - Throws: `ValueError`, also for a date that somebody of another calendar must have meant otherwise.
    func date(_ text: String, _ calendars: CalendarTables) throws(ValueError) -> PartialDate {
        if let given = marked(text) { return try calendars.partialDate(given.date, in: given.calendar) }
        let date = try DateReader().read(text)
        guard let today, let first = date.earliest else { return date }
        if system != .gregorian, let other = CalendarDate(text), first.year > today.year + 1 || Self.hijriYears.contains(first.year),
            let own = try? calendars.partialDate(other, in: system)
        {
            return own
        }
        guard first.year <= today.year + PlausibleDate.yearsAhead, !Self.hijriYears.contains(first.year) else {
            throw ValueError(
                .ambiguous, offered: text, "is no date of this time in the Gregorian calendar.",
                remedy: "Write BS before a date of the Nepali calendar, AH before a Hijri one.")
        }
        return date
    }
}
