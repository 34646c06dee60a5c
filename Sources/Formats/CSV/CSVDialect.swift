/// How a file of comma-separated values is written (RFC 4180 and its usual variants).
public struct CSVDialect: Hashable, Sendable {
    /// The byte between fields.
    public enum Delimiter: UInt8, Hashable, Sendable, CaseIterable {
        case comma = 0x2C
        case semicolon = 0x3B
        case tab = 0x09
        case pipe = 0x7C
    }

    /// How the characters are written as bytes.
    public enum Encoding: String, Hashable, Sendable, CaseIterable {
        case utf8 = "UTF-8"
        case utf16LittleEndian = "UTF-16LE"
        case utf16BigEndian = "UTF-16BE"
        /// The encoding of older Windows programs in Western Europe. Never guessed, because any bytes look like it.
        case windows1252 = "windows-1252"
    }

    /// What a quotation mark inside a field means that does not begin with one.
    public enum StrayQuotes: Hashable, Sendable {
        /// The record is an error, as in RFC 4180.
        case refused
        /// It is an ordinary character.
        case literal
    }

    /// What a line without a single byte is.
    public enum BlankLines: Hashable, Sendable {
        /// A record with one empty field when the first record that is not blank has one field, else nothing.
        case bySingleColumn
        /// Always a record with one empty field.
        case kept
        /// Nothing.
        case skipped
    }

    /// Nil: found in the first record, see ``CSVReader``.
    public var delimiter: Delimiter?
    /// Nil: told by the byte order mark, without one UTF-8.
    public var encoding: Encoding?
    public var strayQuotes: StrayQuotes
    public var blankLines: BlankLines
    /// Whether to take off the apostrophe that ``CSVWriter`` put before what a spreadsheet would run as a formula; see ``FormulaGuard``.
    public var removesFormulaGuard: Bool

    /// By default everything that can be found out is found out, and the grammar is that of RFC 4180.
    public init(
        delimiter: Delimiter? = nil, encoding: Encoding? = nil, strayQuotes: StrayQuotes = .refused,
        blankLines: BlankLines = .bySingleColumn, removesFormulaGuard: Bool = false
    ) {
        self.delimiter = delimiter
        self.encoding = encoding
        self.strayQuotes = strayQuotes
        self.blankLines = blankLines
        self.removesFormulaGuard = removesFormulaGuard
    }
}

/// Bounds on what the CSV reader accepts, so that a broken or hostile file costs a known amount of memory.
public struct CSVLimits: Hashable, Sendable {
    /// Bytes of one field.
    public var fieldBytes: Int
    /// Fields of one record.
    public var columns: Int
    /// Bytes of one record.
    public var recordBytes: Int

    /// - Parameters:
    ///   - fieldBytes: bytes of one field, 1 MiB unless told.
    ///   - columns: fields of one record, 16,384 unless told (the width of a spreadsheet).
    ///   - recordBytes: bytes of one record, 16 MiB unless told.
    public init(fieldBytes: Int = 1 << 20, columns: Int = 16_384, recordBytes: Int = 16 << 20) {
        self.fieldBytes = fieldBytes
        self.columns = columns
        self.recordBytes = recordBytes
    }

    public static let standard = CSVLimits()
}

/// One row of the file.
public struct CSVRecord: Hashable, Sendable {
    /// The line on which the record begins, from 1. Records with line breaks in quotes take several lines.
    public var line: Int
    public var fields: [String]

    public init(line: Int, fields: [String]) {
        self.line = line
        self.fields = fields
    }
}
