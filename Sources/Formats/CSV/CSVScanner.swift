/// Finds one record in a buffer of UTF-8. Knows nothing of files: when the buffer ends inside a record it says so and is asked again with more.
struct CSVScanner {
    let delimiter: UInt8
    let strayQuotes: CSVDialect.StrayQuotes
    let removesFormulaGuard: Bool
    let limits: CSVLimits
    /// One bit for each ASCII byte at which an unquoted field stops.
    private let lowStops: UInt64
    private let highStops: UInt64

    enum Outcome {
        /// The fields, the index after the line end, the line ends passed, and whether the line held no byte at all.
        case record(fields: [String], end: Int, lines: Int, blank: Bool)
        /// The buffer ends inside a record.
        case incomplete
        /// Nothing is left.
        case finished
        case fault(CSVError.Reason, at: Int, lines: Int)
    }

    init(delimiter: UInt8, dialect: CSVDialect, limits: CSVLimits) {
        self.delimiter = delimiter
        strayQuotes = dialect.strayQuotes
        removesFormulaGuard = dialect.removesFormulaGuard
        self.limits = limits
        var stops: (low: UInt64, high: UInt64) = (0, 0)
        for byte in [delimiter, UInt8(ascii: "\""), 0x0A, 0x0D, 0x00] {
            if byte < 64 { stops.low |= 1 << UInt64(byte) } else { stops.high |= 1 << UInt64(byte - 64) }
        }
        (lowStops, highStops) = stops
    }

    /// - Parameters:
    ///   - start: index at which the record begins.
    ///   - isLast: whether nothing follows the buffer.
    ///   - capacity: how many fields to expect.
    func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isLast: Bool, capacity: Int) -> Outcome {
        if start >= bytes.count { return isLast ? .finished : .incomplete }
        var fields: [String] = []
        fields.reserveCapacity(capacity)
        var scan = Cursor(index: start)
        while true {
            let isQuoted = scan.index < bytes.count && bytes[scan.index] == UInt8(ascii: "\"")
            let result = isQuoted ? quoted(bytes, &scan, isLast: isLast) : plain(bytes, &scan, isLast: isLast)
            switch result {
            case .text(let text):
                if fields.count == limits.columns { return .fault(.tooManyColumns(limit: limits.columns), at: scan.index, lines: scan.lines) }
                fields.append(removesFormulaGuard ? FormulaGuard.removed(from: text) : text)
            case .incomplete: return .incomplete
            case .fault(let fault, let index):
                return .fault(withColumn(fault, fields.count + 1), at: index, lines: Self.lineEnds(in: bytes, start..<index))
            }
            guard scan.index < bytes.count else { return .record(fields: fields, end: scan.index, lines: scan.lines, blank: false) }
            let stop = bytes[scan.index]
            scan.index += 1
            if stop == delimiter { continue }
            let blank = scan.index - 1 == start
            if stop == 0x0D {
                if scan.index == bytes.count, !isLast { return .incomplete }
                if scan.index < bytes.count, bytes[scan.index] == 0x0A { scan.index += 1 }
            }
            return .record(fields: fields, end: scan.index, lines: scan.lines + 1, blank: blank)
        }
    }

    private struct Cursor {
        var index: Int
        /// Line ends passed since the record began.
        var lines = 0
    }

    private enum Field {
        case text(String)
        case incomplete
        case fault(CSVError.Reason, at: Int)
    }

    private static func lineEnds(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
        range.count { bytes[$0] == 0x0A || (bytes[$0] == 0x0D && !($0 + 1 < bytes.count && bytes[$0 + 1] == 0x0A)) }
    }

    private func withColumn(_ fault: CSVError.Reason, _ column: Int) -> CSVError.Reason {
        if case .fieldTooLong(_, let limit, let quoted) = fault { return .fieldTooLong(column: column, limit: limit, quoted: quoted) }
        return fault
    }

    @inline(__always)
    private func stops(_ byte: UInt8) -> Bool {
        byte < 64 ? (lowStops &>> UInt64(byte)) & 1 != 0 : byte < 128 && (highStops &>> UInt64(byte &- 64)) & 1 != 0
    }

    /// A field without quotes; leaves the cursor at what ended it.
    @inline(__always)
    private func plain(_ bytes: UnsafeBufferPointer<UInt8>, _ scan: inout Cursor, isLast: Bool) -> Field {
        let start = scan.index
        var index = start
        while true {
            while index < bytes.count, !stops(bytes[index]) { index &+= 1 }
            if index - start > limits.fieldBytes { return tooLong(quoted: false, at: start) }
            guard index < bytes.count else {
                if isLast { break }
                return .incomplete
            }
            if bytes[index] == UInt8(ascii: "\"") {
                if strayQuotes == .refused { return .fault(.strayQuote, at: index) }
                index += 1
            } else if bytes[index] == 0 {
                return .fault(.nulByte, at: index)
            } else {
                break
            }
        }
        scan.index = index
        return text(UnsafeBufferPointer(rebasing: bytes[start..<index]), at: start)
    }

    /// A field in quotes; leaves the cursor at what follows the closing quote.
    private func quoted(_ bytes: UnsafeBufferPointer<UInt8>, _ scan: inout Cursor, isLast: Bool) -> Field {
        let opening = scan.index
        var index = opening + 1
        var runStart = index
        var joined: [UInt8] = []
        var lines = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                if index + 1 == bytes.count, !isLast { break }
                guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") else {
                    return closed(bytes, run: runStart..<index, joined: joined, opening: opening, lines: lines, &scan)
                }
                joined.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[runStart...index]))
                index += 2
                runStart = index
                continue
            }
            if byte <= 0x0D {
                if byte == 0 { return .fault(.nulByte, at: index) }
                if byte == 0x0A || (byte == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)) { lines += 1 }
            }
            index &+= 1
        }
        if bytes.count - opening > limits.fieldBytes { return tooLong(quoted: true, at: opening) }
        return isLast ? .fault(.unclosedQuote, at: opening) : .incomplete
    }

    private func closed(
        _ bytes: UnsafeBufferPointer<UInt8>, run: Range<Int>, joined: [UInt8], opening: Int, lines: Int, _ scan: inout Cursor
    ) -> Field {
        let after = run.upperBound + 1
        if after < bytes.count, bytes[after] != delimiter, bytes[after] != 0x0A, bytes[after] != 0x0D {
            return .fault(.textAfterQuote, at: after)
        }
        if run.upperBound - opening > limits.fieldBytes { return tooLong(quoted: true, at: opening) }
        scan.index = after
        scan.lines += lines
        let last = UnsafeBufferPointer(rebasing: bytes[run])
        if joined.isEmpty { return text(last, at: run.lowerBound) }
        if let string = UTF8Check.string((joined + last)[...]) { return .text(string) }
        // Quotes are one byte each, so that the text as it is written has its fault at the same character.
        return text(UnsafeBufferPointer(rebasing: bytes[opening..<after]), at: opening)
    }

    private func tooLong(quoted: Bool, at index: Int) -> Field {
        .fault(.fieldTooLong(column: 0, limit: limits.fieldBytes, quoted: quoted), at: index)
    }

    @inline(__always)
    private func text(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Field {
        if let string = UTF8Check.string(bytes) { return .text(string) }
        let offset = UTF8Check.firstFault(in: bytes) ?? 0
        return .fault(.invalidEncoding(.utf8, byte: bytes[offset]), at: start + offset)
    }
}
