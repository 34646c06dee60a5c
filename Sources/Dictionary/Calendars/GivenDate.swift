/// A date as somebody gave it, in a calendar other than the Gregorian: `BS 2076-01-31`, `AH 1440-09`.
///
/// It is kept beside the days that it was taken for, since published tables of these calendars differ for some years and are corrected.
public struct GivenDate: Sendable, Hashable, CustomStringConvertible {
    public let calendar: CalendarSystem
    public let date: CalendarDate

    /// - Returns: nil for the Gregorian calendar, whose dates are kept as given anyway.
    public init?(_ date: CalendarDate, in calendar: CalendarSystem) {
        guard GivenDate.mark(of: calendar) != nil else { return nil }
        self.calendar = calendar
        self.date = date
    }

    /// Reads `BS` (Bikram Sambat) or `AH` (Hijri) and what ``CalendarDate`` reads; nil if it is nothing like it.
    public init?(_ text: String) {
        let bytes = text.utf8.drop { $0 == UInt8(ascii: " ") }
        guard let letters = String(bytes.prefix(2)),
            let calendar = CalendarSystem.allCases.first(where: { GivenDate.mark(of: $0)?.utf8.elementsEqual(letters.uppercased().utf8) ?? false }),
            let rest = String(bytes.dropFirst(2)), let date = CalendarDate(rest.filter { $0 != " " })
        else { return nil }
        self.init(date, in: calendar)
    }

    /// As ``init(_:)`` reads it.
    public var description: String { "\(GivenDate.mark(of: calendar) ?? "") \(date)" }

    /// The usual abbreviations of the two eras: Bikram Sambat and anno Hegirae.
    private static func mark(of calendar: CalendarSystem) -> String? {
        switch calendar {
        case .gregorian: nil
        case .bikramSambat: "BS"
        case .hijri: "AH"
        }
    }
}
