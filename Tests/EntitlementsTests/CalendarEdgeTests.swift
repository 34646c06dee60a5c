import Entitlements
import Testing

/// Leap days, part months, service across a change of law, Hijri months: expected from the words of the statutes and the calendar.
@Suite struct CalendarEdgeTests {
    private func day(_ text: String) throws -> Day { try #require(KnownDate(text)?.day) }

    @Test(arguments: [
        // First day, last day, both worked: years, months, days.
        ("2010-01-01", "2019-12-31", 10, 0, 0), ("2020-02-29", "2021-02-28", 1, 0, 0), ("2020-02-29", "2024-02-28", 4, 0, 0),
        ("2019-03-01", "2020-02-29", 1, 0, 0),
        ("2019-02-01", "2019-02-28", 0, 1, 0), ("2020-02-01", "2020-02-29", 0, 1, 0), ("2019-01-01", "2019-01-31", 0, 1, 0),
        ("2019-01-31", "2019-02-27", 0, 0, 28), ("2019-01-31", "2019-02-28", 0, 1, 0),
        ("2019-01-01", "2019-01-01", 0, 0, 1), ("2019-01-15", "2019-02-14", 0, 1, 0), ("2019-01-15", "2019-02-15", 0, 1, 1),
        ("2019-12-31", "2020-12-30", 1, 0, 0),
        ("2017-11-01", "2020-02-29", 2, 4, 0), ("1999-12-31", "2000-02-28", 0, 1, 29), ("1999-12-31", "2000-02-29", 0, 2, 0),
        ("2100-02-28", "2100-03-27", 0, 1, 0),
    ])
    func serviceIsCountedFromTheFirstDayThroughTheLast(_ first: String, _ last: String, _ years: Int, _ months: Int, _ days: Int) throws {
        #expect(ServiceLength(from: try day(first), through: try day(last)) == ServiceLength(years: years, months: months, days: days))
    }

    @Test(arguments: [
        ("2019-02-01", "2019-02-28", "1"), ("2020-02-01", "2020-02-29", "1"), ("2020-02-01", "2020-02-28", "28/29"), ("2019-01-31", "2019-02-01", "59/868"),
        ("2019-12-01", "2020-01-31", "2"), ("2020-04-16", "2020-04-30", "1/2"),
    ])
    func monthsOfWages(_ first: String, _ last: String, _ months: String) throws {
        #expect(Months.between(try day(first), try day(last)) == Fraction(months))
    }

    /// Article 61 of Oman's law of 2023 keeps the old rate for service under the old law: 15 days for each of three years, then a month; the new rate is a month.
    @Test(arguments: [
        ("2020-08-01", "2023-07-31", "750.000"), ("2020-08-01", "2024-07-31", "1250.000"), ("2018-08-01", "2023-07-31", "1750.000"),
        ("2018-08-01", "2025-07-31", "2750.000"),
        ("2023-08-01", "2025-07-31", "1000.000"), ("2023-08-01", "2024-01-31", "250.000"),
    ])
    func omanAcrossTheLawOf2023(_ start: String, _ end: String, _ amount: String) throws {
        #expect(try Claims.amount(.endOfService, #"{"country":"OM","start":"\#(start)","end":"\#(end)","ending":"expiry","wage":{"basic":"500"}}"#) == amount)
    }

    /// Decision 109 of 2023: the employer pays the indemnity for service up to 29 February 2024, the fund for what comes after.
    @Test(arguments: [
        ("2021-03-01", "2024-02-29", "750.000"), ("2021-03-01", "2025-02-28", "750.000"), ("2024-03-01", "2025-02-28", "0.000"),
        ("2019-03-01", "2026-02-28", "1750.000"),
    ])
    func bahrainAfterTheFundBegan(_ start: String, _ end: String, _ amount: String) throws {
        #expect(
            try Claims.amount(.endOfService, #"{"country":"BH","start":"\#(start)","end":"\#(end)","ending":"resignation","wage":{"basic":"500"}}"#) == amount)
    }

    /// Federal Law 8 of 1980 gave a third on resignation after one to three years, two thirds up to five; the decree-law in force from 2 February 2022 gives all.
    @Test(arguments: [
        ("2020-02-02", "2022-02-01", "4666.67"), ("2020-02-02", "2022-02-02", "14019.18"), ("2018-02-02", "2022-02-01", "18666.67"),
        ("2022-02-02", "2023-02-01", "7000.00"), ("2022-02-02", "2023-01-31", "0.00"),
    ])
    func emiratesAroundTheLawOf2022(_ start: String, _ end: String, _ amount: String) throws {
        #expect(
            try Claims.amount(.endOfService, #"{"country":"AE","start":"\#(start)","end":"\#(end)","ending":"resignation","wage":{"basic":"10000"}}"#) == amount
        )
    }

    /// Article 85 of the Saudi law: nothing before two years, a third up to five, two thirds above five and below ten, then all.
    @Test(arguments: [
        ("2016-01-01", "2017-12-30", "0.00"), ("2016-01-01", "2017-12-31", "1000.00"), ("2013-01-01", "2017-12-31", "2500.00"),
        ("2013-01-01", "2018-01-01", "5005.48"),
        ("2008-01-01", "2017-12-31", "22500.00"),
    ])
    func saudiResignation(_ start: String, _ end: String, _ amount: String) throws {
        #expect(
            try Claims.amount(.endOfService, #"{"country":"SA","start":"\#(start)","end":"\#(end)","ending":"resignation","wage":{"monthly":"3000"}}"#)
                == amount)
    }

    /// Article 53 of the Kuwaiti law: half from three years, two thirds from five, all from ten; at most 18 months of wage (article 51).
    @Test(arguments: [
        ("2017-01-01", "2019-12-30", "0.000"), ("2017-01-01", "2019-12-31", "259.615"), ("2015-01-01", "2019-12-31", "576.923"),
        ("2010-01-01", "2019-12-31", "2365.385"),
        ("1995-01-01", "2019-12-31", "5400.000"),
    ])
    func kuwaitiResignation(_ start: String, _ end: String, _ amount: String) throws {
        #expect(
            try Claims.amount(.endOfService, #"{"country":"KW","start":"\#(start)","end":"\#(end)","ending":"resignation","wage":{"monthly":"300"}}"#) == amount
        )
    }

    /// Section 31V: two thirds of at most 22,500 a month, at most 390,000; service before 1 May 2025 by the wage just before that day.
    @Test(arguments: [
        ("2020-05-01", "2025-04-30", "10000", "12000", "40000.00"), ("2020-05-01", "2027-04-30", "9000", "12000", "46000.00"),
        ("1995-05-01", "2025-04-30", "30000", "30000", "390000.00"),
        ("2020-05-02", "2025-04-30", "10000", "12000", "0.00"),
    ])
    func hongKongAroundTheTransition(_ start: String, _ end: String, _ before: String, _ last: String, _ amount: String) throws {
        let facts =
            #"{"country":"HK","start":"\#(start)","end":"\#(end)","ending":"termination","wage":{"monthly":"\#(last)","history":[{"from":"\#(start)","to":"2025-04-30","monthly":"\#(before)"}]}}"#
        #expect(try Claims.amount(.longService, facts) == amount)
    }

    /// Moving a law's first day moves exactly the days it should: one day of service under the other rate.
    @Test func aDayUnderAnotherLaw() throws {
        func book(_ day: String, _ eve: String) throws -> LawBook {
            let rules = """
                country: OM
                category: private
                currency: OMR
                rules:
                  - {topic: end-of-service-rate, says: a, value: "0.5", unit: months of wage a year, law: L, article: "1", until: \(eve), source: "https://example.org", confidence: high}
                  - {topic: end-of-service-rate, says: b, value: "1", unit: months of wage a year, law: L, article: "1", from: \(day), source: "https://example.org", confidence: high}
                  - {topic: end-of-service-each-law, says: c, value: each, law: L, article: "1", source: "https://example.org", confidence: high}
                """
            return try LawReading.read([UInt8](rules.utf8), file: "test.yaml")
        }
        let facts = try #require(
            FactsReader.read([UInt8](#"{"country":"OM","start":"2022-01-01","end":"2023-12-31","ending":"expiry","wage":{"monthly":"730"}}"#.utf8)).facts)
        func amount(_ book: LawBook) throws -> Fraction {
            try #require(ClaimCalculation(law: book, today: Claims.today).claim(for: facts).heads.first { $0.kind == .endOfService }?.amount)
        }
        let earlier = try amount(book("2023-01-05", "2023-01-04"))
        let later = try amount(book("2023-01-06", "2023-01-05"))
        // One of 365 days at half a month's wage of 730.
        #expect(earlier - later == 1)
    }

    /// What a day of a wage of 3,650 a month is: 30 days of a month and 360 of a year in most laws of the Gulf and in Jordan; 26 working days in Kuwait and Malaysia; twelve
    /// months over 52 weeks of the days worked in Singapore. The length of the month at the end makes no difference.
    @Test(arguments: [
        ("SA", 6, "121.67"), ("AE", 6, "121.67"), ("QA", 6, "121.67"), ("JO", 6, "121.667"), ("KW", 6, "140.385"), ("MY", 6, "140.38"), ("SG", 6, "140.38"),
        ("SG", 5, "168.46"),
    ])
    func aDayOfWage(_ country: String, _ days: Int, _ amount: String) throws {
        for end in ["2023-02-28", "2024-02-29", "2023-04-30", "2023-12-31"] {
            let facts =
                #"{"country":"\#(country)","category":"private","start":"2019-01-01","end":"\#(end)","ending":"expiry","daysPerWeek":\#(days),"leaveBalance":1,"wage":{"monthly":"3650","basic":"3650"}}"#
            #expect(try Claims.amount(.leave, facts) == amount, "\(end)")
        }
    }

    /// Regulation 6 of the Malaysian regulations of 1980 takes the true average wage of a day over twelve months: twelve months over 365 days, also where a leap day lies among
    /// them. Ten days of 60 for one year.
    @Test(arguments: [("2023-03-01", "2024-02-29"), ("2022-03-01", "2023-02-28"), ("2020-02-29", "2021-02-28")])
    func aYearOf365Days(_ start: String, _ end: String) throws {
        let facts =
            #"{"country":"MY","category":"private","start":"\#(start)","end":"\#(end)","ending":"retrenchment","wage":{"monthly":"1825","basic":"1825"}}"#
        #expect(try Claims.amount(.terminationBenefit, facts) == "600.00")
    }

    /// Wages of a part of a month by the days of that month, 28 to 31: half of February, and the same days elsewhere.
    @Test(arguments: [("2023-02-01", "2023-02-14", "1500.00"), ("2024-02-01", "2024-02-14", "1448.28"), ("2023-04-01", "2023-04-15", "1500.00"), ("2023-03-01", "2023-03-31", "3000.00")])
    func aPartOfAMonth(_ from: String, _ to: String, _ amount: String) throws {
        let facts =
            #"{"country":"QA","category":"private","start":"2020-01-01","end":"2025-12-31","ending":"expiry","wage":{"basic":"3000"},"unpaidPeriods":[{"from":"\#(from)","to":"\#(to)"}]}"#
        #expect(try Claims.amount(.unpaidWages, facts) == amount)
    }

    // MARK: Deadlines

    @Test("The first wage of long arrears is lost first, and what is due at the end of the employment keeps its own day")
    func arrears() throws {
        let days = try deadlines(
            #"""
            {"country":"MY","start":"2015-01-01","end":"2026-10-31","ending":"retrenchment","wage":{"monthly":"1700"},
             "unpaidPeriods":[{"from":"2018-01-01","to":"2020-12-31"}]}
            """#
        ).map(\.0)
        // Limitation Act 1953, section 6(1)(a): six years.
        #expect(["2024-01-31", "2026-12-31", "2032-10-31"].allSatisfy(days.contains), "\(days)")
        let month = try deadlines(
            #"{"country":"MY","start":"2015-01-01","end":"2026-10-31","ending":"retrenchment","wage":{"monthly":"1700"},"unpaidPeriods":[{"from":"2018-03-01","to":"2018-03-31"}]}"#
        ).map(\.0)
        #expect(month.filter { $0.hasPrefix("2024-") } == ["2024-03-31"], "\(month)")
    }

    private func deadlines(_ facts: String) throws -> [(String, String?)] { try Claims.claim(facts).deadlines.map { ($0.day.description, $0.lawDate) } }

    /// Twelve months by the calendar of Umm al-Qura: the same number of the day twelve months on, or the last day of a shorter month.
    @Test(arguments: [
        ("2024-04-09", "2025-03-29", "1446-09-29"), ("2024-07-07", "2025-06-26", "1447-01-01"), ("2024-07-06", "2025-06-25", "1446-12-29"),
    ])
    func saudiLimitationRunsInHijriMonths(_ end: String, _ last: String, _ hijri: String) throws {
        let found = try deadlines(#"{"country":"SA","start":"2020-01-01","end":"\#(end)","ending":"resignation","wage":{"monthly":"3000"}}"#)
        #expect(found.contains { $0.0 == last && $0.1 == hijri }, "\(found)")
    }

    @Test(arguments: [
        ("QA", "2024-02-29", "2025-02-28"), ("AE", "2024-08-31", "2026-08-31"), ("KW", "2023-02-28", "2024-02-28"), ("JO", "2024-02-29", "2026-02-28"),
        ("SG", "2023-08-31", "2024-02-29"),
    ])
    func limitationByTheGregorianCalendar(_ country: String, _ end: String, _ last: String) throws {
        let found = try deadlines(#"{"country":"\#(country)","start":"2020-01-01","end":"\#(end)","ending":"termination","wage":{"monthly":"3000"}}"#)
        #expect(found.contains { $0.0 == last && $0.1 == nil }, "\(found)")
    }
}
