import EmbeddedResources

/// Files that are compiled into the binary.
enum EmbeddedFiles {
    /// The files below a folder, by their path in it.
    static func under(_ folder: String) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        var count = 0
        guard let first = corridor_embedded_files(&count) else { return files }
        for file in UnsafeBufferPointer(start: first, count: count) {
            guard let path = file.path, let bytes = file.bytes else { continue }
            let name = String(cString: path)
            if name.hasPrefix(folder) { files[String(name.dropFirst(folder.count))] = [UInt8](UnsafeBufferPointer(start: bytes, count: file.count)) }
        }
        return files
    }
}
