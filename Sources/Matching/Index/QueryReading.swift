/// A query taken apart.
struct QueryReading {
    var parts: [NamePart]
    var born: ComparedDate?
    var place: ComparedPlace?
    var numbers: [ComparedNumber]
    /// What is lost by this reading against the plain one, in bits.
    private(set) var cost: Float = 0
    /// The words of the text that are neither years nor numbers.
    private let words: [Substring]

    init(_ query: PersonQuery) {
        born = query.born
        place = query.place.flatMap { ComparedPlace($0) }
        numbers = query.numbers.compactMap { ComparedNumber($0) }
        var words: [Substring] = []
        for word in query.text.split(whereSeparator: \.isWhitespace) {
            let plain = word.drop { Self.isComma($0) }.trimmingSuffix(while: Self.isComma)
            let digits = plain.unicodeScalars.count { $0.properties.numericType == .decimal }
            if digits >= 4, born == nil, digits == 4 && plain.utf8.count == 4 || plain.contains("-") && digits >= 6, let date = ComparedDate(String(plain)),
                (1900...2100).contains(date.years.lowerBound)
            {
                born = date
            } else if digits >= 5, let number = ComparedNumber(String(plain)) {
                numbers.append(number)
            } else {
                words.append(word)
            }
        }
        self.words = words
        parts = Self.parts(words[...])
    }

    private static func parts(_ words: ArraySlice<Substring>) -> [NamePart] {
        var parts = NameKey(words.joined(separator: " ")).parts.filter { $0.role != .article && $0.role != .alias }
        if parts.count > 1, let last = parts.last, [.title, .honorific, .particle, .address].contains(last.role) {
            // What stands last is a name, whatever it is before one: Nayeem Mulla, Osha De.
            parts[parts.count - 1] = NamePart(text: last.text, letters: last.letters, sounds: last.sounds, script: last.script, role: .name)
        }
        return parts
    }

    var isEmpty: Bool { parts.isEmpty && born == nil && numbers.isEmpty }

    private static func isComma(_ character: Character) -> Bool { ",،、;".contains(character) }

    // MARK: - Places in the text

    /// A name may be followed by a place of so many words: Cox's Bazar Sadar.
    private static let mostPlaceWords = 3

    /// The readings in which the end of the text is a place: what follows a comma, then the last words, the most first. A word of the name remains in each.
    ///
    /// Whether there is such a place, the index knows.
    func withPlaceInText() -> [QueryReading] {
        guard place == nil, words.count > 1 else { return [] }
        var firsts: [Int] = []
        if let comma = words.dropLast().firstIndex(where: { $0.last.map(Self.isComma) ?? false }) { firsts.append(comma + 1) }
        for count in stride(from: min(Self.mostPlaceWords, words.count - 1), through: 1, by: -1) where !firsts.contains(words.count - count) {
            firsts.append(words.count - count)
        }
        return firsts.compactMap { first in
            var reading = self
            reading.parts = Self.parts(words[..<first])
            reading.place = ComparedPlace(words[first...].joined(separator: " "))
            reading.cost = EvidenceWeights.placeInText
            return reading.parts.isEmpty || reading.place == nil ? nil : reading
        }
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
        var text = self
        while let last = text.last, isTrimmed(last) { text.removeLast() }
        return text
    }
}
