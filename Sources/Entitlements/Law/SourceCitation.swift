/// How a source must be written so that a reader can look it up.
public enum SourceCitation {
    /// What is usable, in words for remedies.
    static let remedy =
        "Give the page as https://… , or cite the print with its name and number or year, such as Official Gazette of Qatar, No. 9 of 2004."

    /// Whether it is the address of a page: http or https, a host with a dot, and nothing that cannot stand in an address.
    public static func isAddress(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let scheme = ["https://", "http://"].first(where: { bytes.starts(with: $0.utf8) }) else { return false }
        // Blanks, control characters and marks that end an attribute of HTML stand in no address.
        guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F && ![UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\"")].contains($0) }) else { return false }
        let host = bytes.dropFirst(scheme.utf8.count).prefix { ![UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) }
        // A name and a password before the host would show the reader another host than the one that answers.
        guard host.allSatisfy({ isLetterOrDigit($0) || [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":")].contains($0) }) else { return false }
        let labels = host.prefix { $0 != UInt8(ascii: ":") }.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count > 1 && labels.allSatisfy { !$0.isEmpty }
    }

    /// Whether it cites a print: at least three words with a number or year among them, and nothing that a browser would take for an address of another kind.
    public static func isPrint(_ text: String) -> Bool {
        let words = text.utf8.split { $0 == 0x20 }
        guard words.count >= 3, let first = words.first, let letter = first.first, isLetterOrDigit(letter) || letter >= 0x80 else { return false }
        // `javascript:`, `data:`, `file:` …
        guard !first.contains(UInt8(ascii: ":")), !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return false }
        return text.utf8.contains { (48...57).contains($0) }
    }

    /// Whether it can be looked up: an address, also with a remark in brackets behind it, or a print.
    public static func isUsable(_ text: String) -> Bool { isAddress(address(text)) || isPrint(text) }

    /// Without a remark in brackets at its end.
    private static func address(_ text: String) -> String {
        guard text.utf8.last == UInt8(ascii: ")"), let blank = text.utf8.firstIndex(of: 0x20), text.utf8[text.utf8.index(after: blank)] == UInt8(ascii: "(") else {
            return text
        }
        return String(text[..<blank])
    }

    /// Whether it begins like an address of another kind than a page, such as `javascript:`.
    static func isOtherAddress(_ text: String) -> Bool {
        guard !isAddress(address(text)), let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon != text.utf8.startIndex else { return false }
        return text.utf8[..<colon].allSatisfy { isLetterOrDigit($0) || [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...122).contains(byte | 32) }
}
