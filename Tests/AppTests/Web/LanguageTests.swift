import Formats
import TestSupport
import Testing

@testable import App

@Suite("Languages")
struct LanguageTests {
    let catalogue: LanguageCatalogue

    init() throws {
        catalogue = try .standard()
    }

    private func rows(_ path: String) throws -> [[String: String]] {
        var reader = try CSVReader(bytes: GroundTruth.bytes(path), dialect: CSVDialect(delimiter: .comma))
        guard let header = try reader.next()?.fields else { return [] }
        var rows: [[String: String]] = []
        while let record = try reader.next() { rows.append([String: String](zip(header, record.fields).map { ($0, $1) }, uniquingKeysWith: { $1 })) }
        return rows
    }

    @Test(
        "Plural rules of sixteen languages agree with the samples of CLDR",
        .enabled(if: GroundTruth.has("conformance/cldr/plural-samples.csv"), "the samples are not here"))
    func plurals() throws {
        var rules: [String: [(String, PluralRule)]] = [:]
        for row in try self.rows("conformance/cldr/plural-rules.csv") where row["rule"]?.isEmpty == false {
            let rule = try #require(PluralRule(row["rule"] ?? ""), "\(row)")
            rules["\(row["locale"] ?? "") \(row["type"] ?? "")", default: []].append((row["category"] ?? "", rule))
        }
        var compared = 0
        for row in try self.rows("conformance/cldr/plural-samples.csv") {
            let number = try #require(DecimalOperands(row["number"] ?? ""), "\(row)")
            let category = rules["\(row["locale"] ?? "") \(row["type"] ?? "")"]?.first { $0.1.holds(for: number) }?.0 ?? "other"
            #expect(category == row["category"], "\(row)")
            compared += 1
        }
        #expect(compared > 600)
    }

    @Test(
        "Whole numbers are written as ICU does, with the digits that the product pins",
        .enabled(if: GroundTruth.has("conformance/cldr/format-samples.csv"), "the samples are not here"))
    func numbers() throws {
        var compared = 0
        for row in try rows("conformance/cldr/format-samples.csv") where row["kind"] == "decimal" {
            guard let language = row["locale"], catalogue.languages.contains(language), let number = Int(row["input"] ?? "") else { continue }
            #expect(catalogue.facts(of: language).text(number) == row["icu"], "\(row)")
            compared += 1
        }
        #expect(compared > 20)
    }

    @Test("Every language has every text, each with the same places to fill and all forms of its plural")
    func completeness() throws {
        let english = catalogue.keys("en")
        #expect(english.count > 120)
        for language in catalogue.languages {
            #expect(english.subtracting(catalogue.keys(language)).sorted() == [], "\(language) lacks texts")
            #expect(catalogue.keys(language).subtracting(english).sorted() == [], "\(language) has texts that English has not")
            for key in english {
                guard let original = catalogue.entry(key, "en"), let entry = catalogue.entry(key, language) else { continue }
                let texts = entry.object?.members.compactMap(\.value.string) ?? [entry.string ?? ""]
                let places = Set(
                    (original.object.flatMap { $0["other"]?.string } ?? original.string ?? "").matches(of: #/\{[a-z]+\}/#).map { String($0.output) })
                for text in texts {
                    let own = Set(text.matches(of: #/\{[a-z]+\}/#).map { String($0.output) })
                    // A form for one or two may say the number in words.
                    #expect(own == places || (original.object != nil && own.isSubset(of: places)), "\(language) \(key)")
                    #expect(!text.isEmpty, "\(language) \(key)")
                }
                if original.object != nil {
                    let needed = Set(catalogue.facts(of: language).plurals.map(\.category) + ["other"])
                    let given = Set(entry.object?.members.map(\.name) ?? [])
                    #expect(needed == given, "\(language) \(key)")
                }
            }
        }
    }

    @Test(
        "The best language for a browser",
        arguments: [("ne-NP,en;q=0.8", "ne"), ("fr,de;q=0.9", "en"), ("en;q=0.1,ar;q=0.9", "ar"), ("", "en"), ("ar;q=0,id", "id"), (";;;q=", "en")])
    func acceptLanguage(_ header: String, _ language: String) {
        #expect(catalogue.best(forAccepted: header) == language)
    }
}
