import Matching

/// The cases that a search may have meant, the best of them in order. A common word is in half of all cases: of those that only words speak for no more are kept than can be shown,
/// and the others are counted.
struct Candidates {
    /// A case that was found, with what led to it.
    struct Candidate {
        var score = 0.0
        var people: [(match: PersonMatch, role: String?)] = []
        var hasWords = false
        /// People and parties of the case whose own texts hold the words.
        var wordRecords: [(record: String, role: String?)] = []
        var isNamed = false
    }

    /// What words in a case's own texts speak for it.
    private static let wordScore = 5.0

    let limit: Int
    private var found: [String: Candidate] = [:]
    /// Cases that only words speak for, the best first.
    private var wordCases: [(score: Double, record: String)] = []
    private var wordCaseCount = 0

    /// - Parameter limit: how many of those that only words speak for are kept.
    init(limit: Int) {
        self.limit = limit
    }

    /// How many cases were found.
    var count: Int { found.count + wordCaseCount }

    /// Those that more than words speaks for.
    var records: [String] { Array(found.keys) }

    mutating func change(_ record: String, _ change: (inout Candidate) -> Void) { change(&found[record, default: Candidate()]) }

    /// Notes that a case's own texts hold the words. To be called once for a case, after whatever else leads to it is known.
    mutating func addWordCase(_ record: String, recency: Double) {
        guard found[record] == nil else {
            found[record]?.hasWords = true
            found[record]?.score += Self.wordScore
            return
        }
        wordCaseCount += 1
        let new = (score: Self.wordScore + recency, record: record)
        if wordCases.count == limit, let last = wordCases.last, last > new { return }
        var (low, high) = (0, wordCases.count)
        while low < high {
            let middle = (low + high) / 2
            if wordCases[middle] > new { low = middle + 1 } else { high = middle }
        }
        wordCases.insert(new, at: low)
        if wordCases.count > limit { wordCases.removeLast() }
    }

    /// Keeps, of those that more than words speaks for, the ones that are worth it.
    mutating func keep(_ isKept: (Candidate) -> Bool) { found = found.filter { isKept($0.value) } }

    /// Keeps only what has the very number that was asked for.
    /// - Returns: false if nothing has it; then all are kept.
    mutating func keepOnlyWithNumber() -> Bool {
        let exact = found.filter { $0.value.people.contains { $0.match.evidence.contains { $0.kind == .number && $0.agreement == "same" } } }
        if !exact.isEmpty { found = exact }
        return !exact.isEmpty
    }

    /// Notes so many more cases that only words speak for and that come behind all that are kept.
    mutating func countWordCases(_ count: Int) { wordCaseCount += count }

    /// Of two cases that fit equally the later one comes first.
    mutating func addRecency(_ table: CaseTable) {
        for record in Array(found.keys) { found[record]?.score += table.recency(of: record) }
    }

    /// The best first.
    var ordered: [(record: String, candidate: Candidate)] {
        let others = wordCases.map { (record: $0.record, candidate: Candidate(score: $0.score, hasWords: true)) }
        return (found.map { (record: $0.key, candidate: $0.value) } + others).sorted {
            ($0.candidate.score, $0.record) > ($1.candidate.score, $1.record)
        }
    }
}
