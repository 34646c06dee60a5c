/// A word of a query made ready to be compared with many parts of a vocabulary: what a part costs that is read for it, in bits.
///
/// Most parts are thrown out by what their sets of sounds and their lengths say; the tables of the word are made once.
final class SpellingScan {
    /// A part of the vocabulary and what is lost if it was meant.
    struct Spelling: Sendable {
        let entry: UInt32
        let loss: Float
    }

    private let vocabulary: NameVocabulary
    private let part: NamePart
    private let isAbbreviation: Bool
    /// Evidence in the sounds against each way of writing; see ``SoundCosts``.
    private let information: SIMD4<Int32>
    private let costs = SoundCosts.standard
    private let leastDrop: Int32
    private let letters: KeptText
    /// How many letters are compared with parts of the same script; 0 for none.
    private let letterCount: Int
    /// What may be lost where parts are looked for, and where one is compared that somebody has who was found by other words.
    private let near: Limits
    private let distant: Limits
    /// What can be thrown out at sight where parts are looked for.
    var bound: SoundSet.Bound { near.bound }

    private struct Limits {
        /// The most that may be lost, in sixteenths of a nat, against each way of writing.
        let most: SIMD4<Float>
        let bound: SoundSet.Bound

        /// - Parameter share: the most that may be lost, as a share of what the sounds or letters tell.
        init(_ part: NamePart, losing share: Float, _ information: SIMD4<Int32>, letters: Int) {
            var most = SIMD4<Float>()
            let ofLetters = Float(letters) * PartSimilarity.letterInformation * SoundCosts.unit
            for writing in 0..<4 {
                let isOwn = writing == Int(part.script.writing.rawValue)
                let limit = isOwn ? share * max(Float(information[writing]), ofLetters) : min(1, share * 1.2) * Float(information[writing])
                most[writing] = min(limit, (EvidenceWeights.greatestLoss - EvidenceWeights.otherSpelling) / SpellingScan.unitBits)
            }
            self.most = most
            bound = SoundSet.Bound(part, most: most[Int(part.script.writing.rawValue)], slip: SpellingScan.slipUnits)
        }
    }

    /// Somebody who was found by other words may have this one with a slip in every other letter: the sum of the evidence tells.
    private static let distantShare: Float = 0.9

    /// One nat in bits, and what the units of ``SoundCosts`` are in bits.
    private static let bitsOfNat: Float = 1.442_695
    private static let unitBits = bitsOfNat / SoundCosts.unit

    /// - Parameter share: the most that may be lost, as a share of what the sounds tell.
    init(_ part: NamePart, _ vocabulary: NameVocabulary, losing share: Float = 0.55) {
        self.part = part
        self.vocabulary = vocabulary
        isAbbreviation = part.isAbbreviation
        information = costs.information(of: part.sounds, part.script.writing)
        leastDrop = max(1, costs.leastDrop(part.script.writing))
        let compared = part.script == .latin ? part.letters : NameLetters.letters(text: part.text, isPlain: true, script: part.script)
        letterCount = compared.count
        letters = KeptText(compared)
        near = Limits(part, losing: share, information, letters: letterCount)
        distant = Limits(part, losing: Self.distantShare, information, letters: letterCount)
    }

    /// Calls the body with the parts whose consonants are nearly those of the word; some more than once, and without what was seen before.
    @inline(__always)
    func forEach(_ visit: (Int) -> Bool, _ body: (Spelling) -> Void) {
        part.sounds.withUnsafeBufferPointer { sounds in
            vocabulary.forEach(near: part.sounds, within: bound) { entry in
                guard visit(entry), let loss = loss(sounds, entry, near.most), vocabulary.counts[entry] > 0, vocabulary.role(entry) != .initial else { return }
                body(Spelling(entry: UInt32(entry), loss: loss))
            }
        }
    }

    /// What is lost if a part was meant that somebody has who was found by other words, in bits; nil if it is another word.
    func loss(_ entry: Int) -> Float? {
        guard distant.bound.lets(vocabulary.soundSets[entry]) else { return nil }
        return part.sounds.withUnsafeBufferPointer { loss($0, entry, distant.most) }
    }

    private func loss(_ sounds: UnsafeBufferPointer<UInt8>, _ entry: Int, _ limits: SIMD4<Float>) -> Float? {
        vocabulary.withShape(entry) { otherSounds, otherLetters, script in
            // An abbreviation in the vocabulary is a Latin part without letters of its own.
            if isAbbreviation || script == .latin && otherLetters.isEmpty, Self.isOneName(sounds, otherSounds) { return EvidenceWeights.abbreviation }
            let most = limits[Int(script.writing.rawValue)]
            var best = most
            if script == part.script { best = min(best, lossOfLetters(otherLetters, limit: best)) }
            if !sounds.isEmpty, !otherSounds.isEmpty { best = min(best, lossOfSounds(sounds, otherSounds, entry, script.writing, limit: best)) }
            return best < most ? EvidenceWeights.otherSpelling + best * Self.unitBits : nil
        }
    }

    /// Whether two parts are the same but for which vowels are written: Muhammad, Mohamed, and not Mahmud. Md. stands for each of them.
    private static func isOneName(_ sounds: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !sounds.isEmpty, sounds.count == other.count else { return false }
        return zip(sounds, other).allSatisfy { $0 == $1 || Sound.isVowel($0) && Sound.isVowel($1) }
    }

    /// In sixteenths of a nat; the limit where there are more slips than it allows.
    @inline(__always)
    private func lossOfLetters(_ other: UnsafeBufferPointer<UInt8>, limit: Float) -> Float {
        let slips = min(4, Int(limit / Self.slipUnits))
        guard letterCount > 1, other.count > 1, slips > 0, abs(letterCount - other.count) <= slips else { return limit }
        return Float(letters.distance(to: other)) * Self.slipUnits
    }

    private static let slipUnits = PartSimilarity.slipCost * SoundCosts.unit

    /// In sixteenths of a nat; the limit or more where it exceeds the limit.
    private func lossOfSounds(
        _ sounds: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>, _ entry: Int, _ writing: NameScript.Writing, limit: Float
    ) -> Float {
        let own = part.script.writing
        let silent = own == writing ? 0 : silentEvidence(entry, own, writing)
        let bar = Int32(limit + silent) + 1
        let cost = costs.costs.withUnsafeBufferPointer { table -> Int32 in
            guard let base = table.baseAddress else { return .max }
            return SoundDistance.cost(
                sounds, other, costs: base + SoundCosts.offset(own, writing), limit: bar,
                mostDropped: own == writing ? Int(bar / leastDrop) : SoundDistance.lengthLimit)
        }
        return cost >= bar ? limit : max(0, Float(cost) - silent)
    }

    /// Between ways of writing a part of the evidence cannot agree, so it is not lost either.
    private func silentEvidence(_ entry: Int, _ own: NameScript.Writing, _ writing: NameScript.Writing) -> Float {
        let both = information[Int(writing.rawValue)] + vocabulary.information(of: entry)[Int(own.rawValue)]
        return (1 - 1 / PartSimilarity.acrossWritings) * Float(both) / 2
    }
}
