/// Finds columns of two files that tell the same though neither their names nor what is known of them says so: many of their values are the same.
struct SharedValues {
    /// Distinct values that are looked at of each column.
    private static let lookedAt = 20_000
    /// The share of the values of the column with fewer that the other has too, from which on both are taken to tell the same.
    private static let leastShare = 0.2
    /// Fewer common values than this may be chance.
    private static let leastCommon = 8

    let tables: [RecordTable]
    let findings: [[ColumnRecognition.Finding]]

    /// Pairs of columns that are left, those with most in common first; each column once.
    ///
    /// - Parameters:
    ///   - left: columns of the first file without a partner.
    ///   - right: the same of the second.
    func pairs(_ left: [Int], _ right: [Int]) -> [(left: Int, right: Int, meaning: ColumnMeaning)] {
        var found: [(share: Double, left: Int, right: Int, meaning: ColumnMeaning)] = []
        for first in left {
            for second in right {
                guard let meaning = meaning(first, second) else { continue }
                let share = share(first, second, meaning)
                if share >= Self.leastShare { found.append((share, first, second, meaning)) }
            }
        }
        var pairs: [(left: Int, right: Int, meaning: ColumnMeaning)] = []
        for pair in found.sorted(by: { ($1.share, $0.left, $0.right) < ($0.share, $1.left, $1.right) })
        where !pairs.contains(where: { $0.left == pair.left || $0.right == pair.right }) {
            pairs.append((pair.left, pair.right, pair.meaning))
        }
        return pairs
    }

    /// What both may tell; nil where their names say that they tell something else, or where numbers are so small that any two columns share them.
    private func meaning(_ left: Int, _ right: Int) -> ColumnMeaning? {
        let (first, second) = (findings[0][left], findings[1][right])
        let named = [first, second].filter { $0.reason == ColumnRecognition.byName }
        if named.count == 2, first.meaning != second.meaning { return nil }
        let meaning = named.first?.meaning ?? first.meaning
        return [.number, .sex, .age, .houseNumber].contains(meaning) ? nil : meaning
    }

    private func share(_ left: Int, _ right: Int, _ meaning: ColumnMeaning) -> Double {
        let (first, second) = (forms(0, left, meaning), forms(1, right, meaning))
        let common = first.count { second.contains($0) }
        let share = Double(common) / Double(max(1, min(first.count, second.count)))
        // Of few kinds of values all but one or two must be the same.
        if meaning == .category { return common >= 4 && share >= 0.7 ? share : 0 }
        return common < Self.leastCommon ? 0 : share
    }

    /// The compared forms of a column's values. Those are looked at whose hash is low, so that of two long columns the same values are.
    private func forms(_ file: Int, _ column: Int, _ meaning: ColumnMeaning) -> Set<[UInt8]> {
        let pool = tables[file].columns[column].pool
        let form = ValueForm.of(pool, meaning.comparison, meaning)
        let limit = pool.count <= Self.lookedAt ? UInt64.max : UInt64.max / UInt64(pool.count) * UInt64(Self.lookedAt)
        var forms: Set<[UInt8]> = []
        for number in 1..<max(1, pool.count) {
            let value = form.form(of: pool.text(UInt32(number)))
            if !value.isEmpty, Hashing.hash(value) <= limit { forms.insert(value) }
        }
        return forms
    }
}
