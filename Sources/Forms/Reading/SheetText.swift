/// Cleaning of texts from cells, as other converters of XLSForm do it.
enum SheetText {
    /// Without white space of any kind at the ends.
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last, isSpace(first) || isSpace(last) else { return text }
        guard let start = scalars.firstIndex(where: { !isSpace($0) }), let end = scalars.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(scalars[start...end])
    }

    static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value) }

    /// Typographic quotation marks as spreadsheets put them in of themselves, turned to those of expressions.
    static func withPlainQuotes(_ text: String) -> String {
        guard text.utf8.contains(0xE2) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x2018, 0x2019: result.append("'")
            case 0x201C, 0x201D: result.append("\"")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Several spaces in a row become one; line breaks stay.
    static func withSingleSpaces(_ text: String) -> String {
        var bytes: [UInt8] = []
        var changed = false
        for byte in text.utf8 {
            if byte == 0x20, bytes.last == 0x20 { changed = true } else { bytes.append(byte) }
        }
        return changed ? String(decoding: bytes, as: UTF8.self) : text
    }

    /// No-break spaces, which spreadsheets put in unasked, become ordinary ones.
    static func withoutNoBreakSpaces(_ text: String) -> String {
        guard text.utf8.contains(0xC2) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value == 0xA0 ? " " : $0 }))
    }

    /// `List Name` becomes `list_name`.
    static func snakeCase(_ text: String) -> String {
        text.unicodeScalars.split(whereSeparator: isSpace).map { String($0) }.joined(separator: "_").lowercased()
    }

    static func words(_ text: String) -> [String] {
        text.unicodeScalars.split(whereSeparator: isSpace).map { String($0) }
    }

    /// Whether it can be the name of an XML element: a letter or underscore, then also digits, hyphens and periods; one colon may part a prefix.
    static func isName(_ text: String) -> Bool {
        let parts = text.unicodeScalars.split(separator: ":", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && parts.allSatisfy { isSimpleName($0) }
    }

    /// A name without a colon (Namespaces in XML 1.0, NCName).
    static func isSimpleName(_ scalars: some Sequence<Unicode.Scalar>) -> Bool {
        var isFirst = true
        for scalar in scalars {
            guard isFirst ? isNameStart(scalar) : isNamePart(scalar) else { return false }
            isFirst = false
        }
        return !isFirst
    }

    /// XML 1.0 (fifth edition), production 4, without the colon.
    static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F,
            0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            true
        default: false
        }
    }

    /// XML 1.0 (fifth edition), production 4a, without the colon.
    static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
        default: isNameStart(scalar)
        }
    }

    /// Edits (insertion, deletion, replacement) from one text to another (Levenshtein).
    static func distance(_ first: String, _ second: String) -> Int {
        let first = Array(first.unicodeScalars)
        let second = Array(second.unicodeScalars)
        var row = Array(0...second.count)
        for (index, scalar) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in second.indices {
                let substituted = diagonal + (second[column] == scalar ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, row[column] + 1, diagonal + 1)
            }
        }
        return row[second.count]
    }

    /// The nearest of some words within two edits, for “did you mean”.
    static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        guard word.utf8.count <= 60 else { return nil }
        let word = word.lowercased()
        var best: (word: String, distance: Int)?
        for candidate in candidates where abs(candidate.utf8.count - word.utf8.count) <= 8 {
            let distance = distance(word, candidate.lowercased())
            if distance <= 2, distance < candidate.utf8.count / 2 + 1, distance < best?.distance ?? 3 { best = (candidate, distance) }
        }
        return best?.word
    }

    static func contains(_ text: String, _ part: String) -> Bool {
        let text = Array(text.utf8)
        let part = Array(part.utf8)
        return FormReferences.firstIndex(of: part, in: text, from: 0) != nil
    }

    /// A list for reading: “a”, “b”.
    static func quoted(_ words: some Sequence<String>) -> String { words.map { "“\($0)”" }.joined(separator: ", ") }
}
