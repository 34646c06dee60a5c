/// Distances between the sounds of two words.
enum SoundDistance {
    /// What two neighbouring sounds that changed places cost, in sixteenths of a nat.
    static let swapCost: Int32 = 60
    /// Dearer than any reading.
    private static let beyond: Int32 = .max / 2
    /// Longer words are cut; see ``NameReader/soundLimit``.
    static let lengthLimit = 40

    /// The least cost of reading `left` as `right`, in sixteenths of a nat; `limit` or more when it exceeds the limit.
    ///
    /// - Parameters:
    ///   - costs: the table of the two ways of writing, ``Sound/count`` rows of as many costs.
    ///   - mostDropped: how many sounds can be dropped or put in before that alone exceeds the limit: readings that drop more are not looked at.
    /// - Complexity: O(length · length), or O(length · dropped), without allocation.
    static func cost(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, costs: UnsafePointer<UInt8>, limit: Int32 = .max,
        mostDropped: Int = lengthLimit
    ) -> Int32 {
        let (rows, columns) = (min(left.count, lengthLimit), min(right.count, lengthLimit))
        guard abs(rows - columns) <= mostDropped else { return limit }
        let width = columns + 1
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: width * 3) { lines in
            guard let base = lines.baseAddress else { return limit }
            var (before, above, current) = (base, base + width, base + 2 * width)
            above[0] = 0
            for column in 0..<columns { above[column + 1] = above[column] + Int32(costs[Int(right[column])]) }
            for row in 0..<rows {
                let sound = Int(left[row])
                let line = costs + sound * Sound.count
                let dropping = Int32(line[0])
                let (first, end) = (max(0, row - mostDropped), min(columns, row + mostDropped + 1))
                guard first < end || columns == 0 else { return limit }
                current[first] = first == 0 ? above[0] + dropping : beyond
                var least = current[first]
                for column in first..<end {
                    let other = Int(right[column])
                    var best = min(above[column] + Int32(line[other]), above[column + 1] + dropping, current[column] + Int32(costs[other]))
                    if row > 0, column > 0, left[row - 1] == right[column], left[row] == right[column - 1], left[row] != left[row - 1] {
                        best = min(best, before[column - 1] + swapCost)
                    }
                    current[column + 1] = best
                    least = min(least, best)
                }
                if least >= limit { return least }
                if end < columns { current[end + 1] = beyond }
                (before, above, current) = (above, current, before)
            }
            return above[columns]
        }
    }
}
