/// How far a rule may be trusted.
public enum Confidence: String, Sendable, Hashable, Comparable, CaseIterable {
    /// From memory, disputed or unclear: shown as “ask a lawyer”, never part of a total.
    case low
    /// A named secondary source.
    case medium
    /// The text of the law, or the authority that applies it.
    case high

    public static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        }
    }
}

/// One provision of a law, as one line of a lawyer's table: what it says, when it applies, from when until when, and where that is written.
public struct Rule: Sendable, Hashable {
    /// Held by reference, because a calculation hands on hundreds of rules and each has a dozen strings.
    private final class Shared: Sendable {
        let content: RuleContent

        init(_ content: RuleContent) { self.content = content }
    }

    private let shared: Shared

    init(_ content: RuleContent) { shared = Shared(content) }

    /// What it is about, such as `end-of-service-rate`; ``Topic`` has those that are computed with.
    public var topic: String { shared.content.topic }
    /// In a sentence.
    public var says: String { shared.content.says }
    public var conditions: RuleConditions { shared.content.conditions }
    public var value: RuleValue { shared.content.value }
    /// What the value counts, such as `days of wage a year`.
    public var unit: String { shared.content.unit }
    public var law: String { shared.content.law }
    public var article: String { shared.content.article }
    /// The first day on which it applies; nil if it is not known.
    public var from: KnownDate? { shared.content.from }
    /// The last day on which it applies; nil while it is in force.
    public var until: KnownDate? { shared.content.until }
    /// Where it was read: the address of a page, or the print; of low confidence also words.
    public var source: String { shared.content.source }
    public var confidence: Confidence { shared.content.confidence }
    /// Where sources disagree, and other remarks.
    public var note: String { shared.content.note }
    /// A second reading that is kept on purpose beside the one that is used.
    public var isAlternative: Bool { shared.content.isAlternative }
    /// Where it stands in the data files.
    public var place: String { shared.content.place }

    /// Whether it applies on a day.
    public func applies(on day: Day) -> Bool {
        (from.map { $0.earliest <= day } ?? true) && (until.map { day <= $0.latest } ?? true)
    }

    /// The number; nil if the value is a span or words.
    public var number: Fraction? { if case .number(let value) = value { value } else { nil } }

    public static func == (left: Rule, right: Rule) -> Bool { left.shared === right.shared || left.shared.content == right.shared.content }

    public func hash(into hasher: inout Hasher) { hasher.combine(shared.content) }
}

/// What ``Rule`` says of each of these.
struct RuleContent: Sendable, Hashable {
    let topic: String
    let says: String
    let conditions: RuleConditions
    let value: RuleValue
    let unit: String
    let law: String
    let article: String
    let from: KnownDate?
    let until: KnownDate?
    let source: String
    let confidence: Confidence
    let note: String
    let isAlternative: Bool
    let place: String
}

/// What a rule says: a number, a span, or words.
public enum RuleValue: Sendable, Hashable, CustomStringConvertible {
    case number(Fraction)
    case span(Fraction, Fraction)
    case words(String)

    /// Reads `15`, `2/3`, `3 to 12`; anything else is words.
    init(_ text: String) {
        if let number = Fraction(text) {
            self = .number(number)
        } else if let span = RuleValue.span(text) {
            self = span
        } else {
            self = .words(text)
        }
    }

    private static func span(_ text: String) -> RuleValue? {
        let words = text.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
        guard words.count == 3, words[1] == "to", let low = Fraction(words[0]), let high = Fraction(words[2]), low <= high else { return nil }
        return .span(low, high)
    }

    public var description: String {
        switch self {
        case .number(let value): value.shortText
        case .span(let low, let high): "\(low.shortText) to \(high.shortText)"
        case .words(let words): words
        }
    }
}

/// On what a rule depends; empty conditions always hold.
public struct RuleConditions: Sendable, Hashable {
    public var service: ServiceBand?
    public var endings: [Ending] = []
    public var pay: PayClass?
    public var contract: ContractKind?
    /// Who ends the contract.
    public var party: Party?
    /// What the work was, such as `rest-day up to half`; the heads that use it say which words they know.
    public var work: String?
    /// The days on which the worker works in a week.
    public var daysPerWeek: Int?
    /// Of the worker, in years.
    public var age: ServiceBand?
    /// How many people the employer employs.
    public var employees: ServiceBand?

    public init() {}

    /// Who gives notice or ends the contract.
    public enum Party: String, Sendable, Hashable, CaseIterable {
        case worker, employer
    }
}

/// A span of service or age in years, or of employees: `at least 2 years, at most 5 years`, `over 5 years, under 10 years`, `under 5 employees`.
public struct ServiceBand: Sendable, Hashable {
    /// In years; nil without a lower end.
    public private(set) var lower: Fraction?
    public private(set) var includesLower = true
    /// In years; nil without an upper end.
    public private(set) var upper: Fraction?
    public private(set) var includesUpper = false
    /// As it was written.
    public let words: String

    /// Reads clauses joined by commas; nil if one is not understood. Months and weeks are turned into years.
    public init?(_ words: String) {
        self.words = words
        for clause in words.utf8.split(separator: UInt8(ascii: ",")) {
            let parts = clause.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
            let isAt = parts.first == "at"
            guard parts.count == (isAt ? 4 : 3), let number = Fraction(parts[parts.count - 2]), let years = ServiceBand.years(number, parts[parts.count - 1])
            else { return nil }
            switch isAt ? "at " + parts[1] : parts[0] {
            case "at least": (lower, includesLower) = (years, true)
            case "over": (lower, includesLower) = (years, false)
            case "at most": (upper, includesUpper) = (years, true)
            case "under": (upper, includesUpper) = (years, false)
            default: return nil
            }
        }
        guard lower != nil || upper != nil else { return nil }
    }

    private static func years(_ number: Fraction, _ unit: String) -> Fraction? {
        switch unit {
        case "year", "years": number
        case "month", "months": number / 12
        case "week", "weeks": number * Fraction(7, over: 365)
        case "employee", "employees": number
        default: nil
        }
    }

    public func contains(_ years: Fraction) -> Bool {
        if let lower, includesLower ? years < lower : years <= lower { return false }
        if let upper, includesUpper ? years > upper : years >= upper { return false }
        return true
    }

    /// How many of the years from `start` to `end` of service lie in the band.
    public func share(from start: Fraction, to end: Fraction) -> Fraction {
        let low = max(start, lower ?? start)
        let high = min(end, upper ?? end)
        return low < high ? high - low : 0
    }
}
