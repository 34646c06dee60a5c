/// RIFF files: WebP (RFC 9649) and WAVE. Chunks with pictures and sound stay, notes go.
enum RIFFCleaning {
    private static let kept: Set<String> = ["VP8 ", "VP8L", "VP8X", "ANIM", "ANMF", "ALPH", "ICCP", "fmt ", "data", "fact"]

    static func clean(_ bytes: [UInt8]) throws(MediaError) -> [UInt8] {
        guard bytes.count >= 12 else { throw MediaError(.truncated, "header") }
        var content: [UInt8] = []
        content.reserveCapacity(bytes.count)
        var orientation: UInt8?
        var extendedFlags: Int?
        let end = min(bytes.count, 8 + little(bytes, 4))
        var position = 12
        while position + 8 <= end {
            let length = little(bytes, position + 4)
            guard length <= end - position - 8 else { throw MediaError(.truncated, "chunk") }
            let type = String(decoding: bytes[position..<position + 4], as: UTF8.self)
            let next = min(end, position + 8 + length + length & 1)
            if type == "EXIF" {
                let notes = bytes[position + 8..<position + 8 + length]
                orientation = PictureOrientation.read(notes.starts(with: Array("Exif\0\0".utf8)) ? notes.dropFirst(6) : notes)
            }
            if kept.contains(type) {
                if type == "VP8X", length >= 1 { extendedFlags = content.count + 8 }
                content += bytes[position..<next]
                if next - position < 8 + length + length & 1 { content.append(0) }
            }
            position = next
        }
        if let extendedFlags {
            // The flags for notes of Exif (0x08) and XMP (0x04) must say what is there.
            content[extendedFlags] &= ~0x0C
            if let orientation {
                let notes = PictureOrientation.tiff(orientation)
                content[extendedFlags] |= 0x08
                content += Array("EXIF".utf8) + littleBytes(notes.count) + notes
            }
        }
        return Array("RIFF".utf8) + littleBytes(content.count + 4) + bytes[8..<12] + content
    }

    private static func little(_ bytes: [UInt8], _ offset: Int) -> Int {
        bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private static func littleBytes(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
