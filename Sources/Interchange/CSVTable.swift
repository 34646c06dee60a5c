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
        let dialect = try Self.dialect(encoding: encoding, file: name)
        do {
            self = try CSVTable(CSVReader(file: url, dialect: dialect), file: name, size: size)
        } catch let error as CSVError {
            throw Self.describe(error, file: name)
        } catch let error as ImportError {
            throw error
        } catch {
            throw ImportError(place: name, problem: "the file cannot be read", remedy: "Check that it is there and may be read.")
        }
    }

    init(bytes: [UInt8], name: String, encoding: String?) throws(ImportError) {
        let dialect = try Self.dialect(encoding: encoding, file: name)
        do {
            self = try CSVTable(CSVReader(bytes: bytes, dialect: dialect), file: name, size: bytes.count)
        } catch let error as CSVError {
            throw Self.describe(error, file: name)
        } catch let error as ImportError {
            throw error
        } catch {
            throw ImportError(place: name, problem: "the file cannot be read", remedy: "Save it as CSV in UTF-8.")
        }
    }

    private init(_ reader: CSVReader, file: String, size: Int) throws {
        var reader = reader
        guard let header = try reader.next() else {
            throw ImportError(place: file, problem: "the file is empty", remedy: "The first row must name the columns.")
        }
        self.file = file
        self.reader = reader
        columns = header.fields.map(CellText.trimmed)
        unitsTotal = size
        guard columns.contains(where: { !$0.isEmpty }) else {
            throw ImportError(place: "\(file), line \(header.line)", problem: "the first row names no columns", remedy: "Write the columns' names in it.")
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

    private static func dialect(encoding: String?, file: String) throws(ImportError) -> CSVDialect? {
        guard let encoding else { return nil }
        let known = CSVDialect.Encoding.allCases
        guard let match = known.first(where: { $0.rawValue.lowercased() == encoding.lowercased() }) else {
            throw ImportError(
                place: file, problem: "the encoding “\(encoding)” is not read",
                remedy: Nearest.remedy(for: encoding, in: known.map(\.rawValue), called: "encoding"))
        }
        return CSVDialect(encoding: match)
    }

    static func describe(_ error: CSVError, file: String) -> ImportError {
        let sentence = error.description
        return ImportError(place: file, problem: sentence, remedy: "Nothing after this place was read.")
    }
}
