/// What can be told from the beginning of a file.
struct CSVDetection {
    /// The one asked for, or the one that stands most often outside quotes in the first record, comma before semicolon before tab.
    let delimiter: CSVDialect.Delimiter
    /// Whether the first record has no delimiter.
    let isSingleColumn: Bool
    /// Index after a first line `sep=X`, which names the delimiter; 0 without one.
    let declarationEnd: Int

    /// - Parameters:
    ///   - text: the beginning of the file as UTF-8.
    ///   - named: the delimiter if it is known.
    init(of text: [UInt8], delimiter named: CSVDialect.Delimiter?) {
        let declared = named == nil ? Self.declaration(in: text) : nil
        declarationEnd = declared?.end ?? 0
        let counts = Self.counts(in: text[declarationEnd...])
        var best = named ?? declared?.delimiter ?? .comma
        if named == nil, declared == nil {
            for candidate in [CSVDialect.Delimiter.semicolon, .tab] where counts[candidate, default: 0] > counts[best, default: 0] {
                best = candidate
            }
        }
        delimiter = best
        isSingleColumn = counts[best] == nil
    }

    /// The encoding by its byte order mark (Unicode Standard, section 23.8) and the length of the mark.
    static func encoding(of bytes: [UInt8], named: CSVDialect.Encoding?) throws(CSVError) -> (CSVDialect.Encoding, markBytes: Int) {
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
            throw CSVError(reason: .unsupportedEncoding("UTF-32"), line: 1, record: 0, offset: 0)
        }
        let marked: (CSVDialect.Encoding, Int)? =
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
                (.utf8, 3)
            } else if bytes.starts(with: [0xFF, 0xFE]) {
                (.utf16LittleEndian, 2)
            } else if bytes.starts(with: [0xFE, 0xFF]) {
                (.utf16BigEndian, 2)
            } else {
                nil
            }
        // A mark says it better than whoever named an encoding: the same bytes at the beginning of a text are no words in any other.
        return marked ?? (named ?? .utf8, 0)
    }

    /// Delimiters outside quotes in the first line that is not blank.
    private static func counts(in text: ArraySlice<UInt8>) -> [CSVDialect.Delimiter: Int] {
        var counts: [CSVDialect.Delimiter: Int] = [:]
        var isQuoted = false
        for byte in text.drop(while: { $0 == 0x0A || $0 == 0x0D }) {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if !isQuoted {
                if byte == 0x0A || byte == 0x0D { break }
                if let delimiter = CSVDialect.Delimiter(rawValue: byte) { counts[delimiter, default: 0] += 1 }
            }
        }
        return counts
    }

    private static func declaration(in text: [UInt8]) -> (delimiter: CSVDialect.Delimiter, end: Int)? {
        guard text.count >= 6, text.starts(with: "sep=".utf8), let delimiter = CSVDialect.Delimiter(rawValue: text[4]) else { return nil }
        if text[5] == 0x0A { return (delimiter, 6) }
        guard text[5] == 0x0D else { return nil }
        return (delimiter, text.count > 6 && text[6] == 0x0A ? 7 : 6)
    }
}
