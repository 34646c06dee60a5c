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

    /// The limits of Singapore's Work Injury Compensation Act rose for accidents from 1 November 2025.
    @Test func singaporeLimitsChangeOnTheirDay() throws {
        for (day, low, high) in [("2025-10-31", 76_000, 225_000), ("2025-11-01", 91_000, 269_000)] {
            let head = try Claims.head(.death, facts("SG", #""injury":{"date":"\#(day)","outcome":"death"}"#))
            #expect(head.low == Fraction(low) && head.high == Fraction(high) && head.amount == nil)
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
