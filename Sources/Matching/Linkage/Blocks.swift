/// The records in the order of their combined keys, so that the records of a block stand side by side.
struct Blocks: Sendable {
    /// Records that have the key, block after block; within a block in ascending order.
    let records: [UInt32]
    /// Where each block of at least two records begins and ends.
    let ranges: [Range<Int>]
    /// Pairs in all blocks, of two files if two are linked.
    let pairCount: Double

    /// O(n): a radix sort by three digits of eleven bits.
    /// - Parameter entries: keys above numbers of records, see ``BlockingKeys/entries(_:count:share:)``.
    init(_ entries: [UInt64], boundary: Int, isLink: Bool) {
        var order = entries
        var other = [UInt64](repeating: 0, count: entries.count)
        for digit in 0..<3 {
            let shift = UInt64(32 + digit * 11)
            var starts = [Int](repeating: 0, count: 2_049)
            starts.withUnsafeMutableBufferPointer { starts in
                for element in order { starts[Int(element &>> shift & 2_047) &+ 1] &+= 1 }
                for index in 1..<2_049 { starts[index] &+= starts[index &- 1] }
                other.withUnsafeMutableBufferPointer { other in
                    for element in order {
                        let bucket = Int(element &>> shift & 2_047)
                        other[starts[bucket]] = element
                        starts[bucket] &+= 1
                    }
                }
            }
            swap(&order, &other)
        }
        var ranges: [Range<Int>] = []
        var pairs = 0.0
        var start = 0
        for index in 0...order.count where index == order.count || (index > start && order[index] >> 32 != order[start] >> 32) {
            let count = Self.pairs(order[start..<index], boundary: boundary, isLink: isLink)
            if count > 0 {
                ranges.append(start..<index)
                pairs += count
            }
            start = index
        }
        records = order.map { UInt32(truncatingIfNeeded: $0) }
        self.ranges = ranges
        pairCount = pairs
    }

    private static func pairs(_ block: ArraySlice<UInt64>, boundary: Int, isLink: Bool) -> Double {
        let count = Double(block.count)
        if !isLink { return count * (count - 1) / 2 }
        let left = Double(block.count { Int($0 & 0xFFFF_FFFF) < boundary })
        return left * (count - left)
    }
}
