/// A database in which one writer at a time makes a transaction while others read a consistent state.
///
/// The two implementations, ``SQLiteDatabase`` and ``PostgresDatabase``, pass one conformance suite. SQL is written once, beside the feature that uses it,
/// in what both understand: `?` for parameters, `ON CONFLICT … DO UPDATE`, and the type names of ``Dialect/render(_:)``.
public protocol Database: Sendable {
    var dialect: Dialect { get }

    /// Runs `body` on a consistent state that other writers do not change meanwhile. Nothing can be written in it.
    @discardableResult
    func read<Result>(_ body: (any Connection) throws -> Result) throws -> Result

    /// Runs `body` as one transaction, alone among writers of all processes. When it returns, what it wrote is durable;
    /// when it throws, nothing of it remains. A statement that failed ends the transaction: even if `body` goes on, nothing is saved and an error is thrown.
    @discardableResult
    func write<Result>(_ body: (any Connection) throws -> Result) throws -> Result

    /// Overwrites what deleted rows left behind, as far as the database can: free pages, write-ahead log, dead rows.
    func purgeDeletedContent() throws

    /// Bytes that the database takes on disk.
    func sizeOnDisk() throws -> Int64

    /// Ends the use of the database; using it afterwards is refused.
    func close() throws
}

/// What a transaction works with. It is valid only inside the closure it was passed to.
///
/// While rows are being read with ``forEach(_:_:_:)``, no other statement may be run on the same connection.
public protocol Connection: AnyObject {
    var dialect: Dialect { get }

    /// Runs a statement and returns the number of rows that it inserted, updated or deleted.
    /// - Throws: ``StorageError``, of kind `constraint` also for a text that holds the character NUL, which PostgreSQL cannot keep.
    @discardableResult
    func execute(_ sql: String, _ arguments: [Value]) throws -> Int

    /// Calls `body` with each row of the result, in order, without holding all of them in memory.
    func forEach(_ sql: String, _ arguments: [Value], _ body: (Row) throws -> Void) throws
}

extension Connection {
    @discardableResult
    public func execute(_ sql: String) throws -> Int {
        try execute(sql, [])
    }

    /// The rows of a result, each turned into a value.
    public func all<Element>(_ sql: String, _ arguments: [Value] = [], _ make: (Row) throws -> Element) throws -> [Element] {
        var elements: [Element] = []
        try forEach(sql, arguments) { elements.append(try make($0)) }
        return elements
    }

    /// The first row of a result turned into a value; the statement should have `LIMIT 1` or ask by key.
    public func first<Element>(_ sql: String, _ arguments: [Value] = [], _ make: (Row) throws -> Element) throws -> Element? {
        var element: Element?
        try forEach(sql, arguments) { row in
            if element == nil { element = try make(row) }
        }
        return element
    }
}
