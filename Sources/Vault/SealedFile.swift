import Foundation

/// Sealed streams from file to file, with constant memory.
public enum SealedFile {
    private static let pieceSize = 256 << 10

    /// Seals a file into another, which appears under its name only when it is complete and on the disk. An existing file is replaced.
    public static func seal(
        _ input: URL, to output: URL, nodeKey: NodeKey?, organisations: [OrganisationPublicKeys] = [], metadata: [UInt8] = []
    ) throws {
        let source = try FileHandle(forReadingFrom: input)
        defer { try? source.close() }
        try writing(output) { target in
            var writer = try SealedStreamWriter(nodeKey: nodeKey, organisations: organisations, metadata: metadata) {
                try target.write(contentsOf: Data($0))
            }
            while let piece = try source.read(upToCount: pieceSize), !piece.isEmpty { try writer.write(piece) }
            try writer.finish()
        }
    }

    /// The head of a sealed file, to be read without a key: for the locks in its metadata.
    public static func header(of file: URL) throws -> SealedStreamHeader {
        let source = try FileHandle(forReadingFrom: file)
        defer { try? source.close() }
        return try SealedStreamHeader(reading: Self.source(source))
    }

    /// Opens a sealed file into another, which appears under its name only after the whole was found genuine and complete.
    public static func open(_ input: URL, to output: URL, nodeKey: NodeKey) throws {
        let handle = try FileHandle(forReadingFrom: input)
        defer { try? handle.close() }
        let source = Self.source(handle)
        var reader = try SealedStreamReader(SealedStreamHeader(reading: source), nodeKey: nodeKey, source: source)
        try writing(output) { target in
            while let chunk = try reader.next() { try target.write(contentsOf: Data(chunk)) }
        }
    }

    /// A source for `SealedStreamReader` that reads from a file handle.
    public static func source(_ handle: FileHandle) -> SealedStreamReader.Source {
        { count in [UInt8](try handle.read(upToCount: count) ?? Data()) }
    }

    /// Writes to a file beside the output, readable by its owner only, and gives it the output's name at the end.
    private static func writing(_ output: URL, _ body: (FileHandle) throws -> Void) throws {
        let partial = output.deletingLastPathComponent().appending(path: ".\(output.lastPathComponent).\(hexadecimal(randomBytes(4))).partial")
        guard FileManager.default.createFile(atPath: partial.path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw VaultError(
                .systemFailure,
                "A file cannot be made in \(output.deletingLastPathComponent().path). Check that the folder exists, can be written and has space.")
        }
        do {
            let target = try FileHandle(forWritingTo: partial)
            try body(target)
            try target.synchronize()
            try target.close()
            guard rename(partial.path, output.path) == 0 else {
                throw VaultError(.systemFailure, "\(output.path) cannot be written: \(String(cString: strerror(errno))). Choose another place.")
            }
        } catch {
            try? FileManager.default.removeItem(at: partial)
            throw error
        }
    }
}
