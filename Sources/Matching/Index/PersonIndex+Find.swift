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
