import Foundation
import Storage
import Synchronization
import Testing

@Suite("Transactions")
struct TransactionTests {
    @Test("Upsert", arguments: Backend.available)
    func upsert(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        let sql = "INSERT INTO item (number, amount, words) VALUES (?, ?, ?) ON CONFLICT (number) DO UPDATE SET amount = excluded.amount"
        try test.database.write { connection in
            try connection.expect(sql, [.integer(1), .integer(10), .text("first")], changes: 1)
            try connection.expect(sql, [.integer(1), .integer(20), .text("second")], changes: 1)
        }
        let row = try test.database.read { try $0.first("SELECT amount, words FROM item WHERE number = 1") { ($0.integer(0), $0.text(1)) } }
        #expect(row?.0 == 20 && row?.1 == "first")
    }

    @Test("Nothing remains of a transaction that throws", arguments: Backend.available)
    func rollback(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        #expect(throws: Deliberate.self) {
            try test.database.write { connection in
                try connection.execute("INSERT INTO item (number) VALUES (1)")
                try connection.execute("CREATE TABLE other (number BIGINT)")
                throw Deliberate()
            }
        }
        #expect(try test.database.read { try $0.count("item") } == 0)
        #expect(errorKind { _ = try test.database.read { try $0.count("other") } } == .other)
        try test.database.write { connection in try connection.execute("INSERT INTO item (number) VALUES (1)") }
        #expect(try test.database.read { try $0.count("item") } == 1)
    }

    @Test("Nothing remains of a transaction in which a statement failed, even if that was overlooked", arguments: Backend.available)
    func overlookedFailure(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        let kind = errorKind {
            try test.database.write { connection in
                try connection.execute("INSERT INTO item (number) VALUES (1)")
                _ = try? connection.execute("INSERT INTO item (number) VALUES (1)")
            }
        }
        #expect(kind == .misuse)
        let later = errorKind {
            try test.database.write { connection in
                _ = try? connection.execute("INSERT INTO missing (number) VALUES (1)")
                try connection.execute("INSERT INTO item (number) VALUES (1)")
            }
        }
        #expect(later == .misuse)
        #expect(try test.database.read { try $0.count("item") } == 0)
        try test.database.write { connection in try connection.execute("INSERT INTO item (number) VALUES (1)") }
        #expect(try test.database.read { try $0.count("item") } == 1)
    }

    @Test("A reader sees one state while a writer commits", arguments: Backend.available)
    func snapshot(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        let other = try test.openAgain()
        try test.database.read { connection in
            #expect(try connection.count("item") == 0)
            try other.write { writer in try writer.execute("INSERT INTO item (number) VALUES (1)") }
            #expect(try other.read { try $0.count("item") } == 1)
            #expect(try connection.count("item") == 0)
        }
        #expect(try test.database.read { try $0.count("item") } == 1)
        try other.close()
    }

    @Test("Nothing can be written while reading", arguments: Backend.available)
    func readOnly(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        let statements = [
            "INSERT INTO item (number) VALUES (1)", "DELETE FROM item", "UPDATE item SET amount = 1", "CREATE TABLE other (number BIGINT)", "DROP TABLE item",
        ]
        for statement in statements {
            #expect(errorKind { _ = try test.database.read { try $0.execute(statement) } } == .readOnly, "\(statement)")
        }
        #expect(try test.database.read { try $0.count("item") } == 0)
    }

    @Test("No statement runs while rows of another are read", arguments: Backend.available)
    func statementWhileReading(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        try test.database.write { connection in try connection.execute("INSERT INTO item (number) VALUES (1), (2)") }
        try test.database.read { connection in
            var kinds: [StorageError.Kind?] = []
            try connection.forEach("SELECT number FROM item", []) { _ in
                kinds.append(errorKind { _ = try connection.count("item") })
                kinds.append(errorKind { try connection.execute("SELECT 1") })
            }
            #expect(kinds == [.misuse, .misuse, .misuse, .misuse])
            // The connection is as usable as before.
            #expect(try connection.count("item") == 2)
        }
    }

    @Test("An error of whoever reads rows ends the reading, not the transaction", arguments: Backend.available)
    func errorWhileReading(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        try test.database.write { connection in
            for number in 1...5000 { try connection.execute("INSERT INTO item (number) VALUES (?)", [.integer(Int64(number))]) }
        }
        try test.database.write { connection in
            var seen = 0
            #expect(throws: Deliberate.self) {
                try connection.forEach("SELECT number FROM item", []) { _ in
                    seen += 1
                    if seen == 3 { throw Deliberate() }
                }
            }
            #expect(seen == 3)
            try connection.execute("DELETE FROM item WHERE number > 10")
        }
        #expect(try test.database.read { try $0.count("item") } == 10)
    }

    @Test("Writers of one process take turns", arguments: Backend.available)
    func writersInOneProcess(_ backend: Backend) async throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        try test.database.write { connection in try connection.execute("INSERT INTO item (number, amount) VALUES (1, 0)") }
        let inside = Inside()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    // Two of them through a connection of their own, as another process would have.
                    let database = writer < 2 ? test.database : try test.openAgain()
                    for _ in 0..<25 {
                        try database.write { connection in
                            #expect(inside.change(by: 1) == 1)
                            let amount = try connection.first("SELECT amount FROM item") { $0.integer(0) } ?? 0
                            try connection.execute("UPDATE item SET amount = ?", [.integer(amount + 1)])
                            _ = inside.change(by: -1)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try test.database.read { try $0.first("SELECT amount FROM item") { $0.integer(0) } } == 100)
    }

    @Test("A writer waits for another only so long", arguments: Backend.available)
    func busy(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        let other = try test.openAgain(patience: .milliseconds(200))
        let error = storageError {
            try test.database.write { connection in
                try connection.execute("INSERT INTO item (number) VALUES (1)")
                try other.write { try $0.execute("INSERT INTO item (number) VALUES (2)") }
            }
        }
        #expect(error?.kind == .busy && error?.isRetryable == true)
        #expect(try test.database.read { try $0.count("item") } == 0)
        try other.write { connection in try connection.execute("INSERT INTO item (number) VALUES (2)") }
        #expect(try test.database.read { try $0.count("item") } == 1)
        try other.close()
    }

    @Test("Readers do not wait for a writer, and see nothing of what is not committed", arguments: Backend.available)
    func readersDoNotWait(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        let other = try test.openAgain(patience: .milliseconds(200))
        try test.database.write { connection in
            try connection.execute("INSERT INTO item (number) VALUES (1)")
            #expect(try other.read { try $0.count("item") } == 0)
        }
        #expect(try other.read { try $0.count("item") } == 1)
        try other.close()
    }
}

/// How many are in a transaction at the moment.
private final class Inside: Sendable {
    private let count = Mutex(0)

    func change(by difference: Int) -> Int {
        count.withLock { count in
            count += difference
            return count
        }
    }
}
