import CPostgres
import Foundation

/// The peer on PostgreSQL: a table of bytes, a prepared insert a transaction.
final class BarePostgres {
    private let connection: OpaquePointer?

    init(address: String) throws {
        connection = PQconnectdb(address)
        guard PQstatus(connection) == CONNECTION_OK else { throw BenchmarkError("The peer's server cannot be reached.") }
        PQclear(PQexec(connection, "SET client_min_messages = warning"))
        PQclear(PQexec(connection, "DROP TABLE IF EXISTS bare_entry"))
        PQclear(PQexec(connection, "CREATE TABLE bare_entry (sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body BYTEA NOT NULL)"))
        PQclear(PQprepare(connection, "insert", "INSERT INTO bare_entry (body) VALUES ($1)", 1, nil))
    }

    deinit {
        PQfinish(connection)
    }

    func insert(_ bodies: [[UInt8]]) throws -> Double {
        try seconds {
            for body in bodies {
                let result = body.withUnsafeBytes { bytes in
                    var value: UnsafePointer<CChar>? = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                    var length = Int32(bytes.count)
                    var format: Int32 = 1
                    return PQexecPrepared(connection, "insert", 1, &value, &length, &format, 0)
                }
                defer { PQclear(result) }
                guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw BenchmarkError("The peer's insert failed.") }
            }
        }
    }
}
