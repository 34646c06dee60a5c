import Foundation

/// Files that commands write: a regular one appears whole or not at all; what is none, such as `/dev/stdout` or a pipe, is written to and never replaced.
public enum OutputFile {
    /// Whether a path is free or of a regular file.
    public static func isRegular(_ file: URL) -> Bool { status(file).map { $0.st_mode & S_IFMT == S_IFREG } ?? true }

    /// Refuses a file that cannot be written or that would destroy what is read, before anything is done.
    ///
    /// - Parameter inputs: files that are read; the same file under another name, by a link or another path, counts too.
    /// - Throws: ``OutputFileError``.
    public static func check(_ file: URL, inputs: [URL]) throws(OutputFileError) {
        try checkPlace(file)
        // A device is not replaced: reading from a terminal and writing to it is no loss.
        guard let own = status(file), own.st_mode & S_IFMT == S_IFREG else { return }
        for input in inputs {
            guard let other = status(input), other.st_dev == own.st_dev, other.st_ino == own.st_ino else { continue }
            throw OutputFileError(file: file.path, reason: .isInput)
        }
    }

    /// - Throws: ``OutputFileError``; what stood there before then stands there still.
    public static func write(_ bytes: some Sequence<UInt8>, to file: URL) throws(OutputFileError) {
        try write(to: file) { try $0.write(contentsOf: Data(bytes)) }
    }

    /// Writes a file piece by piece: beside it first, and in its place only when all is on the disk.
    ///
    /// - Throws: ``OutputFileError``; what stood there before then stands there still.
    static func write(to file: URL, _ body: (FileHandle) throws -> Void) throws(OutputFileError) {
        try checkPlace(file)
        guard isRegular(file) else { return try fill(file.path, of: file, O_WRONLY, mode: 0, body) }
        // A link is followed: the file behind it is replaced, not the link.
        let place = file.resolvingSymlinksInPath().path
        let beside = place + ".partial"
        do throws(OutputFileError) {
            // What nobody else could read before is not opened to others by being replaced.
            let mode = status(file).map { $0.st_mode & 0o777 } ?? 0o666
            try fill(beside, of: file, O_WRONLY | O_CREAT | O_TRUNC, mode: mode, body)
            guard rename(beside, place) == 0 else { throw OutputFileError(file: file.path, reason: .system(errno)) }
        } catch {
            unlink(beside)
            throw error
        }
    }

    private static func fill(_ path: String, of file: URL, _ flags: Int32, mode: mode_t, _ body: (FileHandle) throws -> Void) throws(OutputFileError) {
        let descriptor = open(path, flags | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw OutputFileError(file: file.path, reason: .system(errno)) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try body(handle)
            if flags & O_CREAT != 0 { try handle.synchronize() }
            try handle.close()
        } catch {
            throw OutputFileError(file: file.path, reason: .system(systemCode(of: error)))
        }
    }

    /// The code that the system gave, which Foundation keeps inside errors of its own.
    private static func systemCode(of error: any Error) -> Int32 {
        let inner = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
        if inner.domain == NSPOSIXErrorDomain { return Int32(truncatingIfNeeded: inner.code) }
        return (error as? CocoaError)?.code == .fileWriteOutOfSpace ? ENOSPC : EIO
    }

    private static func checkPlace(_ file: URL) throws(OutputFileError) {
        if let own = status(file) {
            if own.st_mode & S_IFMT == S_IFDIR { throw OutputFileError(file: file.path, reason: .isFolder) }
            return
        }
        let folder = file.deletingLastPathComponent()
        guard status(folder).map({ $0.st_mode & S_IFMT == S_IFDIR }) ?? false else {
            throw OutputFileError(file: file.path, reason: .noFolder(folder.path))
        }
    }

    private static func status(_ file: URL) -> stat? {
        var status = stat()
        return stat(file.path, &status) == 0 ? status : nil
    }
}
