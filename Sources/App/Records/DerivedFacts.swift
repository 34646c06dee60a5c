import Dictionary

/// Open facts that follow from a sensitive answer beside them: the year of a date, the band of a number, the age group of a date of birth. They are written with it, so that
/// counting needs no key. Sums of money have none: their bands are in US dollars, and no rate of exchange is known here.
enum DerivedFacts {
    private enum Rule {
        case year
        /// The unit of the number, the bounds of the list's codes (`from_…` and `to_…`), and how a number between two whole ones is taken.
        case band(unit: String, bounds: String, rounding: FloatingPointRoundingRule)
        /// Of a date of birth, in completed years on the day of writing.
        case age
        /// Whether a number of years, or the age of a date of birth, is eighteen or more.
        case majority
    }

    private static let age = Rule.band(unit: "years", bounds: "age", rounding: .down)
    /// By kind of record: the answer, the fact, and how the one follows from the other. Of several answers from which a fact follows, the first counts.
    private static let rules: [String: [(source: String, fact: String, rule: Rule)]] = [
        "case": [
            ("intake-date", "registration-year", .year), ("events-since", "events-year", .year),
            ("headcount", "headcount-band", .band(unit: "persons", bounds: "count", rounding: .down)),
            ("age-when-exploited", "age-group-when-exploited", age),
        ],
        "person": [
            ("age-at-registration", "age-group", age), ("age-at-registration", "majority-status", .majority), ("date-of-birth", "age-group", .age),
            ("date-of-birth", "majority-status", .majority),
        ],
        "violation": [
            ("since", "year", .year), ("months-unpaid", "months-unpaid-band", .band(unit: "months", bounds: "months", rounding: .down)),
            ("hours-worked", "hours-band", .band(unit: "hours-per-day", bounds: "hours", rounding: .up)),
        ],
        "action": [("date", "year", .year)],
        "claim": [("filed-on", "filed-year", .year)],
    ]

    /// What follows from a change. What its author says of such a fact stays, and what was said before stays while the answer does.
    /// - Parameters:
    ///   - written: the fields whose answers the change alters.
    ///   - day: when the record was made, for ages; nil where the record tells of an earlier time, as in an import: then no age follows.
    static func following(_ change: RecordChange, written: Set<String>, on day: CalendarDay?, in dictionary: DataDictionary) -> [String: Answer?] {
        var facts: [String: Answer?] = [:]
        for (source, fact, rule) in rules[change.kind] ?? [] where written.contains(source) && !written.contains(fact) && facts[fact] == nil {
            guard let answer = change.answers[source], let vocabulary = dictionary.field(change.kind, fact).flatMap({ dictionary.vocabulary(of: $0) }) else { continue }
            switch answer?.content {
            case nil: facts[fact] = .some(nil)
            case .absent(let absence)?: if isYear(rule) { facts[fact] = Answer(absent: absence) }
            case .value(let value)?:
                let code = code(rule, value, day, vocabulary)
                if code != nil || isYear(rule) || isImpossibleAge(rule, value, day) { facts[fact] = .some(code.map { Answer(.code($0)) }) }
            }
        }
        return facts
    }

    /// A date says all that there is to say of its year. A band may be known where the number is not, or is told in another unit: then what somebody said of it stays.
    private static func isYear(_ rule: Rule) -> Bool { if case .year = rule { true } else { false } }

    /// Whether somebody would be born after the day: what was said of an earlier date of birth must not stay.
    private static func isImpossibleAge(_ rule: Rule, _ value: FieldValue, _ day: CalendarDay?) -> Bool {
        switch (rule, value) {
        case (.age, .date), (.majority, .date): day != nil
        default: false
        }
    }

    private static func code(_ rule: Rule, _ value: FieldValue, _ day: CalendarDay?, _ vocabulary: Vocabulary) -> String? {
        switch (rule, value) {
        case (.year, .date(let date)): return date.year.map { "\($0)" }.flatMap { vocabulary.term($0)?.code }
        case (.band(let unit, let bounds, let rounding), .quantity(let quantity)):
            return whole(quantity, unit, rounding).flatMap { band($0...$0, bounds, vocabulary) }
        case (.age, .date(let date)): return ages(date, on: day).flatMap { band($0, "age", vocabulary) }
        case (.majority, .date(let date)): return ages(date, on: day).flatMap(majority)
        case (.majority, .quantity(let quantity)): return whole(quantity, "years", .down).flatMap { majority($0...$0) }
        default: return nil
        }
    }

    private static func whole(_ quantity: Quantity, _ unit: String, _ rounding: FloatingPointRoundingRule) -> Int? {
        guard quantity.unit == unit, let number = Double(quantity.amount.description), number >= 0 else { return nil }
        // Beyond this every band is open upwards.
        return Int(min(number, 1_000_000).rounded(rounding))
    }

    /// The finest code whose bounds hold all of the numbers.
    private static func band(_ numbers: ClosedRange<Int>, _ bounds: String, _ vocabulary: Vocabulary) -> String? {
        let fitting = vocabulary.terms.compactMap { term -> (code: String, width: Int)? in
            guard let from = term.extra["from_\(bounds)"].flatMap({ Int($0) }), from <= numbers.lowerBound else { return nil }
            let upTo = term.extra["to_\(bounds)"].flatMap { Int($0) } ?? .max
            return numbers.upperBound <= upTo ? (term.code, upTo - from) : nil
        }
        return fitting.min { $0.width < $1.width }?.code
    }

    /// The completed years on a day of somebody who was born on a date that may be a span.
    private static func ages(_ born: PartialDate, on day: CalendarDay?) -> ClosedRange<Int>? {
        guard let day, let earliest = born.earliest, let latest = born.latest, latest <= day else { return nil }
        func age(_ birth: CalendarDay) -> Int { day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day) ? 1 : 0) }
        return age(latest)...age(earliest)
    }

    private static func majority(_ ages: ClosedRange<Int>) -> String? {
        if ages.lowerBound >= 18 { return "adult" }
        return ages.upperBound < 18 ? "minor" : nil
    }
}
