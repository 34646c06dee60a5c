import Synchronization

/// The working memory of one search, kept between searches because clearing it for a million people would take longer than the search.
///
/// Unchecked: a scratch is used by one search at a time; ``ScratchPool`` hands it out. Plain memory, because checking each access for overlap would double the
/// time of a search.
final class FindScratch: @unchecked Sendable {
    /// Evidence so far by person, in 1/256 bit.
    private var scores: UnsafeMutableBufferPointer<UInt16>
    /// Which words of the query have counted for a person.
    private var answered: UnsafeMutableBufferPointer<UInt16>
    private(set) var touched: [UInt32] = []
    /// The round in which a part was last looked at, and what it was worth then.
    private var visits: UnsafeMutableBufferPointer<UInt32>
    private var values: UnsafeMutableBufferPointer<UInt16>
    private var round: UInt32 = 0

    init(people: Int, entries: Int) {
        // Some room to grow.
        scores = .allocate(capacity: people + people / 8 + 64)
        answered = .allocate(capacity: scores.count)
        visits = .allocate(capacity: entries + entries / 8 + 64)
        values = .allocate(capacity: visits.count)
        scores.initialize(repeating: 0)
        answered.initialize(repeating: 0)
        visits.initialize(repeating: 0)
        values.initialize(repeating: 0)
    }

    deinit {
        scores.deallocate()
        answered.deallocate()
        visits.deallocate()
        values.deallocate()
    }

    func fits(people: Int, entries: Int) -> Bool { scores.count >= people && visits.count >= entries }

    func beginVisits() {
        round &+= 1
        if round == 0 {
            visits.update(repeating: 0)
            round = 1
        }
    }

    /// Whether this is the first visit of a part in this round.
    @inline(__always)
    func visit(_ entry: Int) -> Bool {
        if visits[entry] == round { return false }
        visits[entry] = round
        values[entry] = 0
        return true
    }

    @inline(__always)
    func setValue(_ entry: Int, _ value: UInt16) {
        visits[entry] = round
        values[entry] = value
    }

    /// What a part is worth in this round.
    @inline(__always)
    func value(_ entry: Int) -> UInt16 { visits[entry] == round ? values[entry] : 0 }

    func score(_ person: Int) -> UInt16 { scores[person] }

    /// Adds evidence of a word to many people, once to each: the first that comes is the best.
    func add(_ people: UnsafeBufferPointer<UInt32>, _ value: UInt16, word: UInt16) {
        let (scores, answered) = (scores, answered)
        for person in people {
            let place = Int(person)
            let before = answered[place]
            if before & word != 0 { continue }
            if before == 0 { touched.append(person) }
            answered[place] = before | word
            scores[place] &+= value
        }
    }

    /// Adds evidence of a word to those who were reached, by what their parts are worth in this round.
    func addToReached(word: UInt16, parts: UnsafeBufferPointer<UInt32>, ends: UnsafeBufferPointer<UInt32>) {
        for person in touched {
            let place = Int(person)
            var best: UInt16 = 0
            for part in (place == 0 ? 0 : Int(ends[place - 1]))..<Int(ends[place]) where parts[part] != PeopleTable.divider {
                best = max(best, value(Int(parts[part])))
            }
            if best > 0 {
                answered[place] |= word
                scores[place] &+= best
            }
        }
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
        let kept = free.withLock { $0.popLast() }
        let scratch = kept.flatMap { $0.fits(people: people, entries: entries) ? $0 : nil } ?? FindScratch(people: people, entries: entries)
        defer {
            scratch.clear()
            free.withLock { $0.append(scratch) }
        }
        return body(scratch)
    }
}
