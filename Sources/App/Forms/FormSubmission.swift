import Dictionary
import Formats
import Forms
import Journal
import Storage
import Vault

/// Saves a filled form: the submission as it was given, and the records that its answers make, in one transaction.
struct FormSubmission: Sendable {
    /// The number that the form was shown with. Sending the same number again saves nothing.
    var number: String
    var form: AvailableForm
    var filling: FormFilling
    /// The case that the form adds to; nil for a new one.
    var existing: ExistingCase?
    /// Today, as the day of first contact and on which files were received.
    var day: CalendarDay
    /// Files that were attached, by the name of their control; each becomes one of a document of the case.
    var files: [String: UploadedFile] = [:]

    /// A case with what the author had before them.
    struct ExistingCase: Sendable {
        var record: String
        /// The worker, if there is exactly one.
        var worker: String?
        /// What the case and its worker said when the form was shown, and the entries that said so.
        var shown: [String: Shown]

        struct Shown: Sendable {
            var answers: [String: Answer]
            var heads: [Digest]
        }
    }

    /// The record that the submission itself is.
    static func record(of number: String, _ node: Node) -> String { RecordIdentifier.text(node.keys.recordIdentifier(for: "submission\n" + number)) }

    /// The case that a submission which registers one makes: known before it is saved.
    static func caseRecord(of number: String, _ node: Node) -> String { RecordIdentifier.text(node.keys.recordIdentifier(for: "submission-case\n" + number)) }

    /// The case that a number was saved to; nil if it was not.
    static func saved(_ number: String, _ node: Node) throws -> String? {
        let record = record(of: number, node)
        return try node.database.read { connection in
            let rows = RecordRows(connection: connection, organisation: node.organisation.number)
            guard try rows.state(of: record) != nil else { return nil }
            return try rows.targets(of: record, field: "case").first ?? caseRecord(of: number, node)
        }
    }

    /// - Parameter finally: what else belongs to the same transaction.
    /// - Returns: the case.
    func save(_ node: Node, by account: String, finally: (RecordTransaction) throws -> Void = { _ in }) throws -> String {
        let submission = Self.record(of: number, node)
        let caseRecord = existing?.record ?? Self.caseRecord(of: number, node)
        let answers = FormAnswers(filling, form.plan, node.dictionary)
        try node.change(by: account) { transaction in
            guard try transaction.state(of: submission) == nil else { return }
            var writer = SubmissionWriter(submission: self, node: node, account: account, transaction: transaction, caseRecord: caseRecord, answers: answers)
            let records = try writer.write()
            var own: [String: Answer?] = [
                "case": Answer(try FieldValue(link: caseRecord)), "form": Answer(try FieldValue(text: form.identifier)),
                "content": Answer(try FieldValue(text: String(decoding: filling.json.canonicalBytes(), as: UTF8.self), limit: NormalText.narrativeLimit)),
                "records": Answer(try FieldValue(list: records.map { try FieldValue(link: $0) }, type: .link)),
            ]
            // Of an own form the library's number, which finds just this one of its versions again.
            if let version = form.version.isEmpty ? form.program.form.version : form.version { own["version"] = Answer(try FieldValue(text: version)) }
            try transaction.save(RecordChange(record: submission, kind: "submission", answers: own))
            try finally(transaction)
        }
        return caseRecord
    }
}
