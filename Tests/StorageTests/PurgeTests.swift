import Foundation
import Storage
import TestSupport
import Testing

@Suite("Deleted content")
struct PurgeTests {
    /// All bytes that the database has in its folder.
    private func files(of test: TestDatabase) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: test.folder.url.path) {
            contents[name] = try Data(contentsOf: test.folder.url.appending(path: name))
        }
        return contents
    }

    private func key(_ number: Int) -> String { "key-\(number)-of-a-record-\(number &* 7919)|" }

    @Test("Deleted rows cannot be found in the files of SQLite", arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func sqlite(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let test = try TestDatabase(.sqlite)
        try test.create("CREATE TABLE record_key (record {text} PRIMARY KEY, wrapped {blob} NOT NULL) {strict}")
        // Rows of different lengths, inserted in any order between deletions, so that pages are split, joined and defragmented.
        var present: Set<Int> = []
        var deleted: Set<Int> = []
        for round in 0..<12 {
            try test.database.write { connection in
                for index in 0..<150 {
                    let number = round * 150 + index
                    let bytes = Array(key(number).utf8) + [UInt8](repeating: 0x2e, count: Int.random(in: 0...(index % 29 == 0 ? 9000 : 150), using: &generator))
                    let record = String(UInt64.random(in: 0 ... .max, using: &generator), radix: 36) + "-\(number)"
                    try connection.execute("INSERT INTO record_key (record, wrapped) VALUES (?, ?)", [.text(record), .blob(bytes)])
                    present.insert(number)
                }
            }
            try test.database.write { connection in
                for number in present.sorted() where Int.random(in: 0..<4, using: &generator) == 0 {
                    if Bool.random(using: &generator) {
                        try connection.expect("DELETE FROM record_key WHERE record LIKE '%-\(number)'", changes: 1)
                    } else {
                        try connection.expect("UPDATE record_key SET wrapped = ? WHERE record LIKE '%-\(number)'", [.blob([1, 2, 3])], changes: 1)
                    }
                    present.remove(number)
                    deleted.insert(number)
                }
            }
        }
        try test.database.purgeDeletedContent()
        let contents = try files(of: test)
        #expect(contents.keys.contains("database.sqlite-wal"))
        var left: [String] = []
        for (name, content) in contents {
            for number in deleted where content.range(of: Data(key(number).utf8)) != nil { left.append("\(number) in \(name)") }
        }
        #expect(left.isEmpty)
        // The search finds what is there.
        #expect(present.allSatisfy { contents["database.sqlite"]?.range(of: Data(key($0).utf8)) != nil })
    }

    @Test(
        "What somebody still reads cannot be purged, and that is said", .enabled(if: Backend.postgresAddress != nil, "CORRIDOR_TEST_POSTGRES is not set"))
    func stillRead() throws {
        let test = try TestDatabase(.postgres)
        try test.createValues()
        let other = try test.openAgain(patience: .milliseconds(200))
        let error = storageError {
            try test.database.read { connection in
                _ = try connection.count("item")
                try other.purgeDeletedContent()
            }
        }
        #expect(error?.kind == .busy)
        try other.close()
        // With the usual patience, since other tests write on the same server.
        try test.database.purgeDeletedContent()
    }

    @Test("A table of PostgreSQL is written anew without its deleted rows", .enabled(if: Backend.postgresAddress != nil, "CORRIDOR_TEST_POSTGRES is not set"))
    func postgres() throws {
        let test = try TestDatabase(.postgres)
        try test.createValues()
        try test.database.write { connection in
            for number in 1...2000 {
                try connection.execute("INSERT INTO item (number, words) VALUES (?, ?)", [.integer(Int64(number)), .text(key(number))])
            }
        }
        func pages() throws -> Int64 { try test.database.read { try $0.first("SELECT pg_relation_size('item')") { $0.integer(0) } ?? 0 } }
        let before = try pages()
        try test.database.write { connection in try connection.execute("DELETE FROM item WHERE number > 10") }
        #expect(try pages() == before)
        try test.database.purgeDeletedContent()
        // One page of 8 KiB holds the ten rows that are left.
        #expect(try pages() == 8192)
        #expect(try test.database.read { try $0.count("item") } == 10)
    }
}
