import Formats
import Foundation

/// A sheet of an XLSX workbook as a table. The sheet is read whole before its first row is given, because only at its end is it known to be undamaged.
struct XLSXTable: TableSource {
    let file: String
    let columns: [String]
    private var rows: [SourceRow]
    private var position = 0

    /// - Parameter sheet: the sheet's name; nil: the only visible sheet.
    init(file url: URL, name: String, sheet: String?) throws(ImportError) {
        guard let data = try? Data(contentsOf: url, options: .mappedIfSafe) else {
            throw ImportError(place: name, problem: "the file cannot be read", remedy: "Check its permissions.")
        }
        do {
            let workbook = try XLSXWorkbook(bytes: [UInt8](data))
            let sheetName = try Self.choose(sheet, in: workbook, file: name)
            var read: [SourceRow] = []
            try workbook.readSheet(sheetName) { row in
                var fields = [String](repeating: "", count: (row.cells.last?.column ?? -1) + 1)
                for cell in row.cells { fields[cell.column] = cell.value.text }
                read.append(SourceRow(number: row.number, fields: fields))
            }
            guard let header = read.first else {
                throw ImportError(
                    place: "\(name), sheet “\(sheetName)”", problem: "the sheet is empty", remedy: "The first row must name the columns.")
            }
            file = name
            columns = header.fields.map(CellText.trimmed)
            rows = read
            position = 1
        } catch let error as ImportError {
            throw error
        } catch {
            throw ImportError(place: name, problem: Sentence.clause("\(error)"), remedy: Self.remedy(for: error))
        }
    }

    /// What the sentence of the error does not say. A file that is made to exhaust a reader, or to make it open others, is not to be opened elsewhere either.
    private static func remedy(for error: any Error) -> String {
        switch error as? XLSXError {
        case .archive(.ratioTooHigh), .archive(.overlappingEntries), .archive(.tooManyEntries):
            return "Do not open it; ask whoever sent it for the table as CSV."
        case .part(_, let xml):
            switch xml.reason {
            case .documentType: return "No spreadsheet program writes one: ask whoever sent the file for the table as CSV."
            case .unexpectedEnd: return ""
            default: return "The file is damaged, or was not written by a spreadsheet program: get it again, or ask for the table as CSV."
            }
        case .invalidReference, .textTooLong: return "Open the workbook in a spreadsheet program and save the table as CSV."
        case .noSheets: return "Check that it is the right file."
        case nil: return "Get the whole file again, or ask for the table as CSV."
        default: return ""
        }
    }

    private static func choose(_ sheet: String?, in workbook: XLSXWorkbook, file: String) throws(ImportError) -> String {
        if let sheet {
            guard workbook.sheetNames.contains(where: { $0.utf8.elementsEqual(sheet.utf8) }) else {
                throw ImportError(
                    place: file, problem: "the workbook has no sheet “\(sheet)”",
                    remedy: Nearest.remedy(for: sheet, in: workbook.sheetNames, called: "sheet"))
            }
            return sheet
        }
        let visible = workbook.sheets.filter { $0.visibility == .visible && $0.hasCells }.map(\.name)
        guard visible.count <= 1 else {
            throw ImportError(
                place: file, problem: "the workbook has \(visible.count) sheets", remedy: "Name one in the mapping, such as “sheet: \(visible[0])”.")
        }
        guard let only = visible.first else {
            throw ImportError(place: file, problem: "the workbook has no visible sheet with cells", remedy: "Name the sheet in the mapping.")
        }
        return only
    }

    var unitsRead: Int { position }
    var unitsTotal: Int { rows.count }

    mutating func next() throws(ImportError) -> SourceRow? {
        guard position < rows.count else { return nil }
        var row = rows[position]
        position += 1
        // A sheet does not store empty cells at the end of a row.
        while row.fields.count < columns.count { row.fields.append("") }
        // Nor is a cell with blanks only beyond the last column a value.
        while row.fields.count > columns.count, CellText.trimmed(row.fields[row.fields.count - 1]).isEmpty { row.fields.removeLast() }
        return row
    }
}
