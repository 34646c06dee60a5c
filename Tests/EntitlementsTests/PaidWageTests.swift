import Entitlements
import Testing

/// A wage was promised, and another was paid.
@Suite struct PaidWageTests {
    private func amount(_ kind: HeadKind, _ rest: String) throws -> String {
        try Claims.amount(kind, #"{"country":"QA","category":"private","ending":"expiry",\#(rest)}"#)
    }

    @Test func whatWasPaidLessIsMissingEachMonth() throws {
        let dates = #""start":"2022-01-01","end":"2022-12-31""#
        #expect(try amount(.underpayment, #"\#(dates),"wage":{"monthly":"1500","paid":"1200"}"#) == "3600.00")
        #expect(try amount(.underpayment, #"\#(dates),"wage":{"monthly":"1500","paid":"1500"}"#) == "none")
        #expect(try amount(.underpayment, #"\#(dates),"wage":{"monthly":"1500"}"#) == "none")
        // The wage of a day for 26 of them a month of a week of six: 12 × 26 × 10.
        #expect(try amount(.underpayment, #"\#(dates),"daysPerWeek":6,"payBasis":"daily","wage":{"daily":"60","paid":"50"}"#) == "3120.00")
        #expect(try amount(.underpayment, #"\#(dates),"daysPerWeek":6,"payBasis":"weekly","wage":{"weekly":"360","paid":"300"}"#) == "3120.00")
        // Ten days of absence: ten of thirty of 300.
        #expect(try amount(.underpayment, #"\#(dates),"unpaidDays":10,"wage":{"monthly":"1500","paid":"1200"}"#) == "3500.00")
    }

    /// Periods that are listed say of their time what was paid; the usual pay holds for the rest, and no day counts twice.
    @Test func listedPeriodsGoFirst() throws {
        let facts =
            #""start":"2022-01-01","end":"2022-12-31","wage":{"monthly":"1500","paid":"1200"},"unpaidPeriods":[{"from":"2022-03-01","to":"2022-04-30"},{"from":"2022-05-01","to":"2022-05-31","paidMonthly":"1000"},{"from":"2022-06-01","to":"2022-06-30","kind":"leave"}]"#
        #expect(try amount(.unpaidWages, facts) == "3000.00")
        #expect(try amount(.underpayment, facts) == "2900.00", "500 for May and 300 for each of eight other months")
    }

    /// A raise in one year makes up for nothing in another.
    @Test func eachWageIsLookedAtForItsOwnTime() throws {
        let facts =
            #""start":"2021-01-01","end":"2022-12-31","wage":{"monthly":"1500","paid":"1200","history":[{"from":"2021-01-01","to":"2021-12-31","monthly":"1000"}]}"#
        #expect(try amount(.underpayment, facts) == "3600.00")
    }

    @Test func whatIsKnownByLengthOnly() throws {
        #expect(try amount(.underpayment, #""service":{"years":2},"wage":{"monthly":"1500","paid":"1200"}"#) == "7200.00")
        #expect(try amount(.underpayment, #""wage":{"monthly":"1500","paid":"1200"}"#) == "0.00..-")
        #expect(try amount(.unpaidWages, #""start":"2022-01-01","end":"2022-02-28","wage":{"monthly":"1500","paid":"0"}"#) == "3000.00")
    }

    /// Each day more at the lower wage never lowers what is missing, and parts add up to the whole.
    @Test func longerIsNeverLess() throws {
        var last: Fraction = 0
        for month in 1...12 {
            let end = "2022-\(month < 10 ? "0" : "")\(month)-28"
            let head = try Claims.head(
                .underpayment,
                #"{"country":"QA","category":"private","ending":"expiry","start":"2022-01-01","end":"\#(end)","wage":{"monthly":"1500","paid":"1200"}}"#)
            let amount = try #require(head.amount)
            #expect(amount > last)
            last = amount
        }
    }

    /// A case often says only how many months were not paid, or what sum is missing.
    @Test func monthsAndSumsWithoutDays() throws {
        let dates = #""start":"2021-01-01","end":"2022-12-31""#
        let wage = #""wage":{"monthly":"1500"}"#
        #expect(try amount(.unpaidWages, #"\#(dates),\#(wage),"unpaidPeriods":[{"months":3}]"#) == "4500.00")
        #expect(try amount(.unpaidWages, #"\#(dates),\#(wage),"unpaidPeriods":[{"months":3,"paid":"200"}]"#) == "4300.00")
        #expect(try amount(.unpaidWages, #"\#(dates),"unpaidPeriods":[{"amount":"4200.50"}]"#) == "4200.50")
        #expect(try amount(.unpaidWages, #"\#(dates),\#(wage),"unpaidPeriods":{"months":3,"amount":"4500"}"#) == "4500.00")
        // The two differ: the claim says so, and is a span.
        #expect(try amount(.unpaidWages, #"\#(dates),\#(wage),"unpaidPeriods":[{"months":3,"amount":"4200"}]"#) == "4200.00..4500.00")
        #expect(try amount(.underpayment, #"\#(dates),\#(wage),"unpaidPeriods":[{"months":4,"paidMonthly":"1200"}]"#) == "1200.00")
        #expect(try amount(.underpayment, #"\#(dates),\#(wage),"unpaidPeriods":[{"amount":"900","kind":"short"}]"#) == "900.00")
        // Whether a month without a day is among those with days is not known.
        #expect(try amount(.unpaidWages, #"\#(dates),\#(wage),"unpaidPeriods":["2022-03",{"months":2}]"#) == "3000.00..4500.00")
        // A month of which nothing was paid is not paid short as well: 21 months of 300.
        let short = #"\#(dates),"wage":{"monthly":"1500","paid":"1200"},"unpaidPeriods":[{"months":3}]"#
        #expect(try amount(.underpayment, short) == "6300.00")
        #expect(try amount(.unpaidWages, short) == "4500.00")
        let long = try Claims.claim(#"{"country":"QA","category":"private","ending":"expiry",\#(dates),\#(wage),"unpaidPeriods":[{"months":30}]}"#)
        #expect(long.problems.map(\.field).contains("unpaidPeriods") && !long.heads.contains { $0.kind == .unpaidWages })
    }

    /// An earlier, lower wage makes the months a span.
    @Test func monthsWithoutDaysUnderTwoWages() throws {
        let facts = #""start":"2021-01-01","end":"2022-12-31","wage":{"monthly":"1500","history":[{"from":"2021-01-01","to":"2021-12-31","monthly":"1000"}]}"#
        #expect(try amount(.unpaidWages, #"\#(facts),"unpaidPeriods":[{"months":2}]"#) == "2000.00..3000.00")
    }
}
