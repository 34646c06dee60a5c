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

    /// Opens a file to be written from its beginning, piece by piece.
    ///
    /// - Throws: `CocoaError` if it cannot be opened.
    static func open(_ file: URL) throws -> FileHandle {
        // What is there is emptied and not replaced by another file, because it may be a device.
        if isRegular(file), !FileManager.default.fileExists(atPath: file.path), !FileManager.default.createFile(atPath: file.path, contents: nil) {
            throw CocoaError(.fileWriteNoPermission)
        }
        let handle = try FileHandle(forWritingTo: file)
        if isRegular(file) { try handle.truncate(atOffset: 0) }
        return handle
    }
}
