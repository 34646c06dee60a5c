import Foundation

/// A word of a query and what it may be among the names of an index.
struct QueryWord {
    typealias Spelling = SpellingScan.Spelling

    let part: NamePart
    let scan: SpellingScan
    /// Parts of the vocabulary that may be meant, those that lose least first.
    var spellings: [Spelling] = []
    /// How many of the spellings, the first, give their people; the others, which very many people have, only count for those whom another word has reached.
    var followed = 0
    /// Parts that are this word and the next written as one.
    var joinedWithNext: [Spelling] = []
    /// What the word is worth, in bits: the logarithm of how seldom it would be asked for if anybody of the index were meant.
    var information: Float = 0
    /// How many people have one of the spellings that are followed.
    var people = 0
    /// Whether more letters may follow.
    var mayBeUnfinished = false
    /// The word as the beginning of names in other scripts, where it may be one.
    var beginning: SoundBeginning?
}

/// Looks the words of a query up.
struct QueryWords {
    typealias Spelling = SpellingScan.Spelling

    let vocabulary: NameVocabulary
    let people: Int
    let scratch: FindScratch
    let memory: SpellingMemory

    /// Spellings that lose more than this are followed only as far as ``distantPeople`` goes.
    private static let closeLoss: Float = 7
    private static let distantPeople = 30_000
    /// Of a word that loses more than this in its best spelling it is asked whether it is two names written as one: more than one slip.
    private static let unknownLoss: Float = 10
    /// More spellings of one word are not followed.
    private static let spellingLimit = 800
    /// How many parts with a beginning are looked at.
    private static let beginningLimit = 20_000
    private static let wordLimit = 14

    /// The words of a query; once more with words divided that nobody has and that may be two names written as one, and once with Chinese names in syllables.
    func readings(of parts: [NamePart]) -> [[QueryWord]] {
        let asked = Array(parts.prefix(Self.wordLimit))
        let words = asked.indices.map { word(asked[$0], isLast: $0 == parts.count - 1, isAlone: parts.count == 1) }
        var divided: [QueryWord] = []
        for word in words {
            let isUnknown = word.spellings.first.map { $0.loss > Self.unknownLoss } ?? true
            if isUnknown, let halves = halves(of: word.part) {
                divided += halves.map { self.word($0, isLast: false, isAlone: false) }
            } else {
                divided.append(word)
            }
        }
        var readings = divided.count > words.count ? [words, Array(divided.prefix(Self.wordLimit))] : [words]
        if let syllables = inSyllables(words) { readings.append(syllables) }
        return readings.map(joined)
    }

    /// The words as the characters of a Chinese name, each of which is a part of a name in an index; nil where no word can be read so or nobody has such a name.
    private func inSyllables(_ words: [QueryWord]) -> [QueryWord]? {
        guard vocabulary.has(.han) else { return nil }
        // A surname is a syllable; a word that is none makes it a name of somewhere else, and one that people of the index have is not cut.
        guard words.allSatisfy({ NameReader.standard.isPinyin($0.part) }) else { return nil }
        let syllables = words.map { word in
            isKnown(word.part.text) ? [word] : NameReader.standard.syllables(of: word.part)?.map { self.word($0, isLast: false, isAlone: false) } ?? [word]
        }
        let all = syllables.flatMap { $0 }
        return all.count > words.count ? Array(all.prefix(Self.wordLimit)) : nil
    }

    private func joined(_ words: [QueryWord]) -> [QueryWord] {
        var words = words
        for place in words.indices.dropLast() { join(place, &words) }
        return words
    }

    private func word(_ part: NamePart, isLast: Bool, isAlone: Bool) -> QueryWord {
        var word = QueryWord(part: part, scan: SpellingScan(part, vocabulary))
        word.spellings =
            part.role != .initial && (part.isSubstantial || isAlone)
            ? memory.spellings(of: part) { exactly(part) + alike(word.scan, but: part) } : exactly(part)
        // A whole name that is there is taken as finished, unless it is all there is.
        word.mayBeUnfinished = isLast && part.text.count >= 2 && (word.spellings.first?.loss != 0 || isAlone)
        if word.mayBeUnfinished {
            word.beginning = SoundBeginning(part)
            addUnfinished(&word)
        }
        word.spellings.sort { $0.loss != $1.loss ? $0.loss < $1.loss : $0.entry < $1.entry }
        limit(&word)
        return word
    }

    /// The part that is written like the word, if anybody has it.
    private func exactly(_ part: NamePart) -> [Spelling] {
        guard let entry = vocabulary.find(part), vocabulary.counts[entry] > 0 else { return [] }
        return [Spelling(entry: UInt32(entry), loss: 0)]
    }

    /// The parts that are written otherwise.
    private func alike(_ scan: SpellingScan, but part: NamePart) -> [Spelling] {
        scratch.beginVisits()
        if let entry = vocabulary.find(part) { _ = scratch.visit(entry) }
        var found: [Spelling] = []
        scan.forEach(scratch.visit) { found.append($0) }
        return found
    }

    /// Adds the names that begin with the word.
    private func addUnfinished(_ word: inout QueryWord) {
        let text = word.part.text
        var looked = 0
        var beginnings: [Spelling] = []
        vocabulary.forEach(prefix: text) { entry in
            looked += 1
            guard looked < Self.beginningLimit, vocabulary.counts[entry] > 0, vocabulary.texts.range(entry).count > text.count else { return }
            beginnings.append(Spelling(entry: UInt32(entry), loss: Self.lossOfBeginning(text.count, vocabulary.texts.range(entry).count)))
        }
        beginnings += beginningsInOtherScripts(word)
        let known = Set(word.spellings.map(\.entry))
        word.spellings += beginnings.filter { !known.contains($0.entry) }
    }

    /// The names in other scripts that sound as if they began with a part.
    private func beginningsInOtherScripts(_ word: QueryWord) -> [Spelling] {
        guard vocabulary.hasSeveralScripts, let beginning = word.beginning else { return [] }
        var found: [Spelling] = []
        for entry in 0..<vocabulary.count where vocabulary.counts[entry] > 0 {
            if let loss = beginning.loss(entry, vocabulary) { found.append(Spelling(entry: UInt32(entry), loss: loss)) }
        }
        return Array(found.sorted { $0.loss != $1.loss ? $0.loss < $1.loss : $0.entry < $1.entry }.prefix(Self.beginningLimit))
    }

    static func lossOfBeginning(_ length: Int, _ whole: Int) -> Float {
        EvidenceWeights.beginning + EvidenceWeights.beginningLetter * Float(whole - length)
    }

    /// Tells how far spellings are followed, and what the word is worth.
    private func limit(_ word: inout QueryWord) {
        guard word.part.role != .initial else {
            word.information = EvidenceWeights.initialInformation
            word.followed = word.spellings.count
            word.people = word.spellings.reduce(0) { $0 + Int(vocabulary.counts[Int($1.entry)]) }
            return
        }
        word.spellings.removeLast(max(0, word.spellings.count - Self.spellingLimit))
        var meant: Float = 0
        var isFollowed = true
        for spelling in word.spellings {
            let count = Int(vocabulary.counts[Int(spelling.entry)])
            meant += Float(count) * exp2(-spelling.loss)
            if spelling.loss > Self.closeLoss, word.followed > 0, word.people + count > Self.distantPeople { isFollowed = false }
            guard isFollowed else { continue }
            word.people += count
            word.followed += 1
        }
        word.information = EvidenceWeights.information(people: meant, of: people) * (word.part.isSubstantial ? 1 : word.part.role.weight)
        if word.part.isAbbreviation { word.information = min(word.information, EvidenceWeights.mostInformation(ofAbbreviation: word.part)) }
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
        var best: (halves: [NamePart], loss: Float)?
        for cut in cuts.prefix(Self.cutLimit) {
            let parts = cut.halves.map { NameReader.standard.parts(of: String(decoding: $0, as: UTF8.self)) }
            guard parts.allSatisfy({ $0.count == 1 }) else { continue }
            let loss = parts.reduce(Float(0)) { $0 + leastLoss($1[0]) }
            if loss <= Self.unknownLoss, loss < best?.loss ?? .infinity { best = ([parts[0][0], parts[1][0]], loss) }
        }
        return best?.halves
    }

    private static let cutLimit = 3

    private func isKnown(_ text: [UInt8]) -> Bool { vocabulary.find(text: text).map { vocabulary.counts[$0] > 0 } ?? false }

    private func leastLoss(_ part: NamePart) -> Float {
        if isKnown(part.text) { return 0 }
        scratch.beginVisits()
        var least = Float.infinity
        SpellingScan(part, vocabulary).forEach(scratch.visit) { least = min(least, $0.loss) }
        return least
    }

    /// Finds names that are a word and the next written as one.
    private func join(_ place: Int, _ words: inout [QueryWord]) {
        let (first, second) = (words[place].part, words[place + 1].part)
        guard first.script == second.script, first.role != .initial, second.role != .initial, first.text.count + second.text.count >= 5 else { return }
        let joined = first.joined(with: second)
        scratch.beginVisits()
        var found: [Spelling] = []
        if let exact = vocabulary.find(joined), vocabulary.counts[exact] > 0, scratch.visit(exact) { found.append(Spelling(entry: UInt32(exact), loss: 0)) }
        SpellingScan(joined, vocabulary, losing: 0.15).forEach(scratch.visit) { found.append($0) }
        // The order in which they are found depends on when they came into the vocabulary.
        found.sort { $0.loss != $1.loss ? $0.loss > $1.loss : $0.entry > $1.entry }
        for spelling in found where !words[place].spellings.contains(where: { $0.entry == spelling.entry && $0.loss < Self.closeLoss }) {
            words[place].joinedWithNext.append(Spelling(entry: spelling.entry, loss: spelling.loss + EvidenceWeights.joining))
            for word in [place, place + 1] {
                words[word].spellings.insert(spelling, at: 0)
                words[word].followed += 1
            }
        }
    }
}

/// The beginning of a name by its sounds, to be met in other scripts: Raf begins রফিক.
struct SoundBeginning {
    private let part: NamePart
    private let skeleton: UInt32
    private let length: Int

    /// A longer word with two consonants is a word by itself (office) and no beginning of a name.
    private static let longestOfTwoConsonants = 5

    /// Nil for a part with fewer than two consonants, with which very many names begin.
    init?(_ part: NamePart) {
        skeleton = Sound.skeleton(part.sounds)
        length = NameVocabulary.length(of: skeleton)
        self.part = part
        guard length >= 3 || length == 2 && String(decoding: part.text, as: UTF8.self).unicodeScalars.count <= Self.longestOfTwoConsonants else { return nil }
    }

    /// What is lost if a part of the vocabulary was meant; nil where it does not begin so, or is in the same script.
    func loss(_ entry: Int, _ vocabulary: NameVocabulary) -> Float? {
        guard vocabulary.mayBegin(entry, like: part, skeleton: skeleton, length: length), vocabulary.role(entry) != .initial else { return nil }
        let whole = vocabulary.sounds.range(entry).count
        return EvidenceWeights.otherSpelling + QueryWords.lossOfBeginning(min(whole, part.sounds.count), whole)
    }
}
