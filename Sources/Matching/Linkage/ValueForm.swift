import Foundation

/// The form of a value that is compared: byte symbols without case, accents, spaces and signs.
///
/// A letter outside ASCII becomes one symbol from 128, its place within its block of 128: within one script different letters stay different.
struct ValueForm {
    let kind: ComparisonKind
    let meaning: ColumnMeaning
    var dates = DateText.Custom.unknown
    /// The year in which ages were told.
    var referenceYear = OtherCalendars.currentYear

    /// Stands behind the symbols of a text in another script, before its letters as they are: what follows keeps values apart whose symbols are the same.
    static var separator: UInt8 { 0 }

    /// For the values of a column, which show how its dates are written.
    static func of(_ pool: TextPool, _ kind: ComparisonKind, _ meaning: ColumnMeaning, referenceYear: Int = OtherCalendars.currentYear) -> ValueForm {
        ValueForm(kind: kind, meaning: meaning, dates: kind == .date ? DateText.custom(of: pool, meaning: meaning) : .unknown, referenceYear: referenceYear)
    }

    /// The symbols of a text alone, without what keeps values of other scripts apart.
    func symbols(of text: ArraySlice<UInt8>) -> [UInt8] { Array(form(of: text).prefix { $0 != Self.separator }) }

    /// The form of a text, empty where it says nothing.
    func form(of text: ArraySlice<UInt8>) -> [UInt8] {
        if text.isEmpty || Self.isMarkedMissing(text) { return [] }
        if kind != .date, kind != .name, kind != .fullName, kind != .text, text.contains(where: { $0 >= 0x80 }) {
            return form(ofPlain: Self.plainDigits(text)[...])
        }
        return form(ofPlain: text)
    }

    private func form(ofPlain text: ArraySlice<UInt8>) -> [UInt8] {
        switch kind {
        case .none: return []
        case .date: return date(text)
        case .quantity: return Self.digits(text).flatMap { Int($0) }.map { Array(String($0).utf8) } ?? []
        case .phone: return phone(Self.withoutPlaces(Self.firstNumber(of: text, leastDigits: 7)))
        case .category:
            let spelt = String(decoding: text, as: UTF8.self)
            if meaning == .sex, let sex = ValueWords.standard.sex(spelt) { return Array(sex.utf8) }
            if meaning != .sex, let country = ValueWords.standard.country(spelt) { return Array(country.utf8) }
            return Self.distinctSymbols(text)
        case .code: return Self.withoutLeadingZeros(Self.distinctSymbols(Self.withoutPlaces(text)))
        case .identifier: return Self.distinctSymbols(Self.withoutPlaces(Self.withoutWords(Self.firstNumber(of: text, leastDigits: 4))))
        case .name, .fullName: return name(text, keepsSpaces: kind == .fullName)
        case .text: return Self.distinctSymbols(Self.withoutLabels(text)[...])
        }
    }

    /// A name in another script is compared by its sounds, so that it meets what is written for them in Latin letters.
    private func name(_ whole: ArraySlice<UInt8>, keepsSpaces: Bool) -> [UInt8] {
        let text = Self.withoutTitles(whole)
        let symbols = Self.symbols(text, keepsSpaces: keepsSpaces)
        guard symbols.contains(where: { $0 >= 0x80 }) else { return symbols }
        let parts = NameKey(String(decoding: text, as: UTF8.self)).parts
        let words = parts.map { part in Sound.notation(part.sounds).utf8.flatMap(Self.spelling) }
        let spelt = Array(words.joined(separator: keepsSpaces ? [0x20] : []))
        return spelt.isEmpty ? symbols : spelt
    }

    /// A name without the titles before it (Mr, Late, श्री), which lists write or not.
    private static func withoutTitles(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = text
        while let space = rest.firstIndex(of: 0x20), space - rest.startIndex <= mostBytesOfTitle, rest.count > space - rest.startIndex + 1 {
            let word = String(decoding: rest[..<space], as: UTF8.self).lowercased().unicodeScalars.filter { $0 != "." }.map(\.value)
            guard NameWordTable.standard.word(word)?.role == .title else { break }
            rest = rest[(space + 1)...]
        }
        return rest
    }

    private static let mostBytesOfTitle = 24

    /// How a sound is most often spelt in Latin letters on passports of the region; the notation is that of ``Sound``.
    private static func spelling(_ sound: UInt8) -> [UInt8] {
        switch sound {
        case UInt8(ascii: "@"): Array("a".utf8)
        case UInt8(ascii: "C"): Array("ch".utf8)
        case UInt8(ascii: "S"), UInt8(ascii: "Z"): Array("sh".utf8)
        case UInt8(ascii: "X"): Array("kh".utf8)
        case UInt8(ascii: "G"): Array("gh".utf8)
        case UInt8(ascii: "T"): Array("th".utf8)
        case UInt8(ascii: "D"): Array("dh".utf8)
        case UInt8(ascii: "B"): Array("bh".utf8)
        case UInt8(ascii: "J"): Array("jh".utf8)
        case UInt8(ascii: "R"): Array("r".utf8)
        case UInt8(ascii: "c"): Array("ts".utf8)
        case UInt8(ascii: "'"): []
        default: [sound]
        }
    }

    private func date(_ text: ArraySlice<UInt8>) -> [UInt8] {
        let age = meaning == .birthDate ? DateText.yearOfBirth(ofAge: text, inYear: referenceYear).map { DateText.Components(year: $0, month: 0, day: 0) } : nil
        guard let date = age ?? DateText.components(text, custom: dates) ?? DateText.components(serialDay: text) else { return [] }
        func padded(_ value: Int, _ width: Int) -> [UInt8] {
            let digits = Array(String(value).utf8)
            return Array(repeating: 0x30, count: max(0, width - digits.count)) + digits
        }
        return padded(date.year % 10_000, 4) + padded(date.month % 100, 2) + padded(date.day % 100, 2)
    }

    /// The last nine digits: what comes before is the country and the digit for long distance, which people write or not (ITU-T E.164 has up to 15 digits).
    private func phone(_ text: ArraySlice<UInt8>) -> [UInt8] {
        Array(text.filter { $0 &- 0x30 < 10 }.suffix(9))
    }

    /// The first of several numbers in one field, which is the one that people write where they write one.
    private static func firstNumber(of text: ArraySlice<UInt8>, leastDigits: Int) -> ArraySlice<UInt8> {
        guard text.contains(where: isDivider) else { return text }
        let numbers = text.split(whereSeparator: isDivider).filter { $0.count { $0 &- 0x30 < 10 } >= leastDigits }
        return numbers.count > 1 ? numbers[0] : text
    }

    private static func isDivider(_ byte: UInt8) -> Bool { "/,;&|".utf8.contains(byte) }

    /// An address without the words that say what follows them (Vill: Uttar Para, Dist: Sylhet).
    private static func withoutLabels(_ text: ArraySlice<UInt8>) -> [UInt8] {
        guard text.contains(UInt8(ascii: ":")) else { return Array(text) }
        let words = text.split(separator: 0x20).map { word in word.lastIndex(of: UInt8(ascii: ":")).map { word[($0 + 1)...] } ?? word }
        return Array(words.filter { !$0.isEmpty }.joined(separator: [0x20]))
    }

    /// A number without the words before it that say what it is: Passport EB1234567. Letters of the number itself are three at most.
    private static func withoutWords(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = text
        while let space = rest.firstIndex(of: 0x20) {
            let word = rest[..<space]
            guard word.count > mostLettersOfNumber || isNumberWord(word), word.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }),
                rest[space...].contains(where: { $0 &- 0x30 < 10 })
            else { break }
            rest = rest[(space + 1)...]
        }
        return rest
    }

    private static let mostLettersOfNumber = 3

    private static func isNumberWord(_ word: ArraySlice<UInt8>) -> Bool {
        ["no", "no.", "nr", "nr.", "num"].contains(String(decoding: word, as: UTF8.self).lowercased().trimmingCharacters(in: CharacterSet(charactersIn: ":")))
    }

    private static func digits(_ text: ArraySlice<UInt8>) -> String? {
        let digits = text.prefix { $0 != UInt8(ascii: ".") }.filter { $0 &- 0x30 < 10 }
        return digits.isEmpty || digits.count > 9 ? nil : String(decoding: digits, as: UTF8.self)
    }

    /// A number without the `.0` that programs add which keep all numbers with places.
    private static func withoutPlaces(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard text.count > 2, text.suffix(2).elementsEqual(".0".utf8), text.dropLast(2).allSatisfy({ $0 &- 0x30 < 10 }) else { return text }
        return text.dropLast(2)
    }

    private static func withoutLeadingZeros(_ symbols: [UInt8]) -> [UInt8] {
        let rest = symbols.drop { $0 == 0x30 }
        return rest.isEmpty ? Array(symbols.suffix(1)) : Array(rest)
    }

    /// Digits of other scripts as those of ASCII (Unicode Standard, section 4.6), so that ٠١٢ and 012 are one number.
    static func plainDigits(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var plain: [UInt8] = []
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            if !scalar.isASCII, scalar.properties.numericType == .decimal, let digit = scalar.properties.numericValue {
                plain.append(0x30 + UInt8(digit))
            } else {
                plain.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
            }
        }
        return plain
    }

    /// The symbols of a text, and behind them, where some of its letters are of another script, these letters.
    private static func distinctSymbols(_ text: ArraySlice<UInt8>) -> [UInt8] {
        let symbols = symbols(text, keepsSpaces: false)
        guard !symbols.isEmpty, symbols.contains(where: { $0 >= 0x80 }) else { return symbols }
        let folded = String(decoding: text, as: UTF8.self).decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars
        return symbols + [separator] + folded.filter { !$0.isASCII }.flatMap { UTF8.encode($0).map { Array($0) } ?? [] }
    }

    /// Words that programs and people write where there is no value.
    private static func isMarkedMissing(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count <= 16 else { return false }
        // In capitals the mark of statistics programs; otherwise a family name of Korea and China.
        if text.elementsEqual("NA".utf8) { return true }
        // Most values end here: signs, or one of the letters with which the words below begin.
        guard let first = text.first, !(first &- 0x30 < 10) || text.contains(UInt8(ascii: "-")) else { return false }
        return missing.contains(String(decoding: text, as: UTF8.self).lowercased())
    }

    private static let missing: Set<String> = [
        "nan", "null", "none", "n/a", "n.a.", "n.a", "#n/a", "nil", "<na>", "na/na", "missing", "unknown", "unknwon", "unk", "not known", "not available",
        "not applicable", "not stated",
        "not given", "not recorded", "no data", "undefined", "blank", "empty", "-", "--", "---", "?", "??", "???", ".", "..", "...", "*", "_", "/", "\\n",
        "nat", "(null)", "[null]", "none given",
        "0000-00-00", "00-00-0000", "desconocido", "desconocida", "desconhecido", "sin datos", "inconnu", "inconnue", "unbekannt", "onbekend", "sconosciuto",
        "tidak ada", "tidak diketahui",
        "غير معروف", "لا يوجد", "अज्ञात", "অজানা",
    ]

    static func symbols(_ text: ArraySlice<UInt8>, keepsSpaces: Bool) -> [UInt8] {
        var symbols: [UInt8] = []
        symbols.reserveCapacity(text.count)
        for byte in text {
            if byte >= 0x80 { return symbolsOfAnyScript(text, keepsSpaces: keepsSpaces) }
            if byte &- 0x30 < 10 || byte &- 0x61 < 26 {
                symbols.append(byte)
            } else if byte &- 0x41 < 26 {
                symbols.append(byte | 0x20)
            } else if keepsSpaces, byte != UInt8(ascii: "'"), byte != UInt8(ascii: "."), let last = symbols.last, last != 0x20 {
                symbols.append(0x20)
            }
        }
        if symbols.last == 0x20 { symbols.removeLast() }
        return symbols
    }

    private static func symbolsOfAnyScript(_ text: ArraySlice<UInt8>, keepsSpaces: Bool) -> [UInt8] {
        var symbols: [UInt8] = []
        for scalar in String(decoding: text, as: UTF8.self).decomposedStringWithCompatibilityMapping.unicodeScalars {
            if scalar.isASCII {
                symbols.append(contentsOf: Self.symbols([UInt8(scalar.value)], keepsSpaces: false))
                if keepsSpaces, scalar == " " || scalar == "-", let last = symbols.last, last != 0x20 { symbols.append(0x20) }
                continue
            }
            // Accents of Latin, Greek, Cyrillic and vowel marks of Arabic and Hebrew are left out as writers do; the vowel signs of Indic scripts are letters.
            if scalar.properties.generalCategory == .nonspacingMark, scalar.value < 0x0900 { continue }
            if let digit = scalar.properties.numericType == .decimal ? scalar.properties.numericValue : nil {
                symbols.append(0x30 + UInt8(digit))
            } else if scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
                || scalar.properties.generalCategory == .spacingMark
            {
                let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
                if let plain = plainLetters[lower] {
                    symbols.append(plain)
                } else {
                    // Scripts with more letters than a block has places take two symbols a letter.
                    if lower.value >= 0x3000 { symbols.append(0x80 | UInt8(lower.value >> 7 & 0x7F)) }
                    symbols.append(0x80 | UInt8(lower.value & 0x7F))
                }
            }
        }
        if symbols.last == 0x20 { symbols.removeLast() }
        return symbols
    }

    /// Latin letters that Unicode does not take apart, and what people write for them on a plain keyboard.
    private static let plainLetters: [Unicode.Scalar: UInt8] = [
        "ø": 0x6F, "đ": 0x64, "ð": 0x64, "ł": 0x6C, "ı": 0x69, "ß": 0x73, "æ": 0x61, "œ": 0x6F, "þ": 0x74, "ħ": 0x68,
    ]
}
