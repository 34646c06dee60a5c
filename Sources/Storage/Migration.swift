/// One numbered step from one version of the tables to the next. A step that has been released is never edited.
public struct Migration: Sendable {
    public var number: Int
    public var name: String
    /// Statements in the words of ``Dialect/render(_:)``.
    public var statements: [String]

    public init(number: Int, name: String, statements: [String]) {
        self.number = number
        self.name = name
        self.statements = statements
    }
}

public struct Migrator: Sendable {
    public var migrations: [Migration]

    public init(_ migrations: [Migration]) {
        self.migrations = migrations
    }

    /// Brings the tables up to date in one transaction.
    /// - Throws: ``StorageError`` of kind `newerVersion` if a newer Corridor has written this database.
    public func run(on database: some Database) throws {
        let latest = migrations.map(\.number).max() ?? 0
        if let present = try version(of: database) {
            guard present <= latest else {
                throw StorageError(
                    .newerVersion,
                    "This database was written by a newer version of Corridor (its tables are version \(present), this program knows up to \(latest)). Use the newer program; nothing was changed."
                )
            }
            if present == latest { return }
        }
        try database.write { connection in
            try connection.execute(
                connection.dialect.render("CREATE TABLE IF NOT EXISTS migration (number {integer} PRIMARY KEY, name {text} NOT NULL) {strict}"))
            let done = try connection.first("SELECT coalesce(max(number), 0) FROM migration") { Int($0.integer(0)) } ?? 0
            for migration in migrations.sorted(by: { $0.number < $1.number }) where migration.number > done {
                for statement in migration.statements { try connection.execute(connection.dialect.render(statement)) }
                try connection.execute("INSERT INTO migration (number, name) VALUES (?, ?)", [.integer(Int64(migration.number)), .text(migration.name)])
            }
        }
    }

    /// The version of the tables, or nil for a database without any.
    public func version(of database: some Database) throws -> Int? {
        try database.read { connection in
            let exists =
                switch connection.dialect {
                case .sqlite: "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migration'"
                case .postgres: "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'migration'"
                }
            guard try connection.first(exists, [], { $0.integer(0) }) == 1 else { return nil }
            return try connection.first("SELECT coalesce(max(number), 0) FROM migration") { Int($0.integer(0)) }
        }
    }
}
