/// Which way up a picture is to be shown (Exif 2.32, tag 0x0112), the one thing of a camera's notes that the picture needs.
enum PictureOrientation {
    /// - Parameter tiff: the notes in the form of TIFF 6.0, as Exif keeps them.
    /// - Returns: 2 to 8 for a picture that is to be turned or mirrored; nil for one that is upright, and for notes that cannot be read.
    static func read(_ tiff: ArraySlice<UInt8>) -> UInt8? {
        let bytes = Array(tiff)
        let isBig: Bool
        switch bytes.prefix(2) {
        case [0x4D, 0x4D]: isBig = true
        case [0x49, 0x49]: isBig = false
        default: return nil
        }
        func number(_ offset: Int, _ count: Int) -> Int? {
            guard offset >= 0, offset + count <= bytes.count else { return nil }
            let part = bytes[offset..<offset + count]
            return isBig ? part.reduce(0) { $0 << 8 | Int($1) } : part.reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
        for entry in 0..<min(count, 512) {
            let place = directory + 2 + entry * 12
            guard number(place, 2) == 0x0112 else { continue }
            guard let value = number(place + 8, 2), (2...8).contains(value) else { return nil }
            return UInt8(value)
        }
        return nil
    }

    /// Notes that say the orientation and nothing else.
    static func tiff(_ orientation: UInt8) -> [UInt8] {
        [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
    }
}
