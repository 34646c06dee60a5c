import Foundation
import Journal
import Storage
import Vault

/// Makes a node from a backup, fills the projections and checks everything.
public struct Restore: Sendable {
    public var file: URL
    public var folder: URL
    /// Address of a PostgreSQL database; nil for SQLite in the folder. It need not be the kind of database that the backup was made from.
    public var database: String?
    public var means: UnlockMeans

    public init(file: URL, folder: URL, database: String? = nil, means: UnlockMeans) {
        self.file = file
        self.folder = folder
        self.database = database
        self.means = means
    }

    /// - Throws: ``AppError`` if the folder already holds a node, or what was restored does not verify.
    public func run(progress: (Int) -> Void = { _ in }) throws -> (node: Node, report: VerificationReport) {
        guard !FileManager.default.fileExists(atPath: folder.appending(path: NodeConfiguration.fileName).path) else {
            throw AppError("There is already a node in \(folder.path). A backup is restored into a new folder: --data DIR")
        }
        let databaseFile = folder.appending(path: Node.databaseFileName)
        guard database != nil || !FileManager.default.fileExists(atPath: databaseFile.path) else {
            throw AppError(
                "There is a database in \(folder.path) already, perhaps of a node that lost its \(NodeConfiguration.fileName). A backup is restored into a new folder: --data DIR"
            )
        }
        let metadata = try BackupReading.metadata(of: file)
        let nodeKey = try means.unlock(metadata.locks, folder: folder)
        let reading = try BackupReading(file: file, nodeKey: nodeKey)
        try PrivateFile.makeFolder(folder)
        // A new device: its clock and that of the node the backup was made from must not write the same reading twice.
        let configuration = NodeConfiguration(organisation: metadata.organisation, device: .random(), database: database, locks: metadata.locks)
        do {
            try fill(configuration, from: reading, progress: progress)
        } catch {
            // Nothing that looks like a node is left of a restore that failed.
            if database == nil { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: databaseFile.path + suffix) } }
            throw error
        }
        try configuration.write(to: folder)
        let node = try Node.open(folder, configuration: configuration, now: Node.systemClock) { _ in nodeKey }
        let report = try NodeMaintenance(node).verify()
        if let fault = report.firstFault {
            throw AppError("The backup was restored into \(folder.path), but it does not verify: \(fault.sentence)")
        }
        return (node, report)
    }

    private func fill(_ configuration: NodeConfiguration, from reading: BackupReading, progress: (Int) -> Void) throws {
        let database = try Node.makeDatabase(configuration, folder: folder)
        try Node.migrator.run(on: database)
        try database.write { connection in
            guard try connection.first("SELECT count(*) FROM organisation", [], { $0.integer(0) }) == 0 else {
                throw AppError("The database already holds a node. Name an empty one with --database.")
            }
            var rows = 0
            try reading.forEach { table, columns, values in
                rows += 1
                if rows.isMultiple(of: 5000) { progress(rows) }
                guard ![OwnFiles.table.name, OwnFiles.formerTable.name].contains(table) else { return try OwnFiles.write(values, of: table, to: folder) }
                let marks = columns.map { _ in "?" }.joined(separator: ", ")
                try connection.execute("INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))", values)
            }
            _ = try Rebuild(connection: connection, dictionary: try Node.loadDictionary(folder: folder)).run()
        }
        try database.close()
    }
}
