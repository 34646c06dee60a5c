import Foundation

/// Expectation and maximisation over patterns of agreement.
enum Expectation {
    private static let rounds = 60
    private static let tolerance = 1e-4

    /// The evidence of all columns, levels and states of the parent, computed once for many patterns.
    struct Weights {
        private let values: [Double]
        private let parents: [Int]
        private let parentLevels: [UInt16]

        init(_ model: AgreementModel) {
            parents = model.parents
            parentLevels = model.parentLevels
            values = model.matching.indices.flatMap { column in
                [false, true].flatMap { parent in (0..<AgreementLevel.count).map { model.weight(column, $0, parentAgrees: parent) } }
            }
        }

        /// Evidence of a pattern in bits, without the columns that the rule makes agree.
        func weight(_ pattern: PairComparer.Pattern, without columns: UInt64) -> Double {
            var total = 0.0
            for column in parents.indices where columns >> UInt64(column) & 1 == 0 {
                let level = Int(pattern >> UInt64(column * 4) & 15)
                if level == 0 { continue }
                let parent = parents[column]
                let parentAgrees = parent >= 0 && parentLevels[column] >> UInt16(pattern >> UInt64(parent * 4) & 15) & 1 == 1
                total += values[(column * 2 + (parentAgrees ? 1 : 0)) * AgreementLevel.count + level - 1]
            }
            return total
        }
    }

    /// Alternates between asking which pairs are matches and learning from the answer, until nothing moves.
    /// - Parameters:
    ///   - labelled: patterns of pairs that people said are matches; they count like the rest.
    ///   - different: pairs that people said are none; nothing is learned from them about matches.
    static func maximise(_ result: inout Pilot.Result, _ records: PreparedRecords, labelled: [PairComparer.Pattern], different: Set<PairKey>) {
        let groups = result.rules.map { rule in
            var counts: [PairComparer.Pattern: Double] = [:]
            for pair in rule.pairs where !different.contains(PairKey(pair.left, pair.right)) { counts[pair.pattern, default: 0] += 1 }
            return counts.map { (pattern: $0.key, count: $0.value) }.sorted { $0.pattern < $1.pattern }
        }
        for _ in 0..<rounds {
            var sums = result.model.matching.map { row in row.map { _ in 0.0 } }
            for pattern in labelled { add(pattern, 1, to: &sums, without: 0) }
            let weights = Weights(result.model)
            for (index, group) in groups.enumerated() {
                let columns = result.rules[index].columnBits
                let share = result.rules[index].share
                let priorWeight = log2(share / (1 - share))
                var matches = 0.0
                var total = 0.0
                for (pattern, count) in group {
                    let probability = AgreementModel.probability(ofWeight: weights.weight(pattern, without: columns) + priorWeight)
                    matches += probability * count
                    total += count
                    if probability > 1e-4 { add(pattern, probability * count, to: &sums, without: columns) }
                }
                result.rules[index].share = min(0.999_9, max(1e-8, (matches + 0.01) / (total + 1)))
            }
            var change = 0.0
            for column in sums.indices {
                let before = result.model.matching[column]
                result.model.learn(column, records.columns[column], from: sums[column], records: records.recordCount)
                change = zip(before, result.model.matching[column]).reduce(change) { max($0, abs($1.0 - $1.1)) }
            }
            if change < tolerance { break }
        }
    }

    private static func add(_ pattern: PairComparer.Pattern, _ amount: Double, to sums: inout [[Double]], without columns: UInt64) {
        for column in sums.indices where columns >> UInt64(column) & 1 == 0 {
            let level = Int(pattern >> UInt64(column * 4) & 15)
            if level > 0 { sums[column][level - 1] += amount }
        }
    }
}
