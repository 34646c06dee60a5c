import Foundation

/// A place as evidence: its parts from coarse to fine or the other way, as they are written between commas.
public struct ComparedPlace: Hashable, Sendable {
    /// A part of a place.
    struct Part: Hashable, Sendable {
        let text: String
        let name: NameKey
        /// Numbers in it, as of a ward or a sector: with another number it is another place.
        let numbers: [[UInt8]]
    }

    /// A word of a place, for finding it.
    enum Word: Hashable {
        case name(NamePart)
        case number([UInt8])
    }

    let parts: [Part]

    /// Nil for text without a word or number.
    public init?(_ text: String) {
        let pieces = text.unicodeScalars.split { ",;/|>،".unicodeScalars.contains($0) }.prefix(8).map { Self.part(String(String.UnicodeScalarView($0))) }
        parts = pieces.filter { !$0.name.isEmpty || !$0.numbers.isEmpty }
        guard !parts.isEmpty else { return nil }
    }

    private static func part(_ text: String) -> Part {
        let numbers = text.utf8.split { $0 < 0x30 || $0 > 0x39 }.prefix(6).map { Array($0.drop { $0 == 0x30 }) }
        return Part(text: text.trimmingCharacters(in: .whitespaces), name: NameKey(text), numbers: numbers)
    }

    var words: [Word] { parts.flatMap { part in part.name.parts.map { .name($0) } + part.numbers.map { .number($0) } } }

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

    static func isSame(_ left: Part, _ right: Part) -> Bool {
        guard left.numbers == right.numbers || left.numbers.isEmpty || right.numbers.isEmpty else { return false }
        if left.name.parts == right.name.parts { return !left.name.isEmpty || left.numbers == right.numbers }
        return NameForms.with(left.name.parts, right.name.parts) { first, second in
            if NameAligner(first, second).together(first, second, least: 0) >= sameWord { return true }
            let (shorter, longer) = first.count <= second.count ? (first, second) : (second, first)
            let similarity = PartSimilarity.standard
            return !shorter.isEmpty
                && (0..<shorter.count).allSatisfy { part in (0..<longer.count).contains { similarity.similarity(shorter, part, longer, $0) >= sameWord } }
        }
    }
}
