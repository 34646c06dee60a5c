/// Why a CSV file or one of its records cannot be read, and where.
public struct CSVError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case cannotRead(file: String, why: String)
        /// A byte that is not of the encoding.
        case invalidEncoding(CSVDialect.Encoding, byte: UInt8)
        /// The file begins as UTF-32 does.
        case unsupportedEncoding(String)
        case nulByte
        case unclosedQuote
        /// Something other than a delimiter or the end of the line after a closing quote.
        case textAfterQuote
        /// A quote in a field that does not begin with one.
        case strayQuote
        case fieldTooLong(column: Int, limit: Int, quoted: Bool)
        case tooManyColumns(limit: Int)
        case recordTooLong(limit: Int)
        case fieldCount(expected: Int, found: Int)
        case noHeader
        case wrongHeader(expected: [String], found: [String])
    }

    public let reason: Reason
    /// The line of the fault, from 1; for ``Reason/unclosedQuote`` the line on which the quote was opened.
    public let line: Int
    /// The number of the record of the fault, from 1, the header included; 0 when no record had begun.
    public let record: Int
    /// Bytes of the file before the fault where that is known to the byte, else nil.
    public let offset: Int?

    /// Whether the reader stands at the beginning of the next record, so that reading can go on after this error.
    public var isRecoverable: Bool {
        if case .fieldCount = reason { true } else { false }
    }

    /// The whole sentence: where, what, and how to mend it.
    public var description: String {
        switch reason {
        case .cannotRead, .unsupportedEncoding, .noHeader: sentence
        case .wrongHeader: "CSV, line \(line): \(sentence)"
        default: "CSV, line \(line) (record \(record)\(offset.map { ", byte \($0)" } ?? "")): \(sentence)"
        }
    }

    private var sentence: String {
        switch reason {
        case .cannotRead(let file, let why):
            "The file \(file) cannot be read: \(why)"
        case .invalidEncoding(let encoding, let byte):
            "the byte 0x\(hexadecimal(byte)) is not \(encoding.rawValue). Save the file as “CSV UTF-8”, or name its encoding, such as windows-1252."
        case .unsupportedEncoding(let name):
            "The file is written in \(name), which is not read. Save it as “CSV UTF-8”."
        case .nulByte:
            "a byte with the value 0 stands here. Either this is no text file, or it is UTF-16 without a byte order mark: name the encoding, "
                + "or save it as “CSV UTF-8”."
        case .unclosedQuote:
            "a quotation mark is opened here and never closed. Close it, or write the mark itself as two."
        case .textAfterQuote:
            "something follows a closing quotation mark. Write a quotation mark within a quoted field as two."
        case .strayQuote:
            "a quotation mark stands inside a field that does not begin with one. Put the whole field in quotes and write the mark as two, "
                + "or read the file with stray quotes as ordinary characters."
        case .fieldTooLong(let column, let limit, let quoted):
            "the field in column \(column) is longer than \(limit) bytes."
                + (quoted ? " Is its closing quotation mark missing?" : " Keep long texts in files of their own.")
        case .tooManyColumns(let limit):
            "the record has more than \(limit) fields. Is the delimiter right?"
        case .recordTooLong(let limit):
            "the record is longer than \(limit) bytes. Are line ends or a closing quotation mark missing?"
        case .fieldCount(let expected, let found):
            "the record has \(found) \(found == 1 ? "field" : "fields"), the header \(expected). "
                + "Is a delimiter missing, or a field with a delimiter not in quotes?"
        case .noHeader:
            "The file has no record at all; expected a first line with the names of the columns."
        case .wrongHeader(let expected, let found):
            "the columns are named \(Self.list(found)); expected \(Self.list(expected))."
        }
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(20).map { "“\($0.unicodeScalars.count > 80 ? String($0.prefix(80)) + "…" : $0)”" }
        return shown.joined(separator: ", ") + (names.count > 20 ? " and \(names.count - 20) more" : "")
    }
}
