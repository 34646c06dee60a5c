/// A word of a query made ready to be compared with many parts of a vocabulary: what a part costs that is read for it, in bits.
///
/// Most parts are thrown out by what their sets of sounds and their lengths say; the tables of the word are made once.
final class SpellingScan {
    /// A part of the vocabulary and what is lost if it was meant.
    struct Spelling {
        let entry: UInt32
        let loss: Float
    }

    private let vocabulary: NameVocabulary
    private let part: NamePart
    /// Evidence in the sounds against each way of writing; see ``SoundCosts``.
    private let information: SIMD4<Int32>
    private let letters: KeptText
    /// The most that may be lost, in sixteenths of a nat, against each way of writing.
    private let most: SIMD4<Float>

    /// One nat in bits, and what the units of ``SoundCosts`` are in bits.
    private static let bitsOfNat: Float = 1.442_695
    private static let unitBits = bitsOfNat / SoundCosts.unit

    /// - Parameter share: the most that may be lost, as a share of what the sounds tell.
    init(_ part: NamePart, _ vocabulary: NameVocabulary, losing share: Float = 0.55) {
        self.part = part
        self.vocabulary = vocabulary
        let information = SoundCosts.standard.information(of: part.sounds, part.script.writing)
        var most = SIMD4<Float>()
        let ofLetters = Float(part.letters.count) * PartSimilarity.letterInformation * SoundCosts.unit
        for writing in 0..<4 {
            let isOwn = writing == Int(part.script.writing.rawValue)
            let limit = isOwn ? share * max(Float(information[writing]), ofLetters) : min(1, share * 1.2) * Float(information[writing])
            most[writing] = min(limit, (EvidenceWeights.greatestLoss - EvidenceWeights.otherSpelling) / Self.unitBits)
        }
        self.information = information
        self.most = most
        letters = KeptText(part.letters)
    }

    /// Calls the body with the parts whose consonants are nearly those of the word; some more than once, and without what was seen before.
    func forEach(_ visit: (Int) -> Bool, _ body: (Spelling) -> Void) {
        let writing = part.script.writing
        part.sounds.withUnsafeBufferPointer { sounds in
            vocabulary.forEach(near: part.sounds, writing) { entry in
                guard visit(entry), vocabulary.counts[entry] > 0, vocabulary.role(entry) != .initial, let loss = loss(sounds, entry) else { return }
                body(Spelling(entry: UInt32(entry), loss: loss))
            }
        }
    }

    /// What is lost if a part was meant, in bits; nil if more than allowed.
    func loss(_ entry: Int) -> Float? { part.sounds.withUnsafeBufferPointer { loss($0, entry) } }

    private func loss(_ sounds: UnsafeBufferPointer<UInt8>, _ entry: Int) -> Float? {
        vocabulary.withView(entry) { other in
            let writing = Int(other.writing.rawValue)
            let most = most[writing]
            var best = most
            if part.letters.count > 1, other.letters.count > 1 {
                let slips = min(4, Int(best / Self.slipUnits))
                if slips > 0, abs(part.letters.count - other.letters.count) <= slips {
                    best = min(best, Float(letters.distance(to: other.letters)) * Self.slipUnits)
                }
            }
            if !sounds.isEmpty, !other.sounds.isEmpty { best = min(best, lossOfSounds(sounds, other, limit: best)) }
            return best < most ? EvidenceWeights.otherSpelling + best * Self.unitBits : nil
        }
    }

    private static let slipUnits = PartSimilarity.slipCost * SoundCosts.unit

    /// In sixteenths of a nat; the limit or more where it exceeds the limit.
    private func lossOfSounds(_ sounds: UnsafeBufferPointer<UInt8>, _ other: PartSimilarity.View, limit: Float) -> Float {
        let (own, writing) = (part.script.writing, other.writing)
        // Between ways of writing a part of the evidence cannot agree, so it is not lost either.
        let silent =
            own == writing
            ? 0 : (1 - 1 / PartSimilarity.acrossWritings) * Float(information[Int(writing.rawValue)] + other.information[Int(own.rawValue)]) / 2
        let bar = Int32(limit + silent) + 1
        let cost = SoundCosts.standard.costs.withUnsafeBufferPointer { table -> Int32 in
            guard let base = table.baseAddress else { return .max }
            return SoundDistance.cost(sounds, other.sounds, costs: base + SoundCosts.offset(own, writing), limit: bar)
        }
        return cost >= bar ? limit : max(0, Float(cost) - silent)
    }
}
