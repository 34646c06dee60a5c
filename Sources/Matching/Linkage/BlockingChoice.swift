import Foundation

/// Chooses the rules that together find most matches for the work that is allowed.
///
/// From the matches of the pilot it is known how often each key agrees in both records of a match, and which keys do so together. For the columns of the rule
/// that found a match this is biased (they agree, or the rule would not have found it), so those columns are taken from another match that was found without them.
struct BlockingChoice: Sendable {
    /// Up to this many pairs all are compared, and blocking loses none.
    static let everyPairLimit = 30_000_000.0
    /// Pairs that all rules together may bring, for each record.
    private static let pairsPerRecord = 30.0
    private static let mostRules = 40
    private static let simulatedMatches = 6_000
    /// A rule that finds fewer of the matches than this is not worth sorting all records: one of the simulated matches where that takes a moment, six for a million.
    private static func smallestGain(_ records: PreparedRecords) -> Double { 0.000_15 + 0.000_85 * min(1, Double(records.recordCount) / 1_000_000) }

    let rules: [BlockingRule]
    /// The share of the matches that at least one rule finds, as far as the pilot can tell; nil if it found too few matches to tell.
    let reach: Double?

    static func choose(_ records: PreparedRecords, _ keys: BlockingKeys, _ tables: PairComparer.Tables, _ pilot: Pilot.Result) -> BlockingChoice {
        if records.pairCount <= everyPairLimit { return BlockingChoice(rules: [.everyPair], reach: 1) }
        let matches = simulated(records, keys, tables, pilot)
        let budget = max(everyPairLimit, pairsPerRecord * Double(records.recordCount))
        var candidates = self.candidates(records, keys, budget: budget)
        var uncovered = matches
        var chosen: [BlockingRule] = []
        let sample = RuleSample(records, keys)
        var measured: Set<BlockingRule> = []
        var spent = 0.0
        while chosen.count < mostRules, !candidates.isEmpty, !uncovered.isEmpty || matches.isEmpty {
            let gains = candidates.map { candidate in uncovered.reduce(0) { $0 + ($1 & candidate.mask == candidate.mask ? 1 : 0) } }
            // Sorting all records costs about as much as comparing four pairs for each.
            let sorting = Double(records.recordCount) * 4
            func value(_ index: Int) -> Double { matches.isEmpty ? -candidates[index].cost : Double(gains[index]) / (candidates[index].cost + sorting) }
            guard let best = candidates.indices.max(by: { value($0) < value($1) }) else { break }
            if !matches.isEmpty, Double(gains[best]) < smallestGain(records) * Double(matches.count) { break }
            let candidate = candidates.remove(at: best)
            // Keys depend on each other, a town and its country for one: before a rule is taken, its pairs are counted in a sample of the records.
            if measured.insert(candidate.rule).inserted {
                let cost = sample.pairs(candidate.rule)
                if cost > candidate.cost * 1.3 {
                    if cost <= budget * 0.4 { candidates.append(Candidate(rule: candidate.rule, mask: candidate.mask, cost: cost)) }
                    continue
                }
            }
            if spent + candidate.cost > budget { continue }
            spent += candidate.cost
            chosen.append(candidate.rule)
            uncovered.removeAll { $0 & candidate.mask == candidate.mask }
            // Without matches to learn from, the narrowest rules are taken until the work is spent.
            if matches.isEmpty, chosen.count >= 12 { break }
        }
        chosen += rules(without: columnOfAll(chosen, keys), beside: chosen, candidates.filter { !measured.contains($0.rule) }, keys, sample, room: budget - spent)
        let masks = chosen.map { $0.keys.reduce(UInt64(0)) { $0 | 1 << UInt64($1) } }
        uncovered.removeAll { match in masks.contains { match & $0 == $0 } }
        let reach = matches.count < 200 ? nil : 1 - Double(uncovered.count) / Double(matches.count)
        return BlockingChoice(rules: chosen, reach: reach)
    }

    /// The columns that all rules use: whoever differs in one of them is found by none.
    private static func columnOfAll(_ rules: [BlockingRule], _ keys: BlockingKeys) -> Set<Int> {
        guard let first = rules.first else { return [] }
        return rules.reduce(Set(first.keys.map { keys.keys[$0].column })) { $0.intersection($1.keys.map { keys.keys[$0].column }) }
    }

    private static let mostRulesWithout = 8

    /// For each of the columns the narrowest rules that do without it, as long as the work is allowed: the matches from which rules were learned cannot show what they do not know.
    private static func rules(
        without columns: Set<Int>, beside chosen: [BlockingRule], _ candidates: [Candidate], _ keys: BlockingKeys, _ sample: RuleSample, room: Double
    ) -> [BlockingRule] {
        var added: [BlockingRule] = []
        for column in columns.sorted() {
            var left = room / Double(columns.count)
            var count = 0
            // Wide rules find more, and a wide one needs no narrower one beside it.
            let most = left / 3
            for candidate in candidates.filter({ candidate in !candidate.rule.keys.contains { keys.keys[$0].column == column } && candidate.cost <= most }).sorted(by: { ($1.cost, $0.mask) < ($0.cost, $1.mask) }) {
                if count == mostRulesWithout || chosen.count + added.count == mostRules { break }
                let isNarrower = (chosen + added).contains { rule in Set(rule.keys).isSubset(of: candidate.rule.keys) }
                if isNarrower { continue }
                let cost = sample.pairs(candidate.rule)
                if cost > min(most, left) { continue }
                left -= cost
                count += 1
                added.append(candidate.rule)
            }
        }
        return added
    }

    private struct Candidate {
        let rule: BlockingRule
        let mask: UInt64
        let cost: Double
    }

    /// All rules of one, two or three keys of different columns that are narrow enough.
    private static func candidates(_ records: PreparedRecords, _ keys: BlockingKeys, budget: Double) -> [Candidate] {
        var rules: [BlockingRule] = []
        let all = keys.keys.indices
        for first in all {
            rules.append(BlockingRule(keys: [first]))
            for second in all where second > first && keys.keys[second].column != keys.keys[first].column {
                rules.append(BlockingRule(keys: [first, second]))
                let pairCost = keys.expectedPairs(BlockingRule(keys: [first, second]), records)
                if pairCost < Double(records.recordCount) { continue }
                for third in all
                where third > second && keys.keys[third].column != keys.keys[first].column && keys.keys[third].column != keys.keys[second].column {
                    rules.append(BlockingRule(keys: [first, second, third]))
                }
            }
        }
        return rules.compactMap { rule in
            let cost = keys.expectedPairs(rule, records)
            return cost > budget * 0.4 ? nil : Candidate(rule: rule, mask: rule.keys.reduce(0) { $0 | 1 << UInt64($1) }, cost: cost)
        }
    }

    /// The keys of some of the records, to count the pairs of a rule quickly.
    private struct RuleSample {
        private static let records = 100_000
        private static let places = 1 << 20
        private let keys: [[UInt32]]
        private let count: Int
        /// All pairs by the pairs of the sample.
        private let scale: Double

        init(_ records: PreparedRecords, _ all: BlockingKeys) {
            let step = max(1, records.recordCount / Self.records)
            let chosen = Array(stride(from: 0, to: records.recordCount, by: step))
            count = chosen.count
            scale = 2 * records.pairCount / (Double(count) * Double(max(1, count - 1)))
            keys = all.keys.map { key in chosen.map { key.key(records.cells[$0 * records.columnCount + key.column].value) } }
        }

        /// How many pairs a rule brings, from how often combined keys occur in the sample; what other keys in the same place add is taken off.
        func pairs(_ rule: BlockingRule) -> Double {
            var counts = [UInt16](repeating: 0, count: Self.places)
            var together = 0.0
            var filled = 0.0
            for index in 0..<count {
                var hash: UInt64 = 0
                for key in rule.keys {
                    let part = keys[key][index]
                    hash = part == 0 || (hash == 0 && key != rule.keys[0]) ? 0 : Hashing.mix(hash ^ UInt64(part)) | 1
                }
                if hash == 0 { continue }
                let place = Int(truncatingIfNeeded: hash >> 32) & (Self.places - 1)
                together += Double(counts[place])
                counts[place] &+= 1
                filled += 1
            }
            return max(0, together - filled * filled / 2 / Double(Self.places)) * scale
        }
    }

    /// In which share of the matches that seem to agree on a column they do not: where little else tells, only those are sure that agree on it, and the model, in which doubtful pairs count
    /// by their probability, and the records without a value know of the others.
    private static func lostShare(_ column: Int, _ records: PreparedRecords, _ keys: BlockingKeys, _ pilot: Pilot.Result, _ sure: [UInt64]) -> Double {
        guard sure.count >= 20, let whole = keys.keys.firstIndex(where: { $0.column == column && $0.reading == .whole }) else { return 0 }
        let seen = Double(sure.count { $0 >> UInt64(whole) & 1 == 1 }) / Double(sure.count)
        let filled = Double(records.columns[column].filled) / Double(max(1, records.recordCount))
        let expected = filled * filled * pilot.model.matching[column][Int(AgreementLevel.exact)]
        return seen > expected + leastLost ? (seen - expected) / seen : 0
    }

    /// Less than this may be chance.
    private static let leastLost = 0.05

    /// Matches as sets of keys that agree.
    private static func simulated(_ records: PreparedRecords, _ keys: BlockingKeys, _ tables: PairComparer.Tables, _ pilot: Pilot.Result) -> [UInt64] {
        struct Match {
            let bits: UInt64
            let columns: Set<Int>
        }
        let columnMasks = records.columns.indices.map { column in
            keys.keys.indices.reduce(UInt64(0)) { $0 | (keys.keys[$1].column == column ? 1 << UInt64($1) : 0) }
        }
        var random = SplitMix(seed: 11)
        var matches: [Match] = []
        PairComparer.with(records, tables) { comparer in
            for rule in pilot.rules {
                let sure = pilot.pairs(of: rule, above: 3)
                let step = max(1, sure.count / 3_000)
                for index in stride(from: 0, to: sure.count, by: step) {
                    let bits = keys.agreements(
                        comparer.cells + Int(sure[index].left) * comparer.width, comparer.cells + Int(sure[index].right) * comparer.width)
                    matches.append(Match(bits: bits, columns: rule.columns))
                }
            }
        }
        if matches.count < 20 { return [] }
        let unbiased = records.columns.indices.map { column in matches.indices.filter { !matches[$0].columns.contains(column) } }
        let lost = records.columns.indices.map { column in lostShare(column, records, keys, pilot, matches.filter { !$0.columns.contains(column) }.map(\.bits)) }
        return (0..<simulatedMatches).map { _ in
            let match = matches[random.next(below: matches.count)]
            var bits = match.bits
            for column in match.columns.sorted() where !unbiased[column].isEmpty {
                let other = matches[unbiased[column][random.next(below: unbiased[column].count)]]
                bits = bits & ~columnMasks[column] | other.bits & columnMasks[column]
            }
            for column in lost.indices where lost[column] > 0 && random.uniform() < lost[column] { bits &= ~columnMasks[column] }
            return bits
        }
    }
}

extension BlockingChoice {
    /// Rules that a person gave, with the reach they have.
    static func given(
        _ rules: [BlockingRule], _ records: PreparedRecords, _ keys: BlockingKeys, _ tables: PairComparer.Tables, _ pilot: Pilot.Result
    ) -> BlockingChoice {
        let masks = rules.map { $0.keys.reduce(UInt64(0)) { $0 | 1 << UInt64($1) } }
        let matches = simulated(records, keys, tables, pilot)
        let found = matches.count { match in masks.contains { match & $0 == $0 } }
        return BlockingChoice(rules: rules, reach: matches.count < 200 ? nil : Double(found) / Double(matches.count))
    }
}
