import Dictionary
import Journal

/// Cases of several workers.
enum GroupCase {
    /// Says of a case that it is one of a group as soon as a second worker is tied to it, so that lists and statistics find it however the worker was added.
    /// To be called after the worker was tied. O(records of the case).
    static func mark(_ caseRecord: String, _ transaction: RecordTransaction) throws {
        guard let state = try transaction.state(of: caseRecord), state.kind == "case", CaseFacts.openText(state, "group") != "yes" else { return }
        let rows = RecordRows(connection: transaction.connection, organisation: transaction.node.organisation.number)
        guard Set(try rows.workers(of: caseRecord)).count > 1 else { return }
        try transaction.save(RecordChange(record: caseRecord, kind: "case", answers: ["group": Answer(.code("yes"))]))
    }
}

extension RecordRows {
    /// The people who are tied to a case as its workers.
    func workers(of caseRecord: String) throws -> [String] {
        try linking(to: caseRecord).filter {
            $0.field == "to" && $0.row.state.kind == "relation" && !$0.row.state.isRetracted && CaseFacts.openText($0.row.state, "role") == "worker"
        }.compactMap { CaseFacts.openText($0.row.state, "from") }
    }
}
