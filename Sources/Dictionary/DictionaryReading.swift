/// Reads the files of a dictionary into its parts; the first fault ends it. ``DictionaryCheck`` finds all of them.
struct DictionaryReading {
    /// The bytes of a file by its path below the folder of the dictionary.
    let files: (String) -> [UInt8]?
    let isLocal: Bool
    /// The values of `dictionary.csv` by key.
    let facts: [String: String]
    private let labels: DictionaryLabels

    init(files: @escaping (String) -> [UInt8]?, isLocal: Bool) throws(DictionaryError) {
        self.files = files
        self.isLocal = isLocal
        facts = try DictionaryReading.facts(files)
        labels = try DictionaryLabels(languages: DictionaryFile.labelLanguages(facts), files: files)
    }

    private static func facts(_ files: (String) -> [UInt8]?) throws(DictionaryError) -> [String: String] {
        guard let bytes = files(DictionaryFile.version) else { return [:] }
        let table = try DictionaryTable(file: DictionaryFile.version, bytes: bytes)
        try require(["key", "value"], in: table)
        return [String: String](table.rows.map { (table.cell($0, "key"), table.cell($0, "value")) }, uniquingKeysWith: { first, _ in first })
    }

    func table(_ file: String) throws(DictionaryError) -> DictionaryTable? {
        guard let bytes = files(file) else { return nil }
        return try DictionaryTable(file: file, bytes: bytes)
    }

    private static func require(_ columns: [String], in table: DictionaryTable) throws(DictionaryError) {
        for column in columns where !table.has(column) {
            throw table.error("The column is missing. The file needs \(columns.joined(separator: ",")).", column: column)
        }
    }

    func records() throws(DictionaryError) -> [RecordKind] {
        guard let table = try table(DictionaryFile.records) else { return [] }
        try DictionaryReading.require(["record", "label_en"], in: table)
        return table.rows.map { row in
            let name = table.cell(row, "record")
            return RecordKind(
                name: name, labels: labels.ofRecord(name, table.labels(row, prefix: "label_")),
                pluralLabels: labels.ofRecords(name, table.labels(row, prefix: "label_plural_")), definition: table.cell(row, "definition"),
                standard: table.cell(row, "standard"))
        }
    }

    func fields() throws(DictionaryError) -> [Field] {
        guard let table = try table(DictionaryFile.fields) else { return [] }
        try DictionaryReading.require(["record", "field", "type", "sensitivity", "label_en"], in: table)
        var fields: [Field] = []
        fields.reserveCapacity(table.rows.count)
        for row in table.rows { fields.append(try field(row, table)) }
        return fields
    }

    private func field(_ row: DictionaryTable.Row, _ table: DictionaryTable) throws(DictionaryError) -> Field {
        let typeText = table.cell(row, "type")
        guard let type = FieldType(rawValue: typeText) else {
            let types = FieldType.allCases.map(\.rawValue).joined(separator: ", ")
            throw table.error("“\(typeText)” is no type of field. Write one of \(types).", row, column: "type")
        }
        let sensitivityText = table.cell(row, "sensitivity")
        guard let sensitivity = Sensitivity(rawValue: sensitivityText) else {
            throw table.error("“\(sensitivityText)” is no sensitivity. Write identity, sensitive or open.", row, column: "sensitivity")
        }
        let multiple = table.cell(row, "multiple")
        guard ["", "yes", "no"].contains(multiple) else {
            throw table.error("“\(multiple)” does not say whether the field takes several values. Write yes or no.", row, column: "multiple")
        }
        let vocabulary = table.cell(row, "vocabulary")
        let record = table.cell(row, "record")
        let name = table.cell(row, "field")
        return Field(
            record: record, name: name, type: type, multiple: multiple == "yes",
            vocabulary: vocabulary.isEmpty ? nil : vocabulary, target: DictionaryFile.split(table.cell(row, "target")), sensitivity: sensitivity,
            labels: labels.ofField(record + "." + name, table.labels(row, prefix: "label_")), definition: table.cell(row, "definition"),
            htcds: DictionaryFile.split(table.cell(row, "htcds")), huridocs: DictionaryFile.split(table.cell(row, "huridocs")),
            note: table.cell(row, "note"), unit: table.cell(row, "unit").isEmpty ? nil : table.cell(row, "unit"), isLocal: isLocal)
    }

    /// The vocabularies that `vocabularies.csv` names, each with the terms of its own file.
    func vocabularies() throws(DictionaryError) -> [Vocabulary] {
        guard let table = try table(DictionaryFile.vocabularies) else { return [] }
        try DictionaryReading.require(["vocabulary", "label_en"], in: table)
        var vocabularies: [Vocabulary] = []
        for row in table.rows {
            let name = table.cell(row, "vocabulary")
            guard let terms = try terms(of: name) else {
                throw table.error("The list “\(name)” has no file \(DictionaryFile.terms(of: name)). Add it or remove this row.", row)
            }
            vocabularies.append(
                Vocabulary(
                    name: name, labels: labels.ofVocabulary(name, table.labels(row, prefix: "label_")), definition: table.cell(row, "definition"),
                    source: table.cell(row, "source"), isLocal: isLocal, terms: terms))
        }
        return vocabularies
    }

    /// The terms of one vocabulary; nil without its file.
    func terms(of vocabulary: String) throws(DictionaryError) -> [Term]? {
        guard CodeSyntax.isName(vocabulary), let table = try table(DictionaryFile.terms(of: vocabulary)) else { return nil }
        try DictionaryReading.require(["code", "label_en"], in: table)
        let extraColumns = table.header.filter { !DictionaryFile.termColumns.contains($0) && !$0.hasPrefix("label_") && !$0.isEmpty }
        var terms: [Term] = []
        terms.reserveCapacity(table.rows.count)
        var seen: Set<String> = []
        let labels = labels.ofTerms(vocabulary)
        let spellings = try self.spellings(of: vocabulary)
        for row in table.rows {
            let code = table.cell(row, "code")
            let term = try term(row, table, labels: labels[code], spellings: spellings[code] ?? [], extraColumns: extraColumns)
            guard seen.insert(term.code).inserted else {
                throw table.error("The code “\(term.code)” is in the list twice. Remove or rename one.", row, column: "code")
            }
            terms.append(term)
        }
        return terms
    }

    /// What is also written for the codes of a list, by code; most lists have none.
    private func spellings(of vocabulary: String) throws(DictionaryError) -> [String: [String]] {
        guard let table = try table(DictionaryFile.spellings(of: vocabulary)) else { return [:] }
        try DictionaryReading.require(DictionaryFile.spellingColumns, in: table)
        return [String: [String]](
            table.rows.map { (table.cell($0, "code"), DictionaryFile.split(table.cell($0, "spellings"))) }, uniquingKeysWith: +)
    }

    private func term(
        _ row: DictionaryTable.Row, _ table: DictionaryTable, labels: [String: String]?, spellings: [String], extraColumns: [String]
    ) throws(DictionaryError) -> Term {
        let code = table.cell(row, "code")
        guard CodeSyntax.isCode(code) else {
            throw table.error("“\(ValueError.excerpt(code))” is not written as a code. Use letters, digits and hyphens.", row, column: "code")
        }
        let parent = table.cell(row, "parent")
        let deprecated = table.cell(row, "deprecated")
        guard ["", "yes", "no"].contains(deprecated) else {
            throw table.error("“\(deprecated)” does not say whether the code is out of use. Write yes or no.", row, column: "deprecated")
        }
        var htcds: [Term.HTCDSValue] = []
        for pair in DictionaryFile.split(table.cell(row, "htcds")) {
            guard let value = Term.HTCDSValue(pair) else {
                throw table.error("“\(pair)” is not written as field=value, such as vio_Type=DebtBondage.", row, column: "htcds")
            }
            htcds.append(value)
        }
        var huridocs: [Term.HURIDOCSCode] = []
        for pair in DictionaryFile.split(table.cell(row, "huridocs")) {
            guard let value = Term.HURIDOCSCode(pair) else {
                throw table.error("“\(pair)” is not written as list/code, such as 4/010204210301.", row, column: "huridocs")
            }
            huridocs.append(value)
        }
        var extra: [String: String] = [:]
        for column in extraColumns {
            let cell = table.cell(row, column)
            if !cell.isEmpty { extra[column] = cell }
        }
        return Term(
            code: code, parent: parent.isEmpty ? nil : parent, labels: DictionaryLabels.join(table.labels(row, prefix: "label_"), labels),
            definition: table.cell(row, "definition"), htcds: htcds, huridocs: huridocs, isDeprecated: deprecated == "yes", extra: extra,
            spellings: spellings, isLocal: isLocal)
    }
}

extension Term.HTCDSValue {
    /// Reads `FullFieldName=Value`.
    init?(_ pair: String) {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(\.trimmingSpaces)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        self.init(field: parts[0], value: parts[1])
    }
}

extension Term.HURIDOCSCode {
    /// Reads `LISTNO/CODE`.
    init?(_ pair: String) {
        let parts = pair.split(separator: "/", omittingEmptySubsequences: false).map(\.trimmingSpaces)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        self.init(list: parts[0], code: parts[1])
    }
}
