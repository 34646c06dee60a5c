/// Which columns of one or two files are compared with which, and how.
public struct LinkageColumns: Sendable {
    /// How one column was understood.
    public struct Understanding: Sendable {
        public let file: Int
        public let column: String
        /// Its place in the file, from 0; columns that were put together stand behind those of the file.
        let index: Int
        public let meaning: ColumnMeaning
        public let comparison: ComparisonKind
        public let reason: String
    }

    public let understandings: [Understanding]
    /// The column that names the records, for each file; nil if they are counted.
    let identifiers: [Int?]
    /// For each file the column that should name the records and does not tell them apart; nil where another does, or none is called so.
    public let repeated: [RepeatedIdentifier?]
    let columns: [PreparedColumn]

    /// - Parameter tables: get columns of their own where one file has whole names or years and the other parts or dates.
    init(_ tables: inout [RecordTable], _ settings: LinkageSettings, files: [String]) throws(LinkageError) {
        let known = tables.flatMap(\.header)
        for (name, setting) in settings.columns {
            if !known.contains(name) { throw .unknownColumn(name: name, setting: "columns", known: known) }
            if let second = setting.second, !known.contains(second) { throw .unknownColumn(name: second, setting: "columns → \(name) → second", known: known) }
        }
        var findings = tables.map { ColumnRecognition.findings(in: $0) }
        ColumnRecognition.leaveOutRepeatedNames(&findings)
        for (file, table) in tables.enumerated() where !table.header.contains(where: { settings.columns[$0] != nil }) {
            // Else the first record would be lost without a word.
            if let cell = ColumnRecognition.recordAsHeader(table.header, findings[file]) { throw .noHeader(file: files[file], cell: cell) }
        }
        for (file, table) in tables.enumerated() {
            for (index, name) in table.header.enumerated() {
                guard let meaning = settings.columns[name]?.meaning else { continue }
                findings[file][index] = ColumnRecognition.Finding(meaning: meaning, reason: "the model file")
            }
        }
        let identifiers = findings.map { $0.firstIndex { $0.meaning == .recordIdentifier } }
        var repeated: [RepeatedIdentifier?] = []
        for (file, table) in tables.enumerated() { repeated.append(try Self.repeated(table, identifiers[file], file: files[file])) }
        self.identifiers = identifiers
        self.repeated = repeated
        DerivedColumns.add(to: &tables, &findings, wanted: settings.wantedMeanings, referenceYear: settings.referenceYear)
        var understandings: [Understanding] = []
        for (file, table) in tables.enumerated() {
            for (index, name) in table.header.enumerated() {
                let finding = findings[file][index]
                understandings.append(
                    Understanding(
                        file: file, column: name, index: index, meaning: finding.meaning,
                        comparison: settings.columns[name]?.comparison ?? finding.meaning.comparison, reason: finding.reason))
            }
        }
        self.understandings = understandings
        columns = Self.paired(tables, findings, settings)
        if columns.isEmpty { throw tables.count > 1 ? .noCommonColumn : .nothingToCompare }
    }

    /// - Throws: where a model file says that a column names the records, and it does not.
    private static func repeated(_ table: RecordTable, _ identifier: Int?, file: String) throws(LinkageError) -> RepeatedIdentifier? {
        if let identifier {
            guard let found = RepeatedIdentifier(table.columns[identifier], named: table.header[identifier], file: file) else { return nil }
            throw .identifierTwice(identifier: found.example, file: file)
        }
        let called = table.header.indices.first { column in
            let folded = ColumnRecognition.folded(table.header[column])
            return ColumnRecognition.meaning(ofName: folded) == .recordIdentifier && !ColumnNames.ofTheAnswer.contains(folded)
                && table.columns[column].pool.count > 1
        }
        return called.flatMap { RepeatedIdentifier(table.columns[$0], named: table.header[$0], file: file) }
    }

    private static func paired(_ tables: [RecordTable], _ findings: [[ColumnRecognition.Finding]], _ settings: LinkageSettings) -> [PreparedColumn] {
        guard let first = tables.first else { return [] }
        var taken: Set<Int> = []
        var columns: [PreparedColumn] = []
        var alone: [Int] = []
        for (index, name) in first.header.enumerated() {
            let meaning = findings[0][index].meaning
            let kind = settings.columns[name]?.comparison ?? meaning.comparison
            guard kind != .none else { continue }
            var sources = [index]
            if tables.count > 1 {
                guard let partner = partner(of: name, meaning, in: tables[1], findings[1], settings, taken) else {
                    alone.append(index)
                    continue
                }
                taken.insert(partner)
                sources.append(partner)
            }
            columns.append(PreparedColumn(name: name, meaning: meaning, kind: kind, sources: sources))
        }
        guard tables.count > 1 else { return columns }
        let others = tables[1].header.indices.filter { !taken.contains($0) && findings[1][$0].meaning.comparison != .none }
        for (left, right, meaning) in SharedValues(tables: tables, findings: findings).pairs(alone, others) {
            columns.append(PreparedColumn(name: first.header[left], meaning: meaning, kind: meaning.comparison, sources: [left, right]))
        }
        return columns
    }

    private static func partner(
        of name: String, _ meaning: ColumnMeaning, in table: RecordTable, _ findings: [ColumnRecognition.Finding], _ settings: LinkageSettings,
        _ taken: Set<Int>
    ) -> Int? {
        if let second = settings.columns[name]?.second { return table.header.firstIndex(of: second) }
        let free = table.header.indices.filter { !taken.contains($0) && findings[$0].meaning.comparison != .none }
        let folded = ColumnRecognition.folded(name)
        return free.first { ColumnRecognition.folded(table.header[$0]) == folded }
            ?? free.first { findings[$0].meaning == meaning && meaning != .text && meaning != .number && meaning != .category }
            // A file has few dates: one whose name says nothing is most likely that of birth.
            ?? free.first { Set([findings[$0].meaning, meaning]) == [.date, .birthDate] }
    }
}
