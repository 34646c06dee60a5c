extension DictionaryCheck {
    /// Checks the folders `labels/LANGUAGE/`: every row names something that is there, once, and nothing that a reader sees is left out.
    mutating func checkLabelFolders() {
        guard let facts = files(DictionaryFile.version).flatMap({ try? DictionaryTable(file: DictionaryFile.version, bytes: $0) }) else { return }
        for row in facts.rows where facts.cell(row, "key") == "languages" {
            let value = facts.cell(row, "value")
            for language in DictionaryFile.split(value) where !CodeSyntax.isLanguage(language) {
                report(
                    .malformedLanguage, facts.file, row, column: "value", "“\(language)” is not the tag of a language.",
                    "Write tags such as ne, ar or zh-Hant with | between them.")
            }
            let known = labelledNames.mapValues { Set($0.map(\.name)) }
            for language in DictionaryFile.labelLanguages(["languages": value]) { checkLabels(in: language, known) }
        }
    }

    private mutating func checkLabels(in language: String, _ known: [String: Set<String>]) {
        var labelled: [String: Set<String>] = [:]
        for file in LabelFile.allCases {
            // A local dictionary has the labels of its own parts only, perhaps none.
            if standard != nil && files(file.path(language)) == nil { continue }
            guard let table = table(file.path(language)), require(file.columns, in: table) else { continue }
            for row in table.rows { checkLabel(row, of: table, file, known, &labelled) }
        }
        let published = DictionaryFile.publishedLists.map(DictionaryFile.terms)
        for (file, names) in labelledNames.sorted(by: { $0.key < $1.key }) where !published.contains(file) {
            let missing = names.filter { $0.needsLabel(language) && labelled[file]?.contains($0.name) != true }
            guard let first = missing.first else { continue }
            let what = missing.count == 1 ? "“\(first.name)” has" : "“\(first.name)” and \(missing.count - 1) more have"
            report(
                .incompleteLanguage, file, nil, "\(what) no label in \(language).",
                "Add a row to a file in labels/\(language); English is shown until then.")
        }
    }

    private mutating func checkLabel(
        _ row: DictionaryTable.Row, of table: DictionaryTable, _ file: LabelFile, _ known: [String: Set<String>], _ labelled: inout [String: Set<String>]
    ) {
        let (source, name) = file.named(table, row)
        if known[source]?.contains(name) != true {
            report(.unknownLabel, table.file, row, "\(source) has no “\(ValueError.excerpt(name))”.", "Correct the name, or remove the row.")
        }
        for column in file.columns where column == "label" || column == "plural" {
            if table.cell(row, column).isEmpty {
                report(.missingLabel, table.file, row, column: column, "“\(name)” has no \(column).", "Write what a reader shall see, or remove the row.")
            }
        }
        if !labelled[source, default: []].insert(name).inserted {
            report(.duplicateName, table.file, row, "“\(name)” has two labels.", "Remove one.")
        }
    }
}

/// Something that a reader sees by its label.
struct LabelledName {
    let name: String
    /// The languages of its row's own columns.
    let languages: Set<String>
    /// A year or another number is written alike in all languages.
    let hasWords: Bool

    init(_ name: String, labels: [String: String]) {
        self.name = name
        languages = Set(labels.keys)
        hasWords = (labels["en"] ?? "").unicodeScalars.contains(where: \.properties.isAlphabetic)
    }

    func needsLabel(_ language: String) -> Bool { hasWords && !languages.contains(language) }
}
