/// The different parts of all names of an index, each once, with what is needed to compare and to find them.
struct NameVocabulary: Sendable {
    private(set) var texts = FlatTexts()
    private(set) var sounds = FlatTexts()
    private(set) var attributes: [UInt8] = []
    private var shapes: [PartShape] = []
    /// For throwing out what cannot be alike; see ``SoundSet``.
    private(set) var soundSets: [SoundSet] = []
    private(set) var roles: [UInt8] = []
    /// See ``PartSimilarity/View/information``.
    private var information: [SIMD4<Int32>] = []
    /// The scripts of the parts, a bit each.
    private var scripts: UInt32 = 0
    /// How many people have it.
    var counts: [UInt32] = []
    private var places = FlatMultimap()
    /// The classes of consonants of parts, and these with one left out, each with a number of its own.
    private var skeletons = FlatMultimap()
    private var skeletonCount = 0
    /// Parts by these numbers.
    private var bySkeleton = Postings()
    /// ``soundSets`` once more in the order in which ``bySkeleton`` names the parts, so that they are read one after another.
    private var setsBySkeleton: [SoundSet] = []
    /// Parts in the order of their texts, for prefixes; later ones follow unsorted.
    private var sorted: [UInt32] = []

    init() {}

    func write(to writer: inout SnapshotWriter) {
        texts.write(to: &writer)
        sounds.write(to: &writer)
        writer.append(attributes)
        writer.append(roles)
        writer.append(counts)
        places.write(to: &writer)
        skeletons.write(to: &writer)
        bySkeleton.write(to: &writer)
        writer.append(sorted)
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        let field = "the parts of names"
        texts = try FlatTexts(from: &reader, field)
        sounds = try FlatTexts(from: &reader, field)
        attributes = try reader.array(field)
        roles = try reader.array(field)
        counts = try reader.array(field)
        let count = texts.count
        places = try FlatMultimap(from: &reader, field, valuesBelow: count)
        skeletons = try FlatMultimap(from: &reader, field, valuesBelow: Int(UInt32.max))
        skeletonCount = skeletons.count
        bySkeleton = try Postings(from: &reader)
        sorted = try reader.array(field)
        let isSound =
            skeletons.allValues.allSatisfy { Int($0) < skeletonCount } && bySkeleton.isWithin(entries: skeletonCount, people: count)
            && sounds.count == count && attributes.count == count && roles.count == count && counts.count == count && sorted.count <= count
            && sorted.allSatisfy { Int($0) < count } && sounds.bytes.allSatisfy { Int($0) < Sound.count }
        guard isSound else { throw SnapshotError(field: field) }
        scripts = (0..<count).reduce(0) { $0 | 1 << UInt32(script($1).rawValue) }
        shapes = (0..<count).map { shape($0) }
        soundSets = (0..<count).map { SoundSet(sounds[$0], letters: Self.letterCount(texts[$0]), script($0).writing) }
        setsBySkeleton = bySkeleton.block.map { soundSets[Int($0)] }
        information = (0..<count).map { SoundCosts.standard.information(of: sounds[$0].prefix(NameReader.soundLimit), script($0).writing) }
    }

    var count: Int { texts.count }

    func script(_ entry: Int) -> NameScript { NameScript(rawValue: attributes[entry] >> 3 & 31) ?? .other }

    /// Whether the letters of the part are its text.
    func hasPlainLetters(_ entry: Int) -> Bool { attributes[entry] & 1 != 0 }

    func role(_ entry: Int) -> NameRole { NameRole(rawValue: roles[entry]) ?? .name }

    func isSubstantial(_ entry: Int) -> Bool { attributes[entry] & 2 != 0 }

    /// - Complexity: constant on average.
    func find(_ part: NamePart) -> Int? { find(text: part.text) }

    /// - Parameter text: a part in the form of ``NamePart/text``.
    /// - Complexity: constant on average.
    func find(text: [UInt8]) -> Int? {
        places.first(TextHash.hash(text)) { texts[Int($0)].elementsEqual(text) }.map(Int.init)
    }

    mutating func intern(_ part: NamePart) -> Int {
        if let place = find(part) { return place }
        let place = texts.count
        texts.append(part.text)
        sounds.append(part.sounds)
        let isPlain = part.letters == part.text && !part.letters.isEmpty
        attributes.append((isPlain ? 1 : 0) | (part.isSubstantial ? 2 : 0) | part.script.rawValue << 3)
        shapes.append(shape(place))
        soundSets.append(SoundSet(part))
        roles.append(part.role.rawValue)
        scripts |= 1 << UInt32(part.script.rawValue)
        information.append(SoundCosts.standard.information(of: part.sounds, part.script.writing))
        counts.append(0)
        index(place)
        return place
    }

    private mutating func index(_ place: Int) {
        places.insert(TextHash.hash(texts[place]), UInt32(place))
        for key in Self.keys(Sound.skeleton(sounds[place])) { bySkeleton.insert(skeletonNumber(key), place) }
        if sorted.count + 4096 + sorted.count / 8 < texts.count { sort() }
    }

    private static func letterCount(_ text: some Sequence<UInt8>) -> Int { text.count { $0 & 0xC0 != 0x80 } }

    private mutating func skeletonNumber(_ key: UInt32) -> Int {
        if let known = skeletons.first(key, where: { _ in true }) { return Int(known) }
        skeletons.insert(key, UInt32(skeletonCount))
        skeletonCount += 1
        return skeletonCount - 1
    }

    /// A skeleton, and what remains when one of its consonants is left out: two words whose skeletons differ in one consonant share a key.
    static func keys(_ skeleton: UInt32) -> [UInt32] {
        var keys = [skeleton]
        let length = length(of: skeleton)
        guard length >= 2 else { return keys }
        for place in 0..<length {
            let low = skeleton & ((1 << UInt32(place * 3)) - 1)
            let shorter = (skeleton >> UInt32(place * 3 + 3)) << UInt32(place * 3) | low
            // Leaving out one of two neighbours of a class leaves the same.
            if !keys.contains(shorter) { keys.append(shorter) }
        }
        return keys
    }

    /// Puts the parts that were added since in their places, so that prefixes and consonants are found quickly.
    mutating func sort() {
        let (sounds, skeletons) = (sounds, skeletons)
        bySkeleton.rebuild(entries: skeletonCount) { body in
            for place in 0..<sounds.count {
                for key in Self.keys(Sound.skeleton(sounds[place])) {
                    if let number = skeletons.first(key, where: { _ in true }) { body(number, UInt32(place)) }
                }
            }
        }
        setsBySkeleton = bySkeleton.block.map { soundSets[Int($0)] }
        var order = [UInt32](0..<UInt32(texts.count))
        texts.bytes.withUnsafeBufferPointer { bytes in
            order.sort { left, right in
                let (first, second) = (texts.range(Int(left)), texts.range(Int(right)))
                return bytes[first].lexicographicallyPrecedes(bytes[second])
            }
        }
        sorted = order
    }

    /// Calls the body for each part that begins with a text.
    ///
    /// - Complexity: O(log parts) for sorted parts, and the parts added since.
    func forEach(prefix: [UInt8], _ body: (Int) -> Void) {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if texts[Int(sorted[middle])].lexicographicallyPrecedes(prefix) { low = middle + 1 } else { high = middle }
        }
        while low < sorted.count, texts[Int(sorted[low])].starts(with: prefix) {
            body(Int(sorted[low]))
            low += 1
        }
        for place in sorted.count..<max(sorted.count, texts.count) where texts[place].starts(with: prefix) { body(place) }
    }

    /// Whether a part in another script may begin like a word: with the classes of its consonants, of which there are two at least.
    @inline(__always)
    func mayBegin(_ entry: Int, like word: NamePart, skeleton: UInt32, length: Int) -> Bool {
        let own = script(entry)
        guard own != word.script, own != .other else { return false }
        let whole = Sound.skeleton(sounds[entry])
        let drop = Self.length(of: whole) - length
        return drop >= 0 && whole >> UInt32(drop * 3) == skeleton
    }

    /// How many consonants a skeleton has.
    static func length(of skeleton: UInt32) -> Int { (31 - skeleton.leadingZeroBitCount) / 3 }

    /// Whether parts are in several scripts.
    var hasSeveralScripts: Bool { scripts.nonzeroBitCount > 1 }

    /// Whether any part is in a script.
    func has(_ script: NameScript) -> Bool { scripts & 1 << UInt32(script.rawValue) != 0 }

    /// Calls the body for each part whose consonants are nearly those of the sounds and that a bound lets through; some more than once.
    @inline(__always)
    func forEach(near sounds: [UInt8], within bound: SoundSet.Bound, _ body: (Int) -> Void) {
        setsBySkeleton.withUnsafeBufferPointer { sets in
            for key in Self.keys(Sound.skeleton(sounds)) {
                guard let number = skeletons.first(key, where: { _ in true }) else { continue }
                let range = bySkeleton.range(Int(number))
                bySkeleton.block.withUnsafeBufferPointer { entries in
                    for place in range where bound.lets(sets[place]) { body(Int(entries[place])) }
                }
                bySkeleton.forEachLater(Int(number)) { if bound.lets(soundSets[Int($0)]) { body(Int($0)) } }
            }
        }
    }

    /// How alike a part and one of the vocabulary are, from 0 to 1.
    func similarity(_ part: NamePart, _ entry: Int) -> Float {
        if texts[entry].elementsEqual(part.text) { return 1 }
        let isInitial = role(entry) == .initial
        if isInitial || part.role == .initial {
            if isInitial, part.role == .initial { return 0 }
            let first = texts[entry].first
            return first != nil && first == part.text.first ? PartSimilarity.initialFits : 0
        }
        return part.sounds.withUnsafeBufferPointer { partSounds in
            part.letters.withUnsafeBufferPointer { partLetters in
                let view = PartSimilarity.standard.view(partSounds, partLetters, part.script.writing)
                return withView(entry) { PartSimilarity.standard.similarity(view, $0) }
            }
        }
    }

    private func shape(_ entry: Int) -> PartShape {
        PartShape(
            sounds: sounds[entry], letters: NameLetters.letters(text: texts[entry], isPlain: hasPlainLetters(entry), script: script(entry)),
            script: script(entry))
    }

    func information(of entry: Int) -> SIMD4<Int32> { information[entry] }

    /// Lends the sounds of a part, and its letters; see ``NameLetters``.
    @inline(__always)
    func withShape<Result>(
        _ entry: Int, _ body: (_ sounds: UnsafeBufferPointer<UInt8>, _ letters: UnsafeBufferPointer<UInt8>, _ script: NameScript) -> Result
    ) -> Result {
        let kept = shapes.withUnsafeBufferPointer { shapes in shapes.baseAddress.flatMap { PartShape.with($0 + entry, body) } }
        return kept ?? withLongShape(entry, body)
    }

    private func withLongShape<Result>(
        _ entry: Int, _ body: (_ sounds: UnsafeBufferPointer<UInt8>, _ letters: UnsafeBufferPointer<UInt8>, _ script: NameScript) -> Result
    ) -> Result {
        let letters = NameLetters.letters(text: texts[entry], isPlain: hasPlainLetters(entry), script: script(entry))
        return sounds.bytes.withUnsafeBufferPointer { bytes in
            letters.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: bytes[sounds.range(entry)]), $0, script(entry)) }
        }
    }

    /// A part as it is compared.
    func withView<Result>(_ entry: Int, _ body: (PartSimilarity.View) -> Result) -> Result {
        sounds.bytes.withUnsafeBufferPointer { soundBytes in
            texts.bytes.withUnsafeBufferPointer { textBytes in
                let letters = hasPlainLetters(entry) ? UnsafeBufferPointer(rebasing: textBytes[texts.range(entry)]) : UnsafeBufferPointer(start: nil, count: 0)
                return body(
                    PartSimilarity.View(
                        sounds: UnsafeBufferPointer(rebasing: soundBytes[sounds.range(entry)]), letters: letters, writing: script(entry).writing,
                        information: information[entry]))
            }
        }
    }
}
