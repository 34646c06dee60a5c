import EmbeddedResources
import Foundation

extension DataDictionary {
    /// The standard dictionary, from the files that are compiled into the binary.
    public static func standard() throws(DictionaryError) -> DataDictionary {
        try readStandard.get()
    }

    /// Read once in a process: the files are compiled in, so it never changes.
    private static let readStandard = Result { () throws(DictionaryError) in try DataDictionary(files: embeddedFiles) }

    /// The standard dictionary with an organisation's own fields and vocabularies from a folder (see ``adding(local:)``); the folder may be missing.
    public static func standard(localFolder: URL) throws(DictionaryError) -> DataDictionary {
        let standard = try standard()
        guard FileManager.default.fileExists(atPath: localFolder.path) else { return standard }
        return try standard.adding(local: files(in: localFolder))
    }

    /// Gives the bytes of the standard files by their path, such as `fields.csv`, `vocabularies/sex.csv`, `reference/huridocs.csv`.
    public static var embeddedFiles: (String) -> [UInt8]? {
        let prefix = "Dictionary/Resources/"
        var files: [String: (UnsafePointer<UInt8>, Int)] = [:]
        var count = 0
        guard let first = corridor_embedded_files(&count) else { return { _ in nil } }
        for file in UnsafeBufferPointer(start: first, count: count) {
            guard let path = file.path, let bytes = file.bytes else { continue }
            let name = String(cString: path)
            if name.hasPrefix(prefix) { files[String(name.dropFirst(prefix.count))] = (bytes, file.count) }
        }
        // The bytes are constants of the binary and live as long as the process.
        return { path in files[path].map { [UInt8](UnsafeBufferPointer(start: $0.0, count: $0.1)) } }
    }

    /// Gives the bytes of the files in a folder by their path below it.
    public static func files(in folder: URL) -> (String) -> [UInt8]? {
        { path in (try? Data(contentsOf: folder.appending(path: path))).map { [UInt8]($0) } }
    }
}
