/// Writes comma-separated values (RFC 4180) in UTF-8.
///
/// Fields are put in quotes only when they must be. What is written is read back by ``CSVReader`` byte for byte, with the formula guard when the
/// reader's dialect removes it; the only text that cannot be read back is one with the character U+0000, which no CSV reader here accepts.
public struct CSVWriter: Sendable {
    /// What ends a line.
    public enum LineEnd: Hashable, Sendable {
        /// Carriage return and line feed, as RFC 4180 says.
        case carriageReturnLineFeed
        case lineFeed
    }

    private let delimiter: UInt8
    private let lineEnd: [UInt8]
    private let guardsFormulas: Bool
    private var buffer: [UInt8]

    /// - Parameters:
    ///   - delimiter: what stands between fields.
    ///   - lineEnd: what ends each record.
    ///   - guardsFormulas: whether to put an apostrophe before what a spreadsheet would run; see ``FormulaGuard``. For files that people open.
    ///   - byteOrderMark: whether to begin with a byte order mark, without which some spreadsheets take UTF-8 for something else.
    public init(
        delimiter: CSVDialect.Delimiter = .comma, lineEnd: LineEnd = .carriageReturnLineFeed, guardsFormulas: Bool = false,
        byteOrderMark: Bool = false
    ) {
        self.delimiter = delimiter.rawValue
        self.lineEnd = lineEnd == .lineFeed ? [0x0A] : [0x0D, 0x0A]
        self.guardsFormulas = guardsFormulas
        buffer = byteOrderMark ? [0xEF, 0xBB, 0xBF] : []
    }

    /// What has been written and not yet taken.
    public var bytes: [UInt8] { buffer }

    /// How many bytes have been written and not yet taken.
    public var byteCount: Int { buffer.count }

    /// Gives what has been written and forgets it, so that large files can be written in pieces.
    public mutating func takeBytes() -> [UInt8] {
        let taken = buffer
        buffer.removeAll(keepingCapacity: false)
        return taken
    }

    /// Appends one record. O(bytes).
    public mutating func write(_ fields: [String]) {
        var isFirst = true
        for field in fields {
            if !isFirst { buffer.append(delimiter) }
            isFirst = false
            write(guardsFormulas ? FormulaGuard.added(to: field) : field, alone: fields.count == 1)
        }
        buffer.append(contentsOf: lineEnd)
    }

    private mutating func write(_ field: String, alone: Bool) {
        var field = field
        field.withUTF8 { text in
            guard Self.needsQuotes(text, delimiter: delimiter, alone: alone) else {
                buffer.append(contentsOf: text)
                return
            }
            buffer.append(UInt8(ascii: "\""))
            var runStart = 0
            for index in text.indices where text[index] == UInt8(ascii: "\"") {
                buffer.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart...index]))
                runStart = index
            }
            buffer.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart...]))
            buffer.append(UInt8(ascii: "\""))
        }
    }

    /// Quotes are needed for what ends a field; for any delimiter that detection knows, so that our own files are always understood; for spaces at
    /// the ends, which some readers trim; and for what would be taken for a byte order mark, a blank line or a `sep=` line.
    private static func needsQuotes(_ text: UnsafeBufferPointer<UInt8>, delimiter: UInt8, alone: Bool) -> Bool {
        guard let first = text.first, let last = text.last else { return alone }
        if first == 0x20 || last == 0x20 || first == 0xEF { return true }
        if first == UInt8(ascii: "s"), text.starts(with: "sep=".utf8) { return true }
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: ";"), 0x09: return true
            default: if byte == delimiter { return true }
            }
        }
        return false
    }
}
