import Journal
import Matching

/// What the search of one organisation looks in, in memory: the people and parties with their names and numbers, and the words of what was written about cases.
///
/// A unit of words is a case with everything recorded in it, or a person or party; its number is new each time it is read anew, so that numbers only grow.
struct SearchIndex: Sendable {
    /// The place in the journal up to which the index is true, apart from what is waiting to be read.
    var sequence: Int64 = 0
    private(set) var people = PersonIndex()
    private(set) var words = WordIndex()
    /// The current unit of each record.
    private var units: [String: Int32] = [:]
    /// The record of each unit; empty for those that were replaced.
    private var records: [String] = []
    private var dead = Bitmap()
    private var deadCount = 0
    private var replacedPeople = 0
    /// Tells one state of the index from the next.
    private(set) var changeCount = 0
    /// For each unit the place of its case in the table of cases, or -1; true for the state of the table that the number tells.
    private var casePlaces: [Int32] = []
    private var casePlacesState: UInt64?

    /// How many records are in it.
    var count: Int { units.count }
    /// How many different words are in it.
    var wordCount: Int { words.count }

    /// Puts a record in, or in place of what was known of it.
    mutating func put(_ content: SearchContent) {
        forget(content.record)
        if let person = content.person { people.insert(person) }
        let unit = Int32(records.count)
        records.append(content.record)
        units[content.record] = unit
        words.add(unit, words: content.words)
        changeCount += 1
    }

    /// Takes a record out. Its words stay in memory until ``compacted()``, where nobody finds them.
    mutating func remove(_ record: String) { forget(record) }

    private mutating func forget(_ record: String) {
        guard let unit = units.removeValue(forKey: record) else { return }
        people.remove(record)
        replacedPeople += 1
        records[Int(unit)] = ""
        dead.insert(Int(unit))
        deadCount += 1
        changeCount += 1
    }

    /// Whether so much was replaced that making the index smaller is worth the work.
    var isWorthCompacting: Bool { deadCount > 1_000 + count / 4 || replacedPeople > 1_000 + people.count / 4 }

    /// The same index without anything of records that were replaced or taken out. O(everything).
    func compacted() -> SearchIndex {
        var index = SearchIndex()
        index.sequence = sequence
        index.changeCount = changeCount
        var renumbered = [Int32](repeating: -1, count: records.count)
        for (unit, record) in records.enumerated() where !record.isEmpty {
            renumbered[unit] = Int32(index.records.count)
            index.units[record] = Int32(index.records.count)
            index.records.append(record)
        }
        index.words = words.compacted(renumbered)
        index.people = PersonIndex(people.records)
        return index
    }

    // MARK: Finding

    /// What holds each of the words, or a word that begins so.
    struct WordHits: Sendable, Hashable {
        /// The places of cases.
        var cases = Bitmap()
        /// People and parties.
        var others: [String] = []
    }

    /// What holds each of the words, or a word that begins so. O(units found); the places of cases are asked for once.
    /// - Parameters:
    ///   - otherLimit: how many people and parties are told.
    ///   - state: a number that is another one when a place may have come to mean another case.
    ///   - tableSequence: the place in the journal up to which `place` knows cases.
    ///   - place: the place of a case; nil for what is none.
    mutating func hits(withWords asked: [String], otherLimit: Int, state: UInt64, tableSequence: Int64, place: (String) -> Int32?) -> WordHits {
        var found: Bitmap?
        for word in Set(asked) {
            let units = words.units(with: word)
            if found == nil { found = units } else { found?.formIntersection(units) }
        }
        guard var found else { return WordHits() }
        found.subtract(dead)
        if casePlacesState != state { casePlaces = [] }
        casePlacesState = state
        let known = casePlaces.count
        for record in records[known...] { casePlaces.append(place(record) ?? -1) }
        // Where the table is behind, a new case would be taken for a person for good.
        defer { if tableSequence < sequence { casePlaces.removeLast(casePlaces.count - known) } }
        var hits = WordHits()
        found.forEach { unit in
            if casePlaces[unit] >= 0 {
                hits.cases.insert(Int(casePlaces[unit]))
            } else if hits.others.count < otherLimit {
                hits.others.append(records[unit])
            }
        }
        return hits
    }

    // MARK: Snapshot

    func write(to writer: inout SnapshotWriter) {
        writer.append(sequence)
        writer.append(UInt32(records.count))
        for record in records { writer.append(record) }
        words.write(to: &writer)
        let people = people.records
        writer.append(UInt32(people.count))
        for person in people {
            writer.append(person.identifier)
            writer.append(person.names.joined(separator: "\n"))
            writer.append(person.numbers.joined(separator: "\n"))
            writer.append(person.born.map(SearchContent.text) ?? "")
            writer.append(person.place ?? "")
        }
    }

    /// - Throws: ``SnapshotError`` if the bytes are not what ``write(to:)`` wrote.
    init(from reader: inout SnapshotReader) throws {
        sequence = try reader.value("how far it goes")
        for unit in 0..<(try reader.value("the records", of: UInt32.self)) {
            let record = try reader.text("the records")
            records.append(record)
            guard !record.isEmpty else {
                dead.insert(Int(unit))
                deadCount += 1
                continue
            }
            guard units.updateValue(Int32(unit), forKey: record) == nil else { throw SnapshotError(field: "the records") }
        }
        words = try WordIndex(from: &reader, unitLimit: records.count)
        var people: [PersonRecord] = []
        for _ in 0..<(try reader.value("the people", of: UInt32.self)) {
            var texts: [String] = []
            for _ in 0..<5 { texts.append(try reader.text("the people")) }
            people.append(
                PersonRecord(
                    identifier: texts[0], names: Self.lines(texts[1]), born: ComparedDate(texts[3]), place: texts[4].isEmpty ? nil : texts[4],
                    numbers: Self.lines(texts[2])))
        }
        self.people = PersonIndex(people)
    }

    private static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    init() {}
}
