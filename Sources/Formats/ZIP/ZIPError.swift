/// Why a ZIP archive or one of its entries cannot be read.
public enum ZIPError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case notAnArchive
    /// The file ends before the archive does, or its directory does not fit its contents.
    case damaged(String)
    case encrypted(name: String)
    case unsupportedMethod(name: String, method: Int)
    case severalVolumes
    case duplicateName(String)
    case overlappingEntries(String, String)
    case tooManyEntries(limit: Int)
    case tooLarge(name: String, limit: Int)
    case ratioTooHigh(name: String, limit: Int)
    case wrongChecksum(name: String)

    public var description: String {
        switch self {
        case .empty: "The file is empty (0 bytes). Get it again from where it came."
        case .notAnArchive: "The file is not a ZIP archive, or its end is missing. Get the whole file again."
        case .damaged(let why): "The ZIP archive is damaged: \(why). Get the whole file again."
        case .encrypted(let name): "“\(name)” in the ZIP archive is encrypted. Save the file without a password."
        case .unsupportedMethod(let name, let method):
            "“\(name)” in the ZIP archive is compressed by method \(method), which is not read. Pack it again with deflate."
        case .severalVolumes: "The ZIP archive is split over several files. Join them first."
        case .duplicateName(let name): "The ZIP archive has two entries named “\(name)”; which of them counts cannot be told. Save the file anew."
        case .overlappingEntries(let first, let second):
            "“\(first)” and “\(second)” share bytes of the ZIP archive, as only archives do that are made to exhaust a reader."
        case .tooManyEntries(let limit): "The ZIP archive has more than \(limit) entries."
        case .tooLarge(let name, let limit): "“\(name)” in the ZIP archive unpacks to more than \(limit) bytes. Split the file."
        case .ratioTooHigh(let name, let limit):
            "“\(name)” in the ZIP archive unpacks to more than \(limit) times its size, as only archives do that are made to exhaust a reader."
        case .wrongChecksum(let name): "“\(name)” in the ZIP archive does not match its checksum. Get the whole file again."
        }
    }
}

/// Bounds on archives, counted while unpacking and never taken from what the archive says of itself.
public struct ZIPLimits: Hashable, Sendable {
    /// Entries of the archive.
    public var entries: Int
    /// Bytes of one entry, unpacked.
    public var entryBytes: Int
    /// How many times its packed size an entry may unpack to, once it is beyond ``ratioFreeBytes``.
    public var ratio: Int
    /// Up to here the ratio does not matter: small repetitive files pack well.
    public var ratioFreeBytes: Int

    /// By default 10,000 entries, 1 GiB, 300 times beyond 8 MiB.
    public init(entries: Int = 10_000, entryBytes: Int = 1 << 30, ratio: Int = 300, ratioFreeBytes: Int = 8 << 20) {
        self.entries = entries
        self.entryBytes = entryBytes
        self.ratio = ratio
        self.ratioFreeBytes = ratioFreeBytes
    }

    public static let standard = ZIPLimits()
}
