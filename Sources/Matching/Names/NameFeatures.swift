/// What an alignment of two names amounts to, as numbers from which a score is made.
struct NameFeatures: Sendable {
    /// In the order of ``Kind``.
    private(set) var values: [Float]

    enum Kind: Int, CaseIterable {
        /// The share of both names that is answered, by weight and likeness.
        case covered
        /// The same of the name of which less is answered.
        case coveredLess
        /// The same of the name of which more is answered: 1 where one name is contained in the other.
        case coveredMore
        /// How much is answered, in whole names.
        case shared
        /// What stays unanswered on both sides: other names in the place of these.
        case contradicted
        /// The same for the side on which more stays unanswered.
        case unanswered
        /// Likeness of the least alike pair of names.
        case weakest
        /// Likeness of the first names of both.
        case first
        /// Likeness of the last names of both.
        case last
        /// Whether parts changed their order.
        case reordered
        /// Likeness of all words run together.
        case together
        /// How many names the shorter side has.
        case count
        /// Whether the scripts differ.
        case acrossScripts
    }

    subscript(_ kind: Kind) -> Float { values[kind.rawValue] }

    init(_ alignment: NameAlignment, _ left: [NamePart], _ right: [NamePart], similarity: PartSimilarity = .standard) {
        var values = [Float](repeating: 0, count: Kind.allCases.count)
        let (leftTotal, rightTotal) = (alignment.leftWeights.reduce(0, +), alignment.rightWeights.reduce(0, +))
        var (leftMet, rightMet): (Float, Float) = (0, 0)
        var weakest: Float = 1
        var (leftOpen, rightOpen) = (leftTotal, rightTotal)
        var substantial = 0
        for pairing in alignment.pairings {
            let (leftWeight, rightWeight) = (
                pairing.left.reduce(0) { $0 + alignment.leftWeights[$1] }, pairing.right.reduce(0) { $0 + alignment.rightWeights[$1] }
            )
            leftMet += leftWeight * pairing.similarity
            rightMet += rightWeight * pairing.similarity
            leftOpen -= leftWeight
            rightOpen -= rightWeight
            if min(leftWeight, rightWeight) > 0.15 {
                weakest = min(weakest, pairing.similarity)
                substantial += 1
            }
        }
        let (leftShare, rightShare) = (leftMet / max(leftTotal, 0.01), rightMet / max(rightTotal, 0.01))
        func set(_ kind: Kind, _ value: Float) { values[kind.rawValue] = value }
        set(.covered, (leftMet + rightMet) / max(leftTotal + rightTotal, 0.01))
        set(.coveredLess, min(leftShare, rightShare))
        set(.coveredMore, max(leftShare, rightShare))
        set(.shared, (leftMet + rightMet) / 2)
        set(.contradicted, max(0, min(leftOpen, rightOpen)))
        set(.unanswered, max(0, max(leftOpen, rightOpen)))
        set(.weakest, substantial == 0 ? 0 : weakest)
        set(.first, Self.firstLikeness(left, right, alignment))
        set(.last, Self.likeness(Self.lastName(left), Self.lastName(right), alignment))
        set(.reordered, Self.isReordered(alignment.pairings) ? 1 : 0)
        set(.together, left.isEmpty || right.isEmpty ? 0 : similarity.similarity(ofRun: left[...], right[...], least: NameAlignment.leastSimilarity))
        set(.count, Float(min(4, left.count(where: \.isSubstantial), right.count(where: \.isSubstantial))))
        set(.acrossScripts, left.first?.script == right.first?.script ? 0 : 1)
        self.values = values
    }

    /// Likeness of the first names, where Muhammad before a man's own name may be left out or not.
    private static func firstLikeness(_ left: [NamePart], _ right: [NamePart], _ alignment: NameAlignment) -> Float {
        let (lefts, rights) = (firstNames(left), firstNames(right))
        return lefts.reduce(0) { best, first in rights.reduce(best) { max($0, likeness(first, $1, alignment)) } }
    }

    /// The first name, and the one after it where the first is one that so many have that it is written or not.
    private static func firstNames(_ parts: [NamePart]) -> [Int] {
        let places = parts.indices.filter { parts[$0].isSubstantial || parts[$0].role == .initial }.prefix(2)
        guard let first = places.first else { return [] }
        return parts[first].isAbbreviation || parts[first].rarity <= commonest ? Array(places) : [first]
    }

    /// The rarity of Muhammad in its spellings, see `name-part-rates.csv`.
    private static let commonest: Float = 0.5

    private static func lastName(_ parts: [NamePart]) -> Int? { parts.lastIndex { $0.isSubstantial } }

    private static func likeness(_ left: Int?, _ right: Int?, _ alignment: NameAlignment) -> Float {
        guard let left, let right else { return 0 }
        return alignment.pairings.first { $0.left.contains(left) && $0.right.contains(right) }?.similarity ?? 0
    }

    private static func isReordered(_ pairings: [NameAlignment.Pairing]) -> Bool {
        zip(pairings, pairings.dropFirst()).contains { $0.right.lowerBound > $1.right.lowerBound }
    }
}
