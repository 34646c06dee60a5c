/// Text as words that can be compared: small letters, Arabic without vowel signs and with one form of alef, Latin without its commonest accents.
enum WordFolding {
    /// O(scalars). Marks of Indic scripts belong to the word.
    static func words(_ text: String) -> [String] { split(text).map(\.folded) }

    /// The words of a text as they are written, in small letters, and as they are compared, and whether a mark that ends a part of a sentence stands before them.
    static func split(_ text: String) -> [(written: String, folded: String, isAfterMark: Bool)] {
        var words: [(written: String, folded: String, isAfterMark: Bool)] = []
        var (written, compared, isAfterMark) = (String.UnicodeScalarView(), String.UnicodeScalarView(), false)
        func end() {
            if !compared.isEmpty {
                words.append((String(written), String(compared), isAfterMark))
                isAfterMark = false
            }
            (written, compared) = (String.UnicodeScalarView(), String.UnicodeScalarView())
        }
        for scalar in text.lowercased().unicodeScalars {
            guard isPart(scalar) else {
                end()
                if marks.contains(scalar) { isAfterMark = true }
                continue
            }
            written.append(scalar)
            if let folded = folded(scalar) { compared.append(folded) }
        }
        end()
        return words
    }

    /// Commas, stops, dandas, brackets, dashes between words, ends of lines.
    private static let marks: Set<Unicode.Scalar> = [
        ",", ";", ":", ".", "!", "?", "\u{60C}", "\u{61B}", "\u{61F}", "\u{964}", "\u{965}", "(", ")", "\u{2013}", "\u{2014}", "\n", "\r",
    ]

    private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .otherLetter, .modifierLetter, .titlecaseLetter, .nonspacingMark, .spacingMark, .decimalNumber: true
        // A joiner stands inside words of Devanagari and Bengali.
        default: scalar.value == 0x200D || scalar.value == 0x200C
        }
    }

    private static let dotless: [Unicode.Scalar] = ["क", "ख", "ग", "ज", "ड", "ढ", "फ", "य"]

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x064B...0x0652, 0x0670, 0x0640, 0x200C, 0x200D, 0x0300...0x036F: nil
        // A letter of Devanagari or Bengali with a dot below is written as one sign or as two; either way without the dot.
        case 0x093C, 0x09BC: nil
        case 0x0958...0x095F: dotless[Int(scalar.value - 0x0958)]
        case 0x09DC: "ড"
        case 0x09DD: "ঢ"
        case 0x09DF: "য"
        case 0x0622, 0x0623, 0x0625: "ا"
        case 0x0629: "ه"
        case 0x0649: "ي"
        case 0x00E8...0x00EB: "e"
        case 0x00E0...0x00E5: "a"
        case 0x00F2...0x00F6: "o"
        case 0x00EC...0x00EF: "i"
        case 0x00F9...0x00FC: "u"
        default: scalar
        }
    }

    /// Whether a word of a text is a word of the list, with what the language hangs on it: postpositions in Nepali, Hindi and Bengali, the article and
    /// one-letter words in Arabic, the plural in English, `-nya` in Indonesian.
    static func matches(_ word: String, _ listed: String) -> Bool {
        if word == listed { return true }
        guard let first = listed.unicodeScalars.first else { return false }
        let (length, wanted) = (word.unicodeScalars.count, listed.unicodeScalars.count)
        switch first.value {
        case 0x0900...0x09FF: return wanted >= 3 && length <= wanted + 4 && word.hasScalarPrefix(listed)
        case 0x0600...0x06FF:
            return wanted >= 3
                && ["ال", "وال", "بال", "فال", "لل", "ب", "ل", "و", "ف"].contains { prefix in
                    word.hasScalarPrefix(prefix) && String(word.unicodeScalars.dropFirst(prefix.unicodeScalars.count)) == listed
                }
        default: return wanted >= 4 && ["s", "es", "nya"].contains { word == listed + $0 }
        }
    }
}

extension WordFolding {
    /// What the language hangs on a listed word: before it, as Arabic does, or after it, as Nepali and Bengali do. Empty where the word stands alone.
    static func hung(on listed: String, in word: String) -> (before: String, after: String) {
        let (scalars, wanted) = (Array(word.unicodeScalars), Array(listed.unicodeScalars))
        guard scalars.count > wanted.count else { return ("", "") }
        func text(_ part: ArraySlice<Unicode.Scalar>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: part)
            return String(view)
        }
        if scalars.starts(with: wanted) { return ("", text(scalars[wanted.count...])) }
        if scalars.suffix(wanted.count).elementsEqual(wanted) { return (text(scalars[..<(scalars.count - wanted.count)]), "") }
        return ("", "")
    }

    /// Whether the words that say where stand after the place in the language of this word, as in Nepali, Hindi and Bengali, and not before it.
    static func isPostpositional(_ word: String) -> Bool { word.unicodeScalars.first.map { 0x0900...0x09FF ~= $0.value } ?? false }
}

extension String {
    /// Whether the text begins with these scalars, whatever marks follow: in Devanagari a mark makes another character of the last letter.
    fileprivate func hasScalarPrefix(_ prefix: String) -> Bool { unicodeScalars.starts(with: prefix.unicodeScalars) }
}
