import EmbeddedResources
import Formats

/// The tables of this target, compiled into the program; and those of the dictionary that matching needs too, so that no country or calendar stands in two files.
enum MatchingResources {
    /// The rows of a table below its header.
    ///
    /// A table that is damaged or missing is a fault of the build, which the tests of the tables find; here it gives no rows.
    static func rows(_ name: String) -> [[String]] { rows(at: "Matching/Resources/\(name)") }

    /// The rows of a table of the dictionary, by its path in the folder of resources.
    static func dictionaryRows(_ path: String) -> [[String]] { rows(at: "Dictionary/Resources/\(path)") }

    private static func rows(at path: String) -> [[String]] {
        guard let bytes = bytes(path), var reader = try? CSVReader(bytes: bytes) else { return [] }
        var rows: [[String]] = []
        guard (try? reader.readHeader()) != nil else { return [] }
        while let record = try? reader.next() { rows.append(record.fields) }
        return rows
    }

    private static func bytes(_ path: String) -> [UInt8]? {
        var count = 0
        guard let files = corridor_embedded_files(&count) else { return nil }
        for file in UnsafeBufferPointer(start: files, count: count) {
            guard let name = file.path, String(cString: name) == path else { continue }
            return Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
        }
        return nil
    }
}
