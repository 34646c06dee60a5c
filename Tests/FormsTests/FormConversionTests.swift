import Formats
import Foundation
import TestSupport
import Testing

@testable import Forms

/// Real forms and single-feature cases that others wrote, with what pyxform 4.5.0 makes of them.
@Suite(.enabled(if: GroundTruth.has("xlsforms/index.json"), "the ground truth of XLSForms is not there"))
struct FormConversionTests {
    @Test func theGroundTruthIsComplete() {
        #expect(KnownForm.all.count == 467)
    }

    /// Where the reference is wrong, and why.
    static let exceptions: [String: String] = [
        "cases/notes_01.csv": "pyxform escapes < and & twice in a path into a list that stands in a label, so that no client can evaluate it",
        "cases/notes_03.csv": "as notes_01",
        "cases/upload_question_05.csv": "the heading body:esri:style makes an attribute with a printed Python dictionary; here it is ignored with a warning",
        "forms/pyxform--xl_date_ambiguous_v1.xlsx": "pyxform writes a time into the default of a date question; here it is a date",
    ]

    @Test(arguments: KnownForm.all.filter(\.converts))
    func converts(_ known: KnownForm) throws {
        let reading = try FormReader.read(file: GroundTruth.url("xlsforms/" + known.path))
        let form = try #require(reading.form, "\(reading.errors.map(\.description).joined(separator: "\n"))")
        let found = try XFormMeaning(Array(XFormWriter.xml(of: form).utf8))
        let expected = try XFormMeaning(GroundTruth.bytes("xlsforms/\(known.withoutSuffix).xml"))
        let differences = XFormMeaning.differences(expected: expected, found: found)
        if Self.exceptions[known.path] != nil {
            // One line stands against one other, and nothing else differs.
            #expect(differences.count == 2, "\(differences.joined(separator: "\n"))")
            return
        }
        #expect(differences.isEmpty, "\(differences.prefix(12).joined(separator: "\n"))")
    }

    @Test(arguments: KnownForm.all.filter { !$0.converts })
    func refuses(_ known: KnownForm) throws {
        let reading = try FormReader.read(file: GroundTruth.url("xlsforms/" + known.path))
        #expect(reading.form == nil)
        let expected = try JSONValue.parse(GroundTruth.bytes("xlsforms/\(known.withoutSuffix).error.json")).object ?? [:]
        let errors = reading.errors
        #expect(!errors.isEmpty)
        guard let row = expected["row"]?.integer.flatMap({ Int(exactly: $0) }) else { return }
        let sheet = expected["sheet"]?.string ?? "survey"
        #expect(
            errors.contains { $0.sheet == sheet && $0.row == row }, "expected \(sheet), row \(row); found \(errors.map(\.description).joined(separator: "\n"))")
    }
}
