import Dictionary

/// All claims of an organisation in memory, in the order of their next day.
struct ClaimTable: Sendable {
    /// The place in the journal up to which it is true.
    var sequence: Int64 = 0
    /// Another number whenever a line has become another one; it begins anywhere, so that a table that is filled anew does not look like the one before.
    private(set) var revision = UInt64.random(in: 0...(UInt64.max / 2))
    /// The claims, each at its number; numbers of claims that were taken out are used again.
    private var lines: [ClaimLine] = []
    private var numbers: [String: Int32] = [:]
    private var free: [Int32] = []
    /// The claims of each case.
    private var cases: [String: Set<String>] = [:]
    /// Numbers in the order of their claims' next days: so going through all claims searches for none, and putting one in moves little.
    private var order: [Int32] = []

    /// The claims that are recorded in a case.
    func claims(ofCase record: String) -> Set<String> { cases[record] ?? [] }

    /// Fills an empty table. O(n log n).
    mutating func fill(_ all: [ClaimLine]) {
        order = all.map { enter($0) }
        let lines = lines
        order.sort { Self.isBefore(lines[Int($0)], lines[Int($1)]) }
    }

    /// Puts a claim in, or takes it out. O(log n) and a move of four bytes for each that stands behind it.
    mutating func set(_ line: ClaimLine?, of record: String) {
        let before = numbers[record].map { lines[Int($0)] }
        guard before != line else { return }
        revision += 1
        if let number = numbers.removeValue(forKey: record) { takeOut(number) }
        guard let line else { return }
        let number = enter(line)
        order.insert(number, at: position(of: line))
    }

    /// The claims that fit, by their next day, those without a day last. O(claims looked at).
    func first(_ limit: Int, where fits: (ClaimLine) -> Bool) -> [ClaimLine] {
        var found: [ClaimLine] = []
        for number in order {
            guard found.count < limit else { break }
            if fits(lines[Int(number)]) { found.append(lines[Int(number)]) }
        }
        return found
    }

    private mutating func enter(_ line: ClaimLine) -> Int32 {
        cases[line.caseRecord, default: []].insert(line.record)
        let number: Int32
        if let used = free.popLast() {
            number = used
            lines[Int(number)] = line
        } else {
            number = Int32(lines.count)
            lines.append(line)
        }
        numbers[line.record] = number
        return number
    }

    private mutating func takeOut(_ number: Int32) {
        let line = lines[Int(number)]
        let position = position(of: line)
        if position < order.count, order[position] == number { order.remove(at: position) }
        cases[line.caseRecord]?.remove(line.record)
        if cases[line.caseRecord]?.isEmpty == true { cases[line.caseRecord] = nil }
        free.append(number)
    }

    private func position(of line: ClaimLine) -> Int {
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            if Self.isBefore(lines[Int(order[middle])], line) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func isBefore(_ left: ClaimLine, _ right: ClaimLine) -> Bool {
        let days = (left.next?.daysSinceEpoch ?? .max, right.next?.daysSinceEpoch ?? .max)
        return days.0 != days.1 ? days.0 < days.1 : left.record < right.record
    }
}
