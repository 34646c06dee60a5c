import Dictionary
import Entitlements
import Formats

/// What the law on file gives one worker of a case: the facts that were used, and the claim that the engine makes of them.
struct ComputedClaim: Sendable {
    let facts: ClaimFacts
    /// Nil where the facts leave nothing to compute; ``refused`` says why.
    let claim: Claim?
    let refused: [FactProblem]
    /// The law that was asked; nil if none is on file.
    let law: LawBook?
    private let today: Entitlements.Day

    /// - Throws: `LawError` if a file of rules is damaged.
    init(_ facts: ClaimFacts, today: CalendarDay) throws {
        self.facts = facts
        self.today = Entitlements.Day(number: today.daysSinceEpoch)
        let answer = try ClaimService(today: self.today).answer(JSONValue.object(facts.json).canonicalBytes())
        claim = answer.claims.first
        refused = answer.refused
        law = try claim.flatMap { try LawLibrary.book(country: $0.facts.country, category: $0.facts.category) }
    }

    /// The last day for a head: of the limitations that run for all claims, and of those for its own kind, the earliest; nil if none is on file.
    func deadline(of head: HeadKind) -> Deadline? {
        claim?.deadlines.first { deadline in
            guard deadline.rule.topic == "limitation" else { return false }
            return switch deadline.rule.conditions.work {
            case "due date"?: HeadKind.fallDueWhileEmployed.contains(head)
            case "dismissal"?: head == .unfairDismissal
            case "redundancy"?: head == .severance
            case "injury"?: head == .injury || head == .death
            default: true
            }
        }
    }

    /// What a decision of a forum, a code of the list `forum-kind`, is to the engine: of a ministry or labour office, or of a court or tribunal.
    static func decision(by forum: String?) -> String {
        ["labour-office": "ministry-decision", "labour-court": "court-decision", "civil-court": "court-decision"][forum ?? ""] ?? "decision"
    }

    /// The last day of an appeal against a decision, the earliest of those on file; nil if none is.
    func appeal(from decided: CalendarDay, by forum: String?) -> Deadline? {
        guard let law else { return nil }
        return ClaimCalculation(law: law, today: today).appeals(
            from: Entitlements.Day(number: decided.daysSinceEpoch), kind: Self.decision(by: forum)
        ).min { $0.day < $1.day }
    }

    /// The bodies to which the law on file sends a dispute today, in their order.
    var steps: [Rule] {
        law?.rules.filter { $0.topic.utf8.starts(with: "dispute".utf8) && !$0.isAlternative && $0.applies(on: today) } ?? []
    }

    /// Of the law.
    var currency: Currency? { law?.currency }

    /// The value of a rule with what it counts; money in the currency of the law.
    func measure(_ rule: Rule) -> String { law.map { rule.measure(in: $0.currency) } ?? rule.value.description }

    /// The amount in words for a head: the sum, or the least and the most.
    static func text(_ head: Head, _ currency: Currency, _ phrases: Phrases) -> String {
        if let amount = head.amount { return "\(currency.code) \(currency.text(amount))" }
        guard head.low != nil || head.high != nil else { return "–" }
        let low = currency.text(head.low ?? 0)
        guard let high = head.high else { return phrases.text(Sentence("statement.or-more", [.text("\(currency.code) \(low)")]), currency) }
        if head.low == high { return phrases.text(Sentence("statement.uncertain", [.text("\(currency.code) \(low)")]), currency) }
        return "\(currency.code) \(low) – \(currency.text(high))"
    }

    /// The fields of the record `employment` that the engine's name of a fact stands for.
    static func fields(of fact: String) -> [String] {
        switch fact {
        case "start": ["since"]
        case "end": ["until"]
        case "service": ["since", "until"]
        case "ending": ["ending"]
        case "contract": ["contract-term"]
        case "contract.until": ["contract-until"]
        case "wage", "wage.monthly": ["wage"]
        case "wage.basic": ["basic-wage"]
        case "wage.paid": ["wage-paid"]
        case "wage.allowances.food": ["food-allowance"]
        case "wage.allowances.housing": ["housing-allowance"]
        case "wage.history": ["earlier-wages", "earlier-wages-until"]
        case "leaveBalance": ["leave-taken"]
        case "injury.date", "injury.treatment": ["injury-outcome"]
        case "contract.type": ["contract-term"]
        case "hoursPerWeek": ["hours-a-week"]
        case "overtime": ["overtime-hours"]
        case "restDaysWorked": ["rest-days-worked"]
        case "holidaysWorked": ["holidays-worked"]
        case "ticket.paidBy": ["ticket-paid-by-employer"]
        case "wage.allowances": ["food-allowance", "housing-allowance", "other-allowances"]
        case "leaveTaken": ["leave-taken"]
        case "noticeGivenDays": ["notice-given"]
        case "provided.food": ["food-provided"]
        case "provided.housing": ["housing-provided"]
        case "ticket.cost": ["ticket-cost"]
        case "feesPaid.rate": ["fee-rate"]
        case "employees": ["employees"]
        case "socialSecurity": ["social-security"]
        case "injury", "injury.outcome": ["injury-outcome"]
        case "injury.percent": ["injury-percent"]
        default: []
        }
    }
}
