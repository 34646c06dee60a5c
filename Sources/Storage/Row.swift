import CPostgres
import GRDBSQLite

/// One row of a result, valid while the closure that received it runs. Columns are counted from 0.
public struct Row {
    enum Source {
        case sqlite(OpaquePointer)
        case postgres(OpaquePointer, row: Int32)
    }

    let source: Source

    public func isNull(_ column: Int) -> Bool {
        switch source {
        case .sqlite(let statement): sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
        case .postgres(let result, let row): PQgetisnull(result, row, Int32(column)) == 1
        }
    }

    /// The column as an integer; 0 where it is null.
    public func integer(_ column: Int) -> Int64 {
        switch source {
        case .sqlite(let statement): return sqlite3_column_int64(statement, Int32(column))
        case .postgres:
            // Integers arrive in network byte order, four or eight bytes wide.
            return withBytes(column) { bytes in
                var value: Int64 = bytes.first.map { $0 >= 0x80 ? -1 : 0 } ?? 0
                for byte in bytes { value = (value << 8) | Int64(byte) }
                return value
            }
        }
    }

    /// The column as text; empty where it is null.
    public func text(_ column: Int) -> String {
        withBytes(column) { String(decoding: $0, as: UTF8.self) }
    }

    public func optionalText(_ column: Int) -> String? {
        isNull(column) ? nil : text(column)
    }

    /// The column's bytes; empty where it is null.
    public func blob(_ column: Int) -> [UInt8] {
        withBytes(column) { [UInt8]($0) }
    }

    /// Calls `body` with the bytes of a text or blob column without copying them.
    public func withBytes<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch source {
        case .sqlite(let statement):
            let start = sqlite3_column_blob(statement, Int32(column))
            return try body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, Int32(column)))))
        case .postgres(let result, let row):
            let start = PQgetvalue(result, row, Int32(column))
            return try body(UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, Int32(column)))))
        }
    }
}
