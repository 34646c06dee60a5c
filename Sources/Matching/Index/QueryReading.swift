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
        for word in Self.divided(query.text) {
            let digits = word.unicodeScalars.count { $0.properties.numericType == .decimal }
            if digits >= 4, born == nil, digits == 4 && word.utf8.count == 4 || word.contains("-") && digits >= 6, let date = ComparedDate(String(word)),
                (1900...2100).contains(date.years.lowerBound)
            {
                born = date
            } else if digits >= 5, let number = ComparedNumber(String(word)) {
                numbers.append(number)
            } else {
                words.append(word)
            }
        }
        self.words = words
        parts = Self.parts(words[...])
    }

    /// The words of a text; a comma or bracket is a word of its own.
    private static func divided(_ text: String) -> [Substring] {
        var words: [Substring] = []
        for word in text.prefix(NameReader.letterLimit).split(whereSeparator: \.isWhitespace) {
            var rest = word
            while let place = rest.firstIndex(where: isComma) {
                if place > rest.startIndex { words.append(rest[..<place]) }
                words.append(",")
                rest = rest[rest.index(after: place)...]
            }
            if !rest.isEmpty { words.append(rest) }
        }
        while words.last == "," { words.removeLast() }
        return words
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

    private static func isComma(_ character: Character) -> Bool { ",،、;，；()（）".contains(character) }

    // MARK: - Places in the text

    /// A name may be followed by a place of so many words: Cox's Bazar Sadar.
    private static let mostPlaceWords = 3
    /// So many signs are tried as the border between name and place; a text with more is no name.
    private static let mostDividers = 6

    /// A reading in which a part of the text is a place, if the index has it.
    struct WithPlace {
        let query: QueryReading
        /// Whether a sign or word stands between name and place (Rafiq, Sylhet; Rafiq from Sylhet): then not every word of it need be known.
        let isSetApart: Bool
    }

    /// The readings in which a part of the text is a place: what a comma or a word as “from” sets apart, then the last words, the most first. A word of the name remains in each.
    func withPlaceInText() -> [WithPlace] {
        guard place == nil, words.count > 1 else { return [] }
        var readings: [WithPlace] = []
        for divider in words.indices.dropFirst().lazy.filter({ words[$0] == "," || Self.isBeforePlace(words[$0]) }).prefix(Self.mostDividers) {
            let (before, after) = (words[..<divider], words[(divider + 1)...].drop { Self.isBeforePlace($0) || $0 == "," })
            readings += [(before, after), (after, before)].compactMap { reading(name: $0, place: $1, cost: 0).map { WithPlace(query: $0, isSetApart: true) } }
        }
        for count in stride(from: min(Self.mostPlaceWords, words.count - 1), through: 1, by: -1) {
            let first = words.count - count
            guard !words[first...].contains(",") else { continue }
            readings += [reading(name: words[..<first], place: words[first...], cost: EvidenceWeights.placeInText)].compactMap { $0.map { WithPlace(query: $0, isSetApart: false) } }
        }
        return readings
    }

    private func reading(name: ArraySlice<Substring>, place: ArraySlice<Substring>, cost: Float) -> QueryReading? {
        var reading = self
        reading.parts = Self.parts(name)
        reading.place = ComparedPlace(place.joined(separator: " "))
        reading.cost = cost
        return reading.parts.isEmpty || reading.place == nil ? nil : reading
    }

    private static func isBeforePlace(_ word: Substring) -> Bool { ["from", "of", "dari", "asal", "من"].contains(word.lowercased()) }
}
