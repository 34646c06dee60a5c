import Foundation
import Storage
import Synchronization

/// A table in memory of what an organisation's journal says, such as the lines of a list.
protocol JournalTable: Sendable {
    /// The last entry of the journal that is in it.
    var sequence: Int64 { get set }

    /// Whether whoever asks while another reads all of it waits; otherwise they are told to come back.
    static var isWaitedFor: Bool { get }

    /// Whether all of it is read so quickly that whoever asks can wait for it.
    static func isQuick(_ node: Node, _ connection: any Connection) throws -> Bool

    /// Reads all of it. O(n) in what it holds.
    /// - Parameter known: is told now and then what was read so far.
    static func filled(_ node: Node, _ connection: any Connection, known: (Self) -> Void) throws -> Self

    /// Takes over what was appended after ``sequence``. O(changes).
    mutating func follow(_ tail: JournalTail, _ node: Node) throws
}

extension JournalTable {
    static func isQuick(_ node: Node, _ connection: any Connection) throws -> Bool { isWaitedFor }

    /// Whether an organisation has no more than so many records of a kind. O(count).
    static func hasAtMost(_ count: Int, of kind: String, _ node: Node, _ connection: any Connection) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM record_state WHERE organisation = ? AND kind = ? AND retracted = 0 LIMIT 1 OFFSET ?",
            [.integer(node.organisation.number), .text(kind), .integer(Int64(count))]
        ) { _ in true } == nil
    }
}

/// The tables of one kind of all organisations of a node, each in step with its journal at every question.
///
/// Nothing writes to it: before it answers, it reads what was appended to the journal since its last answer, in the same transaction. So an answer holds what was
/// saved before the question, by whichever process.
final class JournalTables<Table: JournalTable>: Sendable {
    private final class Holder: Sendable {
        let table = Mutex<Table?>(nil)
        /// What was read so far, while all of it is being read; nil at other times.
        let known = Mutex<Table?>(nil)
        /// It is there and nobody reads all of it: who asks does not wait for long.
        let isReady = Atomic(false)
        /// A thread was begun that reads all of it.
        let isBegun = Atomic(false)
    }

    private let holders: [Int64: Holder]

    init(_ organisations: OrganisationDirectory) {
        holders = [Int64: Holder](organisations.all.map { ($0.organisation.number, Holder()) }, uniquingKeysWith: { first, _ in first })
    }

    /// Reads the tables, so that the first who asks need not wait for it.
    func prepare(_ organisations: OrganisationDirectory) throws {
        for node in organisations.all { _ = try node.database.read { try read(node, $0, waiting: true) { _ in true } } }
    }

    /// Calls `body` with the organisation's table as it is in the connection's transaction.
    /// - Throws: ``WebError/beingPrepared`` while all of a table that is not waited for has to be read first, which goes on by itself.
    func read<Result: Sendable>(_ node: Node, _ connection: any Connection, _ body: (Table) throws -> Result) throws -> Result {
        guard let result = try read(node, connection, waiting: Table.isWaitedFor, body) else { throw WebError.beingPrepared }
        return result
    }

    /// As ``read(_:_:_:)``, for whoever can answer without the table too.
    /// - Returns: nil while all of a table that is not waited for has to be read first, which goes on by itself.
    func readIfThere<Result: Sendable>(_ node: Node, _ connection: any Connection, _ body: (Table) throws -> Result) throws -> Result? {
        try read(node, connection, waiting: Table.isWaitedFor, body)
    }

    /// What is known of a table while all of it is being read; nil where nothing is yet, or nothing is being read.
    func known(_ node: Node) -> Table? { holders[node.organisation.number]?.known.withLock { $0 } }

    private func read<Result: Sendable>(_ node: Node, _ connection: any Connection, waiting: Bool, _ body: (Table) throws -> Result) throws -> Result? {
        guard let holder = holders[node.organisation.number] else { throw WebError.notFound }
        func answer(_ held: inout Table?) throws -> Result? {
            if !waiting, try Self.isBehind(held, node, connection), try !Table.isQuick(node, connection) {
                begin(node, holder)
                return nil
            }
            // Taken out, so that changing the table never copies it. After an error it is filled anew.
            let table = try Self.current(held.take(), holder, node, connection)
            held = table
            return try body(table)
        }
        if waiting || holder.isReady.load(ordering: .acquiring) { return try holder.table.withLock { try answer(&$0) } }
        return try holder.table.withLockIfAvailable { try answer(&$0) } ?? nil
    }

    /// Reads all of a table in a thread of its own, unless one does already.
    private func begin(_ node: Node, _ holder: Holder) {
        guard holder.isBegun.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged else { return }
        Thread.detachNewThread {
            // Whoever asks next begins again if this comes to nothing.
            _ = try? node.database.read { try self.read(node, $0, waiting: true) { _ in true } }
            holder.isBegun.store(false, ordering: .releasing)
        }
    }

    private static func isBehind(_ held: Table?, _ node: Node, _ connection: any Connection) throws -> Bool {
        guard let sequence = held?.sequence else { return true }
        return try JournalTail(connection: connection, organisation: node.organisation.number).head() - sequence > tailLimit
    }

    /// Beyond so many entries reading the whole table is quicker than going after each.
    private static var tailLimit: Int64 { 5_000 }

    private static func current(_ held: consuming Table?, _ holder: Holder, _ node: Node, _ connection: any Connection) throws -> Table {
        let tail = JournalTail(connection: connection, organisation: node.organisation.number)
        let head = try tail.head()
        guard var table = held, head - table.sequence <= tailLimit else {
            holder.isReady.store(false, ordering: .releasing)
            defer { holder.known.withLock { $0 = nil } }
            var table = try Table.filled(node, connection) { part in holder.known.withLock { $0 = part } }
            table.sequence = head
            holder.isReady.store(true, ordering: .releasing)
            return table
        }
        // Another question, whose transaction began later, may have been answered first.
        guard head > table.sequence else { return table }
        try table.follow(tail, node)
        table.sequence = head
        return table
    }
}
