/// PNG (ISO/IEC 15948, third edition of the W3C recommendation): chunks that say how the picture looks stay, all others go.
enum PNGCleaning {
    private static let kept: Set<String> = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "cICP", "mDCV", "cLLI", "acTL", "fcTL", "fdAT",
    ]

    static func clean(_ bytes: [UInt8]) throws(MediaError) -> [UInt8] {
        guard bytes.count >= 8 else { throw MediaError(.truncated, "signature") }
        var cleaned = Array(bytes.prefix(8))
        cleaned.reserveCapacity(bytes.count)
        var position = 8
        while true {
            guard position + 12 <= bytes.count else { throw MediaError(.truncated, "chunks") }
            let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - position - 12 else { throw MediaError(.truncated, "chunk") }
            let type = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
            let end = position + 12 + length
            if kept.contains(type) { cleaned += bytes[position..<end] }
            if type == "IEND" { return cleaned }
            position = end
        }
    }
}
