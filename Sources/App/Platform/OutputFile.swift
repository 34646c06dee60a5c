import Foundation

/// A file that appears under its name when it is complete, readable by its owner only. Of one that was not finished nothing remains.
final class OutputFile {
    private let target: URL
    /// Where the content is until the file is published.
    let partial: URL
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var isPublished = false

    /// - Parameters:
    ///   - option: the option with which another place can be chosen, for the sentence if this one cannot be written.
    ///   - keeping: files that must not be replaced.
    init(_ target: URL, option: String = "--output FILE", keeping: [URL]) throws {
        guard !keeping.contains(where: { Self.isSame($0, target) }) else {
            throw AppError("The file \(target.path) is in use by this very work and must not be replaced. Choose another place: \(option)", isWrongUse: true)
        }
        self.target = target
        partial = target.deletingLastPathComponent().appending(path: ".\(target.lastPathComponent).partial")
        try? FileManager.default.removeItem(at: partial)
        guard FileManager.default.createFile(atPath: partial.path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = try? FileHandle(forWritingTo: partial)
        else {
            throw AppError(
                "The file \(target.path) cannot be written. Check that its folder exists, may be written and is not full, or choose another place: \(option)")
        }
        self.handle = handle
    }

    /// Whether two paths lead to the same file, whatever links are on the way.
    private static func isSame(_ left: URL, _ right: URL) -> Bool {
        if let first = identity(left), let second = identity(right) { return first == second }
        return left.resolvingSymlinksInPath().standardizedFileURL.path == right.resolvingSymlinksInPath().standardizedFileURL.path
    }

    /// Its number on its disk, and which disk that is; nil for a file that is not there.
    private static func identity(_ file: URL) -> [Int]? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.resolvingSymlinksInPath().path)
        guard let disk = attributes?[.systemNumber] as? Int, let number = attributes?[.systemFileNumber] as? Int else { return nil }
        return [disk, number]
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
