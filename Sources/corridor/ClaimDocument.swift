import Foundation

/// A statement as a document: HTML as it is, DOCX and ODT through pandoc.
enum ClaimDocument {
    /// Why a document was not written.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static func write(_ html: String, to file: URL) throws {
        switch file.pathExtension.lowercased() {
        case "html": try Data(html.utf8).write(to: file, options: .atomic)
        case "docx", "odt": try convert(html, to: file)
        default: throw Failure(description: "A statement can be written as .docx, .odt or .html; “\(file.lastPathComponent)” is none of them.")
        }
    }

    private static func convert(_ html: String, to file: URL) throws {
        guard let pandoc = find("pandoc") else {
            throw Failure(
                description:
                    "pandoc is needed to write \(file.pathExtension.uppercased()) and was not found. Run Scripts/install-dependencies.sh, or write .html.")
        }
        let process = Process()
        process.executableURL = pandoc
        process.arguments = ["--from", "html", "--to", file.pathExtension.lowercased(), "--output", file.path]
        let input = Pipe()
        let errors = Pipe()
        process.standardInput = input
        process.standardError = errors
        try process.run()
        // pandoc reads all of its input before it writes.
        input.fileHandleForWriting.write(Data(html.utf8))
        try input.fileHandleForWriting.close()
        let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "pandoc could not write \(file.lastPathComponent): \(message)") }
    }

    private static func find(_ program: String) -> URL? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        return folders.map { URL(filePath: String($0)).appending(path: program) }.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
