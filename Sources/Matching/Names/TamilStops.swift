/// How the stops of Tamil are heard, which are written with one letter each, voiced or not.
///
/// They are voiced after a nasal and between vowels (where the velar is heard as g, gh or h, and the palatal as s), and unvoiced when doubled, beside other consonants and at the beginning of
/// a word, where the palatal is s or ch (B. Krishnamurti, The Dravidian Languages, 2003, sections 4.4 and 4.5.3; Unicode Standard 15, section 12.6). Where several are heard, the sound
/// that is nearest to them all stands for them.
enum TamilStops {
    private enum Place { case first, afterNasal, betweenVowels, other }

    private static let killer: UInt32 = 0x0BCD

    /// The sounds of a single letter that is a stop, by where it stands; nil for any other letter.
    ///
    /// - Parameter before: the sound before it, if any.
    static func sounds(of letter: UInt32, next: UInt32?, after before: UInt8?) -> [UInt8]? {
        guard let heard = stops[letter] else { return nil }
        switch place(next, before) {
        case .first: return heard.first
        case .afterNasal: return heard.afterNasal
        case .betweenVowels: return heard.betweenVowels
        case .other: return nil
        }
    }

    private static func place(_ next: UInt32?, _ before: UInt8?) -> Place {
        guard let before else { return .first }
        if next == killer { return .other }
        if Sound.isNasal(before) { return .afterNasal }
        return Sound.isVowel(before) || before == Sound.y ? .betweenVowels : .other
    }

    private struct Heard {
        let first: [UInt8]
        let afterNasal: [UInt8]
        let betweenVowels: [UInt8]

        init(_ first: String, _ afterNasal: String, _ betweenVowels: String) {
            self.first = Sound.codes(first.utf8)
            self.afterNasal = Sound.codes(afterNasal.utf8)
            self.betweenVowels = Sound.codes(betweenVowels.utf8)
        }
    }

    private static let stops: [UInt32: Heard] = [
        0x0B95: Heard("k", "g", "q"), 0x0B9A: Heard("S", "j", "s"), 0x0B9F: Heard("t", "d", "d"), 0x0BA4: Heard("t", "d", "d"), 0x0BAA: Heard("p", "b", "b"),
    ]
}
