import Dictionary
import Foundation
import Journal
import Testing

@testable import App

/// Slips that people make with numbers, dates and steps, and what follows from an answer.
@Suite("Slips on a case")
struct CaseSlipTests {
    private func today(_ world: WebWorld) throws -> CalendarDay { try #require(world.places[0].node.today) }

    @Test("A number without a unit is of the unit that the field counts, in digits of any script", arguments: ["24", "२४", "24 persons"])
    func units(_ typed: String) throws {
        let dictionary = try DataDictionary.standard()
        let field = try #require(dictionary.field("case", "headcount"))
        #expect(try field.parse(typed, in: dictionary) == .quantity(Quantity(amount: "24", unit: "persons")))
        let hours = try #require(dictionary.field("case", "hours-worked"))
        #expect(throws: ValueError.self) { try hours.parse(typed.filter { !$0.isLetter && $0 != " " }, in: dictionary) }
        let units = try #require(dictionary.vocabulary("quantity-unit"))
        for field in dictionary.fields where field.unit != nil { #expect(field.type == .quantity && units.term(field.unit ?? "") != nil, "\(field.fullName)") }
    }

    @Test("The year of a date is a fact of its own, follows the date, and what somebody says of it stays")
    func years() throws {
        let world = try WebWorld()
        let place = world.places[0]
        func year() throws -> Answer? {
            try RecordViewing(place.node, reader: .keyHolder).report(on: place.caseRecord, withHistory: false).view.answer("events-year")
        }
        func save(_ answers: [String: Answer?]) throws {
            try place.node.change(by: "test") { _ = try $0.save(RecordChange(record: place.caseRecord, kind: "case", answers: answers)) }
        }
        #expect(try RecordViewing(place.node, reader: .keyHolder).report(on: place.caseRecord, withHistory: false).view.code("registration-year") == "2026")
        try save(["events-since": Answer(.date(try PartialDate(edtf: "2019-04")))])
        #expect(try year() == Answer(.code("2019")))
        try save(["events-since": Answer(.date(try PartialDate(edtf: "2018-12/2019-02")))])
        #expect(try year() == nil)
        try save(["events-since": Answer(.date(try PartialDate(edtf: "2018"))), "events-year": Answer(.code("2014-2018"))])
        #expect(try year() == Answer(.code("2014-2018")))
        // The same date again is no reason to say another year than somebody has said.
        try save(["events-since": Answer(.date(try PartialDate(edtf: "2018"))), "summary": Answer(try FieldValue(text: "Told again", limit: 1000))])
        #expect(try year() == Answer(.code("2014-2018")))
        try save(["events-since": Answer(absent: .refused)])
        #expect(try year() == Answer(absent: .refused))
        #expect(try NodeMaintenance(place.node).verify().firstFault == nil)
    }

    @Test("Bands of numbers and ages are facts of their own, from the finest code that holds what is known")
    func bands() throws {
        let world = try WebWorld()
        let place = world.places[0]
        let dictionary = place.node.dictionary
        func fact(_ kind: String, _ record: String, _ given: [String: String], _ name: String) throws -> String? {
            try place.node.change(by: "test") { transaction in
                var answers: [String: Answer?] = [:]
                for (field, text) in given { answers[field] = Answer(try #require(dictionary.field(kind, field)).parse(text, in: dictionary)) }
                _ = try transaction.save(RecordChange(record: record, kind: kind, answers: answers))
            }
            return try RecordViewing(place.node, reader: .keyHolder).report(on: record, withHistory: false).view.code(name)
        }
        for (count, band) in [("1 persons", "one"), ("5 persons", "from-2-to-5"), ("6 persons", "from-6-to-10"), ("501 persons", "over-500")] {
            #expect(try fact("case", place.caseRecord, ["headcount": count], "headcount-band") == band)
        }
        // Made in January 2026, as the clock of the tests tells.
        let born: [(String, String?)] = [
            ("1990-06-01", "age-30-38"), ("2000-01", "age-24-26"), ("1998/2003", "age-0-29"), ("1985/1999", nil), ("2008-02-28", "age-9-17"), ("1950", "age-48-plus"),
        ]
        for (date, group) in born { #expect(try fact("person", RecordIdentifier.random(), ["date-of-birth": date], "age-group") == group, "\(date)") }
        #expect(try fact("person", RecordIdentifier.random(), ["date-of-birth": "2008-02-28"], "majority-status") == "minor")
        #expect(try fact("person", RecordIdentifier.random(), ["date-of-birth": "2008"], "majority-status") == nil)
        #expect(try fact("person", RecordIdentifier.random(), ["date-of-birth": "1985/1999", "age-group": "age-30-38"], "age-group") == "age-30-38")
        let violation = RecordIdentifier.random()
        #expect(try fact("violation", violation, ["hours-worked": "12.5 hours-per-day"], "hours-band") == "from-13-to-16-hours")
        #expect(try fact("violation", violation, ["hours-worked": "84 hours-per-week"], "hours-band") == "from-13-to-16-hours")
        #expect(try fact("violation", violation, ["months-unpaid": "5.5 months"], "months-unpaid-band") == "from-3-to-5-months")
        #expect(try NodeMaintenance(place.node).verify().firstFault == nil)
    }

    @Test(
        "A date without a mark is of the calendar in which its writer reads, where it can be no Gregorian one",
        arguments: [
            ("2076-01-31", CalendarSystem.bikramSambat, "2019-05-14"), ("2083-05-10", .bikramSambat, "2026-08-26?"), ("1440-09-01", .hijri, "2019-05-06"),
            ("2019-05-14", .bikramSambat, "2019-05-14"), ("2076-01-31", .gregorian, ""), ("1440-09-01", .gregorian, ""), ("2040-01-01", .gregorian, "2040-01-01"),
            ("BS 2076-01-31", .gregorian, "2019-05-14"), ("1440-09-01", .bikramSambat, ""),
        ])
    func habits(_ typed: String, _ system: CalendarSystem, _ meant: String) throws {
        var habit = DateHabit()
        habit.system = system
        habit.today = CalendarDay(year: 2026, month: 11, day: 26)
        let read = try? habit.date(typed, .standard())
        #expect(read?.edtf ?? "" == meant)
        if let read, meant != typed { #expect(read.given != nil) }
    }

    @Test("Consent and closing take no day that has not come, and no end before the beginning")
    func days() async throws {
        let world = try WebWorld()
        let browser = await world.browser(.caseworker, of: 0)
        let path = "/cases/\(world.places[0].caseRecord)"
        let today = try today(world)
        let fields = [("submission", "c"), ("given", "yes"), ("scopes", "legal-claim"), ("manner", "spoken")]
        let late = await browser.refusal("\(path)/consents/new", fields + [("given-on", try #require(today.adding(days: 3)).description)])
        #expect(late.text.contains("This day has not come yet"))
        let early = await browser.refusal("\(path)/consents/new", fields + [("given-on", today.description), ("until", "2020-01")])
        #expect(early.text.matches(of: #/<li>[^\n]*lies before/#).count <= 1 && early.text.contains("lies before"))
        let backwards = await browser.refusal("\(path)/consents/new", fields + [("until", "2020-01")])
        #expect(backwards.text.contains("The end lies before the beginning"))
        let closing = [("status", "closed"), ("outcomes", "released"), ("closing-reason", "resolved")]
        #expect(await browser.isRefused("\(path)/close", closing + [("closing-date", try #require(today.adding(days: 400)).description)]))
    }

    @Test("Where identities need a custodian, nobody gives a case to themselves, by any way of assigning")
    func assigningOneself() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        try OrganisationSettings(requiresSecondFactor: false, identityNeedsAuthorisation: true).write(to: place.node, by: "test")
        let supervisor = try #require(place.accounts[.supervisor]).identifier
        let caseworker = try #require(place.accounts[.caseworker]).identifier
        let browser = await world.browser(.supervisor, of: 0)
        let path = "/cases/\(place.caseRecord)"
        #expect(await browser.post("\(path)/assign", [("account", supervisor), ("account", caseworker)]).status == 400)
        #expect(await browser.post("/hand-over", [("from", caseworker), ("to", supervisor), ("sure", "yes")]).status != 303)
        let chosen = [("case", place.caseRecord), ("account", supervisor), ("mode", "add")]
        #expect(await browser.post("/cases/chosen/change", chosen).status == 400)
        #expect(await browser.get("/cases").text.contains(place.workerName) == false)
        #expect(await browser.post("\(path)/assign", [("account", caseworker)]).status == 303)
    }

    @Test("A case is found by the end of its number, and a form that was filled in shows no signs of its own")
    func ends() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        try place.node.change(by: "test") {
            _ = try $0.save(
                RecordChange(
                    record: RecordIdentifier.random(), kind: "submission",
                    answers: [
                        "case": Answer(try FieldValue(link: place.caseRecord)), "form": Answer(try FieldValue(text: "first_contact")),
                        "content": Answer(try FieldValue(text: "{\"story\":\"Told zanzibarword\"}", limit: NormalText.narrativeLimit)),
                    ]))
        }
        try world.pipeline.services.search.prepare(place.node)
        let browser = await world.browser(.supervisor, of: 0)
        for question in ["1", "0001", "2026-1", "२०२६-०००१"] {
            let found = await browser.post("/search", [("q", question)]).text
            #expect(found.contains(place.workerName) == (question != "1" && question != "0001" || place.node.today?.year == 2026), "\(question)")
            #expect(!found.contains("case-reference"))
        }
        #expect(await browser.post("/search", [("q", "zanzibarword")]).text.contains(place.workerName) == false)
        #expect(await browser.post("/search", [("q", "Told")]).text.contains("&quot;story") == false)
        #expect(CaseNumbers.number(asked: "2026-143", today: nil) == "2026-0143")
        #expect(CaseNumbers.number(asked: "143", today: CalendarDay(year: 2027, month: 1, day: 1)) == "2027-0143")
        for other in ["0", "26-1", "123456", "a1", "", "1-2-3", "-1"] { #expect(CaseNumbers.number(asked: other, today: CalendarDay(year: 2026, month: 1, day: 1)) == nil, "\(other)") }
    }

    @Test("A case that was taken back says so and offers no work")
    func takenBack() async throws {
        let world = try WebWorld()
        let place = world.places[0]
        try place.node.change(by: "test") { try $0.setRetracted(true, record: place.caseRecord, ground: "A test") }
        let page = await world.browser(.caseworker, of: 0).get("/cases/\(place.caseRecord)").text
        #expect(page.contains("class=\"warning\"") && !page.contains("/cases/\(place.caseRecord)/refer\""))
    }

    @Test("Countries are offered by their names in the reader's language", arguments: ["en", "ne", "ar"])
    func order(_ language: String) throws {
        let dictionary = try DataDictionary.standard()
        let labels = try #require(dictionary.vocabulary("country")).offered(language).map { $0.label(language) }
        #expect(labels == labels.sorted() && labels.count > 200)
        let levels = try #require(dictionary.vocabulary("occupation"))
        #expect(levels.offered(language).map(\.code) == levels.terms.filter { !$0.isDeprecated }.map(\.code))
    }
}
