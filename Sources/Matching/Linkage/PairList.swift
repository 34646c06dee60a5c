/// Pairs that several rules found, once each.
enum PairList {
    /// By left and right record; of a pair found several times one stays. O(pairs + records).
    static func merged(_ lists: [[ScoredPair]], recordCount: Int) -> [ScoredPair] {
        var starts = [Int](repeating: 0, count: recordCount + 1)
        for list in lists {
            for pair in list { starts[Int(pair.left) + 1] += 1 }
        }
        for record in 0..<recordCount { starts[record + 1] += starts[record] }
        let total = starts[recordCount]
        var next = starts
        let sorted = [ScoredPair](unsafeUninitializedCapacity: total) { buffer, count in
            for list in lists {
                for pair in list {
                    buffer.initializeElement(at: next[Int(pair.left)], to: pair)
                    next[Int(pair.left)] += 1
                }
            }
            count = total
        }
        var kept: [ScoredPair] = []
        kept.reserveCapacity(total / 2)
        var group: [ScoredPair] = []
        for record in 0..<recordCount where starts[record] < starts[record + 1] {
            group.removeAll(keepingCapacity: true)
            group.append(contentsOf: sorted[starts[record]..<starts[record + 1]])
            if group.count > 1 { group.sort { $0.right < $1.right } }
            for (index, pair) in group.enumerated() where index == 0 || group[index - 1].right != pair.right { kept.append(pair) }
        }
        return kept
    }
}
