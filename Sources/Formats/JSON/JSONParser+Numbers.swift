extension JSONParser {
    /// A number: `-`? (0 | [1-9][0-9]*) (`.` [0-9]+)? ([eE] [+-]? [0-9]+)? (RFC 8259 section 6).
    mutating func number() throws(JSONFault) -> JSONValue {
        let start = position
        let negative = bytes[position] == UInt8(ascii: "-")
        if negative { position += 1 }
        var significand = JSONSignificand()
        let integerStart = position
        try digits { significand.append($0) }
        if bytes[integerStart] == UInt8(ascii: "0"), position - integerStart > 1 { throw JSONFault(.invalidNumber, at: integerStart) }

        var whole = true
        if position < end, bytes[position] == UInt8(ascii: ".") {
            whole = false
            position += 1
            try digits { significand.append($0, afterPoint: true) }
        }
        var exponent = 0
        if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
            whole = false
            exponent = try writtenExponent()
        }
        if position - start > JSONLimits.numberBytes { throw JSONFault(.numberTooLong(limit: JSONLimits.numberBytes), at: start) }
        if whole, let integer = significand.integer(negative: negative) { return .integer(integer) }
        if let double = significand.exactDouble(negative: negative, exponent: exponent) { return .number(double) }
        let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
        guard let double = Double(String(decoding: text, as: UTF8.self)) else { throw JSONFault(.invalidNumber, at: start) }
        guard double.isFinite else { throw JSONFault(.numberOutOfRange, at: start) }
        return .number(double)
    }

    /// One digit or more.
    @inline(__always)
    private mutating func digits(_ body: (UInt8) -> Void) throws(JSONFault) {
        let start = position
        while position < end, bytes[position] &- 0x30 < 10 {
            body(bytes[position] &- 0x30)
            position &+= 1
        }
        if position == start {
            if position == end { throw JSONFault(.unexpectedEnd, at: end) }
            throw JSONFault(.invalidNumber, at: position)
        }
    }

    private mutating func writtenExponent() throws(JSONFault) -> Int {
        position += 1
        var negative = false
        if position < end, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
            negative = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        var exponent = 0
        try digits { exponent = min(exponent * 10 + Int($0), 1_000_000) }
        return negative ? -exponent : exponent
    }
}

/// The digits of a number as an integer, as long as they fit, and how many of them stand after the point.
struct JSONSignificand {
    private var value: UInt64 = 0
    private var fractionDigits = 0
    private var fits = true

    @inline(__always)
    mutating func append(_ digit: UInt8, afterPoint: Bool = false) {
        let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
        let (sum, carries) = product.addingReportingOverflow(UInt64(digit))
        if tooLarge || carries { fits = false }
        value = sum
        if afterPoint { fractionDigits += 1 }
    }

    func integer(negative: Bool) -> Int64? {
        guard fits else { return nil }
        if negative { return value <= UInt64(1) << 63 ? Int64(truncatingIfNeeded: 0 &- value) : nil }
        return Int64(exactly: value)
    }

    /// The number when a single rounding gives it: a significand below 2⁵³ and a power of ten up to 10²² are both exact, so that one
    /// multiplication or division rounds correctly (W. D. Clinger, "How to Read Floating Point Numbers Accurately", 1990).
    func exactDouble(negative: Bool, exponent: Int) -> Double? {
        let power = exponent - fractionDigits
        guard fits, value < UInt64(1) << 53, abs(power) <= 22 else { return nil }
        let magnitude = power < 0 ? Double(value) / Self.powersOfTen[-power] : Double(value) * Self.powersOfTen[power]
        return negative ? -magnitude : magnitude
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]
}
