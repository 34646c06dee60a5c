/// The rules of one country for one category of worker.
public struct LawBook: Sendable {
    /// ISO 3166-1 alpha-2.
    public let country: String
    public let category: WorkerCategory
    public let currency: Currency
    /// In the order of the file.
    public let rules: [Rule]
    /// What was looked for and not found: that nothing is on file is told where it matters.
    public let notFound: [NotFound]
    private let byTopic: [String: [Rule]]

    /// A topic of which no source was found.
    public struct NotFound: Sendable, Hashable {
        public let topic: String
        /// The circumstances that were looked for, as rules name them in `when: work:`; nil for all.
        public let work: String?
        /// When it was looked for.
        public let looked: KnownDate
        public let note: String
        /// Where it stands in the data files.
        public let place: String
    }

    public init(country: String, category: WorkerCategory, currency: Currency, rules: [Rule], notFound: [NotFound] = []) {
        self.country = country
        self.category = category
        self.currency = currency
        self.rules = rules
        self.notFound = notFound
        byTopic = Dictionary(grouping: rules, by: \.topic)
    }

    /// Country and category, such as `QA-private`.
    public var name: String { "\(country)-\(category.rawValue)" }

    /// All rules of a topic, also those of other days and second readings.
    public func rules(_ topic: String) -> [Rule] { byTopic[topic] ?? [] }

    /// The rules of a topic that apply on a day, without second readings. O(rules of the topic).
    public func rules(_ topic: String, on day: Day) -> [Rule] {
        guard let rules = byTopic[topic] else { return [] }
        return rules.filter { !$0.isAlternative && $0.applies(on: day) }
    }

    /// Those whose conditions hold for this employment.
    func rules(_ topic: String, on day: Day, for circumstances: Circumstances) -> [Rule] {
        guard let rules = byTopic[topic] else { return [] }
        return rules.filter { !$0.isAlternative && $0.applies(on: day) && circumstances.meet($0.conditions) }
    }

    /// The one that applies; where several do, the one that is most to be trusted.
    func rule(_ topic: String, on day: Day, for circumstances: Circumstances) -> Rule? {
        guard let rules = byTopic[topic] else { return nil }
        var best: Rule?
        for rule in rules where !rule.isAlternative && rule.applies(on: day) && circumstances.meet(rule.conditions) {
            if let known = best, known.confidence >= rule.confidence { continue }
            best = rule
        }
        return best
    }

    /// The second readings of a topic that apply on a day to this employment.
    func alternatives(_ topic: String, on day: Day, for circumstances: Circumstances) -> [Rule] {
        guard let rules = byTopic[topic] else { return [] }
        return rules.filter { $0.isAlternative && $0.applies(on: day) && circumstances.meet($0.conditions) }
    }
}

/// What conditions of rules are compared with; what is nil is not known and meets every condition.
struct Circumstances: Sendable {
    var service: Fraction?
    var ending: Ending?
    var pay: PayClass?
    var contract: ContractKind?
    var party: RuleConditions.Party?
    var work: String?
    var daysPerWeek: Int?
    var age: Fraction?
    var employees: Fraction?

    func meet(_ conditions: RuleConditions) -> Bool {
        if let band = conditions.service, let service, !band.contains(service) { return false }
        if !conditions.endings.isEmpty, let ending, !conditions.endings.contains(ending) { return false }
        if let wanted = conditions.pay, let pay, wanted != pay { return false }
        if let wanted = conditions.contract, let contract, wanted != contract { return false }
        if let wanted = conditions.party, let party, wanted != party { return false }
        if let wanted = conditions.daysPerWeek, let daysPerWeek, wanted != daysPerWeek { return false }
        if let band = conditions.age, let age, !band.contains(age) { return false }
        if let band = conditions.employees, let employees, !band.contains(employees) { return false }
        if let wanted = conditions.work, wanted != work { return false }
        return true
    }
}

/// The category of workers a law is for.
public enum WorkerCategory: String, Sendable, Hashable, CaseIterable {
    /// Employed by a business.
    case privateSector = "private"
    /// Employed by a household.
    case domestic
}
