import Entitlements
import Formats
import TestSupport
import Testing

/// What must hold for any employment.
@Suite struct PropertyTests {
    private static let countries = ["QA", "SA", "AE", "KW", "BH", "OM", "JO", "LB", "MY", "HK"]
    private static let endings = ["resignation", "termination", "retrenchment", "medical", "expiry", "death"]
    private static let awards: [HeadKind] = [.endOfService, .terminationBenefit, .severance, .longService]

    private func calculation(_ country: String) throws -> ClaimCalculation {
        let book = try #require(try LawLibrary.book(country: country, category: .privateSector))
        var calculation = ClaimCalculation(law: book, today: Claims.today)
        calculation.findsReadings = false
        return calculation
    }

    private func facts(_ country: String, _ start: KnownDate, _ end: KnownDate, _ ending: String, _ wage: Int) -> EmploymentFacts {
        var facts = EmploymentFacts(country: country)
        facts.start = start
        facts.end = end
        facts.ending = Ending(rawValue: ending)
        facts.wage.monthly = Fraction(wage)
        facts.wage.basic = Fraction(wage)
        // Jordan and Lebanon have an award only for those whom the social security does not cover.
        facts.socialSecurity = false
        return facts
    }

    private func award(_ calculation: ClaimCalculation, _ facts: EmploymentFacts) -> Head? {
        calculation.claim(for: facts).heads.first { Self.awards.contains($0.kind) }
    }

    @Test(arguments: countries)
    func moreServiceNeverLowersAnAward(_ country: String) throws {
        let calculation = try calculation(country)
        var random = SeededGenerator(seed: 6)
        let end = KnownDate(try #require(Day(year: 2024, month: 2, day: 20)))
        var grown = 0
        for ending in Self.endings {
            for _ in 0..<12 {
                let days = Int.random(in: 1..<9000, using: &random)
                let shorter = facts(country, KnownDate(end.earliest.adding(days: -days)), end, ending, 700)
                let longer = facts(country, KnownDate(end.earliest.adding(days: -days - Int.random(in: 1..<400, using: &random))), end, ending, 700)
                let (more, less) = (award(calculation, longer)?.low ?? 0, award(calculation, shorter)?.low ?? 0)
                #expect(more >= less, "\(ending) \(days)")
                if more > less { grown += 1 }
            }
        }
        #expect(grown >= 6, "awards of nothing would show nothing")
    }

    @Test(arguments: countries)
    func moreWageNeverLowersAnAward(_ country: String) throws {
        let calculation = try calculation(country)
        var random = SeededGenerator(seed: 7)
        let end = KnownDate(try #require(Day(year: 2025, month: 6, day: 30)))
        var grown = 0
        for ending in Self.endings {
            for _ in 0..<12 {
                let start = KnownDate(end.earliest.adding(days: -Int.random(in: 1..<9000, using: &random)))
                let wage = Int.random(in: 1..<40_000, using: &random)
                let more = award(calculation, facts(country, start, end, ending, wage + 1))?.low ?? 0
                let less = award(calculation, facts(country, start, end, ending, wage))?.low ?? 0
                #expect(more >= less)
                if more > less { grown += 1 }
            }
        }
        #expect(grown >= 6, "awards of nothing would show nothing")
    }

    @Test(arguments: countries)
    func aSpanContainsEveryPointInside(_ country: String) throws {
        let calculation = try calculation(country)
        var random = SeededGenerator(seed: 8)
        var inside = 0
        for ending in Self.endings {
            for _ in 0..<6 {
                let first = try #require(Day(year: Int.random(in: 2010...2018, using: &random), month: 1, day: 1))
                let end = try #require(Day(year: Int.random(in: 2019...2026, using: &random), month: 3, day: 1))
                let starts = KnownDate(earliest: first, latest: first.adding(days: 364))
                let ends = KnownDate(earliest: end, latest: end.adding(days: 90))
                guard let span = award(calculation, facts(country, starts, ends, ending, 900)), let low = span.low, let high = span.high else { continue }
                for _ in 0..<8 {
                    let start = KnownDate(first.adding(days: Int.random(in: 0...364, using: &random)))
                    let last = KnownDate(end.adding(days: Int.random(in: 0...90, using: &random)))
                    let point = award(calculation, facts(country, start, last, ending, 900))?.amount ?? 0
                    if low < high { inside += 1 }
                    #expect(low <= point && point <= high, "\(ending) \(start) \(last): \(point.shortText) outside \(low.shortText)...\(high.shortText)")
                }
            }
        }
        #expect(inside >= 8, "spans of one point would show nothing")
    }

    /// Where the days on which an employment can have begun and ended overlap, the shortest that is possible is a day.
    @Test(arguments: [
        ("2023", "2023-06-30", "4.11", "750.00"), ("2023-06-01", "2023", "4.11", "875.00"), ("2023", "2023", "4.11", "1500.00"),
    ])
    func aSpanWhereStartAndEndOverlap(_ start: String, _ end: String, _ low: String, _ high: String) throws {
        let facts = #"{"country":"SA","category":"private","start":"\#(start)","end":"\#(end)","ending":"termination","wage":{"monthly":"3000"}}"#
        #expect(try Claims.amount(.endOfService, facts) == "\(low)..\(high)")
    }

    @Test func unknownEndingGivesASpanAndSaysSo() throws {
        let head = try Claims.head(.endOfService, #"{"country":"KW","start":"2016-01-01","end":"2019-12-31","wage":{"monthly":"300"}}"#)
        #expect(head.amount == nil && head.low == 0 && head.high == Fraction("692.308"))
        #expect(head.narrowedBy == ["contract", "ending"])
        let known = try Claims.head(.endOfService, #"{"country":"KW","start":"2016-01-01","end":"2019-12-31","contract":"indefinite","wage":{"monthly":"300"}}"#)
        #expect(known.amount == nil && known.low == Fraction("346.154") && known.high == Fraction("692.308") && known.narrowedBy == ["ending"])
    }

    @Test func splittingAPeriodAndAddingGivesTheWhole() throws {
        var random = SeededGenerator(seed: 9)
        let first = try #require(Day(year: 2019, month: 1, day: 1))
        for _ in 0..<500 {
            let start = first.adding(days: Int.random(in: 0..<2000, using: &random))
            let middle = start.adding(days: Int.random(in: 0..<900, using: &random))
            let end = middle.adding(days: Int.random(in: 1..<900, using: &random))
            #expect(Months.between(start, middle) + Months.between(middle.adding(days: 1), end) == Months.between(start, end))
        }
        let whole = #"{"country":"QA","wage":{"basic":"1700"},"unpaidPeriods":[{"from":"2023-01-10","to":"2023-06-20"}]}"#
        let split =
            #"{"country":"QA","wage":{"basic":"1700"},"unpaidPeriods":[{"from":"2023-01-10","to":"2023-02-28"},{"from":"2023-03-01","to":"2023-06-20"}]}"#
        #expect(try Claims.amount(.unpaidWages, whole) == Claims.amount(.unpaidWages, split))
    }

    @Test(arguments: [("QA", 2), ("SA", 2), ("AE", 2), ("KW", 3), ("BH", 3), ("OM", 3), ("JO", 3), ("LB", 2), ("MY", 2), ("SG", 2), ("HK", 2)])
    func amountsHaveTheCoinsOfTheirCurrency(_ country: String, _ places: Int) throws {
        let claim = try Claims.claim(
            #"{"country":"\#(country)","service":{"years":7,"months":5},"ending":"retrenchment","noticeGivenDays":3,"leaveBalance":7,"wage":{"monthly":"1234.567"}}"#
        )
        #expect(claim.currency.places == places)
        for head in claim.heads { for amount in [head.amount, head.low, head.high] { if let amount { #expect(amount.rounded(places: places) == amount) } } }
        let phrases = try #require(Phrases.standard("en"))
        let total = try #require(claim.json(phrases)["total"]?.string)
        #expect(total.split(separator: ".").last?.count == places)
    }

    /// Over every book and with facts that call up every head, at times before and after changes of law.
    @Test(arguments: LawLibrary.names())
    func everyAmountIsFollowedToARuleWithASource(_ name: String) throws {
        let parts = name.split(separator: "-")
        var followed = 0
        for (start, end) in [("2008-01-01", "2014-06-30"), ("2015-01-01", "2021-06-30"), ("2017-03-01", "2026-02-28")] {
            for ending in Self.endings {
                let claim = try Claims.claim(
                    #"{"country":"\#(parts[0])","category":"\#(parts[1])","start":"\#(start)","end":"\#(end)","ending":"\#(ending)","wage":{"monthly":"1900","basic":"1500"},"daysPerWeek":6,"noticeGivenDays":0,"leaveTaken":20,"unfairDismissal":true,"overtime":[{"hours":10,"date":"\#(end)"}],"restDaysWorked":[{"date":"\#(end)"}],"holidaysWorked":[{"date":"\#(end)"}],"ticket":{"cost":"100","paidBy":"worker"},"feesPaid":"100","deductions":[{"amount":"50","purpose":"visa"},{"amount":"20","purpose":"damage","lawful":false}],"latePayments":[{"due":"\#(start)","paid-on":"\#(end)"}],"unpaidPeriods":[{"from":"\#(start)","to":"\#(end)"}],"injury":{"date":"\#(end)","outcome":"partial-incapacity","percent":20}}"#
                )
                for head in claim.heads where head.isInTotal && head.amount != 0 {
                    let place = "\(name) \(ending) \(end) \(head.kind)"
                    followed += 1
                    #expect(!head.rules.isEmpty && !head.steps.isEmpty, "\(place)")
                    #expect(head.rules.allSatisfy { $0.confidence > .low && SourceCitation.isUsable($0.source) && !$0.law.isEmpty }, "\(place)")
                }
                #expect(claim.total == claim.heads.filter(\.isInTotal).compactMap(\.amount).reduce(0, +))
                // Silence is no answer: what is not on file is said, with nothing that could be taken for an amount.
                for head in claim.heads where head.rules.isEmpty { #expect(head.amount ?? 0 == 0 && !head.warnings.isEmpty, "\(name) \(head.kind)") }
            }
        }
        #expect(followed >= 12, "claims without amounts would show nothing: \(followed)")
    }

    @Test func aRuleOfLowConfidenceIsInNoTotal() throws {
        let claim = try Claims.claim(
            #"{"country":"OM","start":"2023-08-01","end":"2023-12-31","ending":"termination","noticeGivenDays":0,"restDaysWorked":1,"wage":{"basic":"150"}}"#)
        let rest = try #require(claim.heads.first { $0.kind == .restDay })
        #expect(rest.amount == nil && rest.high == 10 && rest.warnings.contains { $0.phrase == "low-confidence" })
        #expect(claim.total == claim.heads.filter { $0.kind != .restDay }.compactMap(\.amount).reduce(0, +))
    }

    @Test func exactArithmetic() throws {
        #expect(Fraction("0.1").flatMap { a in Fraction("0.2").map { a + $0 } } == Fraction("0.3"))
        #expect((Fraction(1) / 3 * 3) == 1 && Fraction(1) / 3 + Fraction(2) / 3 == 1)
        #expect(Fraction("2.5")?.rounded(places: 0) == 3 && Fraction("-2.5")?.rounded(places: 0) == -3 && (Fraction(2) / 3).text(places: 2) == "0.67")
        #expect(Fraction("1e5") == nil && Fraction("1.") == nil && Fraction("") == nil && Fraction("1/0") == nil && Fraction("9999999999999") == nil)
        var random = SeededGenerator(seed: 10)
        for _ in 0..<500 {
            let a = Fraction(Int128(Int.random(in: -10_000_000...10_000_000, using: &random)), over: Int128(Int.random(in: 1...100_000, using: &random)))
            let b = Fraction(Int128(Int.random(in: -10_000_000...10_000_000, using: &random)), over: Int128(Int.random(in: 1...100_000, using: &random)))
            #expect(a + b == b + a && a * b == b * a && a + b - b == a && (b.isZero || a * b / b == a) && (a < b) == (b > a))
        }
        // Far beyond what facts can hold, a result stays at the limit and never traps.
        var huge = Fraction.largestRead
        for _ in 0..<10 { huge = huge * huge + Fraction(1) / 999_983 }
        #expect(huge > 0)
    }
}
