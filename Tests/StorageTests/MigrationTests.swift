import Storage
import Testing

@Suite("Migrations")
struct MigrationTests {
    private static let first = Migration(
        number: 1, name: "First", statements: ["CREATE TABLE one (number {integer} PRIMARY KEY, words {text} NOT NULL) {strict}"])
    private static let second = Migration(
        number: 2, name: "Second",
        statements: ["ALTER TABLE one ADD COLUMN bytes {blob}", "INSERT INTO one (number, words) VALUES (7, 'from the second')"])

    private func migrations(in database: any Database) throws -> [Int64] {
        try database.read { try $0.all("SELECT number FROM migration ORDER BY number") { $0.integer(0) } }
    }

    @Test("A new database gets all tables, once", arguments: Backend.available)
    func fresh(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        for _ in 0..<2 { try Migrator([Self.second, Self.first]).run(on: test.database) }
        #expect(try migrations(in: test.database) == [1, 2])
        #expect(try test.database.read { try $0.count("one") } == 1)
    }

    @Test("An older database is brought up to date and keeps what it holds", arguments: Backend.available)
    func upgrade(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try Migrator([Self.first]).run(on: test.database)
        try test.database.write { connection in try connection.execute("INSERT INTO one (number, words) VALUES (1, 'before')") }
        try Migrator([Self.first, Self.second]).run(on: test.database)
        let words = try test.database.read { try $0.all("SELECT words FROM one WHERE bytes IS NULL ORDER BY number") { $0.text(0) } }
        #expect(words == ["before", "from the second"])
        #expect(try migrations(in: test.database) == [1, 2])
    }

    @Test("A database of a newer version is refused and left as it is", arguments: Backend.available)
    func newer(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try Migrator([Self.first, Self.second]).run(on: test.database)
        let error = storageError { try Migrator([Self.first]).run(on: test.database) }
        #expect(error?.kind == .newerVersion)
        #expect(error?.description.contains("newer") == true)
        #expect(try migrations(in: test.database) == [1, 2])
    }

    @Test("A step that fails leaves the old tables", arguments: Backend.available)
    func failing(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try Migrator([Self.first]).run(on: test.database)
        let third = Migration(
            number: 3, name: "Third", statements: ["CREATE TABLE three (number {integer} PRIMARY KEY)", "ALTER TABLE missing ADD COLUMN words {text}"])
        #expect(errorKind { try Migrator([Self.first, Self.second, third]).run(on: test.database) } == .other)
        #expect(try migrations(in: test.database) == [1])
        #expect(try test.database.read { try $0.count("one") } == 0)
        #expect(errorKind { _ = try test.database.read { try $0.count("three") } } == .other)
    }

    @Test("Two programs that start at once make the tables once", arguments: Backend.available)
    func concurrent(_ backend: Backend) async throws {
        let test = try TestDatabase(backend)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let database = try test.openAgain()
                    try Migrator([Self.first, Self.second]).run(on: database)
                    try database.close()
                }
            }
            try await group.waitForAll()
        }
        #expect(try migrations(in: test.database) == [1, 2])
        #expect(try test.database.read { try $0.count("one") } == 1)
    }
}
