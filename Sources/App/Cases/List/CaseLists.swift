import Foundation
import Storage
import Synchronization

/// The lists of cases of all organisations of a node, in memory, each in step with its journal at every question.
///
/// Nothing writes to it: before it answers, it reads what was appended to the journal since its last answer, in the same transaction. So an answer holds what was
/// saved before the question, by whichever process.
final class CaseLists: Sendable {
    /// Beyond so many entries reading the whole list is quicker than going after each.
    private static let tailLimit: Int64 = 5_000

    private final class Holder: Sendable {
        let table = Mutex<CaseTable?>(nil)
    }

    private let holders: [Int64: Holder]

    init(_ organisations: OrganisationDirectory) {
        holders = [Int64: Holder](organisations.all.map { ($0.organisation.number, Holder()) }, uniquingKeysWith: { first, _ in first })
    }

    /// Reads the lists, so that the first who asks need not wait for it.
    func prepare(_ organisations: OrganisationDirectory) throws {
        for node in organisations.all { try node.database.read { try read(node, $0) { _ in } } }
    }

    /// Calls `body` with the organisation's table as it is in the connection's transaction.
    func read<Result: Sendable>(_ node: Node, _ connection: any Connection, _ body: (CaseTable) throws -> Result) throws -> Result {
        guard let holder = holders[node.organisation.number] else { throw WebError.notFound }
        return try holder.table.withLock { held throws -> Result in
            // Taken out, so that changing the table never copies it. After an error it is filled anew.
            let table = try Self.current(held.take(), node, connection)
            held = table
            return try body(table)
        }
    }

    private static func current(_ held: consuming CaseTable?, _ node: Node, _ connection: any Connection) throws -> CaseTable {
        let tail = JournalTail(connection: connection, organisation: node.organisation.number)
        let head = try tail.head()
        guard var table = held, head - table.sequence <= tailLimit else { return try filled(node, connection, head) }
        // Another question, whose transaction began later, may have been answered first.
        guard head > table.sequence else { return table }
        var cases: Set<String> = []
        for change in try tail.changes(after: table.sequence) { cases.formUnion(try tail.cases(of: change.record)) }
        for record in cases {
            if let row = try CaseListRow.find(record, organisation: node.organisation.number, in: connection) {
                table.update(row)
            } else {
                table.remove(record)
            }
        }
        table.sequence = head
        return table
    }

    private static func filled(_ node: Node, _ connection: any Connection, _ head: Int64) throws -> CaseTable {
        var table = CaseTable(CaseListFields(node.dictionary))
        try table.fill { take in try CaseListRow.forEach(organisation: node.organisation.number, in: connection) { take($0) } }
        table.sequence = head
        return table
    }
}
