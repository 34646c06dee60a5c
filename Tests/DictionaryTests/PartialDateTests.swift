import Dictionary
import Testing

@Suite struct PartialDateTests {
    @Test(
        arguments: [
            ("2019", PartialDate.Precision.year, "2019"), ("2019-04", .month, "April 2019"), ("2019-04-03", .day, "3 April 2019"),
            ("2019-04-03?", .day, "3 April 2019 (uncertain)"), ("2019~", .year, "about 2019"), ("201X", .decade, "2010s"),
            ("19XX", .century, "between 1900 and 1999"), ("2019-XX", .year, "2019, month unknown"),
            ("2019-XX-XX", .year, "2019, month and day unknown"), ("2019-04-XX", .month, "April 2019, day unknown"),
            ("2019-21", .season, "spring 2019"), ("2019-34", .season, "second quarter of 2019"),
            ("2019/2020-04", .interval, "from 2019 to April 2020"), ("2019-04-03/..", .interval, "from 3 April 2019, not ended"),
            ("2019-04-03/", .interval, "from 3 April 2019, end unknown"), ("../2019", .interval, "until 2019"),
            ("/2019", .interval, "until 2019, beginning unknown"), ("[2019-04-03,2019-04-05]", .oneOf, "one of 3 April 2019, 5 April 2019"),
            ("{2019,2021..2023}", .allOf, "all of 2019, 2021 to 2023"), ("[2019..]", .oneOf, "2019 or later"), ("-0043", .year, "44 BCE"),
            ("2019-04-03T10:20:30+05:45", .time, "3 April 2019, 10:20:30+05:45"), ("Y170000002", .year, "170000002"),
            ("15XX-12-25", .partial, "between 25 December 1500 and 25 December 1599"), ("1950S2", .partial, "between 1900 and 1999"),
        ] as [(String, PartialDate.Precision, String)])
    func precisionAndText(_ text: String, _ precision: PartialDate.Precision, _ display: String) throws {
        let date = try PartialDate(edtf: text)
        #expect(date.precision == precision)
        #expect(date.displayText == display)
        #expect(date.edtf == text)
    }

    @Test func doubt() throws {
        #expect(try PartialDate(edtf: "2019~").isApproximate)
        #expect(try !PartialDate(edtf: "2019~").isUncertain)
        #expect(try PartialDate(edtf: "2019?").isUncertain)
        let both = try PartialDate(edtf: "2019-%04-03/2020")
        #expect(both.isApproximate && both.isUncertain)
    }

    @Test func orderIsByEarliestThenLatestThenText() throws {
        let order = ["../2018", "2018", "2019-01-01", "2019-01", "2019-01~", "2019", "2019/..", "2019-02"]
        let dates = try order.map { try PartialDate(edtf: $0) }
        #expect(dates.shuffled().sorted().map(\.edtf) == order)
    }

    @Test(
        arguments: [
            ("2019-04-03", PartialDate.Precision.month, "2019-04"), ("2019-04-03?", .year, "2019?"), ("2019-04", .month, "2019-04"),
            ("2019-04-03T10:20:30Z", .month, "2019-04"), ("2019-04-03/2019-05", .year, "2019"), ("2019/2020", .year, "2019/2020"),
            ("201X", .month, "201X"),
        ] as [(String, PartialDate.Precision, String)])
    func coarser(_ text: String, _ level: PartialDate.Precision, _ expected: String) throws {
        #expect(try PartialDate(edtf: text).coarsened(to: level).edtf == expected)
    }

    @Test func mayBe() throws {
        let day = try #require(CalendarDay(year: 2019, month: 4, day: 3))
        #expect(try PartialDate(edtf: "2019").mayBe(day))
        #expect(try !PartialDate(edtf: "2020/..").mayBe(day))
        #expect(try PartialDate(edtf: "../..").mayBe(day))
        #expect(PartialDate(day).edtf == "2019-04-03")
    }

    @Test("An impossible date gets a sentence that says so and how to write one")
    func sentence() {
        #expect(throws: ValueError.self) { try PartialDate(edtf: "2019-02-29") }
        do {
            _ = try PartialDate(edtf: "2019-13")
            Issue.record("accepted")
        } catch {
            #expect(error.description.hasPrefix("“2019-13” has no such month. Write a date as 2019"))
            #expect(!error.withoutValue.contains("2019-13"))
        }
    }
}

@Suite struct CalendarDayTests {
    @Test("Days and their numbers are inverse for 800 years around the epoch, without a gap")
    func inverse() throws {
        var expected = try #require(CalendarDay(year: 1600, month: 1, day: 1))
        for number in expected.daysSinceEpoch...(expected.daysSinceEpoch + 292_194) {
            let day = try #require(CalendarDay(daysSinceEpoch: number))
            #expect(day == expected && day.daysSinceEpoch == number)
            if day != expected { return }
            let next =
                CalendarDay(year: day.year, month: day.month, day: day.day + 1) ?? CalendarDay(year: day.year, month: day.month + 1, day: 1)
                ?? CalendarDay(year: day.year + 1, month: 1, day: 1)
            expected = try #require(next)
        }
    }

    @Test func knownDays() throws {
        #expect(CalendarDay(daysSinceEpoch: 0)?.description == "1970-01-01")
        #expect(CalendarDay(daysSinceEpoch: 0)?.weekday == 4)
        #expect(CalendarDay(year: 2000, month: 2, day: 29)?.daysSinceEpoch == 11_016)
        #expect(CalendarDay(year: 1900, month: 2, day: 29) == nil)
        #expect(CalendarDay(year: -4, month: 2, day: 29)?.description == "-0004-02-29")
        #expect(CalendarDay(year: 2026, month: 11, day: 23)?.weekday == 1)
        #expect(CalendarDay(year: 2019, month: 12, day: 31)?.adding(days: 60)?.description == "2020-02-29")
        #expect(CalendarDay(daysSinceEpoch: -719_529)?.description == "-0001-12-31")
        #expect(CalendarDay(daysSinceEpoch: .max) == nil)
    }
}
