import Dictionary
import Journal
import Storage
import Vault

/// Registers a case about one worker: the case, the worker, and what ties them. The web's way is the form of first contact; this is that of programs.
struct CaseRegistration: Sendable {
    /// By full name of the field; the form of first contact needs the same.
    static let required = ["person.names", "case.destination-country", "case.summary"]

    let node: Node
    let account: String

    /// What every new case says of itself: it was taken in today, and whoever did so works on it.
    static func beginning(by account: String, on day: CalendarDay) throws -> [String: Answer?] {
        [
            "status": Answer(.code("intake")), "group": Answer(.code("no")), "intake-date": Answer(.date(PartialDate(day))),
            "assigned-to": Answer(try FieldValue(list: [FieldValue(link: account)], type: .link)),
        ]
    }

    /// - Parameters:
    ///   - answers: by full name of the field.
    ///   - submission: a number that the same registration has when it is sent again. The case's identifier follows from it and from a key of the organisation, so that
    ///     sending it twice makes one case, and nobody can choose it.
    ///   - day: today, as the day of first contact.
    /// - Returns: the case. If it was saved before, nothing is saved.
    func save(_ answers: [String: Answer?], submission: String, day: CalendarDay) throws -> String {
        let caseRecord = RecordIdentifier.text(node.keys.recordIdentifier(for: "registration\n" + submission))
        try node.change(by: account) { transaction in
            guard try transaction.state(of: caseRecord) == nil else { return }
            var caseAnswers = try Self.beginning(by: account, on: day)
            var personAnswers: [String: Answer?] = [:]
            for (name, answer) in answers where answer != nil {
                let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
                if parts[0] == "case" { caseAnswers[parts[1]] = answer } else { personAnswers[parts[1]] = answer }
            }
            try CaseNumbers.number(&caseAnswers, on: day, transaction)
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
