/// The order of names in canonical JSON: by UTF-16 code units (RFC 8785 section 3.2.3), found on UTF-8 bytes.
///
/// The two encodings order characters alike but for one pair of ranges: in UTF-16 characters beyond U+FFFF begin with a surrogate (D800–DBFF) and so
/// stand before U+E000–U+FFFF, in UTF-8 they begin with F0–F4 and stand after EE–EF. Lifting the bytes EE and EF above F4 mends it: where
/// two well-formed texts first differ, either both bytes begin a character, or both continue one and are below C0.
enum JSONNameOrder {
    static func precedes(_ left: String, _ right: String) -> Bool {
        var left = left
        var right = right
        return left.withUTF8 { leftBytes in right.withUTF8 { precedes(leftBytes, $0) } }
    }

    @inline(__always)
    static func precedes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        let shared = min(left.count, right.count)
        var index = 0
        while index < shared {
            let (leftByte, rightByte) = (left[index], right[index])
            if leftByte != rightByte { return lifted(leftByte) < lifted(rightByte) }
            index += 1
        }
        return left.count < right.count
    }

    @inline(__always)
    private static func lifted(_ byte: UInt8) -> UInt8 { byte == 0xEE || byte == 0xEF ? byte &+ 0x10 : byte }
}
