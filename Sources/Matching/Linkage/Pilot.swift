import Foundation

/// Learns the model without labels from the pairs of a few narrow rules, by expectation maximisation (A. P. Dempster, N. M. Laird, D. B. Rubin, 1977;
/// for linkage W. E. Winkler, 1988).
///
/// A rule makes the columns it uses agree. So what is said of a column is learned only from pairs of rules that do not use it.
struct Pilot {
    /// Pairs a rule may bring for learning; blocks are left out evenly above it.
    private static let pairsPerRule = 60_000.0
    private static let recordsPerRule = 200_000.0
    private static let mostRules = 14
    /// Below this number of pairs all of them are learned from.
    private static let allPairs = 1_500_000.0
    /// Matches for each record before anything is known of them.
    private static let presumedMatches = 0.1

    let records: PreparedRecords
    let tables: PairComparer.Tables
    let keys: BlockingKeys

    /// A pair that a rule brought.
    struct FoundPair: Sendable {
        let left: UInt32
        let right: UInt32
        let pattern: PairComparer.Pattern
    }

    /// The pairs of a rule.
    struct RulePairs: Sendable {
        let rule: BlockingRule
        let columns: Set<Int>
        var pairs: [FoundPair]
        /// Of how many pairs of the rule these are a sample.
        let scale: Double
        var columnBits: UInt64 { columns.reduce(0) { $0 | 1 << UInt64($1) } }
        /// The share of matches among them.
        var share = 0.5
        /// The shares of pairs of people who are not one and share much, by ``AgreementModel/groups``.
        var groupShares: [Double] = []
    }

    struct Result: Sendable {
        var model: AgreementModel
        /// See ``PairComparer/Tables/references``.
        let references: [Int32]
        var rules: [RulePairs]
        let columns: [PreparedColumn]

        /// The pairs of a rule whose log odds within it are above a bound.
        func pairs(of rule: RulePairs, above bound: Double) -> [FoundPair] {
            let weights = Expectation.Weights(model, columns)
            let least = exp2(bound)
            return rule.pairs.filter { pair in
                let odds = weights.odds(pair.pattern, of: rule)
                return odds.match > least * (1 + odds.groups.sum())
            }
        }
    }

    func learn(labels: [(left: Int, right: Int, isMatch: Bool)]) -> Result {
        let difference = DifferentPairs(records: records, tables: tables)
        let found = difference.shares()
        let (parents, under, parentLevels) = difference.parents(found)
        let expected = records.columns.map { LinkagePriors.standard.matching($0) }
        let model = AgreementModel(
            matching: expected, different: found.shares, differentUnderParent: under, parents: parents,
            parentLevels: parentLevels, prior: 1 / max(2, Double(records.recordCount)),
            groups: SharedGroup.presumed(records.columns, different: found.shares, records: records))
        var result = Result(model: model, references: found.references, rules: pairsOfRules(), columns: records.columns)
        for index in result.rules.indices { result.rules[index].groupShares = model.groups.map { _ in result.rules[index].share * 0.3 } }
        // One column alone cannot show how often matches agree on it: what is expected stays, and the prior is fitted to the pairs that are found.
        if records.columnCount == 1, labels.isEmpty {
            let matches = Self.presumedMatches * Double(records.recordCount)
            for index in result.rules.indices {
                let pairs = Double(result.rules[index].pairs.count) * result.rules[index].scale
                result.rules[index].share = min(0.5, matches / max(1, pairs))
            }
            return result
        }
        Expectation.maximise(
            &result, records, labelled: labelled(labels),
            different: Set(labels.filter { !$0.isMatch }.map { PairKey(UInt32($0.left), UInt32($0.right)) }))
        return result
    }

    private func labelled(_ labels: [(left: Int, right: Int, isMatch: Bool)]) -> [PairComparer.Pattern] {
        PairComparer.with(records, tables) { comparer in
            labels.filter(\.isMatch).map { comparer.pattern(comparer.cells + $0.left * comparer.width, comparer.cells + $0.right * comparer.width) }
        }
    }

    // MARK: Rules

    private func pairsOfRules() -> [RulePairs] {
        if records.pairCount <= Self.allPairs { return [everyPair()] }
        let rules = chosenRules()
        return Parallel.map(rules.count) { pairs(of: rules[$0]) }.filter { !$0.pairs.isEmpty }
    }

    /// Narrow rules of whole values, such that each column is left out by some of them.
    private func chosenRules() -> [BlockingRule] {
        let whole = keys.keys.indices.filter { keys.keys[$0].reading == .whole || keys.keys[$0].reading == .sound }
        var candidates: [BlockingRule] = whole.map { BlockingRule(keys: [$0]) }
        for (position, first) in whole.enumerated() {
            for second in whole.dropFirst(position + 1) where keys.keys[first].column != keys.keys[second].column {
                candidates.append(BlockingRule(keys: [first, second]))
                for third in whole
                where third > second && keys.keys[third].column != keys.keys[first].column && keys.keys[third].column != keys.keys[second].column {
                    if keys.keys[first].reading == .whole, keys.keys[second].reading == .whole {
                        candidates.append(BlockingRule(keys: [first, second, third]))
                    }
                }
            }
        }
        let limit = Double(records.recordCount) / 2
        let narrow = candidates.map { ($0, keys.expectedPairs($0, records)) }.filter { $0.1 <= limit }
        // Wide rules see more of the people; those with few keys leave more columns to learn about.
        var left = narrow.sorted { ($0.0.keys.count, -$0.1, $0.0.keys.first ?? 0) < ($1.0.keys.count, -$1.1, $1.0.keys.first ?? 0) }.map(\.0)
        var uses: [Int: Int] = [:]
        var chosen: [BlockingRule] = []
        while chosen.count < Self.mostRules, !left.isEmpty {
            func burden(_ rule: BlockingRule) -> Int { rule.keys.reduce(0) { $0 + uses[keys.keys[$1].column, default: 0] } * 4 + rule.keys.count }
            guard let index = left.indices.min(by: { burden(left[$0]) < burden(left[$1]) }) else { break }
            let rule = left.remove(at: index)
            chosen.append(rule)
            for key in rule.keys { uses[keys.keys[key].column, default: 0] += 1 }
        }
        return chosen
    }

    private func everyPair() -> RulePairs {
        var pairs: [FoundPair] = []
        PairComparer.with(records, tables) { comparer in
            let rightStart = records.isLink ? records.boundary : 0
            for left in 0..<records.boundary {
                for right in max(rightStart, records.isLink ? 0 : left + 1)..<max(rightStart, records.recordCount) {
                    let pattern = comparer.pattern(comparer.cells + left * comparer.width, comparer.cells + right * comparer.width)
                    pairs.append(FoundPair(left: UInt32(left), right: UInt32(right), pattern: pattern))
                }
            }
        }
        return RulePairs(rule: .everyPair, columns: [], pairs: pairs, scale: 1, share: 0.001)
    }

    private func pairs(of rule: BlockingRule) -> RulePairs {
        // Of a million records one key in five is enough to learn from.
        let share = min(1, Self.recordsPerRule / Double(records.recordCount))
        let blocks = Blocks(
            BlockingKeys.entries(rule.keys.map { keys.column($0, records) }, count: records.recordCount, share: share), boundary: records.boundary,
            isLink: records.isLink)
        let thinning = max(1, blocks.pairCount / Self.pairsPerRule)
        var random = SplitMix(seed: UInt64(rule.keys.reduce(7) { $0 * 31 + $1 }))
        var pairs: [FoundPair] = []
        PairComparer.with(records, tables) { comparer in
            for range in blocks.ranges where thinning == 1 || random.uniform() * thinning < 1 {
                CandidatePairs.inBlock(blocks.records[range], boundary: records.boundary, isLink: records.isLink) { left, right in
                    let pattern = comparer.pattern(comparer.cells + Int(left) * comparer.width, comparer.cells + Int(right) * comparer.width)
                    pairs.append(FoundPair(left: left, right: right, pattern: pattern))
                }
            }
        }
        return RulePairs(rule: rule, columns: Set(rule.keys.map { keys.keys[$0].column }), pairs: pairs, scale: thinning / share)
    }
}

/// The pairs of a block.
enum CandidatePairs {
    @inline(__always)
    static func inBlock(_ block: ArraySlice<UInt32>, boundary: Int, isLink: Bool, _ body: (UInt32, UInt32) -> Void) {
        for first in block.startIndex..<block.endIndex {
            for second in block.index(after: first)..<block.endIndex {
                if isLink, (Int(block[first]) < boundary) == (Int(block[second]) < boundary) { continue }
                body(block[first], block[second])
            }
        }
    }
}
