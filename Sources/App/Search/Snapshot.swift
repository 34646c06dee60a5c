/// What is wrong with an index on disk. It is made anew then, so nobody is told.
enum SnapshotError: Error, Sendable, Equatable {
    case malformed
}

/// Writes the parts of an index one behind the other.
struct SnapshotWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ number: UInt32) { withUnsafeBytes(of: number.littleEndian) { bytes += $0 } }

    mutating func write(_ number: Int64) { withUnsafeBytes(of: number.littleEndian) { bytes += $0 } }

    mutating func write(_ content: [UInt8]) {
        write(UInt32(content.count))
        bytes += content
    }

    mutating func write(_ text: String) {
        write(UInt32(text.utf8.count))
        bytes += text.utf8
    }
}

/// Reads what ``SnapshotWriter`` wrote; whatever does not fit is refused and never trusted.
struct SnapshotReader {
    private let content: [UInt8]
    private var place = 0

    init(_ content: [UInt8]) { self.content = content }

    var isAtEnd: Bool { place == content.count }

    mutating func number() throws -> UInt32 {
        let slice = try take(4)
        return slice.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func longNumber() throws -> Int64 {
        let slice = try take(8)
        return Int64(bitPattern: slice.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    mutating func bytes() throws -> [UInt8] { Array(try take(Int(try number()))) }

    mutating func text() throws -> String {
        guard let text = String(validating: try take(Int(try number())), as: UTF8.self) else { throw SnapshotError.malformed }
        return text
    }

    private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count <= content.count - place else { throw SnapshotError.malformed }
        defer { place += count }
        return content[place..<(place + count)]
    }
}
