import Journal

/// All cases of one organisation by what lists filter and sort by, in memory: any combination of filters is a few operations on bits, and counts are exact.
///
/// It holds open facts and identifiers only and is filled from the projection `case_list`. Docs/performance.md has its memory and times.
struct CaseTable: Sendable {
    let fields: CaseListFields
    /// The place in the journal up to which the table is true.
    var sequence: Int64 = 0

    private var ordinals: [String: Int32] = [:]
    private var records: [String] = []
    private var created: [Timestamp] = []
    private var changed: [Timestamp] = []
    private var ranks: [UInt8] = []
    private var free: [Int32] = []
    /// Another number whenever something of a case has changed; it begins anywhere, so that a table that is filled anew does not look like the one before.
    private(set) var changes = UInt64.random(in: 0...(UInt64.max / 2))
    /// The same, whenever a place may have come to mean another case.
    private(set) var removals = UInt64.random(in: 0...(UInt64.max / 2))

    private var present = Bitmap()
    private var clashes = Bitmap()
    private var isAssigned = Bitmap()
    private var assigned = KeyedBitmaps<String>()
    private var facts = KeyedBitmaps<CaseFacts.Fact>()
    /// The cases in each order. Empty while the table is being filled.
    private var orders: [CaseQuery.Order: [Int32]] = [:]

    init(_ fields: CaseListFields) {
        self.fields = fields
    }

    var count: Int { ordinals.count }

    // MARK: Keeping in step

    /// Fills an empty table.
    mutating func fill(_ rows: (_ take: (CaseListRow) -> Void) throws -> Void) rethrows {
        try rows { self.write($0) }
        for order in CaseQuery.Order.allCases {
            orders[order] = ordinals.values.sorted { isBefore($0, $1, order) }
        }
    }

    /// Puts a case in, or in place of what was known of it. O(cases) with a small constant: a place is found by halving and made by moving memory.
    mutating func update(_ row: CaseListRow) {
        changes += 1
        if let ordinal = ordinals[row.record] { takeOut(ordinal) }
        let ordinal = write(row)
        for order in CaseQuery.Order.allCases {
            let key = place(ordinal, order)
            let position = position(of: key, order)
            orders[order, default: []].insert(ordinal, at: position)
        }
    }

    mutating func remove(_ record: String) {
        guard let ordinal = ordinals.removeValue(forKey: record) else { return }
        takeOut(ordinal)
        clear(ordinal)
        free.append(ordinal)
        removals += 1
        changes += 1
    }

    private mutating func takeOut(_ ordinal: Int32) {
        for order in CaseQuery.Order.allCases {
            let position = position(of: place(ordinal, order), order)
            if let present = orders[order], position < present.count, present[position] == ordinal { orders[order]?.remove(at: position) }
        }
    }

    @discardableResult
    private mutating func write(_ row: CaseListRow) -> Int32 {
        let known = ordinals[row.record]
        let ordinal = known ?? free.popLast() ?? Int32(records.count)
        if let known { clear(known) }
        if Int(ordinal) == records.count {
            records.append("")
            created.append(.init(milliseconds: 0, counter: 0, device: .init(0)))
            changed.append(.init(milliseconds: 0, counter: 0, device: .init(0)))
            ranks.append(.max)
        }
        let index = Int(ordinal)
        ordinals[row.record] = ordinal
        records[index] = row.record
        created[index] = Timestamp(row.created) ?? created[index]
        changed[index] = Timestamp(row.changed) ?? created[index]
        ranks[index] = .max
        present.insert(index)
        if row.hasClash { clashes.insert(index) }
        if !row.assigned.isEmpty { isAssigned.insert(index) }
        for account in row.assigned { assigned.insert(index, for: account) }
        row.facts.withUnsafeBytes { bytes in
            FactTerms.forEach(in: bytes) { number in
                guard let fact = fields.fact(number) else { return }
                facts.insert(index, for: fact)
                if fact.fact == "case.priority", let priority = fields.priorities.first(where: { $0.code == fact.value }) { ranks[index] = priority.rank }
            }
        }
        return ordinal
    }

    private mutating func clear(_ ordinal: Int32) {
        let index = Int(ordinal)
        present.remove(index)
        clashes.remove(index)
        isAssigned.remove(index)
        assigned.remove(index)
        facts.remove(index)
    }

    // MARK: Finding

    /// The cases that somebody may open.
    func visible(to access: CaseRule) -> Bitmap {
        let mine = assigned[access.account]
        let confidential = facts[CaseFacts.confidential]
        var visible = Bitmap()
        for isMine in [true, false] {
            for isConfidential in [true, false] where access.mayOpen(isAssigned: isMine, isConfidential: isConfidential) {
                var part = present
                if isMine { part.formIntersection(mine) } else { part.subtract(mine) }
                if isConfidential { part.formIntersection(confidential) } else { part.subtract(confidential) }
                visible.formUnion(part)
            }
        }
        for record in access.takenBack { if let ordinal = ordinals[record] { visible.remove(Int(ordinal)) } }
        return visible
    }

    /// A page of the cases that fit the query and may be opened. O(cases) with a small constant.
    func page(_ query: CaseQuery, _ access: CaseRule, after cursor: CaseCursor? = nil, limit: Int) -> CasePage {
        var found = visible(to: access)
        var page = CasePage()
        page.visible = found.count
        narrow(&found, query)
        page.total = found.count
        let order = orders[query.order] ?? []
        var position = 0
        if let cursor {
            position = self.position(of: cursor, query.order)
            if position < order.count, place(order[position], query.order) == cursor { position += 1 }
        }
        var last: Int32?
        while position < order.count {
            let ordinal = order[position]
            position += 1
            guard found.contains(Int(ordinal)) else { continue }
            if page.records.count == limit {
                page.next = last.map { place($0, query.order) }
                break
            }
            page.records.append(records[Int(ordinal)])
            last = ordinal
        }
        return page
    }

    private func narrow(_ found: inout Bitmap, _ query: CaseQuery) {
        for (field, codes) in query.facts {
            var any = Bitmap()
            for code in codes { any.formUnion(facts[.init(fact: field, value: code)]) }
            found.formIntersection(any)
        }
        switch query.assigned {
        case .account(let account)?: found.formIntersection(assigned[account])
        case .nobody?: found.subtract(isAssigned)
        case nil: break
        }
        if query.onlyClashes { found.formIntersection(clashes) }
        if let moment = query.openedSince {
            let order = orders[.newest] ?? []
            // The last place that is not earlier than the moment: before all identifiers of that moment's first reading of the clock.
            let bound = CaseCursor(rank: 0, moment: Timestamp(milliseconds: moment, counter: 0, device: .init(0)), record: "")
            var since = Bitmap()
            for ordinal in order[..<position(of: bound, .newest)] { since.insert(Int(ordinal)) }
            found.formIntersection(since)
        }
    }

    /// The codes that occur among the cases that may be opened, with how many of them have each, by full name of the field.
    func occurring(_ access: CaseRule) -> [String: [String: Int]] {
        let visible = visible(to: access)
        var occurring: [String: [String: Int]] = [:]
        facts.forEach { fact, cases in
            let count = cases.countShared(with: visible)
            if count > 0 { occurring[fact.fact, default: [:]][fact.value] = count }
        }
        return occurring
    }

    /// The place of a case among the sets of this table; nil for one that is not in it. What a place means changes only together with ``removals``. O(1).
    func place(of record: String) -> Int32? { ordinals[record] }

    /// The latest registered of some cases, the latest first. O(cases) with a small constant.
    func newest(_ cases: Bitmap, limit: Int) -> [String] {
        var found: [String] = []
        for ordinal in orders[.newest] ?? [] {
            guard found.count < limit else { break }
            if cases.contains(Int(ordinal)) { found.append(records[Int(ordinal)]) }
        }
        return found
    }

    /// How many of the cases that may be opened have both a code of one fact and a code of another, the most frequent pair first. O(codes × codes × cases) with a
    /// small constant.
    func pairs(of first: String, and second: String, _ access: CaseRule) -> [CodePair] {
        let visible = visible(to: access)
        var (left, right): ([(String, Bitmap)], [(String, Bitmap)]) = ([], [])
        facts.forEach { fact, cases in
            if fact.fact == first { left.append((fact.value, cases)) }
            if fact.fact == second { right.append((fact.value, cases)) }
        }
        let pairs = left.flatMap { code, cases -> [CodePair] in
            var shown = cases
            shown.formIntersection(visible)
            return right.map { CodePair(first: code, second: $0.0, count: $0.1.countShared(with: shown)) }
        }
        return pairs.filter { $0.count > 0 }.sorted { ($1.count, $0.first, $0.second) < ($0.count, $1.first, $1.second) }
    }

    struct CodePair: Sendable, Hashable {
        var first: String
        var second: String
        var count: Int
    }

    /// Whether a case is among some, such as those of ``visible(to:)``: where many are asked about, quicker than ``mayOpen(_:_:)`` for each. O(1).
    func contains(_ record: String, in cases: Bitmap) -> Bool { ordinals[record].map { cases.contains(Int($0)) } ?? false }

    /// From 0 to less than 1, the greater the later the case was registered: decides between cases that fit a search equally.
    func recency(of record: String) -> Double {
        guard let ordinal = ordinals[record] else { return 0 }
        return Double(created[Int(ordinal)].milliseconds) / Double(Timestamp.greatestMilliseconds)
    }

    /// Whether a case is among those that may be opened. O(1).
    func mayOpen(_ record: String, _ access: CaseRule) -> Bool {
        guard let ordinal = ordinals[record], !access.takenBack.contains(record) else { return false }
        return access.mayOpen(
            isAssigned: assigned[access.account].contains(Int(ordinal)),
            isConfidential: facts[CaseFacts.confidential].contains(Int(ordinal)))
    }

    // MARK: Orders

    private func place(_ ordinal: Int32, _ order: CaseQuery.Order) -> CaseCursor {
        let index = Int(ordinal)
        return switch order {
        case .newest: CaseCursor(rank: 0, moment: created[index], record: records[index])
        case .changed: CaseCursor(rank: 0, moment: changed[index], record: records[index])
        case .priority: CaseCursor(rank: ranks[index], moment: created[index], record: records[index])
        }
    }

    /// Says the same as the places of the two, without making them.
    private func isBefore(_ left: Int32, _ right: Int32, _ order: CaseQuery.Order) -> Bool {
        let (left, right) = (Int(left), Int(right))
        if order == .priority, ranks[left] != ranks[right] { return ranks[left] < ranks[right] }
        let (first, second) = order == .changed ? (changed[left], changed[right]) : (created[left], created[right])
        return first != second ? first > second : records[left] > records[right]
    }

    /// The first position whose place is not before the given one. O(log cases).
    private func position(of place: CaseCursor, _ order: CaseQuery.Order) -> Int {
        let ordinals = orders[order] ?? []
        var (low, high) = (0, ordinals.count)
        while low < high {
            let middle = (low + high) / 2
            if CaseCursor.isBefore(self.place(ordinals[middle], order), place) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
