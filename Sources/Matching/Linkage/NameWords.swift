/// What the words of the whole names of a column tell, in bits: the logarithm of how seldom other people have them.
///
/// Of two names that nearly agree often not all words do: then those tell how rare the agreement is that do, and not the names as a whole.
struct NameWords: Sendable {
    /// Words of a name that are looked at.
    static let most = 8
    /// What an initial tells: a letter is one of some 22 that are about equally frequent at the beginning of names.
    private static let initial: Int32 = 4 * 256

    /// The number before that of the column's first text.
    let base: UInt32
    private let starts: [UInt32]
    /// In 1/256 bit.
    private let bits: [Int16]
    /// How much less two words or more tell together than by themselves, in 1/256 bit: names are met more often than their words would meet by chance.
    private let together: Int32
    /// The most that a name can tell.
    private let mostBits: Int32

    /// - Parameter words: by text of the column, in the order in which they are written; a word that stands there again tells nothing more.
    init(_ words: [[Double]], together: Double, most: Double, base: UInt32) {
        var (starts, bits): ([UInt32], [Int16]) = ([0], [])
        for name in words {
            bits += name.prefix(Self.most).map { Int16(clamping: AgreementModel.units($0)) }
            starts.append(UInt32(bits.count))
        }
        self.base = base
        self.starts = starts
        self.bits = bits
        self.together = AgreementModel.units(together)
        mostBits = AgreementModel.units(most)
    }

    /// What two words tell that answer to each other: what the commoner of them does, since slips make rare words of common ones.
    @inline(__always)
    func bits(_ left: UInt32, _ leftWord: Int, _ right: UInt32, _ rightWord: Int, isInitial: Bool) -> Int32 {
        let own = min(word(left, leftWord), word(right, rightWord))
        return isInitial ? min(Self.initial, own) : own
    }

    @inline(__always)
    private func word(_ value: UInt32, _ word: Int) -> Int32 {
        let place = Int(starts[Int(value &- base)]) &+ word
        return place < Int(starts[Int(value &- base) &+ 1]) ? Int32(bits[place]) : 0
    }

    /// What words of two values tell together that tell so much one by one; no more than all words of the one do that tells less.
    func total(_ bits: Int32, words: Int, of left: UInt32, _ right: UInt32) -> Int32 { min(together(bits, words: words), shared(left, right)) }

    /// What two names tell that agree in another spelling: what the one does that tells less.
    func shared(_ left: UInt32, _ right: UInt32) -> Int32 { min(total(left), total(right)) }

    private func total(_ value: UInt32) -> Int32 {
        let count = Int(starts[Int(value &- base) &+ 1] &- starts[Int(value &- base)])
        return together((0..<count).reduce(0) { $0 &+ word(value, $1) }, words: count)
    }

    @inline(__always)
    private func together(_ bits: Int32, words: Int) -> Int32 { min(mostBits, max(0, words > 1 ? bits &- together : bits)) }
}
