import Dictionary
import Formats
import Foundation

/// Reads OpenEvSys tables: a folder or archive of CSV files, or one of them. Which table a file is shows from its columns.
struct OpenEvSysPreset {
    let dictionary: DataDictionary
    let limits: ImportLimits
    let fileDigest: String

    static let source = "openevsys"

    func plan(_ file: URL, name: String, isFolder: Bool) throws(ImportError) -> ImportPlan {
        var parts: [any ImportPart] = []
        for table in try tables(file, name: name, isFolder: isFolder) { parts.append(try part(table)) }
        guard !parts.isEmpty else {
            throw ImportError(place: name, problem: "there is no CSV file in it", remedy: "Export the OpenEvSys tables as CSV into it.")
        }
        return ImportPlan(source: Self.source, title: "OpenEvSys", parts: parts)
    }

    private func part(_ table: any TableSource) throws(ImportError) -> MappedPart {
        guard let entity = OpenEvSysTables.entity(columns: table.columns) else {
            throw ImportError(
                place: table.file, problem: "the columns are not those of an OpenEvSys table",
                remedy: "A table has its record number as a column, such as \(OpenEvSysTables.keys.map(\.column).joined(separator: ", ")).")
        }
        let mapping = try OpenEvSysTables(dictionary: dictionary, entity: entity, columns: table.columns, file: table.file).mapping()
        let converter = try MappingCompiler.compile(
            mapping, dictionary: dictionary, columns: table.columns, table: table.file, fileDigest: fileDigest, limits: limits)
        return MappedPart(table, converter)
    }

    private func tables(_ file: URL, name: String, isFolder: Bool) throws(ImportError) -> [any TableSource] {
        if isFolder {
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: file.path)) ?? []).filter(Self.isTable).sorted()
            var tables: [any TableSource] = []
            for name in names { tables.append(try CSVTable(file: file.appending(path: name), name: name, encoding: nil)) }
            return tables
        }
        guard try FileKind.of(file, name: name) == .zip else { return [try CSVTable(file: file, name: name, encoding: nil)] }
        return try ZIPTables.csv(in: file, name: name, where: Self.isTable)
    }

    private static func isTable(_ name: String) -> Bool {
        name.lowercased().hasSuffix(".csv") && !name.hasPrefix(".") && !name.contains("__MACOSX")
    }
}
