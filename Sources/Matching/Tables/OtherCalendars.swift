import Foundation

/// Days of the calendars of Nepal and of Umm al-Qura as days of the Gregorian one, by the tables of the dictionary (`calendars/README.md` there names their sources).
struct OtherCalendars: Sendable {
    static let standard = OtherCalendars()

    /// The first day of a year, in days after 1 January 1970, and the lengths of its months.
    private struct Year {
        let start: Int
        let months: [Int]
    }

    private let bikramSambat: [Int: Year]
    private let hijri: [Int: Year]
    /// Which dates of birth lie ahead, and from when ages are reckoned unless it is said otherwise.
    static let currentYear = Calendar(identifier: .gregorian).component(.year, from: Date())

    private init() {
        let lengths = MatchingResources.dictionaryRows("calendars/bikram-sambat.csv").compactMap { row -> (year: Int, months: [Int])? in
            guard row.count >= 13, let year = Int(row[0]) else { return nil }
            return (year, row[1...12].compactMap { Int($0) })
        }
        // 1 Baisakh 2000 is 14 April 1943, see the README.
        var starts: [Int: Int] = [:]
        let byYear = Dictionary(lengths.map { ($0.year, $0.months) }, uniquingKeysWith: { $1 })
        starts[2000] = GregorianDays.number(year: 1943, month: 4, day: 14)
        for year in 2001...2200 {
            guard let before = starts[year - 1], let months = byYear[year - 1] else { break }
            starts[year] = before + months.reduce(0, +)
        }
        for year in stride(from: 1999, through: 1900, by: -1) {
            guard let after = starts[year + 1], let months = byYear[year] else { break }
            starts[year] = after - months.reduce(0, +)
        }
        bikramSambat = byYear.reduce(into: [:]) { years, entry in
            if let start = starts[entry.key] { years[entry.key] = Year(start: start, months: entry.value) }
        }
        var hijri: [Int: Year] = [:]
        for row in MatchingResources.dictionaryRows("calendars/umm-al-qura.csv") where row.count >= 14 {
            let first = row[1].split(separator: "-").compactMap { Int($0) }
            guard let year = Int(row[0]), first.count == 3 else { continue }
            hijri[year] = Year(start: GregorianDays.number(year: first[0], month: first[1], day: first[2]), months: row[2...13].compactMap { Int($0) })
        }
        self.hijri = hijri
    }

    /// A date of Bikram Sambat; of a year or a month alone the year in which it began. Nil for years without a table.
    func gregorian(bikramSambat date: DateText.Components) -> DateText.Components? { Self.gregorian(date, bikramSambat[date.year]) }

    func gregorian(hijri date: DateText.Components) -> DateText.Components? { Self.gregorian(date, hijri[date.year]) }

    private static func gregorian(_ date: DateText.Components, _ year: Year?) -> DateText.Components? {
        guard let year, year.months.count == 12 else { return nil }
        guard (1...12).contains(date.month) else { return DateText.Components(year: GregorianDays.date(year.start).year, month: 0, day: 0) }
        let monthStart = year.start + year.months.prefix(date.month - 1).reduce(0, +)
        guard (1...year.months[date.month - 1]).contains(date.day) else {
            return DateText.Components(year: GregorianDays.date(monthStart).year, month: 0, day: 0)
        }
        return GregorianDays.date(monthStart + date.day - 1)
    }
}

/// Days of the Gregorian calendar by their number after 1 January 1970.
enum GregorianDays {
    /// Years are taken to begin in March, so that the day that some have more is the last (Howard Hinnant, chrono-compatible low-level date algorithms).
    static func date(_ number: Int) -> DateText.Components {
        let days = number + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return DateText.Components(year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    static func number(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// How many days a month has; 31 for what is no month.
    static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}
