/// Numbers by numbers, several for each key, in flat arrays: small, fast to fill, appended to at any time.
struct FlatMultimap: Sendable {
    /// The last pair of each slot, 0 for none; pairs are counted from 1.
    private var heads: [UInt32]
    private var keys: [UInt32] = []
    private var values: [UInt32] = []
    /// The pair before in the same slot.
    private var before: [UInt32] = []

    init(capacity: Int = 1024) {
        heads = [UInt32](repeating: 0, count: Self.slots(for: capacity))
        keys.reserveCapacity(capacity)
        values.reserveCapacity(capacity)
        before.reserveCapacity(capacity)
    }

    var count: Int { keys.count }

    var allValues: [UInt32] { values }

    private static func slots(for capacity: Int) -> Int {
        var slots = 1024
        while slots < capacity { slots *= 2 }
        return slots
    }

    private static func slot(_ key: UInt32, _ slots: Int) -> Int { Int(truncatingIfNeeded: UInt64(key) &* 0x9e37_79b9_7f4a_7c15 >> 20) & (slots - 1) }

    /// - Complexity: constant on average.
    mutating func insert(_ key: UInt32, _ value: UInt32) {
        if keys.count >= heads.count { grow() }
        let slot = Self.slot(key, heads.count)
        keys.append(key)
        values.append(value)
        before.append(heads[slot])
        heads[slot] = UInt32(keys.count)
    }

    private mutating func grow() {
        let slots = heads.count * 2
        heads = [UInt32](repeating: 0, count: slots)
        for pair in keys.indices {
            let slot = Self.slot(keys[pair], slots)
            before[pair] = heads[slot]
            heads[slot] = UInt32(pair + 1)
        }
    }

    /// The latest first.
    @inline(__always)
    func forEach(_ key: UInt32, _ body: (UInt32) -> Void) {
        var pair = heads[Self.slot(key, heads.count)]
        while pair != 0 {
            let place = Int(pair) - 1
            if keys[place] == key { body(values[place]) }
            pair = before[place]
        }
    }

    func write(to writer: inout SnapshotWriter) {
        writer.append(heads)
        writer.append(keys)
        writer.append(values)
        writer.append(before)
    }

    /// - Parameter limit: values at or above it are refused.
    init(from reader: inout SnapshotReader, _ field: String, valuesBelow limit: Int) throws(SnapshotError) {
        heads = try reader.array(field)
        keys = try reader.array(field)
        values = try reader.array(field)
        before = try reader.array(field)
        // A pair only leads to an earlier one, so that no chain is a circle.
        let isSound =
            heads.count >= 1024 && heads.count.nonzeroBitCount == 1 && keys.count == values.count && keys.count == before.count
            && heads.allSatisfy { Int($0) <= keys.count } && values.allSatisfy { Int($0) < limit } && before.indices.allSatisfy { Int(before[$0]) <= $0 }
        guard isSound else { throw SnapshotError(field: field) }
    }

    func first(_ key: UInt32, where isRight: (UInt32) -> Bool) -> UInt32? {
        var pair = heads[Self.slot(key, heads.count)]
        while pair != 0 {
            let place = Int(pair) - 1
            if keys[place] == key, isRight(values[place]) { return values[place] }
            pair = before[place]
        }
        return nil
    }
}

/// FNV-1a (Fowler, Noll, Vo), 32 bits: numbers of texts for ``FlatMultimap``. Not for anything that an opponent chooses to collide.
enum TextHash {
    static func hash(_ bytes: some Sequence<UInt8>, salt: UInt8 = 0) -> UInt32 {
        var hash: UInt32 = 2_166_136_261 ^ UInt32(salt)
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return hash
    }
}
