/// A place as evidence: its parts from coarse to fine or the other way, as they are written between commas.
public struct ComparedPlace: Hashable, Sendable {
    /// The parts, each as a name that may be spelt in many ways.
    public let parts: [NameKey]

    /// Nil for text without a word.
    public init?(_ text: String) {
        let parts = text.unicodeScalars.split { ",;/|>،".unicodeScalars.contains($0) }.prefix(8).map { NameKey(String(String.UnicodeScalarView($0))) }.filter { !$0.isEmpty }
        guard !parts.isEmpty else { return nil }
        self.parts = parts
    }

    public enum Agreement: Int, Hashable, Sendable, CaseIterable, Comparable {
        case different
        /// Some part agrees, others do not.
        case partly
        /// Everything that the shorter of the two names agrees.
        case within
        case same

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// Words more alike than this are one place.
    static let sameWord: Float = 0.72

    /// - Complexity: O(parts · parts · words · words).
    public func agreement(with other: ComparedPlace) -> Agreement {
        let (shorter, longer) = parts.count <= other.parts.count ? (parts, other.parts) : (other.parts, parts)
        let met = shorter.count { part in longer.contains { Self.isSame(part, $0) } }
        if met == shorter.count { return shorter.count == longer.count ? .same : .within }
        return met > 0 ? .partly : .different
    }

    private static func isSame(_ left: NameKey, _ right: NameKey) -> Bool {
        let similarity = PartSimilarity.standard
        if similarity.similarity(ofRun: left.parts[...], right.parts[...]) >= sameWord { return true }
        let (shorter, longer) = left.parts.count <= right.parts.count ? (left.parts, right.parts) : (right.parts, left.parts)
        return shorter.allSatisfy { part in longer.contains { similarity.similarity(part, $0) >= sameWord } }
    }
}
