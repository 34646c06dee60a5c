import Foundation

/// What an expression comes to.
public enum FormValue: Hashable, Sendable {
    case text(String)
    case number(Double)
    case boolean(Bool)
    case moment(FormMoment)
    /// Nodes of the answers or of a list, by their place in the filling.
    case nodes([Int])

    /// A number as expressions write it: whole numbers without a point, `NaN`, `Infinity` (XPath 1.0, 4.2, “string”).
    public static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        if let whole = Int64(exactly: number) { return String(whole) }
        return "\(number)"
    }

    /// A text as a number; not a number where it is none (XPath 1.0, 4.4, “number”): no plus sign, no exponent.
    static func number(_ text: String) -> Double {
        let bytes = Array(SheetText.trimmed(text).utf8)
        let digits = bytes.first == 0x2D ? bytes.dropFirst() : bytes[...]
        guard digits.contains(where: { (0x30...0x39).contains($0) }), digits.count(where: { $0 == 0x2E }) <= 1,
            digits.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E })
        else { return .nan }
        return Double(String(decoding: bytes, as: UTF8.self)) ?? .nan
    }
}

extension Double {
    /// Whether it counts as true: neither zero nor not a number.
    var isTrue: Bool { !isNaN && self != 0 }

    /// The nearest whole number, halves upwards (XPath 1.0, 4.4, “round”).
    var roundedHalfUp: Double { (self + 0.5).rounded(.down) }
}
