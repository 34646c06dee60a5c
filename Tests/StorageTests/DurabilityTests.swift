import Foundation
import Storage
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// What other processes do to the database, and what becomes of it when they are killed. Each runs in a process of its own.
@Suite("Other processes")
struct DurabilityTests {
    @Test("A row is there when the process is killed right after its write returned", arguments: 1...5)
    func killedAfterWrite(_ rows: Int) async throws {
        let test = try TestDatabase(.sqlite)
        try test.createValues()
        let place = test.place
        await #expect(processExitsWith: .signal(SIGKILL)) { [place = place as String, rows = rows as Int] in
            let database = try SQLiteDatabase(path: place)
            for number in 1...rows {
                try database.write { connection in try connection.execute("INSERT INTO item (number) VALUES (?)", [.integer(Int64(number))]) }
            }
            kill(getpid(), SIGKILL)
        }
        #expect(try test.database.read { try $0.count("item") } == rows)
    }

    @Test("Every acknowledged row is there, and no half transaction, when the process is killed at any moment", arguments: 1...12)
    func killedAnywhere(_ attempt: Int) async throws {
        let test = try TestDatabase(.sqlite)
        try test.createValues()
        let place = test.place
        let acknowledged = test.folder.path("acknowledged")
        await #expect(processExitsWith: .signal(SIGKILL)) { [place = place as String, acknowledged = acknowledged as String, attempt = attempt as Int] in
            let database = try SQLiteDatabase(path: place)
            let file = open(acknowledged, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            Thread.detachNewThread {
                usleep(UInt32(attempt * 1700))
                kill(getpid(), SIGKILL)
            }
            var number: Int64 = 0
            while true {
                number += 2
                try database.write { connection in
                    try connection.execute("INSERT INTO item (number) VALUES (?)", [.integer(number - 1)])
                    try connection.execute("INSERT INTO item (number) VALUES (?)", [.integer(number)])
                }
                _ = write(file, "\n", 1)
            }
        }
        let transactions = (try? Data(contentsOf: URL(filePath: acknowledged)).count) ?? 0
        let rows = try test.database.read { try $0.count("item") }
        #expect(rows % 2 == 0)
        // The last transaction may have been saved without having been acknowledged.
        #expect(rows == transactions * 2 || rows == transactions * 2 + 2)
        #expect(try test.database.read { try $0.first("PRAGMA integrity_check") { $0.text(0) } } == "ok")
    }

    @Test("SQLite waits for the disk at each commit")
    func synchronous() throws {
        // 2 is FULL: https://www.sqlite.org/pragma.html#pragma_synchronous
        let test = try TestDatabase(.sqlite)
        #expect(try test.database.write { try $0.first("PRAGMA synchronous") { $0.integer(0) } } == 2)
        #expect(try test.database.write { try $0.first("PRAGMA journal_mode") { $0.text(0) } } == "wal")
    }

    @Test("Writers of several processes take turns", arguments: Backend.available)
    func writersInSeveralProcesses(_ backend: Backend) async throws {
        let test = try TestDatabase(backend)
        try test.createValues()
        try test.database.write { connection in try connection.execute("INSERT INTO item (number, amount) VALUES (1, 0)") }
        let place = test.place
        let isSQLite = backend == .sqlite
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    await #expect(processExitsWith: .success) { [place = place as String, isSQLite = isSQLite as Bool] in
                        let database: any Database = isSQLite ? try SQLiteDatabase(path: place) : try PostgresDatabase(address: place)
                        for _ in 0..<40 {
                            try database.write { connection in
                                let amount = try connection.first("SELECT amount FROM item") { $0.integer(0) } ?? 0
                                try connection.execute("UPDATE item SET amount = ?", [.integer(amount + 1)])
                            }
                        }
                    }
                }
            }
        }
        #expect(try test.database.read { try $0.first("SELECT amount FROM item") { $0.integer(0) } } == 120)
    }

    @Test("A full database says so and loses nothing")
    func fullDatabase() throws {
        let test = try TestDatabase(.sqlite)
        try test.createValues()
        try test.database.write { connection in
            try connection.execute("INSERT INTO item (number, words) VALUES (1, 'kept')")
            try connection.execute("PRAGMA max_page_count = 40")
        }
        let error = storageError { try fill(test.database) }
        #expect(error?.kind == .diskFull)
        #expect(error?.description.contains("full") == true)
        #expect(try test.database.read { try $0.all("SELECT words FROM item") { $0.text(0) } } == ["kept"])
        try test.database.write { connection in try connection.execute("PRAGMA max_page_count = 100000") }
        try fill(test.database)
        #expect(try test.database.read { try $0.count("item") } == 1001)
    }

    @Test("A file that may not grow is reported, and what was there stays")
    func limitedFile() async throws {
        let test = try TestDatabase(.sqlite)
        try test.createValues()
        try test.database.write { connection in try connection.execute("INSERT INTO item (number, words) VALUES (1, 'kept')") }
        let place = test.place
        await #expect(processExitsWith: .success) { [place = place as String] in
            let database = try SQLiteDatabase(path: place)
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 200_000, rlim_max: rlim_t(Int.max))
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            guard let error = storageError({ try fill(database) }), error.kind == .diskFull || error.kind == .other, error.description.contains("saved") else {
                exit(3)
            }
            guard try database.read({ try $0.count("item") }) == 1 else { exit(4) }
            limit.rlim_cur = limit.rlim_max
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            try fill(database)
        }
        #expect(try test.database.read { try $0.count("item") } == 1001)
    }

    @Test("A full disk says so and loses nothing", .enabled(if: SmallDisk.isPossible, "A small disk cannot be mounted here"))
    func fullDisk() throws {
        let folder = try TemporaryFolder()
        let disk = try SmallDisk(at: folder.url, megabytes: 1)
        let database = try SQLiteDatabase(path: folder.path("database.sqlite"))
        try database.write { connection in
            try connection.execute("CREATE TABLE item (number INTEGER PRIMARY KEY, words TEXT, bytes BLOB) STRICT")
            try connection.execute("INSERT INTO item (number, words) VALUES (1, 'kept')")
        }
        #expect(errorKind { try fill(database) } == .diskFull)
        #expect(try database.read { try $0.all("SELECT words FROM item") { $0.text(0) } } == ["kept"])
        try disk.remount("size=16m")
        try fill(database)
        #expect(try database.read { try $0.count("item") } == 1001)
        try database.close()
        try disk.remount("ro")
        let error = storageError {
            let readOnly = try SQLiteDatabase(path: folder.path("database.sqlite"))
            try readOnly.write { connection in try connection.execute("DELETE FROM item") }
        }
        #expect(error?.kind == .readOnly || error?.kind == .cannotOpen, "\(error?.description ?? "no error")")
        try disk.remount("rw")
        let again = try SQLiteDatabase(path: folder.path("database.sqlite"))
        #expect(try again.read { try $0.count("item") } == 1001)
        try again.close()
        withExtendedLifetime((disk, folder)) {}
    }

    @Test("A file or folder without permission to write says so")
    func withoutPermission() async throws {
        let test = try TestDatabase(.sqlite)
        try test.createValues()
        try test.database.write { connection in try connection.execute("INSERT INTO item (number, words) VALUES (1, 'kept')") }
        try test.database.close()
        let place = test.place
        let folder = test.folder.url.path
        chmod(place, 0o444)
        chmod(folder, 0o555)
        await #expect(processExitsWith: .success) { [place = place as String, folder = folder as String] in
            // Permissions do not bind the superuser; 65534 is nobody's number on Linux.
            if getuid() == 0 { guard setgid(65534) == 0, setuid(65534) == 0 else { exit(5) } }
            let opening = storageError {
                let database = try SQLiteDatabase(path: place)
                try database.write { connection in try connection.execute("INSERT INTO item (number) VALUES (2)") }
            }
            guard let opening, opening.kind == .readOnly || opening.kind == .cannotOpen else { exit(3) }
            let making = storageError { _ = try SQLiteDatabase(path: folder + "/other.sqlite") }
            guard making?.kind == .cannotOpen || making?.kind == .readOnly else { exit(4) }
        }
        chmod(folder, 0o755)
        chmod(place, 0o644)
        let again = try test.openAgain()
        #expect(try again.read { try $0.all("SELECT words FROM item") { $0.text(0) } } == ["kept"])
        try again.close()
    }
}

/// A thousand rows of a thousand bytes in one transaction.
private func fill(_ database: any Database) throws {
    try database.write { connection in
        for number in 2...1001 {
            try connection.execute("INSERT INTO item (number, bytes) VALUES (?, ?)", [.integer(Int64(number)), .blob([UInt8](repeating: 7, count: 1000))])
        }
    }
}

/// A disk in memory that holds little.
private final class SmallDisk {
    private let folder: URL

    /// Whether this user may mount here, found out by trying.
    static let isPossible: Bool = {
        guard getuid() == 0, let folder = try? TemporaryFolder(), (try? SmallDisk(at: folder.url, megabytes: 1)) != nil else { return false }
        return true
    }()

    init(at folder: URL, megabytes: Int) throws {
        self.folder = folder
        guard run("mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", folder.path]) else { throw Deliberate() }
    }

    func remount(_ options: String) throws {
        guard run("mount", ["-o", "remount,\(options)", folder.path]) else { throw Deliberate() }
    }

    deinit {
        _ = run("umount", ["-l", folder.path])
    }

    private func run(_ command: String, _ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [command] + arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
