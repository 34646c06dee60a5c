/// Takes out of pictures, recordings and films what the device wrote beside them — where, when, with which device and by whom — and leaves what is seen and heard as
/// it was, bit for bit. Nothing is compressed anew.
public enum MediaCleaning {
    /// O(bytes).
    /// - Returns: nil for a kind in which such marks cannot be found for sure (``MediaKind/isCleanable``).
    /// - Throws: ``MediaError`` if the file is not built as its kind must be; then it cannot be known what is in it.
    public static func clean(_ bytes: [UInt8], _ kind: MediaKind) throws(MediaError) -> [UInt8]? {
        switch kind {
        case .jpeg: try JPEGCleaning.clean(bytes)
        case .png: try PNGCleaning.clean(bytes)
        case .webp, .wav: try RIFFCleaning.clean(bytes)
        case .gif: try GIFCleaning.clean(bytes)
        case .heic, .mp4, .quicktime, .m4a, .threeGP: try MediaBoxCleaning.clean(bytes, isPicture: kind == .heic)
        case .text, .amr: bytes
        case .pdf, .docx, .xlsx, .odt, .ods, .mp3, .ogg, .webm: nil
        }
    }
}

extension MediaKind {
    /// Whether what a device or program wrote beside the content can be found and taken out. A PDF or an office document has properties, comments and earlier versions
    /// in many places, so nothing is promised of it.
    public var isCleanable: Bool {
        switch self {
        case .jpeg, .png, .webp, .wav, .gif, .heic, .mp4, .quicktime, .m4a, .threeGP, .text, .amr: true
        case .pdf, .docx, .xlsx, .odt, .ods, .mp3, .ogg, .webm: false
        }
    }
}
