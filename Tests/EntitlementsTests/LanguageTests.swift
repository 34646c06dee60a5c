import Entitlements
import Formats
import Testing

@Suite struct LanguageTests {
    @Test(arguments: Phrases.languages)
    func everyPhraseIsThereWithTheSameBlanks(_ language: String) throws {
        let english = try #require(Phrases.standard("en"))
        let phrases = try #require(Phrases.standard(language))
        #expect(phrases.names == english.names)
        for name in english.names {
            for number in 0...9 {
                let blank = "{\(number)}"
                #expect(phrases.words(name).contains(blank) == english.words(name).contains(blank), "\(language) \(name) \(blank)")
            }
            if language != "en", english.words(name).count > 25 { #expect(phrases.words(name) != english.words(name), "\(language) \(name) is not translated") }
        }
    }

    private static let facts = #"""
        {"country":"KW","start":"2012-03-01","end":"2020-06-15","ending":"resignation","leaveTaken":100,"noticeGivenDays":10,"unfairDismissal":true,
        "wage":{"monthly":"300","basic":"250"},"overtime":[{"hours":12,"date":"2020-03-01"}],"restDaysWorked":3,"holidaysWorked":[{"date":"2020-02-25","hours":10}],
        "unpaidPeriods":[{"from":"2020-05-01","to":"2020-06-15","paid":"50"},{"from":"2019-01-01","to":"2019-03-31","paidMonthly":"200"}],
        "deductions":[{"amount":"20","purpose":"visa"},{"amount":"5","purpose":"damage"}],"feesPaid":[{"amount":"90","to":"agency","purpose":"visa"}],
        "ticket":{"cost":"80","paidBy":"worker"},"latePayments":[{"due":"2020-01-01","to":"2020-03-05"}],"hoursPerWeek":72,"interestPaid":"10","events":[{"date":"2020-07-01","kind":"complaint"}]}
        """#

    @Test(arguments: ["KW", "QA", "SA", "AE", "BH", "OM", "JO", "LB", "MY", "SG", "HK"])
    func everyStepAndWarningIsASentence(_ country: String) throws {
        let languages = try Phrases.languages.map { try #require(Phrases.standard($0)) }
        var runs: Set<String> = []
        for ending in ["resignation", "termination", "retrenchment", "misconduct"] {
            let facts = Self.facts.replacing("\"KW\"", with: "\"\(country)\"").replacing("\"resignation\"", with: "\"\(ending)\"")
            let claim = try Claims.claim(facts)
            for phrases in languages {
                let text = ClaimStatement([claim], phrases: phrases).text() + JSONValue.object(claim.json(phrases)).prettyPrinted()
                runs.formUnion(Self.runs(text))
                for word in Self.words(text) {
                    for prefix in ["unit.", "basis.", "reckoning.", "rounding.", "head."] { #expect(!word.hasPrefix(prefix), "\(country) \(word)") }
                }
                #expect(!Self.hasBlank(text), "\(country) \(phrases.language)")
            }
        }
        for name in languages[0].names where name.contains(".") && runs.contains(where: { $0.contains(name) }) {
            Issue.record("\(name) was printed instead of its words")
        }
    }

    /// Facts that call up readings, sums left out, insurances, ways home, days off, thresholds, interruptions and problems of every kind.
    private static let wide = #"""
        {"country":"KW","category":"private","start":"2012-03-01","end":"2024-06-15","noticeGivenDays":0,"unfairDismissal":true,"passportKept":true,"age":30,
        "wage":{"monthly":"4700","basic":"4600","history":[{"from":"soon","basic":"9"}]},"overtime":[{"hours":12,"date":"2024-03-01"},{"hours":900,"month":"2024-02"}],
        "restDaysWorked":[{"date":"2024-03-03","dayInLieu":true},{"date":"2024-03-03","dayInLieu":true}],"holidaysWorked":[{"date":"2024-03-04","dayInLieu":true}],
        "unpaidPeriods":[{"from":"2024-05-01","to":"2030-06-15"}],"deductions":[{"amount":"20","currency":"QQQ"}],"feesPaid":[{"amount":"90","currency":"NPR"}],
        "ticket":{"cost":"80","paidBy":"worker"},"latePayments":[{"due":"2020-01-01","to":"2020-03-05"}],"hoursPerWeek":120,"events":[{"date":"2024-07-01","kind":""}],
        "injury":{"date":"2024-01-02","outcome":"partial-incapacity","percent":20,"treatment":{"from":"2024-01-02","to":"2024-05-01"}},"minimum":1}
        """#

    /// In a language with its own script only what is quoted is in Latin letters: statutes, citations, addresses, codes of currencies, and what the facts say themselves.
    @Test(arguments: LawLibrary.names())
    func statementsHaveNoEnglishLeft(_ name: String) throws {
        let languages = try ["ne", "hi", "bn", "ar"].map { try #require(Phrases.standard($0)) }
        let parts = name.split(separator: "-")
        let category = try #require(WorkerCategory(rawValue: String(parts[1])))
        let book = try #require(try LawLibrary.book(country: String(parts[0]), category: category))
        let quoted = Set(book.rules.flatMap { [$0.law, $0.article, $0.source] }.flatMap(Self.latin)).union(Self.latin(Self.wide)).union(Self.codes).union([
            book.currency.code
        ])
        for change in [
            "", #","ending":"retrenchment","contract":"fixed-term","socialSecurity":true"#, #","ending":"death","currency":"USD""#,
            #","ending":"resignation","start":null,"service":{"years":8}"#,
        ] {
            var facts = Self.wide.replacing("\"KW\"", with: "\"\(parts[0])\"").replacing("\"private\"", with: "\"\(parts[1])\"")
            if change.contains("start") { facts = facts.replacing("\"start\":\"2012-03-01\",\"end\":\"2024-06-15\",", with: "") }
            facts = facts.replacing(",\"minimum\":1}", with: change.replacing(",\"start\":null", with: "") + "}")
            let claim = try Claims.claim(facts)
            for phrases in languages {
                let left = Set(Self.latin(ClaimStatement([claim], phrases: phrases).text())).subtracting(quoted)
                #expect(left.isEmpty, "\(name) \(phrases.language) \(change): \(left.sorted())")
            }
        }
    }

    /// Words that a reader has to write as they are: names of the file's own values, its format, and codes.
    private static let codes: Set<String> = ["JSON", "QAR", "USD", "LBP", "QQQ", "http", "https", "domestic", "private"]

    /// Runs of three Latin letters and more.
    private static func latin(_ text: String) -> [String] {
        text.utf8.split { !(97...122).contains($0 | 32) }.filter { $0.count > 2 }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Every name of a phrase that stands in a text stands in one of these runs of the letters that names are made of: so not all of the text is searched for each of hundreds of names.
    private static func runs(_ text: String) -> Set<String> {
        Set(text.utf8.split { !isOfName($0) }.map { String(Substring($0)) }.filter { $0.utf8.contains(UInt8(ascii: ".")) })
    }

    /// Runs that stand as a word of their own, behind a space, a bracket or a quotation mark: addresses of sources may end in such letters.
    private static func words(_ text: String) -> Set<String> {
        var words: Set<String> = []
        var before = UInt8(ascii: " ")
        var word: [UInt8] = []
        for byte in text.utf8 {
            if isOfName(byte) {
                if !word.isEmpty || isLead(before) { word.append(byte) }
            } else if !word.isEmpty {
                if word.contains(UInt8(ascii: ".")) { words.insert(String(decoding: word, as: UTF8.self)) }
                word = []
            }
            before = byte
        }
        return words
    }

    /// 9C is the last byte of “.
    private static func isLead(_ byte: UInt8) -> Bool { [UInt8(ascii: " "), UInt8(ascii: "("), 0x9C, UInt8(ascii: "\"")].contains(byte) }

    /// Whether a blank of a phrase was left unfilled.
    private static func hasBlank(_ text: String) -> Bool {
        var before: (UInt8, UInt8) = (0, 0)
        for byte in text.utf8 {
            if byte == UInt8(ascii: "}"), before.0 == UInt8(ascii: "{"), (48...57).contains(before.1) { return true }
            before = (before.1, byte)
        }
        return false
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: ","):
            true
        default: false
        }
    }

    @Test func namesOfPhrasesAreOfTheLettersThatAreLookedFor() throws {
        for name in try #require(Phrases.standard("en")).names { #expect(name.utf8.allSatisfy(Self.isOfName), "\(name)") }
    }

    /// A number without its unit reads as one of another unit: “3” behind lines in days.
    @Test(arguments: Phrases.languages)
    func everyUnitOfARuleHasWords(_ language: String) throws {
        let phrases = try #require(Phrases.standard(language))
        var seen: Set<String> = []
        for book in try LawLibrary.books() {
            for rule in book.rules where rule.number != nil && !rule.unit.isEmpty {
                // A few rules that are only read name their currency as the unit.
                let letters = rule.unit.filter { $0.isASCII && $0.isLetter }
                guard !rule.unit.hasPrefix(book.currency.code), seen.insert(letters).inserted else { continue }
                #expect(phrases.has("measure.\(letters)"), "\(language): \(rule.unit), \(rule.place)")
                #expect(!phrases.measure(3, rule.unit, book.currency).isEmpty && phrases.measure(3, rule.unit, book.currency) != "3")
            }
        }
        #expect(phrases.measure(1, "years", nil) == (language == "en" ? "1 year" : phrases.measure(1, "years", nil)))
    }

    /// Two of something have a form of their own in Arabic, which takes the place of the number.
    @Test func theArabicDual() throws {
        let phrases = try #require(Phrases.standard("ar"))
        #expect(phrases.measure(2, "months", nil) == "شهران" && phrases.measure(2, "years", nil) == "سنتان")
        #expect(phrases.measure(3, "months", nil).contains("أشهر") && phrases.measure(11, "months", nil).contains("شهراً"))
        let due = phrases.text(Sentence("wages.due", [.text("2020-01-01"), .text("2020-02-29"), .number(2), .money(100), .money(200)]), Currency("QAR"))
        #expect(due.contains("شهران ×") && !due.contains("2\u{2069} شهر"))
    }

    @Test func aDocumentHasEveryHeadWithItsChain() throws {
        let phrases = try #require(Phrases.standard("ar"))
        let claim = try Claims.claim(Self.facts)
        let blocks = ClaimStatement([claim, claim], phrases: phrases, for: .worker).blocks()
        #expect(blocks.first == .title(phrases.words("statement.joint-title")))
        let headings = blocks.filter { if case .heading = $0 { true } else { false } }
        #expect(headings.count >= claim.heads.count * 2 && !claim.heads.isEmpty)
        #expect(blocks.last == .paragraph(phrases.words("statement.note")))
    }
}
