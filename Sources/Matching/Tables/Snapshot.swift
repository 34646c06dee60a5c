/// Why bytes are no snapshot.
public struct SnapshotError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The part of the snapshot that is wrong.
    public let field: String

    public init(field: String) { self.field = field }

    public var description: String {
        "The index that was kept cannot be read: \(field) is damaged or of another version. Delete it; it is made anew from the records."
    }
}

/// Writes what an index consists of, one after another, so that it can be sealed and kept: lists as the number of their values (8 bytes) and the values, all numbers
/// little-endian.
public struct SnapshotWriter: Sendable {
    public private(set) var bytes: [UInt8]

    /// - Parameter kind: stands at the beginning and says what the snapshot is of.
    public init(kind: StaticString = "") {
        bytes = []
        kind.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    public mutating func append<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    public mutating func append<Value: FixedWidthInteger>(_ values: [Value]) {
        append(UInt64(values.count))
        // All machines that Swift runs on for servers are little-endian.
        values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    public mutating func append(_ text: String) { append(Array(text.utf8)) }
}

/// Reads what ``SnapshotWriter`` wrote; believes nothing about it.
///
/// Each method takes the name of what is read and throws ``SnapshotError`` with it if the bytes are not that.
public struct SnapshotReader: Sendable {
    private let bytes: [UInt8]
    private var place: Int

    /// - Throws: ``SnapshotError`` if the bytes do not begin with the kind.
    public init(_ bytes: [UInt8], kind: StaticString = "") throws(SnapshotError) {
        let isRight = kind.withUTF8Buffer { bytes.starts(with: $0) }
        guard isRight else { throw SnapshotError(field: "its beginning") }
        self.bytes = bytes
        place = kind.utf8CodeUnitCount
    }

    public mutating func value<Value: FixedWidthInteger>(_ field: String, of type: Value.Type = Value.self) throws(SnapshotError) -> Value {
        let size = MemoryLayout<Value>.size
        guard bytes.count - place >= size else { throw SnapshotError(field: field) }
        var value: Value = 0
        withUnsafeMutableBytes(of: &value) { target in
            bytes.withUnsafeBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[place..<place + size])) }
        }
        place += size
        return Value(littleEndian: value)
    }

    /// - Complexity: linear in the values.
    public mutating func array<Value: FixedWidthInteger>(_ field: String, of type: Value.Type = Value.self) throws(SnapshotError) -> [Value] {
        let announced: UInt64 = try value(field)
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

    public mutating func text(_ field: String) throws(SnapshotError) -> String {
        let content: [UInt8] = try array(field)
        guard let text = String(validating: content, as: UTF8.self) else { throw SnapshotError(field: field) }
        return text
    }

    /// - Throws: ``SnapshotError`` if something follows.
    public func end() throws(SnapshotError) {
        guard place == bytes.count else { throw SnapshotError(field: "its end") }
    }
}
