import Matching

/// Looks at a partner's list before it is answered. Whoever makes up a list of names can ask with it "whom of these do you know?"; terms limit how many and how often, this notices
/// what no list of real people looks like. It holds the answer up until a person has looked; it cannot notice a small list of names that somebody really wants to know about.
enum LinkageBrakes {
    /// So many may match whatever their share: in a short list of missing workers all can be known.
    static let freeMatches = 10
    /// Beyond that, one in so many. Our own measure.
    static let usualShare = 4
    /// Two encodings of one list that are this alike are of one name, or of one that was varied.
    static let alike = 0.73
    /// Of so many others one encoding may be a neighbour, or of one in a hundred of a long list: common names occur again and again.
    static let neighbours = 4
    /// In shorter lists nothing is said about likeness.
    static let leastForLikeness = 40

    /// - Parameters:
    ///   - matches: how many of the list's encodings have a counterpart here.
    static func doubts(_ parts: [LinkageParcel.Part], matches: Int) -> [LinkageRound.Doubt] {
        var doubts: [LinkageRound.Doubt] = []
        let count = parts.reduce(0) { $0 + $1.encodings.count }
        if matches > freeMatches, matches * usualShare > count { doubts.append(.manyMatches) }
        if let names = parts.first(where: { $0.size.set == .names }), isVaried(names.encodings) { doubts.append(.alike) }
        return doubts
    }

    /// Whether more than a third of a list's encodings have more near neighbours in it than real lists have.
    static func isVaried(_ encodings: EncodedRecords) -> Bool {
        guard encodings.count >= leastForLikeness, let comparison = try? EncodedComparison(encodings, encodings) else { return false }
        var near = [Int](repeating: 0, count: encodings.count)
        for pair in comparison.pairs(from: alike).pairs where pair.left != pair.right { near[pair.left] += 1 }
        let usual = max(neighbours, encodings.count / 100)
        return near.filter { $0 > usual }.count * 3 > encodings.count
    }

    /// Whether encodings can have been made from records: a filter with more bits than the fields may set was put together to meet many.
    static func arePossible(_ encodings: EncodedRecords, _ set: LinkageSet) -> Bool {
        (0..<encodings.count).allSatisfy { (1...set.mostBits).contains(encodings.bitCount($0)) }
    }
}
