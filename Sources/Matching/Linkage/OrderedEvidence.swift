import Foundation

/// Weights of levels of agreement that do not fall where agreement grows.
///
/// Of few pairs a level is learned from a handful, and by chance a number with a slip may seem to say more than the same number. Neighbouring levels that stand the wrong way
/// round are taken as one, by pooling adjacent violators as in isotonic regression (M. Ayer, H. D. Brunk, G. M. Ewing, W. T. Reid, E. Silverman, An Empirical Distribution
/// Function for Sampling with Incomplete Information, Annals of Mathematical Statistics 26, 1955).
enum OrderedEvidence {
    /// - Parameters:
    ///   - matching: shares of the levels among pairs of one person, the least agreement first.
    ///   - different: the same among pairs of different people.
    /// - Returns: for each level the logarithm to the base two of the quotient of the shares of all levels that are taken as one with it.
    /// - Complexity: linear.
    static func weights(_ matching: [Double], _ different: [Double], smallestShare: Double) -> [Double] {
        var pools: [(matching: Double, different: Double, levels: Int)] = []
        func weight(_ pool: (matching: Double, different: Double, levels: Int)) -> Double {
            log2(max(pool.matching, smallestShare) / max(pool.different, smallestShare))
        }
        for (share, other) in zip(matching, different) {
            pools.append((share, other, 1))
            while pools.count > 1, weight(pools[pools.count - 2]) > weight(pools[pools.count - 1]) {
                let last = pools.removeLast()
                let before = pools.removeLast()
                pools.append((before.matching + last.matching, before.different + last.different, before.levels + last.levels))
            }
        }
        return pools.flatMap { Array(repeating: weight($0), count: $0.levels) }
    }

    /// The shares of levels among pairs of one person, changed so that a higher level never speaks less for one person than a lower one.
    ///
    /// - Parameter ordered: the levels that are in order, the least agreement first; the others stay as they are.
    static func shares(_ matching: [Double], _ different: [Double], ordered: [Int]) -> [Double] {
        let weights = weights(ordered.map { matching[$0] }, ordered.map { different[$0] }, smallestShare: AgreementModel.smallestShare)
        var shares = matching
        for (level, weight) in zip(ordered, weights) { shares[level] = exp2(weight) * max(different[level], AgreementModel.smallestShare) }
        let total = ordered.reduce(0) { $0 + shares[$1] }
        let before = ordered.reduce(0) { $0 + matching[$1] }
        if total > 0 { for level in ordered { shares[level] *= before / total } }
        return shares
    }
}
