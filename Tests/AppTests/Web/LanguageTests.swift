import Dictionary
import Formats
import Foundation
import Logging
import NIOPosix
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
        "Numbers are written as ICU does, with the digits that the product pins",
        .enabled(if: GroundTruth.has("conformance/cldr/format-samples.csv"), "the samples are not here"))
    func numbers() throws {
        var compared = 0
        for row in try rows("conformance/cldr/format-samples.csv") where row["kind"] == "decimal" {
            guard let language = row["locale"], catalogue.languages.contains(language), let input = row["input"] else { continue }
            #expect(catalogue.facts(of: language).text(decimal: input) == row["icu"], "\(row)")
            if let number = Int(input) { #expect(catalogue.facts(of: language).text(number) == row["icu"], "\(row)") }
            compared += 1
        }
        #expect(compared > 25)
        #expect(catalogue.facts(of: "ne").text(decimal: "1 000") == "1 000")
    }

    @Test(
        "Direction, digits, months and decimal sign are those of CLDR for the countries where the languages are read",
        .enabled(if: GroundTruth.has("conformance/cldr/locale-facts.csv"), "the facts are not here"))
    func locales() throws {
        let locales = ["en_GB": "en", "ne_NP": "ne", "hi_IN": "hi", "bn_BD": "bn", "ar_QA": "ar", "id_ID": "id"]
        let digits = ["latn": "0123456789", "deva": "०१२३४५६७८९", "beng": "০১২৩৪৫৬৭৮৯", "arab": "٠١٢٣٤٥٦٧٨٩"]
        var compared = 0
        for row in try rows("conformance/cldr/locale-facts.csv") {
            guard let language = locales[row["locale"] ?? ""] else { continue }
            let facts = catalogue.facts(of: language)
            #expect(facts.direction == row["direction"] && facts.name == row["own_name"], "\(language)")
            #expect(facts.digits.joined() == digits[row["default_digits"] ?? ""], "\(language)")
            // The list leaves the sign out where it is that of most languages.
            #expect(facts.decimalSeparator == (row["decimal_sign"]?.isEmpty == false ? row["decimal_sign"] : "."), "\(language)")
            #expect(facts.months.joined(separator: "|") == row["months"], "\(language)")
            compared += 1
        }
        #expect(compared == locales.count)
    }

    @Test("Every text that the program names is in the catalogue")
    func named() throws {
        var folder = URL(filePath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        let sources = try #require(FileManager.default.enumerator(at: folder.appending(path: "Sources/App"), includingPropertiesForKeys: nil))
        let known = catalogue.keys("en")
        var count = 0
        for case let file as URL in sources where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: #/(?:translator\(|Page\(request, title: )"([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+)"/#) {
                count += 1
                #expect(known.contains(String(match.output.1)), "\(file.lastPathComponent): \(match.output.1)")
            }
        }
        #expect(count > 1_000)
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

    @Test("What is wrong with an answer is told in the reader's language, whatever is wrong with whichever kind of value")
    func faults() throws {
        let dictionary = try DataDictionary.standard()
        for language in catalogue.languages {
            let translator = Translator(catalogue: catalogue, language: language)
            for type in FieldType.allCases {
                guard let field = dictionary.fields.first(where: { $0.type == type }) else { continue }
                for kind in ValueError.Kind.allCases {
                    let sentence = AnswerFault.sentence(ValueError(kind, offered: "Qxgiven", "is wrong.", remedy: "Mend it."), field, translator)
                    #expect(sentence.contains(field.label(language)), "\(language) \(type) \(kind)")
                    // The dictionary's own sentences speak to those who import files.
                    #expect(!sentence.contains("Mend it."), "\(language) \(type) \(kind)")
                    #expect(!sentence.contains(".fault.") && !sentence.contains("{"), "\(language) \(type) \(kind)")
                }
            }
        }
    }

    @Test("A date or amount as an example stands in Arabic as it has to be written: its parts would change places otherwise")
    func isolated() {
        var found = 0
        for key in catalogue.keys("ar") {
            guard let entry = catalogue.entry(key, "ar") else { continue }
            for text in entry.object?.members.compactMap(\.value.string) ?? [entry.string ?? ""] {
                let outside = text.replacing(#/\u{2066}[^\u{2069}]*\u{2069}/#) { _ -> String in
                    found += 1
                    return ""
                }
                #expect(outside.firstMatch(of: #/[0-9]{4}-[0-9]{2}|[0-9] [A-Z]{3}/#) == nil, "\(key)")
            }
        }
        #expect(found > 8)
    }

    @Test("A language is added by a file; what it lacks is shown in English, and a file for a language that is there improves it")
    func added() async throws {
        let world = try WebWorld()
        let folder = world.world.data.appending(path: "languages")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: folder.appending(path: name)) }
        let months = (1...12).map { "\"mois \($0)\"" }.joined(separator: ",")
        try write(
            "fr.json",
            """
            {"language": {"name": "Français <b>", "direction": "ltr", "digits": "0123456789", "group": " ", "decimal": ",", "months": [\(months)], "plurals": [["one", "i = 0,1"]]},
             "texts": {"platform.leave": "Partir & vite"}}
            """)
        try write("ne.json", #"{"texts": {"platform.leave": "Qxnepali"}}"#)
        func pipeline() throws -> WebPipeline {
            try WebPipeline.standard(
                settings: ServerSettings(), nodes: world.places.map(\.node), logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
                threads: .singleton)
        }
        let browser = WebBrowser(try pipeline())
        let french = await browser.get("/sign-in?language=fr").text
        #expect(french.contains("lang=\"fr\"") && french.contains("Partir &amp; vite") && french.contains("Français &lt;b&gt;"))
        let english = try #require(catalogue.entry("accounts.sign-in.title", "en")?.string)
        #expect(french.contains(english), "what has no text is in English")
        #expect(await browser.get("/sign-in?language=ne").text.contains("Qxnepali"))
        let arabic = try #require(catalogue.entry("platform.leave", "ar")?.string)
        #expect(await browser.get("/sign-in?language=ar").text.contains(arabic))
        try write("id.json", #"{"texts": {"no.such-text": "x"}}"#)
        func found() -> [String] {
            var settings = ServerSettings()
            settings.data = world.world.data.path
            return InstallationCheck(settings: settings, means: UnlockMeans(), backups: nil).findings().filter { $0.subject == "languages" }.map(\.sentence)
        }
        #expect(found().contains { $0.contains("id.json has texts that the program does not know: no.such-text") })
        #expect(found().contains { $0.hasPrefix("languages/fr.json has 1 of") })
        for (name, text, told) in [
            ("de.json", #"{"texts": {}}"#, "has no «language»"), ("de.json", #"{"texts": {"a": 1}}"#, "something else than text at «a»"),
            ("de.json", "{", "is not JSON"), ("de.json", #"{"language": {"name": "Deutsch"}, "texts": {}}"#, "malformed"),
            ("d_.json", "{}", "is not called by a language"),
        ] {
            try write(name, text)
            #expect { try pipeline() } throws: { "\($0)".contains(told) && "\($0)".contains(name) }
            try FileManager.default.removeItem(at: folder.appending(path: name))
        }
    }

    @Test(
        "The best language for a browser",
        arguments: [("ne-NP,en;q=0.8", "ne"), ("fr,de;q=0.9", "en"), ("en;q=0.1,ar;q=0.9", "ar"), ("", "en"), ("ar;q=0,id", "id"), (";;;q=", "en")])
    func acceptLanguage(_ header: String, _ language: String) {
        #expect(catalogue.best(forAccepted: header) == language)
    }
}
