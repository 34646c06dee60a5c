import Foundation
import Storage
import Testing

/// The kinds of database that the tests run on: SQLite always, PostgreSQL where `CORRIDOR_TEST_POSTGRES` names a server.
enum Backend: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite, postgres

    static let postgresAddress = ProcessInfo.processInfo.environment["CORRIDOR_TEST_POSTGRES"].flatMap { $0.isEmpty ? nil : $0 }

    static var available: [Backend] {
        postgresAddress == nil ? [.sqlite] : [.sqlite, .postgres]
    }

    var testDescription: String { rawValue }
}

/// A part of a PostgreSQL server that belongs to one test: a schema of its own, named in the address, so that the server's database is shared and nothing else is.
struct PostgresPlace {
    let schema: String
    let address: String
    private let server: String

    init(server: String) throws {
        self.server = server
        schema = "t" + UUID().uuidString.replacing("-", with: "").lowercased()
        address = server + (server.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(schema)"
        let name = schema
        try PostgresDatabase(address: server).write { _ = try $0.execute("CREATE SCHEMA \(name)") }
    }

    func remove() {
        let name = schema
        _ = try? PostgresDatabase(address: server).write { try $0.execute("DROP SCHEMA \(name) CASCADE") }
    }
}
