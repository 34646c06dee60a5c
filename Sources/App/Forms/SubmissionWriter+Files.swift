import Dictionary
import Formats
import Forms
import Journal

/// Files that came with a form are files of documents, kept where all documents are.
extension SubmissionWriter {
    /// Those of a document that the form describes.
    func keepFiles(_ draft: FormAnswers.Draft, _ record: String, _ values: inout [String: Answer?]) throws {
        var references: [FileReference] = []
        for (field, node) in draft.files where field.fullName == "document.file" {
            guard let reference = try keep(node, record), !references.contains(where: { $0.sha256 == reference.sha256 }) else { continue }
            references.append(reference)
        }
        guard !references.isEmpty, let first = draft.files.first else { return }
        values["file"] = Answer(try FieldValue(list: references.map { .file($0) }, type: .file))
        if values["title"] == nil { values["title"] = Answer(try title(of: first.node)) }
        if values["received-on"] == nil { values["received-on"] = Answer(.date(PartialDate(submission.day))) }
    }

    /// Each of the others is a document of its own about the record that its question belongs to.
    /// - Returns: the documents.
    func writeFilesApart() throws -> [String] {
        let filling = submission.filling
        let described = answers.drafts.filter { $0.isAsked && $0.kind == "document" }.flatMap { $0.files.map(\.node) }
        let apart = filling.allNodes.filter { !described.contains($0) && submission.files[filling.controlName(of: $0)] != nil && filling.isRelevant($0) }
        return try apart.compactMap { place in
            let record = identifier("file " + filling.controlName(of: place))
            guard let reference = try keep(place, record) else { return nil }
            var values: [String: Answer?] = [
                "case": Answer(try FieldValue(list: [FieldValue(link: caseRecord)], type: .link)), "received-on": Answer(.date(PartialDate(submission.day))),
                "title": Answer(try title(of: place)), "file": Answer(try FieldValue(list: [.file(reference)], type: .file)),
            ]
            let owner = answers.drafts.first { $0.isAsked && $0.files.contains { $0.node == place } }
            if let owner, node.dictionary.field("document", "about")?.target.contains(owner.kind) == true {
                values["about"] = Answer(try FieldValue(list: [FieldValue(link: self.record(of: owner))], type: .link))
            }
            try transaction.save(RecordChange(record: record, kind: "document", answers: values))
            return record
        }
    }

    private func keep(_ place: Int, _ record: String) throws -> FileReference? {
        guard let file = submission.files[submission.filling.controlName(of: place)] else { return nil }
        return try DocumentStore(node: node).keep(file.bytes, name: file.fileName, record: record, in: transaction)
    }

    /// The question, or the file's own name where that would say nothing.
    private func title(of place: Int) throws -> FieldValue {
        let filling = submission.filling
        let label = filling.definition(of: place).map { filling.text($0.label, of: place).trimmingSpaces } ?? ""
        let text = label.isEmpty ? submission.files[filling.controlName(of: place)]?.fileName ?? "" : label
        return try FieldValue(text: String(String.UnicodeScalarView(text.unicodeScalars.prefix(300))), limit: 300)
    }
}
