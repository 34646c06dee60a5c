/// Finds what somebody probably meant.
enum Nearest {
    /// The candidate nearest to `text` by edits of letters (case ignored), or nil where none is near.
    ///
    /// Near is at most a third of the letters, and at least two. O(candidates × length²).
    static func match(_ text: String, in candidates: some Sequence<String>) -> String? {
        let wanted = Array(text.lowercased().unicodeScalars.prefix(60))
        guard !wanted.isEmpty else { return nil }
        let bound = max(2, wanted.count / 3)
        var best: (distance: Int, candidate: String)?
        for candidate in candidates {
            let scalars = Array(candidate.lowercased().unicodeScalars.prefix(60))
            guard abs(scalars.count - wanted.count) <= bound else { continue }
            let distance = editDistance(wanted, scalars)
            guard distance <= bound, distance < max(wanted.count, scalars.count) else { continue }
            if best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
        }
        return best?.candidate
    }

    /// A remedy that names the nearest candidate, or else the first few there are.
    static func remedy(for text: String, in candidates: [String], called what: String) -> String {
        if let nearest = match(text, in: candidates) { return "Did you mean “\(nearest)”?" }
        guard !candidates.isEmpty else { return "There is no \(what) to name here." }
        let shown = candidates.prefix(12).map { "“\($0)”" }.joined(separator: ", ")
        return candidates.count > 12
            ? "Name one of the \(candidates.count) \(what)s, such as \(shown)." : "Write one of \(shown)."
    }

    /// Levenshtein's distance with exchange of neighbours counted as one edit.
    static func editDistance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
        guard !first.isEmpty, !second.isEmpty else { return max(first.count, second.count) }
        var beforePrevious = [Int](repeating: 0, count: second.count + 1)
        var previous = Array(0...second.count)
        for row in 1...first.count {
            var current = [row] + [Int](repeating: 0, count: second.count)
            for column in 1...second.count {
                let replaced = previous[column - 1] + (first[row - 1] == second[column - 1] ? 0 : 1)
                current[column] = min(previous[column] + 1, current[column - 1] + 1, replaced)
                if row > 1, column > 1, first[row - 1] == second[column - 2], first[row - 2] == second[column - 1] {
                    current[column] = min(current[column], beforePrevious[column - 2] + 1)
                }
            }
            beforePrevious = previous
            previous = current
        }
        return previous[second.count]
    }
}
