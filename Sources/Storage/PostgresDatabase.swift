import CPostgres
import Synchronization

/// A PostgreSQL database, named by a `postgres://` address.
///
/// Connections are kept in a small pool. Writers take one advisory lock for the length of their transaction, so that a journal has one writer at a time
/// on PostgreSQL as it has on SQLite.
public final class PostgresDatabase: Database {
    /// The key of the advisory lock that a writer holds; any constant that no other program uses on this database.
    private static let writerLock: Int64 = 0x436f_7272_6964_6f72

    public let dialect = Dialect.postgres
    private let address: String
    private let idle = Mutex<[PostgresConnection]>([])
    private let idleLimit: Int

    /// Connects once, to find out whether it can.
    /// - Throws: ``StorageError`` that says why not. The address is not repeated, since it can hold a password.
    public init(address: String, idleLimit: Int = 4) throws {
        self.address = address
        self.idleLimit = idleLimit
        give(back: try PostgresConnection(address: address))
    }

    public func read<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        try transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
    }

    public func write<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        try transaction("BEGIN ISOLATION LEVEL READ COMMITTED") { connection in
            try connection.forEach("SELECT pg_advisory_xact_lock(?)", [.integer(Self.writerLock)]) { _ in }
            return try body(connection)
        }
    }

    public func purgeDeletedContent() throws {
        // VACUUM FULL writes the tables anew without their dead rows; it cannot run inside a transaction.
        let connection = try borrow()
        try connection.execute("VACUUM FULL", [])
        try connection.execute("CHECKPOINT", [])
        give(back: connection)
    }

    public func sizeOnDisk() throws -> Int64 {
        try read { try $0.first("SELECT pg_database_size(current_database())") { $0.integer(0) } ?? 0 }
    }

    public func close() throws {
        idle.withLock { $0.removeAll() }
    }

    private func transaction<Result>(_ begin: String, _ body: (any Connection) throws -> Result) throws -> Result {
        let connection = try borrow()
        try connection.execute(begin, [])
        let result: Result
        do {
            result = try body(connection)
            try connection.execute("COMMIT", [])
        } catch {
            // A connection that cannot even roll back is dropped, and with it the transaction.
            if (try? connection.execute("ROLLBACK", [])) != nil { give(back: connection) }
            throw error
        }
        give(back: connection)
        return result
    }

    private func borrow() throws -> PostgresConnection {
        try idle.withLock { $0.popLast() } ?? PostgresConnection(address: address)
    }

    private func give(back connection: sending PostgresConnection) {
        guard connection.isHealthy else { return }
        idle.withLock { connections in
            if connections.count < idleLimit { connections.append(connection) }
        }
    }
}
