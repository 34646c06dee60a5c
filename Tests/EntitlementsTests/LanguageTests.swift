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

    @Test func aDocumentHasEveryHeadWithItsChain() throws {
        let phrases = try #require(Phrases.standard("ar"))
        let claim = try Claims.claim(Self.facts)
        let blocks = ClaimStatement([claim, claim], phrases: phrases).blocks()
        #expect(blocks.first == .title(phrases.words("statement.joint-title")))
        let headings = blocks.filter { if case .heading = $0 { true } else { false } }
        #expect(headings.count >= claim.heads.count * 2 && !claim.heads.isEmpty)
        #expect(blocks.last == .paragraph(phrases.words("statement.note")))
    }
}
