import Foundation

/// The one form in which text is kept.
///
/// SQLite and PostgreSQL compare bytes, a signature covers bytes, and Swift compares by canonical equivalence: all three agree only on text in one
/// normal form. The rule: line ends become U+000A (CR LF and CR alone too); other control characters (C0, DEL, C1; tab and line feed stay) are
/// removed, NUL among them; then NFC (UAX 15). Nothing else is changed: directional marks, joiners and zero-width characters carry meaning in the
/// scripts of our users. The rule applied twice gives what it gives once.
public enum NormalText {
    /// The most scalars that a value of type text may have; also for each part of a place, a name, an identifier, a phone number.
    public static let textLimit = 1_000
    /// The most scalars of a narrative.
    public static let narrativeLimit = 1_000_000
    /// The most scalars of a clarifying note.
    public static let noteLimit = 10_000

    /// The text in the form that is kept. O(length); text of ASCII and Latin-1 letters is only looked at, not copied.
    public static func clean(_ text: String) -> String {
        switch need(of: text) {
        case .nothing: text
        case .normalization: isNormalAtOnce(text) ? text : text.precomposedStringWithCanonicalMapping
        case .both: withoutControls(text).precomposedStringWithCanonicalMapping
        }
    }

    /// The text in the form that is kept, refused if it is empty or has more than `limit` scalars.
    public static func clean(_ text: String, limit: Int, what: String) throws(ValueError) -> String {
        let cleaned = clean(text)
        if cleaned.utf8.isEmpty {
            throw ValueError(.empty, "is empty.", remedy: "Give the \(what), or answer unknown, refused or not applicable.")
        }
        // No scalar is shorter than a byte, so most texts need no count.
        if cleaned.utf8.count > limit, cleaned.unicodeScalars.count > limit {
            throw ValueError(
                .tooLong, "has \(cleaned.unicodeScalars.count) characters; the \(what) may have \(limit).",
                remedy: "Shorten it, or put the longer text in a narrative or a document.")
        }
        return cleaned
    }

    /// Whether the text is already in the form that is kept.
    public static func isClean(_ text: String) -> Bool {
        clean(text).utf8.elementsEqual(text.utf8)
    }

    private enum Need { case nothing, normalization, both }

    /// Every scalar below U+0300 is in NFC whatever surrounds it there, and U+0300 is the first one whose UTF-8 form begins with 0xCC.
    private static func need(of text: String) -> Need {
        var text = text
        return text.withUTF8 { bytes in
            var need = Need.nothing
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                if byte < 0x20 {
                    if byte != 0x09 && byte != 0x0A { return .both }
                } else if byte >= 0x7F {
                    if byte == 0x7F { return .both }
                    if byte == 0xC2, index + 1 < bytes.count, bytes[index + 1] < 0xA0 { return .both }
                    if byte >= 0xCC { need = .normalization }
                }
                index += 1
            }
            return need
        }
    }

    /// Whether it is in NFC by the look of each scalar and the one before it; false where only normalizing tells.
    private static func isNormalAtOnce(_ text: String) -> Bool {
        let kinds = NormalScalars.kinds
        return kinds.withUnsafeBufferPointer { kinds in
            var afterStarter = false
            for scalar in text.unicodeScalars {
                let kind = scalar.value < kinds.count ? kinds[Int(scalar.value)] : NormalScalars.other
                if kind == NormalScalars.starter {
                    afterStarter = true
                } else if kind == NormalScalars.mark, afterStarter {
                    afterStarter = false
                } else {
                    return false
                }
            }
            return true
        }
    }

    private static func withoutControls(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0D:
                kept.append("\n")
            case 0x0A:
                if !afterReturn { kept.append(scalar) }
            case 0x09: kept.append(scalar)
            case 0..<0x20, 0x7F..<0xA0: break
            default: kept.append(scalar)
            }
            afterReturn = scalar.value == 0x0D
        }
        return String(kept)
    }
}
