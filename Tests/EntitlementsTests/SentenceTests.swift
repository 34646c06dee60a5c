import Entitlements
import Testing

/// Sentences that must not say what is not so.
@Suite struct SentenceTests {
    /// Whoever died goes home by no ticket: bringing the body home is a duty of its own (Qatar, article 57; Saudi Arabia, article 40).
    @Test(arguments: ["QA", "SA", "AE", "HK"]) func whoDiedIsAskedForNoTicket(_ country: String) throws {
        let claim = try claim(country, "death")
        #expect(!claim.heads.contains { $0.kind == .ticket } && claim.duties.contains { $0.kind == .repatriationOfRemains })
        if country == "QA" || country == "SA" {
            let alive = try self.claim(country, "expiry")
            #expect(alive.heads.flatMap(\.warnings).contains { $0.phrase == "ticket.ask" })
        }
    }

    private func claim(_ country: String, _ ending: String) throws -> Claim {
        try Claims.claim(#"{"country":"\#(country)","start":"2020-01-01","end":"2023-12-31","ending":"\#(ending)","wage":{"monthly":"2000","basic":"2000"}}"#)
    }

    /// Less than a month of delay is no month: nothing is counted for it, and nothing is multiplied by 0.
    @Test func lessThanAMonthLate() throws {
        let facts = #"{"country":"KW","category":"domestic","start":"2019-01-01","end":"2019-12-31","ending":"termination","asOf":"2020-01-15","wage":{"monthly":"100","basic":"100"},"unpaidPeriods":[{"from":"2019-11-01","to":"2019-12-31"}]}"#
        let head = try Claims.head(.latePayment, facts)
        #expect(head.steps.map(\.phrase) == ["late.unpaid", "late.not-yet"] && head.amount == 10)
        #expect(!head.steps.contains { $0.phrase == "late.unpaid" && $0.values.contains(.number(0)) })
    }

    @Test func aDeductionWithoutAPurpose() throws {
        let facts = #"{"country":"AE","start":"2022-03-01","end":"2023-12-31","ending":"expiry","wage":{"monthly":"2000","basic":"2000"},"deductions":[{"amount":"50"},{"amount":"20","lawful":false},{"amount":"10","lawful":true}]}"#
        let phrases = try Claims.head(.illegalDeduction, facts).steps.map(\.phrase)
        #expect(phrases == ["deduction.open-sum", "deduction.unlawful-sum", "deduction.lawful-sum"])
    }

    /// Qatar's minimum rose from 750 to 1,000 on 20 March 2021: what was worked before is not lifted above the minimum of its own time.
    @Test func theMinimumOfEachTime() throws {
        func most(_ day: String) throws -> Fraction? {
            let facts = #"{"country":"QA","start":"2019-01-01","end":"2022-12-31","ending":"expiry","wage":{"monthly":"700","basic":"700"},"overtime":[{"date":"\#(day)","hours":2}]}"#
            return try Claims.head(.overtime, facts).readings.first { $0.basis.phrase == "reading.minimum-wage" }?.amount
        }
        // Two hours × 1.25 of a 240th: 7.81 by 750, 10.42 by 1,000.
        #expect(try most("2020-06-01") == Fraction("7.81") && most("2022-06-01") == Fraction("10.42"))
    }

    @Test(arguments: ["en", "ne", "ar"]) func anArticleAsAmended(_ language: String) throws {
        let phrases = try #require(Phrases.standard(language))
        #expect(phrases.article("49 as amended").contains("49") && phrases.article("49 as amended").contains("as amended") == (language == "en"))
    }
}
