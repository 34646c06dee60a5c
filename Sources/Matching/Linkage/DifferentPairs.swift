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

    /// Fewer pairs of a level than this do not show what their words tell on average.
    private static let fewestForReference = 5.0

    /// Shares of levels, the exact level from the frequencies of values; and what words tell that agree by chance, see ``PairComparer/Tables/references``.
    func shares() -> Shares {
        let counts = Parallel.map(Parallel.width) { worker in
            var random = SplitMix(seed: 1 + UInt64(worker))
            return count(Self.pairs / Parallel.width) { _ in records.randomPair(&random) }
        }
        // Of few records the same pairs are drawn again and again.
        let distinct = min(1, records.pairCount / Double(Self.pairs))
        let shares = records.columns.indices.map { column in
            let levels = (0..<AgreementLevel.count).map { level in counts.reduce(0.0) { $0 + $1.levels[column][level] } * distinct }
            return presumed(column, levels)
        }
        return Shares(
            shares: shares, references: records.columns.indices.flatMap { references($0, counts) },
            underNames: namedColumns.map { underName($0.column, counts, shares[$0.column]) })
    }

    /// What was found in pairs taken at random.
    struct Shares {
        let shares: [[Double]]
        /// See ``PairComparer/Tables/references``.
        let references: [Int32]
        /// For each of ``namedColumns`` its shares where the names are alike.
        fileprivate let underNames: [[Double]]
    }

    /// Columns that a name nearly tells, and the name: two people with like names are nearly always of the same sex, however many others are too.
    private var namedColumns: [(column: Int, name: Int)] {
        guard let name = records.columns.firstIndex(where: { $0.meaning == .givenName || $0.kind == .fullName }) else { return [] }
        return records.columns.indices.filter { records.columns[$0].meaning == .sex }.map { ($0, name) }
    }

    /// Pairs that are presumed of people with like names, and how many of them are of the same sex.
    private static let presumedAlike = 20.0
    private static let presumedSameSex = 0.95

    private func underName(_ column: Int, _ counts: [Counts], _ shares: [Double]) -> [Double] {
        let exact = Int(AgreementLevel.exact)
        var levels = (0..<AgreementLevel.count).map { level in counts.reduce(0.0) { $0 + $1.underName[column][level] } + Self.presumedAlike * (1 - Self.presumedSameSex) * shares[level] }
        levels[exact] += Self.presumedAlike * Self.presumedSameSex
        return smoothed(levels, exact: max(shares[exact], levels[exact] / levels.reduce(0, +)))
    }

    private func references(_ column: Int, _ counts: [Counts]) -> [Int32] {
        guard let coincidence = records.columns[column].coincidence else { return Array(repeating: 0, count: AgreementLevel.count) }
        let usual = AgreementModel.units(-log2(coincidence.expected))
        var references = (0..<AgreementLevel.count).map { level in
            let pairs = counts.reduce(0.0) { $0 + $1.levels[column][level] }
            let bits = counts.reduce(0.0) { $0 + $1.bits[column][level] }
            // Of few records most of the pairs that nearly agree are one person's, and tell more than chance does. Nearly agreeing is at least one bit more common than agreeing.
            let most = level == Int(AgreementLevel.exact) ? usual : usual - 256
            return pairs < Self.fewestForReference ? most : min(most, Int32(bits / pairs))
        }
        references[Int(AgreementLevel.different)] = references.dropFirst().min() ?? usual
        return references
    }

    /// What was counted in pairs, by column and level.
    private struct Counts: Sendable {
        /// How many pairs.
        var levels: [[Double]]
        /// What the words told in which they agreed, in 1/256 bit.
        var bits: [[Double]]
        /// How many pairs, of those with like names, in columns that a name nearly tells.
        var underName: [[Double]]

        init(columns: Int) {
            levels = Array(repeating: Array(repeating: 0, count: AgreementLevel.count), count: columns)
            bits = levels
            underName = levels
        }
    }

    private func presumed(_ column: Int, _ levels: [Double]) -> [Double] {
        let expected = LinkagePriors.standard.different(records.columns[column])
        let presumedPairs = LinkagePriors.differentPairs(records.recordCount)
        let exact = Int(AgreementLevel.exact)
        let share = (records.exactShare(column) * records.pairCount + expected[exact] * presumedPairs) / (records.pairCount + presumedPairs)
        return smoothed(levels.indices.map { levels[$0] + expected[$0] * presumedPairs }, exact: share)
    }

    /// For each column the parent, the shares under it, and where the parent counts as agreeing.
    func parents(_ found: Shares) -> (parents: [Int], shares: [[Double]], levels: [UInt16]) {
        let shares = found.shares
        let exact = Int(AgreementLevel.exact)
        let possible = records.columns.indices.filter { shares[$0][exact] * records.pairCount > Self.parentPairsPerRecord * Double(records.recordCount) }
        let counts = Parallel.map(possible.count) { index in
            var random = SplitMix(seed: 100 + UInt64(index))
            let sampler = ParentSampler(records, column: possible[index])
            return count(Self.pairsUnderParent) { _ in sampler.pair(&random) }
        }
        var parents = Array(repeating: -1, count: records.columnCount)
        var under = shares
        for column in records.columns.indices {
            var best = Self.smallestLift
            for (index, parent) in possible.enumerated() where parent != column && !isAbove(column, parent, parents) {
                let levels = counts[index].levels[column]
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
        var levels = Array(repeating: ParentLevels.exact, count: records.columnCount)
        for (index, named) in namedColumns.enumerated() where parents[named.name] != named.column {
            (parents[named.column], under[named.column], levels[named.column]) = (named.name, found.underNames[index], ParentLevels.alike)
        }
        return (parents, under, levels)
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

    private func count(_ pairs: Int, _ pair: (Int) -> (Int, Int)?) -> Counts {
        var counts = Counts(columns: records.columnCount)
        let named = namedColumns
        PairComparer.with(records, tables) { comparer in
            for index in 0..<pairs {
                guard let (left, right) = pair(index), left != right else { continue }
                let (first, second) = (comparer.cells + left * comparer.width, comparer.cells + right * comparer.width)
                let pattern = comparer.pattern(first, second)
                for column in 0..<comparer.width {
                    let level = Int(pattern >> UInt64(column * 4) & 15) - 1
                    if level < 0 { continue }
                    counts.levels[column][level] += 1
                    if level > 0, let bits = comparer.agreedBits(column, level, first[column], second[column]) { counts.bits[column][level] += Double(bits) }
                }
                for (column, name) in named where ParentLevels.alike >> UInt16(pattern >> UInt64(name * 4) & 15) & 1 == 1 {
                    let level = Int(pattern >> UInt64(column * 4) & 15) - 1
                    if level >= 0 { counts.underName[column][level] += 1 }
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
