/// Why a text is not the JSON that was asked for, and where.
///
/// Thrown by ``JSONValue/parse(_:limits:)-([UInt8],_)``. Offsets, lines and columns point at the byte at which reading stopped.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of fault, for callers that treat some of them differently.
    public enum Reason: Hashable, Sendable {
        /// The text ended inside a value.
        case unexpectedEnd
        /// A byte that cannot stand here; `expected` says what could.
        case unexpected(byte: UInt8, expected: String)
        /// Something follows the end of the value.
        case trailingContent
        /// The text begins with a byte order mark, which RFC 8259 section 8.1 forbids in exchanged JSON.
        case byteOrderMark
        /// The text is not well-formed UTF-8.
        case invalidUTF8
        /// A control character (below U+0020) that is not escaped in a string.
        case controlCharacter(UInt8)
        /// A backslash followed by something else than `" \ / b f n r t u`.
        case invalidEscape
        /// A `\u` escape of half a surrogate pair: text with it cannot be stored as Unicode.
        case loneSurrogate
        /// A number with a leading zero, without digits, or otherwise outside the grammar.
        case invalidNumber
        /// A number that is beyond the range of a 64-bit floating point number.
        case numberOutOfRange
        /// Two members of one object have the same name.
        case duplicateName(String)
        /// Arrays and objects nested deeper than the limit.
        case tooDeep(limit: Int)
        /// The text is longer than the limit, in bytes.
        case tooLong(limit: Int)
        /// A number with more characters than the limit.
        case numberTooLong(limit: Int)
    }

    /// What is wrong.
    public let reason: Reason
    /// Bytes before the fault, from 0.
    public let offset: Int
    /// Line of the fault, from 1; a line ends with a line feed.
    public let line: Int
    /// Unicode characters (scalars) before the fault in its line, plus 1.
    public let column: Int

    /// The whole sentence: where, what, and how to mend it.
    public var description: String {
        "JSON, line \(line), column \(column) (byte \(offset)): \(reason.sentence)"
    }

    init(_ fault: JSONFault, in bytes: UnsafeBufferPointer<UInt8>) {
        reason = fault.reason
        offset = fault.offset
        var line = 1
        var column = 1
        for byte in bytes.prefix(fault.offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.line = line
        self.column = column
    }
}

/// A fault before its line and column are counted; counting waits until the error leaves the parser.
struct JSONFault: Error {
    let reason: JSONError.Reason
    let offset: Int

    init(_ reason: JSONError.Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension JSONError.Reason {
    /// What is wrong and how to mend it, as one sentence or two.
    var sentence: String {
        switch self {
        case .unexpectedEnd:
            "the text ends in the middle of a value. It may have been cut off; get the whole file again."
        case .unexpected(let byte, let expected):
            "\(Self.show(byte)) cannot stand here; expected \(expected)."
        case .trailingContent:
            "something follows the end of the value. Remove it, or give one value a line and read the file as JSON Lines."
        case .byteOrderMark:
            "the text begins with a byte order mark. Save it as UTF-8 without one."
        case .invalidUTF8:
            "the text is not UTF-8 here. Save it as UTF-8."
        case .controlCharacter(let byte):
            "\(Self.show(byte)) stands in a string without an escape. Write it as \\u00\(hexadecimal(byte))."
        case .invalidEscape:
            "a backslash must be followed by one of \" \\ / b f n r t or by u and four hexadecimal digits."
        case .loneSurrogate:
            "this \\u escape is half of a surrogate pair and no character by itself. Write the character itself or both halves."
        case .invalidNumber:
            "this is not a number as JSON writes them: digits without leading zeros, then a fraction and an exponent if need be."
        case .numberOutOfRange:
            "this number is too large for a 64-bit floating point number. Write it as a string."
        case .duplicateName(let name):
            "the name “\(name)” stands twice in one object. Remove or rename one of the two."
        case .tooDeep(let limit):
            "arrays and objects are nested more than \(limit) deep."
        case .tooLong(let limit):
            "the text is longer than the \(limit) bytes that are allowed here. Split it into smaller files."
        case .numberTooLong(let limit):
            "a number has more than \(limit) characters. Write it as a string."
        }
    }

    private static func show(_ byte: UInt8) -> String {
        byte > 0x20 && byte < 0x7F ? "“\(UnicodeScalar(byte))”" : "the byte 0x\(hexadecimal(byte))"
    }
}

/// Two lower-case hexadecimal digits.
func hexadecimal(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16)
    return byte < 16 ? "0" + text : text
}
