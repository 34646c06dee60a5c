import Synchronization

/// Asks the name engine whether two values are the same name, and remembers what it said.
///
/// A pair of values comes up again and again, in other records and by other rules. Made for one thread.
final class SpokenNames {
    /// What the engine says, in the steps that become levels of agreement.
    enum Likeness: UInt8 {
        case other, akin, near, same
    }

    /// Likenesses of single names from which they are near and the same. Between Latin spellings Rafiq and Rafeek reach 0.83, Kamal and Jamal 0.35, Rafiq and Shafiq 0.29; across ways
    /// of writing, which cannot agree in all, 92 to 99 of 100 right pairs of `name-script-pairs.csv` reach the second value and of others none.
    private static let word: (near: Float, same: Float) = (0.55, 0.75)
    private static let wordAcross: (near: Float, same: Float) = (0.4, 0.6)
    /// Scores of ``NameComparison`` for values of several words. Whole names of two people who share one of two words reach the second in 7 to 29 of 100 cases, and hardly the third.
    private static let akin = 0.6
    private static let near = 0.9
    private static let same = 0.95

    private let names: SpokenValues
    private var memory: Memory

    init(_ names: SpokenValues) {
        self.names = names
        memory = names.pool.take()
    }

    deinit { names.pool.giveBack(memory) }

    /// What was said of pairs of values, the latest ones.
    struct Memory: Sendable {
        static let kept = 1 << 18
        fileprivate var pairs = [UInt64](repeating: 0, count: kept)
        fileprivate var answers = [Likeness](repeating: .other, count: kept)
    }

    /// Memories that nobody uses at the moment.
    final class Pool: Sendable {
        private let free = Mutex<[Memory]>([])

        func take() -> Memory { free.withLock { $0.popLast() } ?? Memory() }

        func giveBack(_ memory: Memory) { free.withLock { $0.append(memory) } }
    }

    /// - Parameters:
    ///   - left: the number of a value among the texts of all columns.
    ///   - right: another one.
    func likeness(_ left: UInt32, _ right: UInt32) -> Likeness {
        let pair = UInt64(min(left, right)) << 32 | UInt64(max(left, right))
        let place = Int(truncatingIfNeeded: Hashing.mix(pair)) & (Memory.kept - 1)
        if memory.pairs[place] == pair { return memory.answers[place] }
        let answer = compared(min(left, right), max(left, right))
        memory.pairs[place] = pair
        memory.answers[place] = answer
        return answer
    }

    private func compared(_ left: UInt32, _ right: UInt32) -> Likeness {
        let (first, second) = (names.key(left), names.key(right))
        if first.parts.count == 1, second.parts.count == 1 { return Self.compared(first.parts[0], second.parts[0]) }
        // Latin names of several words that are one person's nearly always share the sounds of one of them; other scripts tell sounds too differently.
        if names.words(left) & names.words(right) == 0, first.isLatin, second.isLatin { return .other }
        let score = NameComparison(first, second).score
        if score >= Self.near { return score >= Self.same ? .same : .near }
        return score >= Self.akin ? .akin : .other
    }

    private static func compared(_ left: NamePart, _ right: NamePart) -> Likeness {
        if left.role == .initial || right.role == .initial { return .other }
        let steps = left.script.writing == right.script.writing ? word : wordAcross
        let alike = PartSimilarity.standard.similarity(ofWords: left, right, least: steps.near)
        return alike >= steps.same ? .same : alike >= steps.near ? .near : .other
    }
}

/// The values of columns of names and places as the name engine reads them, by their number among the texts of all columns.
struct SpokenValues: Sendable {
    /// The values of columns that share their texts.
    struct Part: Sendable {
        /// The number before that of the first value.
        var base: UInt32 = 0
        /// By number in the pool; number 0 is the missing value.
        private(set) var keys: [NameKey] = [NameKey("")]
        /// The sounds of the words of each, see ``SoundMark/words(of:)``.
        private(set) var words: [UInt64] = [0]

        mutating func append(_ key: NameKey) {
            keys.append(key)
            words.append(SoundMark.words(of: key))
        }
    }

    /// Those with names, by their bases.
    let parts: [Part]
    let pool = SpokenNames.Pool()

    func key(_ value: UInt32) -> NameKey {
        guard let part = parts.last(where: { $0.base < value }) else { return NameKey("") }
        let number = Int(value - part.base)
        return number < part.keys.count ? part.keys[number] : NameKey("")
    }

    func words(_ value: UInt32) -> UInt64 {
        guard let part = parts.last(where: { $0.base < value }) else { return 0 }
        let number = Int(value - part.base)
        return number < part.words.count ? part.words[number] : 0
    }
}

extension NameKey {
    fileprivate var isLatin: Bool { parts.allSatisfy { $0.script == .latin } }
}
