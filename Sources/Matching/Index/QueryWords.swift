import Foundation

/// A word of a query and what it may be among the names of an index.
struct QueryWord {
    let part: NamePart
    /// Parts of the vocabulary and how alike they are, the most alike first.
    var spellings: [(entry: UInt32, similarity: Float)] = []
    /// Parts that are this word and the next written as one.
    var joinedWithNext: [(entry: UInt32, similarity: Float)] = []
    /// What the word is worth, in bits: the logarithm of how few people have it or a close spelling.
    var information: Float = 0
    /// How many people have one of the spellings.
    var people = 0
    /// Whether more letters may follow.
    var mayBeUnfinished = false
}

/// Looks the words of a query up.
struct QueryWords {
    let vocabulary: NameVocabulary
    let people: Int
    let scratch: FindScratch

    /// Parts less alike than this are not followed.
    private static let leastSimilarity: Float = 0.45
    /// Spellings less alike than this are followed only as far as ``distantPeople`` goes.
    private static let closeSimilarity: Float = 0.72
    private static let distantPeople = 30_000
    /// More spellings of one word are not followed.
    private static let spellingLimit = 800
    /// How many parts with a beginning are looked at.
    private static let beginningLimit = 20_000
    private static let wordLimit = 14

    /// The words of a query; once more with words divided that nobody has and that may be two names written as one.
    func readings(of parts: [NamePart]) -> [[QueryWord]] {
        let asked = Array(parts.prefix(Self.wordLimit))
        let words = asked.indices.map { word(asked[$0], isLast: $0 == parts.count - 1, isAlone: parts.count == 1) }
        var divided: [QueryWord] = []
        for word in words {
            let isUnknown = word.spellings.first.map { $0.similarity < 0.8 } ?? true
            if isUnknown, let halves = halves(of: word.part) {
                divided += halves.map { self.word($0, isLast: false, isAlone: false) }
            } else {
                divided.append(word)
            }
        }
        return (divided.count > words.count ? [words, Array(divided.prefix(Self.wordLimit))] : [words]).map(joined)
    }

    private func joined(_ words: [QueryWord]) -> [QueryWord] {
        var words = words
        for place in words.indices.dropLast() { join(place, &words) }
        return words
    }

    private func word(_ part: NamePart, isLast: Bool, isAlone: Bool) -> QueryWord {
        var word = QueryWord(part: part)
        scratch.beginVisits()
        let exact = vocabulary.find(part)
        if let exact, vocabulary.counts[exact] > 0 {
            _ = scratch.visit(exact)
            word.spellings.append((UInt32(exact), 1))
        }
        if part.isSubstantial || isAlone { word.spellings += near(part, least: Self.leastSimilarity) }
        // A whole name that is there is taken as finished, unless it is all there is.
        word.mayBeUnfinished = isLast && part.text.count >= 2 && (word.spellings.first?.similarity != 1 || isAlone)
        if word.mayBeUnfinished {
            var looked = 0
            let known = Set(word.spellings.map(\.entry))
            vocabulary.forEach(prefix: part.text) { entry in
                looked += 1
                guard looked < Self.beginningLimit, !known.contains(UInt32(entry)), vocabulary.counts[entry] > 0 else { return }
                word.spellings.append((UInt32(entry), 0.6 + 0.25 * Float(part.text.count) / Float(vocabulary.texts.range(entry).count)))
            }
        }
        word.spellings.sort { $0.similarity != $1.similarity ? $0.similarity > $1.similarity : $0.entry < $1.entry }
        limit(&word)
        return word
    }

    /// Leaves out distant spellings that very many people have, and tells what the word is worth.
    private func limit(_ word: inout QueryWord) {
        var (kept, close) = (0, 0)
        for (entry, similarity) in word.spellings.prefix(Self.spellingLimit) {
            let count = Int(vocabulary.counts[Int(entry)])
            if similarity < Self.closeSimilarity, kept > 0, word.people + count > Self.distantPeople { break }
            word.people += count
            if similarity >= 0.8 { close += count }
            kept += 1
        }
        word.spellings.removeLast(word.spellings.count - kept)
        word.information = max(0.5, log2(Float(people + 1) / Float(close + 1))) * (word.part.isSubstantial ? 1 : word.part.role.weight)
    }

    /// Parts alike in sound or letters that were not yet visited in this round.
    private func near(_ part: NamePart, least: Float) -> [(entry: UInt32, similarity: Float)] {
        var found: [(entry: UInt32, similarity: Float)] = []
        let writing = part.script.writing
        part.sounds.withUnsafeBufferPointer { partSounds in
            part.letters.withUnsafeBufferPointer { partLetters in
                let view = PartSimilarity.standard.view(partSounds, partLetters, writing)
                vocabulary.forEach(near: part.sounds, writing) { entry in
                    guard scratch.visit(entry), vocabulary.counts[entry] > 0, vocabulary.role(entry) != .initial else { return }
                    let needed = vocabulary.script(entry).writing == writing ? least : least * 0.8
                    let similarity = vocabulary.withView(entry) { PartSimilarity.standard.similarity(view, $0, least: needed) }
                    if similarity >= needed { found.append((UInt32(entry), min(EvidenceWeights.likeSpelling, similarity))) }
                }
            }
        }
        return found
    }

    /// Two names that were written as one, where the vocabulary knows one of them as it is and the other nearly: Shahnazbibi.
    private func halves(of part: NamePart) -> [NamePart]? {
        guard part.text.count >= 6, part.role == .name else { return nil }
        var cuts: [(halves: [[UInt8]], known: Int)] = []
        for cut in 3...part.text.count - 3 where part.text[cut] & 0xC0 != 0x80 {
            let halves = [Array(part.text[..<cut]), Array(part.text[cut...])]
            let known = halves.filter { isKnown($0) }
            // A short word that happens to be a name says little if the rest is none.
            guard let longest = known.map(\.count).max(), known.count == 2 || longest >= 4 else { continue }
            cuts.append((halves, known.count == 2 ? part.text.count + longest : longest))
        }
        cuts.sort { $0.known > $1.known }
        var best: (halves: [NamePart], worth: Float)?
        for cut in cuts.prefix(Self.cutLimit) {
            let parts = cut.halves.map { NameReader.standard.parts(of: String(decoding: $0, as: UTF8.self)) }
            guard parts.allSatisfy({ $0.count == 1 }) else { continue }
            let worth = parts.reduce(Float(0)) { $0 + Float($1[0].text.count) * likeness($1[0]) }
            if worth >= Float(part.text.count) * 0.75, worth > best?.worth ?? 0 { best = ([parts[0][0], parts[1][0]], worth) }
        }
        return best?.halves
    }

    private static let cutLimit = 3

    private func isKnown(_ text: [UInt8]) -> Bool { vocabulary.find(text: text).map { vocabulary.counts[$0] > 0 } ?? false }

    private func likeness(_ part: NamePart) -> Float {
        if isKnown(part.text) { return 1 }
        scratch.beginVisits()
        return near(part, least: 0.5).map(\.similarity).max() ?? 0
    }

    /// Finds names that are a word and the next written as one.
    private func join(_ place: Int, _ words: inout [QueryWord]) {
        let (first, second) = (words[place].part, words[place + 1].part)
        guard first.script == second.script, first.role != .initial, second.role != .initial, first.text.count + second.text.count >= 5 else { return }
        let sounds = first.sounds + (first.sounds.last == second.sounds.first ? second.sounds.dropFirst() : second.sounds[...])
        let joined = NamePart(text: first.text + second.text, letters: first.letters + second.letters, sounds: sounds, script: first.script, role: .name)
        scratch.beginVisits()
        for (entry, similarity) in near(joined, least: 0.85) where !words[place].spellings.contains(where: { $0.entry == entry && $0.similarity > 0.9 }) {
            words[place].joinedWithNext.append((entry, similarity))
            words[place].spellings.insert((entry, similarity), at: 0)
            words[place + 1].spellings.insert((entry, similarity), at: 0)
        }
    }
}
