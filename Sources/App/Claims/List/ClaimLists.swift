import Dictionary
import Foundation
import Journal
import Storage
import Synchronization

/// The claims of all organisations of a node in memory, each in step with its journal at every question, as ``CaseLists`` are.
final class ClaimLists: Sendable {
    /// Beyond so many entries reading all claims is quicker than going after each.
    private static let tailLimit: Int64 = 5_000

    private final class Holder: Sendable {
        let table = Mutex<ClaimTable?>(nil)
    }

    private let holders: [Int64: Holder]

    init(_ organisations: OrganisationDirectory) {
        holders = [Int64: Holder](organisations.all.map { ($0.organisation.number, Holder()) }, uniquingKeysWith: { first, _ in first })
    }

    /// Reads the claims, so that the first who asks need not wait for it.
    func prepare(_ organisations: OrganisationDirectory) throws {
        for node in organisations.all { try node.database.read { try read(node, $0) { _ in } } }
    }

    func read<Result: Sendable>(_ node: Node, _ connection: any Connection, _ body: (ClaimTable) throws -> Result) throws -> Result {
        guard let holder = holders[node.organisation.number] else { throw WebError.notFound }
        return try holder.table.withLock { held throws -> Result in
            let table = try Self.current(held.take(), node, connection)
            held = table
            return try body(table)
        }
    }

    private static func current(_ held: consuming ClaimTable?, _ node: Node, _ connection: any Connection) throws -> ClaimTable {
        let tail = JournalTail(connection: connection, organisation: node.organisation.number)
        let head = try tail.head()
        guard var table = held, head - table.sequence <= tailLimit else { return try filled(node, connection, head) }
        guard head > table.sequence else { return table }
        var records: Set<String> = []
        for change in try tail.changes(after: table.sequence) {
            if change.kind == "claim" { records.insert(change.record) }
            // Countries of the case stand in the lines of its claims; an erased case takes them along.
            if change.kind == "case" { records.formUnion(table.claims(ofCase: change.record)) }
        }
        for record in records { table.set(try ClaimLine.read(record, node, connection), of: record) }
        table.sequence = head
        return table
    }

    private static func filled(_ node: Node, _ connection: any Connection, _ head: Int64) throws -> ClaimTable {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        var pages = PagedRows<(created: String, record: String, state: [UInt8])> { after in
            try connection.all(
                """
                SELECT created, record, state FROM record_state WHERE organisation = ? AND kind = 'claim' AND retracted = 0 AND (created, record) > (?, ?)
                ORDER BY created, record LIMIT 1000
                """, [.integer(node.organisation.number), .text(after?.created ?? ""), .text(after?.record ?? "")]
            ) { ($0.text(0), $0.text(1), $0.blob(2)) }
        }
        var lines: [ClaimLine] = []
        while let row = try pages.next() {
            let state = try RecordState(canonicalBytes: row.state)
            guard !state.isErased, let line = try ClaimLine.read(row.record, state, node, rows, connection) else { continue }
            lines.append(line)
        }
        var table = ClaimTable()
        table.fill(lines)
        table.sequence = head
        return table
    }
}
