import Exchange
import Foundation
import Storage
import TestSupport
import Testing

@testable import App

/// Referrals between two real nodes over a bad network, with processes that are killed at any statement.
@Suite("Two nodes over a bad network", .serialized)
struct NodeRehearsalTests {
    @Test("Both end in the same state, each step took effect once, and what was taken back is gone", arguments: Backend.available)
    func schedules(_ backend: Backend) throws {
        let folder = try World.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let place = try RehearsedPlace(in: folder, server: backend == .postgres ? Backend.postgresAddress : nil)
        var (messages, crashes, restores, lost, secrets) = (0, 0, 0, 0, 0)
        for seed in UInt64(1)...(backend == .sqlite ? 12 : 4) {
            let outcome = NodeRehearsal.run(seed: seed, at: place)
            #expect(outcome.faults.isEmpty, "corridor exchange rehearse --nodes --seed \(seed) shows this schedule again: \(outcome.faults)")
            messages += outcome.messages
            crashes += outcome.crashes
            restores += outcome.restores
            lost += outcome.lost
            secrets += outcome.secrets
        }
        // The network and the machines were bad, and something happened over them.
        #expect(messages > 30 && crashes > 10 && lost > 30, "\(messages) \(crashes) \(lost)")
        if backend == .sqlite { #expect(restores > 0 && secrets > 0, "\(restores) \(secrets)") }
    }

    @Test("A process that is killed in a transaction leaves nothing of it; one that is killed after it, all")
    func killed() throws {
        let world = try World()
        let file = world.data.appending(path: Node.databaseFileName)
        let copy = world.file("copy.sqlite")
        func open() throws -> CrashingDatabase {
            CrashingDatabase(try SQLiteDatabase(path: file.path)) {
                for suffix in ["", "-wal"] {
                    try? FileManager.default.removeItem(atPath: copy.path + suffix)
                    try? FileManager.default.copyItem(atPath: file.path + suffix, toPath: copy.path + suffix)
                }
            }
        }
        func count(_ database: any Database) throws -> Int64? { try database.read { try $0.first("SELECT count(*) FROM network_member") { $0.integer(0) } } }
        // The first statement is that the transaction begins; then two rows; then it ends; then the caller hears of it.
        for (statements, rows) in [(0, 0), (1, 0), (2, 0), (3, 0), (4, 2)] {
            let database = try open()
            database.crash(after: statements)
            #expect(throws: RehearsedCrash.self) {
                try database.write { connection in
                    for name in ["a", "b"] {
                        _ = try connection.execute(
                            "INSERT INTO network_member (organisation, network, partner, coordinator, since) VALUES (?, ?, ?, 0, '')",
                            [.integer(world.node.organisation.number), .text("n\(statements)"), .text(name)])
                    }
                }
            }
            #expect(throws: RehearsedCrash.self) { _ = try count(database) }
            let after = try SQLiteDatabase(path: copy.path)
            #expect(try count(after) == Int64(rows), "killed after \(statements) statements")
            try after.close()
            try database.close()
        }
    }
}
