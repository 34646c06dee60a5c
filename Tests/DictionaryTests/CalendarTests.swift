import Dictionary
import Formats
import TestSupport
import Testing

@Suite("Calendars", .enabled(if: GroundTruth.has("conformance/dates/bikram-sambat-pairs.csv"), "the tables of dates are not there"))
struct CalendarTests {
    let tables: CalendarTables

    init() throws {
        tables = try .standard()
    }

    @Test("Days of Bikram Sambat on which all published tables agree")
    func bikramSambat() throws {
        try compare("conformance/dates/bikram-sambat-pairs.csv", "bs", tables.bikramSambat) { _ in true }
    }

    @Test("Days of Umm al-Qura on which two sources agree")
    func hijri() throws {
        try compare("conformance/dates/umm-al-qura-pairs.csv", "hijri", tables.hijri) { _ in true }
    }

    @Test("Days on which published tables differ are marked, never asserted")
    func disputed() throws {
        for row in try groundTruthRows("conformance/dates/bikram-sambat-pairs-disputed.csv") {
            let date = try #require(CalendarDate(row["bs"] ?? ""))
            // One program counts 2063 a year early; the lengths of its months are those of the others.
            guard tables.bikramSambat.years.contains(date.year), date.year != 2063 else { continue }
            #expect(tables.bikramSambat.isUncertain(date.year), "\(date)")
        }
        var disputed: Set<Int> = []
        for row in try groundTruthRows("conformance/dates/umm-al-qura-month-starts.csv") {
            let month = try #require(CalendarDate(row["hijri_month"] ?? ""))
            if row["hijridate_first_day"] != row["dotnet_first_day"] { disputed.insert(month.year) }
            guard tables.hijri.years.contains(month.year), row["all_agree"] == "yes" else { continue }
            #expect(try tables.hijri.days(of: month).lowerBound.description == row["dotnet_first_day"], "\(month)")
        }
        for year in tables.hijri.years { #expect(tables.hijri.isUncertain(year) == disputed.contains(year), "\(year)") }
        #expect(try tables.partialDate(CalendarDate(year: 1390, month: 1, day: 1), in: .hijri).isUncertain)
        #expect(try !tables.partialDate(CalendarDate(year: 1445, month: 1, day: 1), in: .hijri).isUncertain)
    }

    @Test("The months have the lengths of the table that most sources share")
    func lengths() throws {
        let names = ["baisakh", "jestha", "ashadh", "shrawan", "bhadra", "ashwin", "kartik", "mangsir", "poush", "magh", "falgun", "chaitra"]
        for row in try groundTruthRows("conformance/dates/bikram-sambat-month-lengths.csv") {
            let year = try #require(Int(row["year_bs"] ?? ""))
            guard tables.bikramSambat.years.contains(year) else { continue }
            for (index, name) in names.enumerated() {
                #expect(tables.bikramSambat.daysInMonth(index + 1, year: year) == Int(row[name] ?? ""), "\(year) \(name)")
            }
            if row["unanimous"] == "yes" { #expect(!tables.bikramSambat.isUncertain(year), "\(year)") }
        }
    }

    private func compare(_ path: String, _ column: String, _ calendar: TabularCalendar, where isAsserted: ([String: String]) -> Bool) throws {
        var compared = 0
        for row in try groundTruthRows(path) where isAsserted(row) {
            let text = row[column] ?? ""
            let date = try #require(CalendarDate(text))
            guard calendar.years.contains(date.year) else { continue }
            compared += 1
            if row["gregorian_or_invalid"] == "invalid" {
                #expect(throws: ValueError.self, "\(text)") { try calendar.days(of: date) }
            } else {
                let days = try calendar.days(of: date)
                #expect(days.lowerBound.description == row["gregorian_or_invalid"] && days.lowerBound == days.upperBound, "\(text)")
                #expect(calendar.date(of: days.lowerBound) == date, "\(text)")
            }
        }
        #expect(compared > 1_000)
    }

    @Test("Every day of the tables converts there and back", arguments: [CalendarSystem.bikramSambat, .hijri])
    func roundTrip(_ system: CalendarSystem) throws {
        let calendar = try #require(tables.table(system))
        var previous: CalendarDay?
        for year in calendar.years {
            for month in 1...12 {
                for day in 1...calendar.daysInMonth(month, year: year) {
                    let date = CalendarDate(year: year, month: month, day: day)
                    let gregorian = try calendar.days(of: date).lowerBound
                    if let previous { #expect(previous.adding(days: 1) == gregorian) }
                    previous = gregorian
                    #expect(calendar.date(of: gregorian) == date)
                }
            }
        }
    }

    @Test("A month or a year of another calendar is kept as the span of its days, and shown as it was given")
    func partial() throws {
        let month = try tables.partialDate(CalendarDate(year: 2076, month: 1), in: .bikramSambat)
        #expect(month.edtf == "2019-04-14/2019-05-14")
        #expect(tables.date(of: month, in: .bikramSambat) == CalendarDate(year: 2076, month: 1))
        let year = try tables.partialDate(CalendarDate(year: 1440), in: .hijri)
        #expect(year.edtf == "2018-09-11/2019-08-30")
        #expect(tables.date(of: year, in: .hijri) == CalendarDate(year: 1440))
        #expect(tables.date(of: try PartialDate(edtf: "2019"), in: .bikramSambat) == nil)
        #expect(try tables.partialDate(CalendarDate(year: 1973, month: 1, day: 1), in: .bikramSambat).isUncertain)
    }

    @Test(
        "How a date of another calendar was given stays beside the days it was taken for",
        arguments: [("BS 2076-01-31", "BS 2076-01-31"), (" ah १४४०-०९", "AH 1440-09"), ("BS 2055", "BS 2055")])
    func asGiven(_ typed: String, _ kept: String) throws {
        let given = try #require(GivenDate(typed))
        let date = try tables.partialDate(given.date, in: given.calendar)
        #expect(date.given?.description == kept)
        #expect(date != (try PartialDate(edtf: date.edtf)))
        #expect(try PartialDate(json: date.json) == date)
        #expect(try JSONValue.parse(date.json.canonicalBytes()) == date.json)
    }

    @Test(
        "A date that says how it was given in no calendar is refused",
        arguments: ["{\"edtf\":\"2019\",\"given\":\"2019\"}", "{\"edtf\":\"2019\"}", "{\"given\":\"BS 2076\"}", "{\"edtf\":\"2019\",\"given\":\"bs 2076\"}", "7"])
    func givenInNoCalendar(_ text: String) throws {
        #expect(throws: ValueError.self) { try PartialDate(json: JSONValue.parse(Array(text.utf8))) }
    }

    @Test("What is no date of a calendar is refused", arguments: ["", "20", "2080-", "2080-13-1x", "a", "2080-1-1-1"])
    func notADate(_ text: String) {
        #expect(CalendarDate(text) == nil || CalendarDate(text)?.month == nil)
    }

    @Test func digitsOfAnyScript() {
        #expect(CalendarDate("२०७६-०१-३१") == CalendarDate(year: 2076, month: 1, day: 31))
        #expect(CalendarDate("١٤٤٠/٠٩/٠١") == CalendarDate(year: 1440, month: 9, day: 1))
    }
}
