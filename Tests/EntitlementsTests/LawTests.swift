import Entitlements
import Testing

@Suite struct LawTests {
    @Test func theBooksHaveNoErrors() throws {
        let books = try LawLibrary.books()
        #expect(books.count == 22)
        let errors = books.flatMap(LawCheck.findings).filter { $0.severity == .error }
        #expect(errors.isEmpty, "\(errors.map(\.description))")
    }

    @Test func everyRuleHasLawSourceAndConfidence() throws {
        for rule in try LawLibrary.books().flatMap(\.rules) {
            #expect(!rule.law.isEmpty && !rule.source.isEmpty, "\(rule.place)")
            #expect(rule.confidence == .low || SourceCitation.isUsable(rule.source), "\(rule.place)")
        }
    }

    /// A book with one rule, and another of the same topic.
    private func book(_ rules: String) throws(LawError) -> LawBook {
        try LawReading.read([UInt8]("country: QA\ncategory: private\ncurrency: QAR\nrules:\n\(rules)".utf8), file: "test.yaml")
    }

    private func rule(
        _ from: String, _ until: String, value: String = "\"1\"", unit: String = "months", source: String = "https://example.org", confidence: String = "medium"
    ) -> String {
        "  - {topic: notice, says: x, value: \(value), unit: \(unit), law: L, article: \"1\", from: \(from), until: \(until), source: \"\(source)\", confidence: \(confidence)}\n"
    }

    private func problems(_ rules: String) throws -> [String] {
        try LawCheck.findings(book(rules)).filter { $0.place.hasPrefix("test.yaml") }.map(\.problem)
    }

    @Test func gapsAndOverlapsInTimeAreFound() throws {
        #expect(try problems(rule("2000-01-01", "2009-12-31") + rule("2010-01-01", "")).isEmpty)
        #expect(try problems(rule("2000-01-01", "2010-06-30") + rule("2010-01-01", "")).first?.contains("overlaps") == true)
        #expect(try problems(rule("2000-01-01", "2009-12-30") + rule("2010-01-01", "")) == ["no rule applies from 2009-12-31 to 2009-12-31"])
        #expect(try problems(rule("2010-01-01", "2009-01-01")).first == "it ends before it begins")
    }

    /// Bands of service that clash, that leave service out, and that do neither; bands of different times do not meet.
    @Test(
        arguments: [
            ("under 5 years", "at least 5 years", "", nil), ("at most 5 years", "over 5 years", "", nil),
            ("under 5 years", "at least 4 years", "", "same service"),
            ("at most 5 years", "at least 5 years", "", "same service"), ("under 5 years", "over 5 years", "", "no rule holds"),
            ("under 5 years", "at least 6 years", "", "no rule holds"), ("under 5 years", "at least 4 years", "2010", nil),
        ] as [(String, String, String, String?)])
    func bandsOfServiceAreCompared(_ first: String, _ second: String, _ from: String, _ problem: String?) throws {
        func band(_ service: String, _ from: String, _ until: String) -> String {
            "  - {topic: notice, says: x, when: {service: \"\(service)\"}, value: 1, unit: months, law: L, article: \"1\", from: \(from), until: \(until), source: \"https://example.org\", confidence: medium}\n"
        }
        let found = try problems(band(first, "2000", from.isEmpty ? "" : "2009") + band(second, from.isEmpty ? "2000" : from, ""))
        #expect(found.count == (problem == nil ? 0 : 1) && problem.map { found.first?.contains($0) == true } ?? true, "\(found)")
    }

    @Test func aRuleWithoutArticleIsNamed() throws {
        let text = rule("2000", "").replacing("article: \"1\", ", with: "")
        #expect(try problems(text).first?.contains("names no article") == true)
    }

    @Test func rulesThatCannotBeComputedWithAreFound() throws {
        #expect(try problems(rule("2000", "", unit: "fortnights")).first?.contains("no unit") == true)
        #expect(try problems(rule("2000", "", value: "long")).first?.contains("no number") == true)
        #expect(try problems(rule("2000", "", source: "a friend")).first?.contains("no address") == true)
        #expect(try problems(rule("2000", "", source: "javascript:alert(1)", confidence: "low")).first?.contains("no address") == true)
        #expect(try problems(rule("2000", "", source: "https://blog.example.org/law", confidence: "high")).first?.contains("no publisher of law") == true)
        #expect(try problems(rule("2000", "", source: "https://www.ilo.org/dyn/natlex/docs/x", confidence: "high")).isEmpty)
        #expect(try problems(rule("2000", "", source: "a friend", confidence: "low")).first?.contains("low confidence") == true)
    }

    @Test(arguments: [
        "country: Qatar\n", "country: QA\ncategory: private\ncurrency: QAR\nrules: []\nextra: 1\n", "- a\n", "a: [", "", "country: QA\ncategory: none\n",
        "country: QA\ncategory: private\ncurrency: QAR\nrules:\n  - {topic: x}\n",
        "country: QA\ncategory: private\ncurrency: QAR\nrules:\n  - {topic: x, says: y, value: 1, law: z, source: s, confidence: sure}\n",
        "country: QA\ncategory: private\ncurrency: QAR\nrules:\n  - {topic: x, says: y, value: 1, law: z, source: s, confidence: low, from: 2020-13-01}\n",
        "country: QA\ncategory: private\ncurrency: QAR\nrules:\n  - {topic: x, says: y, value: 1, law: z, source: s, confidence: low, when: {service: long}}\n",
    ])
    func damagedFilesAreRefusedWithPlaceAndRemedy(_ text: String) {
        do throws(LawError) {
            _ = try LawReading.read([UInt8](text.utf8), file: "test.yaml")
            Issue.record("was read: \(text)")
        } catch {
            #expect(error.place.hasPrefix("test.yaml, line ") && !error.remedy.isEmpty)
        }
    }

    /// Bands go on from unit to unit: fifteen days for each of the first five years, a month for each later one. What lies between, or in both, is found.
    @Test(arguments: [("at least 5 years", nil), ("at least 6 years", "no rule holds"), ("at least 4 years", "holds for the same service")] as [(String, String?)])
    func bandsAcrossUnits(_ later: String, _ problem: String?) throws {
        let text = """
            country: KW
            category: private
            currency: KWD
            rules:
              - {topic: end-of-service-rate, says: a, when: {service: under 5 years}, value: "15", unit: days of wage a year, law: L, article: "1", from: 2010-02-21, source: "https://example.org", confidence: medium}
              - {topic: end-of-service-rate, says: b, when: {service: \(later)}, value: "1", unit: months of wage a year, law: L, article: "1", from: 2010-02-21, source: "https://example.org", confidence: medium}
            """
        let findings = LawCheck.findings(try LawReading.read([UInt8](text.utf8), file: "test.yaml")).filter { $0.problem.contains("service") && $0.place.hasPrefix("test") }
        #expect(findings.map { $0.problem.contains(problem ?? "-") } == (problem == nil ? [] : [true]), "\(findings)")
    }

    /// Words that are computed with and are not known would silently count as the usual way.
    @Test(arguments: [("end-of-service-basis", "gros wage"), ("end-of-service-reckoning", "nearest year"), ("overtime-basis", "basic wage and social allowance")])
    func unknownWordsAreFound(_ topic: String, _ words: String) throws {
        let text = """
            country: QA
            category: private
            currency: QAR
            rules:
              - {topic: \(topic), says: a, value: \(words), law: L, article: "1", from: 2020-01-01, source: "https://example.org", confidence: high}
            """
        let findings = LawCheck.findings(try LawReading.read([UInt8](text.utf8), file: "test.yaml"))
        #expect(findings.contains { $0.severity == .error && $0.problem.contains(words) })
    }

    /// A date is written as it is read.
    @Test(arguments: ["2005", "2010-02", "2010-02-21", "2010-02-21/2010-03-01", "2010-01-01/2011-12-31", "2024-02-01/2024-02-28"])
    func datesAsTheyAreRead(_ text: String) throws {
        #expect(try #require(KnownDate(text)).description == text)
    }

    @Test func rulesOfADay() throws {
        let book = try #require(try LawLibrary.book(country: "OM", category: .privateSector))
        let before = try #require(Day(year: 2023, month: 7, day: 31))
        let after = try #require(Day(year: 2023, month: 8, day: 1))
        #expect(book.rules("end-of-service-rate", on: before).count == 2)
        #expect(book.rules("end-of-service-rate", on: after).count == 1)
        let changes = LawChanges.since(after, in: book).filter { $0.rule.topic == "end-of-service-rate" }
        #expect(changes.map(\.kind) == [.began, .ended, .ended] || changes.map(\.kind) == [.ended, .ended, .began])
    }

    /// What can be looked up, and what only looks as if.
    @Test(arguments: [
        ("https://www.almeezan.qa/LawPage.aspx?id=3961&language=en", true), ("http://lmra.bh/portal/en/page/show/231", true),
        ("Official Gazette of Bahrain, No. 3063 of 2 August 2012", true), ("الجريدة الرسمية العدد 1178 سنة 1996", true),
        ("http://sitreport.example.org/conventions (table of 2012)", true), ("javascript:alert(document.cookie)", false), ("data:text/html,<b>1</b>", false),
        ("https://", false), ("https://localhost/law 1 2", false), ("https://user:word@evil.example.org/", false), ("https://a.example.org/\"onclick=x", false),
        ("the law itself", false), ("Law 14", false), ("", false), ("file:///etc/passwd is 1", false), ("https://example..org/1", false),
    ])
    func sources(_ source: String, _ isUsable: Bool) { #expect(SourceCitation.isUsable(source) == isUsable, "\(source)") }

    // MARK: Corrected books

    private static func file(_ currency: String, _ source: String) -> [UInt8] {
        [UInt8](
            "country: QA\ncategory: private\ncurrency: \(currency)\nrules:\n  - {topic: notice, says: a, value: 1, unit: months, law: L, article: \"1\", from: 2020, source: \"\(source)\", confidence: medium}\n"
                .utf8)
    }

    @Test func aCorrectedBookIsTakenWhole() throws {
        let corrections = LawCorrections([("/law/QA-private.yaml", Self.file("QAR", "https://example.org"))])
        #expect(corrections.refused.isEmpty && corrections.books.map(\.name) == ["QA-private"])
        let rule = try #require(corrections.books.first?.rules.first)
        #expect(rule.isOf(.privateSector) && !rule.isOf(.domestic) && rule.place == "/law/QA-private.yaml, line 5")
    }

    @Test func aBookWithErrorsIsRefusedWithFileLineAndRemedy() throws {
        let corrections = LawCorrections([
            ("/law/QA-private.yaml", Self.file("QAR", "javascript:alert(1)")), ("/law/KW-private.yaml", Self.file("QAR", "https://example.org")),
            ("/law/OM-private.yaml", Self.file("rial", "https://example.org")), ("/law/rules.yaml", [UInt8]("- ne: x\n".utf8)),
        ])
        #expect(corrections.books.isEmpty && corrections.translations == nil)
        let said = Dictionary(uniqueKeysWithValues: corrections.refused.map { ($0.file, $0.findings.map(\.description).joined()) })
        #expect(said["/law/QA-private.yaml"]?.contains("/law/QA-private.yaml, line 5: error: the source “javascript:alert(1)” is no address") == true)
        #expect(said["/law/QA-private.yaml"]?.contains("https://…") == true)
        #expect(said["/law/KW-private.yaml"]?.contains("Name it QA-private.yaml") == true)
        #expect(said["/law/OM-private.yaml"]?.contains("/law/OM-private.yaml, line 3") == true)
        #expect(said["/law/rules.yaml"]?.contains("line 1: error: “en” is missing") == true)
    }

    // MARK: Everything that is wrong

    /// Each error of a file is named, with file, rule, field and remedy; the rules that could be read are checked as well.
    @Test func allErrorsAtOnce() throws {
        let text = "country: QA\ncategory: private\ncurrency: QAR\nrules:\n"
            + "  - {topic: notice, says: a, value: 1, unit: months, law: L, source: s, confidence: sure}\n"
            + "  - {topic: limitation, says: b, value: -1, unit: years, law: L, article: \"1\", from: 2020, source: \"https://example.org\", confidence: medium}\n"
            + "  - {topic: notice, says: c, value: 1, unit: months, law: L, source: \"https://example.org\", confidence: medium, from: 2020-13-01}\n"
        let reading = LawReading.readAll([UInt8](text.utf8), file: "test.yaml")
        let findings = LawCheck.findings(reading.errors) + (reading.book.map(LawCheck.findings) ?? [])
        let errors = findings.filter { $0.severity == .error }
        #expect(errors.map(\.field).sorted() == ["confidence", "from", "value"], "\(errors)")
        #expect(errors.allSatisfy { !$0.rule.isEmpty && !$0.remedy.isEmpty && $0.place.hasPrefix("test.yaml, line ") }, "\(errors)")
        #expect(errors.first { $0.field == "value" }?.rule.contains("limitation") == true)
    }

    /// What else is wrong in a rule that has an error already is named as well.
    @Test func allErrorsOfOneRule() throws {
        let text = "country: QA\ncategory: private\ncurrency: QAR\nrules:\n"
            + "  - {topic: notice, says: a, value: -3, unit: monthz, law: L, article: \"1\", from: 2020, until: 2019, confidence: medium}\n"
        let errors = LawCheck.findings(LawReading.readAll([UInt8](text.utf8), file: "test.yaml")).filter { $0.severity == .error }
        #expect(errors.map(\.field).sorted() == ["source", "unit", "until", "value"], "\(errors)")
    }

    /// Files beside the books: all faults of each, with the line and the member.
    @Test(arguments: [
        ("titles.csv", "country,law,language,title,source\nQatar,L,ar,t,https://example.org\nQA,,xx,t,here\nQA,L,ar\n", ["country", "law", "language", "source", ""]),
        ("statutes.csv", "country,law,identifier,kind\nQA,L,qa/l,poem\nq,L,,law\n", ["kind", "country", "identifier"]),
        ("ratifications.csv", "instrument,country,standing,act,date,signed,as-of,source,confidence,note\nX,NP,friend,,soon,,,s,sure,\n", ["standing", "confidence", "date"]),
        ("publishers.csv", "host,publisher\nhttps://ilo.org/,ILO\n", ["host"]),
    ])
    func faultsOfTables(_ name: String, _ text: String, _ fields: [String]) throws {
        let findings = try #require(LawCheck.file(named: name, [UInt8](text.utf8)))
        #expect(findings.map(\.field) == fields && findings.allSatisfy { $0.place.hasPrefix("\(name), line ") && !$0.remedy.isEmpty }, "\(findings)")
    }

    @Test func faultsOfEntries() throws {
        let text = "entries:\n  - {identifier: a, kind: poem, title: t, versions: [{from: soon}, {standing: friend}]}\n  - {identifier: b, kind: law, title: \"\"}\n"
        let findings = try #require(LawCheck.file(named: "entries.yaml", [UInt8](text.utf8)))
        #expect(findings.count == 4 && findings.allSatisfy { $0.place.hasPrefix("entries.yaml, line ") && !$0.remedy.isEmpty }, "\(findings)")
        #expect(LawCheck.file(named: "QA-private.yaml", []) == nil)
    }

    /// What no law gives: less than nothing, a period of nothing, more than the whole.
    @Test(arguments: [
        ("notice", "-1", "months", "below zero"), ("notice", "\"-2 to 3\"", "months", "below zero"), ("limitation", "0", "years", "of nothing"),
        ("end-of-service-share", "\"4/3\"", "share of the award", "more than the whole award"), ("deduction-cap", "150", "percent", "cannot be deducted"),
        ("notice", "0", "months", nil), ("end-of-service-share", "1", "share of the award", nil),
    ] as [(String, String, String, String?)])
    func amountsThatNoLawGives(_ topic: String, _ value: String, _ unit: String, _ problem: String?) throws {
        let text = rule("2000", "", value: value, unit: unit).replacing("topic: notice", with: "topic: \(topic)")
        let errors = try LawCheck.findings(book(text)).filter { $0.severity == .error && $0.field == "value" }
        #expect(errors.count == (problem == nil ? 0 : 1), "\(errors)")
        #expect(problem.map { errors.first?.problem.contains($0) == true } ?? true, "\(errors)")
    }

    /// A rule that ended leaves its question open, unless a later one answers it or the file says that nothing follows.
    @Test func aRuleThatEndedWithoutSuccessor() throws {
        let ended = try LawCheck.findings(book(rule("2000", "2009-12-31"))).filter { $0.field == "until" }
        #expect(ended.count == 1 && ended.first?.problem.contains("2009-12-31") == true, "\(ended)")
        #expect(try LawCheck.findings(book(rule("2000", "2009-12-31") + rule("2010-01-01", ""))).allSatisfy { $0.field != "until" })
    }

    /// `not-found` says of a topic that it was looked for in vain, and on which day.
    @Test func whatWasLookedForInVain() throws {
        let heading = "country: QA\ncategory: private\ncurrency: QAR\nnot-found:\n  - {topic: limitation, work: injury, looked: 2026-11-26}\nrules:\n"
        let book = try LawReading.read([UInt8]((heading + rule("2000", "")).utf8), file: "test.yaml")
        #expect(book.notFound.map(\.topic) == ["limitation"] && book.notFound.first?.work == "injury")
        let damaged = heading.replacing("looked: 2026-11-26", with: "looked: soon")
        let errors = LawReading.readAll([UInt8]((damaged + rule("2000", "")).utf8), file: "test.yaml").errors
        #expect(errors.count == 1 && errors.first?.remedy.isEmpty == false, "\(errors)")
    }

    // MARK: Agencies

    @Test func liabilityOfAgencies() throws {
        #expect(try AgencyLibrary.all().map(\.country).contains("PH"))
        for agency in try AgencyLibrary.all() { #expect(SourceCitation.isUsable(agency.source) && !agency.says.isEmpty, "\(agency.country)") }
        let text = "agencies:\n  - {country: XX1, says: a, law: L, article: \"1\", source: here, confidence: medium}\n  - {country: NP, law: L, article: \"1\", source: \"https://example.org\", confidence: sure}\n"
        let (read, errors) = AgencyLibrary.read([UInt8](text.utf8), file: "agencies.yaml")
        #expect(read.isEmpty && Set(errors.map(\.field)) == ["country", "source", "says", "confidence"], "\(errors)")
        #expect(errors.allSatisfy { $0.place.hasPrefix("agencies.yaml, line ") && !$0.remedy.isEmpty })
        #expect(AgencyLibrary.read([UInt8]("x: 1".utf8), file: "agencies.yaml").errors.count == 1)
    }
}
