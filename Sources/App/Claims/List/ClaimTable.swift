import Dictionary

/// All claims of an organisation in memory, in the order of their next day.
struct ClaimTable: Sendable {
    /// The place in the journal up to which it is true.
    var sequence: Int64 = 0
    private(set) var lines: [String: ClaimLine] = [:]
    private var order: [Place] = []

    private struct Place: Comparable, Hashable {
        var day: Int
        var record: String

        static func < (left: Place, right: Place) -> Bool { (left.day, left.record) < (right.day, right.record) }
    }

    private static func place(_ line: ClaimLine) -> Place { Place(day: line.next?.daysSinceEpoch ?? Int.max, record: line.record) }

    /// Fills an empty table. O(n log n).
    mutating func fill(_ all: [ClaimLine]) {
        for line in all { lines[line.record] = line }
        order = lines.values.map(Self.place).sorted()
    }

    /// Puts a claim in, or takes it out. O(log n) and a move of what stands behind it.
    mutating func set(_ line: ClaimLine?, of record: String) {
        if let old = lines.removeValue(forKey: record) {
            let place = Self.place(old)
            let position = position(of: place)
            if position < order.count, order[position] == place { order.remove(at: position) }
        }
        guard let line else { return }
        lines[record] = line
        let place = Self.place(line)
        order.insert(place, at: position(of: place))
    }

    /// The claims that fit, by their next day, those without a day last. O(claims looked at).
    func first(_ limit: Int, where fits: (ClaimLine) -> Bool) -> [ClaimLine] {
        var found: [ClaimLine] = []
        for place in order {
            guard found.count < limit else { break }
            if let line = lines[place.record], fits(line) { found.append(line) }
        }
        return found
    }

    private func position(of place: Place) -> Int {
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            if order[middle] < place { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
