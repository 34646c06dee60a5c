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
        /// The encodings of older Windows programs, for Central Europe, Cyrillic, Western Europe, Turkish, Arabic and Thai. Never guessed, because any bytes look like them.
        case windows1250 = "windows-1250"
        case windows1251 = "windows-1251"
        case windows1252 = "windows-1252"
        case windows1254 = "windows-1254"
        case windows1256 = "windows-1256"
        case windows874 = "windows-874"

        /// An encoding by one of its usual names in any case: `windows-1252`, `cp1252`, `latin-1`, `iso-8859-1`, `utf-16`.
        ///
        /// What calls itself Latin-1 is read as windows-1252, as browsers do (WHATWG Encoding Standard, names and labels); UTF-16 without more is little-endian, as there.
        public init?(named name: String) {
            let plain = String(decoding: name.lowercased().utf8.filter { $0 &- 0x30 < 10 || $0 &- 0x61 < 26 }, as: UTF8.self)
            let known = Self.allCases.first { encoding in encoding.rawValue.lowercased().utf8.filter { $0 != UInt8(ascii: "-") }.elementsEqual(plain.utf8) }
            guard let encoding = known ?? Self.otherNames[plain] else { return nil }
            self = encoding
        }

        private static let otherNames: [String: Self] = [
            "utf16": .utf16LittleEndian, "ucs2": .utf16LittleEndian, "unicode": .utf16LittleEndian, "ascii": .utf8, "usascii": .utf8,
            "latin1": .windows1252, "l1": .windows1252, "iso88591": .windows1252, "ansi": .windows1252, "cp1250": .windows1250, "cp1251": .windows1251,
            "cp1252": .windows1252, "cp1254": .windows1254, "cp1256": .windows1256, "cp874": .windows874, "latin5": .windows1254, "iso88599": .windows1254,
            "tis620": .windows874, "iso885911": .windows874,
        ]
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
