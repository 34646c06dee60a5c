import Entitlements
import TestSupport
import Testing

/// Overtime and days of rest over a time in which the wage or the law changed.
@Suite struct HoursTests {
    private static let raised =
        #""start":"2020-01-01","end":"2022-12-31","ending":"expiry","wage":{"basic":"3000","history":[{"from":"2020-01-01","to":"2021-12-31","basic":"1000"},{"from":"2022-01-01","basic":"3000"}]}"#

    /// Article 74: each hour by its own wage, 1,000 in the first of the two years and 3,000 in the second.
    @Test func eachHourByItsOwnWage() throws {
        let whole = #"{"country":"QA",\#(Self.raised),"overtime":[{"from":"2021-01-01","to":"2022-12-31","hoursPerWeek":10}]}"#
        let split =
            #"{"country":"QA",\#(Self.raised),"overtime":[{"from":"2021-01-01","to":"2021-12-31","hoursPerWeek":10},{"from":"2022-01-01","to":"2022-12-31","hoursPerWeek":10}]}"#
        // 365 ÷ 7 × 10 hours a year, a 240th of the month, and a quarter more: 2,715.77 and 8,147.32.
        #expect(try Claims.amount(.overtime, whole) == "10863.10")
        #expect(try Claims.amount(.overtime, split) == "10863.10")
        let inAll = #"{"country":"QA",\#(Self.raised),"overtime":[{"from":"2021-01-01","to":"2022-12-31","hours":730}]}"#
        // In which of the two years they were is not known: 730 hours at 1,000 ÷ 240 × 1.25, or at 3,000.
        let head = try Claims.head(.overtime, inAll)
        #expect(head.amount == nil && head.low == Fraction("3802.08") && head.high == Fraction("11406.25") && head.narrowedBy == ["overtime"])
        #expect(head.warnings.contains { $0.phrase == "hours.spread" })
        #expect(head.readings.contains { $0.amount == Fraction("7604.17") && $0.basis.phrase == "reading.spread-evenly" })
        let days = #"{"country":"QA",\#(Self.raised),"restDaysWorked":[{"from":"2021-12-01","to":"2022-01-31","days":62}]}"#
        let parts = #"{"country":"QA",\#(Self.raised),"restDaysWorked":[{"from":"2021-12-01","to":"2021-12-31","days":31},{"from":"2022-01-01","to":"2022-01-31","days":31}]}"#
        #expect(try Claims.amount(.restDay, days) == Claims.amount(.restDay, parts))
        #expect(try Claims.amount(.restDay, days) != "none")
    }

    /// Wherever a time is cut, its parts come to the whole.
    @Test(arguments: ["QA", "SA", "AE", "KW", "BH", "OM", "JO", "LB", "MY", "SG"])
    func cuttingATimeAnywhereGivesTheWhole(_ country: String) throws {
        var random = SeededGenerator(seed: 71)
        let first = try #require(Day(year: 2020, month: 3, day: 1))
        for _ in 0..<20 {
            let last = first.adding(days: Int.random(in: 2...1300, using: &random))
            let cut = first.adding(days: Int.random(in: 0..<(last.number - first.number), using: &random))
            let raise = first.adding(days: Int.random(in: 1...1300, using: &random))
            func facts(_ entries: String) -> String {
                #"{"country":"\#(country)","start":"2020-01-01","end":"2024-12-31","ending":"expiry","wage":{"monthly":"1300","basic":"1300","history":[{"from":"2020-01-01","to":"\#(raise.adding(days: -1))","monthly":"900","basic":"900"},{"from":"\#(raise)","monthly":"1300","basic":"1300"}]},"overtime":[\#(entries)]}"#
            }
            let whole = try Claims.amount(.overtime, facts(#"{"from":"\#(first)","to":"\#(last)","hoursPerWeek":7}"#))
            let parts = try Claims.amount(.overtime, facts(#"{"from":"\#(first)","to":"\#(cut)","hoursPerWeek":7},{"from":"\#(cut.adding(days: 1))","to":"\#(last)","hoursPerWeek":7}"#))
            #expect(whole == parts && whole.split(separator: ".").first != "0", "\(country) \(cut) \(raise)")
        }
    }

    /// Oman allowed 45 hours until 30 July 2023, and 40 since; Malaysia 48 until the end of 2022, and 45 since. Hours above the limit count each in its own time.
    @Test func theWeeklyLimitOfEachTime() throws {
        func most(_ country: String, _ start: String, _ end: String) throws -> Fraction {
            let facts = #"{"country":"\#(country)","start":"\#(start)","end":"\#(end)","ending":"expiry","hoursPerWeek":48,"daysPerWeek":6,"wage":{"basic":"200","monthly":"200"}}"#
            return try #require(Claims.head(.overtime, facts).high)
        }
        let (old, new) = (try most("OM", "2018-08-01", "2023-07-30"), try most("OM", "2023-07-31", "2025-07-31"))
        let whole = try most("OM", "2018-08-01", "2025-07-31")
        #expect((whole - old - new).magnitude <= Fraction("0.002") ?? 0 && old > 0 && new > 0)
        // 1,825 days at three hours a week, 732 days at eight.
        #expect((old / new - Fraction(1825 * 3) / Fraction(732 * 8)).magnitude < Fraction("0.01") ?? 0)
        let malaysia = #"{"country":"MY","start":"2019-01-01","end":"2022-12-31","ending":"expiry","hoursPerWeek":48,"wage":{"basic":"1500"}}"#
        #expect(try Claims.amount(.overtime, malaysia) == "none")
        #expect((try most("MY", "2019-01-01", "2024-12-31") - most("MY", "2023-01-01", "2024-12-31")).magnitude <= Fraction("0.01") ?? 0)
    }

    /// Of hours whose days nobody knows, the least is by the lowest wage and the most by the highest.
    @Test func hoursWithoutDaysUnderTwoWages() throws {
        let head = try Claims.head(.overtime, #"{"country":"QA",\#(Self.raised),"overtime":20}"#)
        // 20 hours × 1.25 of a 240th.
        #expect(head.amount == nil && head.low == Fraction("104.17") && head.high == Fraction("312.5") && head.narrowedBy == ["overtime"])
        let rest = try Claims.head(.restDay, #"{"country":"QA",\#(Self.raised),"restDaysWorked":4}"#)
        #expect(rest.amount == nil && rest.narrowedBy == ["restDaysWorked"] && rest.high == rest.low.map { $0 * 3 })
        let one = #"{"country":"QA","start":"2020-01-01","end":"2022-12-31","ending":"expiry","wage":{"basic":"3000"},"overtime":20}"#
        #expect(try Claims.amount(.overtime, one) == "312.50")
    }

    /// Employment Act, section 37(2) and (3): a day's pay if the worker asked, two if the employer did; half of either for up to half a day.
    @Test func whoAskedForWorkOnADayOfRest() throws {
        func head(_ entry: String) throws -> Head {
            try Claims.head(
                .restDay,
                #"{"country":"SG","start":"2020-01-01","end":"2023-12-31","ending":"expiry","daysPerWeek":6,"wage":{"basic":"1200","monthly":"1200"},"restDaysWorked":[\#(entry)]}"#)
        }
        let silent = try head(#"{"date":"2023-05-07"}"#)
        // 12 × 1,200 ÷ (52 × 6) = 46.15 a day.
        #expect(silent.amount == Fraction("92.31") && silent.readings.contains { $0.amount == Fraction("46.15") })
        #expect(silent.warnings.contains { $0.phrase == "hours.own-request" } && silent.narrowedBy.contains("restDaysWorked.atOwnRequest"))
        #expect(try head(#"{"date":"2023-05-07","atOwnRequest":true}"#).amount == Fraction("46.15"))
        let employer = try head(#"{"date":"2023-05-07","atOwnRequest":false}"#)
        #expect(employer.amount == Fraction("92.31") && !employer.warnings.contains { $0.phrase == "hours.own-request" })
        #expect(try head(#"{"date":"2023-05-07","kind":"half-day","hours":3,"atOwnRequest":true}"#).amount == Fraction("23.08"))
    }

    private static let oman = #"{"country":"OM","start":"2020-01-01","end":"2025-06-30","ending":"expiry","daysPerWeek":6,"wage":{"basic":"300","monthly":"300"},"#

    /// Oman, Royal Decree 35/2003, article 73: double wage for the day of rest, until 30 July 2023. What the decree of 2023 gives was not read: that part is in no total.
    @Test func whatIsCertainIsNotLostBesideWhatIsNot() throws {
        let both = Self.oman + #""restDaysWorked":[{"from":"2023-05-01","to":"2023-05-31","days":4},{"from":"2024-05-01","to":"2024-05-31","days":4}]}"#
        let early = Self.oman + #""restDaysWorked":[{"from":"2023-05-01","to":"2023-05-31","days":4}]}"#
        let claim = try Claims.claim(both)
        let head = try #require(claim.heads.first { $0.kind == .restDay })
        let alone = try Claims.amount(.restDay, early)
        #expect(head.isInTotal && claim.currency.text(head.amount ?? 0) == alone && head.amount ?? 0 > 0)
        #expect(!head.rules.contains { $0.confidence == .low } && head.apart?.rules.contains { $0.confidence == .low } == true)
        #expect(head.apart?.high == head.amount && head.warnings.contains { $0.phrase == "hours.apart" })
        let late = try Claims.head(.restDay, Self.oman + #""restDaysWorked":[{"from":"2024-05-01","to":"2024-05-31","days":4}]}"#)
        #expect(late.amount == nil && late.apart == nil && late.warnings.contains { $0.phrase == "low-confidence" })
        // Two of four days in two weeks on either side of the change were before it: no week has more than one day of rest.
        let across = try Claims.head(.restDay, Self.oman + #""restDaysWorked":[{"from":"2023-07-17","to":"2023-08-13","days":4}]}"#)
        #expect(across.amount == head.amount.map { $0 / 2 } && across.apart?.high == across.amount && across.apart?.low == across.amount)
        // Of three days it is not known: one at the least, two at the most.
        let three = try Claims.head(.restDay, Self.oman + #""restDaysWorked":[{"from":"2023-07-17","to":"2023-08-13","days":3}]}"#)
        #expect(three.amount == nil && three.low == 20 && three.high == 40 && three.narrowedBy == ["restDaysWorked"] && three.apart?.low == 20)
    }

    /// Overtime by the week over the day of the change: each week by its own decree. Article 71 of the new one is on file for hours, so that all of it is certain.
    @Test func overtimeInOmanOverTheChangeIsTheSumOfItsParts() throws {
        func amount(_ entries: String) throws -> String { try Claims.amount(.overtime, Self.oman + #""overtime":[\#(entries)]}"#) }
        let whole = try amount(#"{"from":"2023-01-01","to":"2024-12-31","hoursPerWeek":7}"#)
        let parts = try amount(#"{"from":"2023-01-01","to":"2023-07-30","hoursPerWeek":7},{"from":"2023-07-31","to":"2024-12-31","hoursPerWeek":7}"#)
        #expect(whole == parts && !whole.contains(".."))
    }

    /// Of a time of which no weekly limit is on file, nobody can say what the most is.
    @Test func hoursOfAWeekWithoutALimitOnFileAreOpen() throws {
        let head = try Claims.head(
            .overtime, #"{"country":"AE","start":"2018-01-01","end":"2023-12-31","ending":"expiry","hoursPerWeek":60,"daysPerWeek":6,"wage":{"basic":"1000","monthly":"1000"}}"#)
        #expect(head.low == 0 && head.high == nil && head.warnings.contains { $0.phrase == "hours.week-no-limit" })
    }

    /// Malaysia gives overtime up to a wage: who earned less when it was worked is owed it, whatever was earned later.
    @Test func theWageOfTheDayDecidesWhoIsCovered() throws {
        func head(_ from: String, _ to: String) throws -> Head {
            try Claims.head(
                .overtime,
                #"{"country":"MY","start":"2023-01-01","end":"2024-12-31","ending":"expiry","wage":{"monthly":"6000","basic":"6000","history":[{"from":"2023-01-01","to":"2023-12-31","monthly":"2000","basic":"2000"},{"from":"2024-01-01","monthly":"6000","basic":"6000"}]},"overtime":[{"from":"\#(from)","to":"\#(to)","hoursPerWeek":7}]}"#)
        }
        let (low, high, both) = (try head("2023-03-01", "2023-03-28"), try head("2024-03-01", "2024-03-28"), try head("2023-03-01", "2024-03-28"))
        #expect(low.amount ?? 0 > 0 && high.amount == nil && high.low == 0 && high.narrowedBy == ["contract"])
        let covered = try head("2023-03-01", "2023-12-31")
        #expect(both.amount == covered.amount && both.warnings.contains { $0.phrase == "hours.threshold" })
    }

    /// Wherever the hours really were, what they come to lies in the span.
    @Test(arguments: ["QA", "SA", "AE", "KW", "BH", "OM", "JO", "LB", "MY", "SG"])
    func whereverTheHoursWereTheSpanHoldsThem(_ country: String) throws {
        var random = SeededGenerator(seed: 72)
        let first = try #require(Day(year: 2020, month: 3, day: 1))
        for _ in 0..<20 {
            let last = first.adding(days: Int.random(in: 40...1300, using: &random))
            let raise = first.adding(days: Int.random(in: 1..<(last.number - first.number), using: &random))
            func facts(_ entries: String) -> String {
                #"{"country":"\#(country)","start":"2020-01-01","end":"2024-12-31","ending":"expiry","wage":{"monthly":"1300","basic":"1300","history":[{"from":"2020-01-01","to":"\#(raise.adding(days: -1))","monthly":"900","basic":"900"},{"from":"\#(raise)","monthly":"1300","basic":"1300"}]},"overtime":[\#(entries)]}"#
            }
            let span = try Claims.head(.overtime, facts(#"{"from":"\#(first)","to":"\#(last)","hours":60}"#))
            let some = Int.random(in: 1...59, using: &random)
            let point = try Claims.head(
                .overtime,
                facts(#"{"from":"\#(first)","to":"\#(raise.adding(days: -1))","hours":\#(some)},{"from":"\#(raise)","to":"\#(last)","hours":\#(60 - some)}"#))
            #expect((span.low ?? 0) <= (point.low ?? 0) && (point.high ?? 0) <= (span.high ?? 1_000_000), "\(country) \(raise) \(some)")
        }
    }

    /// Moving the first day of a premium by so many days moves the pay of exactly those days.
    @Test(arguments: [1, 2, 7, 30, 59])
    func aPremiumMovesByItsDays(_ moved: Int) throws {
        func book(_ from: Day) throws -> LawBook {
            let head = "{topic: overtime-premium, says: a, unit: percent, law: L, article: \"1\", source: \"https://example.org\", confidence: high,"
            let rules = """
                country: QA
                category: private
                currency: QAR
                rules:
                  - {topic: hour-divisor, says: a, value: "240", unit: hours a month, law: L, article: "1", source: "https://example.org", confidence: high}
                  - \(head) value: "25", until: \(from.adding(days: -1))}
                  - \(head) value: "50", from: \(from)}
                """
            return try LawReading.read([UInt8](rules.utf8), file: "test.yaml")
        }
        let facts = try #require(
            FactsReader.read(
                [UInt8](#"{"country":"QA","start":"2022-01-01","end":"2023-12-31","ending":"expiry","wage":{"basic":"2400"},"overtime":[{"from":"2022-02-01","to":"2023-06-30","hoursPerWeek":14}]}"#.utf8)).facts)
        func amount(_ from: Day) throws -> Fraction {
            try #require(ClaimCalculation(law: book(from), today: Claims.today).claim(for: facts).heads.first { $0.kind == .overtime }?.amount)
        }
        let first = try #require(Day(year: 2022, month: 9, day: 10))
        // Two hours a day at ten an hour: a quarter of it is five a day.
        #expect(try amount(first) - amount(first.adding(days: moved)) == Fraction(5 * moved))
    }

    /// The wage of a week pays no hour beyond the law's own week: in Singapore 600 a week are 2,600 a month, of which an hour is by section 38(6) 12 × 2,600 / (52 × 44).
    @Test func theWageOfAWeekIsDividedByTheLawsWeek() throws {
        func overtime(_ country: String, _ wage: String, _ hours: Int, _ time: String = #""start":"2023-09-01","end":"2025-06-30""#) throws -> String {
            try Claims.amount(
                .overtime,
                #"{"country":"\#(country)","category":"private",\#(time),"ending":"expiry",\#(wage),"daysPerWeek":6,"hoursPerWeek":\#(hours),"overtime":[{"hours":100}]}"#)
        }
        let weekly = #""payBasis":"weekly","wage":{"weekly":"600"}"#
        #expect(try overtime("SG", #""wage":{"monthly":"2600","basic":"2600"}"#, 48) == "2045.45")
        for hours in [44, 48, 60] { #expect(try overtime("SG", weekly, hours) == "2045.45") }
        // Malaysia: 48 hours until 2022, 45 since. Less than the law's week is that which was agreed.
        #expect(try overtime("MY", #""payBasis":"weekly","wage":{"weekly":"360"}"#, 48, #""start":"2021-01-01","end":"2022-12-31""#) == "1125.00")
        #expect(try overtime("MY", #""payBasis":"weekly","wage":{"weekly":"360"}"#, 48) == "1200.00")
        #expect(try overtime("MY", #""payBasis":"weekly","wage":{"weekly":"360"}"#, 40) == "1350.00")
        // Qatar: 48 hours.
        #expect(try overtime("QA", #""payBasis":"weekly","wage":{"weekly":"480"}"#, 60) == "1250.00")
    }

    /// Malaysia before 2023: the Act held up to 2,000 a month from 1 April 2012, before that up to 1,500.
    @Test(arguments: [("2022-05-10", 2000, true), ("2022-05-10", 2600, false), ("2022-05-10", 4500, false), ("2012-03-05", 1600, false), ("2012-04-05", 1600, true), ("2023-05-10", 2600, true)])
    func malaysiaBefore2023(_ day: String, _ wage: Int, _ isCovered: Bool) throws {
        for (kind, work) in [(HeadKind.overtime, #""overtime":[{"date":"\#(day)","hours":10}]"#), (.restDay, #""restDaysWorked":[{"date":"\#(day)"}]"#), (.holiday, #""holidaysWorked":[{"date":"\#(day)"}]"#)] {
            let head = try Claims.head(
                kind, #"{"country":"MY","category":"private","start":"2010-01-01","end":"2023-12-31","ending":"expiry","wage":{"monthly":"\#(wage)","basic":"\#(wage)"},\#(work)}"#)
            #expect((head.amount ?? 0 > 0) == isCovered, "\(kind) \(day) \(wage)")
            if !isCovered { #expect(head.amount == nil && head.low == 0 && head.narrowedBy == ["contract"] && head.rules.contains { $0.confidence == .medium && $0.topic.utf8.reversed().starts(with: "-threshold".utf8.reversed()) }) }
        }
    }

    /// Oman: of a day in whose place another was given, the law of 2023 is not on file for certain; what an earlier day is owed stays.
    @Test func aFurtherDayTakesNothingFromWhatIsCertain() throws {
        func claim(_ days: String) throws -> Claim {
            try Claims.claim(
                #"{"country":"OM","category":"private","start":"2020-01-01","end":"2024-12-31","ending":"expiry","wage":{"basic":"300"},"restDaysWorked":[\#(days)]}"#)
        }
        let certain = #"{"date":"2022-05-06"}"#
        let (one, two, alone) = (try claim(certain), try claim(certain + #",{"date":"2024-05-10","dayInLieu":true}"#), try claim(#"{"date":"2024-05-10","dayInLieu":true}"#))
        func rest(_ claim: Claim) throws -> Head { try #require(claim.heads.first { $0.kind == .restDay }) }
        #expect(try rest(one).amount == 20 && rest(two).amount == 20 && one.total == two.total)
        #expect(try rest(two).apart.map { $0.low == 0 && $0.high == 20 } == true && rest(two).warnings.contains { $0.phrase == "hours.day-in-lieu" })
        #expect(try rest(alone).amount == nil && rest(alone).low == 0 && rest(alone).high == 20 && rest(alone).narrowedBy.isEmpty)
    }
}

extension Fraction {
    fileprivate var magnitude: Fraction { self < 0 ? 0 - self : self }
}
