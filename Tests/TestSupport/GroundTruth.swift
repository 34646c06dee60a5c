import Foundation

/// Data sets and conformance suites made by others, which lie beside the project and are not part of it.
///
/// Tests that need one are marked `.enabled(if: GroundTruth.has("json/…"), "…")`, so that a clone without the data runs and says what it skipped.
public enum GroundTruth {
    /// The folder: `CORRIDOR_GROUND_TRUTH`, or else `../shared/data` beside the project.
    public static let folder: URL? = {
        let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["CORRIDOR_GROUND_TRUTH"].map { URL(filePath: $0) }
        let folder = named ?? project.deletingLastPathComponent().appending(path: "shared/data")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    public static func has(_ path: String) -> Bool {
        guard let folder else { return false }
        return FileManager.default.fileExists(atPath: folder.appending(path: path).path)
    }

    public static func url(_ path: String) throws -> URL {
        guard let folder else { throw CocoaError(.fileNoSuchFile) }
        return folder.appending(path: path)
    }

    public static func bytes(_ path: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: url(path)))
    }
}
