import Foundation

/// A value that is bound to a statement's parameter.
public enum Value: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

extension Value {
    /// Refuses what one of the two databases could not keep, so that both take the same.
    func checkStorable() throws {
        let count: Int
        switch self {
        case .null, .integer: return
        case .blob(let bytes): count = bytes.count
        case .text(var text):
            count = text.utf8.count
            let hasNUL = text.withUTF8 { bytes in bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false }
            guard !hasNUL else {
                throw StorageError(.constraint, "A text holds the character NUL (U+0000), which the database cannot keep. Remove it and try again.")
            }
        }
        guard count <= Value.sizeLimit else {
            throw StorageError(.constraint, "A value has \(count) bytes; the database keeps at most \(Value.sizeLimit) in one. Divide it.")
        }
    }

    /// Bytes in one value: half of what each of the two databases takes in a row.
    static let sizeLimit = 500_000_000

    public static func optional(_ text: String?) -> Value {
        text.map { .text($0) } ?? .null
    }

    public static func bool(_ value: Bool) -> Value {
        .integer(value ? 1 : 0)
    }
}
