import Entitlements
import Formats
import Testing

/// By which day what must be claimed: limitation by kind of claim, a limitation that changed while it ran, appeals, and what is not on file.
@Suite struct DeadlineTests {
    private func claim(_ country: String, _ rest: String, category: String = "private") throws -> Claim {
        try Claims.claim(#"{"country":"\#(country)","category":"\#(category)","wage":{"monthly":"3000"},\#(rest)}"#)
    }

    private func days(_ claim: Claim) -> [String] { claim.deadlines.map(\.day.description) }

    /// Singapore: a wrongful dismissal within a month of the last day, other claims within six.
    @Test func aMonthForADismissalInSingapore() throws {
        let dismissed = try claim("SG", #""start":"2022-01-01","end":"2024-01-31","ending":"termination""#)
        #expect(days(dismissed) == ["2024-02-29", "2024-07-31"])
        #expect(try days(claim("SG", #""start":"2022-01-01","end":"2024-01-31","ending":"resignation""#)) == ["2024-07-31"])
    }

    /// Silence is not time: each kind of claim without a limitation on file is named, with the day on which it was looked for in vain.
    @Test(arguments: [
        ("HK", "private", #""ending":"termination""#, ["dismissal"]), ("HK", "private", #""ending":"resignation""#, []),
        ("SG", "private", #""ending":"termination""#, []), ("AE", "private", #""ending":"termination""#, []),
        ("AE", "domestic", #""ending":"termination""#, ["wages", "end", "dismissal"]), ("LB", "domestic", #""ending":"termination""#, ["wages", "end", "dismissal"]),
        ("SG", "private", #""ending":"resignation","injury":{"date":"2023-05-01","lossPercent":10}"#, ["injury"]),
    ])
    func kindsWithoutLimitation(_ country: String, _ category: String, _ rest: String, _ kinds: [String]) throws {
        let facts = #""start":"2020-01-01","end":"2023-12-31","unpaidPeriods":[{"from":"2023-11-01","until":"2023-12-31"}],"leaveBalance":3,\#(rest)"#
        let claim = try claim(country, facts, category: category)
        #expect(claim.limitationGaps.map(\.kind.rawValue) == kinds, "\(claim.limitationGaps)")
        let phrases = try #require(Phrases.standard("en"))
        for gap in claim.limitationGaps {
            let said = gap.says(phrases, claim.currency)
            #expect(said.contains("lawyer") && gap.looked != nil && said.contains("2026"), "\(said)")
            #expect(ClaimStatement([claim], phrases: phrases).text().contains(said))
        }
    }

    /// No domestic book is silent: each kind of claim has a limitation or says that none is on file.
    @Test func noBookIsSilent() throws {
        for book in try LawLibrary.books() {
            let category = book.category == .domestic ? "domestic" : "private"
            let claim = try claim(
                book.country, #""start":"2020-01-01","end":"2025-12-31","ending":"termination","unpaidPeriods":[{"from":"2025-11-01","until":"2025-12-31"}]"#,
                category: category)
            #expect(!claim.deadlines.isEmpty || claim.limitationGaps.contains { $0.kind == .wages }, "\(book.name)")
            let covered = claim.deadlines.contains { $0.rule.conditions.work == "dismissal" || $0.rule.conditions.work == nil }
            #expect(covered || claim.limitationGaps.contains { $0.kind == .dismissal }, "\(book.name)")
        }
    }

    /// Emirates: a year from the due date until 30 August 2024, two years from the end since. A period that was open then has both days, and the older one says so; one that was over has not.
    @Test func aLimitationThatChangedWhileItRan() throws {
        let open = try claim("AE", #""start":"2020-01-01","end":"2024-03-31","ending":"resignation""#)
        #expect(days(open) == ["2025-03-31", "2026-03-31"])
        #expect(open.deadlines.first?.warnings.contains { $0.phrase == "deadline.replaced" } == true)
        #expect(open.deadlines.last?.steps.contains { $0.phrase == "deadline.transition" } == true)
        #expect(open.deadlines.last?.warnings.contains { $0.phrase == "low-confidence" } == true)
        let over = try claim("AE", #""start":"2020-01-01","end":"2023-06-30","ending":"resignation""#)
        #expect(days(over) == ["2024-06-30"] && over.deadlines.allSatisfy { deadline in !deadline.warnings.contains { $0.phrase == "deadline.replaced" } })
        #expect(try days(claim("AE", #""start":"2020-01-01","end":"2024-09-30","ending":"resignation""#)) == ["2026-09-30"])
    }

    /// From a decision the time of its appeal: in the Emirates fifteen working days (Saturday and Sunday are none), in Oman fifteen days from a judgment, in Malaysia fourteen from a labour office.
    @Test(arguments: [
        ("AE", "ministry-decision", "2024-09-02", "2024-09-23"), ("AE", "decision", "2024-09-02", "2024-09-23"), ("AE", "ministry-decision", "2024-09-06", "2024-09-27"),
        ("OM", "court-decision", "2024-05-01", "2024-05-16"), ("MY", "ministry-decision", "2024-05-01", "2024-05-15"), ("BH", "court-decision", "2024-05-01", "2024-06-15"),
    ])
    func appeals(_ country: String, _ kind: String, _ decided: String, _ last: String) throws {
        let claim = try claim(country, #""start":"2020-01-01","end":"2023-12-31","ending":"resignation","events":[{"date":"\#(decided)","kind":"\#(kind)"}]"#)
        let appeal = try #require(claim.deadlines.first { $0.rule.topic == "dispute-appeal" })
        #expect(appeal.day.description == last && appeal.steps.contains { $0.phrase == "deadline.decision" })
        #expect(!claim.limitationGaps.contains { $0.kind == .appeal })
    }

    /// A decision of which no time of appeal is on file says to ask; the latest decision counts, and a decision interrupts no limitation.
    @Test func decisionsWithoutATimeOfAppeal() throws {
        let facts = #""start":"2020-01-01","end":"2023-12-31","ending":"resignation","events":[{"date":"2024-02-01","kind":"court-decision"}]"#
        let claim = try claim("LB", facts)
        #expect(claim.limitationGaps.contains { $0.kind == .appeal } && !claim.deadlines.contains { $0.rule.topic == "dispute-appeal" })
        let two = #""events":[{"date":"2024-02-01","kind":"court-decision"},{"date":"2024-03-01","kind":"court-decision"}]"#
        #expect(try self.claim("OM", #""start":"2020-01-01","end":"2023-12-31",\#(two)"#).deadlines.filter { $0.rule.topic == "dispute-appeal" }.map(\.day.description) == ["2024-03-16"])
    }

    /// Jordan 93: two years from the injury; Hong Kong 31N: three months from the end for severance only.
    @Test func injuryAndRedundancy() throws {
        let injured = try claim("JO", #""start":"2020-01-01","end":"2024-12-31","ending":"resignation","injury":{"date":"2024-03-10","lossPercent":10}"#)
        #expect(days(injured).contains("2026-03-10"))
        #expect(try days(claim("HK", #""start":"2020-01-01","end":"2024-12-31","ending":"retrenchment""#)).contains("2025-03-31"))
        #expect(try !days(claim("HK", #""start":"2020-01-01","end":"2024-12-31","ending":"resignation""#)).contains("2025-03-31"))
    }

    // MARK: Wages paid late

    /// Bahrain 40: six percent a year up to six months of delay. 300 for 90 days of 365: 300 × 6 % × 90 / 365 = 4.438.
    @Test func interestOnLateWagesInBahrain() throws {
        let facts = #"{"country":"BH","category":"private","start":"2022-01-01","end":"2025-12-31","wage":{"monthly":"300"},"latePayments":[{"from":"2024-01-31","to":"2024-04-30","paid":"300"}]}"#
        #expect(try Claims.amount(.latePayment, facts) == "4.438")
    }

    /// Nine months late: one percent more for each month beyond the sixth, for that month or for all the time, as one reads it.
    @Test func interestThatRisesIsASpan() throws {
        let facts = #"{"country":"BH","category":"private","start":"2022-01-01","end":"2025-12-31","wage":{"monthly":"300"},"latePayments":[{"from":"2024-01-31","to":"2024-10-31","paid":"300"}]}"#
        #expect(try Claims.amount(.latePayment, facts) == "15.025..20.268")
    }

    /// Where a law gives interest at a rate that is not on file, the head says so; where none is on file at all, too.
    @Test(arguments: ["HK", "KW", "SG", "QA"])
    func lateWagesWithoutARate(_ country: String) throws {
        let head = try Claims.head(
            .latePayment, #"{"country":"\#(country)","category":"private","start":"2022-01-01","end":"2025-12-31","wage":{"monthly":"3000"},"latePayments":[{"from":"2024-01-31","to":"2024-04-30","paid":"3000"}]}"#)
        #expect(head.amount == nil && !head.warnings.isEmpty)
    }
}
