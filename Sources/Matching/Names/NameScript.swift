/// The script a part of a name is written in.
public enum NameScript: UInt8, Hashable, Sendable, CaseIterable {
    case latin, devanagari, bengali, gurmukhi, gujarati, oriya, tamil, telugu, kannada, malayalam, sinhala
    case arabic, hebrew, thai, lao, myanmar, khmer, ethiopic, han, kana, hangul, cyrillic, greek, georgian, armenian, other

    /// How a script writes vowels, which decides what may be missing in one of two names.
    enum Writing: UInt8, CaseIterable {
        /// Every vowel is a letter.
        case alphabet
        /// Short vowels are not written.
        case consonants
        /// Every consonant carries a vowel that may be silent.
        case indian
        /// As ``indian``, with spellings far from today's speech.
        case southEastAsian
    }

    var writing: Writing {
        switch self {
        case .arabic, .hebrew: .consonants
        case .devanagari, .bengali, .gurmukhi, .gujarati, .oriya, .tamil, .telugu, .kannada, .malayalam, .sinhala: .indian
        case .thai, .lao, .myanmar, .khmer: .southEastAsian
        default: .alphabet
        }
    }

    /// Whether the vowel of a last consonant is silent.
    var dropsFinalVowel: Bool {
        switch self {
        case .tamil, .telugu, .kannada, .malayalam, .sinhala, .oriya, .myanmar: false
        default: true
        }
    }

    /// The name that the Unicode Standard gives the script, as the tables write it.
    var unicodeName: String {
        let name = "\(self)"
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    init?(unicodeName: String) {
        guard let script = Self.allCases.first(where: { $0.unicodeName == unicodeName }) else { return nil }
        self = script
    }
}
