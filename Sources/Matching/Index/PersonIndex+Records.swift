extension PersonIndex {
    /// Everybody in the index, as they were given to it, so that it can be kept and made anew. Numbers are as they are compared.
    ///
    /// - Complexity: linear in the index.
    public var records: [PersonRecord] {
        (0..<people.count).compactMap { people.isRemoved($0) ? nil : people.record($0) }
    }

    /// Whether a person with this identifier is in the index.
    public func contains(_ identifier: String) -> Bool { people.person(identifier) != nil }
}

extension PeopleTable {
    func record(_ person: Int) -> PersonRecord {
        PersonRecord(
            identifier: identifier(person), names: names(person), born: ComparedDate(packed: born[person]),
            place: places[person] == 0 ? nil : placeTable.texts.string(Int(places[person]) - 1), numbers: numbers(person).map(\.text))
    }
}
