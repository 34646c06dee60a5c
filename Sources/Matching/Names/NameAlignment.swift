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
    /// How many neighbouring words may be written as one.
    private static let longestRun = 4

    /// - Parameter rarity: what a name part is worth by how rare it is, from 0 to 1.
    init(_ left: [NamePart], _ right: [NamePart], rarity: (NamePart) -> Float, similarity: PartSimilarity = .standard) {
        let weight = { (part: NamePart) in part.role.weight * rarity(part) * (part.isAbbreviation ? Self.abbreviation : 1) }
        self.init(left, right, weights: (left.map(weight), right.map(weight)), similarity: similarity)
    }

    /// - Parameter weights: what each part counts.
    init(_ left: [NamePart], _ right: [NamePart], weights: (left: [Float], right: [Float]), similarity: PartSimilarity = .standard) {
        let (leftWeights, rightWeights) = weights
        var candidates: [(pairing: Pairing, gain: Float)] = []
        func consider(_ first: Range<Int>, _ second: Range<Int>, _ alike: Float) {
            guard alike >= Self.leastSimilarity else { return }
            let weight = (first.reduce(0) { $0 + leftWeights[$1] } + second.reduce(0) { $0 + rightWeights[$1] }) / 2
            // A little for order decides between equals: Ali Hasan Ali.
            let order = 0.001 * abs(Float(first.lowerBound) / Float(left.count) - Float(second.lowerBound) / Float(right.count))
            candidates.append((Pairing(left: first, right: second, similarity: alike), weight * alike * alike - order))
        }
        var bestLeft = [Float](repeating: 0, count: left.count)
        var bestRight = [Float](repeating: 0, count: right.count)
        for row in left.indices {
            for column in right.indices {
                let alike = similarity.similarity(left[row], right[column], least: Self.leastSimilarity)
                bestLeft[row] = max(bestLeft[row], alike)
                bestRight[column] = max(bestRight[column], alike)
                consider(row..<row + 1, column..<column + 1, alike)
            }
        }
        // Runs are only tried where single words did not meet.
        for length in 2...Self.longestRun {
            for row in left.indices where row + length <= left.count {
                for column in right.indices where bestRight[column] < 0.8 && right[column].role != .initial {
                    guard Self.mayJoin(left[row..<row + length], right[column]), bestLeft[row..<row + length].contains(where: { $0 < 0.8 }) else { continue }
                    consider(row..<row + length, column..<column + 1, similarity.similarity(ofRun: left[row..<row + length], right[column...column], least: Self.leastSimilarity))
                }
            }
            for column in right.indices where column + length <= right.count {
                for row in left.indices where bestLeft[row] < 0.8 && left[row].role != .initial {
                    guard Self.mayJoin(right[column..<column + length], left[row]), bestRight[column..<column + length].contains(where: { $0 < 0.8 }) else {
                        continue
                    }
                    consider(row..<row + 1, column..<column + length, similarity.similarity(ofRun: left[row...row], right[column..<column + length], least: Self.leastSimilarity))
                }
            }
        }
        candidates.sort { $0.gain > $1.gain }
        var (takenLeft, takenRight) = ([Bool](repeating: false, count: left.count), [Bool](repeating: false, count: right.count))
        var pairings: [Pairing] = []
        for (pairing, _) in candidates where !pairing.left.contains(where: { takenLeft[$0] }) && !pairing.right.contains(where: { takenRight[$0] }) {
            pairings.append(pairing)
            for place in pairing.left { takenLeft[place] = true }
            for place in pairing.right { takenRight[place] = true }
        }
        self.leftWeights = leftWeights
        self.rightWeights = rightWeights
        self.pairings = pairings.sorted { $0.left.lowerBound < $1.left.lowerBound }
    }

    /// Whether words could be one longer word, by their lengths.
    private static func mayJoin(_ run: ArraySlice<NamePart>, _ word: NamePart) -> Bool {
        let length = run.reduce(0) { $0 + $1.sounds.count }
        guard run.allSatisfy({ $0.role != .initial && $0.script.writing == run.first?.script.writing }) else { return false }
        return abs(length - word.sounds.count) <= max(2, length / 3) || word.script.writing != run.first?.script.writing && length <= word.sounds.count * 2 + 2
    }
}
