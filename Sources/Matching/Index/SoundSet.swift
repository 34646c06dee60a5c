/// What a word sounds like, in so few bits that most words can be thrown out by them: which sounds it has, how many, how many letters, and how it is written.
struct SoundSet: Sendable {
    /// From below: a bit for each sound (``Sound/count``), five for their number, six for the number of letters, two for the way of writing.
    private let bits: UInt64

    // Not stored, because what is stored for a type is looked up at every use.
    private static var lengthShift: UInt64 { 40 }
    private static var letterShift: UInt64 { 45 }
    private static var writingShift: UInt64 { 51 }
    private static var soundMask: UInt64 { (1 << lengthShift) &- 1 }

    init(_ sounds: some Sequence<UInt8>, letters: Int, _ writing: NameScript.Writing) {
        var (set, length): (UInt64, UInt64) = (0, 0)
        for sound in sounds {
            set |= 1 << UInt64(sound)
            length += 1
        }
        bits = set | min(length, 31) << Self.lengthShift | UInt64(min(letters, 63)) << Self.letterShift | UInt64(writing.rawValue) << Self.writingShift
    }

    init(_ part: NamePart) {
        self.init(part.sounds, letters: part.text.count { $0 & 0xC0 != 0x80 }, part.script.writing)
    }

    private var length: Int { Int(bits >> Self.lengthShift & 31) }
    private var letters: Int { Int(bits >> Self.letterShift & 63) }

    /// Which words may be alike enough to one.
    ///
    /// A sound that only one of two words has was read as another or dropped, which costs no less than the cheapest such reading; and each slip of the hand changes
    /// few sounds. Between ways of writing nothing is thrown out, because there the costs are others.
    struct Bound {
        private let own: SoundSet
        /// The most that may be lost, in sixteenths of a nat.
        private let most: Int32
        /// By sound, the least that it costs to lose it.
        private let leastCosts: [Int32]
        private let mostLengthApart: Int
        private let slips: Int
        private let mostSoundsApart: Int

        init(_ part: NamePart, most: Float, slip: Float) {
            own = SoundSet(part)
            let writing = part.script.writing
            self.most = Int32(most)
            let costs = SoundCosts.standard.leastCosts(writing)
            leastCosts = costs
            mostLengthApart = Int(most) / Int(max(1, SoundCosts.standard.leastDrop(writing)))
            slips = Int(most / slip)
            mostSoundsApart = max(4, 4 * slips)
        }

        @inline(__always)
        func lets(_ other: SoundSet) -> Bool {
            let difference = own.bits ^ other.bits
            // Nearly all end here. Sounds that one is often read as another for cost less than a slip, but nobody writes five of them otherwise.
            if (difference & SoundSet.soundMask).nonzeroBitCount > mostSoundsApart { return difference >> SoundSet.writingShift != 0 }
            if difference >> SoundSet.writingShift != 0 { return true }
            if abs(own.letters - other.letters) <= slips {
                // A letter changes two sounds at most.
                let lost = (own.bits & ~other.bits & SoundSet.soundMask).nonzeroBitCount
                let gained = (other.bits & ~own.bits & SoundSet.soundMask).nonzeroBitCount
                if max(lost, gained) <= slips * 2 { return true }
            }
            guard abs(own.length - other.length) <= mostLengthApart else { return false }
            return cost(of: own.bits & ~other.bits) < most && cost(of: other.bits & ~own.bits) < most
        }

        @inline(__always)
        private func cost(of sounds: UInt64) -> Int32 {
            var rest = sounds & SoundSet.soundMask
            var sum: Int32 = 0
            while rest != 0 {
                sum &+= leastCosts[rest.trailingZeroBitCount]
                rest &= rest &- 1
            }
            return sum
        }
    }
}
