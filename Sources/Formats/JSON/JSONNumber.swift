/// Numbers as ECMAScript writes them (ECMA-262, Number::toString with radix 10), which RFC 8785 section 3.2.2.3 asks for.
enum JSONNumber {
    /// Appends a number; one that is not finite becomes `null`.
    static func append(_ value: Double, to bytes: inout [UInt8]) {
        guard value.isFinite else {
            bytes.append(contentsOf: "null".utf8)
            return
        }
        guard value != 0 else {
            bytes.append(UInt8(ascii: "0"))
            return
        }
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var (digits, point) = shortestDigits(value.magnitude)
        let count = digits.count
        switch point {
        case count...21:
            bytes.append(contentsOf: digits)
            appendZeros(point - count, to: &bytes)
        case 1...21:
            digits.insert(UInt8(ascii: "."), at: point)
            bytes.append(contentsOf: digits)
        case -5...0:
            bytes.append(contentsOf: "0.".utf8)
            appendZeros(-point, to: &bytes)
            bytes.append(contentsOf: digits)
        default:
            if count > 1 { digits.insert(UInt8(ascii: "."), at: 1) }
            bytes.append(contentsOf: digits)
            bytes.append(contentsOf: point > 0 ? "e+".utf8 : "e-".utf8)
            bytes.append(contentsOf: String(abs(point - 1)).utf8)
        }
    }

    private static func appendZeros(_ count: Int, to bytes: inout [UInt8]) {
        for _ in 0..<count { bytes.append(UInt8(ascii: "0")) }
    }

    /// The fewest digits that read back as this number, and where the point stands in them: value = 0.digits × 10^point.
    ///
    /// Swift's `description` finds the same digits as ECMAScript asks for (the shortest, and of these the closest); only its layout differs.
    private static func shortestDigits(_ value: Double) -> (digits: [UInt8], point: Int) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        let text = Array(value.description.utf8)
        for (index, byte) in text.enumerated() {
            if byte == UInt8(ascii: ".") {
                point = digits.count
            } else if byte == UInt8(ascii: "e") {
                exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
                break
            } else {
                digits.append(byte)
            }
        }
        var place = (point ?? digits.count) + exponent
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leading)
        place -= leading
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (digits, place)
    }
}
