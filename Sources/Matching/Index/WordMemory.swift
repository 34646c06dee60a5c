/// The parts of words that were read before, while many names are read: a million people have some ten thousand different words.
struct WordMemory {
    private var texts = FlatTexts()
    private var places = FlatMultimap()
    private var parts: [UInt32] = []
    private var ends: [UInt32] = []

    /// Appends the parts of a name, as ``NameReader`` finds them.
    mutating func append(_ name: String, to found: inout [UInt32], _ vocabulary: inout NameVocabulary) {
        let start = found.count
        for word in name.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A }) {
            guard found.count - start < NameReader.partLimit else { return }
            let hash = TextHash.hash(word)
            let place = places.first(hash) { texts[Int($0)].elementsEqual(word) }.map(Int.init) ?? learn(word, hash, &vocabulary)
            found.append(contentsOf: parts[(place == 0 ? 0 : Int(ends[place - 1]))..<Int(ends[place])])
        }
    }

    private mutating func learn(_ word: Substring.UTF8View, _ hash: UInt32, _ vocabulary: inout NameVocabulary) -> Int {
        let place = texts.count
        texts.append(word)
        places.insert(hash, UInt32(place))
        for part in NameReader.standard.parts(of: String(Substring(word))) { parts.append(UInt32(vocabulary.intern(part))) }
        ends.append(UInt32(parts.count))
        return place
    }
}
