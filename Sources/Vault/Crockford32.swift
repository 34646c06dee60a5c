/// Base32 in Crockford's alphabet (https://www.crockford.com/base32.html): no I, L, O, U; read back in either case, with O as 0 and I or L as 1.
/// Made for what people write down and type.
public enum Crockford32 {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// Bytes as letters, five bits each. O(n).
    public static func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: quintets(bytes).map(letter), as: UTF8.self) }

    /// The bytes of such letters; nil if another character is among them, or they are no whole bytes. O(n).
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var quintets: [UInt8] = []
        for letter in text.utf8 {
            guard let value = value(letter) else { return nil }
            quintets.append(value)
        }
        return bytes(quintets: quintets)
    }

    /// The letter of a number below 32.
    static func letter(_ value: UInt8) -> UInt8 { alphabet[Int(value & 31)] }

    /// The number of a letter as a person may have written it; nil for another character.
    static func value(_ letter: UInt8) -> UInt8? {
        let upper = (0x61...0x7A).contains(letter) ? letter - 0x20 : letter
        switch upper {
        case 0x4F: return 0
        case 0x49, 0x4C: return 1
        default: return alphabet.firstIndex(of: upper).map { UInt8($0) }
        }
    }

    /// The bytes as numbers of five bits, the last one filled with zero bits.
    static func quintets(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var accumulator: UInt16 = 0
        var bits = 0
        for byte in bytes {
            accumulator = accumulator << 8 | UInt16(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                result.append(UInt8(accumulator >> UInt16(bits)) & 31)
                accumulator &= (1 << UInt16(bits)) - 1
            }
        }
        if bits > 0 { result.append(UInt8(accumulator << UInt16(5 - bits)) & 31) }
        return result
    }

    /// The whole bytes of numbers of five bits; nil if the bits left over are not zero.
    static func bytes(quintets: some Sequence<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var accumulator: UInt16 = 0
        var bits = 0
        for quintet in quintets {
            accumulator = accumulator << 5 | UInt16(quintet)
            bits += 5
            if bits >= 8 {
                bits -= 8
                result.append(UInt8(accumulator >> UInt16(bits)))
                accumulator &= (1 << UInt16(bits)) - 1
            }
        }
        return accumulator == 0 ? result : nil
    }
}
