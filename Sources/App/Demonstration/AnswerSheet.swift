import Dictionary

/// Collects the answers of one made-up record.
struct AnswerSheet {
    private(set) var answers: [String: Answer?] = [:]

    mutating func code(_ field: String, _ code: String, note: String? = nil) { answers[field] = Answer(.code(code), note: note) }
    mutating func codes(_ field: String, _ codes: [String]) throws {
        if !codes.isEmpty { answers[field] = Answer(try FieldValue(codes: codes)) }
    }
    mutating func text(_ field: String, _ text: String) { answers[field] = Answer(.text(text)) }
    mutating func texts(_ field: String, _ texts: [String]) { answers[field] = Answer(.list(texts.map { .text($0) })) }
    mutating func link(_ field: String, _ record: String) { answers[field] = Answer(.link(record)) }
    mutating func links(_ field: String, _ records: [String]) {
        if !records.isEmpty { answers[field] = Answer(.list(records.map { .link($0) })) }
    }
    mutating func money(_ field: String, _ amount: Int, _ currency: String) throws {
        answers[field] = Answer(.money(try Money(amount: ExactDecimal(amount), currency: currency)))
    }
    mutating func quantity(_ field: String, _ amount: Int, _ unit: String) throws {
        answers[field] = Answer(.quantity(try Quantity(amount: ExactDecimal(amount), unit: unit)))
    }
    mutating func identifier(_ field: String, kind: String, number: String, issuer: String? = nil) throws {
        answers[field] = Answer(.identifier(try Identifier(kind: kind, number: number, issuer: issuer)))
    }
    mutating func values(_ field: String, _ values: [FieldValue]) { answers[field] = Answer(.list(values)) }
    mutating func place(_ field: String, country: String, locality: String) throws {
        answers[field] = Answer(.place(try Place(country: country, locality: locality)))
    }
    mutating func absent(_ field: String, _ absence: Absence, note: String? = nil) { answers[field] = Answer(absent: absence, note: note) }

    /// A date as people give it: to the day, or only the month or the year, or about.
    mutating func date(_ field: String, day: Int, vagueness: Double = 0, random: inout SeededRandom) throws {
        guard let day = CalendarDay(daysSinceEpoch: day) else { return }
        let text = day.description
        let written: String =
            if random.happens(vagueness) {
                switch random.number(0...3) {
                case 0: String(text.prefix(4))
                case 1: String(text.prefix(7)) + "~"
                case 2: String(text.prefix(4)) + "?"
                default: String(text.prefix(7))
                }
            } else {
                text
            }
        answers[field] = Answer(.date(try PartialDate(edtf: written)))
    }
}
