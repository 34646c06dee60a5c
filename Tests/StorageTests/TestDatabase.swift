import Foundation
import Testing

@testable import Storage

/// Which database a test runs on.
enum Backend: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case sqlite = "SQLite"
    case postgres = "PostgreSQL"

    /// The address of a server on which tests may make databases; `Scripts/with-postgres.sh` sets it.
    static let postgresAddress = ProcessInfo.processInfo.environment["CORRIDOR_TEST_POSTGRES"].flatMap { $0.isEmpty ? nil : $0 }

    /// Those that can be tested here.
    static let available: [Backend] = allCases.filter { $0 == .sqlite || postgresAddress != nil }

    var testDescription: String { rawValue }
}

/// A folder that goes away with the test.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "corridor-storage-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String { url.appending(path: name).path }
}

/// A database of a test's own, which goes away with it.
final class TestDatabase: Sendable {
    let backend: Backend
    let folder: TemporaryFolder
    /// The SQLite file's path or the PostgreSQL database's address.
    let place: String
    let database: any Database
    private let name: String

    init(_ backend: Backend, patience: Duration = .seconds(10)) throws {
        self.backend = backend
        folder = try TemporaryFolder()
        name = "test_" + UUID().uuidString.lowercased().filter { $0 != "-" }
        switch backend {
        case .sqlite: place = folder.path("database.sqlite")
        case .postgres:
            let server = try PostgresConnection(address: Backend.postgresAddress ?? "")
            try server.execute("CREATE DATABASE \(name)", [])
            place = TestDatabase.address(ofDatabase: name)
        }
        database = try TestDatabase.open(backend, place, patience: patience)
    }

    deinit {
        try? database.close()
        if backend == .postgres, let server = try? PostgresConnection(address: Backend.postgresAddress ?? "") {
            _ = try? server.execute("DROP DATABASE IF EXISTS \(name) WITH (FORCE)", [])
        }
    }

    /// Opens the same database once more, as another process would.
    func openAgain(patience: Duration = .seconds(10)) throws -> any Database {
        try TestDatabase.open(backend, place, patience: patience)
    }

    static func open(_ backend: Backend, _ place: String, patience: Duration = .seconds(10)) throws -> any Database {
        switch backend {
        case .sqlite: try SQLiteDatabase(path: place, patience: patience)
        case .postgres: try PostgresDatabase(address: place, patience: patience)
        }
    }

    private static func address(ofDatabase name: String) -> String {
        var components = URLComponents(string: Backend.postgresAddress ?? "") ?? URLComponents()
        components.path = "/" + name
        return components.string ?? ""
    }

    /// Makes a table from a definition in the words of ``Dialect/render(_:)``.
    func create(_ definition: String) throws {
        try database.write { try $0.execute($0.dialect.render(definition)) }
    }

    /// A table with a key and a column of each type.
    func createValues() throws {
        try create("CREATE TABLE item (number {integer} PRIMARY KEY, amount {integer}, words {text}, bytes {blob}) {strict}")
    }
}

/// The kind of the ``StorageError`` that `body` throws; nil if it throws none.
func errorKind<Result>(_ body: () throws -> Result) -> StorageError.Kind? {
    storageError(body)?.kind
}

func storageError<Result>(_ body: () throws -> Result) -> StorageError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? StorageError
    }
}

struct Deliberate: Error {}

extension Connection {
    /// Runs a statement that must change so many rows.
    func expect(_ sql: String, _ arguments: [Value] = [], changes: Int) throws {
        let changed = try execute(sql, arguments)
        #expect(changed == changes, "\(sql)")
    }

    func count(_ table: String) throws -> Int {
        try first("SELECT count(*) FROM \(table)") { Int($0.integer(0)) } ?? 0
    }
}
