/// A set of small whole numbers as bits, for combining filters: 100,000 numbers take 12.5 KB.
struct Bitmap: Sendable, Hashable {
    private(set) var words: [UInt64] = []

    func contains(_ number: Int) -> Bool {
        let word = number / 64
        return word < words.count && words[word] & (1 << UInt64(number % 64)) != 0
    }

    mutating func insert(_ number: Int) {
        let word = number / 64
        if word >= words.count { words += [UInt64](repeating: 0, count: word + 1 - words.count) }
        words[word] |= 1 << UInt64(number % 64)
    }

    mutating func remove(_ number: Int) {
        let word = number / 64
        if word < words.count { words[word] &= ~(1 << UInt64(number % 64)) }
    }

    /// O(words).
    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    mutating func formUnion(_ other: Bitmap) {
        if other.words.count > words.count { words += [UInt64](repeating: 0, count: other.words.count - words.count) }
        for index in other.words.indices { words[index] |= other.words[index] }
    }

    mutating func formIntersection(_ other: Bitmap) {
        if words.count > other.words.count { words.removeLast(words.count - other.words.count) }
        for index in words.indices { words[index] &= other.words[index] }
    }

    mutating func subtract(_ other: Bitmap) {
        for index in 0..<min(words.count, other.words.count) { words[index] &= ~other.words[index] }
    }

    /// How many numbers both hold. O(words).
    func countShared(with other: Bitmap) -> Int {
        var count = 0
        for index in 0..<min(words.count, other.words.count) { count += (words[index] & other.words[index]).nonzeroBitCount }
        return count
    }

    /// Calls `body` with each number, ascending.
    func forEach(_ body: (Int) -> Void) {
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                body(index * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }
}

/// A set of numbers for each of some keys. A number is taken out of all of them without copying any.
struct KeyedBitmaps<Key: Hashable & Sendable>: Sendable {
    private var places: [Key: Int] = [:]
    private var sets: [Bitmap] = []

    /// The numbers of a key; none for one that never came.
    subscript(_ key: Key) -> Bitmap { places[key].map { sets[$0] } ?? Bitmap() }

    mutating func insert(_ number: Int, for key: Key) {
        let place = places[key] ?? sets.count
        if place == sets.count {
            places[key] = place
            sets.append(Bitmap())
        }
        sets[place].insert(number)
    }

    /// O(keys).
    mutating func remove(_ number: Int) {
        for place in sets.indices { sets[place].remove(number) }
    }

    func forEach(_ body: (Key, Bitmap) -> Void) {
        for (key, place) in places { body(key, sets[place]) }
    }
}
