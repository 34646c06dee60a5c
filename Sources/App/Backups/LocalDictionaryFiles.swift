import Foundation
import Storage

/// The organisation's own fields and lists, which are files in the node's folder, as rows of a backup.
enum LocalDictionaryFiles {
    /// The name under which a backup holds them beside the tables of the database.
    static let table = SourceTable("dictionary_file", "path content:b")

    /// A row for each file: its path below the dictionary's folder, and its content.
    static func rows(of folder: URL) throws -> [[Value]] {
        let root = Node.dictionaryFolder(of: folder)
        let paths = (FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".csv") }.sorted()
        return try paths.map { path in [.text(path), .blob([UInt8](try Data(contentsOf: root.appending(path: path))))] }
    }

    /// - Throws: ``AppError`` for a path that leads out of the dictionary's folder.
    static func write(_ row: [Value], to folder: URL) throws {
        guard row.count == 2, case .text(let path) = row[0], case .blob(let content) = row[1], path.hasSuffix(".csv"), !path.hasPrefix("/"),
            !path.split(separator: "/").contains("..")
        else {
            throw AppError("The backup holds a dictionary file with a name that cannot be used. Use another copy of the backup.")
        }
        let file = Node.dictionaryFolder(of: folder).appending(path: path)
        try PrivateFile.makeFolder(file.deletingLastPathComponent())
        try PrivateFile.write(Data(content), to: file)
    }
}
