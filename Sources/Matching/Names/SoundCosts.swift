/// What it costs, in sixteenths of a nat, to read one sound as another: `sound-costs.csv` in Resources, learned by expectation-maximisation from pairs of
/// spellings of the same name (Ristad and Yianilos 1998), for each pair of ways of writing.
///
/// `information` is the evidence that one shared sound gives: the logarithm of how much more often both have it when the names are the same than when they
/// are not. A cost is the information that is lost when the sounds differ.
struct SoundCosts: Sendable {
    static let unit: Float = 16
    private static let writings = NameScript.Writing.allCases.count
    private static let tableSize = Sound.count * Sound.count

    /// `[left writing][right writing][left sound][right sound]`; sound 0 is "nothing".
    let costs: [UInt8]
    /// `[own writing][other writing][sound]`
    private let information: [UInt8]
    /// `[writing][sound]`: what it costs at least that a sound of a word is not in another word of the same way of writing.
    private let least: [Int32]

    static let standard = SoundCosts()

    private init() {
        // What the table does not say is as dear as can be.
        var costs = [UInt8](repeating: 200, count: Self.writings * Self.writings * Self.tableSize)
        var information = [UInt8](repeating: 40, count: Self.writings * Self.writings * Sound.count)
        for row in MatchingResources.rows("sound-costs.csv") where row.count == 5 {
            guard let left = Self.writing(row[0]), let right = Self.writing(row[1]) else { continue }
            let values = row[3].split(separator: " ").compactMap { UInt8($0) }
            guard values.count == Sound.count else { continue }
            if row[2] == "information" {
                let base = (Int(left.rawValue) * Self.writings + Int(right.rawValue)) * Sound.count
                for (sound, value) in values.enumerated() { information[base + sound] = value }
            } else {
                let sound = row[2] == "nothing" ? 0 : row[2].utf8.first.map { Int(Sound.code(of: $0)) } ?? 0
                for (other, value) in values.enumerated() {
                    costs[Self.offset(left, right) + sound * Sound.count + other] = value
                    costs[Self.offset(right, left) + other * Sound.count + sound] = value
                }
            }
        }
        self.costs = costs
        self.information = information
        least = NameScript.Writing.allCases.flatMap { writing in
            let base = Self.offset(writing, writing)
            return (0..<Sound.count).map { sound in
                let line = costs[base + sound * Sound.count..<base + (sound + 1) * Sound.count]
                return line.enumerated().lazy.filter { $0.offset != sound }.map { Int32($0.element) }.min() ?? 0
            }
        }
    }

    private static func writing(_ name: String) -> NameScript.Writing? { NameScript.Writing.allCases.first { "\($0)" == name } }

    static func offset(_ left: NameScript.Writing, _ right: NameScript.Writing) -> Int { (Int(left.rawValue) * writings + Int(right.rawValue)) * tableSize }

    /// By sound, what it costs at least that it is not in another word of the same way of writing.
    func leastCosts(_ writing: NameScript.Writing) -> [Int32] {
        Array(least[Int(writing.rawValue) * Sound.count..<(Int(writing.rawValue) + 1) * Sound.count])
    }

    /// What it costs at least to drop a sound.
    func leastDrop(_ writing: NameScript.Writing) -> Int32 { least[Int(writing.rawValue) * Sound.count] }

    /// What reading one word as another of the same way of writing costs at least: what the sounds do that only one of them has. O(length), while the cost itself is O(length · length).
    @inline(__always)
    func leastCost(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, _ writing: NameScript.Writing) -> Int32 {
        least.withUnsafeBufferPointer { least in
            guard let base = least.baseAddress else { return 0 }
            let own = base + Int(writing.rawValue) &* Sound.count
            return max(Self.cost(left, without: Self.set(right), own), Self.cost(right, without: Self.set(left), own))
        }
    }

    @inline(__always)
    private static func set(_ sounds: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var set: UInt64 = 0
        for index in 0..<min(sounds.count, SoundDistance.lengthLimit) { set |= 1 &<< UInt64(sounds[index]) }
        return set
    }

    @inline(__always)
    private static func cost(_ sounds: UnsafeBufferPointer<UInt8>, without others: UInt64, _ least: UnsafePointer<Int32>) -> Int32 {
        var cost: Int32 = 0
        for index in 0..<min(sounds.count, SoundDistance.lengthLimit) where others &>> UInt64(sounds[index]) & 1 == 0 { cost &+= least[Int(sounds[index])] }
        return cost
    }

    /// The evidence in a word's sounds when it is compared with a word of each way of writing, in sixteenths of a nat.
    func information(of sounds: some Sequence<UInt8>, _ own: NameScript.Writing) -> SIMD4<Int32> {
        var sum = SIMD4<Int32>()
        for sound in sounds {
            for other in 0..<Self.writings { sum[other] += Int32(information[(Int(own.rawValue) * Self.writings + other) * Sound.count + Int(sound)]) }
        }
        return sum
    }
}
