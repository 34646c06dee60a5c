import Dictionary
import Journal
import Storage
import Vault

/// The steps of working on a case, each saved as one transaction under the name of whoever takes it. Whether they may is asked before, by ``CaseAccess``.
///
/// What makes a new record takes the number of the form's submission: sending the form twice makes one record.
struct CaseWork: Sendable {
    let node: Node
    let account: String

    // MARK: Notes and tasks

    func addNote(_ text: String, to caseRecord: String, submission: String) throws {
        try add("note", submission: submission, place: caseRecord) { _ in ["case": Answer(try FieldValue(link: caseRecord)), "text": Answer(.text(text))] }
    }

    /// - Parameters:
    ///   - answers: title, details and due day as the form read them.
    ///   - accounts: who is to do it.
    ///   - caseRecord: nil for a task outside a case.
    /// - Returns: the record of the task.
    @discardableResult
    func addTask(_ answers: [String: Answer?], for accounts: [String], in caseRecord: String?, submission: String) throws -> String {
        try add("task", submission: submission, place: caseRecord ?? account) { transaction in
            for other in accounts where other != account { try Notifications.announce(to: other, in: transaction) }
            var answers = answers
            if let caseRecord { answers["case"] = Answer(try FieldValue(link: caseRecord)) }
            if !accounts.isEmpty { answers["assigned-to"] = Answer(try FieldValue(list: accounts.map { try FieldValue(link: $0) }, type: .link)) }
            return answers
        }
    }

    /// - Parameters:
    ///   - answers: only what is changed; nil for what is taken out.
    ///   - receiver: who is to do it from now on, in place of whoever was; nil if that stays.
    ///   - seen: the entries that whoever changes it has seen; nil where it is changed as it stands.
    func changeTask(_ task: String, _ answers: [String: Answer?], givenTo receiver: String?, seen: [Digest]? = nil) throws {
        try node.change(by: account) { transaction in
            var answers = answers
            if let receiver {
                answers["assigned-to"] = Answer(try FieldValue(list: [FieldValue(link: receiver)], type: .link))
                if receiver != account { try Notifications.announce(to: receiver, in: transaction) }
            }
            guard !answers.isEmpty else { return }
            let change = RecordChange(record: task, kind: "task", answers: answers)
            if let seen { _ = try transaction.save(change, seen: seen) } else { try transaction.save(change) }
        }
    }

    func setTask(_ task: String, done: Bool, on day: CalendarDay) throws {
        try node.change(by: account) { transaction in
            let answers: [String: Answer?] = done ? ["done": Answer(.code("yes")), "done-on": Answer(.date(PartialDate(day)))] : ["done": nil, "done-on": nil]
            try transaction.save(RecordChange(record: task, kind: "task", answers: answers))
        }
    }

    // MARK: Consent

    func addConsent(_ answers: [String: Answer?], of person: String?, to caseRecord: String, submission: String) throws {
        try add("consent", submission: submission, place: caseRecord) { _ in
            var answers = answers
            answers["case"] = Answer(try FieldValue(link: caseRecord))
            if let person { answers["person"] = Answer(try FieldValue(link: person)) }
            return answers
        }
    }

    /// Takes a consent back. It takes effect with this entry.
    func withdraw(_ consent: String, on date: Answer, words: Answer?) throws {
        try node.change(by: account) { transaction in
            var answers: [String: Answer?] = ["withdrawn-on": date]
            if let words { answers["withdrawal-words"] = words }
            try transaction.save(RecordChange(record: consent, kind: "consent", answers: answers))
        }
    }

    // MARK: Closing

    /// - Parameter answers: status, outcomes, reason, day and remark of closing.
    func close(_ caseRecord: String, _ answers: [String: Answer?]) throws {
        try node.change(by: account) { transaction in
            try transaction.save(RecordChange(record: caseRecord, kind: "case", answers: answers))
        }
    }

    /// Takes a closed case up again. What the worker has obtained so far stays; day and reason of closing go, and remain in the history.
    /// - Returns: whether it was closed.
    func reopen(_ caseRecord: String, reason: String) throws -> Bool {
        try node.change(by: account) { transaction in
            guard let state = try transaction.state(of: caseRecord), ReminderRules.closedStatuses.contains(CaseFacts.openText(state, "status") ?? "") else {
                return false
            }
            let answers: [String: Answer?] = ["status": Answer(.code("reopened")), "closing-date": nil, "closing-reason": nil, "closing-note": nil]
            try transaction.save(RecordChange(record: caseRecord, kind: "case", answers: answers), ground: reason)
            return true
        }
    }

    // MARK: Groups and relations

    /// Whether the form with this number has added its workers already.
    func hasAddedMembers(to caseRecord: String, submission: String) throws -> Bool {
        try node.database.read { connection in
            try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record("member 0", submission, caseRecord)) != nil
        }
    }

    /// Adds people to a case as workers of it, in one transaction.
    func addMembers(_ names: [Answer], to caseRecord: String, submission: String) throws {
        try node.change(by: account) { transaction in
            for (index, name) in names.enumerated() {
                let person = record("member \(index)", submission, caseRecord)
                guard try transaction.state(of: person) == nil else { continue }
                try transaction.save(RecordChange(record: person, kind: "person", answers: ["names": name]))
                try Self.relate(person, to: caseRecord, as: "worker", record: record("membership \(index)", submission, caseRecord), transaction)
            }
        }
    }

    func relate(_ first: String, to second: String, as role: String, submission: String) throws {
        try node.change(by: account) { transaction in
            let relation = record("relation", submission, first)
            guard try transaction.state(of: relation) == nil, try !Self.isRelated(first, to: second, as: role, transaction) else { return }
            try Self.relate(first, to: second, as: role, record: relation, transaction)
        }
    }

    /// Whether the same has been said of the two before.
    private static func isRelated(_ first: String, to second: String, as role: String, _ transaction: RecordTransaction) throws -> Bool {
        let relations = try transaction.connection.all(
            """
            SELECT s.state FROM record_link f JOIN record_link t ON t.record = f.record AND t.field = 'to' AND t.target = ?
            JOIN record_state s ON s.record = f.record AND s.retracted = 0 WHERE f.field = 'from' AND f.target = ?
            """, [.text(second), .text(first)]
        ) { try RecordState(canonicalBytes: $0.blob(0)) }
        return relations.contains { CaseFacts.openText($0, "role") == role }
    }

    /// - Parameter marksGroup: whether a second worker makes the case one of a group.
    static func relate(
        _ first: String, to second: String, as role: String, record: String, marksGroup: Bool = true, _ transaction: RecordTransaction
    ) throws {
        let answers: [String: Answer?] = ["from": Answer(try FieldValue(link: first)), "to": Answer(try FieldValue(link: second)), "role": Answer(.code(role))]
        try transaction.save(RecordChange(record: record, kind: "relation", answers: answers))
        if role == "worker", marksGroup { try GroupCase.mark(second, transaction) }
    }

    // MARK: Taking back

    /// Takes a record out of the case. It can be brought back from its history.
    func remove(_ record: String, reason: String) throws {
        try node.change(by: account) { try $0.setRetracted(true, record: record, ground: reason) }
    }

    /// Takes back what one entry of a record wrote.
    /// - Throws: ``WebError/notFound`` if the record has no such entry, ``AppError`` if it cannot be taken back.
    func undo(_ sequence: Int64, of record: String, reason: String) throws {
        let isOfRecord = try node.database.read { connection in
            try connection.first(
                "SELECT 1 FROM journal_entry WHERE organisation = ? AND sequence = ? AND record = ?",
                [.integer(node.organisation.number), .integer(sequence), .text(record)]
            ) { _ in true }
        }
        guard isOfRecord == true else { throw WebError.notFound }
        _ = try Undoing(node, author: account).undo(String(sequence), reason: reason)
    }

    /// Whether a record began with this entry.
    func made(_ record: String, by sequence: Int64) throws -> Bool {
        try node.database.read { connection in
            let first = try connection.first(
                "SELECT min(sequence) FROM journal_entry WHERE organisation = ? AND record = ?", [.integer(node.organisation.number), .text(record)]
            ) { $0.integer(0) }
            return first == sequence
        }
    }

    /// Ends a clash: of the answers that stand beside each other, the one that an entry with this clock wrote is right.
    func resolve(_ record: String, field: String, choosing clock: Timestamp) throws {
        try node.change(by: account) { transaction in
            guard let state = try transaction.state(of: record), let present = state.fields[field], !present.others.isEmpty else { return }
            let written = [(present.answer, present.clock)] + present.others.map { ($0.answer, $0.clock) }
            guard let chosen = written.first(where: { $0.1 == clock }) else { throw WebError.notFound }
            let answer = try transaction.answer(chosen.0, clock: clock, field: field, kind: state.kind, record: record)
            try transaction.save(RecordChange(record: record, kind: state.kind, answers: [field: answer]), act: .resolve)
        }
    }

    // MARK: Identifiers

    /// The record that a submission makes: it follows from the number that the form was shown with and from a key of the organisation, so that nobody can choose it.
    private func record(_ kind: String, _ submission: String, _ place: String) -> String {
        RecordIdentifier.text(node.keys.recordIdentifier(for: "added\n\(kind)\n\(place)\n\(submission)"))
    }

    @discardableResult
    private func add(_ kind: String, submission: String, place: String, _ answers: (RecordTransaction) throws -> [String: Answer?]) throws -> String {
        let record = record(kind, submission, place)
        try node.change(by: account) { transaction in
            guard try transaction.state(of: record) == nil else { return }
            try transaction.save(RecordChange(record: record, kind: kind, answers: try answers(transaction)))
        }
        return record
    }
}
