import Dictionary
import Interchange

/// Answers of directory entries that are text in the dictionary and have a form that can be said in the reader's language: hours, and what costs nothing.
extension AnswerText {
    private static let hoursFields: Set<String> = ["hours", "duty-hours"]
    /// How entries say that the worker pays nothing.
    private static let free: Set<String> = [
        "free", "free of charge", "no cost", "none", "gratis", "cuma-cuma", "निःशुल्क", "नि:शुल्क", "मुफ़्त", "मुफ्त", "বিনামূল্যে", "مجاني", "مجانا", "مجاناً", "مجانية",
    ]

    func entryText(_ answer: Answer?, _ field: Field) -> String {
        guard let value = answer?.value else { return self.text(answer, field) }
        let text = value.displayText
        // The plus of a number stays before it where text runs from right to left.
        if field.type == .phone {
            return value.elements.map { "\u{2066}\($0.displayText)\u{2069}" }.joined(separator: translator("cases.list-separator"))
        }
        if Self.hoursFields.contains(field.name) { return hours(text) }
        if field.fullName == "service.cost", Self.free.contains(text.lowercased()) { return translator("directory.free") }
        return self.text(answer, field)
    }

    /// Hours in words and in the digits of the language; text of another form stays as it was written.
    func hours(_ text: String) -> String {
        guard let hours = OpeningHours(text) else { return text }
        if hours.isAlways { return translator("directory.hours.always") }
        let facts = translator.catalogue.facts(of: translator.language)
        return hours.groups.map { group in
            let names = group.days.map { translator("directory.weekday.\($0 + 1)") }
            let days =
                names.count == 7
                ? translator("directory.hours.every-day")
                : names.count > 2
                    ? translator("directory.hours.range", ["from": .text(names[0]), "to": .text(names[names.count - 1])])
                    : names.joined(separator: translator("cases.part-separator"))
            let times = group.spans.map { "\u{2066}\(facts.localised(OpeningHours.clock($0.opens)))–\(facts.localised(OpeningHours.clock($0.closes)))\u{2069}" }
            return "\(days) \(times.joined(separator: translator("cases.part-separator")))"
        }.joined(separator: translator("cases.list-separator"))
    }
}

/// Countries to choose from.
enum CountryOptions {
    /// By their names in the reader's language, those of the directory first.
    /// - Parameter first: codes of the countries that the directory has to do with.
    static func all(_ dictionary: DataDictionary, _ language: String, first: Set<String> = []) -> [FormControls.Option] {
        let terms = dictionary.vocabulary("country")?.offered(language) ?? []
        return (terms.filter { first.contains($0.code) } + terms.filter { !first.contains($0.code) }).map {
            .init(value: $0.code, label: $0.label(language))
        }
    }
}

extension DirectoryBooks.Entries {
    /// Where services are given and where the workers come from.
    var countries: Set<String> {
        Set(services.flatMap { $0.view.codes("countries") + $0.view.codes("nationalities") })
            .union(organisations.flatMap { [$0.view.code("country")].compactMap { $0 } + $0.view.codes("corridors-from") + $0.view.codes("corridors-to") })
    }
}
