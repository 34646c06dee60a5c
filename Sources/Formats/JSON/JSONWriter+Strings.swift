extension JSONWriter {
    /// A string in quotes. Only what must be escaped is: `"`, `\` and the characters below U+0020 (RFC 8785 section 3.2.2.2).
    mutating func write(string: String) {
        var string = string
        string.withUTF8 { text in
            bytes.reserveForAppending(text.count + 2)
            bytes.append(UInt8(ascii: "\""))
            var runStart = 0
            var index = 0
            while true {
                index = Self.nextEscaped(in: text, from: index)
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<index]))
                guard index < text.count else { break }
                appendEscape(of: text[index])
                index += 1
                runStart = index
            }
            bytes.append(UInt8(ascii: "\""))
        }
    }

    /// Eight bytes at a time; see `JSONParser.skipPlain` for the arithmetic.
    @inline(__always)
    private static func nextEscaped(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let raw = UnsafeRawBufferPointer(text)
        var index = start
        while index &+ 8 <= text.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            let control = (word &- (ones &* 0x20)) & ~word
            let hits = ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | control
            if hits & 0x8080_8080_8080_8080 != 0 { break }
            index &+= 8
        }
        while index < text.count {
            let byte = text[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
            index &+= 1
        }
        return text.count
    }

    private mutating func appendEscape(of byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(contentsOf: hexadecimal(byte).utf8)
        }
    }
}

extension [UInt8] {
    /// Makes room while keeping growth geometric; `reserveCapacity` alone would grow to the exact size each time.
    @inline(__always)
    mutating func reserveForAppending(_ extra: Int) {
        if capacity - count < extra { reserveCapacity(Swift.max(capacity * 2, count + extra)) }
    }
}
