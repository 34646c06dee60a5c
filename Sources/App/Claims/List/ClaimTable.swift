import Dictionary

/// All claims of an organisation in memory, in the order of their next day.
struct ClaimTable: Sendable {
    /// The place in the journal up to which it is true.
    var sequence: Int64 = 0
    /// Another number whenever a line has become another one; it begins anywhere, so that a table that is filled anew does not look like the one before.
    private(set) var revision = UInt64.random(in: 0...(UInt64.max / 2))
    /// The claims, each at its number; numbers of claims that were taken out are used again.
    private var lines: [ClaimLine] = []
    /// What filters ask of each, small and beside each other: whoever goes through all claims reads these.
    private var marks: [Mark] = []
    /// Numbers of the codes of stages and forums.
    private var codes: [String: Int16] = [:]
    private var numbers: [String: Int32] = [:]
    private var free: [Int32] = []
    /// The claims of each case.
    private var cases: [String: Set<String>] = [:]
    /// Numbers in the order of their claims' next days: so going through all claims searches for none, and putting one in moves little.
    private var order: [Int32] = []

    private struct Mark {
        /// Behind all days.
        static let unknown = Int32.max
        /// The next day, since 1970.
        var day: Int32
        var stage: Int16
        var forum: Int16
        var isOpen: Bool
    }

    /// How many claims there are in it.
    var count: Int { order.count }

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

    // MARK: Finding

    /// Whether what a filter asks for stands in a claim's mark, once its codes are looked up.
    private struct Sought {
        var stage: Int16?
        var forum: Int16?
        var days: ClosedRange<Int32>?

        func fits(_ mark: Mark) -> Bool {
            if let stage { guard mark.stage == stage else { return false } } else { guard mark.isOpen else { return false } }
            if let forum, mark.forum != forum { return false }
            return days?.contains(mark.day) ?? true
        }
    }

    private func sought(_ filter: ClaimFilter) -> Sought {
        // A code that no claim has fits none.
        func code(_ text: String?) -> Int16? { text.map { codes[$0] ?? .max } }
        func day(_ day: Int) -> Int32 { Int32(clamping: day) }
        let days: ClosedRange<Int32>? =
            switch filter.next {
            case nil: nil
            case .unknown: Mark.unknown...Mark.unknown
            case .within(let range): day(range.lowerBound)...min(day(range.upperBound), Mark.unknown - 1)
            }
        return Sought(stage: code(filter.stage), forum: code(filter.forum), days: days)
    }

    /// The cases with a claim that fits, in the order of the next days of these, each with all of its claims that fit in that order. O(claims looked at).
    /// - Parameter opens: whether a case may be looked at.
    func cases(_ filter: ClaimFilter, skip: Int, limit: Int, where opens: (String) -> Bool) -> [(record: String, lines: [ClaimLine])] {
        let sought = sought(filter)
        var seen: Set<String> = []
        var found: [String] = []
        for number in order[start(of: sought)...] {
            let mark = marks[Int(number)]
            if let days = sought.days, mark.day > days.upperBound { break }
            guard sought.fits(mark) else { continue }
            let record = lines[Int(number)].caseRecord
            guard seen.insert(record).inserted, opens(record) else { continue }
            found.append(record)
            if found.count == skip + limit { break }
        }
        return found.dropFirst(skip).map { record in
            let fitting = (cases[record] ?? []).compactMap { numbers[$0] }.filter { sought.fits(marks[Int($0)]) }.map { lines[Int($0)] }
            return (record, fitting.sorted(by: Self.isBefore))
        }
    }

    /// Where the first day that is sought stands in the order.
    private func start(of sought: Sought) -> Int {
        guard let first = sought.days?.lowerBound else { return 0 }
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            if marks[Int(order[middle])].day < first { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// All claims of the cases that open, by their next day, those without a day last. O(n).
    func all(where opens: (String) -> Bool) -> [ClaimLine] { order.map { lines[Int($0)] }.filter { opens($0.caseRecord) } }

    // MARK: Changing

    private mutating func code(_ text: String) -> Int16 {
        if let known = codes[text] { return known }
        let new = Int16(clamping: codes.count)
        codes[text] = new
        return new
    }

    private mutating func mark(_ line: ClaimLine) -> Mark {
        Mark(
            day: line.next.map { Int32(clamping: $0.daysSinceEpoch) } ?? Mark.unknown, stage: code(line.stage), forum: line.forum.map { code($0) } ?? -1,
            isOpen: line.isOpen)
    }

    private mutating func enter(_ line: ClaimLine) -> Int32 {
        cases[line.caseRecord, default: []].insert(line.record)
        let number: Int32
        let mark = mark(line)
        if let used = free.popLast() {
            number = used
            lines[Int(number)] = line
            marks[Int(number)] = mark
        } else {
            number = Int32(lines.count)
            lines.append(line)
            marks.append(mark)
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
