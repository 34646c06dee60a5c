/// How alike two parts of names are: 1 for the same, 0 for no more alike than any two.
///
/// Two views are taken and the better one counts: the sounds, with learned costs, which sees spellings and transliterations; and, where both are Latin, the letters,
/// which sees slips of the hand.
struct PartSimilarity: Sendable {
    let costs: SoundCosts

    static let standard = PartSimilarity(costs: .standard)

    /// What a slip in one letter costs and what one letter shared is worth, in nats: with 26 letters in the frequencies of English a shared letter tells 2.9 nats,
    /// of which neighbours in names share about a third; a slip happens in about one letter of a hundred.
    static let slipCost: Float = 4.4
    static let letterInformation: Float = 2.1
    /// Two spellings of one name in scripts that write vowels differently reach about three quarters of what they could, because what is not written cannot agree.
    static let acrossWritings: Float = 1.3
    /// An initial that fits says that one letter agrees.
    static let initialFits: Float = 0.7

    /// What is compared of a part; borrowed for the time of one comparison.
    struct View {
        let sounds: UnsafeBufferPointer<UInt8>
        let letters: UnsafeBufferPointer<UInt8>
        let writing: NameScript.Writing
        /// Evidence in the sounds against each way of writing, in sixteenths of a nat; see ``SoundCosts``.
        let information: SIMD4<Int32>
    }

    /// - Parameter least: likenesses below it need not be told apart from 0, which saves most of the work where most words are unlike.
    func similarity(_ left: View, _ right: View, least: Float = 0) -> Float {
        var best: Float = 0
        if !left.sounds.isEmpty, !right.sounds.isEmpty {
            let information = Float(left.information[Int(right.writing.rawValue)] + right.information[Int(left.writing.rawValue)]) / 2
            // Beyond this cost the similarity is less than is asked for.
            let needed = left.writing == right.writing ? least : least / Self.acrossWritings
            let limit = Int32(information * (1 - needed)) + 1
            let cost = costs.costs.withUnsafeBufferPointer { table -> Int32 in
                guard let base = table.baseAddress else { return .max }
                if left.writing == right.writing, costs.leastCost(left.sounds, right.sounds, left.writing) >= limit { return .max }
                return SoundDistance.cost(
                    left.sounds, right.sounds, costs: base + SoundCosts.offset(left.writing, right.writing), limit: limit)
            }
            best = cost >= limit ? 0 : max(0, 1 - Float(cost) / max(information, 1))
            if left.writing != right.writing { best = min(1, best * Self.acrossWritings) }
        }
        if best < 1, left.letters.count > 2, right.letters.count > 2 {
            let length = Float(left.letters.count + right.letters.count) / 2
            // What a better likeness than that of the sounds leaves room for.
            let limit = min(4, Int((1 - max(best, least)) * length * Self.letterInformation / Self.slipCost))
            if abs(left.letters.count - right.letters.count) <= limit, Self.leastSlips(left.letters, right.letters) <= limit {
                let slips = EditDistance.between(left.letters, right.letters)
                if slips <= limit { best = max(best, 1 - Float(slips) * Self.slipCost / (length * Self.letterInformation)) }
            }
        }
        return best * Self.tellingDifference(left, right)
    }

    /// As many letters are only in one of both at least as there are slips: a slip takes away one and adds one.
    @inline(__always)
    private static func leastSlips(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
        let (first, second) = (set(left), set(right))
        return max((first & ~second).nonzeroBitCount, (second & ~first).nonzeroBitCount)
    }

    @inline(__always)
    private static func set(_ letters: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var set: UInt64 = 0
        for index in 0..<min(letters.count, EditDistance.longest) { set |= 1 &<< UInt64(letters[index] & 63) }
        return set
    }

    /// A first consonant of another kind makes another name within one way of writing (Rafiq, Shafiq), and so does the ending of women's names, which Arabic writes (Alia is not علي).
    private static func tellingDifference(_ left: View, _ right: View) -> Float {
        guard let first = left.sounds.first, let second = right.sounds.first, let last = left.sounds.last, let other = right.sounds.last else { return 1 }
        let (one, two) = (Sound.classes[Int(first)], Sound.classes[Int(second)])
        let hasOtherBeginning = one != two && one != 0 && two != 0
        if left.writing == right.writing { return hasOtherBeginning ? otherBeginning : 1 }
        if hasOtherBeginning { return otherBeginning }
        guard left.writing == .consonants || right.writing == .consonants else { return 1 }
        let isFeminine = { (sounds: UnsafeBufferPointer<UInt8>) in
            sounds.count > 2 && sounds[sounds.count - 1] == Sound.a && (sounds[sounds.count - 2] == Sound.i || sounds[sounds.count - 2] == Sound.y)
        }
        let isBare = { (sound: UInt8) in sound == Sound.i || sound == Sound.y }
        if left.writing == .consonants ? isBare(last) && isFeminine(right.sounds) : isBare(other) && isFeminine(left.sounds) { return otherEnding }
        return 1
    }

    /// Of 0.4 to 0.8 the value with the largest area under the precision–recall curve on the labelled pairs (0.9718; 0.9714 at 0.8).
    private static let otherBeginning: Float = 0.5
    private static let otherEnding: Float = 0.6

    /// The similarity of two parts, with initials and words in scripts that are not read.
    ///
    /// - Parameter least: see ``similarity(_:_:least:)``.
    @inline(__always)
    func similarity(_ left: NameForms.Name, _ place: Int, _ right: NameForms.Name, _ otherPlace: Int, least: Float = 0) -> Float {
        if left.hasSameText(place, right, otherPlace) { return 1 }
        if left[place].role == .initial || right[otherPlace].role == .initial { return initialSimilarity(left.view(place), right.view(otherPlace)) }
        return similarity(left.view(place), right.view(otherPlace), least: least)
    }

    private func initialSimilarity(_ left: View, _ right: View) -> Float {
        if let first = left.letters.first, let second = right.letters.first { return first == second ? Self.initialFits : 0 }
        guard let first = left.sounds.first, let second = right.sounds.first else { return 0 }
        return first == second ? Self.initialFits : 0
    }

    /// Neighbouring parts read as one word: Jae Son as Jaeson.
    ///
    /// - Parameter memory: where the word is put together; holds the sounds and letters of all parts.
    func joined(_ name: NameForms.Name, _ places: Range<Int>, into memory: UnsafeMutablePointer<UInt8>) -> View {
        var soundCount = 0
        for place in places {
            let sounds = name.sounds(place)
            // A sound that ends one word and begins the next is one when they are joined.
            let first = soundCount > 0 && !sounds.isEmpty && sounds[0] == memory[soundCount &- 1] ? 1 : 0
            for index in first..<max(first, sounds.count) {
                (memory + soundCount).initialize(to: sounds[index])
                soundCount &+= 1
            }
        }
        var letterCount = 0
        for place in places {
            for letter in name.letters(place) {
                (memory + (soundCount &+ letterCount)).initialize(to: letter)
                letterCount &+= 1
            }
        }
        return view(
            UnsafeBufferPointer(start: memory, count: soundCount), UnsafeBufferPointer(start: memory + soundCount, count: letterCount),
            name[places.lowerBound].writing)
    }

    func view(_ sounds: UnsafeBufferPointer<UInt8>, _ letters: UnsafeBufferPointer<UInt8>, _ writing: NameScript.Writing) -> View {
        View(sounds: sounds, letters: letters, writing: writing, information: costs.information(of: sounds, writing))
    }
}
