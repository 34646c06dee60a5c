import Foundation
import GRDB
import GRDBSQLite

/// A database in one file, with a write-ahead log, through GRDB.
///
/// Each commit is synchronised to the disk before ``write(_:)`` returns (`synchronous = FULL`), and deleted content is overwritten (`secure_delete`).
public final class SQLiteDatabase: Database {
    public let dialect = Dialect.sqlite
    private let pool: DatabasePool
    private let path: String

    /// Opens the database file, or makes it.
    /// - Parameter patience: how long a writer waits for the writer of another process.
    /// - Throws: ``StorageError`` that says why the file cannot be used.
    public init(path: String, readers: Int = 4, patience: Duration = .seconds(10)) throws {
        self.path = path
        let cacheSize = Self.cacheSize(ofFile: path)
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience / .seconds(1))
        configuration.maximumReaderCount = readers
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA secure_delete = ON")
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            try database.execute(sql: "PRAGMA cache_size = -\(cacheSize)")
            // 16 MB instead of 4: pages that many saves change, such as those of indexes, are copied into the file a quarter as often.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
            // A bound on what a long series of transactions may leave in the log.
            try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            // After the pool was made: when GRDB turns the write-ahead log on, it sets NORMAL, with which a power cut can lose transactions that were acknowledged.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        } catch {
            throw Self.explain(error, opening: path)
        }
    }

    /// How many KiB of pages each connection keeps at hand: SQLite's own 2 MB for small files, so that a small node keeps its memory, more for large ones, whose indexes have more
    /// pages above the leaves.
    private static func cacheSize(ofFile path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let kibibytes = ((attributes?[.size] as? NSNumber)?.intValue ?? 0) / 1024
        return min(32_000, max(2_000, kibibytes / 200))
    }

    @discardableResult
    public func read<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        try Self.explaining { try pool.read { try body(SQLiteConnection($0)) } }
    }

    @discardableResult
    public func write<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        try Self.explaining {
            try pool.write { database in
                let connection = SQLiteConnection(database)
                let result = try body(connection)
                guard !connection.hasFailed else { throw StorageError.afterFailure }
                return result
            }
        }
    }

    public func purgeDeletedContent() throws {
        try StorageError.explainingPurge {
            // secure_delete overwrites a row where it is deleted, but not the copies that SQLite leaves in free space of pages when it divides or joins them.
            // VACUUM writes all pages anew from the rows that there are.
            try pool.vacuum()
            try pool.writeWithoutTransaction { database in
                // The log still holds pages as they were.
                _ = try database.checkpoint(.truncate)
            }
        } explain: {
            Self.explain($0, opening: nil)
        }
    }

    public func sizeOnDisk() throws -> Int64 {
        ["", "-wal", "-shm"].reduce(into: 0) { total, suffix in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path + suffix)
            total += (attributes?[.size] as? NSNumber)?.int64Value ?? 0
        }
    }

    public func close() throws {
        try Self.explaining { try pool.close() }
    }

    private static func explaining<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw explain(error, opening: nil)
        }
    }

    private static func explain(_ error: any Error, opening path: String?) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return StorageError.sqlite(code: error.resultCode.rawValue, message: error.message ?? "", path: path)
    }
}

extension StorageError {
    /// Turns SQLite's primary result code into a sentence with a remedy.
    static func sqlite(code: Int32, message: String, path: String?) -> StorageError {
        let file = path.map { " \($0)" } ?? ""
        return switch code {
        case SQLITE_FULL:
            StorageError(.diskFull, "The disk is full. Nothing of this change was saved; make room and try again.")
        case SQLITE_READONLY:
            StorageError(
                .readOnly, "The database\(file) cannot be written: the disk or the file is read-only. Check its permissions and how the disk is mounted.")
        case SQLITE_BUSY, SQLITE_LOCKED:
            StorageError(.busy, "The database is in use by another program that did not finish in time. Try again.")
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
            StorageError(.cannotOpen, "The database file\(file) cannot be opened. Check that its folder exists and may be written by this user.")
        case SQLITE_NOTADB:
            StorageError(.corrupt, "The file\(file) is not a database. If it is a backup, use: corridor restore FILE --data DIR")
        case SQLITE_CORRUPT:
            StorageError(.corrupt, "The database file\(file) is damaged (\(message)). Restore the latest backup: corridor restore FILE --data DIR")
        case SQLITE_IOERR:
            StorageError(
                .other, "The disk gave an error while the database\(file) was read or written (\(message)). Nothing of this change was saved; check the disk.")
        case SQLITE_CONSTRAINT:
            StorageError(.constraint, "The change does not fit the database's rules: \(message)")
        case SQLITE_MISUSE:
            StorageError(.misuse, "The database was used wrongly: \(message)")
        default:
            StorageError(.other, "The database could not do this: \(message) (SQLite code \(code)).")
        }
    }
}
