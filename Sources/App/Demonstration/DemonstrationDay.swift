import Dictionary
import Journal
import Storage

/// Gives the made-up cases of a caseworker something to do around today, so that the day view has a hearing, a task and a next step whenever it is looked at.
struct DemonstrationDay {
    let node: Node
    let account: String
    let today: CalendarDay

    /// - Parameter cases: the caseworker's cases.
    func plan(_ cases: [String], in transaction: RecordTransaction) throws {
        var random = SeededRandom(seed: 5, stream: UInt64(cases.count))
        for (index, record) in cases.enumerated() {
            switch index % 8 {
            case 0: try task(DemonstrationPhrases.tasks[index % DemonstrationPhrases.tasks.count], offset: random.number(-3...5), record, &random, transaction)
            case 2: try save(["next-step-date": try date(random.number(-2...9))], of: record, "case", transaction)
            case 4: try claim(of: record, offset: random.number(0...12), transaction)
            case 6: try consent(of: record, until: random.number(2...13), transaction)
            default: continue
            }
        }
        try task("Write the monthly report", offset: 1, nil, &random, transaction)
    }

    private func date(_ offset: Int) throws -> Answer {
        guard let day = today.adding(days: offset) else { throw AppError("The clock of this machine is outside all calendars. Set it.") }
        return Answer(.date(PartialDate(day)))
    }

    private func task(_ title: String, offset: Int, _ caseRecord: String?, _ random: inout SeededRandom, _ transaction: RecordTransaction) throws {
        var answers: [String: Answer?] = ["title": Answer(.text(title)), "due": try date(offset), "assigned-to": Answer(.list([.link(account)]))]
        if let caseRecord { answers["case"] = Answer(.link(caseRecord)) }
        try transaction.save(RecordChange(record: RecordIdentifier.text(random.bytes(10)), kind: "task", answers: answers))
    }

    private func claim(of caseRecord: String, offset: Int, _ transaction: RecordTransaction) throws {
        guard let claim = try child("claim", of: caseRecord, transaction) else { return }
        try save(["stage": Answer(.code("hearing")), "next-hearing": try date(offset)], of: claim, "claim", transaction)
    }

    private func consent(of caseRecord: String, until offset: Int, _ transaction: RecordTransaction) throws {
        guard let consent = try child("consent", of: caseRecord, transaction) else { return }
        try save(["until": try date(offset)], of: consent, "consent", transaction)
    }

    private func child(_ kind: String, of caseRecord: String, _ transaction: RecordTransaction) throws -> String? {
        try RecordRows(connection: transaction.connection, organisation: node.organisation.number).linking(to: caseRecord)
            .first { $0.field == "case" && $0.row.state.kind == kind }?.row.record
    }

    private func save(_ answers: [String: Answer?], of record: String, _ kind: String, _ transaction: RecordTransaction) throws {
        try transaction.save(RecordChange(record: record, kind: kind, answers: answers))
    }
}
