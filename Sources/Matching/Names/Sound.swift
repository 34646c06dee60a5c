/// The sounds in which names of all scripts meet: a small alphabet in which spellings that are often heard as one are near each other.
///
/// A sound is a number from 1 to ``count`` - 1; 0 stands for "nothing" in the tables of costs. The letter of each sound is used in data files:
/// vowels `a e i o u` and `@` (the vowel that a consonant of an Indian script carries unless told otherwise); consonants as in English, and
/// `C` ch, `S` sh, `Z` zh, `X` kh, `G` gh, `T` th, `D` dh, `B` bh, `J` jh, `R` the flapped r, `c` ts, `'` a catch in the throat (ain, hamza).
public enum Sound {
    /// The letter of each sound; the first place is "nothing".
    static let letters = Array(" aeiou@pbtdkgqfvwhmnlrszyjCSZXGTDBJR'c".utf8)
    /// How many sounds there are, "nothing" included.
    public static let count = letters.count

    static let a: UInt8 = 1
    static let i: UInt8 = 3
    static let inherentVowel: UInt8 = 6
    static let y: UInt8 = code(of: UInt8(ascii: "y"))
    static let w: UInt8 = code(of: UInt8(ascii: "w"))
    static let k: UInt8 = code(of: UInt8(ascii: "k"))
    static let s: UInt8 = code(of: UInt8(ascii: "s"))

    static func isNasal(_ sound: UInt8) -> Bool { classes[Int(sound)] == 5 }

    static func isVowel(_ sound: UInt8) -> Bool { sound >= 1 && sound <= 6 }

    /// The sound of a letter of the notation, 0 for any other.
    static func code(of letter: UInt8) -> UInt8 {
        letters.dropFirst().firstIndex(of: letter).map { UInt8($0) } ?? 0
    }

    /// Reads the notation; letters that are none of it are left out.
    static func codes(_ notation: some Sequence<UInt8>) -> [UInt8] {
        notation.map(code).filter { $0 != 0 }
    }

    /// The notation of sounds, for explanations and data files.
    public static func notation(_ sounds: some Sequence<UInt8>) -> String {
        String(decoding: sounds.map { Int($0) < count ? letters[Int($0)] : UInt8(ascii: "?") }, as: UTF8.self)
    }

    /// The coarse class of each sound, 0 for those that are easily lost (vowels, h, y, a catch in the throat): lips 1, teeth 2, palate 3, hissing 4,
    /// nose 5, l 6, r 7.
    ///
    /// The classes are those of Soundex and its kin (Russell 1918), except that sounds which one script has and another writes with a neighbour
    /// (p and b, v and f in Arabic, voiced and unvoiced in Tamil) share a class.
    static let classes: [UInt8] = letters.map { letter in
        switch letter {
        case UInt8(ascii: "p"), UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "f"), UInt8(ascii: "v"), UInt8(ascii: "w"): 1
        case UInt8(ascii: "t"), UInt8(ascii: "d"), UInt8(ascii: "T"), UInt8(ascii: "D"): 2
        case UInt8(ascii: "k"), UInt8(ascii: "g"), UInt8(ascii: "q"), UInt8(ascii: "X"), UInt8(ascii: "G"): 3
        case UInt8(ascii: "s"), UInt8(ascii: "z"), UInt8(ascii: "S"), UInt8(ascii: "Z"), UInt8(ascii: "C"), UInt8(ascii: "c"), UInt8(ascii: "j"),
            UInt8(ascii: "J"):
            4
        case UInt8(ascii: "m"), UInt8(ascii: "n"): 5
        case UInt8(ascii: "l"): 6
        case UInt8(ascii: "r"), UInt8(ascii: "R"): 7
        default: 0
        }
    }

    /// The classes of the consonants of a word in their order; neighbours of one class count once.
    ///
    /// `w` after a vowel is left out, because the Arabic letter for it is as often a vowel.
    static func classSequence(_ sounds: some Sequence<UInt8>) -> [UInt8] {
        var sequence: [UInt8] = []
        forEachClass(sounds) { sequence.append($0) }
        return sequence
    }

    /// The same, three bits each, at most ten.
    static func skeleton(_ sounds: some Sequence<UInt8>) -> UInt32 {
        var skeleton: UInt32 = 1
        forEachClass(sounds) { skeleton = skeleton << 3 | UInt32($0) }
        return skeleton
    }

    /// At most ten.
    @inline(__always)
    private static func forEachClass(_ sounds: some Sequence<UInt8>, _ body: (UInt8) -> Void) {
        var last: UInt8 = 0
        var afterVowel = false
        var length = 0
        for sound in sounds {
            let coarse = sound == w && afterVowel ? 0 : classes[Int(sound)]
            afterVowel = isVowel(sound)
            if coarse != 0, coarse != last {
                body(coarse)
                length += 1
                if length == 10 { break }
            }
            last = coarse
        }
    }
}
