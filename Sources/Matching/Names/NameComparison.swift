import Foundation

/// Whether two names are spellings of one person's name: a score, and the evidence that adds up to it.
///
/// The score is a probability in a balanced set of hard cases: pairs of which half are one person's name, written differently, and half are names of two people that
/// share a word. A reader who knows how often names repeat in a register adds what that says; see ``PersonIndex`` and linkage.
public struct NameComparison: Sendable {
    /// From 0 (two names) to 1 (one name).
    public let score: Double
    public let alignment: NameAlignment
    public let left: NameKey
    public let right: NameKey
    /// The features, for learning weights: their names and values.
    public var features: [(name: String, value: Double)] {
        let features = NameFeatures(alignment, left.parts, right.parts)
        return NameFeatures.Kind.allCases.map { ("\($0)", Double(features[$0])) }
    }

    /// Logits that add up to the score, the largest first in ``evidence``.
    let terms: [Double]
    /// Why the score is not what the terms add up to, if it is not.
    let settled: Settled?

    /// What is known without weighing.
    enum Settled: String, Sendable {
        /// Both names are the same, part by part, or the same text.
        case same
        /// One of them is empty, or no name and another text.
        case nothingInCommon
        /// Both are empty.
        case nothingKnown
        /// Only the same names are certain to be one.
        case limit
    }

    /// The score of names that are as like as can be without being the same.
    private static let mostUnequal = 0.9999

    /// - Complexity: O(parts · parts · letters · letters); about a microsecond for names of three parts.
    public init(_ left: NameKey, _ right: NameKey) {
        let weights = NameWeights.standard
        self.left = left
        self.right = right
        let alignment = NameAlignment(left.parts, right.parts, rarity: \.rarity)
        self.alignment = alignment
        guard !left.isEmpty, !right.isEmpty else {
            let isSame = left.isEmpty && right.isEmpty && left.withoutParts == right.withoutParts
            settled = !isSame ? .nothingInCommon : left.withoutParts.isEmpty ? .nothingKnown : .same
            score = !isSame ? 0 : left.withoutParts.isEmpty ? 0.5 : 1
            terms = []
            return
        }
        let features = NameFeatures(alignment, left.parts, right.parts)
        terms = weights.terms(features)
        // A name equal to itself is one name whatever the weights say.
        guard left != right else {
            (score, settled) = (1, .same)
            return
        }
        let learned = NameWeights.logistic(weights.intercept + terms.reduce(0, +))
        score = min(Self.mostUnequal, learned)
        settled = learned > Self.mostUnequal ? .limit : nil
    }
}
