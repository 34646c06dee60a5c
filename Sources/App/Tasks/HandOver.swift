import Dictionary
import Journal
import Storage

/// Passes the work of somebody who leaves on to a colleague: all cases and all open tasks, in one transaction.
struct HandOver: Sendable {
    struct Amount: Sendable, Hashable {
        var cases = 0
        var tasks = 0
    }

    let node: Node

    /// What somebody is assigned to: cases, and tasks that are not done. O(what is assigned).
    func amount(of account: String) throws -> Amount {
        try node.database.read { connection in
            let (cases, tasks) = try assigned(to: account, connection)
            return Amount(cases: cases.count, tasks: tasks.count)
        }
    }

    /// Puts `receiver` in the place of `account` in all its cases, also closed ones, and open tasks. Others who are assigned stay.
    func run(from account: String, to receiver: String, by access: CaseAccess) throws -> Amount {
        guard account != receiver else { return Amount() }
        return try node.change(by: access.session.account) { transaction in
            let (cases, tasks) = try assigned(to: account, transaction.connection)
            for record in cases { try access.requireAssignable([receiver], to: record, transaction.connection) }
            for (records, kind) in [(cases, "case"), (tasks, "task")] {
                for record in records {
                    let present = try RecordRows(connection: transaction.connection, organisation: node.organisation.number).targets(
                        of: record, field: "assigned-to")
                    var accounts = present.map { $0 == account ? receiver : $0 }
                    var seen: Set<String> = []
                    accounts.removeAll { !seen.insert($0).inserted }
                    try Notifications.announceAssignment(of: record, to: accounts, in: transaction)
                    let answer = Answer(try FieldValue(list: accounts.map { try FieldValue(link: $0) }, type: .link))
                    try transaction.save(RecordChange(record: record, kind: kind, answers: ["assigned-to": answer]))
                }
            }
            return Amount(cases: cases.count, tasks: tasks.count)
        }
    }

    private func assigned(to account: String, _ connection: any Connection) throws -> (cases: [String], tasks: [String]) {
        let found = try connection.all(
            """
            SELECT s.record, s.kind, s.state FROM record_link l JOIN record_state s ON s.record = l.record
            WHERE l.target = ? AND l.field = 'assigned-to' AND s.organisation = ? AND s.retracted = 0 AND s.erased = 0 ORDER BY s.record
            """, [.text(account), .integer(node.organisation.number)]
        ) { (record: $0.text(0), kind: $0.text(1), state: try RecordState(canonicalBytes: $0.blob(2))) }
        var gate = Gate(reader: Reader(account: Reader.keyHolder.account, clearance: .sensitive), node: node, connection: connection)
        let tasks = try found.filter { $0.kind == "task" }.filter { try gate.view($0.state, of: $0.record).code("done") != "yes" }
        return (found.filter { $0.kind == "case" }.map(\.record), tasks.map(\.record))
    }
}
