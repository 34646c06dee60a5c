import Foundation

/// Files that commands write: a regular one appears whole or not at all; what is none, such as `/dev/stdout` or a pipe, is written to and never replaced.
public enum OutputFile {
    /// Whether a path is free or of a regular file.
    public static func isRegular(_ file: URL) -> Bool {
        var status = stat()
        return stat(file.path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }

    /// - Throws: `CocoaError` if the file cannot be written.
    public static func write(_ bytes: some Sequence<UInt8>, to file: URL) throws {
        if isRegular(file) { return try Data(bytes).write(to: file, options: .atomic) }
        let handle = try FileHandle(forWritingTo: file)
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
    }

    /// Writes a file piece by piece: beside it first, and in its place only when all is on the disk.
    ///
    /// - Throws: `CocoaError` if it cannot be written; what stood there before then stands there still.
    static func write(to file: URL, _ body: (FileHandle) throws -> Void) throws {
        guard isRegular(file) else {
            let handle = try FileHandle(forWritingTo: file)
            try body(handle)
            return try handle.close()
        }
        let beside = URL(filePath: file.path + ".partial")
        guard FileManager.default.createFile(atPath: beside.path, contents: nil) else { throw CocoaError(.fileWriteNoPermission) }
        do {
            let handle = try FileHandle(forWritingTo: beside)
            try body(handle)
            try handle.synchronize()
            try handle.close()
            guard rename(beside.path, file.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            try? FileManager.default.removeItem(at: beside)
            throw error
        }
    }
}
