/// Two records, the smaller number first.
struct PairKey: Hashable, Sendable {
    let left: UInt32
    let right: UInt32

    init(_ first: UInt32, _ second: UInt32) { (left, right) = (min(first, second), max(first, second)) }
}

/// A pair that was compared, with what was found.
public struct ScoredPair: Sendable {
    /// Numbers of the records; in a link of two files those of the second come after those of the first.
    public let left: UInt32
    public let right: UInt32
    /// The levels of agreement of all columns.
    let pattern: UInt64
    /// The sum of the evidence in 1/256 bit, without the prior.
    let weight: Int32
}
