/// Lower-case hexadecimal text, as the journal writes hashes and clocks.
public enum Hexadecimal {
    @inline(__always)
    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
    }

    public static func text(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            var place = 0
            for byte in bytes {
                text[place] = digit(byte >> 4)
                text[place + 1] = digit(byte & 15)
                place += 2
            }
            return place
        }
    }

    static func text(_ integer: UInt64, digits count: Int) -> String {
        String(unsafeUninitializedCapacity: count) { text in
            for position in 0..<count {
                text[count - 1 - position] = digit(UInt8(truncatingIfNeeded: (integer >> (4 * UInt64(position))) & 15))
            }
            return count
        }
    }

    /// Three numbers one after another.
    static func text(_ first: (UInt64, digits: Int), _ second: (UInt64, digits: Int), _ third: (UInt64, digits: Int)) -> String {
        String(unsafeUninitializedCapacity: first.digits + second.digits + third.digits) { text in
            var place = 0
            for (integer, count) in [first, second, third] {
                for position in 0..<count {
                    text[place + count - 1 - position] = digit(UInt8(truncatingIfNeeded: (integer >> (4 * UInt64(position))) & 15))
                }
                place += count
            }
            return place
        }
    }

    /// The bytes of an even number of lower-case digits; nil for anything else.
    public static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for start in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[start]), let low = value(digits[start + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    static func integer(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var integer: UInt64 = 0
        for digit in digits {
            guard let value = value(digit) else { return nil }
            integer = integer << 4 | UInt64(value)
        }
        return integer
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
