import Foundation

/// Reads comma-separated values (RFC 4180) record by record, from memory or from a file of any size.
///
/// What is found out unless the dialect says it: the encoding by the byte order mark, else UTF-8; the delimiter as the one of comma, semicolon
/// and tab that stands most often outside quotes in the first record, or from a first line `sep=;` as spreadsheets write it, which is no record then.
/// Lines end with LF, CRLF or CR. Text is never altered: no trimming, no normalization.
///
/// After an error, reading goes on only if ``CSVError/isRecoverable`` says so; otherwise the same error is thrown again.
public struct CSVReader {
    /// The dialect with everything that was found out filled in.
    public private(set) var dialect: CSVDialect
    /// Records read so far, the header included.
    public private(set) var recordsRead = 0
    /// Bytes of the file read so far, roughly (whole pieces); for showing progress.
    public private(set) var bytesRead: Int

    private var source: CSVSource
    private var decoder: TextDecoder
    private var scanner: CSVScanner
    private let limits: CSVLimits
    private var buffer: [UInt8]
    private var position: Int
    private var line: Int
    /// Bytes of the file before `buffer`; exact only for UTF-8.
    private var bufferOffset: Int
    private var isExhausted: Bool
    private var decodingFault: TextDecoder.Fault?
    private var failure: CSVError?
    private let skipsBlankLines: Bool
    private var expectedFields: Int?
    private var lastFieldCount = 8

    private let pieceBytes: Int

    /// Reads from memory.
    /// - Throws: ``CSVError`` if the encoding is not one that is read.
    public init(bytes: [UInt8], dialect: CSVDialect? = nil, limits: CSVLimits = .standard) throws(CSVError) {
        try self.init(CSVSource(bytes: bytes), dialect: dialect ?? CSVDialect(), limits: limits)
    }

    /// Reads from a file, at most a few times the longest record of it in memory at once.
    /// - Throws: ``CSVError`` if the file cannot be opened or its encoding is not one that is read.
    public init(file: URL, dialect: CSVDialect? = nil, limits: CSVLimits = .standard) throws(CSVError) {
        try self.init(CSVSource(file: file), dialect: dialect ?? CSVDialect(), limits: limits)
    }

    /// - Parameter pieceBytes: how much is read at once; tests use little.
    init(_ source: CSVSource, dialect: CSVDialect, limits: CSVLimits, pieceBytes: Int = 256 << 10) throws(CSVError) {
        var source = source
        let first = try source.next(pieceBytes)
        let (encoding, markBytes) = try CSVDetection.encoding(of: first, named: dialect.encoding)
        var decoder = TextDecoder(encoding: encoding, offset: markBytes)
        var decodingFault: TextDecoder.Fault?
        buffer = Self.decoded(markBytes == 0 ? first : Array(first.dropFirst(markBytes)), with: &decoder, fault: &decodingFault)
        let detection = CSVDetection(of: buffer, delimiter: dialect.delimiter)
        position = detection.declarationEnd
        line = position > 0 ? 2 : 1
        skipsBlankLines = dialect.blankLines == .skipped || (dialect.blankLines == .bySingleColumn && !detection.isSingleColumn)
        scanner = CSVScanner(delimiter: detection.delimiter.rawValue, dialect: dialect, limits: limits)
        isExhausted = first.isEmpty
        bytesRead = first.count
        bufferOffset = markBytes
        self.dialect = dialect
        self.dialect.encoding = encoding
        self.dialect.delimiter = detection.delimiter
        self.decodingFault = decodingFault
        self.decoder = decoder
        self.source = source
        self.limits = limits
        self.pieceBytes = pieceBytes
    }

    /// Reads the first record as names of columns. From then on a record with another number of fields is an error
    /// (``CSVError/Reason/fieldCount(expected:found:)``) after which reading can go on.
    ///
    /// - Parameter expected: if given, the names must be exactly these, in this order, compared by bytes.
    public mutating func readHeader(expecting expected: [String]? = nil) throws(CSVError) -> [String] {
        guard let header = try next() else { throw error(.noHeader, line: 1, offset: nil) }
        if let expected, !header.fields.elementsEqual(expected, by: { $0.utf8.elementsEqual($1.utf8) }) {
            throw error(.wrongHeader(expected: expected, found: header.fields), line: header.line, offset: nil)
        }
        expectedFields = header.fields.count
        return header.fields
    }

    /// The next record, nil at the end.
    /// - Complexity: O(bytes of the record).
    public mutating func next() throws(CSVError) -> CSVRecord? {
        if let failure { throw failure }
        while true {
            let outcome = buffer.withUnsafeBufferPointer { bytes in
                scanner.scan(bytes, from: position, isLast: isExhausted && decodingFault == nil, capacity: lastFieldCount)
            }
            switch outcome {
            case .record(let fields, let end, let lines, let blank):
                if end - position > limits.recordBytes { throw failing(.recordTooLong(limit: limits.recordBytes), line: line, at: position) }
                let recordLine = line
                position = end
                line += lines
                if blank, skipsBlankLines { continue }
                recordsRead += 1
                lastFieldCount = fields.count
                if let expectedFields, fields.count != expectedFields {
                    throw CSVError(
                        reason: .fieldCount(expected: expectedFields, found: fields.count), line: recordLine, record: recordsRead, offset: nil)
                }
                return CSVRecord(line: recordLine, fields: fields)
            case .incomplete:
                if buffer.count - position > limits.recordBytes {
                    throw failing(.recordTooLong(limit: limits.recordBytes), line: line, at: position)
                }
                try refill()
            case .finished: return nil
            case .fault(let reason, let index, let lines): throw failing(reason, line: line + lines, at: index)
            }
        }
    }

    /// Moves what is left to the front and reads at least as much again, so that a long record is scanned only a few times.
    private mutating func refill() throws(CSVError) {
        if let fault = decodingFault {
            let reason = CSVError.Reason.invalidEncoding(decoder.encoding, byte: fault.byte)
            let error = CSVError(reason: reason, line: fault.line, record: recordsRead + 1, offset: fault.offset)
            failure = error
            throw error
        }
        buffer.removeFirst(position)
        bufferOffset += position
        position = 0
        do throws(CSVError) {
            take(try source.next(max(pieceBytes, buffer.count)))
        } catch {
            failure = error
            throw error
        }
    }

    private mutating func take(_ piece: [UInt8]) {
        bytesRead += piece.count
        isExhausted = piece.isEmpty
        let text = Self.decoded(piece, with: &decoder, fault: &decodingFault, isLast: isExhausted)
        if buffer.isEmpty { buffer = text } else { buffer.append(contentsOf: text) }
    }

    /// The piece as UTF-8 up to its first fault, which is told when all records before it have been read.
    private static func decoded(
        _ piece: [UInt8], with decoder: inout TextDecoder, fault: inout TextDecoder.Fault?, isLast: Bool = false
    ) -> [UInt8] {
        if decoder.encoding == .utf8 { return piece }
        var text: [UInt8] = []
        do throws(TextDecoder.Fault) {
            try decoder.append(piece, isLast: isLast, to: &text)
        } catch {
            fault = error
        }
        return text
    }

    private mutating func failing(_ reason: CSVError.Reason, line: Int, at index: Int) -> CSVError {
        let error = error(reason, line: line, offset: decoder.encoding == .utf8 ? bufferOffset + index : nil)
        failure = error
        return error
    }

    private func error(_ reason: CSVError.Reason, line: Int, offset: Int?) -> CSVError {
        CSVError(reason: reason, line: line, record: recordsRead + 1, offset: offset)
    }
}
