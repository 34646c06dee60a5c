/// GIF (GIF89a specification): comments, and what applications added, go; the sign that pictures repeat stays.
enum GIFCleaning {
    static func clean(_ bytes: [UInt8]) throws(MediaError) -> [UInt8] {
        guard bytes.count >= 13 else { throw MediaError(.truncated, "header") }
        var position = 13 + colourTable(bytes[10])
        guard position <= bytes.count else { throw MediaError(.truncated, "colour table") }
        var cleaned = Array(bytes.prefix(position))
        cleaned.reserveCapacity(bytes.count)
        while position < bytes.count {
            let start = position
            switch bytes[position] {
            case 0x3B: return cleaned + [0x3B]
            case 0x21:
                guard position + 2 <= bytes.count else { throw MediaError(.truncated, "extension") }
                let label = bytes[position + 1]
                position += 2
                let repeats =
                    label == 0xFF && ["NETSCAPE2.0", "ANIMEXTS1.0"].contains(String(decoding: bytes.dropFirst(position + 1).prefix(11), as: UTF8.self))
                try skipBlocks(bytes, &position)
                if label == 0xF9 || repeats { cleaned += bytes[start..<position] }
            case 0x2C:
                guard position + 10 <= bytes.count else { throw MediaError(.truncated, "picture") }
                position += 10 + colourTable(bytes[position + 9]) + 1
                try skipBlocks(bytes, &position)
                cleaned += bytes[start..<position]
            default: throw MediaError(.malformed, "order of blocks")
            }
        }
        throw MediaError(.truncated, "picture")
    }

    private static func colourTable(_ flags: UInt8) -> Int { flags & 0x80 == 0 ? 0 : 3 << Int(flags & 7 + 1) }

    private static func skipBlocks(_ bytes: [UInt8], _ position: inout Int) throws(MediaError) {
        while true {
            guard position < bytes.count else { throw MediaError(.truncated, "blocks") }
            let length = Int(bytes[position])
            position += 1 + length
            if length == 0 { return }
        }
    }
}
