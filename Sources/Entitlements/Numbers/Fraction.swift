/// An exact number: a numerator over a positive denominator, in lowest terms.
///
/// Money, days and shares of years are held so until the very end, because a statute divides by 26, 365 and 3 and the order of roundings would otherwise decide the coin.
/// The readers of facts and rules limit what they let in (``Fraction/largestRead``), so that no claim comes near the 128 bits; beyond them a result stays at the limit.
public struct Fraction: Sendable, Hashable, Comparable, ExpressibleByIntegerLiteral {
    public let numerator: Int128
    /// At least 1.
    public let denominator: Int128

    /// The largest number that facts and rules may hold.
    public static let largestRead: Fraction = 1_000_000_000_000

    public init(integerLiteral value: Int) { self.init(value) }

    public init(_ value: Int) {
        self.init(reduced: Int128(value), 1)
    }

    /// - Parameter denominator: must not be 0; with 0 the number is 0.
    public init(_ numerator: Int128, over denominator: Int128) {
        guard denominator != 0 else {
            self.init(0)
            return
        }
        let divisor = Fraction.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        let sign: Int128 = denominator < 0 ? -1 : 1
        self.init(reduced: sign * (numerator / Int128(divisor)), sign * (denominator / Int128(divisor)))
    }

    private init(reduced numerator: Int128, _ denominator: Int128) {
        self.numerator = numerator
        self.denominator = denominator
    }

    public var isZero: Bool { numerator == 0 }
    public var isNegative: Bool { numerator < 0 }

    public static func + (left: Fraction, right: Fraction) -> Fraction {
        if left.denominator == 1, right.denominator == 1 {
            let (sum, overflow) = left.numerator.addingReportingOverflow(right.numerator)
            return Fraction(reduced: overflow ? limit(left.numerator) : sum, 1)
        }
        let shared = Int128(greatestCommonDivisor(left.denominator.magnitude, right.denominator.magnitude))
        let (first, overflow1) = left.numerator.multipliedReportingOverflow(by: right.denominator / shared)
        let (second, overflow2) = right.numerator.multipliedReportingOverflow(by: left.denominator / shared)
        let (sum, overflow3) = first.addingReportingOverflow(second)
        let (bottom, overflow4) = left.denominator.multipliedReportingOverflow(by: right.denominator / shared)
        guard !overflow1, !overflow2, !overflow3, !overflow4 else { return left.coarser + right.coarser }
        return Fraction(sum, over: bottom)
    }

    public static prefix func - (value: Fraction) -> Fraction { Fraction(reduced: -value.numerator, value.denominator) }

    public static func - (left: Fraction, right: Fraction) -> Fraction { left + -right }

    public static func * (left: Fraction, right: Fraction) -> Fraction {
        // Crosswise reduction first keeps the products small.
        let a = Fraction(left.numerator, over: right.denominator)
        let b = Fraction(right.numerator, over: left.denominator)
        let (top, overflow1) = a.numerator.multipliedReportingOverflow(by: b.numerator)
        let (bottom, overflow2) = a.denominator.multipliedReportingOverflow(by: b.denominator)
        guard !overflow1, !overflow2 else {
            let isNegative = left.isNegative != right.isNegative
            return overflow1 && !overflow2 ? Fraction(reduced: limit(isNegative ? -1 : 1), 1) : left.coarser * right.coarser
        }
        return Fraction(reduced: top, bottom)
    }

    /// - Parameter right: must not be 0; divided by 0 the result is 0.
    public static func / (left: Fraction, right: Fraction) -> Fraction {
        guard !right.isZero else { return 0 }
        return left * Fraction(right.denominator, over: right.numerator)
    }

    public static func += (left: inout Fraction, right: Fraction) { left = left + right }

    public static func < (left: Fraction, right: Fraction) -> Bool { (left - right).isNegative }

    /// The greatest whole number that is not above this one.
    public var floor: Int {
        let quotient = numerator / denominator
        return Int(clamping: numerator < 0 && quotient * denominator != numerator ? quotient - 1 : quotient)
    }

    /// Rounded to so many decimal places, a half away from zero, as cash is rounded.
    public func rounded(places: Int) -> Fraction {
        let scale = Fraction.power(of: 10, places)
        let (scaled, overflow) = numerator.multipliedReportingOverflow(by: scale)
        guard !overflow else { return Fraction(reduced: numerator / denominator, 1) }
        let magnitude = scaled.magnitude
        let half = (magnitude % denominator.magnitude) * 2 >= denominator.magnitude
        let whole = Int128(magnitude / denominator.magnitude) + (half ? 1 : 0)
        return Fraction(numerator < 0 ? -whole : whole, over: scale)
    }

    /// Cut off after so many decimal places, towards zero.
    public func truncated(places: Int) -> Fraction {
        let scale = Fraction.power(of: 10, places)
        let (scaled, overflow) = numerator.multipliedReportingOverflow(by: scale)
        return overflow ? self : Fraction(scaled / denominator, over: scale)
    }

    /// Written with at least so many decimal places and at most so many, rounded there.
    public func text(places: Int, atMost most: Int? = nil) -> String {
        let most = max(most ?? places, places)
        let scale = Fraction.power(of: 10, most)
        let rounded = rounded(places: most)
        let (scaled, _) = rounded.numerator.multipliedReportingOverflow(by: scale / max(1, rounded.denominator))
        let magnitude = scaled.magnitude
        let sign = scaled < 0 ? "-" : ""
        let whole = String(magnitude / scale.magnitude)
        guard most > 0 else { return sign + whole }
        var digits = String(magnitude % scale.magnitude)
        digits = String(repeating: "0", count: most - digits.utf8.count) + digits
        while digits.utf8.count > places, digits.utf8.last == UInt8(ascii: "0") { digits.removeLast() }
        return digits.isEmpty ? sign + whole : sign + whole + "." + digits
    }

    /// As short as it can be said: `4.5`, `2/3`, or six decimal places.
    public var shortText: String {
        if denominator <= 12, denominator != 1, numerator.magnitude < denominator.magnitude, 1000 % denominator != 0 { return "\(numerator)/\(denominator)" }
        return text(places: 0, atMost: 6)
    }

    /// Reads `12`, `-3.25` or `2/3`; nil if it is nothing like it, has more than six decimal places or is above ``largestRead``.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let top = parts.first.flatMap({ Fraction.decimal($0) }), parts.count <= 2 else { return nil }
        guard parts.count == 2 else {
            self = top
            return
        }
        guard let bottom = Fraction.decimal(parts[1]), !bottom.isZero else { return nil }
        self = top / bottom
    }

    private static func decimal(_ text: Substring.UTF8View.SubSequence) -> Fraction? {
        var digits: Int128 = 0
        var places = 0
        var count = 0
        var afterPoint = false
        var bytes = text[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes = bytes.dropFirst() }
        for byte in bytes {
            if byte == UInt8(ascii: "."), !afterPoint {
                afterPoint = true
                continue
            }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), count < 20 else { return nil }
            digits = digits * 10 + Int128(byte - UInt8(ascii: "0"))
            count += 1
            if afterPoint { places += 1 }
        }
        guard count > 0, places <= 6, bytes.last != UInt8(ascii: ".") else { return nil }
        let value = Fraction(isNegative ? -digits : digits, over: power(of: 10, places))
        return value <= largestRead && -value <= largestRead ? value : nil
    }

    private static func power(of base: Int128, _ exponent: Int) -> Int128 {
        var result: Int128 = 1
        for _ in 0..<max(0, min(exponent, 18)) { result *= base }
        return result
    }

    private static func limit(_ sign: Int128) -> Int128 { sign < 0 ? -Int128(Int64.max) : Int128(Int64.max) }

    /// What is left of precision when a result would not fit.
    private var coarser: Fraction {
        let places = rounded(places: 9)
        return places.numerator.magnitude < Int128(Int64.max).magnitude ? places : Fraction(reduced: Fraction.limit(numerator), 1)
    }

    private static func greatestCommonDivisor(_ first: UInt128, _ second: UInt128) -> UInt128 {
        if first == 0 { return max(second, 1) }
        if second == 0 { return first }
        if first == 1 || second == 1 { return 1 }
        if first <= UInt128(UInt64.max), second <= UInt128(UInt64.max) { return UInt128(binaryDivisor(UInt64(first), UInt64(second))) }
        var (a, b) = (first, second)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }

    /// Stein's algorithm; both are above 0.
    private static func binaryDivisor(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let shift = (first | second).trailingZeroBitCount
        var a = first >> first.trailingZeroBitCount
        var b = second >> second.trailingZeroBitCount
        while a != b {
            if a < b { swap(&a, &b) }
            a -= b
            a >>= a.trailingZeroBitCount
        }
        return a << shift
    }
}
