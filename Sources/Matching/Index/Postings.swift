/// Which people have which part of a name, or which parts have which consonants: most in one sorted block, later ones beside it until the block is made anew.
struct Postings: Sendable {
    private var ends: [UInt32] = []
    private var people: [UInt32] = []
    private var later = FlatMultimap()

    /// How many pairs lie outside the block.
    var laterCount: Int { later.count }
    var blockCount: Int { people.count }

    mutating func insert(_ entry: Int, _ person: Int) { later.insert(UInt32(entry), UInt32(person)) }

    func write(to writer: inout SnapshotWriter) {
        writer.append(ends)
        writer.append(people)
        later.write(to: &writer)
    }

    init() {}

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        let field = "who has which name"
        ends = try reader.array(field)
        people = try reader.array(field)
        later = try FlatMultimap(from: &reader, field, valuesBelow: Int(UInt32.max))
        guard Ascending.isAscending(ends), Int(ends.last ?? 0) == people.count else { throw SnapshotError(field: field) }
    }

    /// Whether all numbers are of parts and people that there are.
    func isWithin(entries: Int, people count: Int) -> Bool {
        ends.count <= entries && people.allSatisfy { Int($0) < count } && later.allValues.allSatisfy { Int($0) < count }
    }

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

    /// All of the block, in the order of ``range(_:)``.
    var block: [UInt32] { people }

    /// Where the block holds what belongs to a part.
    func range(_ entry: Int) -> Range<Int> { entry < ends.count ? (entry == 0 ? 0 : Int(ends[entry - 1]))..<Int(ends[entry]) : 0..<0 }

    /// What was added for a part since the block was made.
    func forEachLater(_ entry: Int, _ body: (UInt32) -> Void) {
        if later.count > 0 { later.forEach(UInt32(entry), body) }
    }

    /// Gives the people of a part, in one or two pieces.
    @inline(__always)
    func forEachRun(_ entry: Int, _ body: (UnsafeBufferPointer<UInt32>) -> Void) {
        if entry < ends.count {
            let start = entry == 0 ? 0 : Int(ends[entry - 1])
            people.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<Int(ends[entry])])) }
        }
        guard later.count > 0 else { return }
        var added: [UInt32] = []
        later.forEach(UInt32(entry)) { added.append($0) }
        if !added.isEmpty { added.withUnsafeBufferPointer(body) }
    }
}
