import Dictionary

/// Open facts that follow from a sensitive answer beside them: the year of a date. They are written with it, so that counting needs no key.
enum DerivedFacts {
    private static let years = [
        "case": [("intake-date", "registration-year"), ("events-since", "events-year")], "violation": [("since", "year")], "action": [("date", "year")],
        "claim": [("filed-on", "filed-year")],
    ]

    /// The change with what follows from it. What the author says of such a fact stays.
    static func completing(_ change: RecordChange, in dictionary: DataDictionary) -> RecordChange {
        var completed = change
        for (source, fact) in years[change.kind] ?? [] {
            guard let answer = change.answers[source], change.answers[fact] == nil, let field = dictionary.field(change.kind, fact) else { continue }
            completed.answers[fact] = .some(year(of: answer, field, dictionary))
        }
        return completed
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
