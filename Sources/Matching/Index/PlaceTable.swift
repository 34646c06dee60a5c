/// The places of an index: each text once, each part of it (what stands between commas) once, and both by the words of the parts.
struct PlaceTable: Sendable {
    /// How a place agrees with one that is looked for, and how many people are of places that agree in the same parts.
    struct Match: Sendable, Hashable {
        let agreement: ComparedPlace.Agreement
        let people: Int
    }

    private(set) var texts = FlatTexts()
    private(set) var counts: [UInt32] = []
    private var byText = FlatMultimap()
    private var parts = FlatTexts()
    private var byPart = FlatMultimap()
    /// The parts of each place, and where those of each end.
    private var partsOfPlaces: [UInt32] = []
    private var partEnds: [UInt32] = []
    private var placesByPart = FlatMultimap()
    private var words = NameVocabulary()
    private var partsByWord = FlatMultimap()

    /// So many parts that share the most words with one that is looked for are compared with it.
    private static let comparedParts = 64
    /// Words that are less alike do not lead to each other; whether two parts are one is asked of them as they stand.
    private static let likeWord: Float = 0.5

    init() {}

    func write(to writer: inout SnapshotWriter) {
        texts.write(to: &writer)
        writer.append(counts)
        byText.write(to: &writer)
        parts.write(to: &writer)
        byPart.write(to: &writer)
        writer.append(partsOfPlaces)
        writer.append(partEnds)
        placesByPart.write(to: &writer)
        words.write(to: &writer)
        partsByWord.write(to: &writer)
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        let field = "the places"
        texts = try FlatTexts(from: &reader, field)
        counts = try reader.array(field)
        byText = try FlatMultimap(from: &reader, field, valuesBelow: texts.count)
        parts = try FlatTexts(from: &reader, field)
        byPart = try FlatMultimap(from: &reader, field, valuesBelow: parts.count)
        partsOfPlaces = try reader.array(field)
        partEnds = try reader.array(field)
        placesByPart = try FlatMultimap(from: &reader, field, valuesBelow: texts.count)
        words = try NameVocabulary(from: &reader)
        partsByWord = try FlatMultimap(from: &reader, field, valuesBelow: parts.count)
        let (partCount, count) = (parts.count, texts.count)
        let isSound =
            counts.count == count && partEnds.count == count && Ascending.isAscending(partEnds) && Int(partEnds.last ?? 0) == partsOfPlaces.count
            && partsOfPlaces.allSatisfy { Int($0) < partCount }
        guard isSound else { throw SnapshotError(field: field) }
    }

    var count: Int { texts.count }

    /// The number of a place, which counts one person more.
    mutating func add(_ place: String) -> Int {
        let hash = TextHash.hash(place.utf8)
        let found = byText.first(hash) { texts[Int($0)].elementsEqual(place.utf8) }.map(Int.init) ?? texts.count
        if found == texts.count {
            texts.append(place.utf8)
            counts.append(0)
            byText.insert(hash, UInt32(found))
            for part in ComparedPlace(place)?.parts ?? [] {
                let number = intern(part)
                partsOfPlaces.append(number)
                placesByPart.insert(number, UInt32(found))
            }
            partEnds.append(UInt32(partsOfPlaces.count))
        }
        counts[found] &+= 1
        return found
    }

    mutating func removePerson(of place: Int) { counts[place] &-= 1 }

    private mutating func intern(_ part: ComparedPlace.Part) -> UInt32 {
        let hash = TextHash.hash(part.text.utf8)
        if let known = byPart.first(hash, where: { parts[Int($0)].elementsEqual(part.text.utf8) }) { return known }
        let number = UInt32(parts.count)
        parts.append(part.text.utf8)
        byPart.insert(hash, number)
        for name in Self.names(part) { partsByWord.insert(UInt32(words.intern(name)), number) }
        for digits in part.numbers { partsByWord.insert(Self.key(ofNumber: digits), number) }
        return number
    }

    /// The words of a part, and all of them as one: Chiang Mai is also written Chiangmai, and เชียงใหม่.
    private static func names(_ part: ComparedPlace.Part) -> [NamePart] {
        let names = part.name.parts
        guard names.count > 1, Set(names.map(\.script)).count == 1, let first = names.first else { return names }
        return names + [names.dropFirst().reduce(first) { $0.joined(with: $1) }]
    }

    /// A number in a place, such as that of a ward, as a key beside the places of the vocabulary.
    private static func key(ofNumber digits: [UInt8]) -> UInt32 { TextHash.hash(digits, salt: 9) | 1 << 31 }

    /// Whether each word of a place, but those that are said before one, is like a word of some place.
    func hasWords(of place: ComparedPlace) -> Bool {
        place.words.allSatisfy { word in
            switch word {
            case .number(let digits): return partsByWord.first(Self.key(ofNumber: digits)) { _ in true } != nil
            case .name(let name):
                var isThere = !name.isSubstantial
                if !isThere { forEachWord(like: name, ComparedPlace.sameWord) { _ in isThere = true } }
                return isThere
            }
        }
    }

    private func forEachWord(like name: NamePart, _ least: Float, _ body: (Int) -> Void) {
        words.forEach(near: name.sounds, within: SpellingScan(name, words).bound) { entry in
            if words.similarity(name, entry) >= least { body(entry) }
        }
    }

    /// Places that agree with one that is looked for, by their numbers. A part that no place has, as a country in a list of districts, counts for nothing.
    ///
    /// - Complexity: linear in the places that have a part which agrees.
    func matches(_ place: ComparedPlace) -> [Int: Match] {
        var met: [UInt32: (asked: UInt8, own: Int)] = [:]
        var known = 0
        for (index, asked) in place.parts.enumerated() {
            let parts = agreeing(asked)
            if !parts.isEmpty { known += 1 }
            for part in parts {
                placesByPart.forEach(part) { number in
                    let before = met[number] ?? (0, 0)
                    met[number] = (before.asked | 1 << UInt8(index), before.own + 1)
                }
            }
        }
        // By the parts that agree, how many people have them all: Sylhet counts all of Sylhet, whatever their villages are.
        var people: [UInt8: Int] = [:]
        for (number, found) in met { people[found.asked, default: 0] += Int(counts[Int(number)]) }
        let withMore = people.keys.reduce(into: [UInt8: Int]()) { sums, asked in
            sums[asked] = people.reduce(0) { $0 + ($1.key & asked == asked ? $1.value : 0) }
        }
        var matches: [Int: Match] = [:]
        for (number, found) in met {
            let own = partCount(Int(number))
            let (shorter, agreeing) = known <= own ? (known, found.asked.nonzeroBitCount) : (own, found.own)
            let agreement: ComparedPlace.Agreement = agreeing < shorter ? .partly : place.parts.count == own ? .same : .within
            matches[Int(number)] = Match(agreement: agreement, people: withMore[found.asked] ?? 0)
        }
        return matches
    }

    private func partCount(_ place: Int) -> Int { Int(partEnds[place]) - (place == 0 ? 0 : Int(partEnds[place - 1])) }

    /// The parts that are the same place as one that is looked for.
    private func agreeing(_ asked: ComparedPlace.Part) -> [UInt32] {
        var shared: [UInt32: Int] = [:]
        func count(_ part: UInt32) { shared[part, default: 0] += 1 }
        for digits in asked.numbers { partsByWord.forEach(Self.key(ofNumber: digits), count) }
        for name in Self.names(asked) {
            var seen: Set<UInt32> = []
            forEachWord(like: name, Self.likeWord) { entry in partsByWord.forEach(UInt32(entry)) { if seen.insert($0).inserted { count($0) } } }
        }
        let likely = shared.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(Self.comparedParts)
        return likely.compactMap { number, _ in
            guard let part = ComparedPlace(parts.string(Int(number)))?.parts.first, ComparedPlace.isSame(asked, part) else { return nil }
            return number
        }
    }
}
