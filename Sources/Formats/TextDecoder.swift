/// Turns the bytes of a file into UTF-8, piece by piece. UTF-8 itself needs no decoding; it is checked where fields are cut.
struct TextDecoder {
    let encoding: CSVDialect.Encoding
    /// Bytes of a character that the last piece did not finish.
    private var pending: [UInt8] = []
    private var offset: Int
    private var line = 1
    private var lastWasReturn = false

    struct Fault: Error {
        let byte: UInt8
        let offset: Int
        let line: Int
    }

    /// - Parameter offset: bytes of the file before the first that is decoded, that is the length of the byte order mark.
    init(encoding: CSVDialect.Encoding, offset: Int) {
        self.encoding = encoding
        self.offset = offset
    }

    /// Appends a piece as UTF-8. At a fault all that is before it has been appended.
    mutating func append(_ piece: [UInt8], isLast: Bool, to text: inout [UInt8]) throws(Fault) {
        switch encoding {
        case .utf8: text.append(contentsOf: piece)
        case .utf16LittleEndian: try appendUTF16(piece, high: 1, isLast: isLast, to: &text)
        case .utf16BigEndian: try appendUTF16(piece, high: 0, isLast: isLast, to: &text)
        case .windows1250, .windows1251, .windows1252, .windows1254, .windows1256, .windows874:
            try appendSingleBytes(piece, SingleByteEncoding.upperHalf(of: encoding) ?? [], to: &text)
        }
    }

    private mutating func appendSingleBytes(_ piece: [UInt8], _ upperHalf: [UInt16], to text: inout [UInt8]) throws(Fault) {
        for byte in piece {
            let value = byte < 0x80 ? UInt16(byte) : upperHalf[Int(byte) - 0x80]
            guard value != 0 || byte == 0, let scalar = Unicode.Scalar(value) else { throw Fault(byte: byte, offset: offset, line: line) }
            append(scalar, to: &text)
            offset += 1
        }
    }

    private mutating func appendUTF16(_ piece: [UInt8], high: Int, isLast: Bool, to text: inout [UInt8]) throws(Fault) {
        let bytes = pending + piece
        var index = 0
        func unit(_ at: Int) -> UInt16 { UInt16(bytes[at + high]) << 8 | UInt16(bytes[at + 1 - high]) }
        while index + 1 < bytes.count {
            let first = unit(index)
            var scalar = Unicode.Scalar(first)
            var length = 2
            if (0xD800...0xDBFF).contains(first) {
                if index + 3 >= bytes.count, !isLast { break }
                if index + 3 < bytes.count, (0xDC00...0xDFFF).contains(unit(index + 2)) {
                    scalar = Unicode.Scalar(0x10000 + (UInt32(first - 0xD800) << 10) + UInt32(unit(index + 2) - 0xDC00))
                    length = 4
                }
            }
            guard let scalar else { throw Fault(byte: bytes[index], offset: offset, line: line) }
            append(scalar, to: &text)
            index += length
            offset += length
        }
        pending = Array(bytes[index...])
        if isLast, let byte = pending.first { throw Fault(byte: byte, offset: offset, line: line) }
    }

    private mutating func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
        if scalar == "\r" || (scalar == "\n" && !lastWasReturn) { line += 1 }
        lastWasReturn = scalar == "\r"
        UTF8Check.append(scalar, to: &text)
    }
}
