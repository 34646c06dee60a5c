import Dictionary

extension Vocabulary {
    /// Lists with more terms than this, and no levels, are looked through by name: those of countries, languages, currencies.
    private static let orderedLimit = 30

    /// The terms that can be chosen: in the order of the list, or, of a long one without levels, in that of their labels.
    func offered(_ language: String) -> [Term] {
        let terms = terms.filter { !$0.isDeprecated }
        guard terms.count > Self.orderedLimit, terms.allSatisfy({ $0.parent == nil }) else { return terms }
        return terms.map { (label: $0.label(language), term: $0) }.sorted { ($0.label, $0.term.code) < ($1.label, $1.term.code) }.map(\.term)
    }
}
