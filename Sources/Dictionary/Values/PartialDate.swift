/// A date as precise as it is known: EDTF (ISO 8601-2:2019, the Library of Congress' profile, levels 0 to 2).
///
/// `2019`, `2019-04`, `2019-04-03?`, `201X`, `2019-21` (spring), `2019-04/2020`, `[2019-04-03,2019-04-05]` … The text is kept as given;
/// equality is equality of the text and of ``given``. Nothing is padded: about 2019 reaches from 1 January to 31 December 2019.
public struct PartialDate: Sendable, Hashable {
    /// How much is known.
    public enum Precision: String, Sendable, Hashable, CaseIterable {
        case time, day, month, season, year, decade, century, millennium
        /// Some digits are unknown in other places, such as `15XX-12-25`, or a year with significant digits.
        case partial
        /// A time span, with ends that may be open or unknown.
        case interval
        /// One of several dates: `[…]`.
        case oneOf = "one-of"
        /// All of several dates: `{…}`.
        case allOf = "all-of"
    }

    /// The text as given.
    public let edtf: String
    /// The first day that it can be; nil if the start is open or unknown.
    ///
    /// Seasons without a hemisphere are those of the northern one by whole months (spring: March to May; winter: December to February of the
    /// year after). A time with an offset is on the day that was written.
    public let earliest: CalendarDay?
    /// The last day that it can be; nil if the end is open or unknown.
    public let latest: CalendarDay?
    /// How much is known.
    public let precision: Precision
    /// `~` or `%` somewhere: about.
    public let isApproximate: Bool
    /// `?` or `%` somewhere: perhaps.
    public let isUncertain: Bool
    /// How it was given, if that was in another calendar; the days above are what it was taken for.
    public internal(set) var given: GivenDate?

    /// The longest text, in bytes.
    public static let limit = 255

    /// Reads EDTF exactly; what people write in files is read by ``DateReader``. O(length), plus a search over the years when a 29 February
    /// has unknown digits in its year.
    public init(edtf: String) throws(ValueError) {
        var text = edtf
        if let plain = text.withUTF8({ EDTF.plainDate($0) }) {
            self.init(edtf: text, plain)
            return
        }
        do {
            self.init(edtf: edtf, summary: try EDTF.parse(edtf).summary)
        } catch {
            throw ValueError(
                .malformed, offered: edtf, error.problem,
                remedy: "Write a date as 2019, 2019-04 or 2019-04-03, with ? if it is uncertain, ~ if it is about, X for an unknown digit.")
        }
    }

    /// A single day.
    public init(_ day: CalendarDay) {
        let fits = (-9999...9999).contains(day.year)
        // A longer year has no day in EDTF.
        edtf = fits ? day.description : "Y\(day.year)"
        earliest = fits ? day : .firstDay(of: day.year)
        latest = fits ? day : .lastDay(of: day.year)
        precision = fits ? .day : .year
        isApproximate = false
        isUncertain = false
    }

    private init(edtf: String, _ plain: EDTF.PlainDate) {
        self.edtf = edtf
        earliest = plain.earliest
        latest = plain.latest
        precision = plain.precision
        isApproximate = false
        isUncertain = false
    }

    private init(edtf: String, summary: EDTF.Summary) {
        self.edtf = edtf
        earliest = summary.earliest
        latest = summary.latest
        precision = summary.precision
        isApproximate = summary.approximate
        isUncertain = summary.uncertain
    }

    /// The year, if it is known and only one.
    public var year: Int? {
        guard let earliest, let latest, earliest.year == latest.year else { return nil }
        return earliest.year
    }

    /// Whether the day can be the date, as far as is known.
    public func mayBe(_ day: CalendarDay) -> Bool {
        (earliest.map { $0 <= day } ?? true) && (latest.map { day <= $0 } ?? true)
    }

    /// The date shown no finer than a month or a year; the date itself if it is already as coarse or has no single year or month.
    public func coarsened(to level: Precision) -> PartialDate {
        guard let earliest, let latest, let year, (-9999...9999).contains(year) else { return self }
        let mark = isApproximate && isUncertain ? "%" : isApproximate ? "~" : isUncertain ? "?" : ""
        switch (level, precision) {
        case (.month, .day) where earliest.month == latest.month, (.month, .time):
            return (try? PartialDate(edtf: "\(CalendarDay.yearText(year))-\(CalendarDay.twoDigits(earliest.month))\(mark)")) ?? self
        case (.year, .day), (.year, .time), (.year, .month), (.year, .season), (.year, .interval), (.year, .oneOf):
            return (try? PartialDate(edtf: CalendarDay.yearText(year) + mark)) ?? self
        default: return self
        }
    }
}

extension PartialDate: Comparable {
    /// By the earliest day, then by the latest; an open start comes first, an open end last, and the text decides between equals.
    public static func < (left: PartialDate, right: PartialDate) -> Bool {
        if left.earliest != right.earliest {
            guard let leftDay = left.earliest else { return true }
            guard let rightDay = right.earliest else { return false }
            return leftDay < rightDay
        }
        if left.latest != right.latest {
            guard let leftDay = left.latest else { return false }
            guard let rightDay = right.latest else { return true }
            return leftDay < rightDay
        }
        return left.edtf.utf8.lexicographicallyPrecedes(right.edtf.utf8)
    }
}
