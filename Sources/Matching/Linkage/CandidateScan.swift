import Foundation

/// Compares all pairs that the rules bring and keeps those above a floor.
struct CandidateScan: Sendable {
    let records: PreparedRecords
    let tables: PairComparer.Tables
    let keys: BlockingKeys
    /// Evidence below which a pair is forgotten, in 1/256 bit.
    let floor: Int32

    private let rest: [Int32]

    init(records: PreparedRecords, tables: PairComparer.Tables, keys: BlockingKeys, floor: Int32) {
        self.records = records
        self.tables = tables
        self.keys = keys
        self.floor = floor
        rest = Self.bestRest(records, tables)
    }

    /// A piece of work that can be done by itself, and that a checkpoint remembers.
    struct Piece: Hashable, Sendable {
        let rule: BlockingRule
        /// The part of the rule's pairs, of ``parts``.
        let part: Int
        let parts: Int
    }

    /// Cuts the rules into pieces that take about the same time.
    static func pieces(_ rules: [BlockingRule], _ records: PreparedRecords) -> [Piece] {
        rules.flatMap { rule -> [Piece] in
            let parts = rule.keys.isEmpty ? max(1, min(64, Int(records.pairCount / 200_000))) : 1
            return (0..<parts).map { Piece(rule: rule, part: $0, parts: parts) }
        }
    }

    func run(_ piece: Piece) -> ScanOutcome {
        piece.rule.keys.isEmpty ? everyPair(piece) : blocks(piece)
    }

    private func blocks(_ piece: Piece) -> ScanOutcome {
        let blocks = Blocks(keys.entries(piece.rule, records), boundary: records.boundary, isLink: records.isLink)
        var outcome = ScanOutcome()
        outcome.compared = blocks.pairCount
        let width = records.columnCount
        var gathered: [Cell] = []
        PairComparer.with(records, tables) { comparer in
            rest.withUnsafeBufferPointer { rest in
                guard let rest = rest.baseAddress else { return }
                for range in blocks.ranges {
                    // Most blocks are two records, which are not worth fetching.
                    if range.count == 2 {
                        compare(blocks.records[range.lowerBound], blocks.records[range.lowerBound &+ 1], comparer, rest, &outcome.pairs)
                        continue
                    }
                    // The records of a block lie anywhere in memory: fetched once, they stay in the cache while all pairs of the block are compared.
                    gathered.removeAll(keepingCapacity: true)
                    for index in range {
                        gathered.append(contentsOf: UnsafeBufferPointer(start: comparer.cells + Int(blocks.records[index]) * width, count: width))
                    }
                    gathered.withUnsafeBufferPointer { gathered in
                        guard let base = gathered.baseAddress else { return }
                        compare(blocks.records[range], base, comparer, rest, &outcome.pairs)
                    }
                }
            }
        }
        return outcome
    }

    /// All pairs of a block.
    private func compare(
        _ block: ArraySlice<UInt32>, _ cells: UnsafePointer<Cell>, _ comparer: borrowing PairComparer, _ rest: UnsafePointer<Int32>,
        _ found: inout [ScoredPair]
    ) {
        let width = records.columnCount
        let count = block.count
        // Within a block records are in ascending order, so that those of the first file come first.
        let firstRight = records.isLink ? block.count { Int($0) < records.boundary } : 0
        let lefts = records.isLink ? firstRight : count
        for left in 0..<lefts {
            let leftCells = cells + left &* width
            for right in (records.isLink ? firstRight : left &+ 1)..<count {
                let rightCells = cells + right &* width
                if comparer.bound(leftCells, rightCells, floor: floor, rest: rest) < floor { continue }
                let pattern = comparer.pattern(leftCells, rightCells)
                let weight = comparer.weight(pattern, leftCells, rightCells)
                if weight < floor { continue }
                found.append(
                    ScoredPair(left: block[block.startIndex &+ left], right: block[block.startIndex &+ right], pattern: pattern, weight: weight))
            }
        }
    }

    /// Two records where they lie.
    private func compare(
        _ left: UInt32, _ right: UInt32, _ comparer: borrowing PairComparer, _ rest: UnsafePointer<Int32>, _ found: inout [ScoredPair]
    ) {
        let (leftCells, rightCells) = (comparer.cells + Int(left) &* comparer.width, comparer.cells + Int(right) &* comparer.width)
        if comparer.bound(leftCells, rightCells, floor: floor, rest: rest) < floor { return }
        let pair = comparer.scored(left, right)
        if pair.weight >= floor { found.append(pair) }
    }

    /// One part of all pairs: every n-th record of the first file with all that come after it.
    private func everyPair(_ piece: Piece) -> ScanOutcome {
        var outcome = ScanOutcome()
        let width = records.columnCount
        PairComparer.with(records, tables) { comparer in
            rest.withUnsafeBufferPointer { rest in
                guard let rest = rest.baseAddress else { return }
                for left in stride(from: piece.part, to: records.boundary, by: piece.parts) {
                    let leftCells = comparer.cells + left &* width
                    let firstRight = records.isLink ? records.boundary : left &+ 1
                    outcome.compared += Double(max(0, records.recordCount - firstRight))
                    for right in firstRight..<max(firstRight, records.recordCount) {
                        let rightCells = comparer.cells + right &* width
                        if comparer.bound(leftCells, rightCells, floor: floor, rest: rest) < floor { continue }
                        let pattern = comparer.pattern(leftCells, rightCells)
                        let weight = comparer.weight(pattern, leftCells, rightCells)
                        if weight < floor { continue }
                        outcome.pairs.append(ScoredPair(left: UInt32(left), right: UInt32(right), pattern: pattern, weight: weight))
                    }
                }
            }
        }
        return outcome
    }

    /// What the columns from an index on can add at most.
    private static func bestRest(_ records: PreparedRecords, _ tables: PairComparer.Tables) -> [Int32] {
        let width = records.columnCount
        var rest = [Int32](repeating: 0, count: width + 1)
        for column in stride(from: width - 1, through: 0, by: -1) {
            let row = column * 2 * AgreementLevel.count
            let highest = tables.bestWeights[row..<row + AgreementLevel.count].max() ?? 0
            rest[column] = rest[column + 1] + max(0, max(records.highestExact[column], highest))
        }
        return rest
    }
}
