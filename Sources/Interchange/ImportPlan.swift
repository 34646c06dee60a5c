import Dictionary
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
            guard !isFolder.boolValue else {
                throw ImportError(place: name, problem: "HTCDS is one file, and this is a folder", remedy: "Name the file in it.")
            }
            return try htcds(file, name: name, fileDigest: fileDigest, dictionary: dictionary, limits: limits)
        case .preset(.openevsys):
            return try OpenEvSysPreset(dictionary: dictionary, limits: limits, fileDigest: fileDigest).plan(
                file, name: name, isFolder: isFolder.boolValue)
        }
    }

    private static func htcds(
        _ file: URL, name: String, fileDigest: String, dictionary: DataDictionary, limits: ImportLimits
    ) throws(ImportError) -> ImportPlan {
        let importer = HTCDSImport(profile: HTCDSProfile(dictionary: dictionary), fileDigest: fileDigest)
        let title = "Human Trafficking Case Data Standard 2.0"
        if try FileKind.of(file, name: name) == .json {
            return ImportPlan(
                source: HTCDSImport.source, title: title, parts: [try HTCDSJSONPart(file: file, name: name, importer: importer, limits: limits)])
        }
        let table = try open(file, name: name, sheet: nil, encoding: nil)
        return ImportPlan(source: HTCDSImport.source, title: title, parts: [try HTCDSCSVPart(table, importer: importer)])
    }

    /// Opens a CSV or XLSX file as a table, judged by its first bytes and not by its name.
    static func open(_ file: URL, name: String, sheet: String?, encoding: String?) throws(ImportError) -> any TableSource {
        switch try FileKind.of(file, name: name) {
        case .zip: return try XLSXTable(file: file, name: name, sheet: sheet)
        case .json:
            throw ImportError(place: name, problem: "the file is JSON, and a table is needed", remedy: "Give a CSV or XLSX file.")
        case .text: return try CSVTable(file: file, name: name, encoding: encoding)
        }
    }

    static func open(_ file: URL, name: String, mapping: Mapping) throws(ImportError) -> any TableSource {
        try open(file, name: name, sheet: mapping.sheet, encoding: mapping.encoding)
    }
}

/// What a file is by its first bytes.
enum FileKind {
    case zip
    case json
    case text

    static func of(_ file: URL, name: String) throws(ImportError) -> FileKind {
        guard let handle = try? FileHandle(forReadingFrom: file) else {
            throw ImportError(place: name, problem: "the file cannot be opened", remedy: "Check its permissions.")
        }
        defer { try? handle.close() }
        let bytes = [UInt8]((try? handle.read(upToCount: 4096)) ?? Data())
        guard !bytes.isEmpty else {
            throw ImportError(place: name, problem: "the file is empty", remedy: "Check that it was copied whole.")
        }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) { return .zip }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw ImportError(
                place: name, problem: "the file is an old or an encrypted Excel file", remedy: "Save it as .xlsx without a password, or as CSV UTF-8."
            )
        }
        if bytes.starts(with: Array("%PDF".utf8)) {
            throw ImportError(place: name, problem: "the file is a PDF", remedy: "Ask for the table as .xlsx or CSV.")
        }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let first = text.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : .text
    }
}
