import Foundation

/// How often each level of agreement is found in a column, among pairs that are known to be of one person and among others: what shares are learned from.
public struct LevelCount: Sendable {
    public let column: String
    public let comparison: ComparisonKind
    /// How often the two values are in different scripts.
    public let acrossScripts: Double
    /// The names of the levels, in the order of the counts.
    public static let levels = AgreementLevel.names
    public let matching: [Int]
    public let different: [Int]
}

extension LinkageResult {
    /// Counts levels among true pairs and among as many pairs taken at random as tell enough.
    ///
    /// - Parameter truth: a file of pairs, as for ``LinkageQuality``.
    public func levelCounts(truth: URL) throws -> [LevelCount] {
        let known = try PairFile.read(truth).known(in: names).pairs.filter(\.isMatch)
        let truePairs = Set(known.map { [$0.left, $0.right] })
        var random = SplitMix(seed: 17)
        var others: [(left: Int, right: Int)] = []
        for _ in 0..<300_000 {
            guard let (left, right) = records.randomPair(&random), left != right, !truePairs.contains([min(left, right), max(left, right)]) else { continue }
            others.append((left, right))
        }
        let (same, different) = (counts(known.map { (left: $0.left, right: $0.right) }), counts(others))
        return records.columns.indices.map {
            LevelCount(
                column: records.columns[$0].name, comparison: records.columns[$0].kind, acrossScripts: records.columns[$0].acrossScripts, matching: same[$0],
                different: different[$0])
        }
    }

    private func counts(_ pairs: [(left: Int, right: Int)]) -> [[Int]] {
        let patterns = PairComparer.with(records, tables) { comparer in
            pairs.map { comparer.pattern(comparer.cells + $0.left * comparer.width, comparer.cells + $0.right * comparer.width) }
        }
        var counts = Array(repeating: Array(repeating: 0, count: AgreementLevel.count), count: records.columnCount)
        for pattern in patterns {
            for column in records.columns.indices {
                let level = Int(pattern >> UInt64(column * 4) & 15)
                if level > 0 { counts[column][level - 1] += 1 }
            }
        }
        return counts
    }
}
