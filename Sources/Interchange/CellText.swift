/// Small operations on the texts of cells, on bytes.
enum CellText {
    /// The text without blanks, tabs, line ends and no-break spaces around it. O(1) where there are none.
    @inline(__always)
    static func trimmed(_ text: String) -> String {
        let utf8 = text.utf8
        guard let first = utf8.first, let last = utf8.last else { return text }
        if isPlain(first), isPlain(last) { return text }
        return trimmedSlowly(text)
    }

    private static func isPlain(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x80 }

    private static func trimmedSlowly(_ text: String) -> String {
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
        while let last = scalars.last, isBlank(last) { scalars.removeLast() }
        return String(scalars)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value <= 0x20 || scalar.value == 0xA0 || scalar.value == 0x202F || scalar.value == 0xFEFF || scalar.value == 0x3000
    }

    /// The trimmed parts between separators, without empty ones.
    static func parts(_ text: String, separator: String) -> [String] {
        let bytes = Array(text.utf8)
        let mark = Array(separator.utf8)
        guard !mark.isEmpty else { return [text] }
        var parts: [String] = []
        var start = 0
        var index = 0
        while index <= bytes.count {
            let isEnd = index == bytes.count
            if isEnd || (bytes[index] == mark[0] && bytes[index...].starts(with: mark)) {
                let part = trimmed(String(decoding: bytes[start..<index], as: UTF8.self))
                if !part.isEmpty { parts.append(part) }
                index += isEnd ? 1 : mark.count
                start = index
            } else {
                index += 1
            }
        }
        return parts
    }

    /// A text as part of a source key: `/`, `#`, `@` and `%` are written `%2F`, `%23`, `%40` and `%25`.
    static func keyPart(_ text: String) -> String {
        let special: (UInt8) -> Bool = {
            $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "@")
        }
        guard text.utf8.contains(where: special) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "/"): bytes += Array("%2F".utf8)
            case UInt8(ascii: "#"): bytes += Array("%23".utf8)
            case UInt8(ascii: "@"): bytes += Array("%40".utf8)
            case UInt8(ascii: "%"): bytes += Array("%25".utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
