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

    /// The candidates that have a word of the text, singular or plural: `mobile-phones` and `home-phone` for `phones`. At most five.
    static func related(_ text: String, in candidates: [String]) -> [String] {
        let wanted = words(text)
        return Array(candidates.filter { !wanted.isDisjoint(with: words($0)) }.prefix(5))
    }

    private static func words(_ text: String) -> Set<String> {
        let parts = text.lowercased().unicodeScalars.split { !$0.properties.isAlphabetic && $0.properties.numericType == nil }
        let words = parts.map { part in
            let word = String(String.UnicodeScalarView(part))
            return word.utf8.count > 3 && word.utf8.last == UInt8(ascii: "s") ? String(word.dropLast()) : word
        }
        return Set(words.filter { $0.utf8.count > 2 })
    }

    /// A remedy that names the nearest candidates, or else the first few there are.
    /// - Parameter plural: the plural of `what`; nil: with an s.
    static func remedy(for text: String, in candidates: [String], called what: String, plural: String? = nil) -> String {
        if let nearest = match(text, in: candidates) { return "Did you mean “\(nearest)”?" }
        let related = related(text, in: candidates)
        if let last = related.last {
            let others = related.dropLast().map { "“\($0)”" }.joined(separator: ", ")
            return "Did you mean \(others)\(others.isEmpty ? "" : " or ")“\(last)”?"
        }
        guard !candidates.isEmpty else { return "There is no \(what) to name here." }
        let shown = candidates.prefix(12).map { "“\($0)”" }.joined(separator: ", ")
        return candidates.count > 12
            ? "Name one of the \(candidates.count) \(plural ?? what + "s"), such as \(shown)." : "Write one of \(shown)."
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
