/// Which people have which part of a name (or place): most in one sorted block, later ones beside it until the block is made anew.
struct Postings: Sendable {
    private var ends: [UInt32] = []
    private var people: [UInt32] = []
    private var later = FlatMultimap()

    /// How many pairs lie outside the block.
    var laterCount: Int { later.count }
    var blockCount: Int { people.count }

    mutating func insert(_ entry: Int, _ person: Int) { later.insert(UInt32(entry), UInt32(person)) }

    /// Makes the block anew from all pairs.
    ///
    /// - Complexity: linear in the pairs.
    mutating func rebuild(entries: Int, pairs: ((UInt32, UInt32) -> Void) -> Void) {
        var starts = [UInt32](repeating: 0, count: entries + 1)
        pairs { entry, _ in starts[Int(entry) + 1] += 1 }
        for entry in 0..<entries { starts[entry + 1] += starts[entry] }
        var places = starts
        var people = [UInt32](repeating: 0, count: Int(starts[entries]))
        pairs { entry, person in
            people[Int(places[Int(entry)])] = person
            places[Int(entry)] += 1
        }
        self.people = people
        ends = Array(starts.dropFirst())
        later = FlatMultimap()
    }

    @inline(__always)
    func forEach(_ entry: Int, _ body: (UInt32) -> Void) {
        if entry < ends.count {
            let start = entry == 0 ? 0 : Int(ends[entry - 1])
            people.withUnsafeBufferPointer { people in
                for place in start..<Int(ends[entry]) { body(people[place]) }
            }
        }
        if later.count > 0 { later.forEach(UInt32(entry), body) }
    }
}
