import Entitlements
import Formats
import Testing

/// What the texts of the laws say, article by article, where a rule was read in the text itself.
@Suite struct LawTextTests {
    private func amount(_ kind: HeadKind, _ country: String, _ rest: String) throws -> String {
        try Claims.amount(kind, #"{"country":"\#(country)",\#(rest)}"#)
    }

    /// Saudi Arabia 75, Kuwait 44, Jordan 23, Qatar 49 before 2020: notice belongs to open-ended contracts; of an unknown contract it is not known.
    @Test(arguments: [("SA", "2024-06-30", "6000.00"), ("KW", "2024-06-30", "9000.000"), ("JO", "2024-06-30", "3000.000"), ("QA", "2019-06-30", "3000.00")])
    func noticeOfAnOpenEndedContract(_ country: String, _ end: String, _ whole: String) throws {
        let facts = #""category":"private","start":"2017-01-01","end":"\#(end)","ending":"termination","noticeGivenDays":0,"wage":{"monthly":"3000"}"#
        #expect(try amount(.notice, country, facts + #","contract":"indefinite""#) == whole)
        let open = try Claims.head(.notice, #"{"country":"\#(country)",\#(facts)}"#)
        #expect(open.amount == nil && open.low == 0 && open.high == Fraction(whole) && open.narrowedBy.contains("contract"))
        #expect(try amount(.notice, country, facts + #","contract":"fixed-term""#) == "none")
    }

    /// Qatar 49 as amended in 2020 and 72: notice and leave by the basic wage; 30 days of a month. Two months of 1,800; 28 days of 60 riyals.
    @Test func qatarPaysNoticeAndLeaveByTheBasicWage() throws {
        let facts = #""category":"private","start":"2018-01-01","end":"2023-12-31","ending":"termination","wage":{"monthly":"2500","basic":"1800"}"#
        #expect(try amount(.notice, "QA", facts + #","noticeGivenDays":0"#) == "3600.00")
        #expect(try amount(.leave, "QA", facts + #","leaveBalance":28"#) == "1680.00")
    }

    /// Qatar 79: leave is due to the worker who has completed a year.
    @Test(arguments: [("2023-12-30", "0.00"), ("2023-12-31", "1260.00")])
    func qatarLeaveAfterAYear(_ end: String, _ sum: String) throws {
        #expect(try amount(.leave, "QA", #""category":"private","start":"2023-01-01","end":"\#(end)","leaveTaken":0,"wage":{"basic":"1800"}"#) == sum)
    }

    /// Singapore: leave and notice by the gross rate of pay, which leaves out allowances for food and housing; 26 working days of 52 weeks over twelve months.
    @Test(arguments: [
        (#"{"monthly":"2600","allowances":{"housing":"300","food":"300"}}"#, "76.92", false), (#"{"basic":"2000","allowances":{"other":"600","housing":"300"}}"#, "100.00", false),
        (#"{"monthly":"2600"}"#, "100.00", true), (#"{"monthly":"2600","basic":"2600"}"#, "100.00", false),
    ])
    func singaporeanGrossRateOfPay(_ wage: String, _ day: String, _ isSupposed: Bool) throws {
        let json = #"{"country":"SG","category":"private","service":{"years":3},"ending":"resignation","daysPerWeek":6,"leaveBalance":1,"wage":\#(wage)}"#
        let head = try Claims.head(.leave, json)
        #expect(try Claims.amount(.leave, json) == day)
        #expect(head.warnings.contains { $0.phrase == "supposed.gross" } == isSupposed)
    }

    /// Singapore’s domestic workers: a rest day that is worked is a day of 26 more, or another day off in the month; the employer bears the way home.
    @Test func singaporeanDomesticWorkers() throws {
        let facts = #""category":"domestic","start":"2023-03-01","end":"2025-02-28","ending":"resignation","wage":{"monthly":"650"}"#
        #expect(try amount(.restDay, "SG", facts + #","restDaysWorked":[{"date":"2024-03-03"},{"date":"2024-03-10","dayInLieu":true}]"#) == "25.00")
        #expect(try amount(.ticket, "SG", facts + #","ticket":{"cost":"210","paidBy":"worker"}"#) == "210.00")
    }

    /// Malaysia, First Schedule 1A from 2023: above 4,000 ringgit no pay by section 60(3) and 60D(3) for work on rest days and holidays.
    @Test(arguments: [("4000", "2024-03-03", "153.85", "307.69"), ("4001", "2024-03-03", "0.00..-", "0.00..-")])
    func malaysianDaysOfRestUpToAWage(_ wage: String, _ day: String, _ rest: String, _ holiday: String) throws {
        let facts = #""category":"private","start":"2020-01-01","end":"2024-12-31","wage":{"monthly":"\#(wage)"}"#
        #expect(try amount(.restDay, "MY", facts + #","restDaysWorked":[{"date":"\#(day)"}]"#) == rest)
        #expect(try amount(.holiday, "MY", facts + #","holidaysWorked":[{"date":"\#(day)"}]"#) == holiday)
    }

    /// Malaysia 60E(1): 8 days a year, 7 completed months are 4.67 days and count as 5, 4 months are 2.67 and count as 3; 6 months and 29 days as 4.
    @Test(arguments: [("2024-07-31", 5), ("2024-04-30", 3), ("2024-07-30", 4)])
    func malaysianLeaveInWholeDays(_ end: String, _ days: Int) throws {
        let facts = #""category":"private","start":"2024-01-01","end":"\#(end)","leaveTaken":0,"wage":{"monthly":"2600"}"#
        #expect(try amount(.leave, "MY", facts) == "\(days * 100).00")
    }

    /// Jordan 90 and 91: the wage of 1,200 days, at least 2,000 and at most 5,000 dinars; only for those whom social security does not cover (86).
    @Test(arguments: [("40", "2000.000"), ("100", "4000.000"), ("300", "5000.000")])
    func jordanianTotalLoss(_ wage: String, _ sum: String) throws {
        let facts =
            #""category":"private","start":"2020-01-01","end":"2024-05-05","wage":{"monthly":"\#(wage)"},"injury":{"date":"2024-05-05","outcome":"total-incapacity"}"#
        #expect(try amount(.injury, "JO", facts + #","socialSecurity":false"#) == sum)
        #expect(try amount(.injury, "JO", facts + #","socialSecurity":true"#) == "0.000")
        // The most of a span is by the minimum wage of 260 where less was agreed: 10,400, which is capped.
        #expect(try amount(.injury, "JO", facts) == "0.000..5000.000")
    }

    /// Jordan 90(b): three quarters of the wage from the day of the injury, 65 percent in a hospital. Two months of 300: 450, or 390.
    @Test func jordanianTreatment() throws {
        let facts =
            #""category":"private","socialSecurity":false,"start":"2020-01-01","end":"2024-12-31","wage":{"monthly":"300"},"injury":{"date":"2024-03-01","outcome":"recovered","treatment":{"from":"2024-03-01","to":"2024-04-30"}}"#
        #expect(try amount(.injury, "JO", facts) == "390.000..450.000")
    }

    /// Jordan 32: the award is for open-ended employment; 26: a contract that is cut is paid to its end.
    @Test func jordanianContracts() throws {
        let facts = #""category":"private","start":"2022-01-01","end":"2023-12-31","socialSecurity":false,"wage":{"monthly":"300"}"#
        #expect(try amount(.endOfService, "JO", facts + #","ending":"resignation","contract":"indefinite""#) == "600.000")
        #expect(try amount(.endOfService, "JO", facts + #","ending":"expiry","contract":"fixed-term""#) == "0.000")
        let cut = #","ending":"termination","unfairDismissal":true,"contract":{"type":"fixed-term","until":"2024-06-30"}"#
        #expect(try amount(.unfairDismissal, "JO", facts + cut) == "1800.000")
        #expect(try amount(.unfairDismissal, "KW", facts + cut) == "0.000..1800.000", "Kuwait 47: up to the wages of the rest, as the judge finds")
    }

    /// Cabinet Resolution 33 of 2022 of the Emirates: a total loss as a death; 24 months of basic wage, 18,000 to 200,000.
    @Test(arguments: [("500", "total-incapacity", "18000.00"), ("2000", "total-incapacity", "48000.00"), ("2000", "partial-incapacity", "12000.00")])
    func emiratesLastingLoss(_ wage: String, _ outcome: String, _ sum: String) throws {
        let injury = #""injury":{"date":"2024-05-05","outcome":"\#(outcome)","percent":25}"#
        #expect(try amount(.injury, "AE", #""category":"private","start":"2020-01-01","end":"2024-05-05","wage":{"basic":"\#(wage)"},\#(injury)"#) == sum)
    }

    /// Emirates 13(12): the employer pays the way home unless the contract ended for a reason on the side of the worker.
    @Test(arguments: [("expiry", "900.00"), ("termination", "900.00"), ("resignation", "0.00..900.00")])
    func emiratesTicket(_ ending: String, _ sum: String) throws {
        let facts = #""category":"private","start":"2022-03-01","end":"2024-02-29","ending":"\#(ending)","ticket":{"cost":"900"}"#
        #expect(try amount(.ticket, "AE", facts) == sum)
    }

    /// Bahrain 47: notice and compensation by the basic wage and the social allowance.
    @Test func bahrainByBasicWageAndSocialAllowance() throws {
        let facts =
            #""category":"private","start":"2020-01-01","end":"2023-12-31","ending":"termination","noticeGivenDays":0,"unfairDismissal":true,"wage":{"monthly":"500","basic":"300","allowances":{"social":"30"}}"#
        #expect(try amount(.notice, "BH", facts) == "330.000")
        #expect(try amount(.unfairDismissal, "BH", facts) == "1056.000", "two days of each of 48 months: 96 days of 11 dinars")
    }

    /// Oman, law of 2003: 37 and 64, thirty days of notice of an open-ended contract, leave by the basic salary.
    @Test func omanBefore2023() throws {
        let facts = #""category":"private","start":"2015-01-01","end":"2020-12-31","ending":"termination","wage":{"monthly":"400","basic":"300"}"#
        #expect(try amount(.notice, "OM", facts + #","contract":"indefinite","noticeGivenDays":0"#) == "400.000")
        #expect(try amount(.leave, "OM", facts + #","leaveBalance":15"#) == "150.000")
    }

    /// Malaysian domestic employees: the First Schedule takes away leave and termination benefits, not the payday.
    @Test func malaysianDomesticEmployees() throws {
        let facts =
            #""category":"domestic","start":"2022-01-01","end":"2024-12-31","ending":"termination","noticeGivenDays":0,"leaveTaken":0,"wage":{"monthly":"1500"}"#
        #expect(try amount(.leave, "MY", facts) == "0.00" && amount(.terminationBenefit, "MY", facts) == "0.00")
        let wages = try Claims.head(.unpaidWages, #"{"country":"MY",\#(facts),"unpaidPeriods":["2024-11"]}"#)
        #expect(wages.amount == 1500 && wages.isInTotal && wages.rules.map(\.article) == ["s. 19(1)"])
    }

    /// Qatar 115 bis: an application stops the time and does not begin it anew; the earlier day stays.
    @Test func qatarSuspendsTheTime() throws {
        let claim = try Claims.claim(
            #"{"country":"QA","category":"private","start":"2020-01-01","end":"2025-10-31","events":[{"date":"2025-12-01","kind":"complaint"}]}"#)
        let deadline = try #require(claim.deadlines.first)
        #expect(deadline.day.description == "2026-10-31" && deadline.warnings.contains { $0.phrase == "deadline.suspended" })
    }
}
