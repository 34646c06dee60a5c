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
    let columns: [PreparedColumn]

    /// - Parameter tables: get columns of their own where one file has whole names or years and the other parts or dates.
    init(_ tables: inout [RecordTable], _ settings: LinkageSettings) throws(LinkageError) {
        let known = tables.flatMap(\.header)
        for (name, setting) in settings.columns {
            if !known.contains(name) { throw .unknownColumn(name: name, setting: "columns", known: known) }
            if let second = setting.second, !known.contains(second) { throw .unknownColumn(name: second, setting: "columns → \(name) → second", known: known) }
        }
        var findings = tables.map { ColumnRecognition.findings(in: $0) }
        ColumnRecognition.leaveOutRepeatedNames(&findings)
        for (file, table) in tables.enumerated() {
            for (index, name) in table.header.enumerated() {
                guard let meaning = settings.columns[name]?.meaning else { continue }
                findings[file][index] = ColumnRecognition.Finding(meaning: meaning, reason: "the model file")
            }
        }
        DerivedColumns.add(to: &tables, &findings)
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
        identifiers = findings.map { $0.firstIndex { $0.meaning == .recordIdentifier } }
        columns = Self.paired(tables, findings, settings)
        if columns.isEmpty { throw tables.count > 1 ? .noCommonColumn : .nothingToCompare }
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
