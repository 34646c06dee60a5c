import Synchronization

/// The working memory of one search, kept between searches because clearing it for a million people would take longer than the search.
///
/// Unchecked: a scratch is used by one search at a time; ``ScratchPool`` hands it out.
final class FindScratch: @unchecked Sendable {
    /// Evidence so far by person, in 1/256 bit.
    private(set) var scores: [UInt16] = []
    /// Which words of the query have counted for a person.
    private(set) var answered: [UInt16] = []
    private(set) var touched: [UInt32] = []
    /// The round in which a part was last looked at.
    private var visits: [UInt32] = []
    private var round: UInt32 = 0

    func prepare(people: Int, entries: Int) {
        if scores.count < people {
            scores += [UInt16](repeating: 0, count: people - scores.count)
            answered += [UInt16](repeating: 0, count: people - answered.count)
        }
        if visits.count < entries { visits += [UInt32](repeating: 0, count: entries - visits.count) }
    }

    func beginVisits() {
        round &+= 1
        if round == 0 {
            for place in visits.indices { visits[place] = 0 }
            round = 1
        }
    }

    /// Whether this is the first visit of a part in this round.
    @inline(__always)
    func visit(_ entry: Int) -> Bool {
        if visits[entry] == round { return false }
        visits[entry] = round
        return true
    }

    /// Adds evidence of a word, once for each person: the first that comes is the best.
    @inline(__always)
    func add(_ person: UInt32, _ value: UInt16, word: UInt16) {
        let place = Int(person)
        let before = answered[place]
        if before & word != 0 { return }
        if before == 0 { touched.append(person) }
        answered[place] = before | word
        scores[place] &+= value
    }

    func clear() {
        for person in touched {
            scores[Int(person)] = 0
            answered[Int(person)] = 0
        }
        touched.removeAll(keepingCapacity: true)
    }
}

/// Hands out working memory to searches that run at the same time.
final class ScratchPool: Sendable {
    private let free = Mutex<[FindScratch]>([])

    func with<Result>(people: Int, entries: Int, _ body: (FindScratch) -> Result) -> Result {
        let scratch = free.withLock { $0.popLast() } ?? FindScratch()
        scratch.prepare(people: people, entries: entries)
        defer {
            scratch.clear()
            free.withLock { $0.append(scratch) }
        }
        return body(scratch)
    }
}
