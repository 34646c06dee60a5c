import Dictionary
import Formats
import Foundation
import Testing

@testable import Forms

/// The forms that come with the product.
@Suite struct TemplateTests {
    static let names = ["first-contact", "rights-violation-report", "missing-worker", "arrival-hand-over", "service-and-follow-up"]
    static let languages = ["English (en)", "Nepali (ne)", "Hindi (hi)", "Bengali (bn)", "Arabic (ar)", "Indonesian (id)"]
    /// A block of Unicode in which a text of the language has letters.
    static let scripts: [String: ClosedRange<UInt32>] = [
        "Nepali (ne)": 0x0900...0x097F, "Hindi (hi)": 0x0900...0x097F, "Bengali (bn)": 0x0980...0x09FF, "Arabic (ar)": 0x0600...0x06FF,
    ]

    /// One row of a sheet by its headings.
    struct Row {
        let sheet: String
        let cells: [String: String]
        func callAsFunction(_ heading: String) -> String { cells[heading] ?? "" }
    }

    private static func bytes(_ name: String) throws -> [UInt8] {
        let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return [UInt8](try Data(contentsOf: project.appending(path: "Sources/Forms/Resources/templates/\(name).csv")))
    }

    private static func rows(_ name: String) throws -> [Row] {
        var reader = try CSVReader(bytes: try bytes(name), dialect: CSVDialect(delimiter: .comma))
        var rows: [Row] = []
        var sheet = ""
        var headings: [String]?
        while let record = try reader.next() {
            if let first = record.fields.first, !first.isEmpty {
                sheet = first
                headings = nil
            } else if let headings {
                rows.append(Row(sheet: sheet, cells: [String: String](zip(headings, record.fields), uniquingKeysWith: { first, _ in first })))
            } else {
                headings = record.fields
            }
        }
        return rows
    }

    @Test("Each template is read without a fault", arguments: names)
    func reads(_ name: String) throws {
        let reading = FormReader.read(bytes: try TemplateTests.bytes(name), name: name)
        // Where an answer is saved is the dictionary's matter, see below.
        #expect(reading.errors.filter { !$0.place.contains("save_to") }.map(\.description) == [])
    }

    @Test("What is there in English is there in all six languages, in the letters of the language", arguments: names)
    func isTranslated(_ name: String) throws {
        var count = 0
        for row in try TemplateTests.rows(name) {
            for (heading, english) in row.cells where heading.hasSuffix("::English (en)") && !english.isEmpty {
                let kind = heading.dropLast("English (en)".count)
                for language in TemplateTests.languages.dropFirst() {
                    let text = row("\(kind)\(language)")
                    #expect(!text.isEmpty, "\(kind)\(language) of “\(english)”")
                    if let script = TemplateTests.scripts[language] {
                        #expect(text.unicodeScalars.contains { script.contains($0.value) }, "\(language): “\(text)”")
                    }
                    count += 1
                }
            }
        }
        #expect(count > 100)
    }

    @Test("Every answer is saved to a field of the dictionary, by codes of its list", arguments: names)
    func savesToFields(_ name: String) throws {
        let dictionary = try DataDictionary.standard()
        let rows = try TemplateTests.rows(name)
        var codes: [String: [String]] = [:]
        for row in rows where row.sheet == "choices" { codes[row("list_name"), default: []].append(row("name")) }
        var saved = 0
        for row in rows where row.sheet == "survey" && !row("save_to").isEmpty {
            if row("type").hasPrefix("begin") {
                let kind = row("save_to").prefix { $0 != " " }
                #expect(dictionary.record(String(kind)) != nil, "\(row("name"))")
                continue
            }
            let fullName = row("save_to").split(separator: ".").prefix(2).joined(separator: ".")
            let field = try #require(dictionary.field(fullName), "\(row("name")): \(fullName)")
            saved += 1
            let words = row("type").split(separator: " ")
            guard words.count == 2, let list = words.last.map(String.init), !list.hasPrefix("${") else { continue }
            if list.hasSuffix(".csv") {
                let vocabulary = try #require(dictionary.vocabulary(String(list.dropLast(".csv".count))), "\(list)")
                // A part of a field, such as a currency, has a list that the field does not name.
                if let own = field.vocabulary { #expect(vocabulary.name == own, "\(row("name"))") }
            } else {
                let vocabulary = try #require(dictionary.vocabulary(of: field), "\(row("name"))")
                for code in try #require(codes[list], "\(list)") { #expect(vocabulary.contains(code), "\(list): \(code)") }
            }
        }
        #expect(saved > 10)
    }

    @Test("The first contact asks for three answers and no more")
    func firstContact() throws {
        let needed = try TemplateTests.rows("first-contact").filter { $0("required") == "yes" }.map { $0("save_to") }
        #expect(needed == ["person.names", "case.destination-country", "case.summary"])
    }
}
