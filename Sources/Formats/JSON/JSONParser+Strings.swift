extension JSONParser {
    /// A string; `position` is after its opening quote.
    mutating func string() throws(JSONFault) -> String {
        let start = position
        try skipPlain()
        if bytes[position] == UInt8(ascii: "\"") {
            let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
            guard let string = UTF8Check.string(text) else {
                throw JSONFault(.invalidUTF8, at: start + Self.firstInvalidUTF8(text))
            }
            position += 1
            return string
        }
        return try escapedString(from: start)
    }

    /// Stops at the next quote or backslash.
    ///
    /// Eight bytes are looked at together: a byte of `word` is less than `n` (at most 128) where `(word - n × 0x01…) & ~word & 0x80…` has its
    /// high bit; a byte equals `c` where `word ^ c × 0x01…` is less than 1 (Bit Twiddling Hacks, "Determine if a word has a byte less than n").
    @inline(__always)
    private mutating func skipPlain() throws(JSONFault) {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let raw = UnsafeRawBufferPointer(bytes)
        while position &+ 8 <= end {
            let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            let control = (word &- (ones &* 0x20)) & ~word
            let hits = (((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | control) & highs
            if hits != 0 { break }
            position &+= 8
        }
        while position < end {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            if byte < 0x20 { throw JSONFault(.controlCharacter(byte), at: position) }
            position &+= 1
        }
        throw JSONFault(.unexpectedEnd, at: end)
    }

    private mutating func escapedString(from start: Int) throws(JSONFault) -> String {
        scratch.removeAll(keepingCapacity: true)
        var runStart = start
        while true {
            scratch.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[runStart..<position]))
            if bytes[position] == UInt8(ascii: "\"") { break }
            try escape()
            runStart = position
            try skipPlain()
        }
        // Only runs copied from the text can be ill-formed: escapes decode to whole characters.
        guard let string = UTF8Check.string(scratch[...]) else {
            let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
            throw JSONFault(.invalidUTF8, at: start + Self.firstInvalidUTF8(text))
        }
        position += 1
        return string
    }

    /// An escape; `position` is at its backslash.
    private mutating func escape() throws(JSONFault) {
        let start = position
        guard position + 1 < end else { throw JSONFault(.unexpectedEnd, at: end) }
        let letter = bytes[position + 1]
        position += 2
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(letter)
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0C)
        case UInt8(ascii: "n"): scratch.append(0x0A)
        case UInt8(ascii: "r"): scratch.append(0x0D)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "u"): try appendCharacter(escapedAt: start)
        default: throw JSONFault(.invalidEscape, at: start)
        }
    }

    private mutating func appendCharacter(escapedAt start: Int) throws(JSONFault) {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) {
            UTF8Check.append(scalar, to: &scratch)
            return
        }
        guard first < 0xDC00 else { throw JSONFault(.loneSurrogate, at: start) }
        guard position + 1 < end, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u") else {
            throw JSONFault(.loneSurrogate, at: start)
        }
        position += 2
        let second = try codeUnit()
        guard (0xDC00...0xDFFF).contains(second) else { throw JSONFault(.loneSurrogate, at: start) }
        let value = 0x10000 + (UInt32(first - 0xD800) << 10) + UInt32(second - 0xDC00)
        guard let scalar = Unicode.Scalar(value) else { throw JSONFault(.loneSurrogate, at: start) }
        UTF8Check.append(scalar, to: &scratch)
    }

    /// Four hexadecimal digits.
    private mutating func codeUnit() throws(JSONFault) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard position < end else { throw JSONFault(.unexpectedEnd, at: end) }
            let digit: UInt8
            switch bytes[position] {
            case let byte where byte >= 0x30 && byte <= 0x39: digit = byte - 0x30
            case let byte where byte >= 0x41 && byte <= 0x46: digit = byte - 0x41 + 10
            case let byte where byte >= 0x61 && byte <= 0x66: digit = byte - 0x61 + 10
            default: throw JSONFault(.invalidEscape, at: position)
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    /// Bytes before the first sequence that is not UTF-8.
    static func firstInvalidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        UTF8Check.firstFault(in: bytes) ?? bytes.count
    }
}
