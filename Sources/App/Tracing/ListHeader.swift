import Formats
import Foundation
import Interchange
import Vault

/// Finds the row that names the columns in lists as other people keep them: with a title, a date, an address above it, and sometimes on a second sheet.
enum ListHeader {
    /// So many rows above the names are passed over at most.
    static let most = 15

    /// The names of a list's columns. What stands above them is taken out of the file, so that the importer, which takes the first row for them, reads the rest.
    /// - Parameter recognises: whether these can be the names of the columns.
    /// - Throws: `ImportError` if it is no table.
    static func columns(of file: URL, name: String, recognises: ([String]) -> Bool) throws -> [String] {
        let first = try? TableColumns.of(file, name: name)
        if let first, recognises(first) { return first }
        let bytes = [UInt8](try Data(contentsOf: file))
        let rows = bytes.starts(with: Array("PK".utf8)) ? sheetRows(bytes, recognises) : textRows(bytes, recognises)
        guard let rows else { return try first ?? TableColumns.of(file, name: name) }
        try PrivateFile.write(Data(rows), to: file)
        return try TableColumns.of(file, name: name)
    }

    /// The sheet whose names are recognised, from them on, as CSV.
    private static func sheetRows(_ bytes: [UInt8], _ recognises: ([String]) -> Bool) -> [UInt8]? {
        guard let workbook = try? XLSXWorkbook(bytes: bytes) else { return nil }
        for sheet in workbook.sheetNames {
            var writer = CSVWriter()
            var (width, passed) = (0, 0)
            try? workbook.readSheet(sheet) { row in
                var fields = [String](repeating: "", count: (row.cells.last?.column ?? -1) + 1)
                for cell in row.cells { fields[cell.column] = cell.value.text }
                if width == 0 {
                    guard passed <= most, recognises(fields) else {
                        passed += 1
                        return
                    }
                    width = fields.count
                }
                let kept = fields.prefix(width) + [String](repeating: "", count: max(0, width - fields.count))
                if kept.contains(where: { !$0.isEmpty }) { writer.write(Array(kept)) }
            }
            if width > 0 { return writer.takeBytes() }
        }
        return nil
    }

    /// The lines from the names on.
    private static func textRows(_ bytes: [UInt8], _ recognises: ([String]) -> Bool) -> [UInt8]? {
        var start = 0
        for _ in 0..<most {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            start = end + 1
            guard start < bytes.count else { return nil }
            let rest = Array(bytes[start...])
            guard var reader = try? CSVReader(bytes: rest), let header = try? reader.next() else { continue }
            if recognises(header.fields.map { $0.trimmingCharacters(in: .whitespaces) }) { return rest }
        }
        return nil
    }
}
