/// Finds the gaps and errors in the files of a dictionary, all of them in one go.
public struct DictionaryCheck {
    private(set) var findings: [DictionaryFinding] = []
    let files: (String) -> [UInt8]?
    /// The standard dictionary, when the files are an organisation's own.
    let standard: DataDictionary?
    /// The names that fields may refer to.
    var recordNames: Set<String> = []
    var vocabularyNames: Set<String> = []
    var usedVocabularies: Set<String> = []
    private(set) var references = References()
    /// The languages of each file that has labels.
    var languages: [String: Set<String>] = [:]
    /// What each file names with a label.
    private(set) var labelledNames: [String: [LabelledName]] = [:]

    /// Checks the files of a whole dictionary. `files` gives the bytes of a path such as `fields.csv`, or nil.
    public static func findings(files: @escaping (String) -> [UInt8]?) -> [DictionaryFinding] {
        var check = DictionaryCheck(files: files, standard: nil)
        check.run()
        return check.findings
    }

    /// Checks an organisation's own files against the standard that they add to; `reference` gives the files of the standard.
    public static func findings(
        local files: @escaping (String) -> [UInt8]?, standard: DataDictionary, reference: @escaping (String) -> [UInt8]?
    ) -> [DictionaryFinding] {
        var check = DictionaryCheck(
            files: { path in files(path) ?? (path.hasPrefix("reference/") ? reference(path) : nil) }, standard: standard)
        check.run()
        return check.findings
    }

    private init(files: @escaping (String) -> [UInt8]?, standard: DataDictionary?) {
        self.files = files
        self.standard = standard
    }

    private mutating func run() {
        references = References(htcds: table(DictionaryFile.htcds), huridocs: table(DictionaryFile.huridocs))
        if let standard {
            recordNames = Set(standard.records.map(\.name))
            vocabularyNames = Set(standard.vocabularies.map(\.name))
        } else {
            checkVersion()
            checkRecords()
        }
        let vocabularies = table(DictionaryFile.vocabularies)
        if let vocabularies { checkVocabularies(vocabularies) }
        checkFields()
        if let vocabularies { checkUse(vocabularies) }
        for vocabulary in standard?.vocabularies ?? [] where files(DictionaryFile.terms(of: vocabulary.name)) != nil {
            checkTerms(of: vocabulary.name, parents: Set(vocabulary.terms.map(\.code)))
        }
        checkLanguages()
        checkLabelFolders()
        checkLocalRules()
    }

    // MARK: Reporting

    mutating func report(
        _ kind: DictionaryFinding.Kind, _ file: String, _ row: DictionaryTable.Row?,
        column: String? = nil, _ message: String, _ remedy: String
    ) {
        findings.append(
            DictionaryFinding(kind: kind, file: file, line: row?.line, column: column, message: message, remedy: remedy))
    }

    /// The table of a file, whose form and characters are checked; nil if it is missing or unreadable, which is reported.
    mutating func table(_ file: String) -> DictionaryTable? {
        guard let bytes = files(file) else {
            // An organisation adds what it needs.
            if standard == nil { report(.missingFile, file, nil, "The file is missing.", "Add it with a first row of column names.") }
            return nil
        }
        do {
            let table = try DictionaryTable(file: file, bytes: bytes)
            checkForm(table)
            return table
        } catch {
            report(.unreadableFile, file, nil, error.message, "Save it as CSV in UTF-8 with commas.")
            return nil
        }
    }

    mutating func require(_ columns: [String], in table: DictionaryTable) -> Bool {
        let missing = columns.filter { !table.has($0) }
        for column in missing {
            report(
                .missingColumn, table.file, nil, column: column, "The column is missing.", "Add it; the file has \(columns.joined(separator: ",")).")
        }
        return missing.isEmpty
    }

    // MARK: The form of a file

    private mutating func checkForm(_ table: DictionaryTable) {
        var seen: Set<String> = []
        for name in table.header {
            if !seen.insert(name).inserted {
                report(.duplicateColumn, table.file, nil, column: name, "The column is there twice.", "Remove or rename one; only the first is read.")
            }
            checkText(name, table.file, nil, column: name)
        }
        for row in table.rows {
            if row.cells.count != table.header.count {
                report(
                    .wrongCellCount, table.file, row, "The row has \(row.cells.count) cells and the header \(table.header.count).",
                    "Check commas and quotation marks; quote a cell that holds a comma.")
            }
            for (index, cell) in row.cells.enumerated() where !cell.isEmpty {
                checkText(cell, table.file, row, column: index < table.header.count ? table.header[index] : nil)
            }
        }
    }

    private mutating func checkText(_ text: String, _ file: String, _ row: DictionaryTable.Row?, column: String?) {
        if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return }
        if let hidden = text.unicodeScalars.first(where: { DictionaryCheck.isHidden($0, column: column) }) {
            report(
                .hiddenCharacter, file, row, column: column,
                "The cell holds the invisible character U+\(String(hidden.value, radix: 16, uppercase: true)).",
                "Remove it.")
        } else if !NormalText.isClean(text) {
            report(.notNormalized, file, row, column: column, "The cell is not in Unicode normal form C.", "Save it in NFC.")
        }
        if text.utf8.count != text.trimmingSpaces.utf8.count {
            report(.outerSpace, file, row, column: column, "The cell begins or ends with a space.", "Remove it.")
        }
    }

    /// Joiners change the shape of letters in many scripts, so labels in other languages may have them; marks of direction and zero-width
    /// spaces only hide.
    private static func isHidden(_ scalar: Unicode.Scalar, column: String?) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: return scalar != "\n"
        case .format:
            let isJoiner = scalar == "\u{200C}" || scalar == "\u{200D}"
            let isOtherLanguage =
                column.map { ($0.hasPrefix("label_") && $0 != "label_en" && $0 != "label_plural_en") || $0 == "label" || $0 == "plural" } ?? false
            return !(isJoiner && isOtherLanguage)
        case .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: return true
        default: return false
        }
    }

    // MARK: Languages

    /// A language that some files have and others lack shows half of a form in English.
    private mutating func checkLanguages() {
        let all = languages.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        for language in all.sorted() {
            let lacking = languages.keys.filter { languages[$0]?.contains(language) == false }.sorted()
            guard let first = lacking.first else { continue }
            let others = lacking.count == 1 ? "The file has" : "This file and \(lacking.count - 1) more have"
            report(
                .incompleteLanguage, first, nil, column: "label_\(language)", "\(others) no labels in \(language), which other files have.",
                "Add the column; English is shown until then.")
        }
    }

    /// Checks the columns `label_…` and that a language which is there is there in every row.
    mutating func checkLabels(_ table: DictionaryTable, name: String, prefix: String = "label_") {
        for column in table.header where column.hasPrefix(prefix) && !(prefix == "label_" && column.hasPrefix("label_plural_")) {
            let language = String(column.dropFirst(prefix.count))
            guard CodeSyntax.isLanguage(language) else {
                report(
                    .malformedLanguage, table.file, nil, column: column, "“\(language)” is not the tag of a language.",
                    "Write label_ and a tag such as ne, ar or zh-Hant.")
                continue
            }
            for row in table.rows where table.cell(row, column).isEmpty {
                let what = table.cell(row, name)
                if language == "en" {
                    report(.missingLabel, table.file, row, column: column, "“\(what)” has no label.", "Write what a reader shall see.")
                } else {
                    report(
                        .incompleteLanguage, table.file, row, column: column, "“\(what)” has no label in \(language).",
                        "Add it; English is shown until then.")
                }
            }
        }
        guard prefix == "label_" else { return }
        languages[table.file] = Set(table.languageColumns(prefix).map(\.language))
        labelledNames[table.file] = table.rows.map { row in
            let own = table.cell(row, name)
            return LabelledName(name == "field" ? table.cell(row, "record") + "." + own : own, labels: table.labels(row, prefix: prefix))
        }
    }

    /// The rules of local names, which loading checks too.
    private mutating func checkLocalRules() {
        guard let standard, !findings.contains(where: { $0.severity == .error }) else { return }
        do {
            _ = try standard.adding(local: files)
        } catch {
            findings.append(
                DictionaryFinding(
                    kind: .localConflict, file: error.file ?? "", line: error.line, column: error.column, message: error.message,
                    remedy: "What the standard has stays as it is."))
        }
    }
}
