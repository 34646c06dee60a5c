/// What differs between two versions of an entry.
public struct VersionDifference: Sendable {
    /// A piece of a text: in both, only in the earlier, or only in the later.
    public enum Piece: Sendable, Hashable {
        case same(String)
        case removed(String)
        case added(String)
    }

    /// A rule in both times, or in one of them.
    public struct Provision: Sendable {
        public var before: Rule?
        public var after: Rule?
    }

    /// The summaries, word by word.
    public let summary: [Piece]
    /// Rules that differ, by topic. Rules that say the same in both are left out.
    public let provisions: [Provision]

    /// O(words of one × words of the other); texts over 2,000 words are set side by side whole.
    public init(from earlier: InstrumentVersion, to later: InstrumentVersion) {
        summary = Self.pieces(earlier.summary, later.summary)
        let before = Dictionary(grouping: earlier.provisions, by: Self.question)
        let after = Dictionary(grouping: later.provisions, by: Self.question)
        let questions = (earlier.provisions + later.provisions).map(Self.question)
        var seen: Set<Question> = []
        provisions = questions.filter { seen.insert($0).inserted }.flatMap { question -> [Provision] in
            let old = (before[question] ?? []).filter { !(after[question] ?? []).contains($0) }
            let new = (after[question] ?? []).filter { !(before[question] ?? []).contains($0) }
            return (0..<max(old.count, new.count)).map { index in
                Provision(before: index < old.count ? old[index] : nil, after: index < new.count ? new[index] : nil)
            }
        }
    }

    private struct Question: Hashable {
        var topic: String
        var conditions: RuleConditions
    }

    private static func question(_ rule: Rule) -> Question { Question(topic: rule.topic, conditions: rule.conditions) }

    /// The longest common run of words, and what lies between.
    static func pieces(_ earlier: String, _ later: String) -> [Piece] {
        let (old, new) = (words(earlier), words(later))
        guard old.count <= 2_000, new.count <= 2_000 else { return [.removed(earlier), .added(later)] }
        var lengths = [[Int]](repeating: [Int](repeating: 0, count: new.count + 1), count: old.count + 1)
        for i in old.indices.reversed() {
            for j in new.indices.reversed() {
                lengths[i][j] = old[i] == new[j] ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
            }
        }
        var pieces: [Piece] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, j < new.count, old[i] == new[j] {
                append(.same(old[i]), to: &pieces)
                (i, j) = (i + 1, j + 1)
            } else if i < old.count, j == new.count || lengths[i + 1][j] >= lengths[i][j + 1] {
                append(.removed(old[i]), to: &pieces)
                i += 1
            } else {
                append(.added(new[j]), to: &pieces)
                j += 1
            }
        }
        return pieces
    }

    private static func words(_ text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
    }

    private static func append(_ piece: Piece, to pieces: inout [Piece]) {
        switch (pieces.last, piece) {
        case (.same(let text)?, .same(let word)): pieces[pieces.count - 1] = .same("\(text) \(word)")
        case (.removed(let text)?, .removed(let word)): pieces[pieces.count - 1] = .removed("\(text) \(word)")
        case (.added(let text)?, .added(let word)): pieces[pieces.count - 1] = .added("\(text) \(word)")
        default: pieces.append(piece)
        }
    }
}
