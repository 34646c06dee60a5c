/// A QR code of model 2 (ISO/IEC 18004:2015): a text as a square of dark and light modules.
///
/// A text of digits, capital letters and ` $%*+-./:` takes 5.5 bits a character (mode alphanumeric), any other 8 bits a byte of its UTF-8 (mode byte).
public struct QRCode: Sendable, Hashable {
    /// How much of a code may be unreadable: about 7 or 15 of a hundred codewords (section 7.5.1).
    public enum Correction: Sendable, Hashable, CaseIterable { case low, medium }

    /// There is more text than the largest code holds.
    public struct TooLong: Error, Sendable, Hashable, CustomStringConvertible {
        /// Bytes or characters of the text, and how many are possible.
        public let length: Int
        public let limit: Int
        public var description: String { "The text has \(length) characters; a QR code holds at most \(limit) of them. Divide it into several codes." }
    }

    /// 1 to 40; each has four modules more on a side.
    public let version: Int
    /// Modules on a side, without the quiet zone of four modules that has to surround it.
    public let size: Int
    private let dark: [Bool]

    /// Whether the module in a column and row, counted from 0 at the top left, is dark; false outside.
    public subscript(column: Int, row: Int) -> Bool {
        (0..<size).contains(column) && (0..<size).contains(row) && dark[row * size + column]
    }

    /// Draws the smallest code that holds a text. O(size²).
    public init(_ text: String, correction: Correction = .medium) throws(TooLong) {
        let payload = QRPayload(text)
        guard let version = (1...40).first(where: { payload.bits(version: $0) <= 8 * QRGeometry.dataCodewords($0, correction) }) else {
            let room = 8 * QRGeometry.dataCodewords(40, correction) - payload.overhead(version: 40)
            throw TooLong(length: payload.length, limit: payload.isAlphanumeric ? room * 2 / 11 : room / 8)
        }
        let codewords = QRCodewords.interleaved(payload.codewords(count: QRGeometry.dataCodewords(version, correction), version: version), version, correction)
        var drawing = QRDrawing(version: version)
        drawing.draw(codewords)
        (self.version, size, dark) = (version, drawing.size, drawing.masked(correction))
    }
}

/// What a code holds before error correction: mode, length, text (section 7.4).
struct QRPayload: Sendable {
    let bytes: [UInt8]
    let isAlphanumeric: Bool

    private static let characters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)
    private static let values: [UInt8: Int] = [UInt8: Int](uniqueKeysWithValues: characters.enumerated().map { ($1, $0) })

    init(_ text: String) {
        bytes = Array(text.utf8)
        isAlphanumeric = bytes.allSatisfy { Self.values[$0] != nil }
    }

    var length: Int { bytes.count }

    /// Bits of mode and length.
    func overhead(version: Int) -> Int { 4 + lengthBits(version) }

    private func lengthBits(_ version: Int) -> Int {
        isAlphanumeric ? version < 10 ? 9 : version < 27 ? 11 : 13 : version < 10 ? 8 : 16
    }

    func bits(version: Int) -> Int {
        // A length that its field cannot hold does not fit, whatever room there is.
        guard length < 1 << lengthBits(version) else { return .max }
        return overhead(version: version) + (isAlphanumeric ? length / 2 * 11 + length % 2 * 6 : length * 8)
    }

    /// The text in codewords of 8 bits, filled up to a count.
    func codewords(count: Int, version: Int) -> [UInt8] {
        var writer = QRBitWriter()
        writer.append(isAlphanumeric ? 2 : 4, 4)
        writer.append(length, lengthBits(version))
        if isAlphanumeric {
            let values = bytes.map { Self.values[$0] ?? 0 }
            for start in stride(from: 0, to: values.count, by: 2) {
                if start + 1 < values.count { writer.append(values[start] * 45 + values[start + 1], 11) } else { writer.append(values[start], 6) }
            }
        } else {
            for byte in bytes { writer.append(Int(byte), 8) }
        }
        writer.append(0, min(4, count * 8 - writer.count))
        writer.append(0, (8 - writer.count % 8) % 8)
        var codewords = writer.bytes
        // Section 7.4.10: these two in turn.
        for index in 0..<max(0, count - codewords.count) { codewords.append(index % 2 == 0 ? 0xEC : 0x11) }
        return codewords
    }
}

private struct QRBitWriter {
    private(set) var bytes: [UInt8] = []
    private(set) var count = 0

    /// Appends the lowest bits of a number, the highest of them first.
    mutating func append(_ number: Int, _ bits: Int) {
        for bit in stride(from: bits - 1, through: 0, by: -1) {
            if count % 8 == 0 { bytes.append(0) }
            bytes[count / 8] |= UInt8((number >> bit) & 1) << UInt8(7 - count % 8)
            count += 1
        }
    }
}
