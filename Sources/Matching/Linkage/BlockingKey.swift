/// One reading of one column by which records are put into blocks.
struct BlockingKey: Sendable {
    /// What of a value must be the same.
    enum Reading: String, Sendable, CaseIterable {
        case whole
        /// The first letter and the classes of the consonants after it.
        case sound
        case firstLetters = "first-letters"
        case lastLetters = "last-letters"
        case yearAndMonth = "year-and-month"
        case monthAndDay = "month-and-day"
        case year
        /// The digits in any order: survives transpositions, and day and month in each other's place.
        case sortedDigits = "sorted-digits"
        case firstHalf = "first-half"
        case secondHalf = "second-half"
        /// The sounds of the first and the last word, in any order: survives names that are left out between.
        case endWords = "first-and-last-word"
        case firstWord = "first-word"
        case lastWord = "last-word"
    }

    let column: Int
    let reading: Reading
    /// The number before that of the column's first text.
    let base: UInt32
    /// For each text of the column the key, 0 where there is none.
    let keys: [UInt32]
    /// The probability that two records, taken at random, have the same key.
    let collision: Double

    @inline(__always)
    func key(_ value: UInt32) -> UInt32 { value == 0 ? 0 : keys[Int(value &- base)] }

    static func readings(of kind: ComparisonKind) -> [Reading] {
        switch kind {
        case .name, .text: [.whole, .sound, .firstLetters, .lastLetters]
        case .fullName: [.whole, .sound, .sortedDigits, .endWords, .firstWord, .lastWord]
        case .date: [.whole, .yearAndMonth, .monthAndDay, .sortedDigits, .year]
        case .identifier, .phone: [.whole, .firstHalf, .secondHalf, .sortedDigits]
        case .code: [.whole, .sortedDigits]
        case .category, .quantity: [.whole]
        case .none: []
        }
    }

    init(_ reading: Reading, column: Int, of records: PreparedRecords) {
        let frequencies = records.columns[column].frequencies
        let kind = records.columns[column].kind
        var keys = [UInt32](repeating: 0, count: frequencies.count)
        let base = Int(records.columns[column].base)
        // Where scripts meet, sounds are those of the name engine, which are the same in all of them.
        let isSpoken = records.columns[column].acrossScripts > 0.01 && [.sound, .endWords, .firstWord, .lastWord].contains(reading)
        if isSpoken {
            for value in 1..<max(1, frequencies.count) where frequencies[value] > 0 {
                keys[value] = records.spoken.with(UInt32(base + value)) { Self.spoken($0.name, reading) }
            }
        }
        records.texts.withPointers { bytes, ends in
            for value in 1..<max(1, frequencies.count) where frequencies[value] > 0 && !isSpoken {
                let start = ends[base &+ value &- 1]
                keys[value] = Self.key(UnsafeBufferPointer(start: bytes + start, count: ends[base &+ value] &- start), reading, kind)
            }
        }
        collision = Self.collision(keys, frequencies, Double(max(2, records.recordCount)))
        self.base = UInt32(base)
        self.column = column
        self.reading = reading
        self.keys = keys
    }

    /// Counts records by the last twenty bits of their key: enough to tell how wide a key is, without a table of all keys. What different keys with the same
    /// last bits add is taken off again.
    private static func collision(_ keys: [UInt32], _ frequencies: [UInt32], _ total: Double) -> Double {
        let size = 1 << 20
        var counts = [UInt32](repeating: 0, count: size)
        var filled = 0.0
        var alone = 0.0
        for value in 1..<max(1, keys.count) where keys[value] != 0 {
            counts[Int(keys[value]) & (size - 1)] += frequencies[value]
            filled += Double(frequencies[value])
            alone += Double(frequencies[value]) * Double(frequencies[value] - (frequencies[value] > 0 ? 1 : 0))
        }
        let together = counts.reduce(0.0) { $0 + Double($1) * max(0, Double($1) - 1) }
        let accidental = filled * filled / Double(size)
        return max(alone, together - accidental) / (total * (total - 1))
    }

    private static func key(_ text: UnsafeBufferPointer<UInt8>, _ reading: Reading, _ kind: ComparisonKind) -> UInt32 {
        let hash: UInt64
        switch reading {
        case .whole: hash = Hashing.hash(text)
        case .sound: hash = kind == .fullName ? ofWords(text, sound) : sound(text)
        case .firstLetters: hash = Hashing.hash(UnsafeBufferPointer(rebasing: text.prefix(4)))
        case .lastLetters: hash = Hashing.hash(UnsafeBufferPointer(rebasing: text.suffix(4)))
        case .yearAndMonth where text[5] == 0x30 && text[4] == 0x30, .monthAndDay where text[7] == 0x30 && text[6] == 0x30: return 0
        case .yearAndMonth: hash = Hashing.hash(UnsafeBufferPointer(rebasing: text.prefix(6)))
        case .monthAndDay: hash = Hashing.hash(UnsafeBufferPointer(rebasing: text.suffix(4)))
        case .year: hash = Hashing.hash(UnsafeBufferPointer(rebasing: text.prefix(4)))
        case .sortedDigits: hash = kind == .fullName ? ofWords(text) { Hashing.hash($0) } : text.reduce(0) { $0 &+ Hashing.mix(UInt64($1)) }
        case .endWords, .firstWord, .lastWord:
            let words = text.split(separator: 0x20)
            guard let first = words.first, let last = words.last, words.count > 1 || reading == .firstWord else { return 0 }
            let (begins, ends) = (sound(UnsafeBufferPointer(rebasing: first)), sound(UnsafeBufferPointer(rebasing: last)))
            hash = reading == .endWords ? Hashing.mix(begins) &+ Hashing.mix(ends) : reading == .firstWord ? begins : ends
        case .firstHalf, .secondHalf:
            if text.count < 6 { return 0 }
            let half = text.count / 2
            hash = Hashing.hash(UnsafeBufferPointer(rebasing: reading == .firstHalf ? text.prefix(half) : text.suffix(half)))
        }
        let key = UInt32(truncatingIfNeeded: hash >> 16)
        return key == 0 ? 1 : key
    }

    /// Keys by the sounds of the parts that are names.
    private static func spoken(_ name: NameForms.Name, _ reading: Reading) -> UInt32 {
        let names = (0..<name.count).filter { name[$0].isSubstantial }
        let sounds = (names.isEmpty ? Array(0..<name.count) : names).map { Hashing.mix(UInt64(Sound.skeleton(name.sounds($0)))) }
        guard let first = sounds.first, let last = sounds.last, sounds.count > 1 || reading == .sound || reading == .firstWord else { return 0 }
        let hash =
            switch reading {
            case .firstWord: first
            case .lastWord: last
            case .endWords: first &+ last
            default: sounds.reduce(0, &+)
            }
        let key = UInt32(truncatingIfNeeded: hash >> 16)
        return key == 0 ? 1 : key
    }

    /// The same for the same words in any order.
    private static func ofWords(_ text: UnsafeBufferPointer<UInt8>, _ reading: (UnsafeBufferPointer<UInt8>) -> UInt64) -> UInt64 {
        text.split(separator: 0x20).reduce(0) { $0 &+ Hashing.mix(reading(UnsafeBufferPointer(rebasing: $1))) }
    }

    /// The first symbol, then the class of each consonant that differs from the class before, at most three. The classes are those of Soundex (R. C. Russell,
    /// US patents 1,261,167 of 1918 and 1,435,663 of 1922); letters of other scripts are their own class.
    private static func sound(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard let first = text.first else { return 0 }
        var result = UInt64(first)
        var count = 0
        var last = soundClass(first)
        for symbol in text.dropFirst() {
            let next = soundClass(symbol)
            if next != 0, next != last {
                result = result << 8 | UInt64(next)
                count += 1
            }
            if symbol != UInt8(ascii: "h"), symbol != UInt8(ascii: "w") { last = next }
            if count == 3 { break }
        }
        return Hashing.mix(result)
    }

    private static func soundClass(_ symbol: UInt8) -> UInt8 {
        switch symbol {
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "p"), UInt8(ascii: "v"): 1
        case UInt8(ascii: "c"), UInt8(ascii: "g"), UInt8(ascii: "j"), UInt8(ascii: "k"), UInt8(ascii: "q"), UInt8(ascii: "s"), UInt8(ascii: "x"),
            UInt8(ascii: "z"):
            2
        case UInt8(ascii: "d"), UInt8(ascii: "t"): 3
        case UInt8(ascii: "l"): 4
        case UInt8(ascii: "m"), UInt8(ascii: "n"): 5
        case UInt8(ascii: "r"): 6
        case 0x80...: symbol
        case 0x30...0x39: symbol
        default: 0
        }
    }
}
