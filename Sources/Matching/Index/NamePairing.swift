/// Which words of a query answer to which parts of a name, and what that weighs.
struct NamePairing {
    struct Pair {
        let word: Int
        /// Place in the name, from 0.
        let part: Int
        /// What the spelling loses; 0 where it is the same.
        let loss: Float
        let weight: Float
        /// Whether the next word belongs to it too.
        let takesNextWord: Bool
    }

    /// In the order of the words.
    private(set) var pairs: [Pair] = []
    private(set) var weight: Float = 0

    /// Takes the pairs first that add most.
    ///
    /// - Complexity: O(words · parts), sorted.
    init(_ words: ComparedWords, _ name: ArraySlice<UInt32>) {
        var candidates: [(pair: Pair, gain: Float)] = []
        for place in words.words.indices {
            for (number, entry) in name.enumerated() {
                if let loss = words.loss(place, entry) {
                    let weight = words.weight(place, entry, loss: loss)
                    let gain = weight - words.missing(place) - words.further(entry)
                    if gain > 0 { candidates.append((Pair(word: place, part: number, loss: loss, weight: weight, takesNextWord: false), gain)) }
                }
                if let joined = words.words[place].joinedWithNext.first(where: { $0.entry == entry }) {
                    let weight = words.joinedInformation(place) - joined.loss
                    let gain = weight - words.missing(place) - words.missing(place + 1) - words.further(entry)
                    if gain > 0 { candidates.append((Pair(word: place, part: number, loss: joined.loss, weight: weight, takesNextWord: true), gain)) }
                }
            }
        }
        candidates.sort { $0.gain > $1.gain }
        var (usedWords, usedParts) = (UInt32(0), UInt32(0))
        for (pair, _) in candidates {
            let taken: UInt32 = (pair.takesNextWord ? 3 : 1) << UInt32(pair.word)
            let part: UInt32 = 1 << UInt32(min(pair.part, 31))
            guard usedWords & taken == 0, usedParts & part == 0 else { continue }
            usedWords |= taken
            usedParts |= part
            pairs.append(pair)
            weight += pair.weight
        }
        for place in words.words.indices where usedWords & 1 << UInt32(place) == 0 { weight += words.missing(place) }
        for (number, entry) in name.enumerated() where usedParts & 1 << UInt32(min(number, 31)) == 0 { weight += words.further(entry) }
        pairs.sort { $0.word < $1.word }
        if pairs.count > 1, !zip(pairs, pairs.dropFirst()).contains(where: { $0.part > $1.part }) { weight += EvidenceWeights.order }
    }
}

/// The words of a query as they are compared with the parts of an index; remembers what was compared.
final class ComparedWords {
    let words: [QueryWord]
    private let index: PersonIndex
    private var losses: [UInt64: Float] = [:]
    private var weights: [ArraySlice<UInt32>: Float] = [:]

    init(_ words: [QueryWord], _ index: PersonIndex) {
        self.words = words
        self.index = index
    }

    /// What a name weighs. Many people have the very same name, so it is remembered.
    func weight(_ name: ArraySlice<UInt32>) -> Float {
        if let known = weights[name] { return known }
        let weight = NamePairing(self, name).weight
        weights[name] = weight
        return weight
    }

    /// What is lost if a word of the query stands for a part of a name; nil if it is another.
    func loss(_ place: Int, _ entry: UInt32) -> Float? {
        let key = UInt64(place) << 32 | UInt64(entry)
        if let known = losses[key] { return known.isFinite ? known : nil }
        let loss = compare(words[place], Int(entry))
        losses[key] = loss ?? .infinity
        return loss
    }

    /// As ``loss(_:_:)``, and not remembered.
    func compare(_ word: QueryWord, _ entry: Int) -> Float? {
        let vocabulary = index.vocabulary
        if vocabulary.texts[entry].elementsEqual(word.part.text) { return 0 }
        let isInitial = vocabulary.role(entry) == .initial
        if isInitial || word.part.role == .initial {
            return isInitial != (word.part.role == .initial) && vocabulary.texts[entry].first == word.part.text.first ? EvidenceWeights.initialLoss : nil
        }
        let loss = word.scan.loss(entry)
        guard isBeginning(word, of: entry) else {
            guard word.mayBeUnfinished, let beginning = word.beginning?.loss(entry, vocabulary) else { return loss }
            return min(loss ?? .infinity, beginning)
        }
        let shortened = word.mayBeUnfinished ? 0 : EvidenceWeights.shortened
        return min(loss ?? .infinity, QueryWords.lossOfBeginning(word.part.text.count, vocabulary.texts.range(entry).count) + shortened)
    }

    /// Whether a part begins with a word that may be unfinished or shortened.
    func isBeginning(_ word: QueryWord, of entry: Int) -> Bool {
        (word.mayBeUnfinished || word.part.text.count >= 3) && index.vocabulary.texts[entry].starts(with: word.part.text)
    }

    func weight(_ place: Int, _ entry: UInt32, loss: Float) -> Float {
        let isInitial = index.vocabulary.role(Int(entry)) == .initial || words[place].part.role == .initial
        return (isInitial ? min(EvidenceWeights.initialInformation, words[place].information) : words[place].information) - loss
    }

    /// What a name is worth that is a word and the next written as one: as much as both, because it says both.
    func joinedInformation(_ place: Int) -> Float { words[place].information + words[place + 1].information }

    func missing(_ place: Int) -> Float { EvidenceWeights.missing(words[place]) }

    /// Nothing where no name was asked for.
    func further(_ entry: UInt32) -> Float { words.isEmpty ? 0 : EvidenceWeights.furtherName * index.vocabulary.role(Int(entry)).weight }
}

extension ComparedWords {
    /// What the words say for and against a name.
    func evidence(_ name: ArraySlice<UInt32>) -> [MatchEvidence] {
        guard !words.isEmpty else { return [] }
        let pairs = NamePairing(self, name).pairs
        let vocabulary = index.vocabulary
        let entries = Array(name)
        var evidence = pairs.map { pair -> MatchEvidence in
            let next = pair.takesNextWord ? [words[pair.word + 1].part.text] : []
            let left = ([words[pair.word].part.text] + next).joined(separator: [0x20])
            let right = Int(entries[pair.part])
            return MatchEvidence(
                kind: kind(pair, right), left: String(decoding: Array(left), as: UTF8.self), right: vocabulary.texts.string(right), weight: Double(pair.weight))
        }
        let usedWords = Set(pairs.flatMap { $0.takesNextWord ? [$0.word, $0.word + 1] : [$0.word] })
        let usedParts = Set(pairs.map(\.part))
        for (place, word) in words.enumerated() where !usedWords.contains(place) {
            let text = String(decoding: word.part.text, as: UTF8.self)
            evidence.append(MatchEvidence(kind: .missingName, left: text, right: "", weight: Double(missing(place))))
        }
        for (number, entry) in entries.enumerated() where !usedParts.contains(number) {
            evidence.append(MatchEvidence(kind: .furtherName, left: "", right: vocabulary.texts.string(Int(entry)), weight: Double(further(entry))))
        }
        return evidence
    }

    private func kind(_ pair: NamePairing.Pair, _ entry: Int) -> MatchEvidence.Kind {
        if pair.loss == 0 { return .sameName }
        if pair.takesNextWord { return .similarName }
        if words[pair.word].part.role == .initial || index.vocabulary.role(entry) == .initial { return .initial }
        let isBeginning = isBeginning(words[pair.word], of: entry) || words[pair.word].mayBeUnfinished && words[pair.word].beginning?.loss(entry, index.vocabulary) == pair.loss
        return isBeginning ? .beginning : .similarName
    }
}
