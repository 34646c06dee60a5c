import Storage

/// The rows of tables as bytes, for backups: for each table its name, its columns and its rows, then an end. Independent of the kind of database.
///
/// A frame is one byte that says what it is, four bytes of length (most significant first) and the content. A row's content is its values: a byte for
/// the type, and for text and bytes four bytes of length, for integers eight bytes.
enum TableDump {
    enum Frame: UInt8 {
        case table = 1
        case row = 2
        case end = 3
    }

    static func frame(_ kind: Frame, _ content: [UInt8]) -> [UInt8] {
        [kind.rawValue] + length(content.count) + content
    }

    static func length(_ count: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) }
    }

    static func encode(_ values: [Value]) -> [UInt8] {
        var bytes: [UInt8] = []
        for value in values {
            switch value {
            case .null: bytes.append(0)
            case .integer(let integer):
                bytes.append(1)
                withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
            case .text(let text):
                bytes += [2] + length(text.utf8.count)
                bytes.append(contentsOf: text.utf8)
            case .blob(let blob):
                bytes += [3] + length(blob.count)
                bytes.append(contentsOf: blob)
            }
        }
        return bytes
    }

    /// - Throws: ``AppError`` if the bytes are no row.
    static func decode(_ bytes: [UInt8]) throws -> [Value] {
        var values: [Value] = []
        var rest = bytes[...]
        func take(_ count: Int) throws -> ArraySlice<UInt8> {
            guard count >= 0, rest.count >= count else { throw AppError("The backup holds a row that is cut off.") }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        func takeLength() throws -> Int { try take(4).reduce(0) { $0 << 8 | Int($1) } }
        while let type = rest.popFirst() {
            switch type {
            case 0: values.append(.null)
            case 1: values.append(.integer(try take(8).reduce(0) { $0 << 8 | Int64($1) }))
            case 2: values.append(.text(String(decoding: try take(takeLength()), as: UTF8.self)))
            case 3: values.append(.blob([UInt8](try take(takeLength()))))
            default: throw AppError("The backup holds a value of an unknown type.")
            }
        }
        return values
    }
}
