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
        let (first, second) = different(left, right)
        if first.isEmpty || second.isEmpty { return max(first.count, second.count) }
        // Half a table lies on the stack.
        let symbols = first.allSatisfy { $0 < 128 } && second.allSatisfy { $0 < 128 } ? 128 : 256
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: symbols) { table in
            guard let positions = table.baseAddress else { return max(first.count, second.count) }
            for symbol in first { (positions + Int(symbol)).initialize(to: 0) }
            for symbol in second { (positions + Int(symbol)).initialize(to: 0) }
            mark(first, positions)
            return steps(first.count, second, second.count, positions)
        }
    }

    /// O(length of both).
    func between(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
        let (first, second) = Self.different(left, right)
        if first.isEmpty || second.isEmpty { return max(first.count, second.count) }
        Self.mark(first, positions)
        let distance = Self.steps(first.count, second, second.count, positions)
        for index in 0..<first.count { positions[Int(first[index])] = 0 }
        return distance
    }

    /// Two texts without what both begin and end with, in which no slip is.
    @inline(__always)
    private static func different(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> (left: UnsafeBufferPointer<UInt8>, right: UnsafeBufferPointer<UInt8>) {
        var (leftEnd, rightEnd) = (min(left.count, longest), min(right.count, longest))
        var start = 0
        while start < leftEnd, start < rightEnd, left[start] == right[start] { start &+= 1 }
        while leftEnd > start, rightEnd > start, left[leftEnd &- 1] == right[rightEnd &- 1] {
            leftEnd &-= 1
            rightEnd &-= 1
        }
        return (UnsafeBufferPointer(rebasing: left[start..<leftEnd]), UnsafeBufferPointer(rebasing: right[start..<rightEnd]))
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
