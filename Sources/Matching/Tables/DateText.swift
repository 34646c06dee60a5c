import Foundation

/// Dates as people and programs write them, taken apart without refusing what no calendar has: a slip of a digit must not lose the rest.
enum DateText {
    /// Which of the first two numbers of `3/4/1990` is the day.
    enum Order: Sendable {
        case unknown, dayFirst, monthFirst
    }

    struct Components: Hashable, Sendable {
        /// Four digits.
        var year: Int
        /// 0 where it is not told.
        var month: Int
        var day: Int
    }

    /// How a column's dates are to be read.
    struct Custom: Sendable {
        var order = Order.unknown
        /// Whether years are those of Bikram Sambat where nothing else is said.
        var isBikramSambat = false

        static let unknown = Custom()
    }

    /// How the values of a column of dates are written.
    ///
    /// - Parameter meaning: dates of birth do not lie ahead: where a fifth of them do by less than a lifetime, they are of the Nepali calendar, which is 56 years and some months
    ///   ahead.
    static func custom(of pool: TextPool, meaning: ColumnMeaning) -> Custom {
        let order = order(of: pool)
        guard meaning == .birthDate || meaning == .date else { return Custom(order: order) }
        var (ahead, read) = (0, 0)
        let step = max(1, pool.count / 2_000)
        for number in stride(from: 1, to: pool.count, by: step) {
            guard let date = written(pool.text(UInt32(number)), order: order) else { continue }
            read += 1
            if (OtherCalendars.currentYear + 2...2_100).contains(date.year) { ahead += 1 }
        }
        return Custom(order: order, isBikramSambat: ahead > 0 && ahead * 5 >= read)
    }

    /// The order that a column's values show: a first number above 12 can only be a day.
    static func order(of pool: TextPool) -> Order {
        var votes = (day: 0, month: 0)
        let step = max(1, pool.count / 20_000)
        for number in stride(from: 1, to: pool.count, by: step) {
            let text = pool.text(UInt32(number))
            let parts = self.parts(text.contains { $0 >= 0x80 } ? plain(text)[...] : text)
            guard parts.count == 3, parts[0].digits <= 2, parts[2].digits == 4 || parts[2].digits == 2, parts[1].isNumber else { continue }
            if parts[0].value > 12, parts[1].value <= 12 { votes.day += 1 }
            if parts[1].value > 12, parts[0].value <= 12 { votes.month += 1 }
        }
        if votes.day == votes.month { return .unknown }
        return votes.day > votes.month ? .dayFirst : .monthFirst
    }

    /// Year, month and day of a text in the Gregorian calendar, nil if it is none. Without a known order the day comes first, as in most of the world.
    ///
    /// Dates of other calendars are known by their era, or by their years: those of the Thai calendar (2400 to 2599) and of the Hijri one (1300 to 1499) are nobody's year of birth, and
    /// Bikram Sambat is told by the whole column. Of a day that its month does not have, month and year are kept.
    static func components(_ text: ArraySlice<UInt8>, custom: Custom = .unknown) -> Components? {
        let era = Era(of: text)
        guard let date = written(era == nil ? text : Era.removed(from: text), order: custom.order) else { return nil }
        return existing(gregorian(date, era, custom))
    }

    /// A date of another calendar as one of the Gregorian; nil for dates of this one, and for what is none.
    static func ofOtherCalendar(_ text: ArraySlice<UInt8>, custom: Custom) -> Components? {
        let era = Era(of: text)
        guard let date = written(era == nil ? text : Era.removed(from: text), order: custom.order) else { return nil }
        let read = gregorian(date, era, custom)
        return era == nil && read == date ? nil : existing(read)
    }

    private static func gregorian(_ date: Components, _ era: Era?, _ custom: Custom) -> Components {
        switch (era, date.year) {
        case (.bikramSambat, _): return OtherCalendars.standard.gregorian(bikramSambat: date) ?? date
        case (nil, 1_970...2_130) where custom.isBikramSambat: return OtherCalendars.standard.gregorian(bikramSambat: date) ?? date
        case (.hijri, _), (nil, 1_300...1_499): return OtherCalendars.standard.gregorian(hijri: date) ?? date
        // The years of Thailand, Laos and Cambodia are 543 ahead; months and days are the same (Thailand since 1941).
        case (.buddhist, _), (nil, 2_400...2_599): return Components(year: date.year - 543, month: date.month, day: date.day)
        default: return date
        }
    }

    /// Without a day that the month does not have.
    static func existing(_ date: Components) -> Components {
        guard (1...12).contains(date.month), date.day > GregorianDays.length(ofMonth: date.month, in: date.year) else { return date }
        return Components(year: date.year, month: date.month, day: 0)
    }

    /// Whether the text is a date whose day its month does not have, such as 31 February.
    static func hasImpossibleDay(_ text: ArraySlice<UInt8>, custom: Custom) -> Bool {
        guard let date = components(text, custom: custom), date.day == 0, date.month > 0 else { return false }
        return written(Era(of: text) == nil ? text : Era.removed(from: text), order: custom.order).map { $0.day > 0 } ?? false
    }

    /// What stands beside a date and says of which calendar it is.
    private enum Era {
        case bikramSambat, hijri, buddhist

        private static let marks: [(String, Era)] = [
            ("b.s.", .bikramSambat), ("bs", .bikramSambat), ("वि.सं.", .bikramSambat), ("वि सं", .bikramSambat), ("वि.सं", .bikramSambat), ("विसं", .bikramSambat),
            ("a.h.", .hijri), ("ah", .hijri), ("هـ", .hijri), ("ھ", .hijri), ("ه", .hijri), ("b.e.", .buddhist), ("be", .buddhist), ("พ.ศ.", .buddhist), ("พ.ศ", .buddhist), ("ព.ស.", .buddhist),
            ("ພ.ສ.", .buddhist),
        ]

        /// The mark at the beginning or at the end of a text, and what is beside it.
        private static func find(in text: ArraySlice<UInt8>) -> (era: Era, rest: [UInt8])? {
            guard let first = text.first, let last = text.last, !(first &- 0x30 < 10) || !(last &- 0x30 < 10), text.count <= 80 else { return nil }
            guard text.contains(where: { $0 >= 0x80 || $0 &- 0x30 < 10 }) else { return nil }
            let lowered = String(decoding: text, as: UTF8.self).lowercased().trimmingCharacters(in: .whitespaces)
            for (mark, era) in marks {
                if lowered.hasSuffix(mark) {
                    let rest = lowered.dropLast(mark.count)
                    if rest.last.map({ !$0.isLetter }) ?? false { return (era, Array(rest.trimmingCharacters(in: .whitespaces).utf8)) }
                }
                if lowered.hasPrefix(mark) {
                    let rest = lowered.dropFirst(mark.count)
                    if rest.first.map({ !$0.isLetter }) ?? false { return (era, Array(rest.trimmingCharacters(in: .whitespaces).utf8)) }
                }
            }
            return nil
        }

        init?(of text: ArraySlice<UInt8>) {
            guard let found = Self.find(in: text) else { return nil }
            self = found.era
        }

        static func removed(from text: ArraySlice<UInt8>) -> ArraySlice<UInt8> { find(in: text)?.rest[...] ?? text }
    }

    /// The year of birth of an age in completed years that stands where a date should: `34`, `34 yrs`, `৩৪ বছর`; nil for other text.
    static func yearOfBirth(ofAge text: ArraySlice<UInt8>, inYear year: Int) -> Int? {
        let plain = text.contains { $0 >= 0x80 } ? ValueForm.plainDigits(text) : Array(text)
        let digits = plain.prefix { $0 &- 0x30 < 10 }
        guard (1...3).contains(digits.count), let age = Int(String(decoding: digits, as: UTF8.self)), age < 120 else { return nil }
        let unit = ValueWords.folded(String(decoding: plain[digits.count...], as: UTF8.self))
        return unit.isEmpty || wordsForYears.contains(unit) ? year - age : nil
    }

    private static let wordsForYears: Set<String> = Set(
        [
            "y", "yr", "yrs", "year", "years", "year old", "years old", "yo", "y/o", "ans", "an", "años", "anos", "anni", "jahre", "jaar", "tahun", "thn", "taon", "miaka", "yaş", "лет",
            "سنة", "سنوات", "عام", "عاما", "ساله", "سال", "वर्ष", "साल", "बर्ष", "বছর", "বৎসর", "வயது", "ஆண்டுகள்", "సంవత్సరాలు", "വയസ്സ്", "වයස", "අවුරුදු", "နှစ်", "ปี", "ឆ្នាំ", "ປີ", "tuổi", "岁", "歲",
        ].map(ValueWords.folded))

    /// Year, month and day as they are written, in whatever calendar.
    private static func written(_ text: ArraySlice<UInt8>, order: Order) -> Components? {
        if text.contains(where: { $0 >= 0x80 }) { return written(plain(text)[...], order: order) }
        guard let first = text.first, first &- 0x30 < 10 || (first | 0x20) &- 0x61 < 26 else { return nil }
        var parts = self.parts(text)
        // Programs that keep numbers with places write 19800201.0.
        if parts.count == 2, parts[0].digits >= 4, text.suffix(2).elementsEqual(".0".utf8) { parts.removeLast() }
        switch parts.count {
        case 1: return compact(parts[0], order)
        case 2 where parts[0].digits == 4 && parts[1].value <= 12:
            return Components(year: parts[0].value, month: parts[1].value, day: 0)
        case 2 where parts[1].digits == 4 && (1...12).contains(parts[0].value) && isYear(parts[1].value):
            return Components(year: parts[1].value, month: parts[0].value, day: 0)
        case 3...:
            return components(parts, order: order)
        default:
            return nil
        }
    }

    /// A date without signs between its parts: year first, or day first where only that gives a day of a calendar.
    private static func compact(_ part: Part, _ order: Order) -> Components? {
        let value = part.value
        switch part.digits {
        case 4 where isYear(value): return Components(year: value, month: 0, day: 0)
        case 6:
            // Two digits of the year; which end it stands at shows only where the other way gives no day.
            let (first, middle, last) = (value / 10_000, value / 100 % 100, value % 100)
            if let date = dayMonth(first, middle, century(last), order) { return date }
            return dayMonth(last, middle, century(first), .dayFirst)
        case 7:
            // A spreadsheet takes the first zero off 01021980.
            if let date = dayMonth(value / 1_000_000, value / 10_000 % 100, value % 10_000, order) { return date }
            return isYear(value / 1_000) ? Components(year: value / 1_000, month: 0, day: 0) : nil
        case 8:
            let yearFirst = Components(year: value / 10_000, month: value / 100 % 100, day: value % 100)
            if dayMonth(yearFirst.day, yearFirst.month, yearFirst.year, .dayFirst) != nil { return yearFirst }
            if let date = dayMonth(value / 1_000_000, value / 10_000 % 100, value % 10_000, order) { return date }
            return (1_000...2_999).contains(yearFirst.year)
                ? yearFirst : Components(year: value % 10_000, month: value / 10_000 % 100, day: value / 1_000_000)
        default: return nil
        }
    }

    /// The day that a spreadsheet keeps as a number: days after 30 December 1899 (ECMA-376 part 1, 18.17.4), five digits for 1927 to 2036; nil for other text.
    static func components(serialDay text: ArraySlice<UInt8>) -> Components? {
        let digits = text.prefix { $0 &- 0x30 < 10 }
        guard digits.count == 5, text.count == 5 || text.dropFirst(5).elementsEqual(".0".utf8), let serial = Int(String(decoding: digits, as: UTF8.self)),
            (10_000...49_999).contains(serial)
        else { return nil }
        return GregorianDays.date(serial - 25_569)
    }

    /// The date if a calendar has it, month and day in the other order if it has only that.
    private static func dayMonth(_ first: Int, _ second: Int, _ year: Int, _ order: Order) -> Components? {
        guard isYear(year) else { return nil }
        let (day, month) = order == .monthFirst ? (second, first) : (first, second)
        if (1...31).contains(day), (1...12).contains(month) { return Components(year: year, month: month, day: day) }
        if (1...31).contains(month), (1...12).contains(day) { return Components(year: year, month: day, day: month) }
        return nil
    }

    private static func isYear(_ year: Int) -> Bool { (1_800...2_199).contains(year) || (1_300...1_499).contains(year) || (2_400...2_599).contains(year) }

    private static func century(_ year: Int) -> Int { year + (year > 30 ? 1_900 : 2_000) }

    /// ASCII alone: digits of other scripts as those of ASCII, letters without accents, everything else as spaces.
    private static func plain(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var plain: [UInt8] = []
        for scalar in String(decoding: text, as: UTF8.self).decomposedStringWithCanonicalMapping.unicodeScalars {
            if scalar.properties.generalCategory == .nonspacingMark { continue }
            if scalar.properties.numericType == .decimal, let digit = scalar.properties.numericValue {
                plain.append(0x30 + UInt8(digit))
            } else {
                plain.append(scalar.isASCII ? UInt8(scalar.value) : 0x20)
            }
        }
        return plain
    }

    private static func components(_ parts: [Part], order: Order) -> Components? {
        // What follows the third part is the time of day.
        let (first, second, third) = (parts[0], parts[1], parts[2])
        if first.digits == 4, third.digits <= 2 { return Components(year: first.value, month: second.value, day: third.value) }
        guard third.digits == 4 || third.digits == 2 else { return nil }
        let year = third.digits == 4 ? third.value : century(third.value)
        if !second.isNumber { return Components(year: year, month: second.value, day: first.value) }
        if !first.isNumber { return Components(year: year, month: first.value, day: second.value) }
        guard first.digits <= 2, second.digits <= 2 else { return nil }
        let isMonthFirst = order == .monthFirst || (order == .unknown && second.value > 12 && first.value <= 12)
        return isMonthFirst
            ? Components(year: year, month: first.value, day: second.value) : Components(year: year, month: second.value, day: first.value)
    }

    private struct Part {
        var value = 0
        var digits = 0
        var isNumber = true
    }

    private static func parts(_ text: ArraySlice<UInt8>) -> [Part] {
        var parts: [Part] = []
        var index = text.startIndex
        while index < text.endIndex, parts.count < 8 {
            if text[index] &- 0x30 < 10 {
                var part = Part()
                while index < text.endIndex, text[index] &- 0x30 < 10 {
                    if part.digits < 9 { part.value = part.value * 10 + Int(text[index] - 0x30) }
                    part.digits += 1
                    index += 1
                }
                parts.append(part)
            } else if (text[index] | 0x20) &- 0x61 < 26 {
                var word: [UInt8] = []
                while index < text.endIndex, (text[index] | 0x20) &- 0x61 < 26 {
                    word.append(text[index] | 0x20)
                    index += 1
                }
                // The `T` between date and time, and `th` after a day, are no parts.
                if word.count >= 3,
                    let month = months[String(decoding: word.prefix(3), as: UTF8.self)] ?? months[String(decoding: word.prefix(4), as: UTF8.self)]
                {
                    parts.append(Part(value: month, digits: 2, isNumber: false))
                } else if word.count >= 3 {
                    return []
                }
            } else {
                index += 1
            }
        }
        return parts
    }

    /// The beginnings of the months' names in English, Spanish, French, Portuguese, Italian, German, Dutch, Indonesian and Malay (Unicode CLDR), accents aside.
    private static let months: [String: Int] = {
        let beginnings = [
            "jan ene gen", "feb fev", "mar maa mrt", "apr abr avr", "may mai mei maj mag", "jun juin giu", "jul juil lug jula", "aug ago aou agu ogo",
            "sep set", "oct okt out ott",
            "nov", "dec dez des dic dis",
        ]
        var months: [String: Int] = [:]
        for (index, names) in beginnings.enumerated() {
            for name in names.split(separator: " ") { months[String(name)] = index + 1 }
        }
        return months
    }()
}
