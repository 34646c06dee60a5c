extension LawCheck {
    /// Topics whose sentences a worker has to understand: before which body, in which steps, by which day.
    static func isTranslated(_ topic: String) -> Bool { ["dispute", "limitation"].contains { topic.utf8.starts(with: $0.utf8) } }

    /// What is missing in the translations of rules, and what translates a sentence that no rule has any more.
    /// O(rules × languages).
    public static func findings(_ translations: RuleTranslations, books: [LawBook]) -> [Finding] {
        let rules = books.flatMap(\.rules)
        let sentences = Set(rules.map(\.says))
        var seen: Set<String> = []
        let missing = rules.filter { isTranslated($0.topic) && seen.insert($0.says).inserted }.compactMap { rule -> Finding? in
            let languages = Phrases.languages.filter { $0 != "en" && translations.text(rule.says, in: $0) == nil }
            guard !languages.isEmpty else { return nil }
            return Finding(
                severity: .warning, place: rule.place, problem: "“\(rule.says)” is not translated into \(languages.joined(separator: ", "))",
                remedy: "Add the sentence to languages/rules.yaml.")
        }
        let left = translations.sentences.filter { !sentences.contains($0) }.map {
            Finding(
                severity: .warning, place: "languages/rules.yaml", problem: "no rule says “\($0)”",
                remedy: "Translate the sentence as it is now, or take the entry out.")
        }
        return missing + left
    }
}
