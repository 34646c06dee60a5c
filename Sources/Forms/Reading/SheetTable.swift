/// A sheet with its headings understood.
struct SheetTable {
    struct Column: Hashable {
        var heading: String
        var path: [String]
    }

    struct Cell: Hashable {
        var column: Column
        var value: String
    }

    struct Row: Hashable {
        var number: Int
        var cells: [Cell]

        func cell(_ path: [String]) -> Cell? { cells.last { $0.column.path == path } }

        /// The value of a column, nil where the cell is empty.
        func value(_ path: String...) -> String? { cell(path)?.value }

        func has(_ name: String) -> Bool { cells.contains { $0.column.path.first == name } }

        func heading(_ path: String...) -> String { cell(path)?.column.heading ?? path.last ?? "" }

        /// A text with its translations. One without a language counts as one in the default language where there are translations.
        func text(_ path: String..., language: String) -> TranslatedText {
            var plain: String?
            var texts: [String: String] = [:]
            for cell in cells where cell.column.path.starts(with: path) {
                switch cell.column.path.count - path.count {
                case 0: plain = cell.value
                case 1: texts[cell.column.path[path.count]] = cell.value
                default: continue
                }
            }
            guard let plain else { return TranslatedText(texts) }
            if texts.isEmpty { return TranslatedText(plain: plain, defaultLanguage: language) }
            if texts[language] == nil { texts[language] = plain }
            return TranslatedText(texts)
        }

        func media(language: String) -> [FormMedium: TranslatedText] {
            var media: [FormMedium: TranslatedText] = [:]
            for medium in FormMedium.allCases {
                let text = text("media", medium.rawValue, language: language)
                if !text.isEmpty { media[medium] = text }
            }
            return media
        }

        /// Columns below a name: `attribute::NAME`.
        func attributes(_ name: String) -> [String: String] {
            var attributes: [String: String] = [:]
            for cell in cells where cell.column.path.count == 2 && cell.column.path[0] == name {
                attributes[cell.column.path[1]] = cell.value
            }
            return attributes
        }
    }

    let name: String
    let columns: [Column]
    var rows: [Row]

    /// - Parameter singleSpaces: whether several spaces in a row become one.
    init(_ name: String, _ sheet: FormSheet, names: HeadingNames, singleSpaces: Bool = false, problems: inout [FormProblem]) {
        self.name = name
        let usesDoubleColon = sheet.headings.contains { SheetText.contains($0 ?? "", "::") }
        var seen: [[String]: String] = [:]
        let byIndex = sheet.headings.map { heading -> Column? in
            guard let heading else { return nil }
            let path = names.path(of: heading, usesDoubleColon: usesDoubleColon)
            if let other = seen[path] {
                problems.append(
                    FormProblem(
                        .error, sheet: name, row: 1, column: heading, "The columns “\(other)” and “\(heading)” mean the same.",
                        remedy: "Remove or rename one of them."))
            }
            seen[path] = heading
            return Column(heading: heading, path: path)
        }
        columns = byIndex.compactMap { $0 }
        rows = sheet.rows.map { row in
            let cells = row.cells.compactMap { cell -> Cell? in
                guard byIndex.indices.contains(cell.column), let column = byIndex[cell.column] else { return nil }
                let value = SheetText.withPlainQuotes(singleSpaces ? SheetText.withSingleSpaces(cell.value) : cell.value)
                return Cell(column: column, value: value)
            }
            return Row(number: row.number, cells: cells)
        }
    }

    func has(_ name: String) -> Bool { columns.contains { $0.path.first == name } }

    /// Languages of translated columns, in their order.
    func languages(of names: [[String]]) -> [String] {
        var languages: [String] = []
        for column in columns {
            for name in names where column.path.count == name.count + 1 && column.path.starts(with: name) {
                let language = column.path[name.count]
                if !languages.contains(language) { languages.append(language) }
            }
        }
        return languages
    }
}

/// Yes and no as forms write them.
enum YesNo {
    static func read(_ text: String?) -> Bool? {
        switch text {
        case "yes", "Yes", "YES", "true", "True", "TRUE", "true()": true
        case "no", "No", "NO", "false", "False", "FALSE", "false()": false
        default: nil
        }
    }
}
