import Formats

extension FormWorkbook {
    /// Columns and rows without content after which the rest of a sheet is taken for empty: so far are stray cells looked for.
    private static let emptyColumns = 20
    private static let emptyRows = 60

    /// Reads the sheets of an Excel workbook. A workbook with a single sheet is read as the survey, whatever the sheet's name.
    init(xlsx bytes: [UInt8], name: String, problems: inout [FormProblem]) throws(FormError) {
        self.init(name: name)
        do {
            // A form is small: bounds far below the reader's own keep hostile files cheap.
            let workbook = try XLSXWorkbook(bytes: bytes, limits: XLSXLimits(archive: ZIPLimits(entryBytes: 64 << 20), sharedStringBytes: 64 << 20))
            foundNames = workbook.sheetNames
            for sheet in workbook.sheets {
                let isOnly = workbook.sheets.count == 1
                let folded = sheet.name.lowercased()
                guard sheet.hasCells, Self.sheetNames.contains(folded) || isOnly else { continue }
                let name = Self.sheetNames.contains(folded) ? folded : "survey"
                sheets[name] = try Self.sheet(name, sheet.name, of: workbook, &problems)
            }
        } catch let error as XLSXError {
            throw FormError(problems: [FormProblem(.error, "The workbook cannot be read.", remedy: error.description)])
        } catch {
            throw FormError(problems: [FormProblem(.error, "The workbook cannot be read.", remedy: "Save it anew from a spreadsheet program.")])
        }
    }

    /// Thrown to leave the rows of a sheet early.
    private struct End: Error {}

    private static func sheet(_ name: String, _ written: String, of workbook: XLSXWorkbook, _ problems: inout [FormProblem]) throws -> FormSheet {
        var sheet = FormSheet()
        var found: [FormProblem] = []
        var last = 1
        do {
            try workbook.readSheet(written) { row in
                if row.number == 1 {
                    sheet.headings = headings(row, name, &found)
                    return
                }
                let cells = row.cells.compactMap { cell -> FormSheetCell? in
                    guard cell.column < sheet.headings.count, sheet.headings[cell.column] != nil else { return nil }
                    let value = text(cell.value)
                    return value.isEmpty ? nil : FormSheetCell(column: cell.column, value: value)
                }
                if cells.isEmpty { return }
                if row.number - last - 1 > emptyRows { throw End() }
                last = row.number
                sheet.rows.append(FormSheetRow(number: row.number, cells: cells))
            }
        } catch is End {
        }
        problems += found
        return sheet
    }

    private static func headings(_ row: XLSXRow, _ sheet: String, _ problems: inout [FormProblem]) -> [String?] {
        var headings: [String?] = []
        var seen: Set<String> = []
        for cell in row.cells {
            let written = text(cell.value)
            guard !written.isEmpty else { continue }
            if cell.column - headings.count > emptyColumns { break }
            while headings.count < cell.column { headings.append(nil) }
            if !seen.insert(cell.value.text).inserted {
                problems.append(
                    FormProblem(
                        .error, sheet: sheet, row: 1, column: written, "Two columns have this heading.",
                        remedy: "Remove or rename column \(cell.columnLetters)."))
            }
            headings.append(SheetText.withSingleSpaces(written))
        }
        return headings
    }

    private static func text(_ value: XLSXValue) -> String {
        switch value {
        case .bool(let bool): bool ? "TRUE" : "FALSE"
        case .date(let date): CellDate.text(date)
        default: SheetText.trimmed(SheetText.withoutNoBreakSpaces(value.text))
        }
    }
}
