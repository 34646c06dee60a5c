import Entitlements
import Formats
import Testing

/// What the facts or the books do not say is told, with what it leaves open.
@Suite struct SilentFactTests {
    /// Wages that were never paid are late until the day of the reckoning: ten dinars for each month of delay, once a month or once for each wage.
    @Test func wagesThatAreStillOwedAreLate() throws {
        let facts = #"{"country":"KW","category":"domestic","start":"2018-01-01","end":"2019-12-31","ending":"expiry","asOf":"2020-06-30","wage":{"monthly":"100"},"unpaidPeriods":[{"from":"2019-07-01","to":"2019-12-31"}]}"#
        let head = try Claims.head(.latePayment, facts)
        // July's wage is late for eleven months, December's for six: 11 months, or 11 + 10 + 9 + 8 + 7 + 6 (the first from its last day on).
        #expect(head.amount == nil && head.low == 100 || head.low == 110)
        #expect(head.high.map { high in head.low.map { low in high > low } ?? false } == true && head.warnings.contains { $0.phrase == "late.penalty-readings" })
        let one = #"{"country":"KW","category":"domestic","start":"2018-01-01","end":"2019-12-31","ending":"expiry","asOf":"2020-06-30","wage":{"monthly":"100"},"unpaidPeriods":[{"from":"2019-12-01","to":"2019-12-31"}]}"#
        #expect(try Claims.head(.latePayment, one).amount != nil)
        let paid = #"{"country":"KW","category":"domestic","start":"2018-01-01","end":"2019-12-31","ending":"expiry","wage":{"monthly":"100"}}"#
        #expect(try !Claims.claim(paid).heads.contains { $0.kind == .latePayment })
    }

    /// A fee in another currency without a rate is no fee of nothing.
    @Test func aFeeWithoutARateIsNotZero() throws {
        let head = try Claims.head(
            .recruitmentFee,
            #"{"country":"QA","start":"2020-01-01","end":"2022-12-31","ending":"expiry","wage":{"basic":"1000"},"feesPaid":[{"amount":"100000","currency":"NPR"}]}"#)
        #expect(head.amount == nil && !head.steps.contains { $0.phrase == "fee.forbidden" } && head.narrowedBy == ["feesPaid.rate"])
        let text = try text(#"{"country":"SA","start":"2020-01-01","end":"2022-12-31","ending":"expiry","wage":{"basic":"1000"},"feesPaid":[{"amount":"1000","to":"employer"},{"amount":"5"},{"amount":"7","purpose":"visa"}]}"#)
        #expect(text.contains("Paid: SAR 1000.00 to employer.") && text.contains("Paid: SAR 5.00.") && text.contains("Paid: SAR 7.00 for visa.") && !text.contains("–."))
    }

    private func text(_ facts: String) throws -> String { try ClaimStatement([Claims.claim(facts)], phrases: #require(Phrases.standard("en"))).text() }

    /// Standard contract of Hong Kong: food or an allowance for it. Of the time for which no allowance is on file the most is open.
    @Test func anAllowanceThatIsNotOnFileLeavesTheMostOpen() throws {
        let open = try Claims.head(
            .minimumWageShortfall,
            #"{"country":"HK","category":"domestic","start":"2021-09-01","end":"2023-08-31","ending":"expiry","wage":{"monthly":"4200","basic":"4200"},"provided":{"food":false}}"#)
        #expect(open.amount == nil && open.high == nil && (open.low ?? 0) > 0 && open.warnings.contains { $0.phrase == "wages.no-allowance-on-file" })
        let silent = try Claims.head(
            .minimumWageShortfall,
            #"{"country":"HK","category":"domestic","start":"2021-09-01","end":"2023-08-31","ending":"expiry","wage":{"monthly":"4630","basic":"4630"},"provided":{"food":false}}"#)
        #expect(silent.high == nil && silent.low == 0)
        let provided = #"{"country":"HK","category":"domestic","start":"2021-09-01","end":"2023-08-31","ending":"expiry","wage":{"monthly":"4630","basic":"4630"},"provided":{"food":true}}"#
        #expect(try !Claims.claim(provided).heads.contains { $0.kind == .minimumWageShortfall })
    }

    /// Where the law has the employer pay the way home and nobody spoke of it, somebody has to ask.
    @Test(arguments: [("HK", "domestic"), ("SA", "private")])
    func aTicketNobodySpokeOf(_ country: String, _ category: String) throws {
        let facts = #""country":"\#(country)","category":"\#(category)","start":"2021-01-01","end":"2023-12-31","ending":"expiry","wage":{"monthly":"5000","basic":"5000"}"#
        let head = try Claims.head(.ticket, "{\(facts)}")
        #expect(head.amount == nil && head.low == 0 && head.high == nil && head.narrowedBy.contains("ticket.cost") && !head.rules.isEmpty)
        #expect(try !Claims.claim(#"{\#(facts),"ticket":{"paidBy":"employer"}}"#).heads.contains { $0.kind == .ticket })
        #expect(try Claims.head(.ticket, #"{\#(facts),"ticket":{"paidBy":"worker","cost":"700"}}"#).amount == 700)
    }

    /// Whoever is paid below the minimum is not to be underpaid again by heads that follow the wage: three weeks a year of 1,000 are 700.
    @Test func awardsByAWageBelowTheMinimum() throws {
        let facts = #"{"country":"QA","start":"2020-01-01","end":"2022-12-31","ending":"expiry","wage":{"monthly":"800","basic":"800"}}"#
        let head = try Claims.head(.endOfService, facts)
        #expect(head.amount == 1680 && head.readings.contains { $0.amount == 2100 } && head.warnings.contains { $0.phrase == "wage.below-minimum" })
        let enough = facts.replacing("800", with: "1000")
        #expect(try !Claims.head(.endOfService, enough).warnings.contains { $0.phrase == "wage.below-minimum" })
    }

    /// Jordan has no allowances beside its minimum: one sum is missing, and no word of food or lodging.
    @Test func aMinimumWithoutAllowancesIsOneSum() throws {
        let head = try Claims.head(.minimumWageShortfall, #"{"country":"JO","start":"2022-01-01","end":"2023-12-31","ending":"expiry","wage":{"monthly":"220","basic":"220"}}"#)
        #expect(!head.steps.isEmpty && head.steps.allSatisfy { !$0.phrase.hasPrefix("wages.minimum") || $0.phrase == "wages.minimum-plain" })
    }

    /// Article 77: at least two months, however little of an agreed term was left.
    @Test func theLeastOfADismissalWithinATermThatIsNotKnown() throws {
        let head = try Claims.head(
            .unfairDismissal,
            #"{"country":"SA","start":"2022-01-01","end":"2023-06-30","ending":"termination","contract":{"type":"fixed-term"},"unfairDismissal":true,"wage":{"monthly":"3000","basic":"3000"}}"#)
        #expect(head.low == 6000 && head.amount == nil && head.narrowedBy.contains("contract.until"))
    }

    /// Law No. 13 of 2017, 115 bis: fifteen days from a decision of the committees, which many call a court.
    @Test func aDecisionOfABodyUnderAnotherName() throws {
        let facts = #"{"country":"QA","start":"2020-01-01","end":"2023-12-31","ending":"expiry","wage":{"basic":"1000"},"events":[{"date":"2024-02-01","kind":"court-decision"}]}"#
        let claim = try Claims.claim(facts)
        let appeal = try #require(claim.deadlines.first { $0.rule.topic == "dispute-appeal" })
        #expect(appeal.day.description == "2024-02-16" && appeal.warnings.contains { $0.phrase == "deadline.appeal-other" })
        #expect(!claim.limitationGaps.contains { $0.kind == .appeal })
        let ministry = try Claims.claim(facts.replacing("court-decision", with: "ministry-decision"))
        #expect(ministry.deadlines.contains { $0.rule.topic == "dispute-appeal" && !$0.warnings.contains { $0.phrase == "deadline.appeal-other" } })
    }

    /// In Arabic each sum and day stands by itself, so that "a × b = c" is not read as "a × c = b".
    @Test func sumsStandByThemselvesInArabic() throws {
        let arabic = try #require(Phrases.standard("ar"))
        let claim = try Claims.claim(#"{"country":"SA","start":"2020-01-01","end":"2023-12-31","ending":"expiry","wage":{"monthly":"3000","basic":"3000"},"unpaidPeriods":[{"from":"2023-11-01","to":"2023-12-31"}]}"#)
        let step = try #require(claim.heads.first { $0.kind == .unpaidWages }?.steps.first)
        let said = arabic.text(step, claim.currency)
        #expect(said.contains("\u{2068}SAR 3000.00\u{2069} = \u{2068}SAR 6000.00\u{2069}"), "\(said)")
        #expect(try !#require(Phrases.standard("ne")).text(step, claim.currency).contains("\u{2068}"))
    }
}
