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

/// A column that a backup keeps.
struct DumpedColumn {
    enum Kind { case integer, text, blob }
    var name: String
    var kind: Kind
}

extension Schema {
    /// The columns of the source tables, in the order in which backups hold them.
    static let sourceColumns: [String: [DumpedColumn]] = [
        "organisation": columns("number:i identifier name country public_keys statement:b sealed_keys:b"),
        "journal_entry": columns("organisation:i sequence:i record identifier:b link:b body:b"),
        "journal_signature": columns("organisation:i sequence:i generation:i signature:b"),
        "journal_head": columns("organisation:i sequence:i link:b clock"),
        "record_key": columns("record organisation:i wrapped:b"),
        "account": columns("identifier organisation:i sign_in:b wrapped_key:b profile:b passphrase roles created:i disabled:i last_step:i"),
        "list_view": columns("identifier organisation:i account shared:i created:i wrapped_key:b content:b"),
        "document_file": columns("file organisation:i record fingerprint complete:i bytes:i started:i"),
        "document_piece": columns("file number:i sealed:b"),
        "form_file": columns("organisation:i form version name added:i retired:i content:b"),
        "form_draft": columns("number organisation:i account changed:i wrapped_key:b content:b"),
        "form_attachment": columns("submission control organisation:i content:b"),
        LocalDictionaryFiles.table: columns("path content:b"),
    ]

    /// Reads a list of columns: `name` for text, `name:i` for an integer, `name:b` for bytes.
    private static func columns(_ list: String) -> [DumpedColumn] {
        list.split(separator: " ").map { word in
            let parts = word.split(separator: ":")
            let kind: DumpedColumn.Kind = parts.count == 1 ? .text : parts[1] == "i" ? .integer : .blob
            return DumpedColumn(name: String(parts[0]), kind: kind)
        }
    }
}
