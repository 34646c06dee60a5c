import Formats
import Foundation

/// Makes files for word processors and printers from a page: DOCX and ODT through pandoc, PDF through WeasyPrint.
///
/// The page goes in and the file comes out through pipes, so that nothing of a case is written to a disk on the way. Neither program has anything to fetch: pages are
/// written by ``HTMLWriter`` without references. (pandoc's own sandbox cannot be used: in it Debian's pandoc does not find its empty document.)
public struct DocumentConversion: Sendable {
    /// The longest that a conversion may take, in seconds. A page of text takes about one.
    private static let limit = 60.0

    /// Folders in which the programs are looked for.
    private let folders: [String]

    public init(path: String? = ProcessInfo.processInfo.environment["PATH"]) {
        folders = (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map(String.init)
    }

    /// Whether the program that makes this format is installed.
    public func isAvailable(_ format: DocumentFormat) -> Bool { program(Self.programName(format)) != nil }

    /// The name of the program that makes a format, which is also that of its Debian package.
    public static func programName(_ format: DocumentFormat) -> String { format == .pdf ? "weasyprint" : "pandoc" }

    /// - Parameters:
    ///   - page: a whole HTML page, in UTF-8, without references to anything else.
    ///   - language: tag of BCP 47, for hyphenation and fonts.
    ///   - isRightToLeft: whether its text runs from right to left.
    /// - Throws: ``AppError`` that names the missing program, or says that it failed. Blocks for up to a minute.
    public func convert(_ page: HTML, to format: DocumentFormat, language: String, isRightToLeft: Bool) throws -> [UInt8] {
        let name = Self.programName(format)
        guard let program = program(name) else {
            throw AppError("To make \(format.rawValue.uppercased()) files the program \(name) is needed. On Debian or Ubuntu: apt-get install \(name)")
        }
        let input = format == .pdf ? page.bytes : Self.withTitleOnce(page.bytes)
        let output = try run(program, Self.arguments(format, language, isRightToLeft), input: input)
        guard output.starts(with: format == .pdf ? Array("%PDF-".utf8) : [0x50, 0x4B]) else {
            throw AppError("The program \(name) did not make a \(format.rawValue.uppercased()) file. Look whether it runs by itself: \(name) --version")
        }
        return isRightToLeft && format != .pdf ? try RightToLeftDocument.tables(of: output, format) : output
    }

    /// The tables of a document of a word processor, as pandoc reads it: for each row the heading that it stands under and the texts of its cells.
    /// - Parameter format: DOCX or ODT.
    /// - Throws: ``AppError`` that names the missing program, or says that it failed. Blocks for up to a minute.
    public func tables(in bytes: [UInt8], _ format: DocumentFormat) throws -> [DocumentTableRow] {
        guard format != .pdf, let program = program("pandoc") else {
            throw AppError("To read \(format.rawValue.uppercased()) files the program pandoc is needed. On Debian or Ubuntu: apt-get install pandoc")
        }
        // A small file that unpacks to gigabytes is not given to another program.
        let archive = try ZIPArchive(bytes: bytes, limits: ZIPLimits(entries: 1_000, entryBytes: 32 << 20))
        for entry in archive.entries { _ = try archive.contents(of: entry) }
        let output = try run(program, ["--sandbox", "--from=\(format.rawValue)", "--to=json", "--output=-"], input: bytes)
        return DocumentTableRow.rows(of: try JSONValue.parse(output, limits: JSONLimits(depth: 400, bytes: 64 << 20)))
    }

    private func program(_ name: String) -> String? {
        folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static func arguments(_ format: DocumentFormat, _ language: String, _ isRightToLeft: Bool) -> [String] {
        if format == .pdf { return ["--quiet", "-", "-"] }
        let direction = isRightToLeft ? ["--metadata=dir:rtl"] : []
        return ["--from=html", "--to=\(format.rawValue)", "--output=-", "--metadata=lang:\(language)"] + direction
    }

    /// pandoc writes a page's title above its text: a heading that says the same would stand there a second time.
    static func withTitleOnce(_ page: [UInt8]) -> [UInt8] {
        let text = String(decoding: page, as: UTF8.self)
        guard let title = text.firstMatch(of: #/<title>([^<]*)<\/title>/#)?.1, let heading = text.range(of: "<h1>\(title)</h1>") else { return page }
        return Array(text.replacingCharacters(in: heading, with: "").utf8)
    }

    private func run(_ program: String, _ arguments: [String], input: [UInt8]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        // Nothing of the server's environment, in which passphrases may stand.
        process.environment = ["PATH": folders.joined(separator: ":"), "HOME": "/nonexistent", "LANG": "C.UTF-8"]
        let (toProgram, fromProgram) = (Pipe(), Pipe())
        process.standardInput = toProgram
        process.standardOutput = fromProgram
        process.standardError = FileHandle.nullDevice
        try process.run()
        let end = DispatchWorkItem { if process.isRunning { process.terminate() } }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.limit, execute: end)
        defer { end.cancel() }
        // Writing waits for reading once the pipe is full, so each has its own thread.
        let data = Data(input)
        DispatchQueue.global().async {
            try? toProgram.fileHandleForWriting.write(contentsOf: data)
            try? toProgram.fileHandleForWriting.close()
        }
        let output = try fromProgram.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw AppError("The program \(URL(filePath: program).lastPathComponent) failed (status \(process.terminationStatus)).")
        }
        return [UInt8](output)
    }
}
