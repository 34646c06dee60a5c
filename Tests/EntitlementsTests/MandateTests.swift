import Entitlements
import Testing

/// What is on file about acting for somebody in another country.
@Suite struct MandateTests {
    private func day(_ text: String) throws -> Day { try #require(KnownDate(text)?.earliest) }

    @Test func everyStatementHasASourceThatCanBeLookedUp() throws {
        let all = try MandateLibrary.all()
        #expect(!all.isEmpty)
        for facts in all {
            #expect(facts.apostille.map { SourceCitation.isUsable($0.source) } ?? true, "\(facts.country)")
            for statement in facts.statements { #expect(SourceCitation.isUsable(statement.source) && !statement.says.isEmpty, "\(facts.country)") }
        }
    }

    /// The first day is that of the convention's entry into force for the later of the two.
    @Test func anApostilleIsEnoughFromTheDayOnWhichBothAreParties() throws {
        #expect(MandateLibrary.needsOnlyApostille(from: "PH", to: "SA", on: try day("2022-12-06")) == false)
        #expect(MandateLibrary.needsOnlyApostille(from: "PH", to: "SA", on: try day("2022-12-07")) == true)
        #expect(MandateLibrary.needsOnlyApostille(from: "ID", to: "SG", on: try day("2022-06-03")) == false)
        #expect(MandateLibrary.needsOnlyApostille(from: "ID", to: "SG", on: try day("2022-06-04")) == true)
        #expect(MandateLibrary.needsOnlyApostille(from: "PH", to: "PH", on: try day("2024-01-01")) == nil)
        #expect(MandateLibrary.needsOnlyApostille(from: nil, to: "SA", on: try day("2024-01-01")) == nil)
    }

    /// Each fault by itself, with its line and its member.
    @Test(arguments: [
        ("a: 1", "countries"), ("countries: [{country: Nepal}]", "country"), ("countries: [{country: NP}, {country: NP}]", "country"),
        ("countries: [{country: NP, apostille: {status: party, source: \"https://example.org\", confidence: high}}]", "from"),
        ("countries: [{country: NP, apostille: {status: not-party, source: \"javascript:1\", confidence: high}}]", "source"),
        ("countries: [{country: NP, statements: [{about: weather, says: x, law: L, source: \"https://example.org\", confidence: high}]}]", "about"),
        ("countries: [{country: NP, statements: [{about: form, law: L, source: \"https://example.org\", confidence: high}]}]", "says"),
        ("countries: [{country: NP, statements: [{about: form, says: x, source: \"https://example.org\", confidence: high}]}]", "law"),
        ("countries: [{country: NP, statements: [{about: form, says: x, by: B, source: \"https://example.org\", confidence: high, sources: y}]}]", "sources"),
    ])
    func faultsAreNamed(_ text: String, _ field: String) {
        let errors = MandateLibrary.read([UInt8](text.utf8), file: "mandates.yaml").errors
        #expect(errors.map(\.field) == [field] && errors.allSatisfy { $0.place.hasPrefix("mandates.yaml, line ") && !$0.remedy.isEmpty }, "\(errors)")
    }

    /// All faults of a file at once, and what is right is read all the same.
    @Test func allFaultsAtOnce() throws {
        let text = """
            countries:
              - country: NP
                apostille: {status: maybe, source: here, confidence: sure}
                statements:
                  - {about: form, says: right, by: An embassy, source: "https://example.org", confidence: high}
                  - {about: weather, source: "https://example.org", confidence: high}
              - country: Qatar
            """
        let (mandates, errors) = MandateLibrary.read([UInt8](text.utf8), file: "mandates.yaml")
        #expect(errors.map(\.field).sorted() == ["about", "confidence", "country", "law", "says", "source", "status"], "\(errors)")
        #expect(Set(errors.compactMap { Int($0.place.split(separator: " ").last ?? "") }).count >= 3, "each has its line: \(errors.map(\.place))")
        #expect(mandates.first?.statements.map(\.says) == ["right"])
        #expect(LawCheck.file(named: "/tmp/mandates.yaml", [UInt8](text.utf8))?.count == errors.count)
    }

    /// Every text that the page of a mandate shows is there in all languages; a text that was corrected is shown in English until it is translated anew.
    @Test(arguments: Phrases.languages)
    func everyTextIsInTheLanguage(_ language: String) throws {
        let phrases = try #require(Phrases.standard(language))
        var texts: [String] = []
        for facts in try MandateLibrary.all() {
            texts += [facts.apostille?.note ?? ""] + facts.statements.flatMap { [$0.says, $0.by, $0.note] }
        }
        texts += try AgencyLibrary.all().flatMap { [$0.says, $0.note] }
        texts = texts.filter { !$0.isEmpty }
        #expect(texts.count > 40)
        for text in texts {
            #expect(phrases.sentence(text).language == language && (phrases.sentence(text).text == text) == (language == "en"), "\(text)")
            #expect(phrases.sentence(text + "!") == (text + "!", "en"))
        }
    }
}
