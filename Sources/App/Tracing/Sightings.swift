import Dictionary
import Formats
import Journal
import Storage
import Vault

/// What somebody saw, heard or read of a person who may be missing.
struct Sightings: Sendable {
    /// The fields of the form; the first ones are shown at once.
    static let usual = ["full-name", "kind", "seen-on", "country", "place", "place-kind", "description", "spoke-to-person", "author", "author-contact"]
    static let further = ["sex", "date-of-birth", "nationality", "status", "identifiers", "reliability", "written-on", "expires-on"]

    let node: Node

    /// Reads the form. A sighting needs a name, a number or a description, and the kind.
    static func read(_ fields: FormFields, _ form: AnswerForm) -> (answers: [String: Answer?], problems: [FieldProblem]) {
        var (answers, problems) = form.read(fields, (usual + further).compactMap { form.dictionary.field("sighting", $0) })
        if !["full-name", "identifiers", "description"].contains(where: { (answers[$0] ?? nil) != nil }), problems.isEmpty {
            problems.append(FieldProblem(field: "full-name", sentence: form.translator("tracing.sighting.needed")))
        }
        return (answers, problems)
    }

    /// The record that a submission of the form makes. Sending it twice makes one.
    /// - Parameter pictures: what is no picture is left out.
    func save(_ answers: [String: Answer?], pictures: [UploadedFile] = [], by account: String, submission: String, day: CalendarDay) throws -> String {
        let record = RecordIdentifier.text(node.keys.recordIdentifier(for: "sighting\n\(account)\n\(submission)"))
        try node.change(by: account) { transaction in
            guard try transaction.state(of: record) == nil else { return }
            var answers = answers
            if (answers["written-on"] ?? nil) == nil { answers["written-on"] = Answer(.date(PartialDate(day))) }
            let store = DocumentStore(node: node)
            let references = try pictures.filter(Self.isPicture).compactMap { try store.keep($0.bytes, name: $0.fileName, record: record, in: transaction) }
            if !references.isEmpty { answers["photo"] = Answer(try FieldValue(list: references.map { .file($0) }, type: .file)) }
            try transaction.save(RecordChange(record: record, kind: "sighting", answers: answers))
        }
        return record
    }

    /// The addresses of a sighting's pictures, as far as the reader sees them.
    static func pictures(_ view: RecordView) -> [String] {
        Documents.references(view, in: "photo").enumerated().filter { NoticePictures.isPicture($0.element) }
            .map { "/tracing/sightings/\(view.record)/pictures/\($0.offset)" }
    }

    /// Decided by content, whatever its name or its sender says.
    static func isPicture(_ file: UploadedFile) -> Bool {
        guard let kind = MediaKind(beginning: Array(file.bytes.prefix(MediaKind.recognisedWithin))) else { return false }
        return NoticePictures.isPicture(kind, bytes: Int64(file.bytes.count))
    }
}
