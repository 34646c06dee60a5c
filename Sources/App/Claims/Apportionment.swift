/// Divides one sum among several heads of a claim, so that the parts add up to it exactly.
///
/// An offer, a payment or the costs are often named as one sum for all heads. Each head's part is in proportion to its weight, to the coin; what rounding leaves over goes
/// to the first heads, a coin each. This is our own way of dividing, not a rule of law.
enum Apportionment {
    /// - Parameters:
    ///   - total: in the coins of the currency, not below 0.
    ///   - weights: what is claimed or open for each, in coins, not below 0. Where all are 0 the parts are equal.
    /// - Returns: a part for each weight; empty for none. O(heads).
    static func parts(of total: Int128, by weights: [Int128]) -> [Int128] {
        guard !weights.isEmpty else { return [] }
        let shares = weights.contains { $0 > 0 } ? weights : weights.map { _ in Int128(1) }
        let whole = shares.reduce(0, +)
        var parts: [Int128] = []
        for share in shares {
            // An amount of the dictionary has twenty digits at most, so this does not happen to money; the sum then stays with the first head.
            let (product, overflow) = total.multipliedReportingOverflow(by: share)
            guard !overflow else { return [total] + weights.dropFirst().map { _ in 0 } }
            parts.append(product / whole)
        }
        var rest = total - parts.reduce(0, +)
        for index in parts.indices where rest > 0 && shares[index] > 0 {
            parts[index] += 1
            rest -= 1
        }
        return parts
    }

    /// The same with money; weights in another currency than the total's count as 0.
    static func parts(of total: Coins, by weights: [Coins?]) -> [Coins] {
        parts(of: total.count, by: weights.map { weight in weight.flatMap { $0.currency == total.currency ? $0.count : nil } ?? 0 })
            .map { Coins(count: $0, currency: total.currency) }
    }
}
