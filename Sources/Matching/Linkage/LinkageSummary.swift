extension LinkageResult {
    /// How the columns were understood, by which rules records were compared, and what these rules reach: a sentence a line.
    public func summary() -> [String] {
        var lines: [String] = []
        for (file, name) in names.files.enumerated() {
            for understanding in columns.understandings where understanding.file == file {
                let used =
                    understanding.comparison == .none
                    ? understanding.meaning.rawValue : "\(understanding.meaning.rawValue), compared as \(understanding.comparison.rawValue)"
                lines.append("\(name): \(understanding.column) is taken as \(used) (by \(understanding.reason))")
            }
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
}
