import EmbeddedResources

/// The data files that were compiled into the program.
enum EmbeddedFiles {
    /// The files of this target whose path begins with a prefix, without the name of the target's folder, in the order of their paths.
    static func all(in prefix: String) -> [(name: String, bytes: [UInt8])] {
        let folder = "Entitlements/Resources/" + prefix
        return select { $0.utf8.starts(with: folder.utf8) }.map { (String($0.path.utf8.dropFirst("Entitlements/Resources/".utf8.count)) ?? "", $0.bytes) }
    }

    /// The file with that path under `Sources/`.
    static func bytes(_ path: String) -> [UInt8]? { select { $0 == path }.first?.bytes }

    private static func select(_ isWanted: (String) -> Bool) -> [(path: String, bytes: [UInt8])] {
        var count = 0
        guard let files = corridor_embedded_files(&count) else { return [] }
        var found: [(path: String, bytes: [UInt8])] = []
        for file in UnsafeBufferPointer(start: files, count: count) {
            guard let path = file.path.map({ String(cString: $0) }), isWanted(path) else { continue }
            found.append((path, Array(UnsafeBufferPointer(start: file.bytes, count: file.count))))
        }
        return found
    }
}
