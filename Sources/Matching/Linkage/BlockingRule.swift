/// Two records are compared if all keys of a rule are the same in both.
struct BlockingRule: Hashable, Sendable {
    /// Indices into the list of keys, ascending; empty for the rule by which every pair is compared.
    let keys: [Int]

    static let everyPair = BlockingRule(keys: [])
}

/// All keys of the records, and what is asked of them.
struct BlockingKeys: Sendable {
    let keys: [BlockingKey]

    init(_ records: PreparedRecords) {
        let wanted = records.columns.indices.flatMap { column in
            BlockingKey.readings(of: records.columns[column].kind).map { (column, $0) }
        }
        let all = Parallel.map(wanted.count) { BlockingKey(wanted[$0].1, column: wanted[$0].0, of: records) }
        // A reading that puts the same records together as another of its column is no key of its own.
        var kept: [BlockingKey] = []
        for key in all where !kept.contains(where: { $0.column == key.column && $0.collision == key.collision }) && key.collision < 0.9 { kept.append(key) }
        keys = Array(kept.prefix(64))
    }

    func name(_ rule: BlockingRule, _ columns: [PreparedColumn]) -> String {
        if rule.keys.isEmpty { return "every pair" }
        return rule.keys.map { key in
            let column = columns[keys[key].column].name
            return keys[key].reading == .whole ? column : "\(keys[key].reading.rawValue) of \(column)"
        }.joined(separator: " + ")
    }

    /// How many pairs of different people a rule brings, if its keys are independent.
    func expectedPairs(_ rule: BlockingRule, _ records: PreparedRecords) -> Double {
        rule.keys.reduce(records.pairCount) { $0 * keys[$1].collision }
    }

    /// The key of every record, side by side, so that a rule's keys are read from a few short columns and not from all records.
    func column(_ key: Int, _ records: PreparedRecords) -> [UInt32] {
        let (width, column, base) = (records.columnCount, keys[key].column, keys[key].base)
        return [UInt32](unsafeUninitializedCapacity: records.recordCount) { target, count in
            records.cells.withUnsafeBufferPointer { cells in
                keys[key].keys.withUnsafeBufferPointer { values in
                    for record in 0..<records.recordCount {
                        let value = cells[record &* width &+ column].value
                        target.initializeElement(at: record, to: value == 0 ? 0 : values[Int(value &- base)])
                    }
                }
            }
            count = records.recordCount
        }
    }

    /// For every record that has all keys of a rule the combined key above the record's number, in the order of the records.
    /// - Parameters:
    ///   - columns: the keys of the rule, see ``column(_:_:)``.
    ///   - share: with less than 1 only this share of the keys, to look at some whole blocks.
    static func entries(_ columns: [[UInt32]], count: Int, share: Double = 1) -> [UInt64] {
        let limit = UInt64(share * 4_294_967_296)
        var hashes = [UInt64](repeating: 0, count: count)
        var kept = 0
        hashes.withUnsafeMutableBufferPointer { hashes in
            for (position, column) in columns.enumerated() {
                column.withUnsafeBufferPointer { column in
                    for record in 0..<count where position == 0 || hashes[record] != 0 {
                        hashes[record] = column[record] == 0 ? 0 : Hashing.mix(hashes[record] ^ UInt64(column[record])) | 1
                    }
                }
            }
            for record in 0..<count {
                let hash = hashes[record]
                if hash == 0 || share < 1 && Hashing.mix(hash) >> 32 >= limit { continue }
                hashes[kept] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(record)
                kept &+= 1
            }
        }
        hashes.removeLast(count - kept)
        return hashes
    }

    /// The keys on which two records agree, a bit each.
    func agreements(_ left: UnsafePointer<Cell>, _ right: UnsafePointer<Cell>) -> UInt64 {
        var bits: UInt64 = 0
        for (index, key) in keys.enumerated() {
            let first = key.key(left[key.column].value)
            if first != 0, first == key.key(right[key.column].value) { bits |= 1 << UInt64(index) }
        }
        return bits
    }
}
