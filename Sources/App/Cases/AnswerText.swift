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
        case .code(let code): return whole(code, field) ?? dictionary.vocabulary(of: field)?.label(of: code, translator.language) ?? code
        case .list(let values): return values.map { text($0, field) }.joined(separator: translator("cases.list-separator"))
        case .date(let date): return dates.text(date)
        case .money(let money): return "\(translator.decimal(money.amountText)) \u{2066}\(money.currency)\u{2069}"
        case .quantity(let quantity):
            return "\(translator.decimal(quantity.amount.description)) \(dictionary.vocabulary("quantity-unit")?.label(of: quantity.unit, translator.language) ?? quantity.unit)"
        case .place(let place): return text(place)
        case .identifier(let identifier): return text(identifier)
        default: return value.displayText
        }
    }

    /// From fine to coarse, with the country's name.
    private func text(_ place: Place) -> String {
        let parts = [place.detail, place.locality, place.subdivision, place.country.map(country)].compactMap { $0 }
        guard parts.isEmpty, let latitude = place.latitude, let longitude = place.longitude else {
            return parts.joined(separator: translator("cases.part-separator"))
        }
        return "\u{2066}\(latitude.description), \(longitude.description)\u{2069}"
    }

    /// What kind of paper, its number in the direction in which numbers are read, and who issued it.
    private func text(_ identifier: Identifier) -> String {
        let kind = dictionary.vocabulary("identifier-kind")?.label(of: identifier.kind, translator.language) ?? identifier.kind
        return "\(kind) \u{2066}\(identifier.number)\u{2069}" + (identifier.issuer.map { " (\(country($0)))" } ?? "")
    }

    /// The name of a country in the language of the page; what is no country's code is left as it is.
    private func country(_ code: String) -> String { dictionary.vocabulary("country")?.label(of: code, translator.language) ?? code }

    /// What the seeker is to the missing person, as a whole: the list's words are for a relation between two who are named (“Husband or wife of”), and here the second is not.
    private func whole(_ code: String, _ field: Field) -> String? {
        field.fullName == "notice.seeker-relation" && Self.kin.contains(code) ? translator("tracing.relation.\(code)") : nil
    }

    /// Codes of the list `relation-role` that name a second person.
    static let kin: Set<String> = [
        "spouse-of", "partner-of", "parent-of", "child-of", "sibling-of", "relative-of", "friend-of", "neighbour-of", "co-worker-of", "guardian-of",
    ]

    /// A code of an open fact.
    func label(_ fullName: String, _ code: String) -> String {
        if let field = dictionary.field(fullName), let whole = whole(code, field) { return whole }
        return dictionary.field(fullName).flatMap { dictionary.vocabulary(of: $0) }?.label(of: code, translator.language) ?? code
    }
}
