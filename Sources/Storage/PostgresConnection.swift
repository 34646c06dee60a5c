import CPostgres

/// Prepared statements on one connection to a PostgreSQL server, with parameters and results in binary form.
final class PostgresConnection: Connection, @unchecked Sendable {
    // Sendable by discipline, not by type: the pool hands a connection to one transaction at a time.
    let dialect = Dialect.postgres
    private let connection: OpaquePointer
    private var prepared: [Statement: String] = [:]
    private var isReadingRows = false

    init(address: String) throws {
        guard let connection = PQconnectdb(address) else {
            throw StorageError(.cannotOpen, "There is not enough memory to connect to PostgreSQL.")
        }
        guard PQstatus(connection) == CONNECTION_OK else {
            let reason = PostgresConnection.firstLine(PQerrorMessage(connection))
            PQfinish(connection)
            throw StorageError(
                .cannotOpen, "PostgreSQL cannot be reached: \(reason). Check that the server runs and the address is postgres://USER:PASSWORD@HOST/DATABASE.")
        }
        // The server's notices would go to standard error and could repeat values.
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        self.connection = connection
    }

    deinit {
        PQfinish(connection)
    }

    /// Settings of the session without which the promises of ``Database`` would depend on how the server is set up.
    func prepareSession(patience: Duration) throws {
        guard PQsetClientEncoding(connection, "UTF8") == 0, let encoding = PQparameterStatus(connection, "server_encoding"), String(cString: encoding) == "UTF8"
        else {
            throw StorageError(
                .cannotOpen, "The PostgreSQL database does not keep text as UTF-8. Make one that does: CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0")
        }
        try forEach("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'", []) { _ in }
        try execute("SET lock_timeout = \(Int(patience / .milliseconds(1)))", [])
    }

    /// Whether a statement failed in the transaction that is under way.
    var hasFailedTransaction: Bool {
        PQtransactionStatus(connection) != PQTRANS_INTRANS
    }

    var isHealthy: Bool {
        PQstatus(connection) == CONNECTION_OK && PQtransactionStatus(connection) == PQTRANS_IDLE
    }

    @discardableResult
    func execute(_ sql: String, _ arguments: [Value]) throws -> Int {
        let name = try prepare(sql, arguments)
        let result = withParameters(arguments) { values, lengths, formats in
            PQexecPrepared(connection, name, Int32(arguments.count), values, lengths, formats, 1)
        }
        defer { PQclear(result) }
        try check(result)
        // PostgreSQL counts also the rows that a SELECT found.
        guard !isRead(result) else { return 0 }
        return Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    func forEach(_ sql: String, _ arguments: [Value], _ body: (Row) throws -> Void) throws {
        let name = try prepare(sql, arguments)
        let sent = withParameters(arguments) { values, lengths, formats in
            PQsendQueryPrepared(connection, name, Int32(arguments.count), values, lengths, formats, 1)
        }
        guard sent == 1 else { throw lost() }
        PQsetSingleRowMode(connection)
        isReadingRows = true
        var failure: (any Error)?
        while let result = PQgetResult(connection) {
            defer { PQclear(result) }
            guard failure == nil else { continue }
            do {
                if PQresultStatus(result) == PGRES_SINGLE_TUPLE {
                    try body(Row(source: .postgres(result, row: 0)))
                } else {
                    try check(result)
                }
            } catch {
                // The rest is read and left aside rather than cancelled: a cancelled statement would end the transaction, which it does not on SQLite.
                failure = error
            }
        }
        isReadingRows = false
        if let failure { throw failure }
    }

    private func prepare(_ sql: String, _ arguments: [Value]) throws -> String {
        guard !isReadingRows else {
            throw StorageError(.misuse, "A statement was run while rows of another were being read on the same connection.")
        }
        for argument in arguments { try argument.checkStorable() }
        // Types are told, since the server would take the bytes of a text for a number where it expects one.
        let types = arguments.map(PostgresConnection.type)
        let key = Statement(sql: sql, types: types)
        if let name = prepared[key] { return name }
        let numbered = PostgresConnection.numberParameters(sql)
        guard numbered.count == arguments.count else {
            throw StorageError(.misuse, "The statement takes \(numbered.count) parameters, \(arguments.count) were given.")
        }
        let name = "s\(prepared.count + 1)"
        let result = PQprepare(connection, name, numbered.sql, Int32(types.count), types)
        defer { PQclear(result) }
        try check(result)
        prepared[key] = name
        return name
    }

    private struct Statement: Hashable {
        var sql: String
        var types: [Oid]
    }

    /// The type's number in PostgreSQL's catalogue (src/include/catalog/pg_type.dat); 0 leaves it to the server.
    private static func type(of value: Value) -> Oid {
        switch value {
        case .null: 0
        case .integer: 20
        case .text: 25
        case .blob: 17
        }
    }

    private func isRead(_ result: OpaquePointer?) -> Bool {
        PQcmdStatus(result).map { String(cString: $0).hasPrefix("SELECT") } ?? false
    }

    /// Writes `$1`, `$2` … in place of the question marks that stand outside quotes.
    static func numberParameters(_ sql: String) -> (sql: String, count: Int) {
        var numbered = ""
        var number = 0
        var quote: Unicode.Scalar?
        for scalar in sql.unicodeScalars {
            if let open = quote {
                if scalar == open { quote = nil }
                numbered.unicodeScalars.append(scalar)
            } else if scalar == "?" {
                number += 1
                numbered += "$\(number)"
            } else {
                if scalar == "'" || scalar == "\"" { quote = scalar }
                numbered.unicodeScalars.append(scalar)
            }
        }
        return (numbered, number)
    }

    /// Lays the parameters out in one buffer that lives through the call.
    private func withParameters<Result>(
        _ arguments: [Value],
        _ call: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        var bytes: [UInt8] = []
        var spans: [(start: Int, count: Int)?] = []
        for argument in arguments {
            let start = bytes.count
            switch argument {
            case .null:
                spans.append(nil)
                continue
            case .integer(let value): withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
            case .text(let text): bytes.append(contentsOf: text.utf8)
            case .blob(let blob): bytes.append(contentsOf: blob)
            }
            spans.append((start, bytes.count - start))
        }
        // A parameter of no bytes at the end still needs an address that is not null.
        bytes.append(0)
        let lengths = spans.map { Int32($0?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: arguments.count)
        return bytes.withUnsafeBytes { buffer in
            let values = spans.map { span in
                span.flatMap { buffer.baseAddress?.advanced(by: $0.start).assumingMemoryBound(to: CChar.self) }
            }
            return values.withUnsafeBufferPointer { values in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { call(values.baseAddress, lengths.baseAddress, $0.baseAddress) }
                }
            }
        }
    }

    private func check(_ result: OpaquePointer?) throws {
        guard let result else { throw lost() }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE: return
        default: throw PostgresConnection.explain(result, connection)
        }
    }

    private func lost() -> StorageError {
        StorageError(
            .connectionLost,
            "The connection to PostgreSQL broke: \(PostgresConnection.firstLine(PQerrorMessage(connection))). Nothing of this change was saved; try again.")
    }

    private static func explain(_ result: OpaquePointer, _ connection: OpaquePointer) -> StorageError {
        let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
        // Only the primary message: the detail repeats the values of the row.
        let message = firstLine(PQresultErrorField(result, Int32(UInt8(ascii: "M"))))
        switch state {
        case "53100": return StorageError(.diskFull, "The disk of the PostgreSQL server is full. Nothing of this change was saved; make room and try again.")
        case "25006": return StorageError(.readOnly, "PostgreSQL does not accept changes here: the transaction or the server is read-only.")
        case "55P03": return StorageError(.busy, "The database is in use by another program that did not finish in time. Try again.")
        case "40001", "40P01": return StorageError(.busy, "Another program changed the same data at the same time. Try again.")
        case "XX001", "XX002": return StorageError(.corrupt, "The PostgreSQL database is damaged (\(message)). Restore the latest backup.")
        case "25P02": return .afterFailure
        case "57014": return StorageError(.busy, "PostgreSQL ended the statement before it was done (\(message)). Nothing of this change was saved; try again.")
        case "08P01": return StorageError(.misuse, "PostgreSQL did not understand a value that it was sent (\(message)).")
        // Class 23 is a rule of the table, class 22 a value that its type does not take, 42804 a value of another type.
        case let state where state.hasPrefix("23") || state.hasPrefix("22") || state == "42804":
            return StorageError(.constraint, "The change does not fit the database's rules: \(message)")
        case let state where state.hasPrefix("57") || state.hasPrefix("08"):
            return StorageError(.connectionLost, "PostgreSQL ended the connection (\(message)). Nothing of this change was saved; try again.")
        case "": return StorageError(.connectionLost, "The connection to PostgreSQL broke (\(message)). Nothing of this change was saved; try again.")
        default: return StorageError(.other, "PostgreSQL could not do this: \(message) (SQLSTATE \(state)).")
        }
    }

    private static func firstLine(_ message: UnsafePointer<CChar>?) -> String {
        guard let message else { return "" }
        return String(cString: message).split(whereSeparator: { $0.isNewline }).first.map(String.init) ?? ""
    }
}
