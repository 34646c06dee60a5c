import Entitlements
import Formats
import TestSupport
import Testing

/// What must hold whatever else the facts say: wages, hours, days without pay, deductions, fees and dates vary together.
@Suite struct VariedFactTests {
    private static let countries = ["QA", "SA", "AE", "KW", "BH", "OM", "JO", "LB", "MY", "SG", "HK"]
    private static let samples = 14

    private func calculation(_ country: String) throws -> ClaimCalculation {
        let book = try #require(try LawLibrary.book(country: country, category: .privateSector))
        var calculation = ClaimCalculation(law: book, today: Claims.today)
        calculation.findsReadings = false
        return calculation
    }

    /// An employment with something to say under nearly every head.
    private func facts(_ country: String, _ random: inout SeededGenerator) throws -> EmploymentFacts {
        func number(_ range: ClosedRange<Int>) -> Fraction { Fraction(Int.random(in: range, using: &random)) }
        let end = try #require(Day(year: 2025, month: 3, day: 15)).adding(days: -Int.random(in: 0...3000, using: &random))
        let start = end.adding(days: -Int.random(in: 120...4000, using: &random))
        func day() -> Day { start.adding(days: Int.random(in: 0...(end.number - start.number), using: &random)) }
        var facts = EmploymentFacts(country: country)
        facts.start = KnownDate(start)
        facts.end = KnownDate(end)
        facts.ending = Ending.allCases.randomElement(using: &random)
        facts.contract = ContractKind.allCases.randomElement(using: &random)
        facts.contractUntil = end.adding(days: Int.random(in: 0...400, using: &random))
        facts.wage.basic = number(300...3000)
        facts.wage.monthly = (facts.wage.basic ?? 0) + number(0...900)
        facts.daysPerWeek = Int.random(in: 5...7, using: &random)
        facts.hoursPerDay = number(6...9)
        facts.unpaidDays = number(0...40)
        facts.leaveTaken = number(0...30)
        facts.noticeGiven = number(0...30)
        facts.unfairDismissal = true
        facts.socialSecurity = Bool.random(using: &random)
        facts.age = number(18...60)
        facts.foodProvided = Bool.random(using: &random)
        facts.housingProvided = Bool.random(using: &random)
        let (one, other) = (day(), day())
        facts.unpaidPeriods = [UnpaidPeriod(from: min(one, other), until: max(one, other), paid: number(0...200))]
        facts.overtime = (0...Int.random(in: 0...3, using: &random)).map { _ in item(day(), hours: number(1...8)) }
        facts.restDaysWorked = [item(day(), days: number(1...3))]
        facts.holidaysWorked = [item(day(), days: number(1...3))]
        facts.deductions = [Payment(amount: number(1...300), purpose: "fine", isLawful: [true, false, nil].randomElement(using: &random) ?? nil)]
        facts.feesPaid = [Payment(amount: number(1...2000), purpose: "recruitment")]
        facts.ticketCost = number(100...900)
        var injury = Injury()
        injury.day = day()
        injury.outcome = [.partial, .total].randomElement(using: &random)
        injury.percent = number(1...100)
        facts.injury = injury
        return facts
    }

    private func item(_ day: Day, hours: Fraction = 0, days: Fraction = 0) -> WorkItem {
        var item = WorkItem()
        (item.from, item.until, item.hours, item.days) = (day, day, hours, days)
        return item
    }

    /// Low and high of each head; what is absent is nothing.
    private func spans(_ claim: Claim) -> [HeadKind: (low: Fraction, high: Fraction?)] {
        Dictionary(claim.heads.map { ($0.kind, ($0.low ?? 0, $0.high)) }) { first, _ in first }
    }

    /// Whether nothing of it became less; a head whose upper end is open is compared by its lower end alone.
    private func falls(_ before: Claim, _ after: Claim, but excused: Set<HeadKind> = []) -> [HeadKind] {
        let (old, new) = (spans(before), spans(after))
        return old.keys.filter { kind in
            guard !excused.contains(kind), let was = old[kind] else { return false }
            let now = new[kind] ?? (0, 0)
            if now.low < was.low { return true }
            guard let high = was.high, let later = now.high else { return false }
            return later < high
        }
    }

    /// Facts that only add to what is owed: each is changed alone, everything else as it was. What the law excuses: a wage nearer to the minimum leaves less of a
    /// shortfall, fees are allowed up to a share of the wage, and pay that is given up to a wage only ends above it.
    @Test(arguments: countries)
    func moreOfItNeverGivesLess(_ country: String) throws {
        let calculation = try calculation(country)
        var random = SeededGenerator(seed: 61)
        let changes: [(String, Set<HeadKind>, (inout EmploymentFacts) -> Void)] = [
            (
                "wage", thresholds(country).union([.minimumWageShortfall, .recruitmentFee]),
                {
                    $0.wage.basic = ($0.wage.basic ?? 0) + 137
                    $0.wage.monthly = ($0.wage.monthly ?? 0) + 137
                }
            ),
            ("overtime", [], { $0.overtime.append(item($0.overtime[0].from ?? Claims.today, hours: 3)) }),
            ("rest days", [], { $0.restDaysWorked[0].days = $0.restDaysWorked[0].days + 1 }),
            ("deductions", [], { $0.deductions.append(Payment(amount: 75, purpose: "fine", isLawful: false)) }),
            ("fees", [], { $0.feesPaid[0].amount = $0.feesPaid[0].amount + 10 }),
            ("days without pay less", [], { $0.unpaidDays = max($0.unpaidDays - 7, 0) }),
            ("leave taken less", [], { $0.leaveTaken = max(($0.leaveTaken ?? 0) - 2, 0) }),
            ("notice given less", [], { $0.noticeGiven = max(($0.noticeGiven ?? 0) - 2, 0) }),
            ("paid less", [], { $0.unpaidPeriods[0].paid = 0 }),
            (
                "loss greater", [],
                { facts in
                    let percent = facts.injury?.percent ?? 0
                    facts.injury?.percent = min(percent + 9, 100)
                }
            ),
        ]
        var grown: Set<String> = []
        for _ in 0..<Self.samples {
            let facts = try facts(country, &random)
            let before = calculation.claim(for: facts)
            for (name, excused, change) in changes {
                var more = facts
                change(&more)
                let after = calculation.claim(for: more)
                #expect(falls(before, after, but: excused) == [], "\(country) \(name)")
                if spans(after).contains(where: { kind, span in span.low > spans(before)[kind]?.low ?? 0 || span.high ?? 0 > spans(before)[kind]?.high ?? 0 }) {
                    grown.insert(name)
                }
            }
        }
        #expect(grown.count >= 5, "changes that change nothing would show nothing: \(grown.sorted())")
    }

    private func thresholds(_ country: String) -> Set<HeadKind> {
        ["MY", "SG"].contains(country) ? [.overtime, .restDay, .holiday, .terminationBenefit] : []
    }

    /// What is left open gives a span that holds what comes out when it is known.
    @Test(arguments: countries)
    func whatIsNotKnownIsASpanAroundWhatIs(_ country: String) throws {
        let calculation = try calculation(country)
        var random = SeededGenerator(seed: 62)
        let openings: [(String, (inout EmploymentFacts) -> Void)] = [
            ("ending", { $0.ending = nil }),
            ("start", { $0.start = $0.start.map { KnownDate(earliest: $0.earliest.adding(days: -40), latest: $0.latest.adding(days: 20)) } }),
            ("leave", { $0.leaveTaken = nil }), ("notice", { $0.noticeGiven = nil }), ("social security", { $0.socialSecurity = nil }),
            ("age", { $0.age = nil }),
            ("basic wage", { $0.basicSpan = max(($0.wage.basic ?? 0) - 50, 1)...(($0.wage.basic ?? 0) + 50) }), ("food", { $0.foodProvided = nil }),
            ("deductions", { $0.deductions[0].isLawful = nil }), ("percent", { $0.injury?.percent = nil }),
        ]
        var around = 0
        for _ in 0..<Self.samples {
            var facts = try facts(country, &random)
            // Endings that nobody leaves open: what a misconduct or a death gives is asked for by its name.
            if facts.ending == .misconduct || facts.ending == .death { facts.ending = .resignation }
            let point = calculation.claim(for: facts)
            for (name, opening) in openings {
                var open = facts
                opening(&open)
                let spans = spans(calculation.claim(for: open))
                for head in point.heads {
                    guard let amount = head.amount else { continue }
                    let span = spans[head.kind] ?? (0, 0)
                    if span.high.map({ span.low < $0 }) ?? true { around += 1 }
                    #expect(span.low <= amount && amount <= span.high ?? amount, "\(country) \(name) \(head.kind): \(amount.shortText)")
                }
            }
        }
        #expect(around >= Self.samples, "spans of one point would show nothing: \(around)")
    }

    /// Two entries in place of one, and the parts of a period, come to the same coin.
    @Test(arguments: countries)
    func splittingAnyListAndAddingGivesTheWhole(_ country: String) throws {
        let calculation = try calculation(country)
        var random = SeededGenerator(seed: 63)
        for _ in 0..<Self.samples {
            let facts = try facts(country, &random)
            var split = facts
            let period = facts.unpaidPeriods[0]
            let middle = period.from.adding(days: Int.random(in: 0...(period.until.number - period.from.number), using: &random))
            var (first, second) = (period, period)
            (first.until, second.from, second.paid) = (middle, middle.adding(days: 1), 0)
            split.unpaidPeriods = second.from <= second.until ? [first, second] : [first]
            split.overtime = facts.overtime.flatMap { entry in
                [entry.hours / 3, entry.hours * 2 / 3].map { hours in
                    var part = entry
                    part.hours = hours
                    return part
                }
            }
            split.deductions = facts.deductions.flatMap { payment in
                [payment.amount / 4, payment.amount * 3 / 4].map { Payment(amount: $0, purpose: payment.purpose, isLawful: payment.isLawful) }
            }
            split.feesPaid = facts.feesPaid.flatMap { payment in [payment.amount / 2, payment.amount / 2].map { Payment(amount: $0, purpose: payment.purpose) }
            }
            let (whole, parts) = (spans(calculation.claim(for: facts)), spans(calculation.claim(for: split)))
            for kind in [HeadKind.overtime, .illegalDeduction, .recruitmentFee] {
                #expect(whole[kind]?.low == parts[kind]?.low && whole[kind]?.high == parts[kind]?.high, "\(country) \(kind)")
            }
            // What was paid goes with the first part and may be more than that part is worth.
            if period.paid.isZero { #expect(whole[.unpaidWages]?.low == parts[.unpaidWages]?.low, "\(country)") }
        }
    }

    /// Moving the first day of a minimum wage by so many days moves the shortfall by the wages of exactly those days.
    @Test(arguments: 1...12)
    func aMinimumWageMovesByItsDays(_ moved: Int) throws {
        func book(_ from: Day) throws -> LawBook {
            let head = "{topic: minimum-wage, says: a, unit: money a month, law: L, article: \"1\", source: \"https://example.org\", confidence: high,"
            let rules = """
                country: QA
                category: private
                currency: QAR
                rules:
                  - \(head) value: "1000", until: \(from.adding(days: -1))}
                  - \(head) value: "1600", from: \(from)}
                """
            return try LawReading.read([UInt8](rules.utf8), file: "test.yaml")
        }
        // April 2023 has thirty days, so each is a thirtieth of the 600 between the two minimums.
        let first = try #require(Day(year: 2023, month: 4, day: 5))
        var facts = EmploymentFacts(country: "QA")
        facts.start = KnownDate(try #require(Day(year: 2023, month: 1, day: 1)))
        facts.end = KnownDate(try #require(Day(year: 2023, month: 6, day: 30)))
        facts.wage.basic = 900
        facts.ending = .expiry
        func shortfall(_ from: Day) throws -> Fraction {
            try #require(ClaimCalculation(law: book(from), today: Claims.today).claim(for: facts).heads.first { $0.kind == .minimumWageShortfall }?.amount)
        }
        #expect(try shortfall(first) - shortfall(first.adding(days: moved)) == Fraction(20 * moved))
    }
}
