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
}
