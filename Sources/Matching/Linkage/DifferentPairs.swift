import Foundation

/// What pairs of different people look like, from pairs taken at random: nearly none of them is of the same person.
struct DifferentPairs {
    private static let pairs = 400_000
    private static let pairsUnderParent = 20_000
    /// Under a parent's value there must be this many times more pairs than there are records, or true matches would be taken for coincidence.
    private static let parentPairsPerRecord = 40.0
    /// How much more often than at random a column must agree under a parent for the parent to count.
    private static let smallestLift = 1.5

    let records: PreparedRecords
    let tables: PairComparer.Tables

    /// Shares of levels, the exact level from the frequencies of values.
    func shares() -> [[Double]] {
        let counts = Parallel.map(Parallel.width) { worker in
            var random = SplitMix(seed: 1 + UInt64(worker))
            return count(Self.pairs / Parallel.width) { _ in records.randomPair(&random) }
        }
        // Of few records the same pairs are drawn again and again.
        let distinct = min(1, records.pairCount / Double(Self.pairs))
        return records.columns.indices.map { column in
            let levels = (0..<AgreementLevel.count).map { level in counts.reduce(0.0) { $0 + $1[column][level] } * distinct }
            return presumed(column, levels)
        }
    }

    private func presumed(_ column: Int, _ levels: [Double]) -> [Double] {
        let expected = LinkagePriors.standard.different(records.columns[column])
        let presumedPairs = LinkagePriors.differentPairs(records.recordCount)
        let exact = Int(AgreementLevel.exact)
        let share = (records.exactShare(column) * records.pairCount + expected[exact] * presumedPairs) / (records.pairCount + presumedPairs)
        return smoothed(levels.indices.map { levels[$0] + expected[$0] * presumedPairs }, exact: share)
    }

    /// For each column the parent and the shares under it.
    func parents(_ shares: [[Double]]) -> (parents: [Int], shares: [[Double]]) {
        let exact = Int(AgreementLevel.exact)
        let possible = records.columns.indices.filter { shares[$0][exact] * records.pairCount > Self.parentPairsPerRecord * Double(records.recordCount) }
        let found = Parallel.map(possible.count) { index in
            var random = SplitMix(seed: 100 + UInt64(index))
            let sampler = ParentSampler(records, column: possible[index])
            return count(Self.pairsUnderParent) { _ in sampler.pair(&random) }
        }
        var parents = Array(repeating: -1, count: records.columnCount)
        var under = shares
        for column in records.columns.indices {
            var best = Self.smallestLift
            for (index, parent) in possible.enumerated() where parent != column && !isAbove(column, parent, parents) {
                let levels = found[index][column]
                let total = levels.reduce(0, +)
                guard total > 1_000 else { continue }
                // Some of the pairs under the parent are true matches, and those agree without depending on the parent.
                let trueShare = 2 * Double(records.recordCount) / (shares[parent][exact] * records.pairCount)
                let conditional = levels[exact] / total - trueShare
                let lift = conditional < 3 * trueShare ? 0 : conditional / max(shares[column][exact], 1e-9)
                // Of two columns that depend on each other the rarer agreement is the parent's.
                if lift > best, shares[parent][exact] <= shares[column][exact] * 1.2 || parents[parent] != column {
                    best = lift
                    parents[column] = parent
                    under[column] = smoothed(levels, exact: levels[exact] / total)
                }
            }
        }
        return (parents, under)
    }

    /// Whether making `parent` the parent of `column` would close a ring.
    private func isAbove(_ column: Int, _ parent: Int, _ parents: [Int]) -> Bool {
        var current = parent
        while current >= 0 {
            if current == column { return true }
            current = parents[current]
        }
        return false
    }

    private func smoothed(_ counts: [Double], exact: Double) -> [Double] {
        var shares = counts
        let exactLevel = Int(AgreementLevel.exact)
        shares[exactLevel] = 0
        let total = shares.reduce(0, +) + 0.5 * Double(counts.count - 1)
        shares = shares.map { ($0 + 0.5) / total * (1 - exact) }
        shares[exactLevel] = max(exact, 1e-9)
        return shares
    }

    private func count(_ pairs: Int, _ pair: (Int) -> (Int, Int)?) -> [[Double]] {
        var counts = Array(repeating: Array(repeating: 0.0, count: AgreementLevel.count), count: records.columnCount)
        PairComparer.with(records, tables) { comparer in
            for index in 0..<pairs {
                guard let (left, right) = pair(index), left != right else { continue }
                let pattern = comparer.pattern(comparer.cells + left * comparer.width, comparer.cells + right * comparer.width)
                for column in 0..<comparer.width {
                    let level = Int(pattern >> UInt64(column * 4) & 15)
                    if level > 0 { counts[column][level - 1] += 1 }
                }
            }
        }
        return counts
    }
}

/// Takes pairs of records that agree exactly on a column.
private struct ParentSampler {
    private let order: [UInt32]
    private let starts: [Int]
    private let values: [UInt32]

    init(_ records: PreparedRecords, column: Int) {
        let frequencies = records.columns[column].frequencies
        var starts = Array(repeating: 0, count: frequencies.count + 1)
        for value in frequencies.indices { starts[value + 1] = starts[value] + Int(frequencies[value]) }
        var next = starts
        var order = [UInt32](repeating: 0, count: records.recordCount)
        var values = order
        for record in 0..<records.recordCount {
            let value = UInt32(records.local(records.cells[record * records.columnCount + column].value, column))
            values[record] = value
            order[next[Int(value)]] = UInt32(record)
            next[Int(value)] += 1
        }
        self.order = order
        self.starts = starts
        self.values = values
    }

    /// Any record with a value, and another with the same: values come up as often as they do among pairs.
    func pair(_ random: inout SplitMix) -> (Int, Int)? {
        let left = Int(random.next(below: values.count))
        let value = Int(values[left])
        if value == 0 { return nil }
        return (left, Int(order[starts[value] + random.next(below: starts[value + 1] - starts[value])]))
    }
}

extension PreparedRecords {
    /// Two records to be compared, taken at random.
    func randomPair(_ random: inout SplitMix) -> (Int, Int)? {
        guard recordCount > 1 else { return nil }
        if isLink { return (random.next(below: boundary), boundary + random.next(below: recordCount - boundary)) }
        return (random.next(below: recordCount), random.next(below: recordCount))
    }

    /// The probability that two records that both have a value of the column have the same.
    func exactShare(_ column: Int) -> Double {
        if let coincidence = columns[column].coincidence { return coincidence.expected }
        let filled = Double(columns[column].filled)
        if filled < 2 { return 1e-6 }
        let same = columns[column].frequencies.dropFirst().reduce(0.0) { $0 + Double($1) * (Double($1) - 1) }
        return max(same / (filled * (filled - 1)), 0.5 / (filled * filled))
    }
}

/// A small generator of random numbers with a seed, so that a run can be repeated (SplitMix64).
struct SplitMix: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Hashing.mix(state)
    }

    mutating func next(below bound: Int) -> Int {
        Int(((next() >> 32) &* UInt64(bound)) >> 32)
    }

    mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
}
