/// Finds the column that names the records where none is called as such columns are.
struct IdentifierColumn {
    let column: Int
    let finding: ColumnRecognition.Finding

    /// The first column that is different in each record and stands first, is called a number or code, counts, or is alone in it; nil where a column is known by its name or none is like that.
    static func find(in table: RecordTable, _ findings: [ColumnRecognition.Finding], _ shapes: [ValueShape]) -> IdentifierColumn? {
        guard table.recordCount > 1, !findings.contains(where: { $0.meaning == .recordIdentifier }) else { return nil }
        let possible = table.header.indices.filter { column in
            shapes[column].isUnique && findings[column].reason != ColumnRecognition.byName && findings[column].meaning != .date
                // What is left must be something to compare.
                && findings.indices.contains { $0 != column && findings[$0].meaning != .ignored }
        }
        for column in possible {
            let words = ColumnRecognition.folded(table.header[column]).split(separator: "_").map(String.init)
            let reason: String? =
                if shapes[column].counts, column == 0 || table.recordCount > 20 {
                    "its values, which count the records"
                } else if !ColumnNames.wordsOfIdentifiers.isDisjoint(with: words) {
                    "its name, and because it is different in each record"
                } else if column == 0, shapes[column].isWithoutSpaces {
                    "its place, and because it is different in each record"
                } else {
                    nil
                }
            if let reason { return IdentifierColumn(column: column, finding: ColumnRecognition.Finding(meaning: .recordIdentifier, reason: reason)) }
        }
        guard possible.count == 1, table.recordCount > 20, shapes[possible[0]].isWithoutSpaces else { return nil }
        return IdentifierColumn(
            column: possible[0],
            finding: ColumnRecognition.Finding(meaning: .recordIdentifier, reason: "its values, because no other column is different in each record"))
    }
}
