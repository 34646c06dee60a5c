/// Why bytes are no snapshot of an index.
public struct SnapshotError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The part of the snapshot that is wrong.
    public let field: String

    public var description: String {
        "The index that was kept cannot be read: \(field) is damaged or of another version. Delete it; it is made anew from the records."
    }
}

/// Writes flat columns one after another: the number of values, 8 bytes, then the values, all little-endian.
struct SnapshotWriter {
    private(set) var bytes: [UInt8]

    init(kind: StaticString) {
        bytes = []
        kind.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func append<Value: FixedWidthInteger>(_ values: [Value]) {
        withUnsafeBytes(of: UInt64(values.count).littleEndian) { bytes.append(contentsOf: $0) }
        // All machines that Swift runs on for servers are little-endian.
        values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
}

/// Reads what ``SnapshotWriter`` wrote; believes nothing about it.
struct SnapshotReader {
    private let bytes: [UInt8]
    private var place: Int

    init(_ bytes: [UInt8], kind: StaticString) throws(SnapshotError) {
        let isRight = kind.withUTF8Buffer { bytes.starts(with: $0) }
        guard isRight else { throw SnapshotError(field: "its beginning") }
        self.bytes = bytes
        place = kind.utf8CodeUnitCount
    }

    mutating func array<Value: FixedWidthInteger>(_ field: String, of type: Value.Type = Value.self) throws(SnapshotError) -> [Value] {
        guard bytes.count - place >= 8 else { throw SnapshotError(field: field) }
        let announced = bytes[place..<place + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        place += 8
        let size = MemoryLayout<Value>.size
        guard announced <= UInt64((bytes.count - place) / size) else { throw SnapshotError(field: field) }
        let count = Int(announced)
        let start = place
        place += count * size
        return [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
            bytes.withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<start + count * size]))
            }
            initialized = count
        }
    }

    /// - Throws: ``SnapshotError`` if something follows.
    func end() throws(SnapshotError) {
        guard place == bytes.count else { throw SnapshotError(field: "its end") }
    }
}

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
    private static let kind: StaticString = "corridor person index 1\n"

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
