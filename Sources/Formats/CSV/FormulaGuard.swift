/// Keeps spreadsheets from running text as a formula, without loss.
///
/// A spreadsheet that opens a CSV file runs a cell that begins with `=`, `+`, `-` or `@` (also in their full-width forms) as a formula, and a tab
/// or carriage return before it does not hinder it (OWASP, "CSV Injection"). The guard puts an apostrophe before such text, so that it stays text.
///
/// The rule, for writers and readers alike: text is *dangerous* when, after any number of apostrophes, it starts a formula as ``startsFormula(_:)``
/// says. ``added(to:)`` puts one apostrophe before dangerous text; ``removed(from:)`` takes one from text that begins with an apostrophe and is
/// dangerous. As `'=1` is itself dangerous it is written as `''=1`, so reading gives back each text exactly.
public enum FormulaGuard {
    /// Whether a spreadsheet could take the text as a formula. Plain negative numbers such as `-12.50` are not: they are harmless, and an apostrophe
    /// would keep them from being added up.
    public static func startsFormula(_ text: String) -> Bool {
        startsFormula(text.utf8.drop { $0 == 0x20 })
    }

    /// The text with an apostrophe before it if it is dangerous.
    public static func added(to text: String) -> String {
        isDangerous(text.utf8[...]) ? "'" + text : text
    }

    /// The text without the apostrophe that ``added(to:)`` put there.
    public static func removed(from text: String) -> String {
        guard text.utf8.first == UInt8(ascii: "'"), isDangerous(text.utf8[...]) else { return text }
        return String(text.unicodeScalars.dropFirst())
    }

    private static func isDangerous(_ text: Substring.UTF8View) -> Bool {
        let rest = text.drop { $0 == UInt8(ascii: "'") || $0 == 0x20 }
        return startsFormula(rest)
    }

    private static func startsFormula(_ text: Substring.UTF8View) -> Bool {
        guard let first = text.first else { return false }
        switch first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D: return true
        case UInt8(ascii: "-"): return !isNumber(text.dropFirst())
        case 0xE2, 0xEF: return wideStarts.contains { text.starts(with: $0) }
        default: return false
        }
    }

    /// En dash, minus sign, full-width `=`, `+`, `-` and `@`, which some programs fold to the plain signs.
    private static let wideStarts: [[UInt8]] = [
        [0xE2, 0x80, 0x93], [0xE2, 0x88, 0x92], [0xEF, 0xBC, 0x9D], [0xEF, 0xBC, 0x8B], [0xEF, 0xBC, 0x8D], [0xEF, 0xBC, 0xA0],
    ]

    /// Digits, at most one point among them.
    private static func isNumber(_ text: Substring.UTF8View) -> Bool {
        var points = 0
        var digits = 0
        for byte in text {
            if byte == UInt8(ascii: ".") {
                points += 1
            } else if byte &- 0x30 < 10 {
                digits += 1
            } else {
                return false
            }
        }
        return digits > 0 && points <= 1
    }
}
