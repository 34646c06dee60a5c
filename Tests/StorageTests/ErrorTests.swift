import Foundation
import Testing

@testable import Storage

@Suite("Errors say what to do and repeat no value")
struct ErrorTests {
    private static let marker = "Marker-7319"

    @Test("A broken rule of a table", arguments: Backend.available)
    func constraints(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.create("CREATE TABLE parent (words {text} PRIMARY KEY) {strict}")
        try test.create("CREATE TABLE child (words {text} NOT NULL UNIQUE REFERENCES parent (words), amount {integer} CHECK (amount > 0)) {strict}")
        try test.database.write { connection in
            try connection.execute("INSERT INTO parent (words) VALUES (?)", [.text(Self.marker)])
            try connection.execute("INSERT INTO child (words, amount) VALUES (?, ?)", [.text(Self.marker), .integer(1)])
        }
        let attempts: [(sql: String, arguments: [Value])] = [
            ("INSERT INTO parent (words) VALUES (?)", [.text(Self.marker)]),
            ("INSERT INTO child (words, amount) VALUES (?, ?)", [.text(Self.marker), .integer(2)]),
            ("INSERT INTO child (words, amount) VALUES (?, ?)", [.text(Self.marker + "x"), .integer(2)]),
            ("INSERT INTO child (words, amount) VALUES (?, ?)", [.null, .integer(2)]),
            ("UPDATE child SET amount = ? WHERE words = ?", [.integer(-7319), .text(Self.marker)]),
            ("DELETE FROM parent WHERE words = ?", [.text(Self.marker)]),
        ]
        for attempt in attempts {
            let error = storageError { try test.database.write { connection in try connection.execute(attempt.sql, attempt.arguments) } }
            #expect(error?.kind == .constraint, "\(attempt.sql): \(error?.description ?? "no error")")
            #expect(error?.description.contains("7319") == false)
            #expect(error?.isRetryable == false)
        }
    }

    @Test("A statement that makes no sense", arguments: Backend.available)
    func nonsense(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        for sql in ["SELEC 1", "SELECT words FROM missing WHERE words = ?", "SELECT missing FROM item WHERE words = ?"] {
            let arguments: [Value] = sql.contains("?") ? [.text(Self.marker)] : []
            let error = storageError { try test.database.read { try $0.forEach(sql, arguments) { _ in } } }
            #expect(error?.kind == .other)
            #expect(error?.description.contains(Self.marker) == false)
        }
    }

    @Test("Too few and too many arguments", arguments: Backend.available)
    func wrongArguments(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        for arguments in [[], [Value.integer(1), .text(Self.marker)]] {
            let error = storageError { try test.database.read { try $0.forEach("SELECT number FROM item WHERE number = ?", arguments) { _ in } } }
            #expect(error?.kind == .misuse, "\(error?.description ?? "no error")")
            #expect(error?.description.contains(Self.marker) == false)
        }
    }

    @Test("A closed database is not used", arguments: Backend.available)
    func closed(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        try test.database.close()
        #expect(errorKind { _ = try test.database.read { try $0.count("item") } } == .misuse)
        #expect(errorKind { try test.database.write { connection in try connection.execute("DELETE FROM item") } } == .misuse)
        let again = try test.openAgain()
        #expect(try again.read { try $0.count("item") } == 0)
        try again.close()
    }

    @Test("A file that is no database, a folder that is not there")
    func unusableFiles() throws {
        let folder = try TemporaryFolder()
        try Data("This is a letter, and longer than the head of a database file is, which has a hundred bytes, so that it can be told.".utf8)
            .write(to: folder.url.appending(path: "letter"))
        let letter = storageError { _ = try SQLiteDatabase(path: folder.path("letter")) }
        #expect(letter?.kind == .corrupt)
        #expect(letter?.description.contains(folder.path("letter")) == true)
        let missing = storageError { _ = try SQLiteDatabase(path: folder.path("missing/database.sqlite")) }
        #expect(missing?.kind == .cannotOpen)
        #expect(missing?.description.contains("missing/database.sqlite") == true)
    }

    @Test("A damaged page is reported, not read over")
    func damagedPage() throws {
        let test = try TestDatabase(.sqlite)
        try test.createValues()
        try test.database.write { connection in
            for number in 1...500 {
                try connection.execute("INSERT INTO item (number, bytes) VALUES (?, ?)", [.integer(Int64(number)), .blob([UInt8](repeating: 7, count: 200))])
            }
        }
        try test.database.close()
        let handle = try FileHandle(forUpdating: URL(filePath: test.place))
        try handle.seek(toOffset: 4096 * 3)
        try handle.write(contentsOf: Data(repeating: 0xff, count: 4096))
        try handle.close()
        let error = storageError {
            let database = try test.openAgain()
            try database.read { try $0.forEach("SELECT number, bytes FROM item", []) { _ in } }
        }
        #expect(error?.kind == .corrupt)
        #expect(error?.description.contains("restore") == true)
    }

    @Test("A server that is not there", .enabled(if: Backend.postgresAddress != nil, "CORRIDOR_TEST_POSTGRES is not set"))
    func noServer() throws {
        let error = storageError { _ = try PostgresDatabase(address: "postgres://somebody:Marker-7319@/nothing?host=/nowhere&connect_timeout=2") }
        #expect(error?.kind == .cannotOpen)
        #expect(error?.description.contains("Marker-7319") == false)
    }

    /// SQLSTATE codes of PostgreSQL 15, Appendix A.
    @Test(
        "What PostgreSQL's error codes mean", .enabled(if: Backend.postgresAddress != nil, "CORRIDOR_TEST_POSTGRES is not set"),
        arguments: [
            ("53100", StorageError.Kind.diskFull), ("25006", .readOnly), ("40001", .busy), ("40P01", .busy), ("55P03", .busy), ("57014", .busy),
            ("XX001", .corrupt),
            ("23505", .constraint), ("22003", .constraint), ("57P01", .connectionLost), ("08006", .connectionLost), ("42501", .other),
        ])
    func states(_ state: String, _ kind: StorageError.Kind) throws {
        let test = try TestDatabase(.postgres)
        let error = storageError {
            try test.database.write { connection in try connection.execute("DO $$ BEGIN RAISE EXCEPTION 'told' USING ERRCODE = '\(state)'; END $$") }
        }
        #expect(error?.kind == kind)
        #expect(error?.description.isEmpty == false)
        #expect(try test.database.read { try $0.first("SELECT count(*) FROM pg_class") { $0.integer(0) } ?? 0 } > 0)
    }
}
