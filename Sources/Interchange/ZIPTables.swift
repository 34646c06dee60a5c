import Formats
import Foundation

/// The CSV files of an archive as tables.
enum ZIPTables {
    /// - Parameter isTable: which entries are meant, by the last part of their path.
    static func csv(in file: URL, name: String, where isTable: (String) -> Bool) throws(ImportError) -> [any TableSource] {
        guard let data = try? Data(contentsOf: file, options: .mappedIfSafe) else {
            throw ImportError(place: name, problem: "the file cannot be read", remedy: "Check its permissions.")
        }
        var tables: [any TableSource] = []
        do {
            let archive = try ZIPArchive(bytes: [UInt8](data))
            for entry in archive.entries.sorted(by: { $0.name < $1.name }) where isTable(last(of: entry.name)) && isTable(entry.name) {
                tables.append(try CSVTable(bytes: archive.contents(of: entry), name: "\(name)/\(entry.name)", encoding: nil))
            }
        } catch let error as ImportError {
            throw error
        } catch {
            throw ImportError(place: name, problem: Sentence.clause("\(error)"), remedy: remedy(for: error))
        }
        return tables
    }

    /// What the sentence of the error does not say.
    private static func remedy(for error: any Error) -> String {
        switch error as? ZIPError {
        case .ratioTooHigh, .overlappingEntries: "Do not unpack it; ask whoever sent it for the CSV files themselves."
        case .tooManyEntries: "Pack only the tables."
        case nil: "Get the whole file again."
        default: ""
        }
    }

    private static func last(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
