import Dictionary
import Formats
import TestSupport
import Testing

@Suite struct EDTFConformanceTests {
    @Test(
        "Every text on which both reference parsers agree is judged alike",
        .enabled(if: GroundTruth.has("conformance/dates/edtf-cases.csv"), "the EDTF cases are not there"))
    func agreedCases() throws {
        let rows = try groundTruthRows("conformance/dates/edtf-cases.csv").filter { $0["parsers_agree"] == "yes" }
        #expect(rows.count > 250)
        for row in rows {
            let text = try #require(row["value"])
            let isValid = (try? PartialDate(edtf: text)) != nil
            #expect(isValid == (row["valid"] == "y"), "\(text)")
        }
    }

    /// Where this reading differs from a row, and why.
    static let boundExceptions: [String: String] = [
        "python-edtf /2006": "pads an unknown start by ten years; here it has no bound",
        "python-edtf 1984-06-02?/": "pads an unknown end by ten years; here it has no bound",
        "python-edtf 2010-24": "ends winter with the year; here it lasts to February, as go-edtf has it",
        "python-edtf 1950S2": "gives the year alone; here the two significant digits count, as go-edtf has it",
        "python-edtf 1953S2": "gives the year alone; here the two significant digits count",
        "python-edtf 1953S3": "gives the year alone; here the three significant digits count",
        "python-edtf Y17101E4S3": "gives the year alone; here the three significant digits count",
        "python-edtf Y3388E2S3": "gives the year alone; here the three significant digits count",
        "python-edtf Y171010000S3": "gives the year alone; here the three significant digits count",
        "go-edtf 1985-04-12T23:20:30-04": "converts to UTC; here the day is the one that was written",
        "go-edtf Y-1200": "Y before a year of four digits, which both reference parsers refuse",
        "go-edtf Spring, 2002": "is not EDTF",
        "go-edtf winter, 2002": "is not EDTF",
    ]

    @Test(
        "Earliest and latest day agree",
        .enabled(if: GroundTruth.has("conformance/dates/edtf-bounds.csv"), "the EDTF bounds are not there"))
    func bounds() throws {
        var differing: Set<String> = []
        let rows = try groundTruthRows("conformance/dates/edtf-bounds.csv")
        #expect(rows.count > 80)
        for row in rows {
            let text = try #require(row["value"])
            let source = try #require(row["source"])
            let date = try? PartialDate(edtf: text)
            if bound(date?.earliest) != row["earliest"] || bound(date?.latest) != row["latest"] {
                let key = "\(source) \(text)"
                differing.insert(key)
                #expect(
                    EDTFConformanceTests.boundExceptions[key] != nil,
                    "\(key): \(bound(date?.earliest)) to \(bound(date?.latest)), expected \(row["earliest"] ?? "") to \(row["latest"] ?? "")")
            }
        }
        #expect(differing == Set(EDTFConformanceTests.boundExceptions.keys), "an exception that is none any more is removed from the list")
    }

    private func bound(_ day: CalendarDay?) -> String {
        guard let day else { return "inf" }
        return day.description.hasPrefix("+") ? String(day.description.dropFirst()) : day.description
    }

    @Test("Texts of others that are valid somewhere never crash, and what is accepted keeps its text")
    func hostile() {
        var random = Seeded(state: 7)
        let alphabet = Array("0123456789X-/.?~%[]{},YESTZ: +".unicodeScalars)
        for _ in 0..<8_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...16, using: &random) { text.unicodeScalars.append(alphabet.randomElement(using: &random) ?? "0") }
            guard let date = try? PartialDate(edtf: text) else { continue }
            #expect(date.edtf == text)
            if let earliest = date.earliest, let latest = date.latest { #expect(earliest <= latest, "\(text)") }
            #expect(!date.displayText.isEmpty)
        }
    }
}
