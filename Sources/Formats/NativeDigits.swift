/// Decimal digits of other scripts as ASCII digits; nil where the text has none, so that most text is not copied.
public func withASCIIDigits(_ text: String) -> String? { replaced(in: text) { NativeDigits.digit($0).map { [$0] } } }

/// A number as people write it in their script, as programs write it: digits as ``withASCIIDigits(_:)`` has them, the Arabic decimal sign as a point, the Arabic sign
/// of thousands as a comma, the minus sign as a hyphen; without the marks of direction that keyboards of right-to-left scripts put in. Nil where there is none of these.
///
/// The signs are those of The Unicode Standard, section 9.2 (U+066B, U+066C), and 6.2 (U+2212). The script of forms has the same (`plainNumerals` in `expressions.js`).
public func withPlainNumerals(_ text: String) -> String? {
    replaced(in: text) { scalar in
        switch scalar.value {
        case 0x066B: ["."]
        case 0x066C: [","]
        case 0x2212: ["-"]
        case 0x061C, 0x200E, 0x200F: []
        default: NativeDigits.digit(scalar).map { [$0] }
        }
    }
}

private enum NativeDigits {
    static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard scalar.value >= 0x80, scalar.properties.generalCategory == .decimalNumber, let digit = scalar.properties.numericValue else { return nil }
        return Unicode.Scalar(UInt8(0x30) + UInt8(digit))
    }
}

private func replaced(in text: String, _ replacement: (Unicode.Scalar) -> [Unicode.Scalar]?) -> String? {
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
    var changed = false
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        if let other = replacement(scalar) {
            result.append(contentsOf: other)
            changed = true
        } else {
            result.append(scalar)
        }
    }
    return changed ? String(result) : nil
}
