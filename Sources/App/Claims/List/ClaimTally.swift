import Dictionary

/// How many claims went how far, and what came of them.
struct ClaimTally: Sendable, Hashable {
    var recorded: Int
    var filed: Int
    var decided: Int
    var paid: Int
    var awarded: [Coins]
    var received: [Coins]
    /// The middle of the days from filing to decision; nil where none was decided. Of an even number the earlier of the two in the middle.
    var daysToDecision: Int?
    var daysToMoney: Int?

    /// O(claims log claims).
    init(_ lines: [ClaimLine]) {
        recorded = lines.count
        filed = lines.count(where: { $0.filed != nil })
        decided = lines.count(where: { $0.decided != nil || $0.decision != nil })
        paid = lines.count(where: { $0.received.contains { $0.count > 0 } })
        awarded = HeadSums.total(lines.map(\.awarded))
        received = HeadSums.total(lines.flatMap(\.received))
        func days(to end: KeyPath<ClaimLine, CalendarDay?>) -> [Int] {
            lines.compactMap { line in line.filed.flatMap { filed in line[keyPath: end].map { $0.daysSinceEpoch - filed.daysSinceEpoch } } }
        }
        daysToDecision = Self.middle(days(to: \.decided))
        daysToMoney = Self.middle(days(to: \.paid))
    }

    static func middle(_ numbers: [Int]) -> Int? {
        let sorted = numbers.filter { $0 >= 0 }.sorted()
        return sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
    }
}

/// What came of all claims that somebody may see: over all, and by corridor, forum and respondent.
struct ClaimResults: Sendable {
    struct Corridor: Sendable, Hashable {
        var origin: String?
        var country: String
    }

    let all: ClaimTally
    let corridors: [Corridor: ClaimTally]
    /// By code of the list `claim-forum`.
    let forums: [String: ClaimTally]
    /// By record, of those in most cases.
    let respondents: [String: ClaimTally]
    let named: NamedRespondents

    /// O(claims log claims).
    init(_ lines: [ClaimLine], named: NamedRespondents) {
        all = ClaimTally(lines)
        self.named = named
        corridors = Self.grouped(lines) { line in (line.destination ?? line.country).map { [Corridor(origin: line.origin, country: $0)] } ?? [] }
        forums = Self.grouped(lines) { $0.forum.map { [$0] } ?? [] }
        let shown = Set(named.caseByRespondent.keys)
        respondents = Self.grouped(lines) { Set($0.respondents).intersection(shown) }
    }

    private static func grouped<Key: Hashable, Keys: Sequence<Key>>(_ lines: [ClaimLine], _ keys: (ClaimLine) -> Keys) -> [Key: ClaimTally] {
        var places: [Key: [Int]] = [:]
        for (place, line) in lines.enumerated() { for key in keys(line) { places[key, default: []].append(place) } }
        return places.mapValues { ClaimTally($0.map { lines[$0] }) }
    }
}

/// Those against whom most cases are brought, each with a case in which their name may be seen.
struct NamedRespondents: Sendable {
    /// At most so many employers and agencies are named on one page.
    static let limit = 30

    let caseByRespondent: [String: String]

    /// O(claims).
    init(_ lines: [ClaimLine]) {
        var cases: [String: Set<String>] = [:]
        for line in lines { for respondent in line.respondents { cases[respondent, default: []].insert(line.caseRecord) } }
        let most = cases.sorted { ($0.value.count, $1.key) > ($1.value.count, $0.key) }.prefix(Self.limit)
        caseByRespondent = [String: String](most.compactMap { entry in entry.value.min().map { (entry.key, $0) } }, uniquingKeysWith: { first, _ in first })
    }
}
