/// Bounds on what the JSON parser accepts, so that a hostile text costs a known amount of memory, stack and time.
public struct JSONLimits: Hashable, Sendable {
    /// What happens when two members of one object have the same name (compared by bytes).
    public enum DuplicateNames: Hashable, Sendable {
        /// The text is refused: readers of one signed text must not disagree on which member counts (RFC 8259 section 4, RFC 7493).
        case refused
        /// All are kept in their order; ``JSONObject/subscript(_:)`` gives the first.
        case kept
    }

    /// How deep arrays and objects may nest; the parser recurses, so at most ``deepest``.
    public var depth: Int
    /// How long the whole text may be, in bytes.
    public var bytes: Int
    /// What to do with a name that stands twice in one object.
    public var duplicateNames: DuplicateNames

    /// The greatest depth that can be asked for; chosen so that parsing stays within a quarter of the usual 8 MiB stack.
    public static let deepest = 1_024
    /// How many characters a number may have.
    static let numberBytes = 1_024

    /// - Parameters:
    ///   - depth: levels of arrays and objects, at most ``deepest``.
    ///   - bytes: bytes of the whole text.
    ///   - duplicateNames: what to do with a name that stands twice in one object.
    public init(depth: Int = 512, bytes: Int = 256 << 20, duplicateNames: DuplicateNames = .refused) {
        self.depth = max(1, min(depth, Self.deepest))
        self.bytes = bytes
        self.duplicateNames = duplicateNames
    }

    /// 512 levels, 256 MiB, duplicate names refused.
    public static let standard = JSONLimits()
}
