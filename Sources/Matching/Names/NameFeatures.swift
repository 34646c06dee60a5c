/// What an alignment of two names amounts to, as numbers from which a score is made.
struct NameFeatures: Sendable {
    /// In the order of ``Kind``.
    private var values = SIMD16<Float>()

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

    private(set) subscript(_ kind: Kind) -> Float {
        @inline(__always) get { values[kind.rawValue] }
        @inline(__always) set { values[kind.rawValue] = newValue }
    }

    /// All but ``Kind/together``, which takes as long as the rest, see ``addTogether(_:_:_:)``.
    ///
    /// - Parameter aligner: which has just aligned both names.
    init(_ aligner: borrowing NameAligner, _ left: NameForms.Name, _ right: NameForms.Name) {
        let pairings = aligner.pairings
        let (leftWeights, rightWeights) = (aligner.leftWeights, aligner.rightWeights)
        let (leftTotal, rightTotal) = (NameAligner.sum(leftWeights, 0, left.count), NameAligner.sum(rightWeights, 0, right.count))
        var (leftMet, rightMet): (Float, Float) = (0, 0)
        var weakest: Float = 1
        var (leftOpen, rightOpen) = (leftTotal, rightTotal)
        var substantial = 0
        for pairing in pairings {
            let leftWeight = NameAligner.sum(leftWeights, pairing.leftStart, pairing.leftCount)
            let rightWeight = NameAligner.sum(rightWeights, pairing.rightStart, pairing.rightCount)
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
        self[.covered] = (leftMet + rightMet) / max(leftTotal + rightTotal, 0.01)
        self[.coveredLess] = min(leftShare, rightShare)
        self[.coveredMore] = max(leftShare, rightShare)
        self[.shared] = (leftMet + rightMet) / 2
        self[.contradicted] = max(0, min(leftOpen, rightOpen))
        self[.unanswered] = max(0, max(leftOpen, rightOpen))
        self[.weakest] = substantial == 0 ? 0 : weakest
        self[.first] = Self.firstLikeness(left, right, pairings)
        self[.last] = Self.likeness(Self.lastName(left), Self.lastName(right), pairings)
        self[.reordered] = Self.isReordered(pairings) ? 1 : 0
        self[.count] = Float(min(4, Self.substantialCount(left), Self.substantialCount(right)))
        self[.acrossScripts] = Self.script(left) == Self.script(right) ? 0 : 1
    }

    mutating func addTogether(_ aligner: borrowing NameAligner, _ left: NameForms.Name, _ right: NameForms.Name) {
        self[.together] = aligner.together(left, right)
    }

    /// Likeness of the first names, where Muhammad before a man's own name may be left out or not.
    private static func firstLikeness(_ left: NameForms.Name, _ right: NameForms.Name, _ pairings: UnsafeBufferPointer<NameAligner.Pairing>) -> Float {
        let (lefts, rights) = (firstNames(left), firstNames(right))
        guard let left = lefts.first, let right = rights.first else { return 0 }
        var best = likeness(left, right, pairings)
        if let other = rights.second { best = max(best, likeness(left, other, pairings)) }
        if let other = lefts.second {
            best = max(best, likeness(other, right, pairings))
            if let last = rights.second { best = max(best, likeness(other, last, pairings)) }
        }
        return best
    }

    /// The first name, and the one after it where the first is one that so many have that it is written or not.
    private static func firstNames(_ name: NameForms.Name) -> (first: Int?, second: Int?) {
        var first: Int?
        for place in 0..<name.count where name[place].isSubstantial || name[place].role == .initial {
            if let first { return (first, place) }
            if !name[place].isAbbreviation, name[place].rarity > commonest { return (place, nil) }
            first = place
        }
        return (first, nil)
    }

    /// The rarity of Muhammad in its spellings, see `name-part-rates.csv`.
    private static let commonest: Float = 0.5

    private static func lastName(_ name: NameForms.Name) -> Int? {
        for place in stride(from: name.count - 1, through: 0, by: -1) where name[place].isSubstantial { return place }
        return nil
    }

    private static func script(_ name: NameForms.Name) -> NameScript? { name.isEmpty ? nil : name[0].script }

    private static func substantialCount(_ name: NameForms.Name) -> Int { (0..<name.count).count { name[$0].isSubstantial } }

    private static func likeness(_ left: Int?, _ right: Int?, _ pairings: UnsafeBufferPointer<NameAligner.Pairing>) -> Float {
        guard let left, let right else { return 0 }
        for pairing in pairings where pairing.holds(left, right) { return pairing.similarity }
        return 0
    }

    private static func isReordered(_ pairings: UnsafeBufferPointer<NameAligner.Pairing>) -> Bool {
        for place in pairings.indices.dropFirst() where pairings[place - 1].rightStart > pairings[place].rightStart { return true }
        return false
    }
}
