/// What cells of a list of people say as they are read when files are linked, for whoever takes such a list over.
public enum ListCells {
    /// Which of the first two numbers of `3/4/1990` is the day.
    public enum Order: Sendable {
        case unknown, dayFirst, monthFirst
    }

    /// Those of the cells of a column of dates of birth that are dates of another calendar — Bikram Sambat, Hijri, Buddhist — by an era beside them, by their years or by the whole
    /// column; each as a date of the Gregorian calendar in EDTF.
    ///
    /// - Complexity: linear.
    public static func birthDatesOfOtherCalendars(_ cells: [String], order: Order) -> [(cell: String, date: String)] {
        var pool = TextPool()
        for cell in cells { _ = pool.number(of: Array(cell.utf8)) }
        var custom = DateText.custom(of: pool, meaning: .birthDate)
        switch order {
        case .dayFirst: custom.order = .dayFirst
        case .monthFirst: custom.order = .monthFirst
        case .unknown: break
        }
        return cells.compactMap { cell in
            guard let date = DateText.ofOtherCalendar(Array(cell.utf8)[...], custom: custom) else { return nil }
            func padded(_ value: Int, _ width: Int) -> String { String(repeating: "0", count: max(0, width - "\(value)".count)) + "\(value)" }
            return (cell, ([padded(date.year, 4)] + [date.month, date.day].prefix { $0 > 0 }.map { padded($0, 2) }).joined(separator: "-"))
        }
    }

    /// The country that a cell names, in any of the languages of the corridors: its two letters of ISO 3166-1. Nil if it names none, or several.
    public static func country(_ cell: String) -> String? { ValueWords.standard.onlyCountry(cell)?.uppercased() }
}
