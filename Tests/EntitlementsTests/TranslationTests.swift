import Entitlements
import Formats
import Testing

/// What forum steps and limitations say in the six languages.
@Suite struct TranslationTests {
    @Test func everyForumStepAndLimitationIsTranslated() throws {
        let findings = LawCheck.findings(RuleTranslations.current(), books: try LawLibrary.books())
        #expect(findings.isEmpty, "\(findings.map(\.description))")
    }

    @Test func aStepIsToldInItsLanguageAndFallsBackToEnglish() throws {
        let book = try #require(try LawLibrary.book(country: "KW", category: .privateSector))
        let step = try #require(book.rules.first { $0.topic == "dispute-step-2" })
        let other = try #require(book.rules.first { $0.topic == "notice" })
        for language in Phrases.languages {
            let phrases = try #require(Phrases.standard(language))
            #expect(phrases.sentence(of: step).language == language)
            #expect((phrases.sentence(of: step).text == step.says) == (language == "en"))
            #expect(phrases.sentence(of: other).text == other.says && phrases.sentence(of: other).language == "en")
        }
    }

    @Test func aCorrectedSentenceHasNoTranslation() throws {
        let translations = try RuleTranslations.read([UInt8]("- en: \"Claims lapse\"\n  ne: \"क\"\n  review: [ne]\n  ar: \"ب\"\n".utf8), file: "rules.yaml")
        #expect(translations.text("Claims lapse", in: "ne")?.text == "क" && translations.text("Claims lapse", in: "ne")?.isReviewed == true)
        #expect(translations.text("Claims lapse", in: "ar")?.isReviewed == false)
        #expect(translations.text("Claims lapse after a year", in: "ne") == nil && translations.text("Claims lapse", in: "hi") == nil)
        let findings = LawCheck.findings(translations, books: try LawLibrary.books())
        #expect(findings.contains { $0.problem == "no rule and no statement says “Claims lapse”" } && findings.contains { $0.problem.contains("is not translated into") })
    }

    @Test(arguments: ["a: 1", "- {en: x, fr: y}", "- {en: x, ne: \"\"}", "- {en: x, ne: a}\n- {en: x, ar: b}", "- x", "{"])
    func damagedTranslationsAreRefusedWithPlaceAndRemedy(_ text: String) {
        do throws(LawError) {
            _ = try RuleTranslations.read([UInt8](text.utf8), file: "rules.yaml")
            Issue.record("was read: \(text)")
        } catch {
            #expect(error.place.hasPrefix("rules.yaml, line ") && !error.remedy.isEmpty)
        }
    }

    /// Each fault of a file of translations is named, and what is right is read.
    @Test func allFaultsAtOnce() {
        let text = "- {en: a, ne: b}\n- {en: a, ne: c}\n- {ne: d}\n- {en: e, fr: f, ar: \"\"}\n"
        let (translations, errors) = RuleTranslations.readAll([UInt8](text.utf8), file: "rules.yaml")
        #expect(errors.map(\.place) == ["rules.yaml, line 2", "rules.yaml, line 3", "rules.yaml, line 4", "rules.yaml, line 4"], "\(errors)")
        #expect(translations.text("a", in: "ne")?.text == "b")
    }

    @Test func deadlinesAreNamedInTheLanguage() throws {
        let claim = try Claims.claim(#"{"country":"KW","category":"private","start":"2019-01-01","end":"2026-03-31","ending":"termination","wage":{"monthly":"300","basic":"300"}}"#)
        let deadline = try #require(claim.deadlines.first)
        let arabic = try #require(Phrases.standard("ar"))
        #expect(deadline.json(arabic, claim.currency)["claim"]?.string == "يجب رفع المطالبة بعد انتهاء العمل خلال")
        #expect(ClaimStatement([claim], phrases: arabic).text().contains("يجب رفع المطالبة بعد انتهاء العمل خلال"))
    }
}
