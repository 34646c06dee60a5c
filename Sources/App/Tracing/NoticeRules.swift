import Dictionary
import Journal

/// What the journal refuses of a notice, whichever page, form, import or program writes it.
enum NoticeRules {
    /// The family is told nothing before the person was found and asked, and nothing that they do not want told.
    /// - Throws: ``AppError`` that says what has to come first.
    static func check(_ change: RecordChange, before: RecordState?, _ transaction: RecordTransaction) throws {
        guard change.kind == "notice", let told = change.answers["family-told-on"], told?.value != nil else { return }
        guard try answer("found-on", change, before, transaction) != nil, try answer("found-wishes", change, before, transaction) != nil, let agreed = try answer("found-agrees", change, before, transaction) else {
            throw AppError("The family cannot be told yet: first ask the found person what may be told, and write down their wishes.")
        }
        guard agreed.value != .code("nothing") else {
            throw AppError("The found person does not want the family to be told anything.")
        }
        if case .date(let found)? = try answer("found-on", change, before, transaction)?.value, case .date(let day)? = told?.value,
            let first = found.earliest, let last = day.latest, last < first
        {
            throw AppError("The family cannot be told before the person was found. Write a day from \(first) on.")
        }
    }

    private static func answer(_ field: String, _ change: RecordChange, _ before: RecordState?, _ transaction: RecordTransaction) throws -> Answer? {
        let answer: Answer?
        if let changed = change.answers[field] {
            answer = changed
        } else {
            answer = try before?.fields[field].flatMap { try transaction.answer($0, field: field, kind: change.kind, record: change.record) }
        }
        return answer?.value == nil ? nil : answer
    }
}
