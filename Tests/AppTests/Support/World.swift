import Dictionary
import Formats
import Foundation
import Interchange
import Journal
import Storage
import Synchronization

@testable import App

/// A clock that a test sets. It starts in 2026 and moves a second with each reading, so that histories can be looked at as of a moment.
final class TestClock: Sendable {
    private let reading: Mutex<UInt64>

    init(_ start: UInt64 = 1_770_000_000_000) {
        reading = Mutex(start)
    }

    /// Lets time pass.
    func advance(minutes: UInt64) { reading.withLock { $0 += minutes * 60_000 } }

    func next() -> UInt64 {
        reading.withLock {
            $0 += 1000
            return $0
        }
    }
}

/// A folder of its own with a node in it. Nothing is written elsewhere: the key file lies in the folder, and so does the home of the commands that are run.
final class World {
    let folder: URL
    let backend: Backend
    private(set) var node: Node
    let clock = TestClock()
    private let postgres: PostgresPlace?

    /// The node's own folder, which holds nothing else.
    var data: URL { folder.appending(path: "data") }
    var keyFile: URL { folder.appending(path: "keys/node.key") }
    var means: UnlockMeans { UnlockMeans(keyFile: keyFile) }

    /// - Parameter place: the folder that holds everything; nil for a new one.
    init(_ backend: Backend = .sqlite, in place: URL? = nil) throws {
        self.backend = backend
        folder = try place ?? World.makeFolder()
        postgres = backend == .postgres ? try PostgresPlace(server: Backend.postgresAddress ?? "") : nil
        try FileManager.default.createDirectory(at: folder.appending(path: "keys"), withIntermediateDirectories: true)
        let means = UnlockMeans(keyFile: folder.appending(path: "keys/node.key"))
        let data = folder.appending(path: "data")
        _ = try NodeInitialisation(folder: data, organisationName: "Test Helpline", country: "NP", database: postgres?.address, means: means).run()
        let clock = clock
        node = try Node.open(data, unlock: means) { clock.next() }
    }

    /// A copy of a world that nobody writes to at the moment: the same keys, so that the same row becomes the same record.
    init(copyOf other: World) throws {
        precondition(other.backend == .sqlite, "a PostgreSQL database cannot be copied as a folder")
        backend = .sqlite
        postgres = nil
        folder = try World.makeFolder()
        for name in ["data", "keys"] { try FileManager.default.copyItem(at: other.folder.appending(path: name), to: folder.appending(path: name)) }
        let clock = clock
        node = try Node.open(folder.appending(path: "data"), unlock: UnlockMeans(keyFile: folder.appending(path: "keys/node.key"))) { clock.next() }
    }

    deinit {
        try? node.close()
        postgres?.remove()
        try? FileManager.default.removeItem(at: folder)
    }

    static func makeFolder() throws -> URL {
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "corridor-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.resolvingSymlinksInPath()
    }

    /// Opens the node anew, as another run of the program would.
    func reopen() throws {
        try node.close()
        let clock = clock
        node = try Node.open(data, unlock: means) { clock.next() }
    }

    /// The address of an empty database of the same kind for a second node; nil for SQLite.
    func anotherDatabase() throws -> PostgresPlace? {
        backend == .postgres ? try PostgresPlace(server: Backend.postgresAddress ?? "") : nil
    }

    func file(_ name: String) -> URL { folder.appending(path: name) }

    @discardableResult
    func write(_ text: String, to name: String) throws -> URL {
        let url = file(name)
        try Data(text.utf8).write(to: url)
        return url
    }

    // MARK: Records

    /// Saves one record and returns its identifier.
    @discardableResult
    func save(_ kind: String, _ answers: [String: Answer?], record: String = RecordIdentifier.random(), ground: String? = nil) throws -> String {
        try node.change(by: "tester") { _ = try $0.save(RecordChange(record: record, kind: kind, answers: answers), ground: ground) }
        return record
    }

    /// Saves a case with a worker and a violation in one transaction.
    func saveCase(name: String = "Sita Tamang", sector: String = "domestic-work", summary: String = "She was not paid for nine months.") throws -> SavedCase {
        let saved = SavedCase()
        try node.change(by: "tester") { transaction in
            func save(_ record: String, _ kind: String, _ answers: [String: Answer?]) throws {
                _ = try transaction.save(RecordChange(record: record, kind: kind, answers: answers))
            }
            try save(saved.case, "case", ["sector": .code(sector), "summary": .text(summary), "destination-country": .code("QA")])
            try save(saved.person, "person", ["names": try .name(name), "sex": .code("female"), "nationality": .codes(["NP"])])
            try save(saved.relation, "relation", ["from": .link(saved.person), "to": .link(saved.case), "role": .code("worker")])
            try save(
                saved.violation, "violation",
                ["case": .link(saved.case), "victim": .link(saved.person), "type": .code("non-payment"), "description": .text("\(name) told it twice.")])
        }
        return saved
    }

    /// Ties a person to a case.
    @discardableResult
    func relate(_ person: String, to caseRecord: String, as role: String = "worker") throws -> String {
        try save("relation", ["from": .link(person), "to": .link(caseRecord), "role": .code(role)])
    }

    func verify() throws -> VerificationReport {
        try NodeMaintenance(node).verify()
    }

    func count(_ table: String) throws -> Int {
        try node.database.read { try $0.first("SELECT count(*) FROM \(table)") { Int($0.integer(0)) } ?? 0 }
    }
}

struct SavedCase {
    var `case` = RecordIdentifier.random()
    var person = RecordIdentifier.random()
    var relation = RecordIdentifier.random()
    var violation = RecordIdentifier.random()
}

extension Answer {
    static func text(_ text: String) -> Answer { Answer(.text(text)) }
    static func code(_ code: String, note: String? = nil) -> Answer { Answer(.code(code), note: note) }
    static func codes(_ codes: [String]) -> Answer { Answer(.list(codes.sorted().map { .code($0) })) }
    static func link(_ record: String) -> Answer { Answer(.link(record)) }
    static func name(_ full: String) throws -> Answer { Answer(.list([.name(try PersonName(full: full))])) }
}
