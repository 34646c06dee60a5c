import Dictionary
import Journal
import Storage

/// Passes the work of somebody who leaves on to a colleague: all cases and all open tasks, in one transaction.
struct HandOver: Sendable {
    struct Amount: Sendable, Hashable {
        var cases = 0
        var tasks = 0
    }

    /// A case or task that went from one to the other.
    struct Passed: Sendable, Hashable {
        var record: String
        /// Whether the receiver had it already, beside whoever gave it.
        var wasShared: Bool
    }

    struct Outcome: Sendable {
        var amount = Amount()
        var passed: [Passed] = []
    }

    let node: Node

    /// What somebody is assigned to: cases, and tasks that are not done. O(what is assigned).
    func amount(of account: String) throws -> Amount {
        try node.database.read { connection in
            let (cases, tasks) = try assigned(to: account, connection)
            return Amount(cases: cases.count, tasks: tasks.count)
        }
    }

    /// The cases that somebody is assigned to.
    func cases(of account: String, _ connection: any Connection) throws -> [String] { try assigned(to: account, connection).cases }

    /// Puts `receiver` in the place of `account` in all its cases, also closed ones, and open tasks. Others who are assigned stay.
    func run(from account: String, to receiver: String, by access: CaseAccess) throws -> Outcome {
        guard account != receiver else { return Outcome() }
        return try node.change(by: access.session.account) { transaction in
            let (cases, tasks) = try assigned(to: account, transaction.connection)
            for record in cases { try access.requireAssignable([receiver], to: record, transaction.connection) }
            var outcome = Outcome(amount: Amount(cases: cases.count, tasks: tasks.count))
            for (records, kind) in [(cases, "case"), (tasks, "task")] {
                for record in records {
                    let present = try holders(of: record, transaction.connection)
                    outcome.passed.append(Passed(record: record, wasShared: present.contains(receiver)))
                    try assign(present.map { $0 == account ? receiver : $0 }, record, kind, transaction)
                }
            }
            return outcome
        }
    }

    /// Gives back what went from `account` to `receiver`, as far as the receiver still has it.
    func undo(_ passed: [Passed], from account: String, to receiver: String, by access: CaseAccess) throws -> Amount {
        try node.change(by: access.session.account) { transaction in
            var amount = Amount()
            let rows = RecordRows(connection: transaction.connection, organisation: node.organisation.number)
            for item in passed {
                guard let state = try rows.state(of: item.record), ["case", "task"].contains(state.kind) else { continue }
                let present = try holders(of: item.record, transaction.connection)
                guard present.contains(receiver), !present.contains(account) else { continue }
                if state.kind == "case" {
                    try access.requireAssignable([account], to: item.record, transaction.connection)
                    amount.cases += 1
                } else {
                    amount.tasks += 1
                }
                try assign(item.wasShared ? present + [account] : present.map { $0 == receiver ? account : $0 }, item.record, state.kind, transaction)
            }
            return amount
        }
    }

    private func holders(of record: String, _ connection: any Connection) throws -> [String] {
        try RecordRows(connection: connection, organisation: node.organisation.number).targets(of: record, field: "assigned-to")
    }

    private func assign(_ accounts: [String], _ record: String, _ kind: String, _ transaction: RecordTransaction) throws {
        var seen: Set<String> = []
        let once = accounts.filter { seen.insert($0).inserted }
        try Notifications.announceAssignment(of: record, to: once, in: transaction)
        let answer = Answer(try FieldValue(list: once.map { try FieldValue(link: $0) }, type: .link))
        try transaction.save(RecordChange(record: record, kind: kind, answers: ["assigned-to": answer]))
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
