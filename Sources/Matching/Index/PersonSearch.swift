import Foundation

/// One search: from the words of a query to the parts of names that may be meant, to the people who have them, to the best of these.
struct PersonSearch {
    private let index: PersonIndex
    private let query: QueryReading
    private let scratch: FindScratch
    private var words: [Word] = []
    private var placeAgreements: [Int: ComparedPlace.Agreement] = [:]
    private var numberAgreements: [Int: ComparedNumber.Agreement] = [:]

    /// Parts less alike than this are not followed.
    private static let leastSimilarity: Float = 0.5
    /// The most spellings that are followed for one word.
    private static let spellingLimit = 600
    /// How many people are compared in full.
    private static let comparedLimit = 100
    /// After so many people have been reached by rarer words, a word that very many have is only used to compare.
    private static let reachLimit = 400_000

    /// A word of the query and what it may be in the vocabulary.
    private struct Word {
        let part: NamePart
        var spellings: [(entry: UInt32, similarity: Float)] = []
        /// What the word is worth, in bits: the logarithm of how few people have it or a close spelling.
        var information: Float = 0
        var people = 0
    }

    init(_ index: PersonIndex, _ query: QueryReading, _ scratch: FindScratch) {
        self.index = index
        self.query = query
        self.scratch = scratch
    }

    mutating func run(limit: Int) -> [PersonMatch] {
        for (place, part) in query.parts.prefix(14).enumerated() { words.append(word(part, isLast: place == query.parts.count - 1)) }
        reachByNames()
        reachByNumbers()
        reachByBirth()
        if let place = query.place { placeAgreements = index.people.places(like: place) }
        var found = best(max(Self.comparedLimit, limit)).map { (person: $0, weight: weigh($0)) }
        found.sort { $0.weight > $1.weight }
        return matches(found, limit: limit)
    }

    // MARK: - Spellings

    private func word(_ part: NamePart, isLast: Bool) -> Word {
        var word = Word(part: part)
        let vocabulary = index.vocabulary
        scratch.beginVisits()
        if let exact = vocabulary.find(part) {
            _ = scratch.visit(exact)
            word.spellings.append((UInt32(exact), 1))
        }
        let hasExact = !word.spellings.isEmpty
        if part.isSubstantial || query.parts.count == 1 {
            let sounds = part.sounds.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
            vocabulary.forEach(near: part.sounds) { entry in
                guard scratch.visit(entry), vocabulary.counts[entry] > 0, Self.mayBeAlike(sounds, part, entry, vocabulary) else { return }
                let similarity = vocabulary.similarity(part, entry)
                if similarity >= Self.leastSimilarity { word.spellings.append((UInt32(entry), similarity)) }
            }
        }
        // The last word may not be finished; a whole name that is there is taken as finished unless it is all there is.
        if isLast, !hasExact || query.parts.count == 1, part.text.count >= 2 {
            var looked = 0
            vocabulary.forEach(prefix: part.text) { entry in
                looked += 1
                guard looked < 20_000, scratch.visit(entry), vocabulary.counts[entry] > 0 else { return }
                let share = Float(part.text.count) / Float(vocabulary.texts.range(entry).count)
                word.spellings.append((UInt32(entry), 0.6 + 0.25 * share))
            }
        }
        word.spellings.sort { $0.similarity > $1.similarity }
        if word.spellings.count > Self.spellingLimit { word.spellings.removeLast(word.spellings.count - Self.spellingLimit) }
        var close = 0
        for (entry, similarity) in word.spellings {
            let count = Int(vocabulary.counts[Int(entry)])
            word.people += count
            if similarity >= 0.8 { close += count }
        }
        word.information = max(0.5, log2(Float(index.count + 1) / Float(close + 1))) * (part.isSubstantial ? 1 : part.role.weight)
        return word
    }

    /// A quick look at which sounds occur.
    private static func mayBeAlike(_ sounds: UInt64, _ part: NamePart, _ entry: Int, _ vocabulary: NameVocabulary) -> Bool {
        let other = vocabulary.soundSets[entry]
        if vocabulary.script(entry).writing == part.script.writing { return (sounds ^ other).nonzeroBitCount <= 6 }
        return true
    }

    // MARK: - People

    private mutating func reachByNames() {
        let order = words.indices.filter { words[$0].part.isSubstantial || words.count == 1 }.sorted { words[$0].people < words[$1].people }
        let used = order.isEmpty ? Array(words.indices) : order
        var reached = 0
        for place in used {
            let word = words[place]
            if reached > 0, reached + word.people > Self.reachLimit { continue }
            let bit = UInt16(1) << UInt16(place)
            for (entry, similarity) in word.spellings {
                let value = UInt16(min(8000, word.information * EvidenceWeights.share(ofSimilarity: similarity) * 256))
                index.postings.forEach(Int(entry)) { scratch.add($0, value, word: bit) }
            }
            reached += word.people
        }
    }

    private mutating func reachByNumbers() {
        for number in query.numbers {
            index.people.forEach(number) { person, agreement in
                scratch.add(UInt32(person), UInt16(EvidenceWeights.number(agreement) * 256), word: 1 << 14)
                numberAgreements[person] = max(numberAgreements[person] ?? .different, agreement)
            }
        }
    }

    /// Without a word of the name, those born on the day or in the year are all that can be shown.
    private mutating func reachByBirth() {
        guard query.parts.isEmpty, query.numbers.isEmpty, let born = query.born else { return }
        var reached = 0
        for person in 0..<index.people.count where !index.people.isRemoved(person) {
            guard reached < 2000, let other = ComparedDate(packed: index.people.born[person]), born.agreement(with: other) >= .sameYear else { continue }
            scratch.add(UInt32(person), 1, word: 1 << 15)
            reached += 1
        }
    }

    /// The people with the most evidence so far, roughly.
    private func best(_ limit: Int) -> [Int] {
        let people = index.people
        var top: UInt16 = 0
        for person in scratch.touched { top = max(top, scratch.scores[Int(person)]) }
        let packed = query.born?.packed ?? 0
        let hasMore = packed != 0 || query.place != nil || query.born != nil
        // Who lies further behind cannot come to the front by what is added below.
        let reach: Float = hasMore ? 24 : 6
        let least = max(0, Float(top) / 256 - reach)
        var candidates: [(person: UInt32, weight: Float)] = []
        for person in scratch.touched {
            let place = Int(person)
            var weight = Float(scratch.scores[place]) / 256
            guard weight >= least, !people.isRemoved(place) else { continue }
            weight += 0.5 * Float(min(0, words.count - people.partRange(place).count))
            if hasMore { weight += quickEvidence(place, packed) }
            candidates.append((person, weight))
        }
        if candidates.count > limit {
            candidates.sort { $0.weight > $1.weight }
            candidates.removeLast(candidates.count - limit)
        }
        return candidates.map { Int($0.person) }
    }

    private func quickEvidence(_ person: Int, _ packed: UInt32) -> Float {
        var weight: Float = 0
        let other = index.people.born[person]
        if packed != 0, other != 0 {
            weight += other == packed ? 13 : other >> 9 == packed >> 9 ? 5 : abs(Int(other >> 9) - Int(packed >> 9)) <= 2 ? 1 : -5
        }
        if query.place != nil { weight += placeWeight(person) }
        return weight
    }

    private func placeWeight(_ person: Int) -> Float {
        let place = Int(index.people.places[person])
        guard place > 0 else { return 0 }
        let agreement = placeAgreements[place - 1] ?? .different
        let rarity = log2(Float(index.count + 1) / Float(index.people.placeCounts[place - 1] + 1))
        return EvidenceWeights.place(agreement, rarity: rarity)
    }

    // MARK: - Full comparison

    private func weigh(_ person: Int) -> Float {
        var best = -Float.infinity
        for name in index.people.parts(person).split(separator: PeopleTable.divider, omittingEmptySubsequences: false) {
            best = max(best, pairings(Array(name)).weight)
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
        let part: Int
        let similarity: Float
        let weight: Float
    }

    /// Which words of the query answer to which parts of a name, the best first.
    private func pairings(_ name: [UInt32]) -> (pairs: [Pairing], weight: Float) {
        var candidates: [Pairing] = []
        for (place, word) in words.enumerated() {
            for (number, entry) in name.enumerated() {
                var similarity = index.vocabulary.similarity(word.part, Int(entry))
                if similarity < 0.6, isBeginning(word, of: Int(entry)) { similarity = 0.7 }
                let weight = word.information * EvidenceWeights.share(ofSimilarity: similarity)
                if weight > 0 { candidates.append(Pairing(word: place, part: number, similarity: similarity, weight: weight)) }
            }
        }
        candidates.sort { $0.weight > $1.weight }
        var (usedWords, usedParts) = (UInt32(0), UInt32(0))
        var pairs: [Pairing] = []
        var weight: Float = 0
        for candidate in candidates where usedWords & 1 << candidate.word == 0 && usedParts & 1 << candidate.part == 0 {
            usedWords |= 1 << candidate.word
            usedParts |= 1 << candidate.part
            pairs.append(candidate)
            weight += candidate.weight
        }
        for (place, word) in words.enumerated() where usedWords & 1 << place == 0 { weight += EvidenceWeights.missingName * word.part.role.weight }
        for (number, entry) in name.enumerated() where usedParts & 1 << number == 0 {
            weight += EvidenceWeights.furtherName * index.vocabulary.role(Int(entry)).weight
        }
        if pairs.count > 1, !zip(pairs, pairs.dropFirst()).contains(where: { ($0.word < $1.word) != ($0.part < $1.part) }) { weight += EvidenceWeights.order }
        return (pairs, weight)
    }

    private func isBeginning(_ word: Word, of entry: Int) -> Bool {
        word.part == query.parts.last && word.part.text.count >= 2 && index.vocabulary.texts[entry].starts(with: word.part.text)
    }

    // MARK: - Answers

    private func matches(_ found: [(person: Int, weight: Float)], limit: Int) -> [PersonMatch] {
        guard let top = found.first?.weight else { return [] }
        // Shares of all that were compared, and of the rest of the index taken together.
        let total = found.reduce(0.0) { $0 + exp2(Double($1.weight - top)) } + Double(index.count) * exp2(Double(-top))
        return found.prefix(limit).map { person, weight in
            PersonMatch(
                identifier: index.people.identifier(person), names: index.people.names(person), score: exp2(Double(weight - top)) / total, evidence: evidence(person),
                weight: Double(weight))
        }
    }

    private func evidence(_ person: Int) -> [MatchEvidence] {
        let names = index.people.parts(person).split(separator: PeopleTable.divider, omittingEmptySubsequences: false).map(Array.init)
        guard let name = names.max(by: { pairings($0).weight < pairings($1).weight }) else { return [] }
        var evidence = nameEvidence(name)
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
                    kind: .number, left: query.numbers.map(\.text).joined(separator: ", "), right: index.people.numbers(person).map(\.text).joined(separator: ", "),
                    agreement: "\(agreement)", weight: Double(numberWeight(person))))
        }
        return evidence.sorted { abs($0.weight) > abs($1.weight) }
    }

    private func nameEvidence(_ name: [UInt32]) -> [MatchEvidence] {
        let (pairs, _) = pairings(name)
        var evidence = pairs.map { pair -> MatchEvidence in
            let (left, right) = (words[pair.word].part, Int(name[pair.part]))
            let isInitial = left.role == .initial || index.vocabulary.role(right) == .initial
            let kind: MatchEvidence.Kind =
                pair.similarity == 1 ? .sameName : isInitial ? .initial : isBeginning(words[pair.word], of: right) ? .beginning : .similarName
            return MatchEvidence(
                kind: kind, left: String(decoding: left.text, as: UTF8.self), right: index.vocabulary.texts.string(right), weight: Double(pair.weight))
        }
        let (usedWords, usedParts) = (Set(pairs.map(\.word)), Set(pairs.map(\.part)))
        for (place, word) in words.enumerated() where !usedWords.contains(place) {
            evidence.append(
                MatchEvidence(
                    kind: .missingName, left: String(decoding: word.part.text, as: UTF8.self), right: "",
                    weight: Double(EvidenceWeights.missingName * word.part.role.weight)))
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
