import Dictionary
import Entitlements

/// A computed head as the answers of a record of the kind `claim`.
struct HeadRecord {
    let head: Head
    let computed: ComputedClaim
    let sheet: CaseSheet
    let phrases: Phrases
    /// What the worker claims under the same head already, in claims that are under way.
    var claimed: [CoinSpan] = []

    /// The longest text that a narrative of a claim takes from a computation, in bytes.
    private static let textLimit = 20_000

    func answers(_ claim: Claim) throws -> [String: Answer?] {
        var answers: [String: Answer?] = [
            "case": Answer(try FieldValue(link: sheet.view.record)), "head": Answer(.code(head.kind.rawValue)), "stage": Answer(.code("preparing")),
            "country": Answer(.code(claim.facts.country)),
            "claimant": Answer(try FieldValue(list: [FieldValue(link: computed.facts.worker.record)], type: .link)),
            "calculation": Answer(try FieldValue(text: calculation(claim), limit: Self.textLimit)),
        ]
        let basis = head.rules.map { "\($0.law), \($0.article)" }
        var seen: Set<String> = []
        let once = basis.filter { seen.insert($0).inserted }.joined(separator: "; ")
        if !once.isEmpty { answers["basis"] = Answer(try FieldValue(text: String(String.UnicodeScalarView(once.unicodeScalars.prefix(900))))) }
        for (name, sum) in try sums(claim) {
            // What is nil here takes away what was there.
            let answer: Answer? = if let sum { Answer(.money(sum)) } else { nil }
            answers.updateValue(answer, forKey: name)
        }
        for (name, source) in [("period-since", "since"), ("period-until", "until")] {
            if case .date(let date)? = computed.facts.value(source) { answers[name] = Answer(.date(date)) }
        }
        let respondents = try respondents()
        if !respondents.isEmpty { answers["respondent"] = Answer(try FieldValue(list: respondents, type: .link)) }
        if let deadline = computed.deadline(of: head.kind), let day = CalendarDay(daysSinceEpoch: deadline.day.number) {
            answers["deadline"] = Answer(.date(PartialDate(day)))
            answers["deadline-basis"] = Answer(try FieldValue(text: "\(deadline.rule.law), \(deadline.rule.article)"))
        }
        return answers
    }

    /// The sum, or the least and the most that it can be, less what is claimed already; nothing where the head rests on a rule of low confidence.
    private func sums(_ claim: Claim) throws -> [String: Money?] {
        // A sum that somebody gave by hand, since no rule gives one, stays.
        guard let span = Self.span(head, claim) else { return [:] }
        var sums: [String: Money?] = ["amount": nil, "amount-low": nil, "amount-high": nil]
        let rest = claimed.reduce(Optional(span)) { rest, earlier in rest.flatMap { $0.less(earlier.weight) } } ?? span
        if let exact = rest.exact {
            sums["amount"] = try exact.money()
        } else {
            sums["amount-low"] = try rest.low.money()
            sums["amount-high"] = try rest.high?.money()
        }
        return sums
    }

    /// Whether it comes to more than what is claimed already.
    func isMore(_ claim: Claim) -> Bool {
        guard let span = Self.span(head, claim) else { return claimed.isEmpty }
        let before = claimed.filter { $0.currency == span.currency }.reduce(Int128(0)) { $0 + $1.weight.count }
        return span.weight.count > before
    }

    /// What a computed head comes to; nil where it may not be claimed as a sum.
    static func span(_ head: Head, _ claim: Claim) -> CoinSpan? {
        guard !head.restsOnLowConfidence, let low = head.low ?? head.amount else { return nil }
        func coins(_ amount: Fraction) -> Coins? { (try? Money(amount: claim.currency.text(amount), currency: claim.currency.code)).map(Coins.init) }
        return coins(low).map { CoinSpan(low: $0, high: (head.amount ?? head.high).flatMap(coins)) }
    }

    /// Fees are claimed from whoever recruited, everything else from the employer; the agency can be added where the origin's law makes it answer too.
    private func respondents() throws -> [FieldValue] {
        let roles = head.kind == .recruitmentFee ? ["recruiter", "sub-agent"] : ["employer", "sponsor"]
        let fitting = sheet.parties.filter { roles.contains($0.role) }
        let origin = sheet.view.code("origin-country").flatMap { AgencyLibrary.liability(in: $0) }
        let agencies = head.kind != .recruitmentFee && origin != nil ? sheet.parties.filter { $0.role == "recruiter" } : []
        var seen: Set<String> = []
        return try (fitting + agencies).map(\.view.record).filter { seen.insert($0).inserted }.map { try FieldValue(link: $0) }
    }

    private func calculation(_ claim: Claim) -> String {
        var lines = head.steps.map { phrases.text($0, claim.currency) }
        lines += head.warnings.map { phrases.text($0, claim.currency) }
        lines += head.rules.map { rule in
            phrases.text(
                Sentence(
                    "statement.rule", [.text(phrases.law(rule)), .article(rule.article), .words("confidence." + rule.confidence.rawValue), .text(rule.source)]),
                claim.currency)
        }
        for earlier in claimed { lines.insert(phrases.text(Sentence("statement.claimed-before", [.text("\(earlier.currency) \(earlier.weight.text)")]), claim.currency), at: 0) }
        lines.insert(ComputedClaim.text(head, claim.currency, phrases), at: 0)
        return lines.joined(separator: "\n")
    }
}
