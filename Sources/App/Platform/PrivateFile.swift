import Foundation

/// Files that only their owner may read.
enum PrivateFile {
    /// Makes a folder that only its owner may enter, and those above it that are missing.
    static func makeFolder(_ folder: URL) throws {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw AppError("The folder \(folder.path) cannot be made: \(reason(error)). Choose another place, or mend the permissions.")
        }
    }

    /// Writes a file whole or not at all, and synchronises it to the disk.
    static func write(_ content: Data, to file: URL) throws {
        let partial = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).partial")
        try? FileManager.default.removeItem(at: partial)
        guard FileManager.default.createFile(atPath: partial.path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw AppError("The file \(file.path) cannot be written. Check that its folder exists, may be written and is not full.")
        }
        do {
            let handle = try FileHandle(forWritingTo: partial)
            try handle.write(contentsOf: content)
            try handle.synchronize()
            try handle.close()
        } catch {
            try? FileManager.default.removeItem(at: partial)
            throw AppError("The file \(file.path) cannot be written: \(reason(error)). Nothing was changed.")
        }
        guard rename(partial.path, file.path) == 0 else {
            throw AppError("The file \(file.path) cannot be replaced: \(String(cString: strerror(errno))).")
        }
    }

    static func reason(_ error: any Error) -> String {
        let error = error as NSError
        return (error.userInfo[NSUnderlyingErrorKey] as? NSError)?.localizedDescription ?? error.localizedDescription
    }
}
