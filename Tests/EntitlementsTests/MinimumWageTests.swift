import Entitlements
import Formats
import Testing

/// Minimum wages that changed, each month by its own rate.
@Suite struct MinimumWageTests {
    private func shortfall(_ country: String, _ from: String, _ to: String, _ rest: String) throws -> String {
        try Claims.amount(.minimumWageShortfall, #"{"country":"\#(country)","start":"\#(from)","end":"\#(to)","ending":"expiry",\#(rest)}"#)
    }

    /// Qatar, Law 17 of 2020: 1,000 basic, 500 for housing and 300 for food where they are not provided, from 20 March 2021.
    @Test func qatarAllowances() throws {
        #expect(try shortfall("QA", "2022-01-01", "2022-12-31", #""wage":{"basic":"900"},"provided":{"food":false,"housing":false}"#) == "10800.00")
        #expect(try shortfall("QA", "2022-01-01", "2022-12-31", #""wage":{"basic":"900"},"provided":{"food":true,"housing":true}"#) == "1200.00")
        #expect(try shortfall("QA", "2022-01-01", "2022-12-31", #""wage":{"basic":"900"}"#) == "1200.00..10800.00")
        // Before that day 750 from November 2017: of March 2021 19 days of 31 count by that, twelve by the law.
        #expect(try shortfall("QA", "2021-03-01", "2021-03-31", #""wage":{"basic":"690"},"provided":{"food":true,"housing":true}"#) == "156.77")
        #expect(try shortfall("QA", "2017-11-01", "2017-11-30", #""wage":{"basic":"690"},"provided":{"food":true,"housing":true}"#) == "16.00")
    }

    /// What is paid above the minimum or beside the basic wage counts once for food and lodging together, and whether it is for them is not certain.
    @Test func qatarUndividedWage() throws {
        let none = #""provided":{"food":false,"housing":false}"#
        // 1,500 in all where 1,800 is due: 300 is missing at the least, and 800 if all of it is basic wage.
        #expect(try shortfall("QA", "2022-01-01", "2022-12-31", #""wage":{"monthly":"1500"},\#(none)"#) == "3600.00..9600.00")
        #expect(try shortfall("QA", "2022-01-01", "2022-12-31", #""wage":{"monthly":"1500","basic":"1000"},\#(none)"#) == "3600.00..9600.00")
        // Divided, it is certain: 300 for food is paid, and 200 of the 500 for lodging.
        #expect(
            try shortfall("QA", "2022-01-01", "2022-12-31", #""wage":{"monthly":"1500","basic":"1000","allowances":{"food":"300","housing":"200"}},\#(none)"#)
                == "3600.00")
        #expect(try shortfall("QA", "2022-01-01", "2022-12-31", #""wage":{"monthly":"1800"},\#(none)"#) == "0.00..9600.00")
        #expect(try shortfall("QA", "2022-01-01", "2022-12-31", #""wage":{"monthly":"1200"},"provided":{"food":false,"housing":true}"#) == "1200.00..3600.00")
        let head = try Claims.head(
            .minimumWageShortfall,
            #"{"country":"QA","start":"2022-01-01","end":"2022-12-31","ending":"expiry","wage":{"monthly":"1500","basic":"1000"},\#(none)}"#)
        #expect(head.narrowedBy == ["wage.allowances.food", "wage.allowances.housing"] && head.warnings.contains { $0.phrase == "wages.minimum-undivided" })
    }

    /// Malaysia: 1,000/920 (July 2016), 1,100 (2019), 1,200 in towns (February 2020), 1,500 (May 2022; small employers July 2023), 1,700 (February 2025; small August 2025).
    @Test func malaysiaByTheOrdersOfEachTime() throws {
        #expect(try shortfall("MY", "2017-01-01", "2017-12-31", #""wage":{"monthly":"900"}"#) == "240.00..1200.00")
        #expect(try shortfall("MY", "2019-01-01", "2019-12-31", #""wage":{"monthly":"1000"}"#) == "1200.00")
        #expect(try shortfall("MY", "2021-01-01", "2021-12-31", #""wage":{"monthly":"1000"}"#) == "1200.00..2400.00")
        #expect(try shortfall("MY", "2022-04-01", "2022-05-31", #""wage":{"monthly":"1200"},"employees":20"#) == "300.00")
        #expect(try shortfall("MY", "2023-06-01", "2023-07-31", #""wage":{"monthly":"1200"},"employees":3"#) == "300.00")
        #expect(try shortfall("MY", "2025-01-01", "2025-02-28", #""wage":{"monthly":"1500"},"employees":5"#) == "200.00")
        #expect(try shortfall("MY", "2025-07-01", "2025-08-31", #""wage":{"monthly":"1500"},"employees":4"#) == "200.00")
        #expect(try shortfall("MY", "2025-08-01", "2025-12-31", #""wage":{"monthly":"1500"}"#) == "1000.00")
        let open = try Claims.head(
            .minimumWageShortfall, #"{"country":"MY","start":"2025-02-01","end":"2025-07-31","ending":"expiry","wage":{"monthly":"1500"}}"#)
        #expect(open.amount == nil && open.low == 0 && open.high == 1_200 && open.narrowedBy == ["employees"])
    }

    /// Lebanon: 675,000 (2012), 2,000,000 (12 May 2022; raised to 2,600,000 on a day that is not on file), 9,000,000 (April 2023), 18,000,000 (5 April 2024),
    /// 28,000,000 (end of July 2025).
    @Test func lebanonThroughTheFallOfThePound() throws {
        #expect(try shortfall("LB", "2021-01-01", "2021-12-31", #""wage":{"monthly":"600000"}"#) == "900000.00")
        #expect(try shortfall("LB", "2023-01-01", "2023-01-31", #""wage":{"monthly":"1500000"}"#) == "500000.00..1100000.00")
        #expect(try shortfall("LB", "2023-03-01", "2023-04-30", #""wage":{"monthly":"2600000"}"#) == "6400000.00")
        #expect(try shortfall("LB", "2024-04-01", "2024-04-30", #""wage":{"monthly":"9000000"}"#) == "7800000.00")
        #expect(try shortfall("LB", "2025-07-01", "2025-08-31", #""wage":{"monthly":"18000000"}"#) == "10000000.00")
    }

    /// A span is not closed at a wage that the law forbids: notice that may not have been given, by the minimum of 1,000 and not by 800.
    @Test func theMostIsByTheMinimumWage() throws {
        let facts = #"{"country":"QA","start":"2020-01-01","end":"2022-12-31",ENDING"wage":{"monthly":"800","basic":"800"}}"#
        let known = facts.replacing("ENDING", with: #""ending":"termination","#)
        let notice = try Claims.head(.notice, known)
        #expect(notice.amount == nil && notice.low == 0 && notice.high == 2_000 && notice.rules.contains { $0.topic == "minimum-wage" })
        #expect(notice.steps.contains { $0.phrase == "span.most-by-minimum" })
        // Not known how it ended: between nothing and what the minimum makes of it.
        let jordan = #"{"country":"JO","start":"2020-01-01","end":"2024-12-31","wage":{"monthly":"220","basic":"220"}}"#
        let award = try Claims.head(.endOfService, jordan)
        #expect(award.amount == nil && award.high == 1_300)
    }

    /// Hong Kong: the minimum of the day on which the contract was signed holds for its two years. Whoever was paid that was not paid too little.
    @Test func theMinimumOfTheDayOfSigningIsNoWageBelowTheMinimum() throws {
        let facts = #"{"country":"HK","category":"domestic","start":"2022-01-01","end":"2023-12-31","ending":"expiry","wage":{"monthly":"4630","basic":"4630"},"leaveTaken":0}"#
        let claim = try Claims.claim(facts)
        #expect(!claim.heads.contains { $0.kind == .minimumWageShortfall } && !claim.heads.flatMap(\.warnings).contains { $0.phrase == "wage.below-minimum" })
    }

    /// Of allowances is spoken only where the law has them, and of two sums only where they differ.
    @Test func theSentenceOfTheMinimumSaysWhatWasCounted() throws {
        func phrases(_ rest: String) throws -> Set<String> {
            Set(try Claims.head(.minimumWageShortfall, "{\(rest)}").steps.map(\.phrase).filter { $0.hasPrefix("wages.minimum") })
        }
        #expect(try phrases(#""country":"MY","start":"2022-05-01","end":"2022-12-31","ending":"expiry","wage":"1200""#) == ["wages.minimum-span"])
        let none = #""country":"QA","start":"2022-01-01","end":"2022-12-31","ending":"expiry","wage":{"basic":"800"},"provided":"#
        #expect(try phrases(none + #"{"food":false,"housing":false}"#) == ["wages.minimum-sure"])
        #expect(try phrases(none + #"{"food":true,"housing":true}"#) == ["wages.minimum-plain"])
        #expect(try phrases(none + "{}") == ["wages.minimum"])
    }

    /// Every rule that comes with the program has a topic that is computed with or known for reading: a misspelt one would be left out of claims.
    @Test func noRuleHasAnUnknownTopic() throws {
        let findings = try LawLibrary.books().flatMap(LawCheck.findings)
        #expect(findings.filter { $0.problem.contains("no topic that is known") } == [])
        #expect(findings.filter { $0.severity == .error } == [])
    }
}
