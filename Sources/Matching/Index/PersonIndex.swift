/// An index of people by name in any script, with what else is known of them: finds one among millions by a badly spelt name in about a millisecond.
///
/// A value: copies are independent. Searches may run at the same time on several threads. Memory is about 100 bytes a person beside the texts themselves.
///
/// How it works: every different part of a name is kept once (``NameVocabulary``) and found by the classes of its consonants, one of which may be missing or wrong.
/// Parts alike enough give their people; rare parts count more than common ones (in bits: the logarithm of how few have it). The best are then compared in full.
public struct PersonIndex: Sendable {
    var vocabulary = NameVocabulary()
    var postings = Postings()
    var people = PeopleTable()
    let scratch: ScratchPool
    /// Begun anew with every change.
    private(set) var memory = SpellingMemory()

    public init() { scratch = ScratchPool() }

    /// - Complexity: linear in the records.
    public init(_ records: some Sequence<PersonRecord>) {
        self = Self.build { add in for record in records { add(record) } }
    }

    /// An index of records that are given one after another, so that they need not all be in memory.
    ///
    /// - Complexity: linear in the records.
    public static func build(_ fill: ((PersonRecord) -> Void) throws -> Void) rethrows -> PersonIndex {
        var index = PersonIndex()
        var words = WordMemory()
        try fill { index.add($0, &words) }
        index.finish()
        return index
    }

    /// As ``build(_:)``, but records with the same identifier are one person with the names and numbers of all: lists of other names have a line for each.
    public static func build(joining repeated: inout RepeatedPeople, _ fill: ((PersonRecord) -> Void) throws -> Void) rethrows -> PersonIndex {
        var index = PersonIndex()
        var words = WordMemory()
        try fill { record in
            var record = record
            if let known = index.people.person(record.identifier) { record = repeated.joined(index.people.record(known), record) }
            index.add(record, &words)
        }
        index.finish()
        return index
    }

    private mutating func finish() {
        rebuildPostings()
        vocabulary.sort()
    }

    /// Records that came with an identifier that was there already.
    public struct RepeatedPeople: Sendable {
        /// A person has so many names at most: an identifier that stands in more lines is of no person.
        public static let mostNames = 64
        /// How many such records there were.
        public private(set) var count = 0
        /// An identifier that too many lines have.
        public private(set) var overfull: String?

        public init() {}

        mutating func joined(_ known: PersonRecord, _ record: PersonRecord) -> PersonRecord {
            count += 1
            var joined = known
            guard known.names.count < Self.mostNames else {
                overfull = known.identifier
                return joined
            }
            joined.names += record.names.filter { !known.names.contains($0) }
            joined.numbers += record.numbers.filter { !known.numbers.contains($0) }
            joined.born = known.born ?? record.born
            joined.place = known.place ?? record.place
            return joined
        }
    }

    /// How many people are in it.
    public var count: Int { people.liveCount }

    /// Adds a person, in place of one with the same identifier.
    ///
    /// - Complexity: linear in the length of the record; now and then the postings are made anew, which is constant on average.
    public mutating func insert(_ record: PersonRecord) {
        var words = WordMemory()
        memory = SpellingMemory()
        let person = add(record, &words)
        people.forEachPart(person) { entry in
            if entry != PeopleTable.divider { postings.insert(Int(entry), person) }
        }
        if postings.laterCount > 4096 + postings.blockCount / 4 { rebuildPostings() }
    }

    /// Takes a person out; nothing happens if nobody has the identifier.
    ///
    /// - Complexity: linear in the length of the record.
    public mutating func remove(_ identifier: String) {
        guard let person = people.remove(identifier) else { return }
        memory = SpellingMemory()
        people.forEachPart(person) { if $0 != PeopleTable.divider { vocabulary.counts[Int($0)] &-= 1 } }
    }

    @discardableResult
    private mutating func add(_ record: PersonRecord, _ words: inout WordMemory) -> Int {
        remove(record.identifier)
        var parts: [UInt32] = []
        for name in record.names {
            if !parts.isEmpty { parts.append(PeopleTable.divider) }
            words.append(name, to: &parts, &vocabulary)
        }
        for part in parts where part != PeopleTable.divider { vocabulary.counts[Int(part)] &+= 1 }
        return people.append(record, parts: parts)
    }

    private mutating func rebuildPostings() {
        let people = people
        postings.rebuild(entries: vocabulary.count) { body in
            for person in 0..<people.count where !people.isRemoved(person) {
                people.forEachPart(person) { if $0 != PeopleTable.divider { body($0, UInt32(person)) } }
            }
        }
    }
}
