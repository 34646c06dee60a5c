import Crypto
import Foundation

/// A file of encodings: what one organisation gives to the other or to a third that compares. `Docs/encoded-linkage.md` describes the bytes.
public struct EncodedRecords: Sendable {
    static let magic = Array("CORRCLK1".utf8)
    private static let filterBytes = RecordEncoder.bits / 8
    private static let mostNameBytes = 4_096

    /// Fields and hardening, which must be the same for both files.
    public let settings: String
    let checkValue: [UInt8]
    public let names: [String]
    /// Sixteen words a record.
    let words: [UInt64]
    let bitCounts: [UInt32]
    let secondHalfBitCounts: [UInt32]

    public var count: Int { names.count }

    /// The fields that are in the encodings.
    public var fields: [String] {
        settings.prefix { $0 != ";" }.split(separator: ",").map { String($0.prefix { $0 != ":" }) }
    }

    /// Encodings of fewer fields are nearly those of single values: names that many people have are found out by how often an encoding comes, and different people look alike.
    private static let leastFields = 4

    /// What speaks against giving these encodings away; nil if nothing does that can be told from them.
    public var warning: String? {
        guard fields.count < Self.leastFields else { return nil }
        return
            "Only \(fields.joined(separator: ", ")) \(fields.count == 1 ? "is" : "are") encoded. With fewer than \(Self.leastFields) fields common values can be found out by how often "
            + "their encodings come, and many people look alike: add a date of birth, sex, place or number before the file is given to anybody."
    }

    init(settings: String, checkValue: [UInt8], names: [String], words: [UInt64]) {
        self.settings = settings
        self.checkValue = checkValue
        self.names = names
        self.words = words
        let size = RecordEncoder.words
        bitCounts = names.indices.map { record in (0..<size).reduce(0) { $0 + UInt32(words[record * size + $1].nonzeroBitCount) } }
        secondHalfBitCounts = names.indices.map { record in (size / 2..<size).reduce(0) { $0 + UInt32(words[record * size + $1].nonzeroBitCount) } }
    }

    // MARK: Bytes

    /// The file's bytes.
    public func bytes() -> [UInt8] {
        var bytes = Self.magic + checkValue
        bytes += Self.number(UInt32(settings.utf8.count)) + Array(settings.utf8)
        bytes += Self.number(UInt32(names.count))
        bytes.reserveCapacity(bytes.count + names.count * (Self.filterBytes + 16))
        for word in words { bytes += Self.number(word) }
        for name in names { bytes += Self.number(UInt16(name.utf8.count)) + Array(name.utf8) }
        return Self.withCheckSum(bytes)
    }

    static func withCheckSum(_ bytes: [UInt8]) -> [UInt8] { bytes + Array(SHA256.hash(data: bytes)) }

    /// Reads a file's bytes; nothing of them is believed before it is checked.
    /// - Throws: ``EncodingError/notEncodings(file:why:)``.
    public init(bytes: [UInt8], name: String) throws(EncodingError) {
        func fault(_ why: String) -> EncodingError { .notEncodings(file: name, why: why) }
        guard bytes.count >= 8 + 8 + 4 + 4 + 32, bytes.starts(with: Self.magic) else { throw fault("it does not begin as one.") }
        let end = bytes.count - 32
        guard Array(SHA256.hash(data: bytes[..<end])) == Array(bytes[end...]) else { throw fault("its check sum is wrong, so a part is missing or altered.") }
        var reader = ByteReader(bytes: bytes, position: 8, end: end)
        guard let check = reader.take(8), let settingsLength = reader.number(UInt32.self), let settingsBytes = reader.take(Int(settingsLength)),
            let settings = String(validating: settingsBytes, as: UTF8.self), let count = reader.number(UInt32.self),
            reader.left / (Self.filterBytes + 2) >= Int(count)
        else { throw fault("its beginning is damaged.") }
        var words: [UInt64] = []
        words.reserveCapacity(Int(count) * RecordEncoder.words)
        for _ in 0..<Int(count) * RecordEncoder.words {
            guard let word = reader.number(UInt64.self) else { throw fault("filters are missing.") }
            words.append(word)
        }
        var names: [String] = []
        names.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let length = reader.number(UInt16.self), length <= Self.mostNameBytes, let text = reader.take(Int(length)),
                let name = String(validating: text, as: UTF8.self)
            else { throw fault("names of records are damaged.") }
            names.append(name)
        }
        guard reader.left == 0 else { throw fault("something follows after its end.") }
        self.init(settings: settings, checkValue: Array(check), names: names, words: words)
    }

    public static func read(_ file: URL) throws(EncodingError) -> EncodedRecords {
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch {
            throw .cannotRead(file: file.lastPathComponent, why: error.localizedDescription)
        }
        return try EncodedRecords(bytes: [UInt8](data), name: file.lastPathComponent)
    }

    public func write(to file: URL) throws(EncodingError) {
        do {
            try OutputFile.write(bytes(), to: file)
        } catch {
            throw .cannotWrite(file: file.lastPathComponent, why: error.why)
        }
    }

    private static func number(_ value: some FixedWidthInteger) -> [UInt8] {
        (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private struct ByteReader {
        let bytes: [UInt8]
        var position: Int
        let end: Int

        var left: Int { end - position }

        mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
            guard count <= left else { return nil }
            defer { position += count }
            return bytes[position..<position + count]
        }

        mutating func number<Number: FixedWidthInteger & UnsignedInteger>(_: Number.Type) -> Number? {
            let size = Number.bitWidth / 8
            guard size <= left else { return nil }
            defer { position += size }
            var value: Number = 0
            for index in 0..<size { value |= Number(bytes[position + index]) << Number(index * 8) }
            return value
        }
    }
}
