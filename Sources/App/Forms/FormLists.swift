import Dictionary
import Forms

/// The dictionary's lists as files that forms take choices from: `country.csv` is the list `country`.
struct FormLists: Sendable {
    let dictionary: DataDictionary
    /// Tag of the reader's language.
    let language: String
    /// Files that came with the form.
    var attached: [String: FormTable] = [:]

    /// Whether a file of this name, without its ending, came with the form.
    func isAttached(_ name: String) -> Bool { ["csv", "xml", "geojson"].contains { attached["\(name).\($0)"] != nil } }

    /// `name` is the code, `label` its label in the reader's language; then `parent` and the list's own columns.
    func table(_ file: String) -> FormTable? {
        if let own = attached[file] { return own }
        guard file.hasSuffix(".csv"), let vocabulary = dictionary.vocabulary(String(file.dropLast(4))) else { return nil }
        let terms = vocabulary.offered(language)
        var extra: [String] = []
        for term in terms { for name in term.extra.keys.sorted() where !extra.contains(name) { extra.append(name) } }
        return FormTable(
            columns: ["name", "label", "parent"] + extra,
            rows: terms.map { term in [term.code, term.label(language), term.parent ?? ""] + extra.map { term.extra[$0] ?? "" } })
    }
}
