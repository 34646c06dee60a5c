/// Numbers that follow from a seed, so that a schedule can be run again (SplitMix64; Steele, Lea and Flood, “Fast Splittable Pseudorandom Number Generators”, 2014).
public struct RehearsalGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Whether something happens that does so in so many of a thousand cases.
    public mutating func happens(perMille: Int) -> Bool { Int(next() % 1000) < perMille }

    public mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }
}
