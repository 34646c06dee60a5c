import Formats

/// One CSV file of the dictionary: its header and its rows, each with the line on which it stands.
struct DictionaryTable: Sendable {
    struct Row: Sendable {
        let line: Int
        let cells: [String]
    }

    let file: String
    let header: [String]
    let rows: [Row]
    private let columns: [String: Int]
    /// By what their names begin with, such as `label_`, the columns that a language has each.
    private let columnsByPrefix: [String: [(language: String, index: Int)]]

    init(file: String, bytes: [UInt8]) throws(DictionaryError) {
        var header: [String]?
        var rows: [Row] = []
        do {
            var reader = try CSVReader(bytes: bytes, dialect: CSVDialect(delimiter: .comma))
            while let record = try reader.next() {
                if header == nil {
                    header = record.fields
                } else if record.fields.contains(where: { !$0.isEmpty }) {
                    rows.append(Row(line: record.line, cells: record.fields))
                }
            }
        } catch {
            throw DictionaryError("The file cannot be read as CSV: \(error)", file: file)
        }
        guard let header else { throw DictionaryError("The file is empty. It needs a first row with the names of the columns.", file: file) }
        self.file = file
        self.header = header
        self.rows = rows
        columns = [String: Int](header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        columnsByPrefix = DictionaryTable.columnsByPrefix(of: header)
    }

    private static func columnsByPrefix(of header: [String]) -> [String: [(language: String, index: Int)]] {
        var columns: [String: [(language: String, index: Int)]] = [:]
        for (index, name) in header.enumerated() {
            guard let end = name.lastIndex(of: "_") else { continue }
            let language = String(name[name.index(after: end)...])
            if CodeSyntax.isLanguage(language) { columns[String(name[...end]), default: []].append((language, index)) }
        }
        return columns
    }

    func has(_ column: String) -> Bool { columns[column] != nil }

    /// The cell, empty if the column or the cell is missing.
    func cell(_ row: Row, _ column: String) -> String {
        guard let index = columns[column], index < row.cells.count else { return "" }
        return row.cells[index]
    }

    /// The cells of `label_en`, `label_ne` … that are not empty, by language.
    func labels(_ row: Row, prefix: String) -> [String: String] {
        var labels: [String: String] = [:]
        for (language, index) in languageColumns(prefix) where index < row.cells.count && !row.cells[index].isEmpty {
            labels[language] = row.cells[index]
        }
        return labels
    }

    /// The languages that have a column with this prefix, and where.
    func languageColumns(_ prefix: String) -> [(language: String, index: Int)] { columnsByPrefix[prefix] ?? [] }

    func error(_ message: String, _ row: Row? = nil, column: String? = nil) -> DictionaryError {
        DictionaryError(message, file: file, line: row?.line, column: column)
    }
}

/// The columns that each file of the dictionary has.
enum DictionaryFile {
    static let version = "dictionary.csv"
    static let records = "records.csv"
    static let fields = "fields.csv"
    static let vocabularies = "vocabularies.csv"
    static let htcds = "reference/htcds-2.0.csv"
    static let huridocs = "reference/huridocs.csv"

    static func terms(of vocabulary: String) -> String { "vocabularies/\(vocabulary).csv" }

    /// What is also written for the codes of a list; a list need not have one.
    static func spellings(of vocabulary: String) -> String { "spellings/\(vocabulary).csv" }

    /// The languages other than English that `dictionary.csv` names in its row `languages`, such as `en|ne|ar`.
    static func labelLanguages(_ facts: [String: String]) -> [String] {
        split(facts["languages"] ?? "").filter { $0 != "en" && CodeSyntax.isLanguage($0) }
    }

    /// Lists with hundreds or thousands of codes from published standards. Their deeper levels are shown in English where a language has no label.
    static let publishedLists: Set<String> = ["country", "currency", "language", "occupation", "sector", "subdivision"]

    static let recordColumns = ["record", "label_en", "label_plural_en", "definition", "standard"]
    static let fieldColumns = [
        "record", "field", "type", "multiple", "vocabulary", "target", "sensitivity", "label_en", "definition", "htcds", "huridocs", "note",
    ]
    static let vocabularyColumns = ["vocabulary", "label_en", "definition", "source"]
    static let spellingColumns = ["code", "language", "spellings", "source"]
    static let termColumns = ["code", "parent", "label_en", "definition", "htcds", "huridocs", "deprecated"]

    /// Several equivalents in one cell.
    static func split(_ cell: String) -> [String] {
        cell.isEmpty ? [] : cell.split(separator: "|").map { $0.trimmingSpaces }.filter { !$0.isEmpty }
    }
}

extension StringProtocol {
    /// Without ASCII spaces, tabs and line feeds at the ends.
    var trimmingSpaces: String {
        var bytes = Substring(self).utf8
        while let first = bytes.first, first == 0x20 || (0x09...0x0D).contains(first) { bytes = bytes.dropFirst() }
        while let last = bytes.last, last == 0x20 || (0x09...0x0D).contains(last) { bytes = bytes.dropLast() }
        return String(Substring(bytes))
    }
}
