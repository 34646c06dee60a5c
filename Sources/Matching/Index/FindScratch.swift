import Synchronization

/// The working memory of one search, kept between searches because clearing it for a million people would take longer than the search.
///
/// Unchecked: a scratch is used by one search at a time; ``ScratchPool`` hands it out. Plain memory, because checking each access for overlap would double the
/// time of a search.
final class FindScratch: @unchecked Sendable {
    /// By person, in one number because both are needed together: above which words of the query have counted, below the evidence so far in 1/128 bit.
    private var states: UnsafeMutableBufferPointer<UInt32>
    private(set) var touched: [UInt32] = []
    /// The round in which a part was last looked at.
    private var visits: UnsafeMutableBufferPointer<UInt8>
    private var round: UInt8 = 0
    /// What a part is worth while a word is counted, 0 for most.
    private var values: UnsafeMutableBufferPointer<UInt16>

    /// How many units of a score make a bit.
    static let unitsOfBit: Float = 128

    init(people: Int, entries: Int) {
        // Some room to grow.
        states = .allocate(capacity: people + people / 8 + 64)
        visits = .allocate(capacity: entries + entries / 8 + 64)
        values = .allocate(capacity: visits.count)
        states.initialize(repeating: 0)
        visits.initialize(repeating: 0)
        values.initialize(repeating: 0)
    }

    deinit {
        states.deallocate()
        visits.deallocate()
        values.deallocate()
    }

    func fits(people: Int, entries: Int) -> Bool { states.count >= people && visits.count >= entries }

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
        return true
    }

    func score(_ person: Int) -> UInt16 { UInt16(truncatingIfNeeded: states[person]) }

    /// How many words of the query have counted for a person.
    func answers(_ person: Int) -> Int { (states[person] >> 16).nonzeroBitCount }

    /// Adds evidence of a word to many people, once to each: the first that comes is the best.
    func add(_ people: UnsafeBufferPointer<UInt32>, _ value: UInt16, word: UInt16) {
        let states = states
        let (bit, value) = (UInt32(word) << 16, UInt32(value))
        for person in people {
            let place = Int(person)
            let before = states[place]
            if before & bit != 0 { continue }
            if before == 0 { touched.append(person) }
            states[place] = (before | bit) &+ value
        }
    }

    /// Adds evidence of a word to those who were reached and have not yet answered to it.
    ///
    /// - Parameter worth: what parts are worth.
    func addToReached(_ worth: some Sequence<(entry: Int, value: UInt16)>, word: UInt16, parts: UnsafeBufferPointer<UInt32>, ends: UnsafeBufferPointer<UInt32>)
    {
        for (entry, value) in worth { values[entry] = max(values[entry], value) }
        let bit = UInt32(word) << 16
        for person in touched {
            let place = Int(person)
            if states[place] & bit != 0 { continue }
            var best: UInt16 = 0
            for part in (place == 0 ? 0 : Int(ends[place - 1]))..<Int(ends[place]) where parts[part] != PeopleTable.divider {
                best = max(best, values[Int(parts[part])])
            }
            if best > 0 { states[place] = (states[place] | bit) &+ UInt32(best) }
        }
        for (entry, _) in worth { values[entry] = 0 }
    }

    /// The evidence of one of those who have most so far, and which words have counted for them; nil if nobody was reached.
    var first: (score: UInt16, words: UInt16)? {
        var top: UInt32?
        for person in touched {
            let state = states[Int(person)]
            if UInt16(truncatingIfNeeded: state) > UInt16(truncatingIfNeeded: top ?? 0) || top == nil { top = state }
        }
        return top.map { (UInt16(truncatingIfNeeded: $0), UInt16($0 >> 16)) }
    }

    /// Adds evidence of a word to those who have so much already and have not answered to it, by any part of their names.
    ///
    /// - Parameters:
    ///   - most: how many different parts are looked at.
    ///   - worth: what a part is worth, 0 for nothing.
    func addToReached(
        word: UInt16, from bar: UInt16, most: Int, parts: UnsafeBufferPointer<UInt32>, ends: UnsafeBufferPointer<UInt32>, _ worth: (Int) -> UInt16
    ) {
        beginVisits()
        var looked: [Int] = []
        let bit = UInt32(word) << 16
        for person in touched {
            let place = Int(person)
            if states[place] & bit != 0 || score(place) < bar { continue }
            var best: UInt16 = 0
            for part in (place == 0 ? 0 : Int(ends[place - 1]))..<Int(ends[place]) where parts[part] != PeopleTable.divider {
                let entry = Int(parts[part])
                if visit(entry), looked.count < most {
                    values[entry] = worth(entry)
                    looked.append(entry)
                }
                best = max(best, values[entry])
            }
            if best > 0 { states[place] = (states[place] | bit) &+ UInt32(best) }
        }
        for entry in looked { values[entry] = 0 }
    }

    /// The evidence that at least so many of those who were reached have; 0 if there are fewer.
    func score(ofPlace rank: Int) -> Int {
        guard touched.count >= rank else { return 0 }
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 1024) { counts in
            counts.initialize(repeating: 0)
            for person in touched { counts[Int(score(Int(person)) >> 6)] += 1 }
            var (bin, count) = (1023, 0)
            while bin > 0 {
                count += Int(counts[bin])
                if count >= rank { return bin << 6 }
                bin -= 1
            }
            return 0
        }
    }

    func clear() {
        for person in touched { states[Int(person)] = 0 }
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
