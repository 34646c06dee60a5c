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
        var figures = try measure(node: try options.newNode("saves"), rounds: rounds, perRound: perRound) { bodies in
            try BareSQLite(file: options.folder.appending(path: "bare.sqlite")).insert(bodies)
        }
        figures["database"] = "SQLite"
        var all: [[String: Any]] = [figures]
        if let address = options["postgres"] {
            var figures = try measure(node: try options.newNode("saves-postgres", database: address), rounds: rounds, perRound: perRound) { bodies in
                try BarePostgres(address: address).insert(bodies)
            }
            figures["database"] = "PostgreSQL"
            all.append(figures)
        }
        try printFigures(["saves": all])
    }

    private func measure(node: Node, rounds: Int, perRound: Int, bare: ([[UInt8]]) throws -> Double) throws -> [String: Any] {
        let saves = try MeasuredSaves(node, count: (rounds + 1) * perRound, seed: 7)
        var ours: [Double] = []
        var theirs: [Double] = []
        // The first round warms both up.
        for round in 0...rounds {
            let range = (round * perRound)..<((round + 1) * perRound)
            let time = try seconds { try saves.save(range) }
            let bodies = try saves.bodies(after: Int64(range.lowerBound), limit: perRound)
            let bareTime = try bare(bodies)
            if round > 0 {
                ours.append(Double(perRound) / time)
                theirs.append(Double(perRound) / bareTime)
            }
        }
        return [
            "savesPerSecond": median(ours), "barePerSecond": median(theirs), "ratio": median(zip(ours, theirs).map { $0 / $1 }), "rounds": rounds, "perRound": perRound,
        ]
    }
}

/// The peer: SQLite with the same settings, a table of bytes, an insert a transaction.
struct BareSQLite {
    private let file: URL

    init(file: URL) {
        self.file = file
    }

    /// Returns the seconds that the inserts took, without opening and closing.
    func insert(_ bodies: [[UInt8]]) throws -> Double {
        var connection: OpaquePointer?
        guard sqlite3_open(file.path, &connection) == SQLITE_OK else { throw BenchmarkError("The peer's database cannot be opened.") }
        defer { sqlite3_close(connection) }
        for sql in [
            "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA secure_delete = ON", "PRAGMA journal_size_limit = 67108864",
            "CREATE TABLE IF NOT EXISTS entry (sequence INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT",
        ] { try run(sql, connection) }
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, "INSERT INTO entry (body) VALUES (?)", -1, &statement, nil) == SQLITE_OK else { throw BenchmarkError("The peer's insert failed.") }
        defer { sqlite3_finalize(statement) }
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

    private func run(_ sql: String, _ connection: OpaquePointer?) throws {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw BenchmarkError("The peer's statement failed: \(sql)") }
    }
}

struct BenchmarkError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}
