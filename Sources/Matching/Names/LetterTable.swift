/// What the letters of each script sound like: `letter-sounds.csv`, `han-readings.csv` and `latin-spellings.csv` in Resources, with their sources.
struct LetterTable: Sendable {
    enum Kind: String {
        /// Carries a vowel unless another follows.
        case consonant
        /// A vowel by itself.
        case vowel
        /// A vowel that replaces the one its consonant carries.
        case sign
        /// Takes the vowel away from a consonant.
        case killer
        /// Follows the vowel.
        case mark
        /// A letter of an alphabet.
        case letter
        /// A vowel written before the consonant that it follows in speech.
        case before
        /// A second consonant under the first.
        case medial
        /// Heard before the consonant under which it is written.
        case breath
        /// Says nothing.
        case silent
        /// Silences the letter before it.
        case cancel
        /// A Latin letter that is read as these plain ones.
        case fold
    }

    struct Letter {
        let script: NameScript
        let kind: Kind
        /// Sounds, or plain letters where the kind is ``Kind/fold``.
        let sounds: [UInt8]
    }

    /// Letters by up to three scalars, 21 bits each.
    private let letters: [UInt64: Letter]
    /// Pinyin by Han character.
    private let readings: [UInt32: [UInt8]]
    private let syllables: Set<[UInt8]>
    /// Sounds by Latin spelling, the longest of which has four letters.
    private let spellings: [UInt32: [UInt8]]

    static let standard = LetterTable()

    private init() {
        var letters: [UInt64: Letter] = [:]
        for row in MatchingResources.rows("letter-sounds.csv") where row.count == 6 {
            let scalars = row[2].split(separator: " ").compactMap { UInt32($0, radix: 16) }
            guard let script = NameScript(unicodeName: row[0]), let kind = Kind(rawValue: row[3]), let key = Self.key(scalars[...]) else { continue }
            let sounds = kind == .fold ? Array(row[4].utf8) : Sound.codes(row[4].utf8)
            letters[key] = Letter(script: script, kind: kind, sounds: sounds)
        }
        self.letters = letters
        var readings: [UInt32: [UInt8]] = [:]
        for row in MatchingResources.rows("han-readings.csv") where row.count == 3 {
            for scalar in row[1].unicodeScalars { readings[scalar.value] = Array(row[0].utf8) }
        }
        self.readings = readings
        syllables = Set(readings.values)
        var spellings: [UInt32: [UInt8]] = [:]
        for row in MatchingResources.rows("latin-spellings.csv") where row.count == 3 {
            spellings[Self.spellingKey(Array(row[0].utf8)[...])] = Sound.codes(row[1].utf8)
        }
        self.spellings = spellings
    }

    private static func key(_ scalars: ArraySlice<UInt32>) -> UInt64? {
        guard !scalars.isEmpty, scalars.count <= 3 else { return nil }
        return scalars.reduce(0) { $0 << 21 | UInt64($1) }
    }

    private static func spellingKey(_ letters: ArraySlice<UInt8>) -> UInt32 { letters.reduce(0) { $0 << 8 | UInt32($1) } }

    func letter(_ scalar: UInt32) -> Letter? { letters[UInt64(scalar)] }

    /// The longest letter that begins at a place.
    func longestLetter(in scalars: [UInt32], at start: Int) -> (letter: Letter, length: Int)? {
        for length in stride(from: min(3, scalars.count - start), through: 1, by: -1) {
            if let key = Self.key(scalars[start..<start + length]), let letter = letters[key] { return (letter, length) }
        }
        return nil
    }

    /// How a Han character is read in Mandarin, in letters.
    func reading(_ scalar: UInt32) -> [UInt8]? { readings[scalar] }

    /// Whether some Han character is read so.
    func isReading(_ letters: [UInt8]) -> Bool { syllables.contains(letters) }

    /// The longest spelling of two to four letters that begins at a place.
    func longestSpelling(in letters: [UInt8], at start: Int) -> (sounds: [UInt8], length: Int)? {
        for length in stride(from: min(4, letters.count - start), through: 2, by: -1) {
            if let sounds = spellings[Self.spellingKey(letters[start..<start + length])] { return (sounds, length) }
        }
        return nil
    }
}
