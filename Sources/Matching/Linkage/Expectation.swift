import Foundation

/// Expectation and maximisation over patterns of agreement.
enum Expectation {
    private static let rounds = 60
    /// Rounds in which the kinds of pairs are held to what they are, so that each finds its own.
    private static let beginning = 15
    private static let tolerance = 1e-4

    /// The evidence of all columns, levels and states of the parent, computed once for many patterns.
    struct Weights {
        private let values: [Double]
        /// The same for two people of one group, of each kind.
        private let ofGroups: [[Double]]
        private let parents: [Int]
        private let parentLevels: [UInt16]

        init(_ model: AgreementModel, _ columns: [PreparedColumn]) {
            parents = model.parents
            parentLevels = model.parentLevels
            values = model.matching.indices.flatMap { column in
                [false, true].flatMap { parent in (0..<AgreementLevel.count).map { model.weight(column, $0, parentAgrees: parent) } }
            }
            ofGroups = model.groups.map { group in
                model.matching.indices.flatMap { column in
                    [false, true].flatMap { parent in
                        (0..<AgreementLevel.count).map { level in
                            group.gain(column, level, columns[column], model).map { gain in
                                let weight = model.weight(column, level, parentAgrees: parent) + gain
                                return columns[column].tellsPersonsApart ? max(0, weight) : weight
                            } ?? 0
                        }
                    }
                }
            }
        }

        /// How much likelier a pattern is in pairs of one person and of one group than in pairs of strangers.
        func odds(_ pattern: PairComparer.Pattern, of rule: Pilot.RulePairs) -> (match: Double, groups: SIMD4<Double>) {
            let columns = rule.columnBits
            let strangers = max(1e-6, 1 - rule.share - rule.groupShares.reduce(0, +))
            var groups = SIMD4<Double>.zero
            for group in ofGroups.indices { groups[group] = rule.groupShares[group] / strangers * exp2(weight(pattern, without: columns, ofGroups[group])) }
            return (rule.share / strangers * exp2(weight(pattern, without: columns)), groups)
        }

        /// Evidence of a pattern in bits, without the columns that the rule makes agree.
        func weight(_ pattern: PairComparer.Pattern, without columns: UInt64) -> Double { weight(pattern, without: columns, values) }

        private func weight(_ pattern: PairComparer.Pattern, without columns: UInt64, _ values: [Double]) -> Double {
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
        for round in 0..<rounds {
            var sums = result.model.matching.map { row in row.map { _ in 0.0 } }
            for pattern in labelled { add(pattern, 1, to: &sums, without: 0) }
            let weights = Weights(result.model, records.columns)
            // Rules are looked at side by side, and what they say is added up in their order.
            let (rules, kinds) = (result.rules, result.model.groups.count)
            let none = sums.map { row in row.map { _ in 0.0 } }
            let said = Parallel.map(groups.count) { Lesson(groups[$0], of: rules[$0], weights, sums: none, kinds: kinds) }
            var members = result.model.groups.map { _ in sums.map { row in row.map { _ in 0.0 } } }
            for (index, lesson) in said.enumerated() {
                for column in sums.indices {
                    for level in sums[column].indices {
                        sums[column][level] += lesson.matches[column][level]
                        for kind in members.indices { members[kind][column][level] += lesson.members[kind][column][level] }
                    }
                }
                result.rules[index].share = lesson.share
                result.rules[index].groupShares = lesson.groupShares
            }
            var change = 0.0
            for kind in members.indices {
                for column in sums.indices {
                    result.model.groups[kind].learn(column, records.columns[column], from: members[kind][column], different: result.model.different[column], begins: round < beginning)
                }
            }
            for column in sums.indices {
                let before = result.model.matching[column]
                result.model.learn(column, records.columns[column], from: sums[column], records: records.recordCount, begins: round < beginning)
                change = zip(before, result.model.matching[column]).reduce(change) { max($0, abs($1.0 - $1.1)) }
            }
            if change < tolerance, round > beginning { break }
        }
    }

    /// What the pairs of one rule say of matches and groups as they are held to be.
    private struct Lesson: Sendable {
        var matches: [[Double]]
        var members: [[[Double]]]
        let share: Double
        let groupShares: [Double]

        init(_ patterns: [(pattern: PairComparer.Pattern, count: Double)], of rule: Pilot.RulePairs, _ weights: Weights, sums: [[Double]], kinds: Int) {
            let columns = rule.columnBits
            matches = sums
            members = Array(repeating: sums, count: kinds)
            var (matched, grouped, total) = (0.0, Array(repeating: 0.0, count: kinds), 0.0)
            for (pattern, count) in patterns {
                let odds = weights.odds(pattern, of: rule)
                let all = 1 + odds.match + odds.groups.sum()
                let probability = odds.match / all
                matched += probability * count
                total += count
                if probability > 1e-4 { add(pattern, probability * count, to: &matches, without: columns) }
                for kind in 0..<kinds {
                    let membership = odds.groups[kind] / all
                    grouped[kind] += membership * count
                    if membership > 1e-4 { add(pattern, membership * count, to: &members[kind], without: columns) }
                }
            }
            share = min(0.999_9, max(1e-8, (matched + 0.01) / (total + 1)))
            let room = 1 - share
            groupShares = grouped.map { min(0.3 * room, ($0 + 0.2) / (total + 1)) }
        }
    }

    private static func add(_ pattern: PairComparer.Pattern, _ amount: Double, to sums: inout [[Double]], without columns: UInt64) {
        for column in sums.indices where columns >> UInt64(column) & 1 == 0 {
            let level = Int(pattern >> UInt64(column * 4) & 15)
            if level > 0 { sums[column][level - 1] += amount }
        }
    }
}
