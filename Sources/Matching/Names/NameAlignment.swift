/// Which parts of one name answer to which of another, and how well: the ground on which ``NameComparison`` judges.
public struct NameAlignment: Sendable {
    /// Parts of both names that answer to each other.
    public struct Pairing: Hashable, Sendable {
        /// Places in the parts of the left and of the right name; several where words were written together on one side.
        public let left: Range<Int>
        public let right: Range<Int>
        /// From 0 to 1.
        public let similarity: Float
    }

    public let pairings: [Pairing]
    /// What each part counts.
    public let leftWeights: [Float]
    public let rightWeights: [Float]

    /// Parts less alike than this do not answer to each other.
    static let leastSimilarity: Float = 0.3
    /// What an abbreviation counts beside the name that it stands for: who writes Md. leaves it out as readily.
    static let abbreviation: Float = 0.5

    /// - Parameter weights: what each part counts.
    init(_ left: [NamePart], _ right: [NamePart], weights: (left: [Float], right: [Float])) {
        (leftWeights, rightWeights) = weights
        pairings = NameForms.with(left, right) { first, second in
            let aligner = NameAligner(first, second)
            weights.left.withUnsafeBufferPointer { leftWeights in
                weights.right.withUnsafeBufferPointer { aligner.align(first, second, leftWeights, $0) }
            }
            return Self.pairings(aligner)
        }
    }

    /// What was found by an aligner.
    init(_ aligner: borrowing NameAligner, _ left: NameForms.Name, _ right: NameForms.Name) {
        leftWeights = Array(aligner.leftWeights.prefix(left.count))
        rightWeights = Array(aligner.rightWeights.prefix(right.count))
        pairings = Self.pairings(aligner)
    }

    private static func pairings(_ aligner: borrowing NameAligner) -> [Pairing] {
        aligner.pairings.map { Pairing(left: $0.left, right: $0.right, similarity: $0.similarity) }
    }
}
