import Foundation
import Storage
import Vault

/// What a backup or a restored node holds.
public struct BackupOutcome: Sendable {
    public var rows = 0
    public var entries = 0
    public var bytes: Int64 = 0
    public var seconds = 0.0
}

/// Public words at the head of a backup, which whoever has no key can read too: they must say what is needed to open it, and no more.
struct BackupMetadata: Codable {
    static let currentVersion = 1

    var kind = "corridor-backup"
    var version = BackupMetadata.currentVersion
    /// Version of the tables.
    var tables: Int
    var organisation: String
    /// When the backup was made, in milliseconds since 1970.
    var made: UInt64
    var locks: [NodeKeyLock]
}

/// Copies the journal, the keys and the organisation into one sealed file while the node is in use. Projections are left out, since they can be computed.
public struct Backup: Sendable {
    private let node: Node

    public init(_ node: Node) {
        self.node = node
    }

    /// Writes the backup and reads it again to check it. The file appears under its name only when it is complete and checked.
    public func write(to file: URL, progress: (Int) -> Void = { _ in }) throws -> BackupOutcome {
        let start = ContinuousClock.now
        try refuseToReplaceAnythingElse(file)
        let output = try OutputFile(file, keeping: node.ownFiles)
        var outcome = try writeRows(to: output, progress: progress)
        try output.close()
        let read = try BackupReading(file: output.partial, nodeKey: node.nodeKey).check()
        guard read.rows == outcome.rows else {
            throw AppError("The backup does not hold what was written (\(read.rows) of \(outcome.rows) rows). Check the disk and try again.")
        }
        outcome.bytes = Int64((try FileManager.default.attributesOfItem(atPath: output.partial.path)[.size] as? NSNumber)?.int64Value ?? 0)
        try output.publish()
        outcome.seconds = (ContinuousClock.now - start).seconds
        return outcome
    }

    /// An older backup of the same node may be replaced; whatever else is there was probably named by mistake.
    private func refuseToReplaceAnythingElse(_ file: URL) throws {
        guard FileManager.default.fileExists(atPath: file.path) else { return }
        guard let metadata = try? BackupReading.metadata(of: file), metadata.organisation == node.configuration.organisation else {
            throw AppError(
                "There is a file \(file.path) already, and it is no backup of this node: it is not replaced. Choose another name: --output FILE", isWrongUse: true)
        }
    }

    private func writeRows(to output: OutputFile, progress: (Int) -> Void) throws -> BackupOutcome {
        let metadata = BackupMetadata(
            tables: Schema.migrations.count, organisation: node.configuration.organisation, made: node.now(), locks: node.configuration.locks)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        var stream = try SealedStreamWriter(nodeKey: node.nodeKey, metadata: [UInt8](encoder.encode(metadata)), chunkSize: 1 << 18) {
            try output.write($0)
        }
        let outcome = try node.database.read { connection in
            var outcome = BackupOutcome()
            for table in Schema.sourceTables {
                let names = table.columns.map(\.name).joined(separator: ", ")
                try stream.write(TableDump.frame(.table, Array("\(table.name) \(names)".utf8)))
                try connection.forEach("SELECT \(names) FROM \(table.name) ORDER BY 1, 2", []) { row in
                    let values = table.columns.enumerated().map { index, column -> Value in
                        switch column.kind {
                        case .integer: .integer(row.integer(index))
                        case .text: .text(row.text(index))
                        case .blob: .blob(row.blob(index))
                        }
                    }
                    try stream.write(TableDump.frame(.row, TableDump.encode(values)))
                    outcome.rows += 1
                    if table.name == "journal_entry" { outcome.entries += 1 }
                    if outcome.rows.isMultiple(of: 5000) { progress(outcome.rows) }
                }
            }
            return outcome
        }
        var total = outcome
        try stream.write(TableDump.frame(.table, Array("\(OwnFiles.table.name) path, content".utf8)))
        for row in try OwnFiles.rows(of: node.folder) {
            try stream.write(TableDump.frame(.row, TableDump.encode(row)))
            total.rows += 1
        }
        try stream.write(TableDump.frame(.end, []))
        try stream.finish()
        return total
    }
}

/// Reads a backup's tables row by row.
struct BackupReading {
    let metadata: BackupMetadata
    private let file: URL
    private let nodeKey: NodeKey

    init(file: URL, nodeKey: NodeKey) throws {
        self.file = file
        self.nodeKey = nodeKey
        metadata = try Self.metadata(of: file)
    }

    /// What the backup says about itself.
    /// - Throws: ``AppError`` or `VaultError` if it is no backup, or one of a newer version.
    static func metadata(of file: URL) throws -> BackupMetadata {
        guard FileManager.default.isReadableFile(atPath: file.path) else {
            throw AppError("The file \(file.path) cannot be read. Check its name and permissions.")
        }
        let header = try SealedFile.header(of: file)
        guard let metadata = try? JSONDecoder().decode(BackupMetadata.self, from: Data(header.metadata)), metadata.kind == "corridor-backup" else {
            throw AppError("The file \(file.path) is sealed, but it is not a backup of a node.")
        }
        guard metadata.version <= BackupMetadata.currentVersion, metadata.tables <= Schema.migrations.count else {
            throw AppError("The backup \(file.path) was made by a newer version of Corridor. Use the newer program; nothing was changed.")
        }
        return metadata
    }

    /// Reads everything and counts it.
    func check() throws -> BackupOutcome {
        var outcome = BackupOutcome()
        try forEach { table, _, _ in
            outcome.rows += 1
            if table == "journal_entry" { outcome.entries += 1 }
        }
        return outcome
    }

    private static let columnsByTable: [String: [String]] = {
        var tables: [String: [String]] = [:]
        for table in [OwnFiles.table, OwnFiles.formerTable] + Schema.sourceTables { tables[table.name] = table.columns.map(\.name) }
        return tables
    }()

    /// Calls `body` with the table, its columns and the values of each row.
    func forEach(_ body: (_ table: String, _ columns: [String], _ values: [Value]) throws -> Void) throws {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        let source = SealedFile.source(handle)
        var frames = FrameReader(try SealedStreamReader(SealedStreamHeader(reading: source), nodeKey: nodeKey, source: source))
        var table = ""
        var columns: [String] = []
        while let (kind, content) = try frames.next() {
            switch kind {
            case .table:
                let words = String(decoding: content, as: UTF8.self).split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
                guard let name = words.first, let known = BackupReading.columnsByTable[name], known == Array(words.dropFirst()) else {
                    throw AppError("The backup holds a table that this version does not know. Use the version of Corridor that made it.")
                }
                table = name
                columns = Array(words.dropFirst())
            case .row: try body(table, columns, try TableDump.decode(content))
            case .end: return
            }
        }
        throw AppError("The backup ends before its end. Use another copy.")
    }
}

/// Cuts the content of a sealed stream into frames.
private struct FrameReader {
    private var stream: SealedStreamReader
    private var buffer: ArraySlice<UInt8> = []

    init(_ stream: SealedStreamReader) {
        self.stream = stream
    }

    mutating func next() throws -> (TableDump.Frame, [UInt8])? {
        guard try fill(5) else { return nil }
        guard let kind = TableDump.Frame(rawValue: buffer[buffer.startIndex]) else { throw AppError("The backup is not in its form.") }
        let length = buffer.dropFirst().prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard try fill(5 + length) else { throw AppError("The backup ends in the middle of a row.") }
        let content = [UInt8](buffer.dropFirst(5).prefix(length))
        buffer = buffer.dropFirst(5 + length)
        return (kind, content)
    }

    /// Reads until there are `count` bytes; false at the end of the stream.
    private mutating func fill(_ count: Int) throws -> Bool {
        while buffer.count < count {
            guard let chunk = try stream.next() else { return false }
            buffer = ArraySlice(Array(buffer) + chunk)
        }
        return true
    }
}
