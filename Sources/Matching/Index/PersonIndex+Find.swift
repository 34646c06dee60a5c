extension PersonIndex {
    /// The people who are most likely meant, the likeliest first.
    ///
    /// - Parameters:
    ///   - query: a name or the beginning of one, and whatever else is known.
    ///   - limit: the most that are returned.
    /// - Complexity: about linear in the number of people who share a part of the name; a millisecond or two among a million people.
    public func find(_ query: PersonQuery, limit: Int = 10) -> [PersonMatch] {
        guard limit > 0, count > 0 else { return [] }
        let reading = QueryReading(query)
        guard !reading.isEmpty else { return [] }
        return scratch.with(people: people.count, entries: vocabulary.count) { scratch in
            var search = PersonSearch(self, reading, scratch)
            return search.run(limit: limit)
        }
    }
}

/// A query taken apart.
struct QueryReading {
    var parts: [NamePart]
    var born: ComparedDate?
    var place: ComparedPlace?
    var numbers: [ComparedNumber]

    init(_ query: PersonQuery) {
        born = query.born
        place = query.place.flatMap { ComparedPlace($0) }
        numbers = query.numbers.compactMap { ComparedNumber($0) }
        var words: [String] = []
        for word in query.text.split(whereSeparator: \.isWhitespace) {
            let digits = word.unicodeScalars.count { $0.properties.numericType == .decimal }
            if digits >= 4, born == nil, digits == 4 && word.utf8.count == 4 || word.contains("-") && digits >= 6, let date = ComparedDate(String(word)),
                (1900...2100).contains(date.years.lowerBound)
            {
                born = date
            } else if digits >= 5, let number = ComparedNumber(String(word)) {
                numbers.append(number)
            } else {
                words.append(String(word))
            }
        }
        parts = NameKey(words.joined(separator: " ")).parts.filter { $0.role != .article && $0.role != .alias }
        if parts.count > 1, let last = parts.last, [.title, .honorific, .particle, .address].contains(last.role) {
            // What stands last is a name, whatever it is before one: Nayeem Mulla, Osha De.
            parts[parts.count - 1] = NamePart(text: last.text, letters: last.letters, sounds: last.sounds, script: last.script, role: .name)
        }
    }

    var isEmpty: Bool { parts.isEmpty && born == nil && numbers.isEmpty }
}
