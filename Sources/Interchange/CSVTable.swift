import Formats
import Foundation

/// A CSV file, or an entry of an archive, as a table.
struct CSVTable: TableSource {
    let file: String
    let columns: [String]
    let unitsTotal: Int
    private var reader: CSVReader

    /// - Parameters:
    ///   - encoding: the name of the encoding as a mapping gives it; nil: found out.
    init(file url: URL, name: String, encoding: String?) throws(ImportError) {
        let size = (try? FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int) ?? 0
        try self.init(file: name, size: size, encoding: encoding) { dialect throws(CSVError) in try CSVReader(file: url, dialect: dialect) }
    }

    init(bytes: [UInt8], name: String, encoding: String?) throws(ImportError) {
        try self.init(file: name, size: bytes.count, encoding: encoding) { dialect throws(CSVError) in try CSVReader(bytes: bytes, dialect: dialect) }
    }

    private init(
        file: String, size: Int, encoding: String?, open: (CSVDialect) throws(CSVError) -> CSVReader
    ) throws(ImportError) {
        var dialect = try Self.dialect(encoding: encoding, file: file)
        do throws(CSVError) {
            var reader = try open(dialect)
            var header = try reader.next()
            if header?.fields.contains("corridor-reason") ?? false {
                // A file of rejected rows, which this program wrote itself with the guard against formulas.
                dialect.removesFormulaGuard = true
                reader = try open(dialect)
                header = try reader.next()
            }
            self.reader = reader
            columns = header?.fields.map(CellText.trimmed) ?? []
        } catch {
            throw Self.describe(error, file: file)
        }
        self.file = file
        unitsTotal = size
        guard columns.contains(where: { !$0.isEmpty }) else {
            throw ImportError(place: file, problem: "the first row names no columns", remedy: "The first row must hold the columns' names.")
        }
    }

    var unitsRead: Int { reader.bytesRead }

    mutating func next() throws(ImportError) -> SourceRow? {
        do {
            return try reader.next().map { SourceRow(number: $0.line, fields: $0.fields) }
        } catch {
            throw Self.describe(error, file: file)
        }
    }

    private static func dialect(encoding: String?, file: String) throws(ImportError) -> CSVDialect {
        guard let encoding else { return CSVDialect() }
        guard let match = CSVDialect.Encoding(named: encoding) else {
            throw ImportError(
                place: file, problem: "the encoding “\(encoding)” is not read",
                remedy: Nearest.remedy(for: encoding, in: CSVDialect.Encoding.allCases.map(\.rawValue), called: "encoding"))
        }
        return CSVDialect(encoding: match)
    }

    static func describe(_ error: CSVError, file: String) -> ImportError {
        // The sentence of the format says where, what and how to mend it.
        ImportError(place: file, problem: error.description, remedy: "Nothing after this place was read.")
    }
}
