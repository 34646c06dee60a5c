/// Lower-case hexadecimal text, as the journal writes hashes and clocks.
public enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    static func append(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
    }

    static func append(_ integer: UInt64, digits count: Int, to text: inout [UInt8]) {
        for position in (0..<count).reversed() {
            text.append(digits[Int((integer >> (4 * UInt64(position))) & 15)])
        }
    }

    /// The bytes of an even number of lower-case digits; nil for anything else.
    public static func bytes(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { digits in
            guard digits.count.isMultiple(of: 2) else { return nil }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(digits.count / 2)
            for start in stride(from: 0, to: digits.count, by: 2) {
                guard let high = value(digits[start]), let low = value(digits[start + 1]) else { return nil }
                bytes.append(high << 4 | low)
            }
            return bytes
        }
    }

    static func integer(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
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
