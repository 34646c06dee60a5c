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
    /// Place in ``placeTexts`` plus 1, 0 for none.
    private(set) var places: [UInt32] = []
    private var removed: [Bool] = []
    private var byIdentifier = FlatMultimap()
    private var byNumber = FlatMultimap()
    private var numbers = FlatTexts()
    private(set) var placeTexts = FlatTexts()
    private(set) var placeCounts: [UInt32] = []
    private var placeWords = NameVocabulary()
    private var placesByWord = FlatMultimap()
    private var byPlace = FlatMultimap()
    private(set) var liveCount = 0

    var count: Int { identifiers.count }

    func isRemoved(_ person: Int) -> Bool { removed[person] }

    func identifier(_ person: Int) -> String { identifiers.string(person) }

    func names(_ person: Int) -> [String] { names[person].split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) } }

    func numbers(_ person: Int) -> [ComparedNumber] { numbers[person].split(separator: 0x0A).compactMap { ComparedNumber(String(decoding: $0, as: UTF8.self)) } }

    func partRange(_ person: Int) -> Range<Int> { (person == 0 ? 0 : Int(partEnds[person - 1]))..<Int(partEnds[person]) }

    @inline(__always)
    func forEachPart(_ person: Int, _ body: (UInt32) -> Void) {
        for place in partRange(person) { body(parts[place]) }
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
        places.append(record.place.map { intern(place: $0) } ?? 0)
        let compared = record.numbers.compactMap { ComparedNumber($0) }
        numbers.append(compared.map(\.characters).joined(separator: [0x0A]))
        for number in compared { for key in Self.numberKeys(number) { byNumber.insert(key, UInt32(person)) } }
        removed.append(false)
        byIdentifier.insert(TextHash.hash(record.identifier.utf8), UInt32(person))
        liveCount += 1
        return person
    }

    private mutating func intern(place: String) -> UInt32 {
        let hash = TextHash.hash(place.utf8)
        let found = byPlace.first(hash) { placeTexts[Int($0)].elementsEqual(place.utf8) }.map(Int.init) ?? placeTexts.count
        if found == placeTexts.count {
            placeTexts.append(place.utf8)
            placeCounts.append(0)
            byPlace.insert(hash, UInt32(found))
            for part in NameKey(place).parts { placesByWord.insert(UInt32(placeWords.intern(part)), UInt32(found)) }
        }
        placeCounts[found] += 1
        return UInt32(found) + 1
    }

    /// Places that agree at least partly with one that is looked for, by their numbers.
    func places(like place: ComparedPlace, limit: Int = 400) -> [Int: ComparedPlace.Agreement] {
        var words: Set<Int> = []
        for part in place.parts.flatMap(\.parts) where part.isSubstantial {
            placeWords.forEach(near: part.sounds) { entry in
                if placeWords.similarity(part, entry) >= ComparedPlace.sameWord { words.insert(entry) }
            }
        }
        var found: [Int: ComparedPlace.Agreement] = [:]
        for word in words {
            placesByWord.forEach(UInt32(word)) { number in
                guard found.count < limit, found[Int(number)] == nil, let other = ComparedPlace(placeTexts.string(Int(number))) else { return }
                let agreement = place.agreement(with: other)
                if agreement > .different { found[Int(number)] = agreement }
            }
        }
        return found
    }

    mutating func remove(_ identifier: String) -> Int? {
        guard let person = person(identifier) else { return nil }
        removed[person] = true
        liveCount -= 1
        if places[person] != 0 { placeCounts[Int(places[person]) - 1] -= 1 }
        return person
    }

    /// A number is found whole, by its last eight digits, and with one character wrong where the first or the second half is right.
    private static func numberKeys(_ number: ComparedNumber) -> [UInt32] {
        let plain = number.withoutLookalikes
        var keys = [TextHash.hash(plain, salt: 1)]
        if let ending = number.lastDigits { keys.append(TextHash.hash(ending, salt: 2)) }
        if plain.count >= 6 {
            keys.append(TextHash.hash(plain.prefix(plain.count / 2), salt: 3))
            keys.append(TextHash.hash(plain.suffix(plain.count / 2), salt: 4))
        }
        return keys
    }

    /// People with a number like this one; at most as many as the limit are looked at for each way of finding it.
    func forEach(_ number: ComparedNumber, limit: Int = 500, _ body: (Int, ComparedNumber.Agreement) -> Void) {
        for key in Self.numberKeys(number) {
            var seen = 0
            byNumber.forEach(key) { person in
                seen += 1
                guard seen <= limit, !removed[Int(person)] else { return }
                let best = numbers(Int(person)).map { $0.agreement(with: number, isTelephone: true) }.max() ?? .different
                if best > .different { body(Int(person), best) }
            }
        }
    }
}
