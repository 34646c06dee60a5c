/// Computes claims by one book of law. Value semantics and no state: the same facts give the same claim.
public struct ClaimCalculation: Sendable {
    public let law: LawBook
    /// The day on which the law is asked for where the facts have no end of employment, and from which deadlines are counted.
    public let today: Day
    /// Whether to look for other readings and roundings as well; without them a claim takes a small part of the time.
    public var findsReadings = true
    /// Set only while other ways to make the wage of a day or an hour are tried.
    var dayMethod = DayMethod()
    /// Set while something is only tried: the chain of its heads is not kept.
    var isTrial = false
    let hijri: HijriCalendar?

    public init(law: LawBook, today: Day, hijri: HijriCalendar? = nil) {
        self.law = law
        self.today = today
        self.hijri = hijri
    }

    /// The claim: each head for which the facts give a reason. O(heads × cases that unknown facts allow × entries of the facts).
    public func claim(for facts: EmploymentFacts, problems: [FactProblem] = []) -> Claim {
        if let currency = facts.currency, currency != law.currency { return claim(for: facts, in: currency, problems: problems) }
        let cases = EmploymentCases(facts, law: law, today: today)
        let computed = cases.employments.map { Dictionary(self.heads(for: $0).map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first }) }
        let heads = HeadKind.allCases.compactMap { kind in withEnding(combine(computed.map { $0[kind] }, cases.open), facts) }
        var claim = Claim(facts: facts, currency: law.currency, heads: heads, problems: problems + cases.problems, deadlines: deadlines(for: facts))
        claim.limitationGaps = limitationGaps(heads, facts)
        claim.realWage = realWage(for: facts)
        claim.duties = duties(for: facts)
        return claim
    }

    private func heads(for employment: Employment) -> [Head] {
        var heads: [Head] = []
        for (name, kind) in [
            ("end-of-service", HeadKind.endOfService), ("termination-benefit", .terminationBenefit), ("severance", .severance), ("long-service", .longService),
        ] {
            if let head = awardHead(name, kind, employment) { heads.append(head) }
        }
        if heads.isEmpty, let head = unknownAward(employment) { heads.append(head) }
        for head in [
            unpaidWages(employment), underpayment(employment), minimumWage(employment), overtime(employment), restDays(employment), holidays(employment),
            leave(employment), notice(employment), unfairDismissal(employment), deductions(employment), recruitmentFees(employment), ticket(employment),
            latePayment(employment), injury(employment), death(employment),
        ] {
            if let head { heads.append(head) }
        }
        if findsReadings { addLegalMinimum(to: &heads, employment) }
        return heads.map { withSuppositions(withConfidence($0)) }
    }

    /// Heads that are reckoned by the wage, which was below the law's least.
    private static let byWage: Set<HeadKind> = [
        .endOfService, .terminationBenefit, .severance, .longService, .leave, .notice, .overtime, .restDay, .holiday, .unfairDismissal, .injury, .death,
    ]

    /// What else is reckoned by a wage below the minimum would be more by the minimum: it is said, and what it would be.
    private func addLegalMinimum(to heads: inout [Head], _ employment: Employment) {
        guard let (lifted, rule) = lifted(employment) else { return }
        var calculation = self
        calculation.findsReadings = false
        let others = Dictionary(calculation.heads(for: lifted).map { ($0.kind, $0) }) { first, _ in first }
        for index in heads.indices where Self.byWage.contains(heads[index].kind) {
            guard let amount = heads[index].amount ?? heads[index].high, let other = others[heads[index].kind], let more = other.amount ?? other.high, more > amount
            else { continue }
            heads[index].warn("wage.below-minimum", [.rule(rule), .article(rule.article)])
            if heads[index].amount != nil, !heads[index].restsOnLowConfidence {
                heads[index].readings.append(Head.Reading(amount: more, basis: Sentence(Self.byMinimum, [.rule(rule), .text(rule.source)])))
            } else {
                lift(&heads[index], to: more, other, rule)
            }
        }
    }

    private static let byMinimum = "reading.minimum-wage"

    /// The most of a span is what the least wage that the law allows would make of it.
    private func lift(_ head: inout Head, to more: Fraction, _ other: Head, _ rule: Rule) {
        head.low = head.low ?? head.amount
        head.high = more
        if head.restsOnLowConfidence { head.amount = nil }
        head.step("span.most-by-minimum", [.rule(rule), .article(rule.article)])
        head.steps += other.steps
        head.use(rule)
        for rule in other.rules { head.use(rule) }
    }

    /// What had to be supposed of the wage is what would narrow the head, and of an award how the employment ended.
    private func withSuppositions(_ head: Head) -> Head {
        var head = head
        for (phrase, fact) in [("supposed.basic", "wage.basic"), ("supposed.gross", "wage.basic"), ("supposed.allowances", "wage.allowances")]
        where head.warnings.contains(where: { $0.phrase == phrase }) && !head.narrowedBy.contains(fact) { head.narrowedBy.append(fact) }
        return head
    }

    /// Who was dismissed for a grave fault may lose the award: where nobody said how the employment ended, that is said as well.
    private func withEnding(_ head: Head?, _ facts: EmploymentFacts) -> Head? {
        guard facts.ending == nil, var head, [.endOfService, .terminationBenefit, .severance, .longService].contains(head.kind), head.high ?? 1 > 0,
            !head.warnings.contains(where: { $0.phrase == "award.misconduct" })
        else { return head }
        head.warn("award.ending-unknown")
        if !head.narrowedBy.contains("ending") { head.narrowedBy.append("ending") }
        return head
    }

    /// An amount that rests on a rule of low confidence, or on none, is shown as a span with a warning, and is in no total.
    private func withConfidence(_ head: Head) -> Head {
        var head = head
        if head.rules.isEmpty, let amount = head.amount, !amount.isZero {
            head.amount = nil
            head.warn("no-rule")
        }
        guard head.restsOnLowConfidence else { return head }
        head.amount = nil
        head.warn("low-confidence", [.article(head.rules.filter { $0.confidence == .low && !$0.article.isEmpty }.map(\.article).joined(separator: ", "))])
        return head
    }

    /// One head from those of all cases: the same amount in all, or a span from the lowest to the highest.
    private func combine(_ found: [Head?], _ open: [String]) -> Head? {
        let heads = found.compactMap { $0 }
        guard var lowest = heads.min(by: { ($0.low ?? 0) < ($1.low ?? 0) }) else { return nil }
        guard found.count > 1, let highest = heads.max(by: { ($0.high ?? 0) < ($1.high ?? 0) }) else { return lowest }
        if heads.count == found.count, heads.allSatisfy({ $0 == lowest }) { return lowest }
        let low = heads.count < found.count ? 0 : lowest.low
        let high = heads.contains { $0.high == nil } ? nil : highest.high
        if low == high, heads.allSatisfy({ $0.amount == lowest.amount }) { return lowest }
        // What the legal minimum makes of the highest is in the span.
        let byMinimum = heads.flatMap(\.readings).filter { $0.basis.phrase == Self.byMinimum }.max { $0.amount < $1.amount }
        let (least, most) = (lowest.low, highest.high.map { max($0, byMinimum?.amount ?? 0) })
        if lowest.steps != highest.steps {
            lowest.steps.insert(Sentence("span.least"), at: 0)
            lowest.steps.append(Sentence("span.most"))
            lowest.steps += highest.steps
        }
        if let byMinimum, most == byMinimum.amount, case .rule(let rule)? = byMinimum.basis.values.first {
            lowest.steps.append(Sentence("span.most-by-minimum", [.rule(rule), .article(rule.article)]))
            lowest.steps.append(Sentence("span.by-minimum", [.money(byMinimum.amount)]))
            lowest.use(rule)
        }
        if (highest.apart?.high ?? 0) > (lowest.apart?.high ?? 0) { lowest.apart = highest.apart }
        for rule in heads.flatMap(\.rules) { lowest.use(rule) }
        for warning in heads.flatMap(\.warnings) where !lowest.warnings.contains(warning) { lowest.warnings.append(warning) }
        lowest.amount = nil
        lowest.low = heads.count < found.count ? 0 : least
        lowest.high = high == nil ? nil : most
        for fact in heads.flatMap(\.narrowedBy) + open where !lowest.narrowedBy.contains(fact) { lowest.narrowedBy.append(fact) }
        lowest.readings = []
        lowest.roundings = []
        return lowest
    }
}
