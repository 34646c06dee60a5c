/// Identifiers of HSDS are UUIDs (RFC 9562). Records here have 80 bits, which fit into one of version 8 and can be read back from it.
public enum HSDSIdentifier {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    /// The last three bytes of a UUID that holds a record's identifier.
    private static let mark: [UInt8] = [0x43, 0x44, 0x52]

    /// The UUID of a record; nil if the text is no identifier of a record.
    public static func uuid(record: String) -> String? {
        guard let bits = bytes(record) else { return nil }
        return text(Array(bits[0..<6]) + [0x80, 0xC0, 0x80] + Array(bits[6..<10]) + mark)
    }

    /// The record whose identifier ``uuid(record:)`` put into this UUID; nil for any other.
    public static func record(uuid: String) -> String? {
        guard let bytes = uuidBytes(uuid), Array(bytes[13...]) == mark, Array(bytes[6..<9]) == [0x80, 0xC0, 0x80] else { return nil }
        let bits = Array(bytes[0..<6]) + Array(bytes[9..<13])
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var count: UInt32 = 0
        for byte in bits {
            buffer = buffer << 8 | UInt32(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(alphabet[Int((buffer >> count) & 31)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether the text is written as a UUID.
    public static func isUUID(_ text: String) -> Bool { uuidBytes(text) != nil }

    /// A UUID that follows from a text, for parts that have no identifier of their own, so that two exports of the same are the same.
    /// Two FNV-1a hashes (Fowler, Noll, Vo; 64 bit) side by side: it tells parts of one file apart and proves nothing.
    static func derived(from text: String) -> String {
        var bytes: [UInt8] = []
        for seed: UInt64 in [0xCBF2_9CE4_8422_2325, 0x8422_2325_CBF2_9CE4] {
            var hash = seed
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: hash >> UInt64(shift))) }
        }
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        return Self.text(bytes)
    }

    private static func bytes(_ record: String) -> [UInt8]? {
        guard record.utf8.count == 16 else { return nil }
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var count: UInt32 = 0
        for character in record.utf8 {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            buffer = buffer << 5 | UInt32(value)
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> count))
            }
        }
        return bytes.count == 10 ? bytes : nil
    }

    private static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func uuidBytes(_ text: String) -> [UInt8]? {
        let written = Array(text.utf8)
        guard written.count == 36 else { return nil }
        var digits: [UInt8] = []
        for (index, byte) in written.enumerated() {
            if [8, 13, 18, 23].contains(index) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digits.append(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digits.append(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return stride(from: 0, to: 32, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
