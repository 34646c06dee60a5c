import Foundation
import Testing

@testable import Storage

@Suite("PostgreSQL", .enabled(if: Backend.postgresAddress != nil, "CORRIDOR_TEST_POSTGRES is not set"))
struct PostgresTests {
    /// Ends every other connection to the test's database, as a restart of the server does.
    private func endConnections(of test: TestDatabase) throws {
        let server = try PostgresConnection(address: test.place)
        try server.forEach("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", []) { _ in }
        // The ending is asked for, not waited for.
        var others: Int64 = 1
        while others > 0 {
            try server.forEach("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", []) {
                others = $0.integer(0)
            }
        }
    }

    @Test("A connection that breaks in a transaction is reported, and the next use works")
    func brokenInside() throws {
        let test = try TestDatabase(.postgres)
        try test.createValues()
        let error = storageError {
            try test.database.write { connection in
                try connection.execute("INSERT INTO item (number) VALUES (1)")
                try endConnections(of: test)
                try connection.execute("INSERT INTO item (number) VALUES (2)")
            }
        }
        #expect(error?.kind == .connectionLost && error?.isRetryable == true)
        #expect(try test.database.read { try $0.count("item") } == 0)
        try test.database.write { connection in try connection.execute("INSERT INTO item (number) VALUES (3)") }
        #expect(try test.database.read { try $0.count("item") } == 1)
    }

    @Test("A connection that breaks while rows are read is reported, and the next use works")
    func brokenWhileReading() throws {
        let test = try TestDatabase(.postgres)
        var seen = 0
        let kind = errorKind {
            try test.database.read { connection in
                try connection.forEach("SELECT number, repeat('x', 1000) FROM generate_series(1, 200000) AS number", []) { _ in
                    seen += 1
                    if seen == 10 { try endConnections(of: test) }
                }
            }
        }
        #expect(kind == .connectionLost)
        #expect(try test.database.read { try $0.first("SELECT 1::bigint") { $0.integer(0) } } == 1)
    }

    @Test("Connections that broke while nobody used them are replaced without an error")
    func brokenIdle() throws {
        let test = try TestDatabase(.postgres)
        try test.createValues()
        // Three connections at once, so that three are idle afterwards.
        try test.database.read { _ in try test.database.read { _ in _ = try test.database.read { try $0.count("item") } } }
        try endConnections(of: test)
        try test.database.write { connection in try connection.execute("INSERT INTO item (number) VALUES (1)") }
        try endConnections(of: test)
        #expect(try test.database.read { try $0.count("item") } == 1)
    }

    @Test("A connection that breaks at the end leaves the outcome open")
    func brokenAtCommit() throws {
        let test = try TestDatabase(.postgres)
        try test.createValues()
        let error = storageError {
            try test.database.write { connection in
                try connection.execute("INSERT INTO item (number) VALUES (1)")
                try endConnections(of: test)
            }
        }
        #expect(error?.kind == .outcomeUnknown && error?.isRetryable == false)
        #expect(try test.database.read { try $0.count("item") } == 0)
    }

    @Test("Commits are durable even where the server's setting is otherwise")
    func durable() throws {
        let test = try TestDatabase(.postgres)
        let server = try PostgresConnection(address: test.place)
        try server.forEach("SELECT current_database()", []) { _ in }
        #expect(try test.database.read { try $0.first("SELECT current_setting('synchronous_commit')") { $0.text(0) } } == "on")
    }

    @Test("A database that does not keep UTF-8 is refused")
    func encoding() throws {
        let test = try TestDatabase(.postgres)
        let name = "latin_" + UUID().uuidString.lowercased().filter { $0 != "-" }
        let server = try PostgresConnection(address: test.place)
        try server.execute("CREATE DATABASE \(name) ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0", [])
        defer { _ = try? server.execute("DROP DATABASE \(name) WITH (FORCE)", []) }
        var components = try #require(URLComponents(string: test.place))
        components.path = "/" + name
        let place = try #require(components.string)
        let error = storageError { _ = try PostgresDatabase(address: place) }
        #expect(error?.kind == .cannotOpen)
        #expect(error?.description.contains("UTF-8") == true)
    }

    @Test("Parameters are numbered outside quotes only")
    func numbering() {
        let numbered = PostgresConnection.numberParameters("a = ? AND b = '?''?' AND \"?\" = ?")
        #expect(numbered.sql == "a = $1 AND b = '?''?' AND \"?\" = $2")
        #expect(numbered.count == 2)
    }
}
