import Entitlements
import Formats
import Testing

/// Provisions that only one law has, each from the words of its source.
@Suite struct LawDetailTests {
    /// Saudi regulation on domestic workers: one month's wage for every four years in a row, and for each further four years.
    @Test(arguments: [(47, "0.00"), (48, "1500.00"), (72, "1500.00"), (95, "1500.00"), (96, "3000.00")])
    func saudiDomesticAwardByPeriodsOfFourYears(_ months: Int, _ amount: String) throws {
        let json = #"{"country":"SA","category":"domestic","service":{"months":\#(months)},"ending":"expiry","wage":{"monthly":"1500"}}"#
        #expect(try Claims.amount(.endOfService, json) == amount)
    }

    /// Hong Kong, section 31R: resignation gives no long service payment, except at 65 or more.
    @Test(arguments: [(nil, "0.00"), (64, "0.00"), (65, "60000.00"), (70, "60000.00")] as [(Int?, String)])
    func hongKongResignationAtSixtyFive(_ age: Int?, _ amount: String) throws {
        let years = age.map { #""age":\#($0),"# } ?? ""
        let json = #"{"country":"HK","category":"private",\#(years)"service":{"years":6},"ending":"resignation","wage":{"monthly":"15000"}}"#
        #expect(try Claims.amount(.longService, json) == amount)
    }

    /// The minimum of the day of signing holds for the contract of two years: 4,870 from 30 September 2023, though 4,990 came a year later.
    @Test func helpersMinimumByContract() throws {
        let first =
            #"{"country":"HK","category":"domestic","start":"2023-10-01","end":"2025-09-30","ending":"expiry","wage":{"monthly":"4500"},"provided":{"food":true}}"#
        #expect(try Claims.amount(.minimumWageShortfall, first) == "8880.00")
        let second =
            #"{"country":"HK","category":"domestic","start":"2022-10-01","end":"2025-09-30","ending":"expiry","wage":{"monthly":"4500"},"provided":{"food":true}}"#
        // Two years by 4,730, then one by 4,990.
        #expect(try Claims.amount(.minimumWageShortfall, second) == "11400.00")
    }

    /// Singapore: an incomplete month by its working days, 11 of 22 in June 2022 on five days a week; without the working days a week by calendar days.
    @Test func singaporeIncompleteMonth() throws {
        func unpaid(_ days: String) throws -> String {
            try Claims.amount(
                .unpaidWages,
                #"{"country":"SG","category":"private",\#(days)"start":"2022-01-01","end":"2022-06-15","ending":"resignation","wage":{"monthly":"2200"},"unpaidPeriods":[{"from":"2022-06-01","to":"2022-06-15"}]}"#
            )
        }
        #expect(try unpaid(#""daysPerWeek":5,"#) == "1100.00")
        #expect(try unpaid("") == "1100.00")
        // 1 to 14 June are ten working days of 22, but 14 calendar days of 30.
        let ten =
            #"{"country":"SG","category":"private","daysPerWeek":5,"start":"2022-01-01","end":"2022-06-14","ending":"resignation","wage":{"monthly":"2200"},"unpaidPeriods":[{"from":"2022-05-01","to":"2022-06-14"}]}"#
        #expect(try Claims.amount(.unpaidWages, ten) == "3200.00")
    }

    /// Singapore, section 88A: the last year by completed months, half a day and more as a day: five months of seven days a year are 2.92, so three.
    @Test(arguments: [("2020-05-10", "360.00"), ("2020-03-31", "240.00"), ("2020-02-29", "0.00"), ("2020-12-31", "840.00")])
    func singaporeLeaveInWholeDays(_ end: String, _ amount: String) throws {
        let json =
            #"{"country":"SG","category":"private","start":"2019-12-06","end":"\#(end)","ending":"resignation","daysPerWeek":5,"leaveTaken":0,"wage":{"monthly":"2600"}}"#
        #expect(try Claims.amount(.leave, json) == amount)
    }

    /// Malaysia, section 13: the wages that would have been earned in the notice. Without dates by six paid days a week of 26 a month.
    @Test func malaysianNotice() throws {
        func notice(_ time: String, _ given: Int) throws -> String {
            try Claims.amount(
                .notice, #"{"country":"MY","category":"private",\#(time),"ending":"termination","noticeGivenDays":\#(given),"wage":{"monthly":"1400"}}"#)
        }
        #expect(try notice(#""start":"2014-06-18","end":"2015-06-17""#, 0) == "1284.09")
        // 13 days were given: the other 15 are 18 June to 2 July.
        #expect(try notice(#""start":"2014-06-18","end":"2015-06-17""#, 13) == "696.99")
        #expect(try notice(#""start":"2014-06-18","end":"2015-06-17""#, 40) == "0.00")
        #expect(try notice(#""service":{"years":1}"#, 0) == "1292.31")
    }

    /// Bahrain, article 110: half of the two days a month of article 111, at least half a month and at most six; nothing in the first three months.
    @Test(arguments: [(2, "0.000"), (5, "250.000"), (60, "1000.000"), (400, "3000.000")])
    func bahrainRedundancy(_ months: Int, _ amount: String) throws {
        let json = #"{"country":"BH","category":"private","service":{"months":\#(months)},"ending":"retrenchment","wage":{"basic":"500"}}"#
        #expect(try Claims.amount(.severance, json) == amount)
        #expect(try Claims.amount(.severance, json.replacing("retrenchment", with: "resignation")) == "none")
    }

    /// Malaysia: the regulations on termination benefits hold up to a wage of 4,000 from 2023, of 2,000 before; above it what the contract gives is not known.
    @Test func malaysianBenefitUpToAWage() throws {
        func benefit(_ wage: Int, _ end: String) throws -> String {
            try Claims.amount(
                .terminationBenefit,
                #"{"country":"MY","category":"private","start":"\#(end == "2024-12-31" ? "2015" : "2012")-01-01","end":"\#(end)","ending":"retrenchment","wage":{"monthly":"\#(wage)"}}"#
            )
        }
        #expect(try benefit(4000, "2024-12-31") == "26301.37")
        #expect(try benefit(4001, "2024-12-31") == "0.00..26307.95")
        // Up to 2,000 before that: ten years of twenty days.
        #expect(try benefit(2000, "2021-12-31") == "13150.68")
        #expect(try benefit(4001, "2021-12-31") == "0.00..26307.95")
    }

    /// Emirates, article 47: what the court finds fair, up to three months.
    @Test func emiratesDismissalIsASpan() throws {
        let json = #"{"country":"AE","category":"private","service":{"years":4},"ending":"termination","unfairDismissal":true,"wage":{"monthly":"5000"}}"#
        #expect(try Claims.amount(.unfairDismissal, json) == "0.00..15000.00")
    }

    /// Oman, article 73 of the law of 2003: double wage on a day off, unless another day is given.
    @Test func omanDaysOff() throws {
        func holiday(_ item: String) throws -> String {
            try Claims.amount(
                .holiday,
                #"{"country":"OM","category":"private","start":"2015-01-01","end":"2019-12-31","ending":"expiry","wage":{"basic":"300"},"holidaysWorked":[\#(item)]}"#
            )
        }
        #expect(try holiday(#"{"date":"2019-07-23"}"#) == "20.000")
        #expect(try holiday(#"{"date":"2019-07-23","dayInLieu":true}"#) == "0.000")
    }

    /// Without dates nobody knows how much of the service lies before Bahrain's fund, or Oman's new law.
    @Test(arguments: [("BH", 6, true), ("BH", 1, false), ("OM", 6, true), ("KW", 6, false)])
    func serviceWithoutDatesAcrossAChange(_ country: String, _ years: Int, _ isSaid: Bool) throws {
        let head = try Claims.head(
            .endOfService, #"{"country":"\#(country)","category":"private","service":{"years":\#(years)},"ending":"expiry","wage":{"basic":"500"}}"#)
        #expect(head.warnings.contains { $0.phrase == "award.undated" } == isSaid)
    }

    /// Singapore, rest day: two days, and beyond the normal hours one and a half times the hour of section 38(6): 12 × 2,000 ÷ (52 × 44) = 10.4895.
    @Test func singaporeRestDayBeyondNormalHours() throws {
        let json =
            #"{"country":"SG","category":"private","start":"2023-01-01","end":"2023-12-31","ending":"resignation","daysPerWeek":6,"wage":{"basic":"2000"},"restDaysWorked":[{"date":"2023-05-07","hours":10}]}"#
        #expect(try Claims.amount(.restDay, json) == "185.31")
    }

    /// Malaysia, section 60I: a day is a 26th of the month, an hour that day over the normal hours, whether those are eight, seven and a half or nine.
    @Test(arguments: [("8", "37.50"), ("7.5", "40.00"), ("9", "33.33")])
    func malaysianHourByNormalHours(hours: String, sum: String) throws {
        let json =
            #"{"country":"MY","category":"private","start":"2023-01-01","end":"2023-12-31","ending":"resignation","hoursPerDay":\#(hours),"wage":{"monthly":"2600"},"overtime":[{"date":"2023-05-02","hours":2}]}"#
        #expect(try Claims.amount(.overtime, json) == sum)
    }

    /// A part of a month: Malaysia by the month's own days (section 18A), Singapore by its working days (section 20A), elsewhere by its days, beside which stands what a month of 30 days would give.
    /// August 2024 has 31 days and 27 without the Sundays; from the 1st to the 13th are 13 and 11. July is a whole month.
    @Test(arguments: [
        ("MY", 6, "3690.32", nil), ("SG", 6, "3659.26", nil), ("AE", 6, "3690.32", "3726.67"), ("SG", 7, "3690.32", nil),
    ])
    func partOfAMonth(country: String, days: Int, sum: String, byThirty: String?) throws {
        let head = try Claims.head(
            .unpaidWages,
            #"{"country":"\#(country)","category":"private","start":"2023-01-02","end":"2024-08-13","ending":"resignation","daysPerWeek":\#(days),"wage":{"monthly":"2600","basic":"2600"},"unpaidPeriods":[{"from":"2024-07-01","to":"2024-08-13"}]}"#
        )
        let currency = try #require(try LawLibrary.book(country: country, category: .privateSector)).currency
        #expect(head.amount.map(currency.text) == sum)
        #expect(head.readings.map { currency.text($0.amount) } == (byThirty.map { [$0] } ?? []))
    }
}
