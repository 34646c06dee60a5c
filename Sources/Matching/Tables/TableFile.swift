import Formats
import Foundation

/// Why a table cannot be read, with the name of the file: of several files it is told which.
public struct TableFileError: Error, Sendable, CustomStringConvertible {
    public let file: String
    public let reason: CSVError

    public var description: String {
        switch reason.reason {
        case .cannotRead, .unsupportedEncoding: reason.description
        case .nulByte: "\(file): \(reason) Files with such bytes are mostly in UTF-16. With this command: --encoding UTF-16LE (\(Self.encodings))."
        case .invalidEncoding: "\(file): \(reason) With this command: --encoding windows-1252 (\(Self.encodings))."
        default: "\(file): \(reason)"
        }
    }

    private static var encodings: String { CSVDialect.Encoding.allCases.map(\.rawValue).joined(separator: ", ") }
}

extension CSVRecord {
    /// Whether no field says anything: spreadsheets write such rows behind their tables.
    public var isBlank: Bool { fields.allSatisfy { $0.utf8.allSatisfy { $0 <= 0x20 } } }
}

/// Opens tables as people keep them: with commas, semicolons, tabs or upright strokes, and stray quotation marks.
public enum TableFile {
    /// - Parameter encoding: how a file without a byte order mark is written; nil for UTF-8.
    /// - Throws: ``TableFileError``.
    public static func open(_ file: URL, encoding: CSVDialect.Encoding? = nil, removesFormulaGuard: Bool = false) throws(TableFileError) -> (
        reader: CSVReader, header: [String]
    ) {
        do throws(CSVError) {
            var dialect = CSVDialect(encoding: encoding, strayQuotes: .literal, removesFormulaGuard: removesFormulaGuard)
            var reader = try CSVReader(file: file, dialect: dialect)
            var header = try reader.readHeader()
            if header.count == 1, header[0].utf8.contains(UInt8(ascii: "|")) {
                dialect.delimiter = .pipe
                reader = try CSVReader(file: file, dialect: dialect)
                header = try reader.readHeader()
            }
            if let titles = try rowsOfTitle(above: header, file, dialect) {
                reader = try CSVReader(file: file, dialect: dialect)
                for _ in 0..<titles { _ = try reader.next() }
                header = try reader.readHeader()
            }
            return (reader, header.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) })
        } catch {
            throw TableFileError(file: file.lastPathComponent, reason: error)
        }
    }

    /// So many rows are looked at for the names of columns.
    private static let mostTitles = 5

    /// How many rows stand above the names of the columns: titles, which fill one cell (List of returnees 2024); nil where the first row has the names.
    private static func rowsOfTitle(above header: [String], _ file: URL, _ dialect: CSVDialect) throws(CSVError) -> Int? {
        guard filled(header) <= 1, !header.contains(where: isKnown) else { return nil }
        var reader = try CSVReader(file: file, dialect: dialect)
        for titles in 0...mostTitles {
            guard let row = try reader.next() else { return nil }
            if filled(row.fields) > 1 { return row.fields.contains(where: isKnown) ? titles : nil }
        }
        return nil
    }

    private static func filled(_ fields: [String]) -> Int { fields.count { $0.utf8.contains { $0 > 0x20 } } }

    private static func isKnown(_ column: String) -> Bool { ColumnRecognition.meaning(ofName: ColumnRecognition.folded(column)) != nil }

    /// The next row, with the file's name where there is an error.
    public static func next(_ reader: inout CSVReader, of file: URL) throws(TableFileError) -> CSVRecord? {
        do throws(CSVError) {
            return try reader.next()
        } catch {
            throw TableFileError(file: file.lastPathComponent, reason: error)
        }
    }
}
