import Dictionary
import Formats
import Foundation
import TestSupport
import Testing

@Suite struct TextTests {
    @Test(
        "The form that is kept is NFC, for every row of the Unicode test",
        .enabled(if: GroundTruth.has("conformance/unicode/normalization-15.0-selected.csv"), "the normalization test is not there"))
    func normalization() throws {
        let rows = try groundTruthRows("conformance/unicode/normalization-15.0-selected.csv")
        #expect(rows.count > 2_000)
        for row in rows {
            let source = text(row["source"])
            let nfc = text(row["nfc"])
            let nfd = text(row["nfd"])
            let nfkc = text(row["nfkc"])
            let nfkd = text(row["nfkd"])
            for composed in [source, nfc, nfd] { #expect(same(NormalText.clean(composed), nfc), "\(row["source"] ?? "")") }
            for composed in [nfkc, nfkd] { #expect(same(NormalText.clean(composed), nfkc), "\(row["source"] ?? "")") }
        }
    }

    private func text(_ hex: String?) -> String {
        var text = String.UnicodeScalarView()
        for code in (hex ?? "").split(separator: " ") {
            if let value = UInt32(code, radix: 16), let scalar = Unicode.Scalar(value) { text.append(scalar) }
        }
        return String(text)
    }

    private func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

    @Test(
        arguments: [
            ("a\r\nb\rc\nd", "a\nb\nc\nd"), ("a\u{0}b", "ab"), ("tab\tstays", "tab\tstays"), ("\u{7F}\u{80}\u{9F}x", "x"), ("e\u{301}", "\u{E9}"),
            ("\u{B}\u{C}x", "x"), ("नेपाल", "नेपाल"), ("e\u{1}\u{301}", "\u{E9}"), ("\u{A0}x", "\u{A0}x"), ("Ü", "Ü"),
            ("\u{200E}x\u{200D}", "\u{200E}x\u{200D}"),
            ("\u{212A}", "K"), ("\r\n\r\n", "\n\n"),
        ])
    func controlsAndLineEnds(_ given: String, _ kept: String) {
        #expect(same(NormalText.clean(given), kept))
        #expect(same(NormalText.clean(NormalText.clean(given)), kept))
    }

    @Test("Every scalar of the common scripts, alone and after a letter, a mark and a composing neighbour, is kept as normalizing has it")
    func quickLook() {
        for value in UInt32(0x300)...0x20FF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for before in ["", "a", "\u{915}", "\u{9C7}", "\u{628}", "\u{915}\u{94D}", "a\u{323}", "\u{1025}", "\u{DD9}", "\u{627}", "\u{BC6}"] {
                let text = before + String(Character(scalar))
                #expect(same(NormalText.clean(text), text.precomposedStringWithCanonicalMapping), "\(before) \(String(value, radix: 16))")
            }
        }
    }

    @Test func limits() throws {
        #expect(try FieldValue(text: String(repeating: "क", count: 1_000)) == .text(String(repeating: "क", count: 1_000)))
        #expect {
            try FieldValue(text: String(repeating: "क", count: 1_001))
        } throws: {
            "\($0)" == "The value has 1001 characters; the text may have 1000. Shorten it, or put the longer text in a narrative or a document."
        }
        #expect(throws: ValueError.self) { try FieldValue(text: "\u{0}\u{1}") }
        let long = JSONValue.string(String(repeating: "x", count: 1_000_001))
        #expect(throws: ValueError.self) { try FieldValue(json: long, type: .narrative) }
    }

    @Test(
        "The naughty strings survive text, narrative, name, note and the JSON form",
        .enabled(if: GroundTruth.has("conformance/naughty/blns.json"), "the naughty strings are not there"))
    func naughty() throws {
        let strings = try #require(JSONValue.parse(GroundTruth.bytes("conformance/naughty/blns.json")).array).compactMap(\.string)
        #expect(strings.count > 500)
        for string in strings {
            let kept = NormalText.clean(string)
            #expect(!kept.unicodeScalars.contains("\0"))
            if kept.isEmpty {
                #expect(throws: ValueError.self) { try FieldValue(text: string) }
                continue
            }
            let values: [(FieldValue, FieldType)] = [
                (try FieldValue(text: string), .text), (try FieldValue(text: string, limit: NormalText.narrativeLimit), .narrative),
                (.name(try PersonName(full: string, given: string, script: "Latn")), .name),
                (.place(try Place(country: "NP", locality: string, detail: string)), .place),
            ]
            for (value, type) in values {
                let bytes = value.json.canonicalBytes()
                let read = try FieldValue(json: JSONValue.parse(bytes), type: type)
                #expect(read == value)
                #expect(read.json.canonicalBytes() == bytes)
                if case .text(let text) = read { #expect(same(text, kept)) }
            }
            // Its own text is what it is after NFC: nothing but line ends, controls and normal form may differ.
            let removed = string.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t" }
            if removed.isEmpty { #expect(same(kept, string.precomposedStringWithCanonicalMapping)) }
        }
    }

    @Test("An error never carries invisible characters or the whole of a long text")
    func excerpt() {
        let error = ValueError(.malformed, offered: "a\u{202E}b\u{0}" + String(repeating: "x", count: 100), "is wrong.", remedy: "")
        #expect(error.description.hasPrefix("“a\\u{202E}b\\u{0}xxx"))
        #expect(error.description.unicodeScalars.count < 120)
        #expect(error.withoutValue == "The value is wrong.")
    }
}
