import Formats
import Foundation

/// Why a table cannot be read, with the name of the file: of several files it is told which.
public struct TableFileError: Error, Sendable, CustomStringConvertible {
    public let file: String
    public let reason: CSVError

    public var description: String {
        switch reason.reason {
        case .cannotRead, .unsupportedEncoding: reason.description
        case .invalidEncoding, .nulByte: "\(file): \(reason) With this command: --encoding windows-1252 (\(Self.encodings))."
        default: "\(file): \(reason)"
        }
    }

    private static var encodings: String { CSVDialect.Encoding.allCases.map(\.rawValue).joined(separator: ", ") }
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
            return (reader, header.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) })
        } catch {
            throw TableFileError(file: file.lastPathComponent, reason: error)
        }
    }

    /// The next row, with the file's name where there is an error.
    public static func next(_ reader: inout CSVReader, of file: URL) throws(TableFileError) -> CSVRecord? {
        do throws(CSVError) {
            return try reader.next()
        } catch {
            throw TableFileError(file: file.lastPathComponent, reason: error)
        }
    }
}
