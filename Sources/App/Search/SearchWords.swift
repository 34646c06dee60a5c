import Foundation

/// Cuts texts into words as the search compares them: without case, accents and vowel points, digits of all scripts as Latin ones. The signs of Indic scripts stay,
/// since there they are the vowels of the word.
///
/// Scripts that are written without spaces (Han, kana, Thai, Lao, Khmer, Burmese) are cut into pairs of letters.
enum SearchWords {
    /// Longer words are cut, so that pasted data cannot fill the memory.
    static let lengthLimit = 40

    /// The words of a text in order, with repetitions. O(length).
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        forEach(text) { word, _ in
            words.append(word)
            return true
        }
        return words
    }

    /// Calls `body` with each word and the range of the text's scalars that it was made from, until it answers false.
    static func forEach(_ text: String, _ body: (String, Range<String.UnicodeScalarView.Index>) -> Bool) {
        var word: [Unicode.Scalar] = []
        var start = text.unicodeScalars.startIndex
        var end = start
        var isUnspaced = false
        /// Whether to go on.
        func finish() -> Bool {
            guard !word.isEmpty else { return true }
            defer { word.removeAll(keepingCapacity: true) }
            let range = start..<end
            if isUnspaced && word.count > 2 {
                return (0..<(word.count - 1)).allSatisfy { body(string(word[$0...($0 + 1)]), range) }
            }
            return body(string(word[...]), range)
        }
        var index = text.unicodeScalars.startIndex
        while index < text.unicodeScalars.endIndex {
            let scalar = text.unicodeScalars[index]
            let next = text.unicodeScalars.index(after: index)
            if isDropped(scalar) {
                if !word.isEmpty { end = next }
            } else if let folded = folded(scalar) {
                let unspaced = isWithoutSpaces(scalar)
                if !word.isEmpty && unspaced != isUnspaced && !isMark(scalar), !finish() { return }
                if word.isEmpty {
                    start = index
                    isUnspaced = unspaced
                }
                if word.count + folded.count <= lengthLimit || isUnspaced { word += folded }
                end = next
            } else if !finish() {
                return
            }
            index = next
        }
        _ = finish()
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    /// What may stand inside a word without making another of it: accents, vowel points of Arabic and Hebrew, the dot of Devanagari and its kin, invisible joiners.
    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0300...0x036F, 0x0591...0x05C7, 0x0640, 0x064B...0x065F, 0x0670, 0x06D6...0x06ED, 0x093C, 0x09BC, 0x0A3C, 0x0ABC, 0x0B3C, 0x00AD,
            0x200B...0x200F,
            0x2060, 0x2066...0x2069, 0xFEFF, 0x2019, 0x02BC, 0x0027:
            true
        default: false
        }
    }

    /// The letters a scalar is compared as; nil if it is no part of a word.
    private static func folded(_ scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
        if scalar.isASCII {
            switch scalar.value {
            case 0x30...0x39, 0x61...0x7A: return [scalar]
            case 0x41...0x5A: return Unicode.Scalar(scalar.value + 0x20).map { [$0] }
            default: return nil
            }
        }
        switch scalar.properties.generalCategory {
        case .decimalNumber:
            guard let value = scalar.properties.numericValue, let digit = Unicode.Scalar(0x30 + UInt32(value)) else { return [scalar] }
            return [digit]
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark, .letterNumber, .otherNumber:
            return foldedLetter(scalar)
        default: return nil
        }
    }

    private static func foldedLetter(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        // The letters of Indic scripts have no case, and hardly any is put together; they are most of what is read here.
        if (0x0900...0x0DFF).contains(scalar.value), !composed.contains(scalar.value) { return [scalar] }
        return known[scalar.value] ?? decomposed(scalar)
    }

    /// The foldings of the alphabets that are read most, computed once.
    private static let known: [UInt32: [Unicode.Scalar]] = {
        var known: [UInt32: [Unicode.Scalar]] = [:]
        for value in UInt32(0x80)...0x6FF {
            if let scalar = Unicode.Scalar(value) { known[value] = decomposed(scalar) }
        }
        return known
    }()

    /// Indic letters that Unicode takes apart (Unicode 15, DerivedNormalizationProps: those with a canonical decomposition).
    private static let composed: Set<UInt32> = Set(
        (0x0900...0x0DFF as ClosedRange<UInt32>).filter { value in
            Unicode.Scalar(value).map { String(Character($0)).decomposedStringWithCanonicalMapping.unicodeScalars.count > 1 } ?? false
        })

    private static func decomposed(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        if let other = letters[scalar] { return other }
        // Decomposition takes accents off; what is left of it are letters and signs that belong to the word.
        let parts = String(Character(scalar)).lowercased().decomposedStringWithCompatibilityMapping.unicodeScalars
        let kept = parts.filter { !isDropped($0) }.flatMap { letters[$0] ?? [$0] }
        return kept.isEmpty ? [scalar] : kept
    }

    /// Letters without a decomposition that people write as others: after the folding of Unicode's UTR 30 and the keyboards of Arabic and Persian.
    private static let letters: [Unicode.Scalar: [Unicode.Scalar]] = [
        "đ": ["d"], "Đ": ["d"], "ł": ["l"], "Ł": ["l"], "ø": ["o"], "Ø": ["o"], "ß": ["s", "s"], "æ": ["a", "e"], "Æ": ["a", "e"], "œ": ["o", "e"], "ı": ["i"],
        "ى": ["ي"], "ی": ["ي"], "ة": ["ه"], "ک": ["ك"], "ٱ": ["ا"], "ھ": ["ه"], "ہ": ["ه"], "ے": ["ي"],
    ]

    private static func isWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2FA1F: true
        default: false
        }
    }
}
