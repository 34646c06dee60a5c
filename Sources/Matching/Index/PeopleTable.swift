/// The people of an index, in flat columns.
struct PeopleTable: Sendable {
    /// Stands between two names of a person in the list of parts.
    static let divider = UInt32.max

    private var identifiers = FlatTexts()
    /// Names of a person, with a line feed between two.
    private var names = FlatTexts()
    private var parts: [UInt32] = []
    private var partEnds: [UInt32] = []
    /// ``ComparedDate/packed``
    private(set) var born: [UInt32] = []
    /// The number of the place in ``placeTable`` plus 1, 0 for none.
    private(set) var places: [UInt32] = []
    private var removed: [Bool] = []
    private var byIdentifier = FlatMultimap()
    private var byNumber = FlatMultimap()
    private var numbers = FlatTexts()
    private(set) var placeTable = PlaceTable()
    private(set) var liveCount = 0

    init() {}

    func write(to writer: inout SnapshotWriter) {
        identifiers.write(to: &writer)
        names.write(to: &writer)
        writer.append(parts)
        writer.append(partEnds)
        writer.append(born)
        writer.append(places)
        writer.append(removed.map { $0 ? UInt8(1) : 0 })
        byIdentifier.write(to: &writer)
        byNumber.write(to: &writer)
        numbers.write(to: &writer)
        placeTable.write(to: &writer)
    }

    init(from reader: inout SnapshotReader, entries: Int) throws(SnapshotError) {
        let field = "the people"
        identifiers = try FlatTexts(from: &reader, field)
        names = try FlatTexts(from: &reader, field)
        parts = try reader.array(field)
        partEnds = try reader.array(field)
        born = try reader.array(field)
        places = try reader.array(field)
        removed = try reader.array(field, of: UInt8.self).map { $0 != 0 }
        let count = identifiers.count
        byIdentifier = try FlatMultimap(from: &reader, field, valuesBelow: count)
        byNumber = try FlatMultimap(from: &reader, field, valuesBelow: count)
        numbers = try FlatTexts(from: &reader, field)
        placeTable = try PlaceTable(from: &reader)
        liveCount = removed.count { !$0 }
        let columns = [names.count, partEnds.count, born.count, places.count, removed.count, numbers.count]
        let isSound =
            columns.allSatisfy { $0 == count } && Ascending.isAscending(partEnds) && Int(partEnds.last ?? 0) == parts.count
            && parts.allSatisfy { $0 == Self.divider || Int($0) < entries } && places.allSatisfy { Int($0) <= placeTable.count }
        guard isSound else { throw SnapshotError(field: field) }
    }

    var count: Int { identifiers.count }

    func isRemoved(_ person: Int) -> Bool { removed[person] }

    func identifier(_ person: Int) -> String { identifiers.string(person) }

    func names(_ person: Int) -> [String] { names[person].split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) } }

    func numbers(_ person: Int) -> [ComparedNumber] {
        numbers[person].split(separator: 0x0A).compactMap { ComparedNumber(String(decoding: $0, as: UTF8.self)) }
    }

    func partRange(_ person: Int) -> Range<Int> { (person == 0 ? 0 : Int(partEnds[person - 1]))..<Int(partEnds[person]) }

    @inline(__always)
    func forEachPart(_ person: Int, _ body: (UInt32) -> Void) {
        for place in partRange(person) { body(parts[place]) }
    }

    func withParts<Result>(_ body: (_ parts: UnsafeBufferPointer<UInt32>, _ ends: UnsafeBufferPointer<UInt32>) -> Result) -> Result {
        parts.withUnsafeBufferPointer { parts in partEnds.withUnsafeBufferPointer { body(parts, $0) } }
    }

    /// The columns by which people are ranked.
    func withColumns(
        _ body: (
            _ born: UnsafeBufferPointer<UInt32>, _ places: UnsafeBufferPointer<UInt32>, _ ends: UnsafeBufferPointer<UInt32>,
            _ removed: UnsafeBufferPointer<Bool>
        ) -> Void
    ) {
        born.withUnsafeBufferPointer { born in
            places.withUnsafeBufferPointer { places in
                partEnds.withUnsafeBufferPointer { ends in removed.withUnsafeBufferPointer { body(born, places, ends, $0) } }
            }
        }
    }

    func parts(_ person: Int) -> ArraySlice<UInt32> { parts[partRange(person)] }

    func person(_ identifier: String) -> Int? {
        byIdentifier.first(TextHash.hash(identifier.utf8)) { !removed[Int($0)] && identifiers[Int($0)].elementsEqual(identifier.utf8) }.map(Int.init)
    }

    mutating func append(_ record: PersonRecord, parts newParts: [UInt32]) -> Int {
        let person = identifiers.count
        identifiers.append(record.identifier.utf8)
        names.append(record.names.map { $0.split(separator: "\n").joined(separator: " ") }.joined(separator: "\n").utf8)
        parts.append(contentsOf: newParts)
        partEnds.append(UInt32(parts.count))
        born.append(record.born?.packed ?? 0)
        places.append(record.place.map { UInt32(placeTable.add($0)) + 1 } ?? 0)
        let compared = record.numbers.compactMap { ComparedNumber($0) }
        numbers.append(Array(compared.map(\.characters).joined(separator: [0x0A])))
        for number in compared {
            for key in Self.numberKeys(number) { byNumber.insert(key, UInt32(person)) }
            if let key = Self.endingKey(number) { byNumber.insert(key, UInt32(person)) }
        }
        removed.append(false)
        byIdentifier.insert(TextHash.hash(record.identifier.utf8), UInt32(person))
        liveCount += 1
        return person
    }

    mutating func remove(_ identifier: String) -> Int? {
        guard let person = person(identifier) else { return nil }
        removed[person] = true
        liveCount -= 1
        if places[person] != 0 { placeTable.removePerson(of: Int(places[person]) - 1) }
        return person
    }

    /// A telephone number is found by its last eight digits; another number whole, and with one character wrong where its first or second half is right.
    private static func numberKeys(_ number: ComparedNumber) -> [UInt32] {
        if let ending = number.lastDigits, number.characters.allSatisfy({ $0 < 0x3A }) { return [TextHash.hash(ending, salt: 2)] }
        let plain = number.withoutLookalikes
        guard plain.count >= 6 else { return [TextHash.hash(plain, salt: 1)] }
        return [TextHash.hash(plain.prefix(plain.count / 2), salt: 3), TextHash.hash(plain.suffix(plain.count / 2), salt: 4)]
    }

    /// What the last digits of a number are found by; nil for one that does not end in so many.
    private static func endingKey(_ number: ComparedNumber) -> UInt32? {
        let ending = number.characters.suffix(ComparedNumber.shortestEnding)
        return ending.allSatisfy { $0 < 0x3A } ? TextHash.hash(ending, salt: 5) : nil
    }

    /// People with a number like this one, or one that ends so; at most as many as the limit are looked at for each way of finding it.
    func forEach(_ number: ComparedNumber, limit: Int = 500, _ body: (Int, ComparedNumber.Agreement) -> Void) {
        // Few digits are asked for as an ending; of a whole number that is known the ending says nothing more.
        let isShort = number.characters.count < 8 && number.characters.allSatisfy { $0 < 0x3A }
        for key in Self.numberKeys(number) + (isShort ? [Self.endingKey(number)].compactMap(\.self) : []) {
            var seen = 0
            byNumber.forEach(key) { person in
                seen += 1
                guard seen <= limit, !removed[Int(person)] else { return }
                let known = numbers(Int(person))
                var best = known.map { $0.agreement(with: number, isTelephone: true) }.max() ?? .different
                if best == .different, isShort, known.contains(where: { $0.ends(with: number) }) { best = .ending }
                if best > .different { body(Int(person), best) }
            }
        }
    }
}
