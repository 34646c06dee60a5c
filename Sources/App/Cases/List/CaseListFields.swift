import Dictionary

/// The open facts of cases that lists are filtered by: the usual ones, and what an organisation has added to cases itself.
struct CaseListFields: Sendable {
    static let usual = [
        "case.status", "case.priority", "case.origin-country", "case.destination-country", "case.sector", "case.stage", "case.closing-reason",
    ]

    /// In the order in which filters are shown.
    let fields: [Field]
    /// How urgent: the place of each code in the list of priorities, the most urgent first.
    let priorities: [(code: String, rank: UInt8)]
    /// The facts by their numbers.
    private let facts: [Int64: CaseFacts.Fact]

    init(_ dictionary: DataDictionary) {
        let own = dictionary.fields(of: "case").filter { $0.isLocal && $0.sensitivity == .open && ($0.type == .code || $0.type == .codes) }
        fields = Self.usual.compactMap(dictionary.field) + own
        let terms = dictionary.vocabulary("priority")?.terms ?? []
        priorities = terms.enumerated().map { ($1.code, UInt8(clamping: $0)) }
        var facts: [Int64: CaseFacts.Fact] = [:]
        for field in fields {
            let codes = (dictionary.vocabulary(of: field)?.terms ?? []).map(\.code) + Absence.allCases.map(\.rawValue)
            for code in codes { facts[FactTerms.number(fact: field.fullName, value: code)] = CaseFacts.Fact(fact: field.fullName, value: code) }
        }
        facts[FactTerms.number(fact: CaseFacts.confidential.fact, value: CaseFacts.confidential.value)] = CaseFacts.confidential
        self.facts = facts
    }

    /// The fact that a number stands for, if lists are filtered by it.
    func fact(_ number: Int64) -> CaseFacts.Fact? { facts[number] }

    /// What a row says of the fields that lists show: codes by full name of the field.
    func facts(of row: CaseListRow) -> [String: [String]] {
        var found: [String: [String]] = [:]
        row.facts.withUnsafeBytes { bytes in
            FactTerms.forEach(in: bytes) { number in
                if let fact = fact(number) { found[fact.fact, default: []].append(fact.value) }
            }
        }
        return found
    }
}
