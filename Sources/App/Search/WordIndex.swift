import Matching

/// Which units hold which words, in memory. Units are numbered in the order in which they come; their numbers are kept as differences, most in one byte.
struct WordIndex: Sendable, Equatable {
    /// More words with the same beginning than this are not gone through.
    static let prefixLimit = 200
    /// So many new words are put in their places one by one.
    private static let insertedLimit = 256

    private var numbers: [String: Int32] = [:]
    private var words: [String] = []
    private var postings: [[UInt8]] = []
    private var last: [Int32] = []
    /// The words in the order of their bytes, for finding beginnings; those that came since it was last sorted stand behind.
    private var sorted: [Int32] = []
    private var sortedCount = 0

    /// How many different words there are.
    var count: Int { words.count }

    /// Adds a unit, whose number is greater than all before it. O(words).
    mutating func add(_ unit: Int32, words found: Set<String>) {
        for word in found {
            let number: Int32
            if let known = numbers[word] {
                number = known
            } else {
                number = Int32(words.count)
                numbers[word] = number
                words.append(word)
                postings.append([])
                last.append(-1)
                sorted.append(number)
            }
            Self.append(UInt32(unit - last[Int(number)]), to: &postings[Int(number)])
            last[Int(number)] = unit
        }
    }

    /// The units with a word that is, or from three letters on begins with, the one given; ascending, each once. O(units found).
    mutating func units(with word: String) -> Bitmap {
        var found = Bitmap()
        if word.unicodeScalars.count < 3 {
            if let number = numbers[word] { forEachUnit(of: number) { found.insert(Int($0)) } }
            return found
        }
        for number in numbersOfWords(beginningWith: word) { forEachUnit(of: number) { found.insert(Int($0)) } }
        return found
    }

    private mutating func numbersOfWords(beginningWith prefix: String) -> [Int32] {
        sortIfNeeded()
        let bytes = Array(prefix.utf8)
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if words[Int(sorted[middle])].utf8.lexicographicallyPrecedes(bytes) { low = middle + 1 } else { high = middle }
        }
        var found: [Int32] = []
        while low < sorted.count, found.count < Self.prefixLimit, words[Int(sorted[low])].utf8.starts(with: bytes) {
            found.append(sorted[low])
            low += 1
        }
        return found
    }

    /// Puts the words that came since the last time in their places. A few are moved in one by one, so that whoever searches after a save does not wait for all to be sorted anew.
    private mutating func sortIfNeeded() {
        guard sortedCount < sorted.count else { return }
        let words = words
        let new = Array(sorted[sortedCount...])
        if new.count <= Self.insertedLimit {
            sorted.removeLast(new.count)
            for number in new {
                let word = words[Int(number)]
                var (low, high) = (0, sorted.count)
                while low < high {
                    let middle = (low + high) / 2
                    if words[Int(sorted[middle])].utf8.lexicographicallyPrecedes(word.utf8) { low = middle + 1 } else { high = middle }
                }
                sorted.insert(number, at: low)
            }
        } else {
            sorted.sort { words[Int($0)].utf8.lexicographicallyPrecedes(words[Int($1)].utf8) }
        }
        sortedCount = sorted.count
    }

    private func forEachUnit(of number: Int32, _ body: (Int32) -> Void) {
        var unit: Int32 = -1
        var value: UInt32 = 0
        var shift: UInt32 = 0
        for byte in postings[Int(number)] {
            value |= UInt32(byte & 0x7F) << shift
            shift += 7
            guard byte < 0x80 else { continue }
            unit += Int32(value)
            body(unit)
            (value, shift) = (0, 0)
        }
    }

    /// The last of the units that are written in these bytes; nil if they are none, or not ascending and below the limit.
    private static func last(of bytes: [UInt8], limit: Int) -> Int32? {
        var unit = -1
        var value = 0
        var shift = 0
        for byte in bytes {
            value |= Int(byte & 0x7F) << shift
            shift += 7
            guard byte < 0x80 else {
                guard shift <= 28 else { return nil }
                continue
            }
            unit += value
            guard value > 0, unit < limit else { return nil }
            (value, shift) = (0, 0)
        }
        return shift == 0 && unit >= 0 ? Int32(unit) : nil
    }

    private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(value & 0x7F) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }

    /// The same index without some units, and with the others numbered anew in their order. O(everything).
    /// - Parameter renumbered: the new number of each old one; -1 for one that is gone.
    func compacted(_ renumbered: [Int32]) -> WordIndex {
        var index = WordIndex()
        for (number, word) in words.enumerated() {
            var units: [UInt8] = []
            var last: Int32 = -1
            forEachUnit(of: Int32(number)) { unit in
                let new = renumbered[Int(unit)]
                guard new >= 0 else { return }
                Self.append(UInt32(new - last), to: &units)
                last = new
            }
            guard !units.isEmpty else { continue }
            index.insert(word, units, last)
        }
        return index
    }

    private mutating func insert(_ word: String, _ units: [UInt8], _ lastUnit: Int32) {
        let number = Int32(words.count)
        numbers[word] = number
        words.append(word)
        postings.append(units)
        last.append(lastUnit)
        sorted.append(number)
    }

    // MARK: Snapshot

    func write(to writer: inout SnapshotWriter) {
        writer.append(UInt32(words.count))
        for (number, word) in words.enumerated() {
            writer.append(word)
            writer.append(postings[number])
            writer.append(last[number])
        }
    }

    /// - Parameter unitLimit: how many units there are.
    /// - Throws: ``SnapshotError`` if the bytes are not what ``write(to:)`` wrote.
    init(from reader: inout SnapshotReader, unitLimit: Int) throws {
        let count = Int(try reader.value("the words", of: UInt32.self))
        numbers.reserveCapacity(min(count, 1 << 20))
        for _ in 0..<count {
            let word = try reader.text("the words")
            let units = try reader.array("the words", of: UInt8.self)
            let lastUnit: Int32 = try reader.value("the words")
            guard numbers[word] == nil, Self.last(of: units, limit: unitLimit) == lastUnit else { throw SnapshotError(field: "the words") }
            insert(word, units, lastUnit)
        }
    }

    init() {}
}
