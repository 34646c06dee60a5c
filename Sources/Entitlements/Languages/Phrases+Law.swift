/// What statutes are called in the language of the place where they hold: a court reads its own title, not a translation of it.
extension Phrases {
    private static let titles: [String: String] = {
        guard let rows = try? RegisterLibrary.titles() else { return [:] }
        return Dictionary(rows.map { (key($0.country, $0.law, $0.language), $0.title) }) { first, _ in first }
    }()

    private static func key(_ country: String, _ law: String, _ language: String) -> String { "\(language)\n\(country)\n\(law)" }

    /// The statute of a rule, by its own title where that is on file in this language; else as the book cites it.
    public func law(_ rule: Rule) -> String { title(of: rule) ?? rule.law }

    /// The title in this language; nil where only the English citation is on file.
    public func title(of rule: Rule) -> String? { Phrases.titles[Phrases.key(rule.country, rule.law, language)] }
}
