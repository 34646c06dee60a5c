import Entitlements
import Formats
import Testing

/// Injury, death, passports and bodies: what the text of the law gives, and a sentence where no text is on file.
@Suite struct InjuryTests {
    private func facts(_ country: String, _ rest: String, wage: String = #"{"basic":"2000"}"#) -> String {
        #"{"country":"\#(country)","category":"private","start":"2020-01-01","end":"2024-05-05","wage":\#(wage),\#(rest)}"#
    }

    /// UAE Federal Decree-Law 33 of 2021, article 37(3): the basic wage of 24 months, at least 18,000 and at most 200,000 dirhams.
    @Test(arguments: [("500", "18000.00"), ("2000", "48000.00"), ("9000", "200000.00")])
    func emiratesDeath(wage: String, sum: String) throws {
        let facts = facts("AE", #""ending":"death","injury":{"date":"2024-05-05","outcome":"death"}"#, wage: #"{"basic":"\#(wage)"}"#)
        #expect(try Claims.amount(.death, facts) == sum)
    }

    @Test func aDeathIsNotYetOneThroughTheWork() throws {
        let head = try Claims.head(.death, facts("AE", #""ending":"death""#))
        #expect(head.amount == nil && head.low == 0 && head.high == 48_000 && head.narrowedBy == ["injury"])
    }

    /// Article 37(2): full wages for six months of treatment, half for six more. Ten months at 1,000: 6,000 and 2,000; 500 were paid.
    @Test func emiratesTreatment() throws {
        let injury = #""injury":{"date":"2023-01-01","outcome":"recovered","treatment":{"from":"2023-01-01","to":"2023-10-31","paid":"500"}}"#
        #expect(try Claims.amount(.injury, facts("AE", injury, wage: #"{"monthly":"1000","basic":"800"}"#)) == "7500.00")
        let longer = #""injury":{"date":"2022-03-01","outcome":"recovered","treatment":{"from":"2022-03-01","to":"2023-10-31"}}"#
        #expect(try Claims.amount(.injury, facts("AE", longer, wage: #"{"monthly":"1000","basic":"800"}"#)) == "9000.00")
    }

    /// Hong Kong, Employees' Compensation Ordinance section 6: 84, 60 or 36 months by age; an unknown age gives a span.
    @Test func hongKongDeathByAge() throws {
        let death = #""injury":{"date":"2024-05-05","outcome":"death"}"#
        #expect(try Claims.amount(.death, facts("HK", death + #","age":39"#, wage: #"{"monthly":"20000"}"#)) == "1680000.00")
        #expect(try Claims.amount(.death, facts("HK", death + #","age":40"#, wage: #"{"monthly":"20000"}"#)) == "1200000.00")
        #expect(try Claims.amount(.death, facts("HK", death + #","age":56"#, wage: #"{"monthly":"20000"}"#)) == "720000.00")
        let head = try Claims.head(.death, facts("HK", death, wage: #"{"monthly":"20000"}"#))
        #expect(head.low == 720_000 && head.high == 1_680_000 && head.narrowedBy.contains("age"))
    }

    @Test func partialIncapacityIsAShareOfTheWhole() throws {
        let injury = #""age":30,"injury":{"date":"2024-05-05","outcome":"partial-incapacity","percent":25}"#
        #expect(try Claims.amount(.injury, facts("HK", injury, wage: #"{"monthly":"20000"}"#)) == "480000.00")
        let unassessed = try Claims.head(.injury, facts("HK", #""age":30,"injury":{"outcome":"partial-incapacity"}"#, wage: #"{"monthly":"20000"}"#))
        #expect(unassessed.amount == nil && unassessed.high == 1_920_000 && unassessed.narrowedBy.contains("injury.percent"))
    }

    /// Work Injury Compensation Act 2019, first schedule: earnings times a factor for the age on the next birthday, within the limits; a quarter more if total.
    @Test(arguments: [
        ("2000", 39, "death", "216000.00"), ("500", 39, "death", "76000.00"), ("3000", 39, "death", "225000.00"), ("1800", 65, "death", "86400.00"),
        ("2000", 12, "death", "225000.00"), ("1000", 29, "total-incapacity", "205000.00"), ("1000", 70, "total-incapacity", "121250.00"),
    ])
    func singaporeByAge(wage: String, age: Int, outcome: String, sum: String) throws {
        let facts = facts("SG", #""age":\#(age),"injury":{"date":"2024-05-05","outcome":"\#(outcome)"}"#, wage: #"{"monthly":"\#(wage)"}"#)
        #expect(try Claims.amount(outcome == "death" ? .death : .injury, facts) == sum)
    }

    /// 2,000 × 153 for a worker of 35, of which 20 percent; above the limit 20 percent of it.
    @Test func singaporePartialIncapacity() throws {
        let injury = #""age":35,"injury":{"date":"2024-05-05","outcome":"partial-incapacity","percent":20}"#
        #expect(try Claims.amount(.injury, facts("SG", injury, wage: #"{"monthly":"1500"}"#)) == "45900.00")
        #expect(try Claims.amount(.injury, facts("SG", injury, wage: #"{"monthly":"2000"}"#)) == "57800.00")
    }

    /// The limits rose for accidents from 1 November 2025; an unknown age gives a span, and before the act of 2019 only the limits are on file.
    @Test func singaporeLimitsChangeOnTheirDay() throws {
        for (day, low, high) in [
            ("2019-12-31", 69_000, 204_000), ("2020-08-31", 76_000, 225_000), ("2025-10-31", 76_000, 225_000), ("2025-11-01", 91_000, 269_000),
        ] {
            let head = try Claims.head(.death, facts("SG", #""injury":{"date":"\#(day)","outcome":"death"}"#, wage: #"{"monthly":"1700"}"#))
            #expect(head.low == Fraction(max(low, day >= "2020-09-01" ? 81_600 : low)) && head.amount == nil, "\(day)")
            #expect(head.high == Fraction(min(high, day >= "2020-09-01" ? 231_200 : high)), "\(day)")
        }
    }

    /// 14 days of leave at whole earnings, or 60 in a hospital; then two thirds; nothing after a year.
    @Test func singaporeTreatmentDependsOnTheHospital() throws {
        let injury = #""injury":{"date":"2023-03-01","outcome":"recovered","treatment":{"from":"2023-03-01","to":"2023-05-31"}}"#
        let head = try Claims.head(.injury, facts("SG", injury, wage: #"{"monthly":"3100"}"#))
        // March: 14 of 31 days at 100 a day; the other 17 of March, April and May at two thirds.
        #expect(head.low == Claims.rounded(1400 + (1700 + 3100 + 3100) * Fraction(2, over: 3)))
        // To 29 April: March and 29 of 30 days of April; then one day of April and May at two thirds.
        let april = Fraction(3100) / 30
        #expect(head.high == Claims.rounded(3100 + april * 29 + (april + 3100) * Fraction(2, over: 3)))
    }

    /// Saudi labour law, articles 137 and 138.
    @Test func saudiTreatmentAndLoss() throws {
        let injury = #""injury":{"date":"2023-01-01","outcome":"recovered","treatment":{"from":"2023-01-01","to":"2024-06-30"}}"#
        // January, February and 1 March of 31 are the sixty days; then to 31 December at three quarters.
        let full = 2 * Fraction(3000) + Fraction(3000) / 31
        #expect(
            try Claims.head(.injury, facts("SA", injury, wage: #"{"monthly":"3000"}"#)).low
                == Claims.rounded(full + (12 * Fraction(3000) - full) * Fraction(3, over: 4)))
        let old = #""injury":{"date":"2015-01-01","outcome":"recovered","treatment":{"from":"2015-01-01","to":"2015-03-31"}}"#
        // Thirty days of January; its last day, February and March at three quarters.
        #expect(try Claims.amount(.injury, facts("SA", old, wage: #"{"monthly":"3100"}"#)) == "7725.00")
        let death = #""injury":{"date":"2023-01-01","outcome":"death"}"#
        #expect(try Claims.amount(.death, facts("SA", death, wage: #"{"monthly":"1400"}"#)) == "54000.00")
        #expect(try Claims.amount(.death, facts("SA", death, wage: #"{"monthly":"2000"}"#)) == "72000.00")
        let partial = #""injury":{"date":"2023-01-01","outcome":"partial-incapacity","percent":"12.5"}"#
        #expect(try Claims.amount(.injury, facts("SA", partial, wage: #"{"monthly":"2000"}"#)) == "9000.00")
    }

    /// Malaysia until 2019: sixty months, at most RM 18,000 for a death and RM 23,000 for a total incapacity, whichever is less.
    @Test func malaysiaBeforeTheSocialSecurity() throws {
        let death = #""injury":{"date":"2018-01-01","outcome":"death"}"#
        #expect(try Claims.amount(.death, facts("MY", death, wage: #"{"monthly":"250"}"#)) == "15000.00")
        #expect(try Claims.amount(.death, facts("MY", death, wage: #"{"monthly":"1000"}"#)) == "18000.00")
        let half = #""age":30,"injury":{"date":"2018-01-01","outcome":"partial-incapacity","percent":50}"#
        #expect(try Claims.amount(.injury, facts("MY", half, wage: #"{"monthly":"1000"}"#)) == "11500.00")
    }

    /// Royal Decree 40/77, article 32.
    @Test(arguments: [("30", "1300.000"), ("50", "1800.000"), ("90", "2400.000")])
    func omanDeath(wage: String, sum: String) throws {
        #expect(try Claims.amount(.death, facts("OM", #""injury":{"date":"2024-05-05","outcome":"death"}"#, wage: #"{"basic":"\#(wage)"}"#)) == sum)
    }

    /// Earnings above what counts in Hong Kong: the sums were seen without their days, so they make a span.
    @Test func hongKongEarningsThatCountAreASpan() throws {
        let death = #""age":30,"injury":{"date":"2024-05-05","outcome":"death"}"#
        let head = try Claims.head(.death, facts("HK", death, wage: #"{"monthly":"40000"}"#))
        #expect(head.amount == nil && head.low == 1_764_000 && head.high == 3_070_200)
    }

    /// An age that is not known gives a span that holds the amount of every age.
    @Test(arguments: [("SG", "700"), ("SG", "1900"), ("HK", "20000"), ("MY", "200")])
    func theSpanHoldsEveryAge(_ country: String, _ wage: String) throws {
        for (kind, outcome) in [(HeadKind.death, "death"), (.injury, "total-incapacity")] {
            let injury = #""injury":{"date":"\#(country == "MY" ? "2018" : "2024")-05-05","outcome":"\#(outcome)"}"#
            let span = try Claims.head(kind, facts(country, injury, wage: #"{"monthly":"\#(wage)"}"#))
            let (low, high) = (try #require(span.low), try #require(span.high))
            for age in 14...80 {
                let head = try Claims.head(kind, facts(country, injury + #","age":\#(age)"#, wage: #"{"monthly":"\#(wage)"}"#))
                #expect(low <= head.low ?? -1 && head.high ?? Fraction.largestRead <= high, "\(country) \(outcome) \(age)")
            }
        }
    }

    /// What somebody else pays is said, and is no sum of the claim.
    @Test(arguments: ["BH", "MY", "KW", "LB", "QA"])
    func whoPaysInsteadIsSaid(_ country: String) throws {
        for outcome in ["death", "total-incapacity"] {
            let claim = try Claims.claim(facts(country, #""injury":{"date":"2024-05-05","outcome":"\#(outcome)"}"#))
            let head = try #require(claim.heads.first { $0.kind == (outcome == "death" ? .death : .injury) })
            #expect(head.amount == nil && head.low == 0 && head.high == nil && !head.rules.isEmpty && !head.isInTotal, "\(country) \(outcome)")
            #expect(head.warnings.contains { $0.phrase == "injury.no-sum" }, "\(country) \(outcome)")
        }
    }

    /// Qatar's law names Sharia and no sum: nothing is made up.
    @Test func qatarNamesNoSum() throws {
        let head = try Claims.head(.death, facts("QA", #""injury":{"date":"2024-05-05","outcome":"death"}"#))
        #expect(head.amount == nil && head.high == nil && !head.isInTotal && head.rules.map(\.article) == ["110"] && !head.warnings.isEmpty)
    }

    @Test func dutiesHaveARuleOrSayToAsk() throws {
        let known = try Claims.claim(facts("SA", #""ending":"death","passportKept":true"#))
        #expect(known.duties.map(\.kind) == [.passport, .repatriationOfRemains] && known.duties.allSatisfy { $0.rule != nil })
        // Bahrain's rule on file says that it is not forbidden in so many words: that is no ground to demand anything.
        #expect(try Claims.claim(facts("BH", #""passportKept":true"#)).duties.map(\.rule) == [nil])
        #expect(try Claims.claim(facts("BH", #""passportKept":false"#)).duties.isEmpty)
    }

    @Test(arguments: [#""injury":3"#, #""injury":{"percent":101}"#, #""injury":{"outcome":"hurt"}"#, #""age":400"#, #""employees":0"#, #""age":2.5"#])
    func whatCannotBeGetsASentence(fact: String) throws {
        #expect(try Claims.claim(facts("HK", fact)).problems.count == 1)
    }
}
