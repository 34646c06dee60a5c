extension LinkageResult {
    /// How the columns were understood, by which rules records were compared, and what these rules reach: a sentence a line.
    public func summary() -> [String] {
        var lines: [String] = []
        for (file, name) in names.files.enumerated() {
            for understanding in columns.understandings where understanding.file == file {
                lines.append("\(name): \(understanding.column) is taken as \(understanding.meaning.rawValue)\(use(understanding)) (by \(understanding.reason))")
            }
        }
        lines += names.repeated.compactMap { $0?.sentence }
        lines += warnings
        if records.columns.allSatisfy({ [.name, .fullName].contains($0.kind) }) {
            lines.append(
                "Only names can be compared: rare names that are alike are given as probable, common ones are not. A date, a place or a number would tell more."
            )
        }
        if report.rules == ["every pair"] {
            lines.append("Every pair was compared (\(Int(report.comparisons))).")
        } else {
            lines.append("Records were compared that agree on: \(report.rules.joined(separator: "; or "))")
            let reach =
                report.reach.map { "about \(LinkedPairWriter.decimal($0 * 100, 1)) of 100 matches" }
                ?? "a share of the matches that is not known: too few were found to tell"
            lines.append("\(Int(report.comparisons)) comparisons; these rules reach \(reach).")
        }
        return lines
    }

    /// How a column was compared, and with which of the other file.
    private func use(_ understanding: LinkageColumns.Understanding) -> String {
        if understanding.comparison == .none { return "" }
        guard let column = records.columns.first(where: { $0.sources[understanding.file] == understanding.index }) else {
            let isInOther = columns.columns.contains { $0.sources[understanding.file] == understanding.index }
            return isInOther ? ", not compared: other columns tell more" : ", not compared: the other file has nothing like it"
        }
        let compared = ", compared as \(column.kind.rawValue)"
        guard let other = column.sources.indices.first(where: { $0 != understanding.file }) else { return compared }
        let partner = columns.understandings.first { $0.file == other && $0.index == column.sources[other] }
        return compared + (partner.map { " with \($0.column)" } ?? "")
    }
}
