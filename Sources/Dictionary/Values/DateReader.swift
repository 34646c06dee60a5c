import Formats

/// In which order a date is written in digits.
public enum DateOrder: String, Sendable, Hashable, CaseIterable {
    /// 2019-04-03, 2019/4/3; other orders only where no other reading is possible.
    case yearFirst = "year-first"
    /// 3/4/2019 is 3 April.
    case dayFirst = "day-first"
    /// 3/4/2019 is 4 March.
    case monthFirst = "month-first"
}

/// Reads dates as people write them in files; what can be read in two ways is refused with a sentence, never guessed.
///
/// Read are EDTF; `2019/04/03`, `03.04.2019`, `4/2019` by the order; `3 April 2019`, `April 3, 2019`, `Apr 2019` (English names);
/// `spring 2019`; `1990s`; "circa", "about" and the like before or after; a `?` at the end; `before 2019`, `after April 2019`,
/// `2019 - 2021`; a time after the day, which is left out if it is 00:00:00, as spreadsheets write every day; digits of all scripts. Years have
/// four digits.
public struct DateReader: Sendable, Hashable {
    /// The order of day, month and year in digits.
    public var order: DateOrder

    /// Whether `2019-21` is spring 2019, as in EDTF. In files that people wrote it can also mean 2019 to 2021, and is refused.
    public var readsSeasonCodes: Bool

    /// By default the year is expected first, and bare codes of seasons are refused.
    public init(order: DateOrder = .yearFirst, readsSeasonCodes: Bool = false) {
        self.order = order
        self.readsSeasonCodes = readsSeasonCodes
    }

    /// Reads one date. O(length).
    public func read(_ text: String) throws(ValueError) -> PartialDate {
        let given = NormalText.clean(withASCIIDigits(text) ?? text).trimmingSpaces
        guard !given.isEmpty else { throw ValueError(.empty, "is empty.", remedy: "Give a date, or answer unknown.") }
        guard given.utf8.count <= PartialDate.limit else {
            throw ValueError(.tooLong, offered: text, "is too long for a date.", remedy: "Give the date alone.")
        }
        if EDTF.isPlainDate(given) { return try PartialDate(edtf: given) }
        // Three groups of digits are no EDTF unless they are a plain date; columns of them have millions of rows.
        if given.utf8.count <= 10, given.utf8.count(where: { $0 == 0x2D || $0 == 0x2E || $0 == 0x2F }) == 2,
            let digits = try DigitDate(given[...], order: order, text: text)
        {
            return try PartialDate(edtf: digits.edtf)
        }
        if let date = try? PartialDate(edtf: given) {
            if !readsSeasonCodes, date.precision == .season, given.utf8.count == 7 {
                throw ValueError(
                    .ambiguous, offered: text, "can be a season of one year or a span of years.",
                    remedy: "Write spring 2019, or 2019/2021 for a span.")
            }
            return date
        }
        var words = DateWords(given)
        guard let edtf = try words.edtf(order: order, text: text) else { throw DateReader.notUnderstood(text) }
        return try PartialDate(edtf: edtf)
    }

    static func notUnderstood(_ text: String) -> ValueError {
        ValueError(
            .malformed, offered: text, "is not understood as a date.",
            remedy: "Write 2019, 2019-04, 2019-04-03 or 3 April 2019; leave out what is not known.")
    }
}
