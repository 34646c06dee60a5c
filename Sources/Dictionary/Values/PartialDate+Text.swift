extension PartialDate {
    /// The date in English, such as "3 April 2019", "about April 2019", "1990s", "from 2019 to 3 April 2020, perhaps".
    ///
    /// A date of another calendar is followed by how it was given.
    public var displayText: String { plainText + (given.map { " (\($0))" } ?? "") }

    private var plainText: String {
        guard let parsed = try? EDTF.parse(edtf) else { return edtf }
        switch parsed {
        case .single(let point): return point.displayText + (precision == .time ? ", " + timeText : "")
        case .interval(let start, let end): return PartialDate.text(start, end)
        case .set(let elements, let all):
            if elements.count == 1 { return PartialDate.text(elements[0]) }
            return (all ? "all of " : "one of ") + elements.map(PartialDate.text).joined(separator: ", ")
        }
    }

    private var timeText: String {
        guard let separator = edtf.firstIndex(of: "T") else { return "" }
        return String(edtf[edtf.index(after: separator)...])
    }

    private static func text(_ start: EDTF.End, _ end: EDTF.End) -> String {
        switch (start, end) {
        case (.date(let from), .date(let to)): "from \(from.displayText) to \(to.displayText)"
        case (.date(let from), .open): "from \(from.displayText), not ended"
        case (.date(let from), .unknown): "from \(from.displayText), end unknown"
        case (.open, .date(let to)): "until \(to.displayText)"
        case (.unknown, .date(let to)): "until \(to.displayText), beginning unknown"
        default: "at any time"
        }
    }

    private static func text(_ element: EDTF.Element) -> String {
        switch element {
        case .date(let point): point.displayText
        case .range(let from, let to): "\(from.displayText) to \(to.displayText)"
        case .until(let point): "\(point.displayText) or earlier"
        case .from(let point): "\(point.displayText) or later"
        }
    }
}

extension EDTF.Point {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]

    var displayText: String {
        (approximate ? "about " : "") + plainText + (uncertain ? " (uncertain)" : "")
    }

    private var plainText: String {
        switch form {
        case .season(let code): return seasonText(code) + " " + EDTF.Point.yearText(earliest.year)
        case .significant: return between
        case .longYear: return EDTF.Point.yearText(earliest.year)
        case .plain, .masked: break
        }
        let year = EDTF.Point.yearText(earliest.year)
        switch precision {
        case .day, .time: return "\(earliest.day) \(EDTF.Point.months[earliest.month - 1]) \(year)"
        case .month: return "\(EDTF.Point.months[earliest.month - 1]) \(year)" + (dayIsUnknown ? ", day unknown" : "")
        case .year:
            return year + (monthIsUnknown ? (dayIsUnknown ? ", month and day unknown" : ", month unknown") : "")
        case .decade where earliest.year > 0: return "\(earliest.year)s"
        default: return between
        }
    }

    private var between: String {
        let whole = earliest == .firstDay(of: earliest.year) && latest == .lastDay(of: latest.year)
        if whole { return "between \(EDTF.Point.yearText(earliest.year)) and \(EDTF.Point.yearText(latest.year))" }
        return "between \(EDTF.Point.dayText(earliest)) and \(EDTF.Point.dayText(latest))"
    }

    private static func dayText(_ day: CalendarDay) -> String { "\(day.day) \(months[day.month - 1]) \(yearText(day.year))" }

    /// Year 0 is 1 BCE (ISO 8601).
    private static func yearText(_ year: Int) -> String { year > 0 ? String(year) : "\(1 - year) BCE" }

    private func seasonText(_ code: Int) -> String {
        let seasons = ["spring", "summer", "autumn", "winter"]
        let ordinals = ["first", "second", "third", "fourth"]
        switch code {
        case 21...24: return seasons[code - 21]
        case 25...28: return seasons[code - 25] + " (northern)"
        case 29...32: return seasons[code - 29] + " (southern)"
        case 33...36: return ordinals[code - 33] + " quarter of"
        case 37...39: return ordinals[code - 37] + " third of"
        default: return ordinals[code - 40] + " half of"
        }
    }
}
