import Foundation

/// One search: from the words of a query to the parts of names that may be meant, to the people who have them, to the best of these.
struct PersonSearch {
    private let index: PersonIndex
    private let asked: QueryReading
    private let scratch: FindScratch
    /// As the query is read at the moment.
    private var reading: Reading
    private var query: QueryReading { reading.query }
    private var compared: ComparedWords { reading.compared }
    private var words: [QueryWord] { compared.words }
    private var placeMatches: [Int: PlaceTable.Match] { reading.places }
    private var numberAgreements: [Int: ComparedNumber.Agreement] = [:]

    /// How many people are compared in full.
    private static let comparedLimit = 100
    /// A word that more people have than this is only used to compare those whom rarer words have reached, if nobody else can come before them.
    private static let followedLimit = 12_000
    /// Nor is one that more people have than this, whoever was reached.
    private static let mostFollowed = 150_000

    init(_ index: PersonIndex, _ query: QueryReading, _ scratch: FindScratch) {
        self.index = index
        asked = query
        self.scratch = scratch
        reading = Reading(query: query, compared: ComparedWords([], index), places: [:])
    }

    /// One way of reading a query: what is a name in it and what a place, and which words the name has; see ``QueryWords/readings(of:)``.
    private struct Reading {
        let query: QueryReading
        let compared: ComparedWords
        /// How the places of the index agree with the one that is looked for.
        let places: [Int: PlaceTable.Match]
    }

    /// A person, and by which reading of the query.
    private struct Found {
        let person: Int
        let weight: Float
        let reading: Int
    }

    mutating func run(limit: Int) -> [PersonMatch] {
        let readings = readings()
        var found: [Found] = []
        for (number, reading) in readings.enumerated() {
            self.reading = reading
            scratch.clear()
            reachByNames(limit)
            compareDistantWords()
            reachByNumbers()
            reachByBirth()
            for person in best(max(Self.comparedLimit, limit)) { found.append(Found(person: person, weight: weigh(person), reading: number)) }
        }
        found.sort { $0.weight != $1.weight ? $0.weight > $1.weight : $0.person != $1.person ? $0.person < $1.person : $0.reading < $1.reading }
        if readings.count > 1 {
            var seen: Set<Int> = []
            found.removeAll { !seen.insert($0.person).inserted }
        }
        return matches(found, readings, limit: limit)
    }

    private func readings() -> [Reading] {
        let words = QueryWords(vocabulary: index.vocabulary, people: index.count, scratch: scratch, memory: index.memory)
        func readings(_ query: QueryReading, _ places: [Int: PlaceTable.Match]) -> [Reading] {
            words.readings(of: query.parts).map { Reading(query: query, compared: ComparedWords($0, index), places: places) }
        }
        var plain = asked
        let places = asked.place.map { index.people.placeTable.matches($0) } ?? [:]
        // A place that the index has nothing of tells nobody apart.
        if places.isEmpty { plain.place = nil }
        return readings(plain, places) + readingsWithPlaceInText().flatMap { readings($0, $1) }
    }

    /// So many readings with a place in the text are tried.
    private static let mostWithPlace = 3

    /// The readings in which a part of the text is a place of the index: all that a sign or word sets apart, else the first of the last words.
    private func readingsWithPlaceInText() -> [(QueryReading, [Int: PlaceTable.Match])] {
        guard index.people.placeTable.count > 0 else { return [] }
        var found: [(QueryReading, [Int: PlaceTable.Match])] = []
        for reading in asked.withPlaceInText() {
            if !reading.isSetApart, !found.isEmpty { break }
            guard let place = reading.query.place, reading.isSetApart || index.people.placeTable.hasWords(of: place) else { continue }
            let places = index.people.placeTable.matches(place)
            guard places.values.contains(where: { $0.agreement >= .within }) else { continue }
            found.append((reading.query, places))
            if found.count == Self.mostWithPlace || !reading.isSetApart { break }
        }
        return found
    }

    // MARK: - People

    private func reachByNames(_ limit: Int) {
        let order = words.indices.filter { !words[$0].spellings.isEmpty }.sorted { words[$0].people < words[$1].people }
        let substantial = order.filter { words[$0].part.isSubstantial }
        let followed = substantial.isEmpty ? order : substantial
        for (number, place) in followed.enumerated() {
            let word = words[place]
            let bit = UInt16(1) << UInt16(place)
            if word.people > Self.followedLimit, isEnough(without: followed[number...], limit, people: word.people) {
                count(word, bit, from: 0)
            } else {
                for spelling in word.spellings.prefix(word.followed) {
                    guard let value = Self.value(word, spelling) else { continue }
                    index.postings.forEachRun(Int(spelling.entry)) { scratch.add($0, value, word: bit) }
                }
            }
        }
        for place in followed where words[place].followed < words[place].spellings.count {
            count(words[place], UInt16(1) << UInt16(place), from: words[place].followed)
        }
    }

    /// Whether those who were reached stand before all whom only these words would reach.
    private func isEnough(without rest: ArraySlice<Int>, _ limit: Int, people: Int) -> Bool {
        let most = rest.reduce(0) { sum, place in
            let word = words[place]
            return sum + Int(word.spellings.first.flatMap { Self.value(word, $0) } ?? 0)
        }
        return scratch.score(ofPlace: limit) >= most || people > Self.mostFollowed && scratch.touched.count >= limit
    }

    /// Counts a word for those who were reached and have one of its spellings from a place on.
    private func count(_ word: QueryWord, _ bit: UInt16, from first: Int) {
        let worth = word.spellings.dropFirst(first).compactMap { spelling in Self.value(word, spelling).map { (entry: Int(spelling.entry), value: $0) } }
        index.people.withParts { scratch.addToReached(worth, word: bit, parts: $0, ends: $1) }
    }

    /// Where those who come first lack a word, it is compared with what they have instead: with more slips than words are looked for with, or written short.
    private func compareDistantWords() {
        guard let (top, answered) = scratch.first else { return }
        let bar = UInt16(clamping: Int(top) - Int(Self.distantReach * FindScratch.unitsOfBit))
        for (place, word) in words.enumerated() where word.part.isSubstantial && answered & 1 << UInt16(place) == 0 {
            index.people.withParts { parts, ends in
                scratch.addToReached(word: 1 << UInt16(place), from: bar, most: Self.distantLimit, parts: parts, ends: ends) { entry in
                    guard let loss = compared.compare(word, entry) else { return 0 }
                    return Self.value(word, SpellingScan.Spelling(entry: UInt32(entry), loss: loss)) ?? 0
                }
            }
        }
    }

    /// So many bits behind the first people are looked at once more, and so many parts of their names compared for a word.
    private static let distantReach: Float = 6
    private static let distantLimit = 4000

    /// What a spelling is worth in a score, in which all words are missing until they are found and all parts of a name are further ones; nil for nothing.
    private static func value(_ word: QueryWord, _ spelling: SpellingScan.Spelling) -> UInt16? {
        let gain = word.information - spelling.loss - EvidenceWeights.missing(word) - EvidenceWeights.furtherName
        return gain > 0 ? UInt16(max(1, min(30, gain) * FindScratch.unitsOfBit)) : nil
    }

    private mutating func reachByNumbers() {
        for number in query.numbers {
            index.people.forEach(number) { person, agreement in
                numberAgreements[person] = max(numberAgreements[person] ?? .different, agreement)
            }
        }
        for (person, agreement) in numberAgreements { reach(person, EvidenceWeights.number(agreement), word: 1 << 14) }
    }

    private func reach(_ person: Int, _ weight: Float, word: UInt16) {
        withUnsafePointer(to: UInt32(person)) { scratch.add(UnsafeBufferPointer(start: $0, count: 1), UInt16(weight * FindScratch.unitsOfBit), word: word) }
    }

    /// Without a word of the name, those born on the day or in the year are all that can be shown.
    private mutating func reachByBirth() {
        guard query.parts.isEmpty, query.numbers.isEmpty, let born = query.born else { return }
        var reached = 0
        for person in 0..<index.people.count where !index.people.isRemoved(person) {
            guard reached < 2000, let other = ComparedDate(packed: index.people.born[person]), born.agreement(with: other) >= .sameYear else { continue }
            reach(person, 0.01, word: 1 << 15)
            reached += 1
        }
    }

    /// The people with the most evidence so far, roughly.
    private func best(_ limit: Int) -> [Int] {
        var top: UInt16 = 0
        for person in scratch.touched { top = max(top, scratch.score(Int(person))) }
        // Who lies further behind cannot come to the front by what is added below; but of few people all are shown.
        let reach = 10 + (query.born == nil ? 0 : query.born?.day == nil ? 10 : 18) + (query.place == nil ? 0 : 12.5)
        let bar = UInt16(clamping: min(Int(Float(top) - Float(reach) * FindScratch.unitsOfBit), scratch.score(ofPlace: limit)))
        let weightOfPlace = placeWeights()
        let yearsApart = query.born.map { born in (0..<Self.yearWeights).map { Self.weight(of: born, year: $0 + Self.firstYear) } } ?? []
        let packed = query.born?.packed ?? 0
        var candidates: [(person: UInt32, weight: Float)] = []
        index.people.withColumns { born, places, ends, removed in
            for person in scratch.touched where scratch.score(Int(person)) >= bar {
                let place = Int(person)
                guard !removed[place] else { continue }
                var weight = Float(scratch.score(place)) / FindScratch.unitsOfBit
                // Who has several names has more parts, of which only those of one count.
                let parts = Int(ends[place] - (place == 0 ? 0 : ends[place - 1]))
                weight += EvidenceWeights.furtherName * Float(min(parts, scratch.answers(place) + 2))
                let other = born[place]
                if other != 0, !yearsApart.isEmpty {
                    let year = Int(other >> 9) - Self.firstYear
                    weight += other == packed && packed & 511 != 0 ? 13 : year >= 0 && year < Self.yearWeights ? yearsApart[year] : -5
                }
                if !weightOfPlace.isEmpty { weight += weightOfPlace[Int(places[place])] }
                candidates.append((person, weight))
            }
        }
        return Self.largest(limit, of: candidates).map { Int($0.person) }
    }

    private static let firstYear = 1900
    private static let yearWeights = 150

    /// What the year of birth of a record says, roughly.
    private static func weight(of born: ComparedDate, year: Int) -> Float {
        if born.years.contains(year) { return 5 }
        let gap = max(born.years.lowerBound - year, year - born.years.upperBound)
        return gap <= 2 ? 1 : -5
    }

    /// What each place of the index says, by its number; the first is for people without a place. Empty where no place was asked for.
    private func placeWeights() -> [Float] {
        guard query.place != nil else { return [] }
        var weights = [Float](repeating: EvidenceWeights.place(.different, rarity: 0) - query.cost, count: index.people.placeTable.count + 1)
        weights[0] = 0
        for (place, match) in placeMatches { weights[place + 1] = placeWeight(match) }
        return weights
    }

    private func placeWeight(_ match: PlaceTable.Match?) -> Float {
        guard let match else { return EvidenceWeights.place(.different, rarity: 0) - query.cost }
        return EvidenceWeights.place(match.agreement, rarity: log2(Float(index.count + 1) / (Float(match.people) + 1))) - query.cost
    }

    /// The candidates with the most weight, in no order: those above a bar that a histogram gives.
    private static func largest(_ limit: Int, of candidates: [(person: UInt32, weight: Float)]) -> [(person: UInt32, weight: Float)] {
        guard candidates.count > limit else { return candidates }
        // Sixteenths of a bit from -64 to 192 bits.
        func bin(_ weight: Float) -> Int { min(4095, max(0, Int((weight + 64) * 16))) }
        var histogram = [Int32](repeating: 0, count: 4096)
        for candidate in candidates { histogram[bin(candidate.weight)] += 1 }
        var (bar, count) = (4095, 0)
        while bar > 0, count + Int(histogram[bar]) <= limit {
            count += Int(histogram[bar])
            bar -= 1
        }
        let above = candidates.filter { bin($0.weight) > bar }
        return above
            + candidates.filter { bin($0.weight) == bar }.sorted { $0.weight != $1.weight ? $0.weight > $1.weight : $0.person < $1.person }.prefix(
                limit - above.count)
    }

    private func placeWeight(_ person: Int) -> Float {
        let place = Int(index.people.places[person])
        return place == 0 ? 0 : placeWeight(placeMatches[place - 1])
    }

    // MARK: - Full comparison

    private func weigh(_ person: Int) -> Float {
        var best = -Float.infinity
        for name in index.people.parts(person).split(separator: PeopleTable.divider, omittingEmptySubsequences: false) {
            best = max(best, compared.weight(name))
        }
        return (best.isFinite ? best : 0) + bornWeight(person) + (query.place == nil ? 0 : placeWeight(person)) + numberWeight(person)
    }

    private func bornWeight(_ person: Int) -> Float {
        guard let born = query.born, let other = ComparedDate(packed: index.people.born[person]) else { return 0 }
        return EvidenceWeights.born(born.agreement(with: other), isFull: born.day != nil && other.day != nil)
    }

    private func numberWeight(_ person: Int) -> Float { numberAgreements[person].map(EvidenceWeights.number) ?? 0 }

    // MARK: - Answers

    private mutating func matches(_ found: [Found], _ readings: [Reading], limit: Int) -> [PersonMatch] {
        guard let top = found.first?.weight else { return [] }
        // Shares of all that were compared, and of the rest of the index taken together.
        let total = found.reduce(0.0) { $0 + exp2(Double($1.weight - top)) } + Double(index.count) * exp2(Double(-top))
        var matches: [PersonMatch] = []
        for match in found {
            guard matches.count < limit else { break }
            reading = readings[match.reading]
            let evidence = evidence(match.person)
            // Nobody is shown of whom all that is known speaks against.
            guard evidence.contains(where: { $0.weight > 0 }) else { continue }
            matches.append(
                PersonMatch(
                    identifier: index.people.identifier(match.person), names: index.people.names(match.person), score: exp2(Double(match.weight - top)) / total,
                    evidence: evidence, weight: Double(match.weight)))
        }
        return matches
    }

    private func evidence(_ person: Int) -> [MatchEvidence] {
        let names = index.people.parts(person).split(separator: PeopleTable.divider, omittingEmptySubsequences: false)
        var evidence = names.max { compared.weight($0) < compared.weight($1) }.map(compared.evidence) ?? []
        if let born = query.born, let other = ComparedDate(packed: index.people.born[person]) {
            let agreement = born.agreement(with: other)
            evidence.append(MatchEvidence(kind: .born, left: born.text, right: other.text, agreement: "\(agreement)", weight: Double(bornWeight(person))))
        }
        let place = Int(index.people.places[person])
        if let asked = query.place, place > 0 {
            evidence.append(
                MatchEvidence(
                    kind: .place, left: asked.text, right: index.people.placeTable.texts.string(place - 1), agreement: "\(placeMatches[place - 1]?.agreement ?? .different)",
                    weight: Double(placeWeight(person))))
        }
        if let agreement = numberAgreements[person] {
            evidence.append(
                MatchEvidence(
                    kind: .number, left: query.numbers.map(\.text).joined(separator: ", "),
                    right: index.people.numbers(person).map(\.text).joined(separator: ", "),
                    agreement: "\(agreement)", weight: Double(numberWeight(person))))
        }
        return evidence.sorted { abs($0.weight) > abs($1.weight) }
    }
}
