import Foundation

/// Compares all pairs that the rules bring and keeps those above a floor.
struct CandidateScan: Sendable {
    let records: PreparedRecords
    let tables: PairComparer.Tables
    let keys: BlockingKeys
    /// Evidence below which a pair is forgotten, in 1/256 bit.
    let floor: Int32

    private let rest: [Int32]
    /// The keys that the rules use, for every record; by the number of the key, empty for those that are not used.
    private let keyColumns: [[UInt32]]

    init(records: PreparedRecords, tables: PairComparer.Tables, keys: BlockingKeys, rules: [BlockingRule], floor: Int32) {
        self.records = records
        self.tables = tables
        self.keys = keys
        self.floor = floor
        let used = Set(rules.flatMap(\.keys))
        keyColumns = Parallel.map(keys.keys.count) { used.contains($0) ? keys.column($0, records) : [] }
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

    /// Records are fetched for as many blocks at a time as stay in the cache: they lie anywhere in memory, and fetches that do not wait for each other go side by side.
    private static let fetchedRecords = 256

    private func blocks(_ piece: Piece) -> ScanOutcome {
        let blocks = Blocks(
            BlockingKeys.entries(piece.rule.keys.map { keyColumns[$0] }, count: records.recordCount), boundary: records.boundary, isLink: records.isLink)
        var outcome = ScanOutcome()
        outcome.compared = blocks.pairCount
        let width = records.columnCount
        // The last block that is fetched may be large.
        let largest = blocks.ranges.reduce(0) { max($0, $1.count) }
        withUnsafeTemporaryAllocation(of: Cell.self, capacity: (Self.fetchedRecords + largest) * width) { fetched in
            PairComparer.with(records, tables) { comparer in
                rest.withUnsafeBufferPointer { rest in
                    guard let rest = rest.baseAddress, let base = fetched.baseAddress else { return }
                    var first = 0
                    while first < blocks.ranges.count {
                        var end = first
                        var count = 0
                        while end < blocks.ranges.count, count < Self.fetchedRecords {
                            for index in blocks.ranges[end] {
                                (base + count &* width).initialize(from: comparer.cells + Int(blocks.records[index]) &* width, count: width)
                                count &+= 1
                            }
                            end &+= 1
                        }
                        var cells = UnsafePointer(base)
                        for range in blocks.ranges[first..<end] {
                            compare(blocks.records[range], cells, comparer, rest, &outcome.pairs)
                            cells += range.count &* width
                        }
                        first = end
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
                guard let (pattern, weight) = comparer.scored(leftCells, cells + right &* width, floor: floor, rest: rest) else { continue }
                found.append(
                    ScoredPair(left: block[block.startIndex &+ left], right: block[block.startIndex &+ right], pattern: pattern, weight: weight))
            }
        }
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
                        guard let (pattern, weight) = comparer.scored(leftCells, comparer.cells + right &* width, floor: floor, rest: rest) else { continue }
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
            // Nearly agreeing on a rare value may weigh more than that level does on average.
            let isWhole = records.columns[column].kind == .fullName
            let rarity = isWhole ? max(0, records.highestExact[column] + tables.exactGains[column] - tables.references[column * AgreementLevel.count]) : 0
            let highest = (tables.bestWeights[row..<row + AgreementLevel.count].max() ?? 0) + rarity
            rest[column] = rest[column + 1] + max(0, max(records.highestExact[column], highest))
        }
        return rest
    }
}
