/// A date in words and digits, taken apart.
struct DateWords {
    private var tokens: [Substring]
    private var approximate = false
    private var uncertain = false
    private var leading: Leading?

    private enum Leading { case before, after }

    private static let about: Set<Substring> = ["circa", "ca", "ca.", "c", "c.", "about", "approx", "approx.", "approximately", "around", "~"]
    private static let perhaps: Set<Substring> = ["?", "maybe", "perhaps", "possibly", "probably", "uncertain", "uncertain:"]
    private static let months: [Substring: Int] = [
        "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6, "jun": 6, "july": 7,
        "jul": 7, "august": 8, "aug": 8, "september": 9, "sep": 9, "sept": 9, "october": 10, "oct": 10, "november": 11, "nov": 11,
        "december": 12, "dec": 12,
    ]
    private static let seasons: [Substring: Int] = ["spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24]

    init(_ text: String) {
        var lowered = text.lowercased()
        for mark in ["~", "?"] { lowered = lowered.split(separator: mark, omittingEmptySubsequences: false).joined(separator: " \(mark) ") }
        tokens = lowered.split(whereSeparator: { $0 == " " || $0 == "\u{A0}" || $0 == "\t" || $0 == "," || $0 == "\n" })
        takeMarks()
    }

    private mutating func takeMarks() {
        var rest: [Substring] = []
        for token in tokens {
            if DateWords.about.contains(token) {
                approximate = true
            } else if DateWords.perhaps.contains(token) {
                uncertain = true
            } else if token == "before" && rest.isEmpty && leading == nil {
                leading = .before
            } else if token == "after" && rest.isEmpty && leading == nil {
                leading = .after
            } else if let year = DateWords.gluedYear(token) {
                approximate = true
                rest.append(year)
            } else {
                rest.append(token)
            }
        }
        tokens = rest
    }

    /// `c1860`, `ca.1860`.
    private static func gluedYear(_ token: Substring) -> Substring? {
        for prefix in ["ca.", "ca", "c.", "c"] where token.hasPrefix(prefix) {
            let rest = token.dropFirst(prefix.count)
            if number(rest, digits: 4) != nil { return rest }
        }
        return nil
    }

    /// The EDTF text; nil if the words are not understood.
    mutating func edtf(order: DateOrder, text: String) throws(ValueError) -> String? {
        guard let plain = try plain(order: order, text: text) else { return nil }
        let marked = plain + (approximate && uncertain ? "%" : approximate ? "~" : uncertain ? "?" : "")
        if plain.utf8.contains(0x2F) { return approximate || uncertain || leading != nil ? nil : plain }
        return switch leading {
        case .before: "/" + marked
        case .after: marked + "/"
        case nil: marked
        }
    }

    private func plain(order: DateOrder, text: String) throws(ValueError) -> String? {
        let tokens = withoutMidnight(self.tokens)
        switch tokens.count {
        case 1 where DateWords.number(tokens[0], digits: 4) != nil: return String(tokens[0])
        case 1: return try DigitDate(tokens[0], order: order, text: text)?.edtf ?? decade(tokens[0]) ?? yearSpan(tokens[0]) ?? dashed(tokens[0])
        case 2:
            if let time = DateWords.clock(tokens[1]) { return try timed(tokens[0], time, order: order, text: text) }
            guard let year = DateWords.number(tokens[1], digits: 4) else { return nil }
            if let month = DateWords.month(tokens[0]) { return DateWords.edtf(year, month) }
            return DateWords.seasons[tokens[0]].map { "\(CalendarDay.yearText(year))-\($0)" }
        case 3:
            if tokens[1] == "-" || tokens[1] == "–" { return DateWords.span(tokens[0], tokens[2]) }
            return DateWords.named(tokens[0], tokens[1], tokens[2])
        default: return nil
        }
    }

    /// A day and a time: `2019-04-03 10:30`.
    private func timed(_ token: Substring, _ time: String, order: DateOrder, text: String) throws(ValueError) -> String? {
        guard !approximate, !uncertain, leading == nil, let day = try DigitDate(token, order: order, text: text), day.edtf.utf8.count == 10 else {
            return nil
        }
        return "\(day.edtf)T\(time)"
    }

    /// `9:30`, `09:30`, `09:30:15` with all its digits; nil for what is no time.
    private static func clock(_ token: Substring) -> String? {
        let parts = token.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let hour = number(parts[0], digits: 2) ?? number(parts[0], digits: 1), hour < 24 else {
            return nil
        }
        var text = CalendarDay.twoDigits(hour)
        for part in parts.dropFirst() {
            guard let value = number(part, digits: 2), value < 60 else { return nil }
            text += ":\(part)"
        }
        return parts.count == 2 ? text + ":00" : text
    }

    /// Spreadsheets write a day as a day with a time of zero.
    private func withoutMidnight(_ tokens: [Substring]) -> [Substring] {
        if tokens.count == 2, ["00:00", "00:00:00", "0:00", "0:00:00", "00:00:00.000"].contains(tokens[1]) { return [tokens[0]] }
        if tokens.count == 1, tokens[0].hasSuffix("t00:00:00.000z") || tokens[0].hasSuffix("t00:00:00.000") {
            return tokens[0].split(separator: "t").prefix(1).map { $0 }
        }
        return tokens
    }

    /// `3-apr-2019`.
    private func dashed(_ token: Substring) -> String? {
        let parts = token.split(whereSeparator: { $0 == "-" || $0 == "/" || $0 == "." })
        if parts.count == 2, let month = DateWords.month(parts[0]), let year = DateWords.number(parts[1], digits: 4) {
            return DateWords.edtf(year, month)
        }
        return parts.count == 3 ? DateWords.named(parts[0], parts[1], parts[2]) : nil
    }

    /// `3 april 2019`, `3rd april 2019`, `april 3 2019`, `2019 april 3`.
    private static func named(_ first: Substring, _ second: Substring, _ third: Substring) -> String? {
        if let month = month(second), let day = day(first), let year = number(third, digits: 4) { return edtf(year, month, day) }
        if let month = month(first), let day = day(second), let year = number(third, digits: 4) { return edtf(year, month, day) }
        if let month = month(second), let day = day(third), let year = number(first, digits: 4) { return edtf(year, month, day) }
        return nil
    }

    private func decade(_ token: Substring) -> String? {
        // 1900s is a decade for some and a century for others.
        guard token.hasSuffix("s"), let year = DateWords.number(token.dropLast(), digits: 4), year % 10 == 0, year % 100 != 0 else { return nil }
        return "\(token.prefix(3))X"
    }

    private func yearSpan(_ token: Substring) -> String? {
        let parts = token.split(whereSeparator: { $0 == "-" || $0 == "–" })
        return parts.count == 2 ? DateWords.span(parts[0], parts[1]) : nil
    }

    private static func span(_ from: Substring, _ to: Substring) -> String? {
        guard let first = number(from, digits: 4), let last = number(to, digits: 4), first <= last else { return nil }
        return "\(CalendarDay.yearText(first))/\(CalendarDay.yearText(last))"
    }

    static func edtf(_ year: Int, _ month: Int, _ day: Int? = nil) -> String {
        let monthText = "\(CalendarDay.yearText(year))-\(CalendarDay.twoDigits(month))"
        return day.map { "\(monthText)-\(CalendarDay.twoDigits($0))" } ?? monthText
    }

    private static func month(_ token: Substring) -> Int? { months[token.hasSuffix(".") ? token.dropLast() : token] }

    private static func day(_ token: Substring) -> Int? {
        let plain = ["st", "nd", "rd", "th"].contains(where: token.hasSuffix) ? token.dropLast(2) : token
        return number(plain, digits: 2) ?? number(plain, digits: 1)
    }

    static func number(_ token: Substring, digits: Int) -> Int? {
        token.utf8.count == digits && token.utf8.allSatisfy(CodeSyntax.isDigit) ? Int(token) : nil
    }
}

/// A date of digits and separators only: `3/4/2019`, `2019.4.3`, `4/2019`, `2019/4`.
struct DigitDate {
    let edtf: String

    /// Nil if the text is not of this kind.
    init?(_ token: Substring, order: DateOrder, text: String) throws(ValueError) {
        guard let parts = DigitDate.parts(token) else { return nil }
        let isYear = parts.map { $0.digits == 4 }
        switch isYear {
        case [true, false]: edtf = try DigitDate.month(parts[0].number, parts[1].number, text)
        case [false, true]: edtf = try DigitDate.month(parts[1].number, parts[0].number, text)
        case [true, false, false]: edtf = try DigitDate.day(parts[0].number, parts[1].number, parts[2].number, text)
        case [false, false, true]: edtf = try DigitDate.ordered(parts[0].number, parts[1].number, year: parts[2].number, order, text)
        case [false, false, false], [false, false]:
            throw ValueError(
                .ambiguous, offered: text, "has a year of two digits.", remedy: "Write the year with four digits, such as 2019.")
        default: return nil
        }
    }

    /// Two or three groups of one to four digits with one and the same separator between them.
    private static func parts(_ token: Substring) -> [(number: Int, digits: Int)]? {
        var parts: [(number: Int, digits: Int)] = []
        var number = 0
        var digits = 0
        var separator: UInt8?
        for byte in token.utf8 {
            switch byte {
            case 0x30...0x39:
                number = number * 10 + Int(byte - 0x30)
                digits += 1
                if digits > 4 { return nil }
            case 0x2D, 0x2E, 0x2F:
                if digits == 0 || (separator ?? byte) != byte || parts.count == 2 { return nil }
                separator = byte
                parts.append((number, digits))
                (number, digits) = (0, 0)
            default: return nil
            }
        }
        guard digits > 0, !parts.isEmpty else { return nil }
        parts.append((number, digits))
        return parts
    }

    private static func month(_ year: Int, _ month: Int, _ text: String) throws(ValueError) -> String {
        guard (1...12).contains(month) else { throw impossible(text) }
        return DateWords.edtf(year, month)
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int, _ text: String) throws(ValueError) -> String {
        guard CalendarDay(year: year, month: month, day: day) != nil else { throw impossible(text) }
        return DateWords.edtf(year, month, day)
    }

    private static func ordered(_ first: Int, _ second: Int, year: Int, _ order: DateOrder, _ text: String) throws(ValueError) -> String {
        let dayFirst = CalendarDay(year: year, month: second, day: first)
        let monthFirst = CalendarDay(year: year, month: first, day: second)
        switch (order, dayFirst, monthFirst) {
        case (.dayFirst, _?, _): return DateWords.edtf(year, second, first)
        case (.monthFirst, _, _?): return DateWords.edtf(year, first, second)
        case (.dayFirst, nil, _?), (.monthFirst, _?, nil):
            throw ValueError(
                .contradictory, offered: text, "is no date in the order \(order.rawValue), and is one in the other order.",
                remedy: "Check the order of the column; if it is mixed, correct this date.")
        case (.yearFirst, _?, _?) where first != second:
            throw ValueError(
                .ambiguous, offered: text, "can be two dates, by day or month first.",
                remedy: "Say which order the column has (day-first or month-first), or write \(DateWords.edtf(year, second, first)).")
        case (.yearFirst, _?, _): return DateWords.edtf(year, second, first)
        case (.yearFirst, nil, _?): return DateWords.edtf(year, first, second)
        default: throw impossible(text)
        }
    }

    private static func impossible(_ text: String) -> ValueError {
        ValueError(.outOfRange, offered: text, "is a day or month that does not exist.", remedy: "Check day and month, and their order.")
    }
}
