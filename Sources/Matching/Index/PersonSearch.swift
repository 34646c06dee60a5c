import Foundation

/// One search: from the words of a query to the parts of names that may be meant, to the people who have them, to the best of these.
struct PersonSearch {
    private let index: PersonIndex
    private let query: QueryReading
    private let scratch: FindScratch
    /// The words of the query as they are read at the moment; see ``QueryWords/readings(of:)``.
    private var words: [QueryWord] = []
    private var placeAgreements: [Int: ComparedPlace.Agreement] = [:]
    private var numberAgreements: [Int: ComparedNumber.Agreement] = [:]
    /// How alike a word of the query and a part are, as far as it was asked.
    private var similarities: [UInt64: Float] = [:]

    /// How many people are compared in full.
    private static let comparedLimit = 80
    /// A word that more people have than this is only used to compare those whom rarer words have reached.
    private static let followedLimit = 12_000
    /// Fewer people than this are not enough to compare only.
    private static let enoughPeople = 30

    init(_ index: PersonIndex, _ query: QueryReading, _ scratch: FindScratch) {
        self.index = index
        self.query = query
        self.scratch = scratch
    }

    /// A person, and by which reading of the query.
    private struct Found {
        let person: Int
        let weight: Float
        let reading: Int
    }

    mutating func run(limit: Int) -> [PersonMatch] {
        let readings = QueryWords(vocabulary: index.vocabulary, people: index.count, scratch: scratch).readings(of: query.parts)
        if let place = query.place { placeAgreements = index.people.places(like: place) }
        var found: [Found] = []
        for (number, reading) in readings.enumerated() {
            take(reading)
            scratch.clear()
            reachByNames()
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

    private mutating func take(_ reading: [QueryWord]) {
        words = reading
        similarities.removeAll(keepingCapacity: true)
    }

    // MARK: - People

    private mutating func reachByNames() {
        let order = words.indices.filter { !words[$0].spellings.isEmpty }.sorted { words[$0].people < words[$1].people }
        let substantial = order.filter { words[$0].part.isSubstantial }
        for place in substantial.isEmpty ? order : substantial {
            let word = words[place]
            let bit = UInt16(1) << UInt16(place)
            if word.people > Self.followedLimit, scratch.touched.count >= Self.enoughPeople {
                scratch.beginVisits()
                for (entry, similarity) in word.spellings { scratch.setValue(Int(entry), Self.value(word, similarity)) }
                index.people.withParts { scratch.addToReached(word: bit, parts: $0, ends: $1) }
            } else {
                for (entry, similarity) in word.spellings {
                    let value = Self.value(word, similarity)
                    index.postings.forEachRun(Int(entry)) { scratch.add($0, value, word: bit) }
                }
            }
        }
    }

    private static func value(_ word: QueryWord, _ similarity: Float) -> UInt16 {
        UInt16(max(1, min(6000, EvidenceWeights.name(word.information, similarity: similarity) * 256)))
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
        withUnsafePointer(to: UInt32(person)) { scratch.add(UnsafeBufferPointer(start: $0, count: 1), UInt16(weight * 256), word: word) }
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
        // Who lies further behind cannot come to the front by what is added below.
        let reach = 6 + (query.born == nil ? 0 : query.born?.day == nil ? 10 : 18) + (query.place == nil ? 0 : 12.5)
        let bar = UInt16(max(0, Double(top) / 256 - reach) * 256)
        let weightOfPlace = placeWeights()
        let yearsApart = query.born.map { born in (0..<Self.yearWeights).map { Self.weight(of: born, year: $0 + Self.firstYear) } } ?? []
        let packed = query.born?.packed ?? 0
        var candidates: [(person: UInt32, weight: Float)] = []
        let wordCount = words.count
        index.people.withColumns { born, places, ends, removed in
            for person in scratch.touched where scratch.score(Int(person)) >= bar {
                let place = Int(person)
                guard !removed[place] else { continue }
                var weight = Float(scratch.score(place)) / 256
                weight += 0.5 * Float(min(0, wordCount - Int(ends[place] - (place == 0 ? 0 : ends[place - 1]))))
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
        var weights = [Float](repeating: EvidenceWeights.place(.different, rarity: 0), count: index.people.placeTexts.count + 1)
        weights[0] = 0
        for (place, agreement) in placeAgreements { weights[place + 1] = placeWeight(number: place, agreement) }
        return weights
    }

    private func placeWeight(number: Int, _ agreement: ComparedPlace.Agreement) -> Float {
        EvidenceWeights.place(agreement, rarity: log2(Float(index.count + 1) / (Float(index.people.placeCounts[number]) + 1)))
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
        return place == 0 ? 0 : placeWeight(number: place - 1, placeAgreements[place - 1] ?? .different)
    }

    // MARK: - Full comparison

    private mutating func weigh(_ person: Int) -> Float {
        var best = -Float.infinity
        for name in index.people.parts(person).split(separator: PeopleTable.divider, omittingEmptySubsequences: false) {
            best = max(best, pairings(name).weight)
        }
        return (best.isFinite ? best : 0) + bornWeight(person) + (query.place == nil ? 0 : placeWeight(person)) + numberWeight(person)
    }

    private func bornWeight(_ person: Int) -> Float {
        guard let born = query.born, let other = ComparedDate(packed: index.people.born[person]) else { return 0 }
        return EvidenceWeights.born(born.agreement(with: other), isFull: born.day != nil && other.day != nil)
    }

    private func numberWeight(_ person: Int) -> Float { numberAgreements[person].map(EvidenceWeights.number) ?? 0 }

    private struct Pairing {
        let word: Int
        /// Place in the name, from 0.
        let part: Int
        let similarity: Float
        let weight: Float
        /// Whether the next word belongs to it too.
        let takesNextWord: Bool
    }

    private mutating func similarity(_ word: Int, _ entry: UInt32) -> Float {
        let key = UInt64(word) << 32 | UInt64(entry)
        if let known = similarities[key] { return known }
        var similarity = index.vocabulary.similarity(words[word].part, Int(entry))
        if similarity < 0.6, isBeginning(words[word], of: Int(entry)) { similarity = 0.7 }
        similarities[key] = similarity
        return similarity
    }

    /// Which words of the query answer to which parts of a name, the best first.
    private mutating func pairings(_ name: ArraySlice<UInt32>) -> (pairs: [Pairing], weight: Float) {
        var candidates: [Pairing] = []
        for place in words.indices {
            for (number, entry) in name.enumerated() {
                let alike = similarity(place, entry)
                let weight = EvidenceWeights.name(words[place].information, similarity: alike)
                if weight > 0 { candidates.append(Pairing(word: place, part: number, similarity: alike, weight: weight, takesNextWord: false)) }
                if let joined = words[place].joinedWithNext.first(where: { $0.entry == entry }) {
                    let both = EvidenceWeights.name(joinedInformation(place, entry), similarity: joined.similarity)
                    candidates.append(Pairing(word: place, part: number, similarity: joined.similarity, weight: both, takesNextWord: true))
                }
            }
        }
        candidates.sort { $0.weight > $1.weight }
        var (usedWords, usedParts) = (UInt32(0), UInt32(0))
        var pairs: [Pairing] = []
        var weight: Float = 0
        for candidate in candidates {
            let taken: UInt32 = (candidate.takesNextWord ? 3 : 1) << UInt32(candidate.word)
            guard usedWords & taken == 0, usedParts & 1 << UInt32(min(candidate.part, 31)) == 0 else { continue }
            usedWords |= taken
            usedParts |= 1 << UInt32(min(candidate.part, 31))
            pairs.append(candidate)
            weight += candidate.weight
        }
        for (place, word) in words.enumerated() where usedWords & 1 << UInt32(place) == 0 { weight += EvidenceWeights.missing(word) }
        for (number, entry) in name.enumerated() where usedParts & 1 << UInt32(min(number, 31)) == 0 {
            weight += EvidenceWeights.furtherName * index.vocabulary.role(Int(entry)).weight
        }
        pairs.sort { $0.word < $1.word }
        if pairs.count > 1, !zip(pairs, pairs.dropFirst()).contains(where: { $0.part > $1.part }) { weight += EvidenceWeights.order }
        return (pairs, weight)
    }

    /// What a name is worth that is a word and the next written as one: not more than both, nor than so rare a name can be.
    private func joinedInformation(_ place: Int, _ entry: UInt32) -> Float {
        min(
            words[place].information + words[place + 1].information,
            log2(Float(index.count + 1) / (Float(index.vocabulary.counts[Int(entry)]) + 1)))
    }

    private func isBeginning(_ word: QueryWord, of entry: Int) -> Bool {
        word.mayBeUnfinished && index.vocabulary.texts[entry].starts(with: word.part.text)
    }

    // MARK: - Answers

    private mutating func matches(_ found: [Found], _ readings: [[QueryWord]], limit: Int) -> [PersonMatch] {
        guard let top = found.first?.weight else { return [] }
        // Shares of all that were compared, and of the rest of the index taken together.
        let total = found.reduce(0.0) { $0 + exp2(Double($1.weight - top)) } + Double(index.count) * exp2(Double(-top))
        var matches: [PersonMatch] = []
        for match in found.prefix(limit) {
            if readings.count > 1 { take(readings[match.reading]) }
            matches.append(
                PersonMatch(
                    identifier: index.people.identifier(match.person), names: index.people.names(match.person), score: exp2(Double(match.weight - top)) / total,
                    evidence: evidence(match.person), weight: Double(match.weight)))
        }
        return matches
    }

    private mutating func evidence(_ person: Int) -> [MatchEvidence] {
        var best: (name: ArraySlice<UInt32>, pairs: [Pairing], weight: Float)?
        for name in index.people.parts(person).split(separator: PeopleTable.divider, omittingEmptySubsequences: false) {
            let (pairs, weight) = pairings(name)
            if weight > best?.weight ?? -.infinity { best = (name, pairs, weight) }
        }
        var evidence = best.map { nameEvidence(Array($0.name), $0.pairs) } ?? []
        if let born = query.born, let other = ComparedDate(packed: index.people.born[person]) {
            let agreement = born.agreement(with: other)
            evidence.append(MatchEvidence(kind: .born, left: born.text, right: other.text, agreement: "\(agreement)", weight: Double(bornWeight(person))))
        }
        let place = Int(index.people.places[person])
        if let asked = query.place, place > 0 {
            evidence.append(
                MatchEvidence(
                    kind: .place, left: asked.text, right: index.people.placeTexts.string(place - 1), agreement: "\(placeAgreements[place - 1] ?? .different)",
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

    private func nameEvidence(_ name: [UInt32], _ pairs: [Pairing]) -> [MatchEvidence] {
        var evidence = pairs.map { pair -> MatchEvidence in
            let (left, right) = (words[pair.word].part, Int(name[pair.part]))
            let next = pair.takesNextWord ? [words[pair.word + 1].part.text] : []
            let isInitial = left.role == .initial || index.vocabulary.role(right) == .initial
            let kind: MatchEvidence.Kind =
                pair.similarity == 1 ? .sameName : isInitial ? .initial : isBeginning(words[pair.word], of: right) ? .beginning : .similarName
            return MatchEvidence(
                kind: kind, left: String(decoding: Array(([left.text] + next).joined(separator: [0x20])), as: UTF8.self),
                right: index.vocabulary.texts.string(right),
                weight: Double(pair.weight))
        }
        let usedWords = Set(pairs.flatMap { $0.takesNextWord ? [$0.word, $0.word + 1] : [$0.word] })
        let usedParts = Set(pairs.map(\.part))
        for (place, word) in words.enumerated() where !usedWords.contains(place) {
            evidence.append(
                MatchEvidence(
                    kind: .missingName, left: String(decoding: word.part.text, as: UTF8.self), right: "",
                    weight: Double(EvidenceWeights.missing(word))))
        }
        for (number, entry) in name.enumerated() where !usedParts.contains(number) {
            evidence.append(
                MatchEvidence(
                    kind: .furtherName, left: "", right: index.vocabulary.texts.string(Int(entry)),
                    weight: Double(EvidenceWeights.furtherName * index.vocabulary.role(Int(entry)).weight)))
        }
        return evidence
    }
}
