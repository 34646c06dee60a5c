import Dictionary
import Journal
import Storage
import Vault

/// The first contact with a worker: one screen, three answers that are needed, saved in under a minute. The rest of the case grows later.
struct FirstContact: Sendable {
    /// Fields of the form, in order, by full name; the first three are needed.
    static let required = ["person.names", "case.destination-country", "case.summary"]
    static let optional = ["person.mobile-phones", "person.sex", "case.origin-country", "case.sector", "case.priority", "case.safe-contact"]

    let node: Node
    let account: String

    /// The record of the case that a submission of the form makes: it follows from the number that the form was shown with, so that sending it twice makes one case,
    /// and from a key of the organisation, so that nobody can choose it.
    func caseRecord(submission: String) -> String { RecordIdentifier.text(node.keys.recordIdentifier(for: "first-contact\n" + submission)) }

    /// Whether this submission made its case already.
    func isSaved(submission: String) throws -> Bool {
        let record = caseRecord(submission: submission)
        return try node.database.read { try RecordRows(connection: $0, organisation: node.organisation.number).state(of: record) != nil }
    }

    /// - Parameters:
    ///   - answers: by full name of the field.
    ///   - day: today, as the day of first contact.
    /// - Returns: the case. If it was saved before, nothing is saved.
    func save(_ answers: [String: Answer?], submission: String, day: CalendarDay) throws -> String {
        let caseRecord = caseRecord(submission: submission)
        try node.change(by: account) { transaction in
            guard try transaction.state(of: caseRecord) == nil else { return }
            var caseAnswers: [String: Answer?] = [
                "status": Answer(.code("intake")), "group": Answer(.code("no")), "intake-date": Answer(.date(PartialDate(day))),
                "assigned-to": Answer(try FieldValue(list: [FieldValue(link: account)], type: .link)),
            ]
            var personAnswers: [String: Answer?] = [:]
            for (name, answer) in answers where answer != nil {
                let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
                if parts[0] == "case" { caseAnswers[parts[1]] = answer } else { personAnswers[parts[1]] = answer }
            }
            let person = RecordIdentifier.random()
            try transaction.save(RecordChange(record: caseRecord, kind: "case", answers: caseAnswers))
            try transaction.save(RecordChange(record: person, kind: "person", answers: personAnswers))
            try transaction.save(
                RecordChange(
                    record: RecordIdentifier.random(), kind: "relation",
                    answers: [
                        "from": Answer(try FieldValue(link: person)), "to": Answer(try FieldValue(link: caseRecord)), "role": Answer(.code("worker")),
                    ]))
        }
        return caseRecord
    }
}
