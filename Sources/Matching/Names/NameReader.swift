import Foundation

/// Takes names apart.
///
/// Words are divided at spaces, hyphens, full stops and other signs, where the script changes, and inside where a table says that two words are often
/// written as one (Abdulrahman, Habibullah). Burmese, which is written without spaces, is cut into its syllables, each of which is a name or a word of one: so အောင်ဇော်မင်း meets
/// Aung Zaw Min. Apostrophes are left out of Latin words, because they are put in and left out at will.
struct NameReader: Sendable {
    /// Longer texts are no names; what exceeds this is not read.
    static let letterLimit = 400
    /// More parts than any passport has.
    static let partLimit = 16
    /// Sounds of one part.
    static let soundLimit = 32

    let letters: LetterTable
    let words: NameWordTable

    static let standard = NameReader(letters: .standard, words: .standard)

    func parts(of text: String) -> [NamePart] {
        var parts: [NamePart] = []
        for word in split(text) {
            guard parts.count < Self.partLimit else { break }
            for syllable in word.script == .myanmar ? BurmeseSyllables.cut(word.scalars) : [word.scalars] {
                var part = word
                part.scalars = syllable
                append(part, to: &parts)
            }
        }
        return Array(parts.prefix(Self.partLimit))
    }

    // MARK: - Words

    /// A word in lower case, and how it was written.
    struct Word {
        var scalars: [UInt32] = []
        var script = NameScript.other
        /// Whether the letter before was a small one; a capital after three small ones begins a new word (SergeiLavrov).
        var smallLetters = 0
        /// One capital letter and a full stop: L. is no article.
        var isInitial = false
    }

    private func split(_ text: String) -> [Word] {
        var words: [Word] = []
        var word = Word()
        var count = 0
        func end() {
            if !word.scalars.isEmpty { words.append(word) }
            word = Word()
        }
        for scalar in normal(text).unicodeScalars {
            count += 1
            guard count <= Self.letterLimit, words.count < Self.partLimit * 2 else { break }
            let value = scalar.value
            if isPlainLetter(value) || value > 0x7F || isDigit(value) {
                guard let kind = classify(scalar) else {
                    if !isApostrophe(value) { end() }
                    continue
                }
                switch kind {
                case .ignored: continue
                case .letter(let lowered, let script, let isSmall):
                    if word.script != .other, script != .other, script != word.script { end() }
                    if !isSmall, word.smallLetters >= 3 { end() }
                    word.smallLetters = isSmall ? word.smallLetters + 1 : 0
                    if script != .other || word.scalars.isEmpty { word.script = script }
                    if script == .han { appendHan(lowered, &words, &word) } else { word.scalars.append(contentsOf: lowered) }
                }
            } else if value == 0x2F, word.scalars.count == 1 {
                // s/o, d/o, a/l: son of, daughter of.
                word.scalars.append(value)
            } else if !isApostrophe(value) {
                word.isInitial = value == 0x2E && word.scalars.count == 1 && word.script == .latin && word.smallLetters == 0
                end()
            }
        }
        end()
        return words
    }

    /// Each Han character is a word, so that two of them may meet one word in letters.
    private func appendHan(_ character: [UInt32], _ words: inout [Word], _ word: inout Word) {
        if !word.scalars.isEmpty, word.script != .han { words.append(word) }
        words.append(Word(scalars: character, script: .han))
        word = Word()
    }

    private enum Kind {
        case letter([UInt32], NameScript, isSmall: Bool)
        case ignored
    }

    /// Nil for what divides words.
    private func classify(_ scalar: Unicode.Scalar) -> Kind? {
        let value = scalar.value
        if value >= 0x61, value <= 0x7A { return .letter([value], .latin, isSmall: true) }
        if value >= 0x41, value <= 0x5A { return .letter([value + 32], .latin, isSmall: false) }
        // Digits inside a word are slips or codes; a number by itself is no part of a name.
        if isDigit(value) { return .letter([value], .other, isSmall: true) }
        if (0x300...0x36F).contains(value) { return .ignored }
        let lowered = value < 0x600 || (0x1C80...0x1FFF).contains(value) ? scalar.properties.lowercaseMapping.unicodeScalars.map(\.value) : [value]
        guard let first = lowered.first else { return .ignored }
        if let letter = letters.letter(first) {
            if letter.kind == .fold { return .letter(letter.sounds.map(UInt32.init), .latin, isSmall: first == value) }
            if letter.kind == .silent, letter.sounds.isEmpty, first == 0x640 || Self.isJoiner(first) || BurmeseSyllables.isTone(first) { return .ignored }
            return .letter([first], letter.script, isSmall: true)
        }
        if letters.reading(first) != nil { return .letter([first], .han, isSmall: true) }
        if (0xAC00...0xD7A3).contains(first) { return .letter(Self.jamo(first), .hangul, isSmall: true) }
        if isApostrophe(first) { return nil }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return .letter([first], .other, isSmall: true)
        case .nonspacingMark, .spacingMark, .enclosingMark, .format: return .ignored
        default: return nil
        }
    }

    /// The zero-width joiner and its opposite, which shape the letters beside them in any script (Unicode Standard, section 23.2) and are no letters.
    private static func isJoiner(_ scalar: UInt32) -> Bool { scalar == 0x200C || scalar == 0x200D }

    /// The letters of a Korean syllable (Unicode Standard, section 3.12).
    private static func jamo(_ syllable: UInt32) -> [UInt32] {
        let index = syllable - 0xAC00
        let tail = index % 28
        return [0x1100 + index / 588, 0x1161 + index % 588 / 28] + (tail == 0 ? [] : [0x11A7 + tail])
    }

    /// Compatibility forms (Arabic as old systems print it, wide Latin letters, half-wide Kana) become ordinary letters; other text is left as it is.
    private func normal(_ text: String) -> String {
        let needs = text.unicodeScalars.contains {
            (0xF900...0xFEFF).contains($0.value) || (0xFF00...0xFFEF).contains($0.value) || $0.value == 0x3099 || $0.value == 0x309A
        }
        return needs ? text.precomposedStringWithCompatibilityMapping : text
    }

    private func isPlainLetter(_ value: UInt32) -> Bool { (0x41...0x5A).contains(value) || (0x61...0x7A).contains(value) }

    private func isDigit(_ value: UInt32) -> Bool { (0x30...0x39).contains(value) }

    private func isApostrophe(_ value: UInt32) -> Bool {
        switch value {
        case 0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x201B, 0x2B9, 0x2BB, 0x2BC, 0x2BD, 0x2BE, 0x2BF, 0x2C8, 0x2032: true
        default: false
        }
    }

    // MARK: - Parts

    /// Whether a Latin word is a syllable of pinyin or several.
    func isPinyin(_ part: NamePart) -> Bool { part.script == .latin && (letters.isReading(part.letters) || PinyinSyllables.cut(part.letters, table: letters) != nil) }

    /// The parts that a Latin word stands for if it is a Chinese given name written as one word; see ``PinyinSyllables``.
    func syllables(of part: NamePart) -> [NamePart]? {
        guard part.script == .latin, part.role == .name, let syllables = PinyinSyllables.cut(part.letters, table: letters) else { return nil }
        return syllables.map { self.part($0.map(UInt32.init), .latin, .name, standard: []) }
    }

    private func append(_ word: Word, to parts: inout [NamePart]) {
        let scalars = word.scalars
        guard scalars.contains(where: { !isDigit($0) }) else { return }
        if word.isInitial {
            parts.append(part(scalars, word.script, .initial, standard: []))
        } else if let known = words.word(scalars) {
            parts.append(known.isSpelling ? spelling(scalars, word.script, known) : part(scalars, word.script, known.role, standard: known.standard))
        } else if let whole = words.whole(scalars) {
            for text in whole.parts { append(standing: text, to: &parts) }
        } else if let affix = words.start(of: scalars) {
            for text in affix.parts { append(standing: text, to: &parts) }
            append(Word(scalars: Array(scalars.dropFirst(affix.text.count)), script: word.script), to: &parts)
        } else if let affix = words.end(of: scalars) {
            append(Word(scalars: Array(scalars.dropLast(affix.text.count)), script: word.script), to: &parts)
            for text in affix.parts { append(standing: text, to: &parts) }
        } else {
            let role: NameRole = scalars.count == 1 && word.script.writing == .alphabet && word.script != .han ? .initial : .name
            parts.append(part(scalars, word.script, role, standard: []))
        }
    }

    /// A word that stands for an affix.
    private func append(standing text: String, to parts: inout [NamePart]) {
        let scalars = text.unicodeScalars.map(\.value)
        let known = words.word(scalars)
        parts.append(part(scalars, .latin, known?.role ?? .name, standard: known?.standard ?? []))
    }

    /// A name that is heard as its standard form in Latin letters, however it is written in its own script.
    private func spelling(_ scalars: [UInt32], _ script: NameScript, _ known: NameWordTable.Word) -> NamePart {
        NamePart(text: Self.utf8(scalars), letters: script == .latin ? plainLetters(scalars, script) : [], sounds: Array(Sounding(table: letters).latin(known.standard).prefix(Self.soundLimit)), script: script, role: known.role)
    }

    private static func utf8(_ scalars: [UInt32]) -> [UInt8] {
        var text = String.UnicodeScalarView()
        for value in scalars { if let scalar = Unicode.Scalar(value) { text.append(scalar) } }
        return Array(String(text).utf8)
    }

    private func part(_ scalars: [UInt32], _ script: NameScript, _ role: NameRole, standard: [UInt8]) -> NamePart {
        let plain = standard.isEmpty ? plainLetters(scalars, script) : standard
        let sounding = Sounding(table: letters)
        let sounds = plain.isEmpty ? sounding.other(scalars, script: script) : sounding.latin(plain)
        return NamePart(
            text: Self.utf8(scalars), letters: script == .latin || !standard.isEmpty ? plain : [], sounds: Array(sounds.prefix(Self.soundLimit)),
            script: standard.isEmpty ? script : .latin, role: role)
    }

    /// Latin letters of the word; a digit becomes the letter that it is mistaken for. Empty for other scripts, except that Han is read as pinyin.
    private func plainLetters(_ scalars: [UInt32], _ script: NameScript) -> [UInt8] {
        switch script {
        case .latin: return scalars.prefix(Self.soundLimit * 2).map { Self.lookalikes[$0] ?? UInt8(truncatingIfNeeded: $0) }
        case .han: return scalars.flatMap { letters.reading($0) ?? [] }
        default: return []
        }
    }

    private static let lookalikes: [UInt32: UInt8] = [
        0x30: UInt8(ascii: "o"), 0x31: UInt8(ascii: "i"), 0x33: UInt8(ascii: "e"), 0x34: UInt8(ascii: "a"), 0x35: UInt8(ascii: "s"), 0x38: UInt8(ascii: "b"),
        0x39: UInt8(ascii: "g"), 0x37: UInt8(ascii: "t"),
    ]
}
