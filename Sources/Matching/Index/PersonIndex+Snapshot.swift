extension FlatTexts {
    func write(to writer: inout SnapshotWriter) {
        writer.append(bytes)
        writer.append(ends)
    }

    init(from reader: inout SnapshotReader, _ field: String) throws(SnapshotError) {
        bytes = try reader.array(field)
        ends = try reader.array(field)
        guard Ascending.isAscending(ends), Int(ends.last ?? 0) == bytes.count else { throw SnapshotError(field: field) }
    }
}

/// Checks of columns that hold the ends of ranges.
enum Ascending {
    static func isAscending(_ values: [UInt32]) -> Bool {
        var last: UInt32 = 0
        for value in values {
            if value < last { return false }
            last = value
        }
        return true
    }
}

extension PersonIndex {
    private static let kind: StaticString = "corridor person index 5\n"

    /// The whole index as bytes, for keeping it; they hold names and numbers, so seal them.
    ///
    /// - Complexity: linear in the index; about 150 bytes a person.
    public func snapshot() -> [UInt8] {
        var writer = SnapshotWriter(kind: Self.kind)
        vocabulary.write(to: &writer)
        postings.write(to: &writer)
        people.write(to: &writer)
        return writer.bytes
    }

    /// - Throws: ``SnapshotError`` if the bytes are damaged or of another version.
    /// - Complexity: linear in the index.
    public init(snapshot bytes: [UInt8]) throws(SnapshotError) {
        scratch = ScratchPool()
        var reader = try SnapshotReader(bytes, kind: Self.kind)
        vocabulary = try NameVocabulary(from: &reader)
        postings = try Postings(from: &reader)
        people = try PeopleTable(from: &reader, entries: vocabulary.count)
        try reader.end()
        guard postings.isWithin(entries: vocabulary.count, people: people.count) else { throw SnapshotError(field: "who has which name") }
    }
}
