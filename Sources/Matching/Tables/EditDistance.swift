/// Numbers of slips between two short texts of byte symbols: insertions, losses, replacements and transpositions of neighbours, each counted once
/// (restricted Damerau–Levenshtein distance, also called optimal string alignment).
///
/// Bit-parallel after H. Hyyrö, A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances (2003): one step a symbol for texts of up to
/// 64 symbols. Holds a table of 256 words so that nothing is allocated for a pair.
struct EditDistance: ~Copyable {
    /// Symbols beyond this are not looked at.
    static var longest: Int { 64 }
    private let positions: UnsafeMutablePointer<UInt64>

    init() {
        positions = .allocate(capacity: 256)
        positions.initialize(repeating: 0, count: 256)
    }

    deinit { positions.deallocate() }

    /// For a comparison now and then: makes the table for itself. O(length of both).
    static func between(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 256) { table in
            table.initialize(repeating: 0)
            guard let positions = table.baseAddress else { return max(left.count, right.count) }
            return between(left, right, positions)
        }
    }

    /// O(length of both).
    func between(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int { Self.between(left, right, positions) }

    /// - Parameter positions: 256 words that are 0, and are so again afterwards.
    private static func between(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, _ positions: UnsafeMutablePointer<UInt64>
    ) -> Int {
        let leftCount = min(left.count, longest)
        let rightCount = min(right.count, longest)
        if leftCount == 0 || rightCount == 0 { return max(leftCount, rightCount) }
        mark(left, positions)
        let distance = steps(leftCount, right, rightCount, positions)
        for index in 0..<leftCount { positions[Int(left[index])] = 0 }
        return distance
    }

    fileprivate static func mark(_ left: UnsafeBufferPointer<UInt8>, _ positions: UnsafeMutablePointer<UInt64>) {
        for index in 0..<min(left.count, longest) { positions[Int(left[index])] |= 1 &<< UInt64(index) }
    }

    /// - Parameter positions: for each symbol the places where it stands in the left text.
    @inline(__always)
    fileprivate static func steps(_ leftCount: Int, _ right: UnsafeBufferPointer<UInt8>, _ rightCount: Int, _ positions: UnsafeMutablePointer<UInt64>) -> Int {
        var positive = UInt64.max
        var negative: UInt64 = 0
        var diagonal: UInt64 = 0
        var lastMatches: UInt64 = 0
        var distance = leftCount
        let lastBit: UInt64 = 1 &<< UInt64(leftCount &- 1)
        for index in 0..<rightCount {
            let matches = positions[Int(right[index])]
            let transposed = (((~diagonal) & matches) &<< 1) & lastMatches
            diagonal = (((matches & positive) &+ positive) ^ positive) | matches | negative | transposed
            var horizontalPositive = negative | ~(diagonal | positive)
            var horizontalNegative = diagonal & positive
            if horizontalPositive & lastBit != 0 { distance &+= 1 }
            if horizontalNegative & lastBit != 0 { distance &-= 1 }
            horizontalPositive = (horizontalPositive &<< 1) | 1
            horizontalNegative = horizontalNegative &<< 1
            positive = horizontalNegative | ~(diagonal | horizontalPositive)
            negative = horizontalPositive & diagonal
            lastMatches = matches
        }
        return distance
    }
}

/// A text made ready to be compared with many others.
struct KeptText: ~Copyable {
    private let positions: UnsafeMutablePointer<UInt64>
    private let count: Int

    init(_ text: [UInt8]) {
        positions = .allocate(capacity: 256)
        positions.initialize(repeating: 0, count: 256)
        count = min(text.count, EditDistance.longest)
        text.withUnsafeBufferPointer { [positions] in EditDistance.mark($0, positions) }
    }

    deinit { positions.deallocate() }

    /// See ``EditDistance``. O(length of the other).
    func distance(to other: UnsafeBufferPointer<UInt8>) -> Int {
        let otherCount = min(other.count, EditDistance.longest)
        if count == 0 || otherCount == 0 { return max(count, otherCount) }
        return EditDistance.steps(count, other, otherCount, positions)
    }
}
