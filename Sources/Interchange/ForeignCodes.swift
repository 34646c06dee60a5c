import Dictionary

/// The codes of a list of another standard and what they are in one of our vocabularies, from the dictionary's equivalents.
struct ForeignCodes: Sendable {
    /// What notes call the list: `HURIDOCS list 4`.
    let listName: String
    /// Where a code may be looked up by its parents.
    let isHierarchical: Bool
    private var equivalents: [String: String] = [:]
    private let otherCode: String?

    init(_ system: CodeSystem, vocabulary: Vocabulary) {
        let own: (Term) -> [String]
        switch system {
        case .huridocs(let list):
            own = { term in term.huridocs.filter { $0.list == list }.map(\.code) }
            listName = "HURIDOCS list \(list)"
            isHierarchical = true
        case .htcds(let field):
            own = { term in term.htcds.filter { $0.field == field }.map(\.value) }
            listName = "HTCDS \(field)"
            isHierarchical = false
        case .column(let column):
            own = { term in term.extra[column].map { [$0] } ?? [] }
            listName = column
            isHierarchical = false
        }
        otherCode = vocabulary.contains("other") ? "other" : nil
        for term in vocabulary.terms {
            for code in own(term) where equivalents[code] == nil { equivalents[code] = term.code }
        }
    }

    var isEmpty: Bool { equivalents.isEmpty }

    /// Our code for a code of the list. A code that has no equivalent goes to its nearest parent that has one, else to `other`, else to “unknown”,
    /// and is kept in the note in each of these cases.
    ///
    /// - Parameter own: the outcome where the text is one of our own codes or labels.
    func outcome(of text: String, own: CellOutcome?) -> CellOutcome {
        if let code = equivalents[text] { return .values([.code(code)], note: nil) }
        let kept = "\(listName): \(text)"
        if isHierarchical, text.utf8.count == 12, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) {
            var digits = Array(text.utf8)
            for pair in stride(from: 10, through: 2, by: -2) where digits[pair] != 48 || digits[pair + 1] != 48 {
                digits[pair] = 48
                digits[pair + 1] = 48
                if let code = equivalents[String(decoding: digits, as: UTF8.self)] { return .values([.code(code)], note: kept) }
            }
        }
        if let own { return own }
        if let otherCode { return .values([.code(otherCode)], note: kept) }
        return .absent(.unknown, note: kept)
    }
}
