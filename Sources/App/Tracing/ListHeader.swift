import Formats
import Foundation
import Interchange
import Vault

/// Finds the row that names the columns in lists as other people keep them: with a title, a date, an address above it, and sometimes on a second sheet.
enum ListHeader {
    /// So many rows above the names are passed over at most.
    static let most = 15

    /// What was found of a list.
    struct Opened: Sendable {
        var columns: [String]
        /// The number of a row in the list as it came, of a row of the file that is read.
        var originalRow: @Sendable (Int) -> Int = { $0 }
    }

    /// The names of a list's columns. What stands above them is taken out of the file, so that the importer, which takes the first row for them, reads the rest.
    ///
    /// A text file in another encoding than UTF-8 is written anew in UTF-8, so that all that comes after reads one.
    ///
    /// - Parameters:
    ///   - encoding: how a text file is written; nil for UTF-8, or what its beginning says.
    ///   - recognises: whether these can be the names of the columns.
    /// - Throws: `ImportError` if it is no table.
    static func open(_ file: URL, name: String, encoding: CSVDialect.Encoding? = nil, recognises: ([String]) -> Bool) throws -> Opened {
        if let encoding, encoding != .utf8 { try rewrite(file, name: name, from: encoding) }
        let first = try? TableColumns.of(file, name: name)
        if let first, recognises(first) { return Opened(columns: first) }
        let bytes = [UInt8](try Data(contentsOf: file))
        let found = bytes.starts(with: Array("PK".utf8)) ? sheetRows(bytes, recognises) : textRows(bytes, recognises)
        guard let found else { return Opened(columns: try first ?? TableColumns.of(file, name: name)) }
        try PrivateFile.write(Data(found.bytes), to: file)
        return Opened(columns: try TableColumns.of(file, name: name), originalRow: found.originalRow)
    }

    private static func rewrite(_ file: URL, name: String, from encoding: CSVDialect.Encoding) throws {
        let bytes = [UInt8](try Data(contentsOf: file))
        // A workbook says itself how it is written.
        if bytes.starts(with: Array("PK".utf8)) { return }
        do {
            var reader = try CSVReader(bytes: bytes, dialect: CSVDialect(encoding: encoding, strayQuotes: .literal))
            var writer = CSVWriter()
            while let record = try reader.next() { writer.write(record.fields) }
            try PrivateFile.write(Data(writer.takeBytes()), to: file)
        } catch let error as CSVError {
            throw AppError("\(name) is not written in \(encoding.rawValue): \(error) Choose another encoding.")
        }
    }

    /// The sheet whose names are recognised, from them on, as CSV.
    private static func sheetRows(_ bytes: [UInt8], _ recognises: ([String]) -> Bool) -> (bytes: [UInt8], originalRow: @Sendable (Int) -> Int)? {
        guard let workbook = try? XLSXWorkbook(bytes: bytes) else { return nil }
        for sheet in workbook.sheetNames {
            var writer = CSVWriter()
            var (width, passed, line) = (0, 0, 1)
            var numbers: [Int: Int] = [:]
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
                guard kept.contains(where: { !$0.isEmpty }) else { return }
                writer.write(Array(kept))
                numbers[line] = row.number
                // A cell may hold several lines.
                line += 1 + kept.reduce(0) { $0 + $1.utf8.count { $0 == UInt8(ascii: "\n") } }
            }
            if width > 0 { return (writer.takeBytes(), { [numbers] in numbers[$0] ?? $0 }) }
        }
        return nil
    }

    /// The lines from the names on.
    private static func textRows(_ bytes: [UInt8], _ recognises: ([String]) -> Bool) -> (bytes: [UInt8], originalRow: @Sendable (Int) -> Int)? {
        var start = 0
        for passed in 1...most {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            start = end + 1
            guard start < bytes.count else { return nil }
            let rest = Array(bytes[start...])
            guard var reader = try? CSVReader(bytes: rest), let header = try? reader.next() else { continue }
            if recognises(header.fields.map { $0.trimmingCharacters(in: .whitespaces) }) { return (rest, { $0 + passed }) }
        }
        return nil
    }
}
