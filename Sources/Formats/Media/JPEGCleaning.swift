/// JPEG (ITU-T T.81, annex B; JFIF 1.02; Exif 2.32).
enum JPEGCleaning {
    static func clean(_ bytes: [UInt8]) throws(MediaError) -> [UInt8] {
        var cleaned: [UInt8] = [0xFF, 0xD8]
        cleaned.reserveCapacity(bytes.count)
        var position = 2
        while true {
            let marker = try self.marker(bytes, &position)
            switch marker {
            case 0xD9:
                // What stands behind the end — a second picture, a film of the moment before — is not part of the picture.
                return cleaned + [0xFF, 0xD9]
            case 0x01, 0xD0...0xD7: cleaned += [0xFF, marker]
            default:
                let segment = try self.segment(bytes, &position)
                if let kept = kept(marker, segment) {
                    let length = kept.count + 2
                    cleaned += [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)] + kept
                }
                if marker == 0xDA { try copyScan(bytes, &position, to: &cleaned) }
            }
        }
    }

    private static func marker(_ bytes: [UInt8], _ position: inout Int) throws(MediaError) -> UInt8 {
        guard position < bytes.count else { throw MediaError(.truncated, "picture") }
        guard bytes[position] == 0xFF else { throw MediaError(.malformed, "order of segments") }
        while position < bytes.count, bytes[position] == 0xFF { position += 1 }
        guard position < bytes.count else { throw MediaError(.truncated, "picture") }
        defer { position += 1 }
        return bytes[position]
    }

    private static func segment(_ bytes: [UInt8], _ position: inout Int) throws(MediaError) -> ArraySlice<UInt8> {
        guard position + 2 <= bytes.count else { throw MediaError(.truncated, "segment") }
        let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
        guard length >= 2 else { throw MediaError(.malformed, "length of a segment") }
        guard position + length <= bytes.count else { throw MediaError(.truncated, "segment") }
        defer { position += length }
        return bytes[position + 2..<position + length]
    }

    /// What stays of a segment; nil if it goes.
    private static func kept(_ marker: UInt8, _ segment: ArraySlice<UInt8>) -> [UInt8]? {
        switch marker {
        case 0xE0:
            // JFIF says how the picture is to be read; the small picture in it may show what was cut away from the large one.
            guard segment.starts(with: Array("JFIF\0".utf8)), segment.count >= 14 else { return nil }
            return Array(segment.prefix(12)) + [0, 0]
        case 0xE1:
            let head = Array("Exif\0\0".utf8)
            guard segment.starts(with: head), let orientation = PictureOrientation.read(segment.dropFirst(head.count)) else { return nil }
            return head + PictureOrientation.tiff(orientation)
        case 0xE2: return segment.starts(with: Array("ICC_PROFILE\0".utf8)) ? Array(segment) : nil
        case 0xEE: return segment.starts(with: Array("Adobe".utf8)) ? Array(segment) : nil
        case 0xE3...0xEF, 0xFE: return nil
        default: return Array(segment)
        }
    }

    /// Compressed data run until a marker that is neither a stuffed byte nor a restart.
    private static func copyScan(_ bytes: [UInt8], _ position: inout Int, to cleaned: inout [UInt8]) throws(MediaError) {
        let start = position
        while position + 1 < bytes.count {
            if bytes[position] == 0xFF, bytes[position + 1] != 0, !(0xD0...0xD7).contains(bytes[position + 1]) {
                cleaned += bytes[start..<position]
                return
            }
            position += 1
        }
        throw MediaError(.truncated, "picture")
    }
}
