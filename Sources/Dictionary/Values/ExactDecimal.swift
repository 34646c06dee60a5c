/// A decimal number without binary rounding, with at most 20 digits before and 12 after the point.
///
/// It is kept as a whole number of 10⁻¹², so equal numbers are equal values, and comparing and adding are single machine operations.
public struct ExactDecimal: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The most digits before the point.
    public static let wholeDigits = 20
    /// The most digits after the point.
    public static let fractionDigits = 12
    /// 0
    public static let zero = ExactDecimal(units: 0)

    private static let unit: Int128 = 1_000_000_000_000
    private static let bound: Int128 = 100_000_000_000_000_000_000_000_000_000_000

    /// The number in units of 10⁻¹².
    private let units: Int128

    private init(units: Int128) { self.units = units }

    /// A whole number.
    public init(_ whole: Int) { units = Int128(whole) * ExactDecimal.unit }

    /// Reads ASCII digits with an optional leading `-` or `+` and an optional point with digits on both sides; no exponent, no grouping.
    public init(_ text: String) throws(ValueError) {
        var text = text
        let read = text.withUTF8 { ExactDecimal.read($0) }
        switch read {
        case .success(let units): self.units = units
        case .failure(let fault): throw fault.error(text)
        }
    }

    private enum Fault: Error {
        case malformed, tooLong

        func error(_ text: String) -> ValueError {
            switch self {
            case .malformed:
                ValueError(
                    .malformed, offered: text, "is not a plain decimal number.",
                    remedy: "Write digits with a point for the fraction and nothing else, such as 1200.50.")
            case .tooLong:
                ValueError(
                    .outOfRange, offered: text,
                    "has too many digits; \(ExactDecimal.wholeDigits) before and \(ExactDecimal.fractionDigits) after the point are kept exactly.",
                    remedy: "Check the number, or give fewer digits after the point.")
            }
        }
    }

    private static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<Int128, Fault> {
        var index = 0
        let negative = bytes.first == 0x2D
        if negative || bytes.first == 0x2B { index = 1 }
        var whole: Int128 = 0
        var fraction: Int64 = 0
        var wholeCount = 0
        var fractionCount = 0
        while index < bytes.count, CodeSyntax.isDigit(bytes[index]) {
            // Leading zeros do not count towards the limit.
            if wholeCount > 0 || bytes[index] != 0x30 { wholeCount += 1 }
            if wholeCount > wholeDigits { return .failure(.tooLong) }
            whole = whole * 10 + Int128(bytes[index] - 0x30)
            index += 1
        }
        guard index > (negative || bytes.first == 0x2B ? 1 : 0) else { return .failure(.malformed) }
        if index < bytes.count {
            guard bytes[index] == 0x2E, index + 1 < bytes.count else { return .failure(.malformed) }
            index += 1
            while index < bytes.count, CodeSyntax.isDigit(bytes[index]) {
                if fractionCount < fractionDigits {
                    fraction = fraction * 10 + Int64(bytes[index] - 0x30)
                    fractionCount += 1
                } else if bytes[index] != 0x30 {
                    return .failure(.tooLong)
                }
                index += 1
            }
            guard index == bytes.count else { return .failure(.malformed) }
        }
        while fractionCount < fractionDigits {
            fraction *= 10
            fractionCount += 1
        }
        let units = whole * unit + Int128(fraction)
        return .success(negative ? -units : units)
    }

    /// The shortest text: no leading zeros, no trailing zeros after the point, no point without fraction, no `-0`.
    public var description: String { text(fractionDigits: 0) }

    /// The text with at least so many digits after the point, such as 1200.50 for two.
    public func text(fractionDigits atLeast: Int) -> String {
        let magnitude = units.magnitude
        let (whole, rest) = magnitude.quotientAndRemainder(dividingBy: UInt128(ExactDecimal.unit))
        var text = units < 0 ? "-" : ""
        if let small = UInt64(exactly: whole) { text += String(small) } else { text += String(whole) }
        var digits = UInt64(rest)
        var count = ExactDecimal.fractionDigits
        let wanted = min(max(atLeast, 0), ExactDecimal.fractionDigits)
        while count > wanted, digits % 10 == 0 {
            digits /= 10
            count -= 1
        }
        if count > 0 {
            let fraction = String(digits)
            text += "." + String(repeating: "0", count: count - fraction.utf8.count) + fraction
        }
        return text
    }

    /// How many digits after the point are needed to write it exactly.
    public var scale: Int {
        var rest = UInt64((units.magnitude % UInt128(ExactDecimal.unit)))
        if rest == 0 { return 0 }
        var count = ExactDecimal.fractionDigits
        while rest % 10 == 0 {
            rest /= 10
            count -= 1
        }
        return count
    }

    /// Whether it is below zero.
    public var isNegative: Bool { units < 0 }
    /// Whether it is zero.
    public var isZero: Bool { units == 0 }

    /// The smaller number first.
    public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool { left.units < right.units }

    /// The sum, or nil beyond 20 digits before the point.
    public func adding(_ other: ExactDecimal) -> ExactDecimal? {
        let sum = units + other.units  // both are below 10³², far from the end of 128 bits
        return sum.magnitude < ExactDecimal.bound.magnitude ? ExactDecimal(units: sum) : nil
    }

    /// The number rounded towards zero to so many digits after the point, for showing a coarser value.
    public func truncated(fractionDigits digits: Int) -> ExactDecimal {
        var step: Int128 = 1
        for _ in 0..<max(0, ExactDecimal.fractionDigits - max(0, digits)) { step *= 10 }
        return ExactDecimal(units: units - units % step)
    }
}
