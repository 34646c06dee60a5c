import Foundation
import Storage
import TestSupport
import Testing

@Suite("Values are kept as they are")
struct ValueTests {
    @Test("PostgreSQL is tested", .enabled(if: Backend.postgresAddress != nil, "CORRIDOR_TEST_POSTGRES is not set: this suite runs on SQLite only"))
    func postgresIsTested() throws {
        #expect(Backend.available == [.sqlite, .postgres])
    }

    @Test("Integers, texts and blobs come back, with empty ones told from null", arguments: Backend.available)
    func roundTrip(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        let rows: [[Value]] = [
            [.integer(1), .integer(.max), .text(""), .blob([])],
            [.integer(2), .integer(.min), .text("नेपाल 🇳🇵 e\u{301}"), .blob([0, 255, 0])],
            [.integer(3), .null, .null, .null],
            [.integer(4), .integer(-1), .text("'\"\\?;--$1"), .blob(Array(0...255))],
            [.integer(5), .integer(0), .text("\u{1}\u{7f}\u{fffd}\u{10ffff}"), .blob([0])],
        ]
        try test.database.write { connection in
            for row in rows { try connection.expect("INSERT INTO item (number, amount, words, bytes) VALUES (?, ?, ?, ?)", row, changes: 1) }
        }
        let read = try test.database.read { connection in
            try connection.all("SELECT number, amount, words, bytes FROM item ORDER BY number") { row -> [Value] in
                [
                    .integer(row.integer(0)), row.isNull(1) ? .null : .integer(row.integer(1)), .optional(row.optionalText(2)),
                    row.isNull(3) ? .null : .blob(row.blob(3)),
                ]
            }
        }
        #expect(read == rows)
        let second = try test.database.read { try $0.first("SELECT words FROM item WHERE number = ?", [.integer(2)]) { Array($0.text(0).utf8) } }
        // String equality is canonical equivalence; what was given must come back to the byte.
        #expect(second == Array("नेपाल 🇳🇵 e\u{301}".utf8))
    }

    @Test("Null reads as 0, empty text and empty blob", arguments: Backend.available)
    func nulls(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        try test.database.write { connection in try connection.execute("INSERT INTO item (number) VALUES (?)", [.integer(1)]) }
        try test.database.read { connection in
            try connection.forEach("SELECT amount, words, bytes FROM item", []) { row in
                #expect(row.isNull(0) && row.isNull(1) && row.isNull(2))
                #expect(row.integer(0) == 0 && row.text(1) == "" && row.blob(2) == [])
            }
        }
    }

    @Test("NUL in a text is refused, and allowed in a blob", arguments: Backend.available)
    func nul(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        let error = storageError {
            try test.database.write { connection in
                try connection.execute("INSERT INTO item (number, words) VALUES (?, ?)", [.integer(1), .text("before\u{0}marker")])
            }
        }
        #expect(error?.kind == .constraint)
        #expect(error?.description.contains("NUL") == true)
        #expect(error?.description.contains("marker") == false)
        #expect(try test.database.read { try $0.count("item") } == 0)
    }

    @Test("A value of another type than its column's is refused", arguments: Backend.available)
    func types(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        // Eight bytes of text are also the length of an integer.
        for (column, value) in [("amount", Value.text("abcdefgh")), ("amount", .blob([1, 2, 3, 4, 5, 6, 7, 8])), ("bytes", .text("words"))] {
            let kind = errorKind {
                try test.database.write { connection in try connection.execute("INSERT INTO item (number, \(column)) VALUES (?, ?)", [.integer(1), value]) }
            }
            #expect(kind == .constraint, "\(value) in \(column)")
        }
        #expect(try test.database.read { try $0.count("item") } == 0)
    }

    @Test(
        "The Big List of Naughty Strings comes back to the byte",
        .enabled(if: GroundTruth.has("conformance/naughty/blns.json"), "The list is not beside the project"), arguments: Backend.available)
    func naughtyStrings(_ backend: Backend) throws {
        let strings = try JSONDecoder().decode([String].self, from: Data(GroundTruth.bytes("conformance/naughty/blns.json")))
        #expect(strings.count > 500)
        let test = try TestDatabase(backend)
        try test.createValues()
        var refused = 0
        for (number, string) in strings.enumerated() {
            let kind = errorKind {
                try test.database.write { connection in
                    try connection.execute("INSERT INTO item (number, words) VALUES (?, ?)", [.integer(Int64(number)), .text(string)])
                }
            }
            if string.utf8.contains(0) {
                #expect(kind == .constraint)
                refused += 1
            } else {
                #expect(kind == nil)
            }
        }
        try test.database.read { connection in
            #expect(try connection.count("item") == strings.count - refused)
            try connection.forEach("SELECT number, words FROM item", []) { row in
                #expect(row.withBytes(1) { Array($0) } == Array(strings[Int(row.integer(0))].utf8))
            }
        }
        for string in strings where !string.utf8.contains(0) {
            let found = try test.database.read { try $0.first("SELECT count(*) FROM item WHERE words = ?", [.text(string)]) { $0.integer(0) } }
            #expect(found == Int64(strings.count { Array($0.utf8) == Array(string.utf8) }))
        }
    }

    @Test("A blob of 20 megabytes comes back", arguments: Backend.available)
    func largeBlob(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        let large = [UInt8](unsafeUninitializedCapacity: 20_000_003) { buffer, count in
            for index in 0..<20_000_003 { buffer[index] = UInt8(truncatingIfNeeded: index &* 31 >> 3) }
            count = 20_000_003
        }
        try test.database.write { connection in try connection.execute("INSERT INTO item (number, bytes) VALUES (?, ?)", [.integer(1), .blob(large)]) }
        let same = try test.database.read { try $0.first("SELECT bytes FROM item") { $0.blob(0) == large } }
        #expect(same == true)
        #expect(try test.database.sizeOnDisk() > 1_000_000)
    }

    @Test("Text is ordered and compared by bytes", arguments: Backend.available)
    func order(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        let words = ["a", "B", "b", "A", "é", "e\u{301}", "z", "Z", "_", "-a", "aa", "a a", "ㅏ", "\u{1F1F3}", "\u{FB01}", "", "ａ", "0", "10", "9"]
        try test.database.write { connection in
            for (number, word) in words.enumerated() {
                try connection.execute("INSERT INTO item (number, words) VALUES (?, ?)", [.integer(Int64(number)), .text(word)])
            }
        }
        let expected = words.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
        let ascending = try test.database.read { try $0.all("SELECT words FROM item ORDER BY words") { Array($0.text(0).utf8) } }
        #expect(ascending == expected)
        let after = try test.database.read { try $0.all("SELECT words FROM item WHERE words > ? ORDER BY words DESC", [.text("Z")]) { Array($0.text(0).utf8) } }
        #expect(after == expected.filter { Array("Z".utf8).lexicographicallyPrecedes($0) }.reversed())
    }

    @Test("A question mark inside quotes is no parameter", arguments: Backend.available)
    func questionMarks(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        try test.database.write { connection in
            try connection.execute("INSERT INTO item (number, words) VALUES (1, 'what? it''s ?')")
            try connection.execute("INSERT INTO item (number, words) VALUES (?, ?)", [.integer(2), .text("?")])
        }
        let found = try test.database.read {
            try $0.all("SELECT number FROM item WHERE words = 'what? it''s ?' AND number < ?", [.integer(9)]) { $0.integer(0) }
        }
        #expect(found == [1])
    }

    @Test("The number of rows that a statement changed", arguments: Backend.available)
    func changedRows(_ backend: Backend) throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        try test.database.write { connection in
            try connection.expect("INSERT INTO item (number) VALUES (1), (2), (3)", changes: 3)
            try connection.expect("SELECT number FROM item", changes: 0)
            try connection.expect("CREATE INDEX item_by_amount ON item (amount)", changes: 0)
            try connection.expect("UPDATE item SET amount = number WHERE number > ?", [.integer(1)], changes: 2)
            try connection.expect("DELETE FROM item WHERE number = ?", [.integer(9)], changes: 0)
            try connection.expect("DELETE FROM item", changes: 3)
        }
    }
}
