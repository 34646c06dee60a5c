import Foundation

/// Why two names got their score: the parts that answer to each other, and the terms whose sum is the score.
public struct NameExplanation: Sendable {
    /// One term of the sum.
    public struct Term: Hashable, Sendable {
        /// What it is about: a feature (``NameFeatures``), or what settles the score without weighing: `same`, `nothingInCommon`, `nothingKnown`, `limit`.
        public let feature: String
        /// In bits; negative where it speaks against.
        public let bits: Double
    }

    /// A pair of answering parts, or a part without answer, in the words as they were compared.
    public struct Line: Hashable, Sendable {
        public let left: String
        public let right: String
        /// From 0 to 1; nil where one side is missing.
        public let similarity: Double?
        public let leftSounds: String
        public let rightSounds: String
    }

    public let score: Double
    public let lines: [Line]
    /// The terms with the most weight first. Their sum and ``base`` are the score as log-odds: for every pair of names, also where the score needed no weighing.
    public let terms: [Term]
    /// What is assumed before anything is compared, in bits.
    public let base: Double

    /// Bits from which on a probability is 1 in a number of double precision, which has 53 of them.
    private static let certain = 54.0

    /// - Complexity: linear in the parts.
    public init(_ comparison: NameComparison) {
        let nat = 1.4426950408889634
        score = comparison.score
        let base = NameWeights.standard.intercept * nat
        let learned = zip(NameFeatures.Kind.allCases, comparison.terms).map { Term(feature: "\($0)", bits: $1 * nat) }.filter { $0.bits != 0 }
        let sum = learned.reduce(base) { $0 + $1.bits }
        switch comparison.settled {
        case nil: terms = learned.sorted { abs($0.bits) > abs($1.bits) }
        case .same: terms = [Term(feature: "same", bits: Self.certain - base)]
        case .nothingInCommon: terms = [Term(feature: "nothingInCommon", bits: -Self.certain - base)]
        case .nothingKnown: terms = [Term(feature: "nothingKnown", bits: -base)]
        case .limit:
            let limited = log2(comparison.score / (1 - comparison.score))
            terms = learned.sorted { abs($0.bits) > abs($1.bits) } + [Term(feature: "limit", bits: limited - sum)]
        }
        self.base = base
        let (left, right) = (comparison.left.parts, comparison.right.parts)
        func text(_ parts: [NamePart], _ places: Range<Int>) -> String { places.map { String(decoding: parts[$0].text, as: UTF8.self) }.joined(separator: " ") }
        func sounds(_ parts: [NamePart], _ places: Range<Int>) -> String { places.map { Sound.notation(parts[$0].sounds) }.joined(separator: " ") }
        var lines = comparison.alignment.pairings.map { pairing in
            Line(
                left: text(left, pairing.left), right: text(right, pairing.right), similarity: Double(pairing.similarity),
                leftSounds: sounds(left, pairing.left),
                rightSounds: sounds(right, pairing.right))
        }
        let (usedLeft, usedRight) = (Set(comparison.alignment.pairings.flatMap(\.left)), Set(comparison.alignment.pairings.flatMap(\.right)))
        for place in left.indices where !usedLeft.contains(place) {
            lines.append(Line(left: text(left, place..<place + 1), right: "", similarity: nil, leftSounds: sounds(left, place..<place + 1), rightSounds: ""))
        }
        for place in right.indices where !usedRight.contains(place) {
            lines.append(Line(left: "", right: text(right, place..<place + 1), similarity: nil, leftSounds: "", rightSounds: sounds(right, place..<place + 1)))
        }
        self.lines = lines
    }
}
