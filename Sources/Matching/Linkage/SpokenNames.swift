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
    private let aligner: NameAligner

    init(_ names: SpokenValues) {
        self.names = names
        memory = names.pool.take()
        aligner = NameAligner(parts: NameReader.partLimit, bytes: names.parts.reduce(0) { max($0, $1.mostBytes) })
    }

    deinit { names.pool.giveBack(memory) }

    /// What was said of pairs of values, the latest ones.
    struct Memory: Sendable {
        static let kept = 1 << 18
        /// Side by side, so that looking one up is one look at memory.
        fileprivate var entries = [Entry](repeating: Entry(pair: 0, answer: .other), count: kept)

        fileprivate struct Entry: Sendable {
            let pair: UInt64
            let answer: Likeness
        }
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
        let known = memory.entries[place]
        if known.pair == pair { return known.answer }
        let answer = names.with(min(left, right), max(left, right)) { compared($0, $1) }
        memory.entries[place] = Memory.Entry(pair: pair, answer: answer)
        return answer
    }

    private func compared(_ left: SpokenValues.Value, _ right: SpokenValues.Value) -> Likeness {
        let (first, second) = (left.name, right.name)
        if first.count == 1, second.count == 1 { return Self.compared(first, second) }
        if first.isEmpty || second.isEmpty { return .other }
        // Latin names of several words that are one person's nearly always share the sounds of one of them; other scripts tell sounds too differently.
        if left.words & right.words == 0, first.isLatin, second.isLatin { return .other }
        guard let score = aligner.score(first, second, least: Self.akin) else { return .other }
        if score >= Self.near { return score >= Self.same ? .same : .near }
        return score >= Self.akin ? .akin : .other
    }

    private static func compared(_ left: NameForms.Name, _ right: NameForms.Name) -> Likeness {
        if left[0].role == .initial || right[0].role == .initial { return .other }
        let steps = left[0].writing == right[0].writing ? word : wordAcross
        let alike = PartSimilarity.standard.similarity(left.view(0), right.view(0), least: steps.near)
        return alike >= steps.same ? .same : alike >= steps.near ? .near : .other
    }
}

/// The values of columns of names and places as the name engine reads them, by their number among the texts of all columns.
struct SpokenValues: Sendable {
    /// The values of columns that share their texts.
    struct Part: Sendable {
        /// The number before that of the first value.
        var base: UInt32 = 0
        /// The parts of all values, and where those of each begin, by number in the pool; number 0 is the missing value.
        private var forms = NameForms()
        private var starts = [0, 0]
        /// The sounds of the words of each, see ``SoundMark/words(of:)``.
        private var words: [UInt64] = [0]
        /// The most that the sounds and letters of a value take.
        private(set) var mostBytes = 0

        /// How many numbers there are, that of the missing value included.
        var count: Int { words.count }

        mutating func append(_ key: NameKey) {
            for part in key.parts { forms.append(part) }
            starts.append(forms.forms.count)
            words.append(SoundMark.words(of: key))
            mostBytes = max(mostBytes, key.parts.reduce(0) { $0 + $1.sounds.count + $1.letters.count })
        }

        @inline(__always)
        fileprivate func with<Result>(_ number: Int, _ body: (Value) -> Result) -> Result {
            guard number < words.count else { return Value.with(nothing: body) }
            return forms.with(starts[number]..<starts[number + 1]) { body(Value(name: $0, words: words[number])) }
        }
    }

    /// A value, lent for the time of a comparison.
    struct Value {
        let name: NameForms.Name
        /// See ``SoundMark/words(of:)``.
        let words: UInt64

        fileprivate static func with<Result>(nothing body: (Value) -> Result) -> Result {
            body(Value(name: NameForms.Name(UnsafeBufferPointer(start: nil, count: 0), bytes: UnsafeBufferPointer(start: nil, count: 0)), words: 0))
        }
    }

    /// Those with names, by their bases.
    let parts: [Part]
    let pool = SpokenNames.Pool()

    /// Lends a value, without parts where it is none of a column of names.
    @inline(__always)
    func with<Result>(_ value: UInt32, _ body: (Value) -> Result) -> Result {
        for index in parts.indices.reversed() where parts[index].base < value { return parts[index].with(Int(value - parts[index].base), body) }
        return Value.with(nothing: body)
    }

    /// Lends two values.
    @inline(__always)
    func with<Result>(_ left: UInt32, _ right: UInt32, _ body: (Value, Value) -> Result) -> Result {
        with(left) { first in with(right) { body(first, $0) } }
    }
}

extension NameForms.Name {
    fileprivate var isLatin: Bool { (0..<count).allSatisfy { self[$0].script == .latin } }
}
