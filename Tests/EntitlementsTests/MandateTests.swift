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

    @Test(arguments: [
        "a: 1", "countries: [{country: Nepal}]", "countries: [{country: NP}, {country: NP}]",
        "countries: [{country: NP, apostille: {status: party, source: \"https://example.org\", confidence: high}}]",
        "countries: [{country: NP, apostille: {status: not-party, source: \"javascript:1\", confidence: high}}]",
        "countries: [{country: NP, statements: [{about: weather, says: x, source: \"https://example.org\", confidence: high}]}]",
        "countries: [{country: NP, statements: [{about: form, source: \"https://example.org\", confidence: high}]}]",
    ])
    func damagedFilesAreRefused(_ text: String) {
        do throws(LawError) {
            _ = try MandateLibrary.read([UInt8](text.utf8), file: "mandates.yaml")
            Issue.record("was read: \(text)")
        } catch {
            #expect(error.place.hasPrefix("mandates.yaml, line ") && !error.remedy.isEmpty)
        }
    }
}
