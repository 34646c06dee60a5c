import Foundation
import Interchange

/// The file of rows that were not imported, as they stood in theirs, with their reasons. It appears under its name when it is complete; of an import that
/// fails nothing remains, since the rows say who people are.
final class RejectsFile {
    private let target: URL
    private let partial: URL
    private let handle: FileHandle
    private var writer: RejectsWriter
    private var isFinished = false

    init(_ target: URL, columns: [String]) throws {
        self.target = target
        partial = target.deletingLastPathComponent().appending(path: ".\(target.lastPathComponent).partial")
        guard FileManager.default.createFile(atPath: partial.path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = try? FileHandle(forWritingTo: partial)
        else {
            throw AppError("The file \(target.path) for rejected rows cannot be written. Choose another place: --rejects FILE.csv")
        }
        self.handle = handle
        writer = RejectsWriter(columns: columns)
    }

    deinit {
        if !isFinished { try? FileManager.default.removeItem(at: partial) }
    }

    func add(_ row: RejectedRow) throws {
        writer.add(row)
        try flush()
    }

    func finish() throws {
        try flush()
        try handle.close()
        guard rename(partial.path, target.path) == 0 else {
            throw AppError("The file \(target.path) for rejected rows cannot be written: \(String(cString: strerror(errno))).")
        }
        isFinished = true
    }

    private func flush() throws {
        let bytes = writer.takeBytes()
        if !bytes.isEmpty { try handle.write(contentsOf: Data(bytes)) }
    }
}
