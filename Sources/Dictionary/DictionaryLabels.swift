/// The labels in further languages, from the folders `labels/LANGUAGE/` beside the files with the English ones. A folder a language keeps the
/// files readable, and gives the person who reviews a language one place to look at.
struct DictionaryLabels: Sendable {
    /// By what they belong to, then by language.
    private var records: [String: [String: String]] = [:]
    private var plurals: [String: [String: String]] = [:]
    private var fields: [String: [String: String]] = [:]
    private var vocabularies: [String: [String: String]] = [:]
    /// By vocabulary, code and language.
    private var terms: [String: [String: [String: String]]] = [:]

    /// Reads the folders of these languages; a file that is missing has no labels.
    init(languages: [String], files: (String) -> [UInt8]?) throws(DictionaryError) {
        for language in languages {
            for file in LabelFile.allCases {
                let path = file.path(language)
                guard let bytes = files(path) else { continue }
                let table = try DictionaryTable(file: path, bytes: bytes)
                for column in file.columns where !table.has(column) {
                    throw table.error("The column is missing. The file needs \(file.columns.joined(separator: ",")).", column: column)
                }
                for row in table.rows { add(row, of: table, file, language) }
            }
        }
    }

    private mutating func add(_ row: DictionaryTable.Row, of table: DictionaryTable, _ file: LabelFile, _ language: String) {
        let label = table.cell(row, "label")
        if label.isEmpty { return }
        switch file {
        case .records:
            records[table.cell(row, "record"), default: [:]][language] = label
            let plural = table.cell(row, "plural")
            if !plural.isEmpty { plurals[table.cell(row, "record"), default: [:]][language] = plural }
        case .fields: fields[table.cell(row, "record") + "." + table.cell(row, "field"), default: [:]][language] = label
        case .vocabularies: vocabularies[table.cell(row, "vocabulary"), default: [:]][language] = label
        case .terms, .codeLists: terms[table.cell(row, "vocabulary"), default: [:]][table.cell(row, "code"), default: [:]][language] = label
        }
    }

    // The labels of a row in its own file come first: they are beside what they name.

    func ofRecord(_ name: String, _ own: [String: String]) -> [String: String] { DictionaryLabels.join(own, records[name]) }
    func ofRecords(_ name: String, _ own: [String: String]) -> [String: String] { DictionaryLabels.join(own, plurals[name]) }
    func ofField(_ fullName: String, _ own: [String: String]) -> [String: String] { DictionaryLabels.join(own, fields[fullName]) }
    func ofVocabulary(_ name: String, _ own: [String: String]) -> [String: String] { DictionaryLabels.join(own, vocabularies[name]) }

    /// The labels of the terms of one vocabulary, by code.
    func ofTerms(_ vocabulary: String) -> [String: [String: String]] { terms[vocabulary] ?? [:] }

    static func join(_ own: [String: String], _ others: [String: String]?) -> [String: String] {
        guard let others else { return own }
        return own.merging(others) { own, _ in own }
    }
}

/// A file in the folder of a language.
enum LabelFile: String, CaseIterable {
    case records
    case fields
    case vocabularies
    /// The codes of the lists that are written by hand.
    case terms
    /// The codes of published lists, which `Scripts/generate-code-list-labels.py` writes.
    case codeLists = "code-lists"

    func path(_ language: String) -> String { "labels/\(language)/\(rawValue).csv" }

    var columns: [String] {
        switch self {
        case .records: ["record", "label", "plural"]
        case .fields: ["record", "field", "label"]
        case .vocabularies: ["vocabulary", "label"]
        case .terms, .codeLists: ["vocabulary", "code", "label"]
        }
    }

    /// What a row names: the file in which it stands with its English label, and its name there.
    func named(_ table: DictionaryTable, _ row: DictionaryTable.Row) -> (file: String, name: String) {
        switch self {
        case .records: (DictionaryFile.records, table.cell(row, "record"))
        case .fields: (DictionaryFile.fields, table.cell(row, "record") + "." + table.cell(row, "field"))
        case .vocabularies: (DictionaryFile.vocabularies, table.cell(row, "vocabulary"))
        case .terms, .codeLists: (DictionaryFile.terms(of: table.cell(row, "vocabulary")), table.cell(row, "code"))
        }
    }
}
