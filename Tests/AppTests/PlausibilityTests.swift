import Dictionary
import Forms
import Testing

@testable import App

@Suite("Plausible answers")
struct PlausibilityTests {
    private static let today = CalendarDay(year: 2026, month: 11, day: 26)

    struct Given: Sendable {
        var kind: String
        var dates: [String: String]
        /// The field at which something is wrong; nil if nothing is.
        var wrong: String?
        var sentence = ""
    }

    @Test(
        "Days that have not come, ends before their beginnings and births before anybody alive are told at their field; what is possible is not",
        arguments: [
            Given(kind: "person", dates: ["date-of-birth": "2030-01-01"], wrong: "date-of-birth", sentence: "has not come yet"),
            Given(kind: "person", dates: ["date-of-birth": "1850-01-01"], wrong: "date-of-birth", sentence: "too far back"),
            Given(kind: "person", dates: ["date-of-birth": "1904"], wrong: nil),
            Given(kind: "person", dates: ["date-of-birth": "1990", "date-of-death": "1989-12"], wrong: "date-of-death", sentence: "lies before"),
            Given(kind: "violation", dates: ["since": "2025-05-01", "until": "2020-01-01"], wrong: "until", sentence: "Until lies before Since"),
            // They may be the same day.
            Given(kind: "violation", dates: ["since": "2025-05-20", "until": "2025-05"], wrong: nil),
            Given(kind: "violation", dates: ["since": "2026-11"], wrong: nil),
            Given(kind: "employment", dates: ["since": "2027-01-01"], wrong: nil),
            Given(kind: "case", dates: ["intake-date": "2026-11-26", "closing-date": "2019-01-01"], wrong: "closing-date", sentence: "lies before"),
            Given(kind: "consent", dates: ["given-on": "2026-01-20", "until": "2027-01-20"], wrong: nil),
        ])
    func dates(_ given: Given) throws {
        let today = try #require(Self.today)
        let dictionary = try DataDictionary.standard()
        let translator = Translator(catalogue: try LanguageCatalogue.standard(), language: "en")
        let fields = given.dates.keys.sorted().compactMap { dictionary.field(given.kind, $0) }
        #expect(fields.count == given.dates.count)
        let answers: [String: Answer?] = try given.dates.mapValues { Answer(.date(try PartialDate(edtf: $0))) }
        let problems = Plausibility(today: today, translator: translator).problems(answers, fields, original: nil)
        #expect(problems.map(\.field) == (given.wrong.map { [$0] } ?? []))
        #expect(problems.first?.sentence.contains(given.sentence) != false)
    }

    @Test("Workers are counted in whole numbers from one on, and nothing else is below zero", arguments: [("-5", false), ("0", false), ("2.5", false), ("1", true), ("40", true)])
    func numbers(_ text: String, _ isGood: Bool) throws {
        let dictionary = try DataDictionary.standard()
        let translator = Translator(catalogue: try LanguageCatalogue.standard(), language: "en")
        let plausibility = Plausibility(today: try #require(Self.today), translator: translator)
        let headcount = try #require(dictionary.field("case", "headcount"))
        let children = try #require(dictionary.field("person", "children"))
        let count = Answer(.quantity(try Quantity(amount: ExactDecimal(text), unit: "persons")))
        #expect(plausibility.problems(["headcount": count], [headcount], original: nil).isEmpty == isGood)
        #expect(plausibility.problems(["children": count], [children], original: nil).isEmpty == !text.hasPrefix("-"))
    }

    @Test("A case is closed with outcome, reason and day, wherever it is closed, and they do not contradict each other")
    func closing() throws {
        let dictionary = try DataDictionary.standard()
        let translator = Translator(catalogue: try LanguageCatalogue.standard(), language: "en")
        func fields(_ answers: [String: Answer?]) -> [String] { ClosingContradiction.problems(answers, nil, dictionary, translator).map(\.field) }
        #expect(fields(["status": .code("active")]).isEmpty)
        #expect(fields(["status": .code("closed")]) == ["outcomes", "closing-reason", "closing-date"])
        let day = Answer(.date(PartialDate(try #require(Self.today))))
        let good: [String: Answer?] = ["status": .code("closed"), "outcomes": .codes(["released"]), "closing-reason": .code("resolved"), "closing-date": day]
        #expect(fields(good).isEmpty)
        #expect(fields(good.merging(["closing-reason": .code("transferred")]) { $1 }) == ["closing-reason"])
        #expect(fields(good.merging(["outcomes": .codes(["none"])]) { $1 }) == ["outcomes"])
    }

    @Test("Today in a form is that of the organisation: after midnight in Nepal it is tomorrow there while it is still today in UTC")
    func localToday() throws {
        let world = try World()
        let clock = try LocalClock(Organisation(number: 1, identifier: world.node.organisation.identifier, name: "A", country: "NP"))
        // 2026-11-26 19:25 UTC.
        let form = clock.formClock(1_795_721_100_000)
        #expect(form.offset == 20_700)
        #expect(clock.day(of: 1_795_721_100_000) == CalendarDay(year: 2026, month: 11, day: 27))
    }

    @Test("An amount with more places than its currency has is told", arguments: [("1000.505", "QAR", true), ("1000.50", "QAR", false), ("1000.505", "KWD", false), ("1000.5", "JPY", true), ("1000.500", "QAR", false)])
    func places(_ amount: String, _ currency: String, _ isWrong: Bool) throws {
        let dictionary = try DataDictionary.standard()
        let translator = Translator(catalogue: try LanguageCatalogue.standard(), language: "en")
        let field = try #require(dictionary.field("claim", "received"))
        let answers: [String: Answer?] = ["received": Answer(.list([.money(try Money(amount: "5", currency: currency)), .money(try Money(amount: amount, currency: currency))]))]
        let problems = Plausibility(today: try #require(Self.today), translator: translator).problems(answers, [field], original: nil)
        #expect(problems.map(\.field) == (isWrong ? ["received"] : []))
        #expect(problems.allSatisfy { $0.sentence.contains(currency) })
    }

    @Test("Papers name the Gregorian day first and say of an uncertain one that it is about that day")
    func datesOfPapers() throws {
        let dates = DateText.forPapers(Translator(catalogue: try LanguageCatalogue.standard(), language: "en"))
        #expect(dates.text(try PartialDate(edtf: "2026-08-31")) == "31 August 2026")
        #expect(dates.text(try PartialDate(edtf: "2026-08-31?")) == "about 31 August 2026")
        #expect(dates.text(try PartialDate(edtf: "2026-08~")) == "about August 2026")
    }
}
