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
    public var features: [(name: String, value: Double)] { NameFeatures.Kind.allCases.map { ("\($0)", Double(found[$0])) } }

    private let found: NameFeatures
    /// Logits that add up to the score, by feature; none where nothing is weighed.
    var terms: [Double] { left.isEmpty || right.isEmpty ? [] : NameWeights.standard.terms(found) }
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
        self.left = left
        self.right = right
        (alignment, found) = NameForms.with(left.parts, right.parts) { first, second in
            let aligner = NameAligner(first, second)
            aligner.align(first, second)
            var features = NameFeatures(aligner, first, second)
            features.addTogether(aligner, first, second)
            return (NameAlignment(aligner, first, second), features)
        }
        guard !left.isEmpty, !right.isEmpty else {
            let isSame = left.isEmpty && right.isEmpty && left.withoutParts == right.withoutParts
            settled = !isSame ? .nothingInCommon : left.withoutParts.isEmpty ? .nothingKnown : .same
            score = !isSame ? 0 : left.withoutParts.isEmpty ? 0.5 : 1
            return
        }
        (score, settled) = Self.score(found, isSame: left == right)
    }

    /// The score of two names that both have parts.
    static func score(_ features: NameFeatures, isSame: Bool) -> (value: Double, settled: Settled?) {
        // A name equal to itself is one name whatever the weights say.
        if isSame { return (1, .same) }
        let weights = NameWeights.standard
        let learned = NameWeights.logistic(weights.intercept + weights.sum(features))
        return (min(mostUnequal, learned), learned > mostUnequal ? .limit : nil)
    }
}
