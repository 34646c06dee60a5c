import Dictionary

/// Open facts that follow from a sensitive answer beside them: the year of a date. They are written with it, so that counting needs no key.
enum DerivedFacts {
    private static let years = [
        "case": [("intake-date", "registration-year"), ("events-since", "events-year")], "violation": [("since", "year")], "action": [("date", "year")],
        "claim": [("filed-on", "filed-year")],
    ]

    /// What follows from a change. What its author says of such a fact stays, and what was said before stays while the date does.
    /// - Parameter written: the fields whose answers the change alters.
    static func following(_ change: RecordChange, written: Set<String>, in dictionary: DataDictionary) -> [String: Answer?] {
        var facts: [String: Answer?] = [:]
        for (source, fact) in years[change.kind] ?? [] where written.contains(source) && !written.contains(fact) {
            guard let answer = change.answers[source], let field = dictionary.field(change.kind, fact) else { continue }
            facts[fact] = .some(year(of: answer, field, dictionary))
        }
        return facts
    }

    /// Nil, which clears the fact, where the date says no single year.
    private static func year(of answer: Answer?, _ field: Field, _ dictionary: DataDictionary) -> Answer? {
        guard let answer else { return nil }
        switch answer.content {
        case .absent(let absence): return Answer(absent: absence)
        case .value(.date(let date)):
            guard let year = date.year.map({ "\($0)" }), dictionary.vocabulary(of: field)?.term(year) != nil else { return nil }
            return Answer(.code(year))
        case .value: return nil
        }
    }
}
