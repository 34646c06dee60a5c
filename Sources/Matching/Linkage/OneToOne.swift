/// Leaves each record at most one partner: the strongest pairs first, then exchanges wherever another partner gives more evidence in all.
enum OneToOne {
    /// How often all pairs are gone through for exchanges; two passes find nearly all there are.
    private static let passes = 3

    /// - Returns: the pairs that stay, in the order of the records.
    static func select(_ pairs: [ScoredPair], above threshold: Int32) -> [ScoredPair] {
        let sorted = pairs.filter { $0.weight >= threshold }.sorted { ($1.weight, $0.left, $0.right) < ($0.weight, $1.left, $1.right) }
        var partnerOfLeft: [UInt32: ScoredPair] = [:]
        var partnerOfRight: [UInt32: ScoredPair] = [:]
        for pair in sorted where partnerOfLeft[pair.left] == nil && partnerOfRight[pair.right] == nil {
            partnerOfLeft[pair.left] = pair
            partnerOfRight[pair.right] = pair
        }
        var choices: [UInt32: [ScoredPair]] = [:]
        for pair in sorted { choices[pair.left, default: []].append(pair) }
        for _ in 0..<passes {
            var changed = false
            for pair in sorted where partnerOfLeft[pair.left]?.right != pair.right {
                changed = exchange(pair, threshold, choices, &partnerOfLeft, &partnerOfRight) || changed
            }
            if !changed { break }
        }
        return partnerOfLeft.values.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
    }

    /// Gives `pair.left` the partner `pair.right`, and to the record that loses it the best partner that is then free, if that is more evidence in all.
    private static func exchange(
        _ pair: ScoredPair, _ threshold: Int32, _ choices: [UInt32: [ScoredPair]], _ partnerOfLeft: inout [UInt32: ScoredPair],
        _ partnerOfRight: inout [UInt32: ScoredPair]
    ) -> Bool {
        func gain(_ pair: ScoredPair?) -> Int { pair.map { Int($0.weight - threshold) + 1 } ?? 0 }
        let given = partnerOfLeft[pair.left]
        guard let taken = partnerOfRight[pair.right] else {
            guard gain(pair) > gain(given) else { return false }
            if let given { partnerOfRight[given.right] = nil }
            partnerOfLeft[pair.left] = pair
            partnerOfRight[pair.right] = pair
            return true
        }
        let replacement = choices[taken.left]?.first { candidate in
            candidate.right != pair.right && (partnerOfRight[candidate.right] == nil || candidate.right == given?.right)
        }
        guard gain(pair) + gain(replacement) > gain(taken) + gain(given) else { return false }
        if let given { partnerOfRight[given.right] = nil }
        partnerOfLeft[taken.left] = replacement
        if let replacement { partnerOfRight[replacement.right] = replacement }
        partnerOfLeft[pair.left] = pair
        partnerOfRight[pair.right] = pair
        return true
    }
}
