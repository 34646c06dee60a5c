/// The forms of names, codes and references, checked on bytes: a Kelvin sign is canonically equal to a K, and is no K here.
public enum CodeSyntax {
    /// The longest code, name or reference, in bytes.
    public static let limit = 128

    /// A code of a vocabulary: ASCII letters, digits, and `-` `.` `_` inside; at most 128 bytes.
    public static func isCode(_ text: String) -> Bool {
        isToken(text) { isLetterOrDigit($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
    }

    /// A name of a field, record or vocabulary, and a code of our own: lower-case words and digits joined by single hyphens, beginning with a letter.
    public static func isName(_ text: String) -> Bool {
        var previous: UInt8 = 0x2D
        var first = true
        for byte in text.utf8 {
            switch byte {
            case 0x61...0x7A: break
            case 0x30...0x39: if first { return false }
            case 0x2D: if previous == 0x2D { return false }
            default: return false
            }
            first = false
            previous = byte
        }
        return !first && previous != 0x2D && text.utf8.count <= limit
    }

    /// The identifier of another record: ASCII letters, digits, `-` `_` `.` `:`; at most 128 bytes.
    public static func isReference(_ text: String) -> Bool {
        isToken(text) { isLetterOrDigit($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F || $0 == 0x3A }
    }

    /// ISO 3166-1 alpha-2: two capital letters.
    public static func isCountry(_ text: String) -> Bool { text.utf8.count == 2 && text.utf8.allSatisfy(isCapital) }

    /// ISO 3166-2: the country, a hyphen, one to three capital letters or digits.
    public static func isSubdivision(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return (4...6).contains(bytes.count) && bytes[..<2].allSatisfy(isCapital) && bytes[2] == 0x2D
            && bytes[3...].allSatisfy { isCapital($0) || isDigit($0) }
    }

    /// ISO 4217: three capital letters.
    public static func isCurrency(_ text: String) -> Bool { text.utf8.count == 3 && text.utf8.allSatisfy(isCapital) }

    /// ISO 15924: a capital letter and three small ones.
    public static func isScript(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 4 && isCapital(bytes[0]) && bytes[1...].allSatisfy { (0x61...0x7A).contains($0) }
    }

    /// A language tag as our columns use it: two or three small letters, then optional subtags of letters and digits (BCP 47).
    public static func isLanguage(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
        guard let first = parts.first, (2...3).contains(first.count), first.allSatisfy({ (0x61...0x7A).contains($0) }) else { return false }
        return parts.dropFirst().allSatisfy { (1...8).contains($0.count) && $0.allSatisfy(isLetterOrDigit) }
    }

    private static func isToken(_ text: String, _ accepts: (UInt8) -> Bool) -> Bool {
        let bytes = text.utf8
        guard !bytes.isEmpty, bytes.count <= limit, let first = bytes.first, isLetterOrDigit(first) else { return false }
        return bytes.allSatisfy(accepts)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
    static func isLetterOrDigit(_ byte: UInt8) -> Bool { isDigit(byte) || isCapital(byte) || (0x61...0x7A).contains(byte) }
}
