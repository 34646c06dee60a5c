import Foundation

/// A file that appears under its name when it is complete, readable by its owner only. Of one that was not finished nothing remains.
final class OutputFile {
    private let target: URL
    /// Where the content is until the file is published.
    let partial: URL
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var isPublished = false

    /// - Parameter option: the option with which another place can be chosen, for the sentence if this one cannot be written.
    init(_ target: URL, option: String = "--output FILE") throws {
        self.target = target
        partial = target.deletingLastPathComponent().appending(path: ".\(target.lastPathComponent).partial")
        try? FileManager.default.removeItem(at: partial)
        guard FileManager.default.createFile(atPath: partial.path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = try? FileHandle(forWritingTo: partial)
        else {
            throw AppError("The file \(target.path) cannot be written. Check that its folder exists, may be written and is not full, or choose another place: \(option)")
        }
        self.handle = handle
    }

    deinit {
        if !isPublished { try? FileManager.default.removeItem(at: partial) }
    }

    func write(_ bytes: some Sequence<UInt8>) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count > 1 << 20 { try flush() }
    }

    /// Synchronises the content to the disk.
    func close() throws {
        try flush()
        try handle.synchronize()
        try handle.close()
    }

    /// Gives the closed file its name; one that was there is replaced.
    func publish() throws {
        guard rename(partial.path, target.path) == 0 else { throw AppError("The file \(target.path) cannot be written: \(String(cString: strerror(errno))).") }
        isPublished = true
    }

    func finish() throws {
        try close()
        try publish()
    }

    private func flush() throws {
        do {
            try handle.write(contentsOf: Data(buffer))
        } catch {
            throw AppError("The file \(target.path) cannot be written: \(PrivateFile.reason(error)). Make room or choose another place.")
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
