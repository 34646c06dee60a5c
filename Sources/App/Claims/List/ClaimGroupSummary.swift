import Dictionary

/// What a page tells of a group of cases, so that it need not go through their claims each time.
struct ClaimGroupSummary: Sendable {
    /// Cases of a group that the page lists, decisions that it tells, and values that it names.
    static let caseLimit = 50
    static let outcomeLimit = 20
    static let valueLimit = 24

    /// What the claims of a group are compared by.
    enum Part: String, Sendable, CaseIterable {
        case head, country, forum, basis, respondent

        func values(_ line: ClaimLine) -> [String] {
            switch self {
            case .head: [line.head].compactMap { $0 }
            case .country: [line.country].compactMap { $0 }
            case .forum: [line.forum].compactMap { $0 }
            case .basis: line.provisions
            case .respondent: line.respondents
            }
        }
    }

    struct Value: Sendable {
        /// A code, a provision in words, or a record.
        var value: String
        /// In how many cases it occurs: what is in all is common, the rest differs.
        var count: Int
    }

    let key: String
    let caseCount: Int
    let sums: [CoinSpan]
    let values: [Part: [Value]]
    /// The latest decisions.
    let outcomes: [ClaimLine]
    /// The first cases, by their identifiers.
    let cases: [(record: String, lines: [ClaimLine])]

    /// O(claims of the group).
    init(_ group: ClaimGroups.Group) {
        key = group.key
        caseCount = group.byCase.count
        let lines = group.lines
        sums = CoinSpan.totals(lines.map(\.amount))
        values = [Part: [Value]](
            Part.allCases.map { part in
                let counts = group.counts(part.values).sorted { ($0.value, $1.key) > ($1.value, $0.key) }
                return (part, counts.prefix(Self.valueLimit).map { Value(value: $0.key, count: $0.value) })
            }, uniquingKeysWith: { first, _ in first })
        outcomes = Array(
            lines.filter { $0.decision != nil || $0.awarded != nil || $0.note != nil }
                .sorted { ($0.decided?.daysSinceEpoch ?? 0, $0.record) > ($1.decided?.daysSinceEpoch ?? 0, $1.record) }.prefix(Self.outcomeLimit))
        cases = group.byCase.keys.sorted().prefix(Self.caseLimit).map { ($0, group.byCase[$0] ?? []) }
    }
}

/// The largest groups of one kind.
struct GatheredClaims: Sendable {
    /// More than one page shows, since some have names that may not be seen.
    static let limit = 60

    let kind: ClaimGroups.Kind
    let groups: [ClaimGroupSummary]
    let named: NamedRespondents

    init(_ kind: ClaimGroups.Kind, of lines: [ClaimLine]) {
        self.kind = kind
        groups = ClaimGroups(kind, of: lines).groups.prefix(Self.limit).map(ClaimGroupSummary.init)
        named = NamedRespondents(lines)
    }
}
