import Entitlements
import Formats
import Foundation
import Testing

/// How the statement and the schedule read.
@Suite struct StatementTests {
    private static let facts = #"""
        {"country":"SA","category":"private","worker":"R. T.","employer":"E. Est.","start":"2019-03-10","end":"2024-08-31","ending":"termination",
        "wage":{"basic":"1500","allowances":{"food":"300"},"history":[{"from":"2019-03-10","basic":"1200"},{"from":"2021-01-01","basic":"1500"}]},
        "hoursPerWeek":60,"deductions":[{"amount":"400","purpose":"iqama"}],"passportKept":true}
        """#

    private func blocks(_ language: String) throws -> [ClaimStatement.Block] {
        try ClaimStatement([Claims.claim(Self.facts)], phrases: #require(Phrases.standard(language))).blocks()
    }

    /// A schedule begins with who worked where, how long, and for how much.
    @Test func aScheduleBeginsWithTheFacts() throws {
        let table = try blocks("en").first { if case .table = $0 { true } else { false } }
        guard case .table(_, let rows)? = table else { return }
        #expect(
            rows == [
                ["Worker", "R. T."], ["Employer", "E. Est."], ["Country of work", "Saudi Arabia"], ["Kind of worker", "workers of businesses"],
                ["Service", "2019-03-10 to 2024-08-31: 5 years, 5 months, 22 days"], ["How the employment ended", "The employer ended it"],
                ["Basic wage", "SAR 1500.00 a month"], ["Basic wage, 2019-03-10", "SAR 1200.00 a month"], ["Basic wage, 2021-01-01", "SAR 1500.00 a month"],
            ])
    }

    /// Members of the file, such as `leaveTaken`, are no words for a reader, in any language.
    @Test(arguments: Phrases.languages)
    func noMemberOfTheFileIsShown(_ language: String) throws {
        let phrases = try #require(Phrases.standard(language))
        let claim = try Claims.claim(Self.facts)
        let fields = Set(claim.heads.flatMap(\.narrowedBy))
        #expect(fields.isSuperset(of: ["leaveTaken", "noticeGivenDays"]))
        let text = ClaimStatement([claim], phrases: phrases).text()
        for field in fields {
            #expect(phrases.fact(field) != field, "\(language) \(field)")
            #expect(!text.contains(": \(field)") && !text.contains(", \(field)"), "\(language) \(field)")
        }
    }

    /// Whatever a head can ask for has words.
    @Test func everyFactThatNarrowsHasWords() throws {
        let phrases = try #require(Phrases.standard("en"))
        for country in ["KW", "QA", "SA", "AE", "BH", "OM", "JO", "LB", "MY", "SG", "HK"] {
            for rest in [
                #""start":"2019","end":"2024""#, #""service":{"years":3},"ending":"death","injury":{"outcome":"partial-incapacity"},"unfairDismissal":true"#,
                #""start":"2019-01-01","end":"2024-01-01","ending":"termination","contract":"fixed-term","unfairDismissal":true,"ticket":{"paidBy":"worker"},"feesPaid":[{"amount":"5","currency":"NPR"}],"injury":{}"#,
            ] {
                for wage in ["{}", #"{"monthly":"900/1000"}"#, #"{"monthly":"500"}"#] {
                    let claim = try Claims.claim(#"{"country":"\#(country)","category":"private",\#(rest),"wage":\#(wage)}"#)
                    for field in claim.heads.flatMap(\.narrowedBy) { #expect(phrases.fact(field) != field, "\(country) \(field)") }
                }
            }
        }
    }

    /// A rule without a number of an article does not leave a hole, and one page is named once for each article.
    @Test func sourcesAreNamedOnce() throws {
        for case .list(let lines) in try blocks("en") {
            #expect(Set(lines).count == lines.count)
            #expect(!lines.contains { $0.contains("article )") || $0.contains("article  ") || $0.contains("article ,") }, "\(lines)")
        }
    }

    /// Deadlines are told in the reader's language, also where the rule is written in English.
    @Test func deadlinesAreToldInTheLanguage() throws {
        for language in Phrases.languages where language != "en" {
            let phrases = try #require(Phrases.standard(language))
            let claim = try Claims.claim(Self.facts)
            let text = ClaimStatement([claim], phrases: phrases).text()
            #expect(!claim.deadlines.isEmpty)
            for deadline in claim.deadlines {
                let said = phrases.sentence(of: deadline.rule)
                #expect(said.language == language && text.contains(said.text) && !text.contains(deadline.claim), "\(language)")
            }
        }
    }

    /// What others reckon by other roundings helps to recognise a figure, and has no place before a court.
    @Test func aScheduleHasNoOtherRoundings() throws {
        let phrases = try #require(Phrases.standard("en"))
        let lead = phrases.words("statement.roundings").prefix(20)
        #expect(ClaimStatement([try Claims.claim(Self.facts)], phrases: phrases).text().contains(lead))
        for case .list(let lines) in try blocks("en") { #expect(!lines.contains { $0.hasPrefix(lead) }) }
    }

    /// A figure that others reckon by another rounding stands with its basis, so that it can be recognised.
    @Test(arguments: Phrases.languages)
    func roundingsAreNamedWithTheirBasis(_ language: String) throws {
        let phrases = try #require(Phrases.standard(language))
        let claim = try Claims.claim(Self.facts)
        let text = ClaimStatement([claim], phrases: phrases).text()
        let roundings = claim.heads.flatMap(\.roundings)
        #expect(!roundings.isEmpty)
        for rounding in roundings { #expect(text.contains(phrases.text(rounding.basis, claim.currency)), "\(rounding)") }
    }

    /// Before a court no reading stands that would give the worker less than the amount.
    @Test func aScheduleHasNoWeakerReading() throws {
        let phrases = try #require(Phrases.standard("en"))
        var weaker = 0
        for country in ["BH", "KW", "MY", "QA", "SG", "AE"] {
            let claim = try Claims.claim(
                #"{"country":"\#(country)","category":"private","start":"2012-01-15","end":"2025-03-20","ending":"termination","leaveBalance":11,"overtime":20,"wage":{"monthly":"731","basic":"611"}}"#)
            for head in claim.heads {
                guard let amount = head.amount else { continue }
                for reading in head.readings where reading.amount < amount {
                    weaker += 1
                    let line = phrases.text(reading.basis, claim.currency)
                    #expect(ClaimStatement([claim], phrases: phrases).text().contains(line))
                    for case .list(let lines) in ClaimStatement([claim], phrases: phrases).blocks() {
                        #expect(!lines.contains { $0.contains(line) && $0.contains(claim.currency.text(reading.amount)) }, "\(country) \(line)")
                    }
                }
            }
        }
        #expect(weaker > 0, "the case is tested")
    }

    /// What is handed to the other side has no cautions, no open questions, no paper that gives less, and no page of somebody who is no authority; what the worker gets has all.
    @Test func aScheduleForTheForumHandsNobodyArguments() throws {
        let phrases = try #require(Phrases.standard("en"))
        let claim = try Claims.claim(
            #"{"country":"QA","category":"private","worker":"R. T.","start":"2020-01-01","end":"2024-12-31","ending":"termination","wage":{"monthly":"1200","basic":"1200"},"noticeGivenDays":0,"agreed":[{"basis":"contract","noticeDays":7,"monthlyWage":"900"}]}"#)
        func lines(_ reader: ClaimStatement.Reader) -> [String] {
            ClaimStatement([claim], phrases: phrases, for: reader).blocks().flatMap { block -> [String] in
                switch block {
                case .list(let lines): lines
                case .paragraph(let text), .heading(let text), .title(let text), .worker(let text): [text]
                case .table(_, let rows): rows.flatMap { $0 }
                }
            }
        }
        let worse = claim.heads.flatMap(\.comparisons).filter { !$0.isBetter }
        #expect(!worse.isEmpty && !claim.heads.flatMap(\.warnings).isEmpty)
        let (forum, worker) = (lines(.forum), lines(.worker))
        for warning in claim.heads.flatMap(\.warnings).map({ phrases.text($0, claim.currency) }) {
            #expect(!forum.contains { $0.contains(warning) } && worker.contains { $0.contains(warning) })
        }
        #expect(!forum.contains { $0.localizedCaseInsensitiveContains("lawyer") || $0.contains("confidence") || $0.contains("scribd") || $0.contains("github") })
        #expect(worker.contains { $0.contains("confidence") })
        for comparison in worse {
            let sum = "QAR \(claim.currency.text(comparison.amount))"
            #expect(!forum.contains { $0.contains(phrases.paper(comparison.basis)) && $0.contains(sum) })
        }
        // Every amount that is certain is there, with its article.
        for head in claim.heads.filter(\.isInTotal) where head.amount ?? 0 > 0 {
            #expect(forum.contains { $0.contains(claim.currency.text(head.amount ?? 0)) } && forum.contains { $0.contains(phrases.article(head.rules[0].article)) }, "\(head.kind)")
        }
    }

    /// Kuwait: that a month has thirty days for the award is of low confidence; it is said, and has no amount.
    @Test func aReadingOfLowConfidenceHasNoAmount() throws {
        let head = try Claims.head(
            .endOfService,
            #"{"country":"KW","category":"private","start":"2010-01-01","end":"2019-12-31","ending":"resignation","wage":{"monthly":"300","basic":"300"}}"#)
        #expect(head.warnings.contains { $0.phrase == "reading.low" } && head.readings.isEmpty)
    }

    /// A court reads the title of its own statute where it is on file, and the English citation where it is not.
    @Test func statutesByTheirArabicTitle() throws {
        let arabic = try #require(Phrases.standard("ar"))
        let claim = try Claims.claim(#"{"country":"QA","category":"private","start":"2020-01-01","end":"2024-12-31","ending":"termination","wage":{"monthly":"3000","basic":"2000"}}"#)
        let rule = try #require(claim.heads.flatMap(\.rules).first { $0.law == "Labour Law, Law No. 14 of 2004" })
        #expect(arabic.law(rule) == "قانون رقم (14) لسنة 2004 بإصدار قانون العمل")
        let text = ClaimStatement([claim], phrases: arabic).text()
        #expect(text.contains("قانون رقم (14) لسنة 2004 بإصدار قانون العمل") && !text.contains("Labour Law, Law No. 14 of 2004"))
        #expect(try #require(Phrases.standard("ne")).law(rule) == rule.law)
        #expect(LawCheck.papers().isEmpty)
    }

    /// A claim that may come to nothing is in no sum for a forum, and is reserved in words.
    @Test func whatIsInNoSumIsReserved() throws {
        let phrases = try #require(Phrases.standard("en"))
        let claim = try Claims.claim(#"{"country":"QA","category":"private","start":"2021-04-10","end":"2024-04-09","ending":"termination","wage":{"monthly":"3160","basic":"3160"}}"#)
        let open = claim.heads.filter { !$0.isInTotal }
        #expect(!open.isEmpty)
        let lines = ClaimStatement([claim], phrases: phrases, for: .forum).blocks().flatMap { if case .list(let lines) = $0 { lines } else { [String]() } }
        for head in open { #expect(lines.contains { $0.hasPrefix("Not in the total") && $0.contains(phrases.words("head." + head.kind.rawValue)) }, "\(head.kind)") }
    }
}
