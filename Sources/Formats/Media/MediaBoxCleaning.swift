/// Files made of boxes (ISO/IEC 14496-12): MP4, QuickTime, 3GP, and pictures in HEIF (ISO/IEC 23008-12).
///
/// Other boxes point to places in the file, so nothing may move: a box with notes becomes a free box of the same size, filled with zeros, and notes that lie among
/// the data of pictures are overwritten with zeros.
enum MediaBoxCleaning {
    private struct Box {
        var type: String
        /// The whole box.
        var range: Range<Int>
        var content: Range<Int>
    }

    private static let containers: Set<String> = ["moov", "trak", "mdia", "minf", "stbl", "edts", "moof", "traf", "mvex"]
    /// User data, notes and private extensions.
    private static let notes: Set<String> = ["udta", "uuid", "meta", "ID32", "skip", "free", "wide"]
    private static let depthLimit = 16

    /// - Parameter isPicture: whether the box «meta» at the top lists what a picture consists of (HEIF). In films it holds nothing but notes.
    static func clean(_ bytes: [UInt8], isPicture: Bool) throws(MediaError) -> [UInt8] {
        var cleaned = bytes
        try clean(&cleaned, 0..<bytes.count, holdsItems: isPicture, depth: 0)
        return cleaned
    }

    private static func clean(_ bytes: inout [UInt8], _ range: Range<Int>, holdsItems: Bool, depth: Int) throws(MediaError) {
        guard depth < depthLimit else { throw MediaError(.malformed, "nesting of boxes") }
        for box in try boxes(bytes, range) {
            if holdsItems, box.type == "meta" {
                try overwriteNotes(&bytes, box.content)
            } else if containers.contains(box.type) {
                try clean(&bytes, box.content, holdsItems: false, depth: depth + 1)
            } else if notes.contains(box.type) {
                for (offset, byte) in "free".utf8.enumerated() { bytes[box.range.lowerBound + 4 + offset] = byte }
                for index in box.content { bytes[index] = 0 }
            } else if box.type == "mvhd" || box.type == "tkhd" || box.type == "mdhd" {
                forgetTimes(&bytes, box.content)
            }
        }
    }

    /// When a film and its tracks were made and changed: eight bytes behind version and flags, sixteen in version 1.
    private static func forgetTimes(_ bytes: inout [UInt8], _ content: Range<Int>) {
        guard let first = content.first else { return }
        let length = bytes[first] == 1 ? 16 : 8
        for index in (first + 4)..<min(first + 4 + length, content.upperBound) { bytes[index] = 0 }
    }

    private static func boxes(_ bytes: [UInt8], _ range: Range<Int>) throws(MediaError) -> [Box] {
        var boxes: [Box] = []
        var position = range.lowerBound
        while position + 8 <= range.upperBound {
            var length = number(bytes, position, 4)
            var header = 8
            if length == 1 {
                guard position + 16 <= range.upperBound else { throw MediaError(.truncated, "box") }
                length = number(bytes, position + 8, 8)
                header = 16
            } else if length == 0 {
                length = range.upperBound - position
            }
            guard length >= header else { throw MediaError(.malformed, "length of a box") }
            guard length <= range.upperBound - position else { throw MediaError(.truncated, "box") }
            let type = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
            boxes.append(Box(type: type, range: position..<position + length, content: position + header..<position + length))
            position += length
        }
        return boxes
    }

    // MARK: HEIF

    /// Items of type Exif and of a media type (XMP) are overwritten where they lie.
    private static func overwriteNotes(_ bytes: inout [UInt8], _ meta: Range<Int>) throws(MediaError) {
        guard meta.count >= 4 else { throw MediaError(.truncated, "list of items") }
        let parts = try boxes(bytes, meta.lowerBound + 4..<meta.upperBound)
        guard let information = parts.first(where: { $0.type == "iinf" }) else { return }
        let noted = try notedItems(bytes, information.content)
        guard !noted.isEmpty else { return }
        guard let locations = parts.first(where: { $0.type == "iloc" }) else { throw MediaError(.malformed, "list of locations") }
        let data = parts.first { $0.type == "idat" }?.content
        for extent in try extents(bytes, locations.content, of: noted, itemData: data) {
            guard extent.lowerBound >= 0, extent.upperBound <= bytes.count else { throw MediaError(.truncated, "item") }
            for index in extent { bytes[index] = 0 }
        }
    }

    private static func notedItems(_ bytes: [UInt8], _ content: Range<Int>) throws(MediaError) -> Set<Int> {
        guard content.count >= 6 else { throw MediaError(.truncated, "list of items") }
        let header = bytes[content.lowerBound] == 0 ? 6 : 8
        guard content.count >= header else { throw MediaError(.truncated, "list of items") }
        var items: Set<Int> = []
        for entry in try boxes(bytes, content.lowerBound + header..<content.upperBound) where entry.type == "infe" {
            let version = entry.content.isEmpty ? 0 : bytes[entry.content.lowerBound]
            guard version >= 2 else { continue }
            let width = version == 2 ? 2 : 4
            let place = entry.content.lowerBound + 4
            guard place + width + 6 <= entry.content.upperBound else { throw MediaError(.truncated, "item") }
            let type = String(decoding: bytes[place + width + 2..<place + width + 6], as: UTF8.self)
            if type == "Exif" || type == "mime" || type == "uri " { items.insert(number(bytes, place, width)) }
        }
        return items
    }

    /// ISO/IEC 14496-12, 8.11.3.
    private static func extents(_ bytes: [UInt8], _ content: Range<Int>, of items: Set<Int>, itemData: Range<Int>?) throws(MediaError) -> [Range<Int>] {
        var cursor = Cursor(bytes: bytes, position: content.lowerBound, end: content.upperBound)
        let version = try cursor.take(1)
        _ = try cursor.take(3)
        let sizes = try cursor.take(2)
        let (offsetSize, lengthSize, baseSize) = (sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15)
        let indexSize = version == 0 ? 0 : sizes & 15
        var found: [Range<Int>] = []
        for _ in 0..<(try cursor.take(version < 2 ? 2 : 4)) {
            let item = try cursor.take(version < 2 ? 2 : 4)
            let method = version == 0 ? 0 : try cursor.take(2) & 15
            _ = try cursor.take(2)
            let base = try cursor.take(baseSize)
            for _ in 0..<(try cursor.take(2)) {
                _ = try cursor.take(indexSize)
                let (offset, length) = (try cursor.take(offsetSize), try cursor.take(lengthSize))
                guard items.contains(item) else { continue }
                let (start, overflow) = base.addingReportingOverflow(offset)
                guard !overflow, start <= bytes.count, length <= bytes.count else { throw MediaError(.malformed, "location of an item") }
                switch method {
                case 0: found.append(start..<start + length)
                case 1:
                    guard let itemData else { throw MediaError(.malformed, "location of an item") }
                    found.append(itemData.lowerBound + start..<itemData.lowerBound + start + length)
                default: throw MediaError(.malformed, "location of an item")
                }
            }
        }
        return found
    }

    private struct Cursor {
        let bytes: [UInt8]
        var position: Int
        let end: Int

        mutating func take(_ count: Int) throws(MediaError) -> Int {
            guard count <= 8, position + count <= end else { throw MediaError(.truncated, "list of locations") }
            defer { position += count }
            return MediaBoxCleaning.number(bytes, position, count)
        }
    }

    /// A number in network byte order; one that is larger than any file counts as the largest.
    fileprivate static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
        let value = bytes[offset..<offset + count].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(min(value, UInt64(Int.max / 4)))
    }
}
