/// Names a message, a conversation or a question between two organisations: 128 random bits, written as 32 lower-case hexadecimal digits.
public struct ExchangeIdentifier: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// - Returns: nil unless these are 32 lower-case hexadecimal digits.
    public init?(_ text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 32 else { return nil }
        var halves: [UInt64] = [0, 0]
        for (index, digit) in digits.enumerated() {
            let value: UInt64
            switch digit {
            case 0x30...0x39: value = UInt64(digit - 0x30)
            case 0x61...0x66: value = UInt64(digit - 0x61 + 10)
            default: return nil
            }
            halves[index / 16] = halves[index / 16] << 4 | value
        }
        self.init(high: halves[0], low: halves[1])
    }

    /// - Returns: nil unless there are 16 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var halves: [UInt64] = [0, 0]
        for (index, byte) in bytes.enumerated() { halves[index / 8] = halves[index / 8] << 8 | UInt64(byte) }
        self.init(high: halves[0], low: halves[1])
    }

    /// A new one from the system's generator.
    public static func random() -> ExchangeIdentifier {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    public static func random(using generator: inout some RandomNumberGenerator) -> ExchangeIdentifier {
        ExchangeIdentifier(high: generator.next(), low: generator.next())
    }

    /// What stands where there is none, such as before the first message of a conversation.
    public static let none = ExchangeIdentifier(high: 0, low: 0)

    public var bytes: [UInt8] {
        [high, low].flatMap { half in stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> UInt64($0)) } }
    }

    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    public static func < (left: ExchangeIdentifier, right: ExchangeIdentifier) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
