import Crypto
import Foundation

/// Appends numbers in big-endian order and length-prefixed fields, the only encodings the vault's formats use.
///
/// A length in front of every field of variable length makes the whole unambiguous: no two lists of fields give the same bytes.
public struct ByteWriter {
    /// What was appended so far.
    public private(set) var bytes: [UInt8]

    /// An empty one.
    public init(reserving capacity: Int = 64) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Begins with a domain-separation string: its UTF-8 and a zero byte, which none of the strings contains.
    public init(domain: StaticString, reserving capacity: Int = 160) {
        self.init(reserving: capacity)
        domain.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(0)
    }

    /// Appends it.
    public mutating func append(byte: UInt8) { bytes.append(byte) }

    /// Appends it.
    public mutating func append(_ number: UInt16) { appendBigEndian(number) }

    /// Appends it.
    public mutating func append(_ number: UInt32) { appendBigEndian(number) }

    /// Appends it.
    public mutating func append(_ number: Int64) { appendBigEndian(UInt64(bitPattern: number)) }

    /// Appends it.
    public mutating func append(fixed field: some Sequence<UInt8>) { bytes.append(contentsOf: field) }

    /// A field of variable length: its length in four bytes, then the field.
    public mutating func append(field: some Collection<UInt8>) {
        append(UInt32(truncatingIfNeeded: field.count))
        bytes.append(contentsOf: field)
    }

    /// Appends it.
    public mutating func append(field text: String) { append(field: text.utf8) }

    private mutating func appendBigEndian<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) {
        var shift = Number.bitWidth - 8
        while shift >= 0 {
            bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
            shift -= 8
        }
    }
}

/// Reads what `ByteWriter` wrote; every reading is bounded by what is there.
public struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    /// What is being read, for the sentence of an error.
    private let subject: String

    /// - Parameter subject: what is being read, for the sentence of an error.
    public init(_ bytes: some Collection<UInt8>, subject: String) {
        self.bytes = ArraySlice(bytes)
        position = self.bytes.startIndex
        self.subject = subject
    }

    /// Bytes that were not read yet.
    public var remaining: Int { bytes.endIndex - position }

    /// The next one; throws `truncated` where there are not enough bytes.
    public mutating func byte() throws(VaultError) -> UInt8 {
        let slice = try fixed(1)
        return slice[slice.startIndex]
    }

    /// The next one; throws `truncated` where there are not enough bytes.
    public mutating func uint16() throws(VaultError) -> UInt16 { try number() }

    /// The next one; throws `truncated` where there are not enough bytes.
    public mutating func uint32() throws(VaultError) -> UInt32 { try number() }

    /// The next one; throws `truncated` where there are not enough bytes.
    public mutating func int64() throws(VaultError) -> Int64 { Int64(bitPattern: try number()) }

    /// The next one; throws `truncated` where there are not enough bytes.
    public mutating func fixed(_ count: Int) throws(VaultError) -> ArraySlice<UInt8> {
        guard count <= remaining else {
            throw VaultError(
                .truncated,
                """
                \(subject) ends too early: \(count) more bytes were expected, \(remaining) are left. Use a complete copy.
                """)
        }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// A field with its length in front of it, not longer than `limit`.
    public mutating func field(limit: Int = 1 << 20) throws(VaultError) -> ArraySlice<UInt8> {
        let count = Int(try uint32())
        guard count <= limit else {
            throw VaultError(
                .damaged,
                """
                \(subject) is damaged: a field claims \(count) bytes, at most \(limit) are possible. Use an undamaged copy.
                """)
        }
        return try fixed(count)
    }

    /// The next one; throws `truncated` where there are not enough bytes.
    public mutating func text(limit: Int = 1 << 16) throws(VaultError) -> String {
        guard let text = String(validating: try field(limit: limit), as: UTF8.self) else {
            throw VaultError(.damaged, "\(subject) is damaged: a text in it is not UTF-8. Use an undamaged copy.")
        }
        return text
    }

    /// Throws `extended` if anything is left.
    public func requireEnd() throws(VaultError) {
        guard remaining == 0 else {
            throw VaultError(.extended, "\(subject) has \(remaining) bytes too many at its end. Use an unaltered copy.")
        }
    }

    private mutating func number<Number: FixedWidthInteger>() throws(VaultError) -> Number {
        try fixed(Number.bitWidth / 8).reduce(0) { ($0 << 8) | Number(truncatingIfNeeded: $1) }
    }
}

/// Lower-case hexadecimal digits, two for each byte.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}

/// The bytes of a hexadecimal text in either case; nil for an odd length or another character.
func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
        guard let high = hexadecimalValue(digits[index]), let low = hexadecimalValue(digits[index + 1]) else { return nil }
        result.append(high << 4 | low)
    }
    return result
}

private func hexadecimalValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x41 + 10
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
}

/// `count` random bytes from the system's generator (getrandom on Linux). For values that are not secret; secrets are made as `SymmetricKey`.
func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    var bytes = [UInt8](repeating: 0, count: count)
    for index in bytes.indices { bytes[index] = UInt8.random(in: .min ... .max, using: &generator) }
    return bytes
}

extension Array where Element == UInt8 {
    /// Overwrites the bytes before they are given back. Of use only for an array that was never copied; copies made before stay.
    mutating func erase() {
        withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            explicit_bzero(base, buffer.count)
        }
    }
}

/// Whether two byte sequences are equal, in a time that depends on their lengths only.
func isEqualInConstantTime(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
