/// What a file is by its first bytes, whatever its name or its sender says. These are the kinds that a case takes as documents; programs, archives, pages and
/// drawings that can hold scripts are not among them.
public enum MediaKind: String, Sendable, Hashable, CaseIterable {
    case jpeg = "image/jpeg"
    case png = "image/png"
    case webp = "image/webp"
    case gif = "image/gif"
    case heic = "image/heic"
    case pdf = "application/pdf"
    case text = "text/plain"
    case docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case odt = "application/vnd.oasis.opendocument.text"
    case ods = "application/vnd.oasis.opendocument.spreadsheet"
    case mp3 = "audio/mpeg"
    case m4a = "audio/mp4"
    case ogg = "audio/ogg"
    case wav = "audio/wav"
    case amr = "audio/amr"
    case mp4 = "video/mp4"
    case quicktime = "video/quicktime"
    case threeGP = "video/3gpp"
    case webm = "video/webm"

    /// The media type (RFC 6838).
    public var mediaType: String { rawValue }

    /// The ending that a name of such a file has.
    public var fileExtension: String {
        switch self {
        case .jpeg: "jpg"
        case .quicktime: "mov"
        case .text: "txt"
        case .threeGP: "3gp"
        default: "\(self)"
        }
    }

    /// How many bytes of a file are enough to recognise it.
    public static let recognisedWithin = 4_096

    /// Recognises a file by its beginning.
    ///
    /// Signatures: JPEG ITU-T T.81 B.1.1.3, PNG ISO/IEC 15948 5.2, RIFF with WEBP (RFC 9649) and WAVE, GIF89a 17, ISO base media file format ISO/IEC 14496-12 4.3,
    /// PDF ISO 32000-1 7.5.2, Ogg RFC 3533 6, AMR RFC 4867 5.1, Matroska RFC 9559, MPEG audio ISO/IEC 11172-3 2.4.1.
    ///
    /// - Parameter bytes: the first ``recognisedWithin`` bytes, or all of a shorter file.
    /// - Returns: nil for what is not taken.
    public init?(beginning bytes: [UInt8]) {
        let named = Self.signature(bytes)
        if let named {
            self = named
        } else if Self.isText(bytes) {
            self = .text
        } else {
            return nil
        }
    }

    private static func signature(_ bytes: [UInt8]) -> MediaKind? {
        func has(_ pattern: [UInt8], at offset: Int = 0) -> Bool { bytes.count >= offset + pattern.count && bytes[offset...].starts(with: pattern) }
        func has(_ text: String, at offset: Int = 0) -> Bool { has(Array(text.utf8), at: offset) }
        if has([0xFF, 0xD8, 0xFF]) { return .jpeg }
        if has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if has("RIFF") { return has("WEBP", at: 8) ? .webp : has("WAVE", at: 8) ? .wav : nil }
        if has("GIF87a") || has("GIF89a") { return .gif }
        if has("%PDF-") { return .pdf }
        if has("ftyp", at: 4) { return mediaBrand(bytes) }
        if has("OggS") { return .ogg }
        if has("#!AMR") { return .amr }
        if has([0x1A, 0x45, 0xDF, 0xA3]) { return .webm }
        if has("ID3") || bytes.count > 2 && bytes[0] == 0xFF && bytes[1] & 0xE6 == 0xE2 { return .mp3 }
        if has([0x50, 0x4B, 0x03, 0x04]) { return office(bytes) }
        return nil
    }

    private static func mediaBrand(_ bytes: [UInt8]) -> MediaKind? {
        guard bytes.count >= 12 else { return nil }
        switch String(decoding: bytes[8..<12], as: UTF8.self) {
        case "heic", "heix", "heim", "heis", "mif1", "msf1", "avif": return .heic
        case "qt  ": return .quicktime
        case "M4A ", "M4B ", "F4A ": return .m4a
        case let brand where brand.hasPrefix("3g"): return .threeGP
        default: return .mp4
        }
    }

    /// Office documents are archives: an OpenDocument file begins with its media type, an Office Open XML one names its parts.
    private static func office(_ bytes: [UInt8]) -> MediaKind? {
        if contains(bytes, "mimetype" + odt.rawValue) { return .odt }
        if contains(bytes, "mimetype" + ods.rawValue) { return .ods }
        if contains(bytes, "word/") { return .docx }
        if contains(bytes, "xl/") { return .xlsx }
        return nil
    }

    private static func contains(_ bytes: [UInt8], _ text: String) -> Bool {
        let pattern = Array(text.utf8)
        guard bytes.count >= pattern.count else { return false }
        return (0...(bytes.count - pattern.count)).contains { bytes[$0] == pattern[0] && bytes[$0...].starts(with: pattern) }
    }

    /// UTF-8 without control characters, and no markup that a browser would take for a page: that is shown as text only where it surely is one.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        // A character may be cut at the end of the beginning.
        let whole = bytes.count < recognisedWithin ? bytes[...] : bytes.prefix(lastWholeCharacter(bytes))
        guard !whole.isEmpty, String(validating: whole, as: UTF8.self) != nil else { return false }
        guard !whole.contains(where: { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) || $0 == 0x7F }) else { return false }
        let start = whole.drop { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
        return start.first != UInt8(ascii: "<") && !start.starts(with: Array("#!".utf8))
    }

    private static func lastWholeCharacter(_ bytes: [UInt8]) -> Int {
        var end = bytes.count
        while end > 0, bytes[end - 1] & 0xC0 == 0x80 { end -= 1 }
        return max(0, end - 1)
    }
}
