import CPostgres
import Foundation
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
    private let pool = Mutex(Pool())
    private let writers = NSLock()
    private let idleLimit: Int
    private let patience: Duration

    private struct Pool {
        var idle: [PostgresConnection] = []
        var isClosed = false
    }

    /// Connects once, to find out whether it can.
    /// - Parameter patience: how long a writer waits for another writer.
    /// - Throws: ``StorageError`` that says why not. The address is not repeated, since it can hold a password.
    public init(address: String, idleLimit: Int = 4, patience: Duration = .seconds(10)) throws {
        self.address = address
        self.idleLimit = idleLimit
        self.patience = patience
        give(back: try connect())
    }

    @discardableResult
    public func read<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        try transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
    }

    @discardableResult
    public func write<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        // Writers of this process wait for each other as long as it takes, as they do on SQLite; `patience` is for those of other processes.
        try writers.withLock { try writeAlone(body) }
    }

    private func writeAlone<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        try transaction("BEGIN ISOLATION LEVEL READ COMMITTED") { connection in
            try connection.forEach("SELECT pg_advisory_xact_lock(?)", [.integer(Self.writerLock)]) { _ in }
            return try body(connection)
        }
    }

    public func purgeDeletedContent() throws {
        // VACUUM FULL writes the tables anew without their dead rows; it cannot run inside a transaction.
        try StorageError.explainingPurge {
            let connection = try connect()
            try connection.execute("SET lock_timeout = 0", [])
            try waitForReaders(connection)
            try Self.repeating { try connection.execute("VACUUM FULL", []) }
            // Only a superuser, or pg_checkpoint's members, may ask for a checkpoint; the server makes one by itself within minutes.
            _ = try? connection.execute("CHECKPOINT", [])
        }
    }

    /// Writing all tables anew takes locks that no order holds for: where it met another program, such as the server's own cleaning, one of both gives way.
    private static func repeating(_ body: () throws -> Void) throws {
        for attempt in 1... {
            do { return try body() } catch let error as StorageError where error.kind == .busy && attempt < 5 {
                Thread.sleep(forTimeInterval: 0.1 * Double(attempt))
            }
        }
    }

    /// Waits for transactions that still see what was deleted: VACUUM would keep it for them, and say nothing.
    private func waitForReaders(_ connection: PostgresConnection) throws {
        let now = try connection.first("SELECT CAST(clock_timestamp() AS text)") { $0.text(0) } ?? ""
        let older = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL AND xact_start < CAST(? AS timestamptz)
            """
        // Dead rows are kept for any transaction of the server that began before them, also one in another database: its number holds back every new snapshot.
        let next = try connection.first("SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint)") { $0.integer(0) } ?? 0
        let running = "SELECT CASE WHEN CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) < ? THEN 1 ELSE 0 END"
        let deadline = ContinuousClock.now + patience
        while try connection.first(older, [.text(now)], { $0.integer(0) }) != 0 || connection.first(running, [.integer(next)], { $0.integer(0) }) != 0 {
            guard ContinuousClock.now < deadline else {
                throw StorageError(.busy, "The database is being read by another program that did not finish in time. Try again.")
            }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    public func sizeOnDisk() throws -> Int64 {
        try read { try $0.first("SELECT pg_database_size(current_database())") { $0.integer(0) } ?? 0 }
    }

    public func close() throws {
        pool.withLock { pool in
            pool.idle = []
            pool.isClosed = true
        }
    }

    private func transaction<Result>(_ begin: String, _ body: (any Connection) throws -> Result) throws -> Result {
        let connection = try beginOnConnection(begin)
        let result: Result
        do {
            result = try body(connection)
            // COMMIT of a transaction in which a statement failed rolls it back and reports no error.
            guard !connection.hasFailedTransaction else { throw StorageError.afterFailure }
        } catch {
            // A connection that cannot even roll back is dropped, and with it the transaction.
            if (try? connection.execute("ROLLBACK", [])) != nil { give(back: connection) }
            throw error
        }
        try commit(connection)
        give(back: connection)
        return result
    }

    private func commit(_ connection: PostgresConnection) throws {
        do {
            try connection.execute("COMMIT", [])
        } catch let error as StorageError where error.kind == .connectionLost {
            throw StorageError(
                .outcomeUnknown,
                "The connection to PostgreSQL broke while a change was being made final. It was saved whole or not at all: look which, before it is done again."
            )
        }
    }

    /// A connection in a new transaction. Connections that the server has ended meanwhile, for instance because it was started anew, are left aside.
    private func beginOnConnection(_ begin: String) throws -> PostgresConnection {
        while let connection = try takeIdle() {
            do {
                try connection.execute(begin, [])
                return connection
            } catch let error as StorageError where error.kind == .connectionLost {
                continue
            }
        }
        let connection = try connect()
        try connection.execute(begin, [])
        return connection
    }

    private func connect() throws -> PostgresConnection {
        let connection = try PostgresConnection(address: address)
        try connection.prepareSession(patience: patience)
        return connection
    }

    private func takeIdle() throws -> PostgresConnection? {
        try pool.withLock { pool in
            guard !pool.isClosed else { throw StorageError(.misuse, "The database was used after it was closed.") }
            return pool.idle.popLast()
        }
    }

    private func give(back connection: sending PostgresConnection) {
        guard connection.isHealthy else { return }
        pool.withLock { pool in
            if pool.idle.count < idleLimit && !pool.isClosed { pool.idle.append(connection) }
        }
    }
}
