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
        #expect(try Claims.amount(.overtime, inAll) == "7604.17")
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
}

extension Fraction {
    fileprivate var magnitude: Fraction { self < 0 ? 0 - self : self }
}
