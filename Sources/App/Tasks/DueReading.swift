import Dictionary
import Journal
import Referral
import Storage

/// Computes what a case, or a task outside a case, calls for.
struct DueReading {
    let node: Node
    let connection: any Connection

    /// Nil for a record that is neither, or is not there.
    func subject(_ record: String) throws -> DueSubject? {
        try subject(in: try CaseGroup(connection: connection, organisation: node.organisation.number).records(ofCase: record))
    }

    /// The same of a case whose records have been read, itself first.
    func subject(in records: [(record: String, state: RecordState)]) throws -> DueSubject? {
        guard let first = records.first, !first.state.isErased, !first.state.isRetracted, let today = node.today
        else {
            return nil
        }
        // Reminders name days and records; nothing that identifies anybody is opened for them.
        var gate = Gate(reader: Reader(account: Reader.keyHolder.account, clearance: .sensitive), node: node, connection: connection)
        let view = try gate.view(first.state, of: first.record)
        if first.state.kind == "task" { return Self.loose(view) }
        guard first.state.kind == "case" else { return nil }
        let others = try records.dropFirst().map { try gate.view($0.state, of: $0.record) }
        let agreement = try Consents(node: node, connection: connection).effective(in: records, on: today)
        var reminders = ReminderRules(caseView: view, records: others, agreement: agreement).reminders()
        if let ended = try referralEnded(first.record, others, agreement, today) {
            reminders.append(ended)
            reminders.sort { ($0.day, $0.kind.rawValue, $0.record) < ($1.day, $1.kind.rawValue, $1.record) }
        }
        return DueSubject(
            record: first.record, isCase: true, isConfidential: view.code("confidential") == "yes", accounts: view.links("assigned-to"), reminders: reminders,
            again: try again(first.record, others, today))
    }

    /// When a consent that covers what was referred comes to its end by itself, the case calls for taking it back from the next day on.
    private func again(_ record: String, _ records: [RecordView], _ today: CalendarDay) throws -> CalendarDay? {
        let ends = records.filter { $0.kind == "consent" && !$0.isRetracted && $0.code("given") == "yes" }.compactMap { $0.date("until")?.latest }
        guard let next = ends.filter({ $0 >= today }).min()?.adding(days: 1),
            try ReferralRows(node, connection).ofCase(record).contains(where: { $0.direction == .outgoing && $0.state.isOpen })
        else { return nil }
        return next
    }

    /// What went to another organisation and the workers do not agree to any more is to be taken back, also in a case that is closed.
    private func referralEnded(_ record: String, _ records: [RecordView], _ agreement: ConsentAgreement, _ today: CalendarDay) throws -> Reminder? {
        let gate = SharingGate(node: node, connection: connection)
        guard try ReferralRows(node, connection).ofCase(record).contains(where: { try gate.ended($0).contains(.consent) }) else { return nil }
        let ends = records.filter { $0.kind == "consent" }.compactMap { $0.date("until")?.latest }.filter { $0 < today }
        let day = (ends + [agreement.lastEnded.flatMap { node.clock.day(of: $0) }].compactMap { $0 }).max() ?? today
        return Reminder(kind: .referralEnded, day: day, record: record)
    }

    private static func loose(_ view: RecordView) -> DueSubject? {
        guard view.links("case").isEmpty else { return nil }
        return DueSubject(
            record: view.record, isCase: false, isConfidential: true, accounts: view.links("assigned-to"),
            reminders: ReminderRules.task(view).map { [$0] } ?? [])
    }
}
