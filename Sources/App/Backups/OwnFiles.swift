import Foundation
import Storage

/// What an organisation has put into the node's folder itself — its fields and lists, its languages, its tables of calendars — as rows of a backup.
enum OwnFiles {
    /// The name under which a backup holds them beside the tables of the database.
    static let table = SourceTable("own_file", "path content:b")
    /// The same in older backups, which held the dictionary's files only, by their path below its folder.
    static let formerTable = SourceTable("dictionary_file", "path content:b")

    /// The folders below the node's, each with the ending of its files.
    private static let folders = ["dictionary": ".csv", "languages": ".json", "calendars": ".csv"]

    /// A row for each file: its path below the node's folder, and its content.
    static func rows(of folder: URL) throws -> [[Value]] {
        try folders.sorted { $0.key < $1.key }.flatMap { name, ending -> [[Value]] in
            let root = folder.appending(path: name)
            let paths = (FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(ending) }.sorted()
            return try paths.map { path in [.text("\(name)/\(path)"), .blob([UInt8](try Data(contentsOf: root.appending(path: path))))] }
        }
    }

    /// - Throws: ``AppError`` for a path that leads out of these folders.
    static func write(_ row: [Value], of table: String, to folder: URL) throws {
        guard row.count == 2, case .text(let written) = row[0], case .blob(let content) = row[1] else { throw unusable }
        let path = table == formerTable.name ? "dictionary/\(written)" : written
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, let ending = folders[parts[0]], path.hasSuffix(ending), !parts.contains(".."), !parts.contains("") else { throw unusable }
        let file = folder.appending(path: path)
        try PrivateFile.makeFolder(file.deletingLastPathComponent())
        try PrivateFile.write(Data(content), to: file)
    }

    private static var unusable: AppError { AppError("The backup holds a file of your own with a name that cannot be used. Use another copy of the backup.") }
}
