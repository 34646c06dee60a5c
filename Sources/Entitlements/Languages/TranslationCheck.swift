extension LawCheck {
    /// Topics whose sentences a worker has to understand: before which body, in which steps, by which day.
    static func isTranslated(_ topic: String) -> Bool { ["dispute", "limitation"].contains { topic.utf8.starts(with: $0.utf8) } }

    /// What is missing in the translations of rules, and what translates a sentence that no rule has any more.
    /// O(rules × languages).
    public static func findings(_ translations: RuleTranslations, books: [LawBook]) -> [Finding] {
        let rules = books.flatMap(\.rules)
        let statements = statements()
        let sentences = Set(rules.map(\.says) + statements.map(\.text))
        var seen: Set<String> = []
        let shown = rules.filter { isTranslated($0.topic) }.map { (text: $0.says, place: $0.place, file: "rules.yaml") }
            + statements.map { (text: $0.text, place: $0.place, file: "statements.yaml") }
        let missing = shown.filter { seen.insert($0.text).inserted }.compactMap { text, place, file -> Finding? in
            let languages = Phrases.languages.filter { $0 != "en" && translations.text(text, in: $0) == nil }
            guard !languages.isEmpty else { return nil }
            return Finding(
                severity: .warning, place: place, problem: "“\(text)” is not translated into \(languages.joined(separator: ", "))",
                remedy: "Add the sentence to languages/\(file).")
        }
        let left = translations.sentences.filter { !sentences.contains($0) }.map {
            Finding(
                severity: .warning, place: "languages", problem: "no rule and no statement says “\($0)”",
                remedy: "Translate the sentence as it is now, or take the entry out.")
        }
        return missing + left
    }
}
