import CFilterComparison
import Foundation

/// Finds pairs of encodings that are alike.
public struct EncodedComparison: Sendable {
    /// One pair above the threshold.
    public struct Pair: Sendable, Hashable {
        public let left: Int
        public let right: Int
        /// Twice the common bits by all bits (L. R. Dice, 1945), from 0 to 1.
        public let similarity: Double
    }

    public struct Outcome: Sendable {
        public var pairs: [Pair]
        /// Pairs that were decided about.
        public var comparisons: Double
    }

    /// Blocking by parts of the filters: two records are compared if they agree on all sampled bits of at least one table (locality-sensitive hashing for the
    /// Hamming distance; P. Indyk, R. Motwani, 1998).
    public struct Blocking: Sendable {
        public var tables: Int
        public var bitsPerTable: Int

        public init(tables: Int = 40, bitsPerTable: Int = 18) {
            self.tables = tables
            self.bitsPerTable = bitsPerTable
        }
    }

    /// Rows of the left file a piece of work has.
    private static let pieceRows = 512

    let left: EncodedRecords
    let right: EncodedRecords

    /// - Throws: ``EncodingError/otherSecret`` or ``EncodingError/otherSettings(left:right:)`` if the files cannot be compared.
    public init(_ left: EncodedRecords, _ right: EncodedRecords) throws(EncodingError) {
        if left.checkValue != right.checkValue { throw .otherSecret }
        if left.settings != right.settings { throw .otherSettings(left: left.settings, right: right.settings) }
        self.left = left
        self.right = right
    }

    /// All pairs from a similarity on, in the order of the records.
    public func pairs(from threshold: Double, blocking: Blocking? = nil) -> Outcome {
        let found = blocking.map { blocked($0, threshold) } ?? everyPair(threshold)
        return Outcome(pairs: found.pairs.sorted { ($0.left, $0.right) < ($1.left, $1.right) }, comparisons: found.comparisons)
    }

    /// Leaves each record at most one partner, the most similar first; of equally similar ones those that stand first in the files.
    public static func oneToOne(_ pairs: [Pair]) -> [Pair] {
        var (lefts, rights): (Set<Int>, Set<Int>) = ([], [])
        let sorted = pairs.sorted { ($1.similarity, $0.left, $0.right) < ($0.similarity, $1.left, $1.right) }
        let chosen = sorted.filter { pair in
            guard !lefts.contains(pair.left), !rights.contains(pair.right) else { return false }
            lefts.insert(pair.left)
            rights.insert(pair.right)
            return true
        }
        return chosen.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
    }

    // MARK: Every pair

    private func everyPair(_ threshold: Double) -> Outcome {
        let pieces = (left.count + Self.pieceRows - 1) / Self.pieceRows
        let parts = Parallel.map(pieces) { piece in
            let rows = piece * Self.pieceRows..<min(left.count, (piece + 1) * Self.pieceRows)
            return Self.withFilters(left, right) { first, second in Self.found(&first, rows, &second, 0..<right.count, threshold) }
        }
        return Outcome(pairs: parts.flatMap { $0 }.map { pair(Int($0.left), Int($0.right), $0.common) }, comparisons: Double(left.count) * Double(right.count))
    }

    private func pair(_ left: Int, _ right: Int, _ common: UInt32) -> Pair {
        let bits = self.left.bitCounts[left] + self.right.bitCounts[right]
        return Pair(left: left, right: right, similarity: bits == 0 ? 0 : 2 * Double(common) / Double(bits))
    }

    private static func withFilters<Result>(
        _ left: EncodedRecords, _ right: EncodedRecords, _ body: (inout corridor_filters, inout corridor_filters) -> Result
    ) -> Result {
        withFilter(left) { first in
            withFilter(right) { second in
                var (first, second) = (first, second)
                return body(&first, &second)
            }
        }
    }

    private static func withFilter<Result>(_ records: EncodedRecords, _ body: (corridor_filters) -> Result) -> Result {
        records.words.withUnsafeBufferPointer { words in
            records.bitCounts.withUnsafeBufferPointer { bits in
                records.secondHalfBitCounts.withUnsafeBufferPointer { half in
                    body(corridor_filters(words: words.baseAddress, bits: bits.baseAddress, second_half_bits: half.baseAddress, count: records.count))
                }
            }
        }
    }

    /// Asks again with more room where more pairs are found than there was room for.
    private static func found(
        _ left: inout corridor_filters, _ rows: Range<Int>, _ right: inout corridor_filters, _ columns: Range<Int>, _ threshold: Double
    ) -> [corridor_filter_pair] {
        var capacity = 4_096
        while true {
            var total = 0
            let pairs = [corridor_filter_pair](unsafeUninitializedCapacity: capacity) { buffer, count in
                total = corridor_compare_filters(
                    &left, rows.lowerBound, rows.upperBound, &right, columns.lowerBound, columns.upperBound, threshold, buffer.baseAddress, capacity)
                count = min(total, capacity)
            }
            if total <= capacity { return pairs }
            capacity = total
        }
    }

    // MARK: Blocks

    private func blocked(_ blocking: Blocking, _ threshold: Double) -> Outcome {
        let parts = Parallel.map(blocking.tables) { table in self.table(table, blocking, threshold) }
        var seen: Set<UInt64> = []
        var outcome = Outcome(pairs: [], comparisons: 0)
        for part in parts {
            outcome.comparisons += part.comparisons
            for pair in part.pairs where seen.insert(UInt64(pair.left) << 32 | UInt64(pair.right)).inserted { outcome.pairs.append(pair) }
        }
        return outcome
    }

    private func table(_ table: Int, _ blocking: Blocking, _ threshold: Double) -> Outcome {
        var random = SplitMix(seed: UInt64(table) &* 7_919 &+ 1)
        let places = (0..<blocking.bitsPerTable).map { _ in random.next(below: RecordEncoder.bits) }
        var byKey: [UInt64: [Int]] = [:]
        for record in 0..<right.count { byKey[Self.key(right, record, places), default: []].append(record) }
        var outcome = Outcome(pairs: [], comparisons: 0)
        left.words.withUnsafeBufferPointer { leftWords in
            right.words.withUnsafeBufferPointer { rightWords in
                guard let leftBase = leftWords.baseAddress, let rightBase = rightWords.baseAddress else { return }
                for record in 0..<left.count {
                    for other in byKey[Self.key(left, record, places)] ?? [] {
                        outcome.comparisons += 1
                        let common = corridor_common_bits(leftBase + record * RecordEncoder.words, rightBase + other * RecordEncoder.words)
                        let pair = pair(record, other, common)
                        if pair.similarity >= threshold, common > 0 { outcome.pairs.append(pair) }
                    }
                }
            }
        }
        return outcome
    }

    private static func key(_ records: EncodedRecords, _ record: Int, _ places: [Int]) -> UInt64 {
        places.reduce(0) { $0 << 1 | records.words[record * RecordEncoder.words + $1 / 64] >> UInt64($1 % 64) & 1 }
    }
}
