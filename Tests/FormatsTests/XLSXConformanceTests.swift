import Foundation
import TestSupport
import Testing

@testable import Formats

struct XLSXConformanceTests {
    static let folder = "conformance/xlsx"

    /// Hostile files that hold normal cells and open.
    static let opening: Set<String> = ["poi-xxe_in_schema.xlsx", "poi-DataValidationListTooLong.xlsx"]

    /// Normal files that we refuse, with the reason.
    static let refused: [String: String] = [
        // Which of two entries of one name counts cannot be told; the file has no cells for the reference readers either.
        "poi-duplicate-filename.xlsx": "two entries named"
    ]

    @Test(.enabled(if: GroundTruth.has(folder), "the workbooks are not here"))
    func cellsOnWhichBothReadersAgree() throws {
        var expected: [String: [[String: String]]] = [:]
        for row in try ConformanceData.csv(Self.folder + "/cells.csv") where row["readers_agree"] == "yes" {
            expected[row["file"] ?? "", default: []].append(row)
        }
        #expect(expected.count > 40)
        var checked = 0
        for (file, rows) in expected {
            let kind = Self.opening.contains(file) ? "hostile" : "files"
            let workbook = try XLSXWorkbook(bytes: GroundTruth.bytes("\(Self.folder)/\(kind)/\(file)"))
            for (sheet, rows) in Dictionary(grouping: rows, by: { $0["sheet"] ?? "" }) {
                var cells: [String: XLSXValue] = [:]
                try workbook.readSheet(sheet) { row in
                    for cell in row.cells { cells[cell.columnLetters + String(row.number)] = cell.value }
                }
                for row in rows {
                    let cell = row["cell"] ?? ""
                    let found = cells[cell]
                    #expect(
                        Self.matches(found, type: row["type"], value: row["value"] ?? ""),
                        "\(file) \(sheet) \(cell): \(row) is read as \(String(describing: found))")
                    checked += 1
                }
            }
        }
        #expect(checked > 4_000)
    }

    static func matches(_ found: XLSXValue?, type: String?, value: String) -> Bool {
        switch (type, found) {
        case ("text", .text(let text)): text.utf8.elementsEqual(value.utf8)
        case ("number", .number(let number)): isClose(number, Double(value))
        case ("bool", .bool(let bool)): String(bool) == value
        case ("duration", .duration(let seconds)): isClose(seconds, Double(value))
        // The labels call every text an error that begins with a number sign, such as the format "##0.0E+0".
        case ("error", .error(let text)), ("error", .text(let text)): text == value
        // The reference always writes a time, and six digits of a second.
        case ("datetime", .date(let date)):
            value.hasPrefix(date.text) || (date.hour == 0 && value == date.text + "T00:00:00")
        case ("date", .date(let date)): date.text == value
        default: false
        }
    }

    private static func isClose(_ number: Double, _ expected: Double?) -> Bool {
        guard let expected else { return false }
        return number == expected || abs(number - expected) <= abs(expected) * 1e-12
    }

    @Test(.enabled(if: GroundTruth.has(folder), "the workbooks are not here"))
    func everyFileOpensOrIsRefusedWithAReason() throws {
        for row in try ConformanceData.csv(Self.folder + "/index.csv") {
            let file = try #require(row["file"])
            let isHostile = row["kind"] == "hostile"
            let bytes = try GroundTruth.bytes("\(Self.folder)/\(isHostile ? "hostile" : "files")/\(file)")
            var refusal: String?
            var cells = 0
            do {
                let workbook = try XLSXWorkbook(bytes: bytes)
                for sheet in workbook.sheets where sheet.hasCells {
                    try workbook.readSheet(sheet.name) { cells += $0.cells.count }
                }
                try checkIndex(row, workbook, cells: cells)
            } catch { refusal = "\(error)" }
            if isHostile, !Self.opening.contains(file) {
                #expect((refusal?.count ?? 0) > 30, "\(file) opens with \(cells) cells")
            } else if let reason = Self.refused[file] {
                #expect(refusal?.contains(reason) == true)
            } else {
                #expect(refusal == nil, "\(file) is refused")
            }
        }
    }

    /// Names, visibility, merged cells and the system of dates as both reference readers tell them.
    private func checkIndex(_ row: [String: String], _ workbook: XLSXWorkbook, cells: Int) throws {
        let file = row["file"] ?? ""
        if let sheets = row["sheets"], !sheets.isEmpty {
            #expect(workbook.sheets.filter(\.hasCells).map { "\($0.name) [\($0.visibility)]" }.joined(separator: "|") == sheets, "\(file)")
        }
        if let system = row["date_system"], !system.isEmpty { #expect(workbook.usesDatesSince1904 == (system == "1904"), "\(file)") }
        if let merged = row["merged_ranges"], !merged.isEmpty {
            for member in try JSONValue.parse(merged.bytes).object?.members ?? [] {
                let expected = Set((member.value.array ?? []).compactMap { XLSXRange($0.string ?? "") })
                #expect(try Set(workbook.mergedRanges(of: member.name)) == expected, "\(file)")
            }
        }
        // Strict workbooks have cells although one reader says that they have none.
        if row["cells_calamine"].flatMap({ Int($0) }) ?? 0 > 0 { #expect(cells > 0, "\(file)") }
    }
}
