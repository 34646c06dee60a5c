import Formats
import Foundation

extension FormWorkbook {
    private static let dialect = CSVDialect(delimiter: nil, strayQuotes: .literal, blankLines: .skipped)

    /// Reads all sheets from one file: a line with a sheet's name in the first column, then its header and rows with the first column empty.
    init(csv bytes: [UInt8], name: String, problems: inout [FormProblem]) throws(FormError) {
        self.init(name: name)
        var sheet: String?
        var hasHeader = false
        do throws(CSVError) {
            var reader = try CSVReader(bytes: bytes, dialect: Self.dialect)
            while let record = try reader.next() {
                guard let first = record.fields.first else { continue }
                let written = SheetText.trimmed(first)
                if !written.isEmpty {
                    let folded = written.lowercased()
                    foundNames.append(written)
                    if sheets[folded] == nil || !Self.sheetNames.contains(folded) {
                        sheets[folded] = FormSheet()
                        sheet = folded
                    } else {
                        problems.append(
                            FormProblem(.error, "The sheet “\(folded)” begins twice, again in line \(record.line).", remedy: "Put its rows together."))
                        sheet = nil
                    }
                    hasHeader = false
                }
                let fields = record.fields.dropFirst().map { SheetText.trimmed($0) }
                guard let sheet, fields.contains(where: { !$0.isEmpty }) else { continue }
                sheets[sheet]?.add(fields, isHeader: !hasHeader)
                hasHeader = true
            }
        } catch {
            throw FormError(problems: [FormProblem(.error, "The file cannot be read as CSV.", remedy: error.description)])
        }
        sheets = sheets.filter { Self.sheetNames.contains($0.key) }
    }

    /// Reads a folder with a file for each sheet: `survey.csv`, `choices.csv`, `settings.csv` and so on.
    init(folder: URL) throws(FormError) {
        self.init(name: folder.lastPathComponent)
        for sheet in Self.sheetNames {
            let file = folder.appending(path: sheet + ".csv")
            guard FileManager.default.fileExists(atPath: file.path) else { continue }
            foundNames.append(sheet)
            var read = FormSheet()
            do throws(CSVError) {
                var reader = try CSVReader(file: file, dialect: Self.dialect)
                while let record = try reader.next() {
                    let fields = record.fields.map { SheetText.trimmed($0) }
                    if fields.contains(where: { !$0.isEmpty }) { read.add(fields, isHeader: read.headings.isEmpty) }
                }
            } catch {
                throw FormError(problems: [FormProblem(.error, sheet: sheet, "The file \(file.lastPathComponent) cannot be read.", remedy: error.description)])
            }
            sheets[sheet] = read
        }
    }
}

extension FormSheet {
    /// Rows are counted without blank lines, as they would be in a spreadsheet that they were removed from.
    fileprivate mutating func add(_ fields: [String], isHeader: Bool) {
        if isHeader {
            headings = fields.map { $0.isEmpty ? nil : $0 }
            return
        }
        let cells = fields.enumerated().compactMap { column, value in
            value.isEmpty || column >= headings.count || headings[column] == nil ? nil : FormSheetCell(column: column, value: value)
        }
        rows.append(FormSheetRow(number: rows.count + 2, cells: cells))
    }
}
