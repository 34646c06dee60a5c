import EmbeddedResources

/// The data files of this target that were compiled into the program.
enum EmbeddedFiles {
    /// The files whose path begins with a prefix, in the order of their paths.
    static func all(in prefix: String) -> [(path: String, bytes: [UInt8])] {
        var count = 0
        guard let files = corridor_embedded_files(&count) else { return [] }
        var found: [(path: String, bytes: [UInt8])] = []
        for file in UnsafeBufferPointer(start: files, count: count) {
            guard let path = file.path.map({ String(cString: $0) }), path.utf8.starts(with: prefix.utf8) else { continue }
            found.append((path, Array(UnsafeBufferPointer(start: file.bytes, count: file.count))))
        }
        return found
    }
}
