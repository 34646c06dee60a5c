import Dictionary
import Foundation
import Testing

@Suite struct StandardDictionaryTests {
    @Test("A level of a classification that repeats the one above it is called as that is in every language, and is not read for it")
    func broaderLabels() throws {
        let sectors = try #require(DataDictionary.standard().vocabulary("sector"))
        for language in ["ar", "bn", "hi", "id", "ne"] {
            #expect(sectors.label(of: "T9700", language) == sectors.label(of: "T97", language) && sectors.label(of: "T9700", language) != sectors.label(of: "T97"))
        }
        #expect(sectors.codes(writtenAs: sectors.label(of: "T97", "ar")) == ["T97"])
        // One that says more keeps its own.
        #expect(sectors.label(of: "A01", "ar") != sectors.label(of: "A", "ar"))
    }

    @Test("The dictionary in the binary loads and has no error")
    func checks() throws {
        let errors = DictionaryCheck.findings(files: DataDictionary.embeddedFiles).filter { $0.severity == .error }
        #expect(errors.isEmpty, "\(errors.prefix(20).map(\.description).joined(separator: "\n"))")
        let dictionary = try DataDictionary.standard()
        #expect(dictionary.version.hasPrefix("20"))
        let expected = [
            "case", "person", "party", "violation", "claim", "action", "document", "consent", "referral", "notice", "sighting", "organisation",
            "service", "relation",
        ]
        #expect(Set(dictionary.records.map(\.name)).isSuperset(of: expected))
        for record in expected { #expect(!dictionary.fields(of: record).isEmpty, "\(record)") }
    }

    @Test("The files in the binary are those of the folder, to the byte, and every list of the folder is in the dictionary")
    func embedded() throws {
        let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = project.appending(path: "Sources/Dictionary/Resources")
        let embedded = DataDictionary.embeddedFiles
        let inFolder = DataDictionary.files(in: folder)
        let dictionary = try DataDictionary.standard()
        var count = 0
        for case let url as URL in try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)) {
            guard url.pathExtension == "csv" else { continue }
            let path = String(url.path.dropFirst(folder.path.count + 1))
            #expect(embedded(path) == inFolder(path), "\(path): run Scripts/embed-resources.sh")
            if path.hasPrefix("vocabularies/") { #expect(dictionary.vocabulary(url.deletingPathExtension().lastPathComponent) != nil, "\(path)") }
            count += 1
        }
        #expect(count > 10)
    }

    @Test(
        "A country is understood by its codes, its name and how its people are called, in each language of the pages",
        arguments: [
            ("BD", ["BD", "BGD", "bgd", "Bangladesh", "Bangladeshi", "BANGLADESHI", "বাংলাদেশ", "বাংলাদেশি", "বাংলাদেশী", "बांग्लादेशी", "बङ्गलादेशी", "بنغلاديشي", "بنغلاديشية"]),
            ("NP", ["NPL", "Nepali", "Nepalese", "नेपाली", "নেপালি", "نيبالي", "نيبالية", "Nepal"]), ("IN", ["IND", "Indian", "भारतीय", "ভারতীয়", "هندي", "هندية", "India"]),
            ("ID", ["IDN", "Indonesian", "WNI", "إندونيسية", "इन्डोनेसियाली"]), ("PH", ["PHL", "Filipino", "Filipina", "فلبيني", "فلبينية"]),
            ("LK", ["LKA", "Sri Lankan", "سريلانكي", "श्रीलंकाई"]), ("ET", ["ETH", "Ethiopian", "إثيوبية"]), ("SA", ["SAU", "Saudi", "KSA", "سعودي"]),
            ("AE", ["ARE", "UAE", "Emirati"]), ("MM", ["MMR", "Burmese", "Burma", "Myanmar"]), ("GB", ["GBR", "British", "UK"]), ("US", ["USA", "American"]),
        ])
    func spellings(_ code: String, _ texts: [String]) throws {
        let countries = try #require(try DataDictionary.standard().vocabulary("country"))
        for text in texts { #expect(countries.codes(writtenAs: text) == [code], "\(text)") }
    }

    @Test("What is also written for a country is neither the name nor the code of another")
    func distinctSpellings() throws {
        let countries = try #require(try DataDictionary.standard().vocabulary("country"))
        for term in countries.terms {
            for text in term.spellings where !["Congolese", "Dominican"].contains(text) {
                #expect(countries.codes(writtenAs: text) == [term.code], "\(text)")
            }
        }
        // Nobody can say which of the two is meant.
        #expect(countries.codes(writtenAs: "Congolese").sorted() == ["CD", "CG"])
    }

    @Test(
        "No label of a kind, a field, a list or a code of our own lists is missing in any of the languages of the pages",
        arguments: ["ne", "hi", "bn", "ar", "id"])
    func labels(_ language: String) throws {
        let coverage = LabelCoverage(of: try DataDictionary.standard(), language: language)
        for share in [coverage.kinds, coverage.fields, coverage.lists, coverage.codes] { #expect(share.labelled == share.wanted) }
        #expect(coverage.fields.wanted > 500 && coverage.codes.wanted > 1000)
        let missing = DictionaryCheck.findings(files: DataDictionary.embeddedFiles).map(\.message).filter { $0.hasSuffix(" in \(language).") }
        #expect(missing == [])
    }

    @Test("Every code of every list stays under its own name whatever else is typed: labels of a list are told apart or refused")
    func codesReadBack() throws {
        let dictionary = try DataDictionary.standard()
        for field in dictionary.fields where field.vocabulary != nil && !field.takesList {
            let vocabulary = try #require(dictionary.vocabulary(of: field))
            for term in vocabulary.terms.prefix(50) {
                #expect(try field.parse(term.code, in: dictionary) == .code(term.code))
                try dictionary.validate(field: field, value: .code(term.code))
            }
        }
    }
}
