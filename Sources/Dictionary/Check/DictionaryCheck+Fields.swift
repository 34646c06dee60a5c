extension DictionaryCheck {
    mutating func checkVersion() {
        guard let table = table(DictionaryFile.version), require(["key", "value"], in: table) else { return }
        if !table.rows.contains(where: { table.cell($0, "key") == "version" && !table.cell($0, "value").isEmpty }) {
            report(.missingVersion, table.file, nil, "The dictionary has no version.", "Add a row version,2026.1.")
        }
    }

    mutating func checkRecords() {
        guard let table = table(DictionaryFile.records), require(DictionaryFile.recordColumns, in: table) else { return }
        checkLabels(table, name: "record")
        checkLabels(table, name: "record", prefix: "label_plural_")
        for row in table.rows {
            let name = table.cell(row, "record")
            checkName(name, isNew: recordNames.insert(name).inserted, table, row, column: "record")
            checkDefinition(table, row, of: name)
        }
    }

    mutating func checkFields() {
        guard let table = table(DictionaryFile.fields), require(DictionaryFile.fieldColumns, in: table) else { return }
        checkLabels(table, name: "field")
        var seen: Set<String> = []
        for row in table.rows {
            let record = table.cell(row, "record")
            let name = table.cell(row, "field")
            let fullName = "\(record).\(name)"
            if !recordNames.contains(record) {
                report(
                    .unknownRecord, table.file, row, column: "record", "There is no kind of record “\(record)”.",
                    "Use one of records.csv, or add it there.")
            }
            checkName(name, isNew: seen.insert(fullName).inserted, table, row, column: "field")
            checkDefinition(table, row, of: fullName)
            checkFlag(table, row, "multiple")
            checkSensitivity(table, row, fullName)
            checkType(table, row, fullName)
            checkEquivalents(table, row, fullName)
        }
    }

    private mutating func checkSensitivity(_ table: DictionaryTable, _ row: DictionaryTable.Row, _ name: String) {
        let text = table.cell(row, "sensitivity")
        if text.isEmpty {
            report(
                .missingSensitivity, table.file, row, column: "sensitivity", "\(name) has no sensitivity.", "Write identity, sensitive or open.")
        } else if Sensitivity(rawValue: text) == nil {
            report(
                .unknownSensitivity, table.file, row, column: "sensitivity", "“\(text)” is no sensitivity.", "Write identity, sensitive or open.")
        }
    }

    private mutating func checkType(_ table: DictionaryTable, _ row: DictionaryTable.Row, _ name: String) {
        let text = table.cell(row, "type")
        guard let type = FieldType(rawValue: text) else {
            report(
                .unknownType, table.file, row, column: "type", "“\(text)” is no type of field.",
                "Write one of \(FieldType.allCases.map(\.rawValue).joined(separator: ", ")).")
            return
        }
        let vocabulary = table.cell(row, "vocabulary")
        usedVocabularies.insert(vocabulary)
        usedVocabularies.formUnion(DataDictionary.partVocabularies[type] ?? [])
        switch (type == .code || type == .codes, vocabulary.isEmpty) {
        case (true, true):
            report(.missingVocabulary, table.file, row, column: "vocabulary", "\(name) takes codes and names no vocabulary.", "Name one.")
        case (true, false) where !vocabularyNames.contains(vocabulary):
            report(
                .unknownVocabulary, table.file, row, column: "vocabulary", "There is no vocabulary “\(vocabulary)”.",
                "Use one of vocabularies.csv, or add it there.")
        case (false, false):
            report(
                .needlessVocabulary, table.file, row, column: "vocabulary", "\(name) is of type \(type) and takes no codes.",
                "Empty the cell, or make the type code or codes.")
        default: break
        }
        checkTargets(table, row, name, isLink: type == .link)
    }

    private mutating func checkTargets(_ table: DictionaryTable, _ row: DictionaryTable.Row, _ name: String, isLink: Bool) {
        let targets = DictionaryFile.split(table.cell(row, "target"))
        if isLink && targets.isEmpty {
            report(.missingTarget, table.file, row, column: "target", "\(name) is a link and does not say to what.", "Name the kind of record.")
        } else if !isLink && !targets.isEmpty {
            report(.needlessTarget, table.file, row, column: "target", "\(name) is no link.", "Empty the cell, or make the type link.")
        }
        for target in targets where isLink && !recordNames.contains(target) {
            report(
                .unknownTarget, table.file, row, column: "target", "There is no kind of record “\(target)”.",
                "Use one of records.csv, or add it there.")
        }
    }

    private mutating func checkEquivalents(_ table: DictionaryTable, _ row: DictionaryTable.Row, _ name: String) {
        for field in DictionaryFile.split(table.cell(row, "htcds")) where !references.hasHTCDS(field: field) {
            report(.unknownHTCDS, table.file, row, column: "htcds", "HTCDS 2.0 has no field “\(field)”.", "Correct the name, or empty the cell.")
        }
        for text in DictionaryFile.split(table.cell(row, "huridocs")) {
            guard let pair = Term.HURIDOCSCode(text) else {
                report(
                    .malformedEquivalent, table.file, row, column: "huridocs", "“\(text)” is not written as entity/field.",
                    "Write it as person/sex.")
                continue
            }
            if !references.hasHURIDOCS(list: pair.list, code: pair.code) {
                report(
                    .unknownHURIDOCS, table.file, row, column: "huridocs", "The events formats have no field “\(text)”.",
                    "Correct it, or empty the cell.")
            }
        }
    }

    // MARK: What all files have

    mutating func checkName(_ name: String, isNew: Bool, _ table: DictionaryTable, _ row: DictionaryTable.Row, column: String) {
        if !CodeSyntax.isName(name) {
            report(
                .malformedName, table.file, row, column: column, "“\(ValueError.excerpt(name))” is not written as a name.",
                "Write lower-case words joined by hyphens.")
        }
        if !isNew {
            report(
                .duplicateName, table.file, row, column: column, "“\(ValueError.excerpt(name))” is there twice.", "Remove or rename one.")
        }
    }

    mutating func checkDefinition(_ table: DictionaryTable, _ row: DictionaryTable.Row, of name: String) {
        if table.cell(row, "definition").isEmpty {
            report(
                .missingDefinition, table.file, row, column: "definition", "“\(name)” has no definition.",
                "Say what it means, so that two people code the same thing alike.")
        }
    }

    mutating func checkFlag(_ table: DictionaryTable, _ row: DictionaryTable.Row, _ column: String) {
        let text = table.cell(row, column)
        if !["", "yes", "no"].contains(text) {
            report(.unknownFlag, table.file, row, column: column, "“\(text)” is neither yes nor no.", "Write yes or no.")
        }
    }
}
