import GRDB
import GRDBSQLite

/// Statements on one SQLite connection. They are prepared once and stepped through SQLite's own interface: a row costs no allocation.
final class SQLiteConnection: Connection {
    let dialect = Dialect.sqlite
    private let database: GRDB.Database
    private var isReadingRows = false
    /// A statement failed. SQLite may have ended the transaction then, and whatever came after would be saved statement by statement.
    private(set) var hasFailed = false

    init(_ database: GRDB.Database) {
        self.database = database
    }

    @discardableResult
    func execute(_ sql: String, _ arguments: [Value]) throws -> Int {
        // Statements that are not INSERT, UPDATE or DELETE leave the count of an earlier one in sqlite3_changes.
        let before = sqlite3_total_changes(database.sqliteConnection)
        try run(sql, arguments) { _ in }
        return sqlite3_total_changes(database.sqliteConnection) == before ? 0 : Int(sqlite3_changes(database.sqliteConnection))
    }

    func forEach(_ sql: String, _ arguments: [Value], _ body: (Row) throws -> Void) throws {
        try run(sql, arguments) { statement in try body(Row(source: .sqlite(statement))) }
    }

    private func run(_ sql: String, _ arguments: [Value], _ body: (OpaquePointer) throws -> Void) throws {
        guard !isReadingRows else {
            throw StorageError(.misuse, "A statement was run while rows of another were being read on the same connection.")
        }
        guard !hasFailed else { throw StorageError.afterFailure }
        for argument in arguments { try argument.checkStorable() }
        let statement = try prepare(sql)
        isReadingRows = true
        defer {
            isReadingRows = false
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        guard sqlite3_bind_parameter_count(statement) == arguments.count else {
            throw StorageError(.misuse, "The statement takes \(sqlite3_bind_parameter_count(statement)) parameters, \(arguments.count) were given.")
        }
        for (index, argument) in arguments.enumerated() {
            try check(bind(argument, at: Int32(index + 1), of: statement))
        }
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { return try check(code) }
            try body(statement)
        }
    }

    private func prepare(_ sql: String) throws -> OpaquePointer {
        do {
            return try database.cachedStatement(sql: sql).sqliteStatement
        } catch {
            hasFailed = true
            throw error
        }
    }

    private func bind(_ value: Value, at index: Int32, of statement: OpaquePointer) -> Int32 {
        // SQLite copies the bytes before the call returns.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return sqlite3_bind_null(statement, index)
        case .integer(let integer): return sqlite3_bind_int64(statement, index, integer)
        case .text(var text):
            guard !text.isEmpty else { return sqlite3_bind_text(statement, index, "", 0, transient) }
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { sqlite3_bind_text(statement, index, $0.baseAddress, Int32($0.count), transient) }
            }
        case .blob(let bytes):
            // An empty array has no address, and a null address would bind NULL.
            return bytes.isEmpty
                ? sqlite3_bind_zeroblob(statement, index, 0)
                : bytes.withUnsafeBytes { sqlite3_bind_blob(statement, index, $0.baseAddress, Int32($0.count), transient) }
        }
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else {
            hasFailed = true
            let message = String(cString: sqlite3_errmsg(database.sqliteConnection))
            throw StorageError.sqlite(code: code & 0xff, message: message, path: nil)
        }
    }
}
