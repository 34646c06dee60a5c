import Dictionary
import EmbeddedResources
import Formats
import Foundation

/// What an import consists of: tables and what turns their rows into drafts.
struct ImportPlan {
    var source: String
    var title: String
    var parts: [any ImportPart]

    static func make(
        file: URL, instructions: ImportInstructions, fileDigest: String, dictionary: DataDictionary, limits: ImportLimits
    ) throws(ImportError) -> ImportPlan {
        let name = file.lastPathComponent
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) else {
            throw ImportError(place: name, problem: "there is no such file", remedy: "Check its name and folder.")
        }
        switch instructions {
        case .mapping(let bytes, let mappingName):
            let mapping = try MappingReader.read(bytes, file: mappingName, limits: limits)
            guard !isFolder.boolValue else {
                throw ImportError(place: name, problem: "a mapping reads one file, and this is a folder", remedy: "Name the file in it.")
            }
            let table = try open(file, name: name, mapping: mapping)
            let converter = try MappingCompiler.compile(
                mapping, dictionary: dictionary, columns: table.columns, table: name, fileDigest: fileDigest, limits: limits)
            return ImportPlan(source: mapping.source, title: mapping.title ?? mapping.source, parts: [MappedPart(table, converter)])
        case .preset(.ctdc):
            guard !isFolder.boolValue else {
                throw ImportError(place: name, problem: "a CTDC dataset is one file, and this is a folder", remedy: "Name the file in it.")
            }
            return try ctdc(file, name: name, fileDigest: fileDigest, dictionary: dictionary, limits: limits)
        case .preset(.htcds):
            throw ImportError(place: name, problem: "not read", remedy: "")
        case .preset(.openevsys):
            throw ImportError(place: name, problem: "not read", remedy: "")
        }
    }

    /// Opens a CSV or XLSX file as a table, judged by its first bytes and not by its name.
    static func open(_ file: URL, name: String, mapping: Mapping) throws(ImportError) -> any TableSource {
        try CSVTable(file: file, name: name, encoding: mapping.encoding)
    }
}
