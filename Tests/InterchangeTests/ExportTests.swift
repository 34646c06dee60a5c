import Dictionary
import Formats
import Foundation
import Interchange
import Testing

/// Exports other than HTCDS, and what all exporters have in common.
struct ExportTests {
    private static func cases() throws -> [ExportCase] {
        let first = ExportCase(records: [
            ExportRecord(
                identifier: "v2", kind: "violation",
                answers: ["type": Answer(.code("non-payment"), note: "Sita says so"), "case": Answer(.link("c1"))]),
            ExportRecord(identifier: "v1", kind: "violation", answers: ["type": Answer(.code("document-retention"))]),
            ExportRecord(
                identifier: "p1", kind: "person",
                answers: [
                    "names": Answer(.list([.name(try PersonName(full: "Sita Rai"))])), "sex": Answer(.code("female")),
                    "nationality": Answer(.list([.code("BD"), .code("NP")])), "majority-status": Answer(absent: .refused),
                ]),
            ExportRecord(identifier: "c1", kind: "case", answers: ["status": Answer(.code("active")), "title": Answer(.text("=cmd()"))]),
        ])
        return [first, ExportCase(records: [ExportRecord(identifier: "c2", kind: "case", answers: [:])])]
    }

    @Test func factsAreOpenAndOneRowACase() throws {
        var reader = try CSVReader(bytes: Support.export(Self.cases(), .factsCSV))
        let header = try reader.next()?.fields ?? []
        let rows = try [reader.next()?.fields ?? [], reader.next()?.fields ?? []]
        #expect(try reader.next() == nil)
        func value(_ row: Int, _ column: String) -> String? { header.firstIndex(of: column).map { rows[row][$0] } }
        #expect(rows.map { $0[0] } == ["c1", "c2"])
        #expect(value(0, "case.status") == "active")
        #expect(value(0, "violation.type") == "document-retention;non-payment")
        #expect(value(0, "person.nationality") == "BD;NP")
        #expect(value(0, "person.majority-status") == "(refused)")
        #expect(value(1, "case.status") == "")
        // Nothing that is sealed has a column, and no note is written.
        let dictionary = try Support.dictionary.get()
        for column in header.dropFirst() { #expect(dictionary.field(column)?.sensitivity == .open, "\(column)") }
        #expect(!rows.joined().contains { $0.contains("Sita") })
    }

    @Test func jsonLinesHoldEverythingGiven() throws {
        let bytes = try Support.export(Self.cases(), .jsonLines)
        let lines = try bytes.split(separator: 0x0A).map { try JSONValue.parse(Array($0)) }
        #expect(lines.map { $0["record"]?.string } == ["c1", "p1", "v1", "v2", "c2"])
        #expect(lines.map { $0["case"]?.string } == ["c1", "c1", "c1", "c1", "c2"])
        #expect(lines[3]["answers"]?["type"]?["note"] == .string("Sita says so"))
        let status = try #require(lines[0]["answers"]?["status"])
        #expect(try Answer(json: status, type: .code) == Answer(.code("active")))
    }

    @Test(arguments: ExportFormat.allCases)
    func theSameRecordsGiveTheSameBytes(format: ExportFormat) throws {
        let cases = try Self.cases()
        let shuffled = cases.map { ExportCase(records: $0.records.reversed()) }
        #expect(try Support.export(cases, format) == Support.export(shuffled, format))
    }

    @Test func aGroupWithoutACaseIsRefused() throws {
        for format in [ExportFormat.htcdsJSON, .htcdsCSV, .factsCSV] {
            #expect(throws: ExportError.self) { try Support.export([ExportCase(records: [])], format) }
        }
    }
}
