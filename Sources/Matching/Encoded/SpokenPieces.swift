/// The pieces of a name's sounds: what is alike in Md. Rafiq, Mohamed Rafeek and রফিক is encoded, and what is not is left out.
///
/// Each word that is a name in itself is taken three times, from what spellings and scripts have in common most to what tells names apart: the classes of its consonants, its consonants,
/// and its sounds; each as pairs of neighbours with the ends marked. The order of the words plays no part. Shares of the three and the power of rarity are those of several tried with
/// which most pairs of spellings are found at one false pair in 50,000; `Docs/encoded-linkage.md` has the figures.
enum SpokenPieces {
    /// What marks a piece's kind, and the share of its word's bits.
    private static let classes: (mark: UInt8, share: Double) = (UInt8(ascii: "c"), 0.56)
    private static let consonants: (mark: UInt8, share: Double) = (UInt8(ascii: "k"), 0.32)
    private static let sounds: (mark: UInt8, share: Double) = (UInt8(ascii: "s"), 0.12)
    private static let end = UInt8(ascii: "_")

    /// - Parameter words: how many words a name usually has; the first of fewer sets its part of the bits and not all.
    static func pieces(of text: [UInt8], words: Int) -> [EncodedField.Piece] {
        let all = NameKey(String(decoding: text, as: UTF8.self)).parts
        let telling = all.filter(\.isSubstantial)
        let parts = telling.isEmpty ? all : telling
        let weights = parts.map(weight)
        // Names of more words than usual share the bits among them: how full a filter is does not say how many there are.
        let whole = max(Double(words), weights.reduce(0, +))
        var shares: [[UInt8]: Double] = [:]
        for (part, weight) in zip(parts, weights) {
            let kept = part.sounds.map { plain[Int($0)] }.filter { $0 != 0 }
            let sequences = [
                (classes, Sound.classSequence(part.sounds).map { $0 + UInt8(ascii: "0") }), (consonants, withoutNeighbours(kept.filter { !isLost($0) })), (sounds, kept),
            ]
            for (kind, sequence) in sequences where !sequence.isEmpty {
                let marked = [end] + sequence + [end]
                let share = weight / whole * kind.share / Double(marked.count - 1)
                for place in 1..<marked.count {
                    let piece = [kind.mark, marked[place - 1], marked[place]]
                    shares[piece] = max(shares[piece] ?? 0, share)
                }
            }
        }
        return shares.map { EncodedField.Piece(bytes: $0.key, share: $0.value) }
    }

    /// What a word counts: abbreviations and what is left out at will half, and the less the more people have it.
    private static func weight(_ part: NamePart) -> Double {
        Double(part.role.weight) * (part.isAbbreviation ? Double(NameAlignment.abbreviation) : 1) * Double(NameRarity.standard.classRarity(part)).squareRoot()
    }

    /// A sound in the letter of its neighbours that spellings and scripts write for each other, 0 for what is not heard everywhere.
    private static let plain: [UInt8] = (0..<Sound.count).map { sound in
        switch Sound.letters[sound] {
        case UInt8(ascii: " "), UInt8(ascii: "'"): 0
        case UInt8(ascii: "@"): UInt8(ascii: "a")
        case UInt8(ascii: "B"): UInt8(ascii: "b")
        case UInt8(ascii: "D"): UInt8(ascii: "d")
        case UInt8(ascii: "T"): UInt8(ascii: "t")
        case UInt8(ascii: "R"): UInt8(ascii: "r")
        case UInt8(ascii: "J"), UInt8(ascii: "Z"): UInt8(ascii: "j")
        case UInt8(ascii: "G"): UInt8(ascii: "g")
        case UInt8(ascii: "X"), UInt8(ascii: "q"): UInt8(ascii: "k")
        case UInt8(ascii: "v"): UInt8(ascii: "w")
        case let letter: letter
        }
    }

    /// Vowels, and the consonants that one script writes and another does not.
    private static func isLost(_ letter: UInt8) -> Bool { Array("aeiouhy".utf8).contains(letter) }

    private static func withoutNeighbours(_ letters: [UInt8]) -> [UInt8] {
        letters.indices.filter { $0 == 0 || letters[$0] != letters[$0 - 1] }.map { letters[$0] }
    }
}
