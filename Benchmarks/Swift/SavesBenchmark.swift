import App
import Foundation
import GRDBSQLite

/// Durable saves per second beside bare inserts of the same bytes, one a transaction: rounds of both in turn, so that both meet the same disk and the same load.
struct SavesBenchmark {
    private let options: Options

    init(_ options: Options) {
        self.options = options
    }

    func run() throws {
        let rounds = 10
        let perRound = max(1, options.count(or: 2000) / rounds)
        let node = try options.newNode("saves")
        let peer = try BareSQLite(file: options.folder.appending(path: "bare.sqlite"))
        var figures = try measure(node: node, rounds: rounds, perRound: perRound) { try peer.insert($0) }
        figures["database"] = "SQLite"
        var all: [[String: Any]] = [figures]
        if let address = options["postgres"] {
            let peer = try BarePostgres(address: address)
            var figures = try measure(node: try options.newNode("saves-postgres", database: address), rounds: rounds, perRound: perRound) {
                try peer.insert($0)
            }
            figures["database"] = "PostgreSQL"
            all.append(figures)
        }
        try printFigures(["saves": all])
    }

    private func measure(node: Node, rounds: Int, perRound: Int, bare: ([[UInt8]]) throws -> Double) throws -> [String: Any] {
        let saves = try MeasuredSaves(node, count: (rounds + 2) * perRound, seed: 7)
        var ours: [Double] = []
        var theirs: [Double] = []
        // The first two rounds warm both up. The peer writes fewer pages a save, so it needs more saves until its log has reached the size at which it is used again
        // from its beginning; before that each save makes the file longer, which costs the disk more.
        let warmUp = 2
        for round in 0..<(rounds + warmUp) {
            let range = (round * perRound)..<((round + 1) * perRound)
            let time = try seconds { try saves.save(range) }
            let bodies = try saves.bodies(after: Int64(range.lowerBound), limit: perRound)
            let bareTime = try bare(bodies)
            if round < warmUp {
                for _ in 0..<(2500 / perRound) { _ = try bare(bodies) }
            } else {
                ours.append(Double(perRound) / time)
                theirs.append(Double(perRound) / bareTime)
            }
        }
        return [
            "savesPerSecond": median(ours), "barePerSecond": median(theirs), "ratio": median(zip(ours, theirs).map { $0 / $1 }), "rounds": rounds,
            "perRound": perRound,
        ]
    }
}

/// The peer: SQLite with the same settings, a table of bytes, an insert a transaction. The connection stays open over all rounds, as ours does.
final class BareSQLite {
    private var connection: OpaquePointer?
    private var statement: OpaquePointer?

    init(file: URL) throws {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + suffix) }
        guard sqlite3_open(file.path, &connection) == SQLITE_OK else { throw BenchmarkError("The peer's database cannot be opened.") }
        for sql in [
            "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA secure_delete = ON", "PRAGMA wal_autocheckpoint = 4000",
            "PRAGMA journal_size_limit = 67108864",
            "CREATE TABLE entry (sequence INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT",
        ] {
            guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw BenchmarkError("The peer's statement failed: \(sql)") }
        }
        guard sqlite3_prepare_v2(connection, "INSERT INTO entry (body) VALUES (?)", -1, &statement, nil) == SQLITE_OK else {
            throw BenchmarkError("The peer's insert failed.")
        }
    }

    deinit {
        sqlite3_finalize(statement)
        sqlite3_close(connection)
    }

    func insert(_ bodies: [[UInt8]]) throws -> Double {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        return try seconds {
            for body in bodies {
                let bound = body.withUnsafeBytes { sqlite3_bind_blob(statement, 1, $0.baseAddress, Int32($0.count), transient) }
                // A statement outside BEGIN … COMMIT is a transaction of its own.
                guard bound == SQLITE_OK, sqlite3_step(statement) == SQLITE_DONE else { throw BenchmarkError("The peer's insert failed.") }
                sqlite3_reset(statement)
            }
        }
    }
}

struct BenchmarkError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}
