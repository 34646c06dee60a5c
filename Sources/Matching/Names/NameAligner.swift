/// Finds which parts of two names answer to each other, for ``NameAlignment`` and where millions of names are compared.
///
/// Holds all memory that it needs, so that nothing is allocated for a pair. Made for one thread.
struct NameAligner: ~Copyable {
    /// Neighbouring parts of both names that answer to each other.
    struct Pairing {
        let leftStart: Int
        let leftCount: Int
        let rightStart: Int
        let rightCount: Int
        /// From 0 to 1.
        let similarity: Float
        /// What taking it adds.
        let gain: Float

        var left: Range<Int> { leftStart..<leftStart &+ leftCount }
        var right: Range<Int> { rightStart..<rightStart &+ rightCount }

        @inline(__always)
        func holds(_ left: Int, _ right: Int) -> Bool {
            left >= leftStart && left < leftStart &+ leftCount && right >= rightStart && right < rightStart &+ rightCount
        }
    }

    /// How many neighbouring words may be written as one.
    private static let longestRun = 4
    /// Words so much alike have met.
    private static let met: Float = 0.8

    private let similarity = PartSimilarity.standard
    private let most: Int
    private let candidates: UnsafeMutablePointer<Pairing>
    private let chosen: UnsafeMutablePointer<Pairing>
    private let chosenCount: UnsafeMutablePointer<Int>
    /// The best likeness of each part, of the left name and of the right.
    private let best: UnsafeMutablePointer<Float>
    private let weights: UnsafeMutablePointer<Float>
    /// Sounds and letters of parts that are read as one word, of the left name and of the right.
    private let joined: UnsafeMutablePointer<UInt8>
    private let joinedSize: Int

    /// - Parameters:
    ///   - parts: the most that a name has.
    ///   - bytes: the most that a name's sounds and letters take, see ``bytes(_:)``.
    init(parts: Int, bytes: Int) {
        most = max(1, parts)
        // A single word with each single word, and with runs of two to the longest, on either side.
        candidates = .allocate(capacity: most * most * (2 * Self.longestRun - 1))
        chosen = .allocate(capacity: most)
        chosenCount = .allocate(capacity: 1)
        chosenCount.initialize(to: 0)
        best = .allocate(capacity: most * 2)
        weights = .allocate(capacity: most * 2)
        joinedSize = max(1, bytes)
        joined = .allocate(capacity: joinedSize * 2)
    }

    deinit {
        candidates.deallocate()
        chosen.deallocate()
        chosenCount.deallocate()
        best.deallocate()
        weights.deallocate()
        joined.deallocate()
    }

    /// For two names.
    init(_ left: NameForms.Name, _ right: NameForms.Name) {
        self.init(parts: max(left.count, right.count), bytes: max(Self.bytes(left), Self.bytes(right)))
    }

    /// What the sounds and letters of a name take.
    static func bytes(_ name: NameForms.Name) -> Int { (0..<name.count).reduce(0) { $0 + name[$1].soundCount + name[$1].letterCount } }

    /// What was found by the last ``align(_:_:_:_:)``, in the order of the left name.
    var pairings: UnsafeBufferPointer<Pairing> { UnsafeBufferPointer(start: chosen, count: chosenCount.pointee) }

    /// What each part counted in the last ``align(_:_:)``.
    var leftWeights: UnsafeBufferPointer<Float> { UnsafeBufferPointer(start: weights, count: most) }
    var rightWeights: UnsafeBufferPointer<Float> { UnsafeBufferPointer(start: weights + most, count: most) }

    /// Aligns two names whose parts count what they do in names of people.
    func align(_ left: NameForms.Name, _ right: NameForms.Name) {
        for place in 0..<left.count { (weights + place).initialize(to: left[place].weight) }
        for place in 0..<right.count { (weights + most + place).initialize(to: right[place].weight) }
        align(left, right, leftWeights, rightWeights)
    }

    /// - Parameters:
    ///   - leftWeights: what each part counts.
    ///   - rightWeights: the same of the other name.
    /// - Complexity: O(parts · parts · letters · letters).
    func align(_ left: NameForms.Name, _ right: NameForms.Name, _ leftWeights: UnsafeBufferPointer<Float>, _ rightWeights: UnsafeBufferPointer<Float>) {
        var count = 0
        func consider(_ row: Int, _ rows: Int, _ column: Int, _ columns: Int, _ alike: Float) {
            guard alike >= NameAlignment.leastSimilarity else { return }
            let weight = (Self.sum(leftWeights, row, rows) + Self.sum(rightWeights, column, columns)) / 2
            // A little for order decides between equals: Ali Hasan Ali.
            let order = 0.001 * abs(Float(row) / Float(left.count) - Float(column) / Float(right.count))
            (candidates + count).initialize(
                to: Pairing(
                    leftStart: row, leftCount: rows, rightStart: column, rightCount: columns, similarity: alike, gain: weight * alike * alike - order))
            count &+= 1
        }
        let (bestLeft, bestRight) = (best, best + most)
        (bestLeft).initialize(repeating: 0, count: left.count)
        (bestRight).initialize(repeating: 0, count: right.count)
        for row in 0..<left.count {
            for column in 0..<right.count {
                let alike = similarity.similarity(left, row, right, column, least: NameAlignment.leastSimilarity)
                bestLeft[row] = max(bestLeft[row], alike)
                bestRight[column] = max(bestRight[column], alike)
                consider(row, 1, column, 1, alike)
            }
        }
        // Runs are only tried where single words did not meet.
        for length in 2...Self.longestRun {
            for row in 0..<left.count where row + length <= left.count {
                guard Self.hasUnmet(bestLeft, row, length) else { continue }
                for column in 0..<right.count where bestRight[column] < Self.met && right[column].role != .initial {
                    guard Self.mayJoin(left, row, length, right[column]) else { continue }
                    consider(row, length, column, 1, similarity(ofRun: left, row, length, right, column, 1))
                }
            }
            for column in 0..<right.count where column + length <= right.count {
                guard Self.hasUnmet(bestRight, column, length) else { continue }
                for row in 0..<left.count where bestLeft[row] < Self.met && left[row].role != .initial {
                    guard Self.mayJoin(right, column, length, left[row]) else { continue }
                    consider(row, 1, column, length, similarity(ofRun: left, row, 1, right, column, length))
                }
            }
        }
        choose(count)
    }

    /// Takes the candidates one after another that gain most, the earlier of equals, and puts them in the order of the left name.
    private func choose(_ count: Int) {
        var taken = 0
        while taken < most {
            var next = -1
            for index in 0..<count where next < 0 || candidates[index].gain > candidates[next].gain {
                if isFree(candidates[index], taken) { next = index }
            }
            if next < 0 { break }
            let pairing = candidates[next]
            var place = taken
            while place > 0, chosen[place &- 1].leftStart > pairing.leftStart {
                (chosen + place).initialize(to: chosen[place &- 1])
                place &-= 1
            }
            (chosen + place).initialize(to: pairing)
            taken &+= 1
        }
        chosenCount.pointee = taken
    }

    private func isFree(_ pairing: Pairing, _ taken: Int) -> Bool {
        for index in 0..<taken {
            let other = chosen[index]
            if pairing.leftStart < other.leftStart &+ other.leftCount, other.leftStart < pairing.leftStart &+ pairing.leftCount { return false }
            if pairing.rightStart < other.rightStart &+ other.rightCount, other.rightStart < pairing.rightStart &+ pairing.rightCount { return false }
        }
        return true
    }

    private static func hasUnmet(_ best: UnsafeMutablePointer<Float>, _ start: Int, _ length: Int) -> Bool {
        for place in start..<start &+ length where best[place] < met { return true }
        return false
    }

    /// In the order of the parts, as numbers with a point are not the same in another one.
    @inline(__always)
    static func sum(_ weights: UnsafeBufferPointer<Float>, _ start: Int, _ count: Int) -> Float {
        var sum: Float = 0
        for place in start..<start &+ count { sum += weights[place] }
        return sum
    }

    /// Whether words could be one longer word, by their lengths.
    private static func mayJoin(_ name: NameForms.Name, _ start: Int, _ length: Int, _ word: NameForms.Form) -> Bool {
        let writing = name[start].writing
        var sounds = 0
        for place in start..<start &+ length {
            if name[place].role == .initial || name[place].writing != writing { return false }
            sounds &+= name[place].soundCount
        }
        return abs(sounds - word.soundCount) <= max(2, sounds / 3) || word.writing != writing && sounds <= word.soundCount * 2 + 2
    }

    // MARK: Score

    /// The score of two names that both have parts, as ``NameComparison`` gives it; nil where it certainly is less than what is asked for.
    func score(_ left: NameForms.Name, _ right: NameForms.Name, least: Double) -> Double? {
        align(left, right)
        var features = NameFeatures(self, left, right)
        let weights = NameWeights.standard
        // With some room for the order in which terms are added up.
        let most = weights.intercept + weights.sum(features, without: .together) + weights.mostTogether + 1e-6
        if NameWeights.logistic(most) < least { return nil }
        features.addTogether(self, left, right)
        return NameComparison.score(features, isSame: left.isSame(as: right)).value
    }

    // MARK: Runs

    /// The similarity of all words run together.
    ///
    /// - Parameter least: see ``PartSimilarity/similarity(_:_:least:)``.
    func together(_ left: NameForms.Name, _ right: NameForms.Name, least: Float = NameAlignment.leastSimilarity) -> Float {
        left.isEmpty || right.isEmpty ? 0 : similarity(ofRun: left, 0, left.count, right, 0, right.count, least: least)
    }

    /// The similarity of neighbouring parts read as one word: Jae Son and Jaeson.
    private func similarity(
        ofRun left: NameForms.Name, _ leftStart: Int, _ leftCount: Int, _ right: NameForms.Name, _ rightStart: Int, _ rightCount: Int,
        least: Float = NameAlignment.leastSimilarity
    ) -> Float {
        similarity.similarity(
            view(left, leftStart, leftCount, joined), view(right, rightStart, rightCount, joined + joinedSize), least: least)
    }

    private func view(_ name: NameForms.Name, _ start: Int, _ count: Int, _ memory: UnsafeMutablePointer<UInt8>) -> PartSimilarity.View {
        if count == 1 { return name.view(start) }
        return similarity.joined(name, start..<start &+ count, into: memory)
    }
}
