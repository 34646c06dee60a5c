import Dictionary

/// Answers as people read them, in the language of the page.
struct AnswerText: Sendable {
    let dictionary: DataDictionary
    let dates: DateText
    var translator: Translator { dates.translator }

    init(dictionary: DataDictionary, dates: DateText) {
        self.dictionary = dictionary
        self.dates = dates
    }

    /// With Gregorian dates.
    init(dictionary: DataDictionary, translator: Translator) {
        self.init(dictionary: dictionary, dates: DateText(translator))
    }

    func text(_ answer: Answer?, _ field: Field) -> String {
        guard let answer else { return translator("cases.cleared") }
        switch answer.content {
        case .absent(let absence): return translator("cases.absence.\(absence.rawValue)")
        case .value(let value): return text(value, field)
        }
    }

    func text(_ value: FieldValue, _ field: Field) -> String {
        switch value {
        case .code(let code): return dictionary.vocabulary(of: field)?.label(of: code, translator.language) ?? code
        case .list(let values): return values.map { text($0, field) }.joined(separator: translator("cases.list-separator"))
        case .date(let date): return dates.text(date)
        case .quantity(let quantity):
            return "\(quantity.amount) \(dictionary.vocabulary("quantity-unit")?.label(of: quantity.unit, translator.language) ?? quantity.unit)"
        default: return value.displayText
        }
    }

    /// A code of an open fact.
    func label(_ fullName: String, _ code: String) -> String {
        dictionary.field(fullName).flatMap { dictionary.vocabulary(of: $0) }?.label(of: code, translator.language) ?? code
    }
}
