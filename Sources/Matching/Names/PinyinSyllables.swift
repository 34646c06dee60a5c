/// Cuts Chinese names that are written as one word, as passports write given names, into the syllables that stand for a character each: Xiaoming into xiao and ming.
enum PinyinSyllables {
    /// A word of more syllables is no given name.
    private static let most = 3

    /// The syllables of a word; nil for a word that is none or just one, or is cut into more than a given name has.
    ///
    /// Where several cuts are possible, the fewest syllables are taken, and of these the ones after the first that begin with a consonant: before a vowel an apostrophe would be
    /// written (Hanyu Pinyin orthography, GB/T 16159-2012, section 5).
    /// - Complexity: linear in the length of the word, as a syllable has at most six letters.
    static func cut(_ letters: [UInt8], table: LetterTable = .standard) -> [[UInt8]]? {
        guard letters.count >= 4, letters.count <= most * longest else { return nil }
        var cuts: [[[UInt8]]] = []
        func take(_ start: Int, _ syllables: [[UInt8]]) {
            if start == letters.count {
                if syllables.count > 1 { cuts.append(syllables) }
                return
            }
            guard syllables.count < most else { return }
            for end in stride(from: min(letters.count, start + longest), to: start, by: -1) {
                let syllable = Array(letters[start..<end])
                if table.isReading(syllable) { take(end, syllables + [syllable]) }
            }
        }
        take(0, [])
        return cuts.min { cost($0) < cost($1) }
    }

    private static let longest = 6

    private static func cost(_ syllables: [[UInt8]]) -> Int { syllables.count * 10 + syllables.dropFirst().count { beginsWithVowel($0) } }

    private static func beginsWithVowel(_ syllable: [UInt8]) -> Bool { syllable.first.map { "aeo".utf8.contains($0) } ?? false }
}
