import Dictionary
import Formats
import Journal
import Storage
import Vault

/// The documents of a case: papers, pictures, recordings, each a record of the journal whose files are kept sealed.
struct Documents: Sendable {
    /// What the worker agrees to before a paper is given to others.
    static let sharingScope = "share-with-partner"

    let access: CaseAccess

    private var node: Node { access.node }
    private var store: DocumentStore { DocumentStore(node: node) }

    /// What whoever brings a document says about it.
    struct Description: Sendable {
        var title: String
        /// A code of the list `document-type`.
        var kind: String?
        /// Records of the case that it speaks of.
        var about: [String] = []
        var receivedFrom: String?
    }

    /// Makes the record of a document in a case.
    /// - Parameter submission: the number of the form, so that a form sent twice makes one document.
    /// - Returns: the record, and the files that are of no kind that is taken; if there were only such files, there is no record.
    func create(_ description: Description, files: [UploadedFile], in caseRecord: String, submission: String, day: CalendarDay) throws -> (
        record: String, refused: [String]
    ) {
        try node.database.read { try access.requireCase(caseRecord, $0) }
        let record = RecordIdentifier.text(node.keys.recordIdentifier(for: "document\n\(caseRecord)\n\(submission)"))
        let taken = files.filter { MediaKind(beginning: Array($0.bytes.prefix(MediaKind.recognisedWithin))) != nil }
        let refused = files.filter { file in !taken.contains { $0.fileName == file.fileName && $0.bytes.count == file.bytes.count } }.map(\.fileName)
        guard !taken.isEmpty || files.isEmpty else { return (record, refused) }
        var answers: [String: Answer?] = [
            "case": Answer(try FieldValue(list: [FieldValue(link: caseRecord)], type: .link)), "received-on": Answer(.date(PartialDate(day))),
            "title": Answer(try FieldValue(text: description.title, limit: 300)),
        ]
        if let kind = description.kind { answers["kind"] = Answer(.code(kind)) }
        if let giver = description.receivedFrom { answers["received-from"] = Answer(try FieldValue(text: giver, limit: 300)) }
        if !description.about.isEmpty { answers["about"] = Answer(try FieldValue(list: try description.about.map { try FieldValue(link: $0) }, type: .link)) }
        let said = answers
        try node.change(by: access.session.account) { transaction in
            guard try transaction.state(of: record) == nil else { return }
            for about in description.about { _ = try access.requireRecord(about, of: caseRecord, transaction.connection) }
            var answers = said
            let references = try taken.compactMap { try store.keep($0.bytes, name: $0.fileName, record: record, in: transaction) }
            if !references.isEmpty { answers["file"] = Answer(try FieldValue(list: references.map { .file($0) }, type: .file)) }
            try transaction.save(RecordChange(record: record, kind: "document", answers: answers))
        }
        return (record, refused)
    }

    /// Adds files to a document.
    /// - Returns: the names of those that are of no kind that is taken.
    func add(_ files: [UploadedFile], to record: String, of caseRecord: String) throws -> [String] {
        let reader = try requireWhole(record, of: caseRecord)
        var refused: [String] = []
        try node.change(by: access.session.account) { transaction in
            var references = try self.references(of: record, as: reader, transaction)
            for file in files {
                guard let reference = try store.keep(file.bytes, name: file.fileName, record: record, in: transaction) else {
                    refused.append(file.fileName)
                    continue
                }
                if !references.contains(where: { $0.sha256 == reference.sha256 }) { references.append(reference) }
            }
            try save(references, of: record, transaction)
        }
        return refused
    }

    /// Ends an upload in pieces: the file becomes one of the document's.
    /// - Returns: false if its kind is not taken.
    func finish(upload: String, name: String, of record: String, in caseRecord: String) throws -> Bool {
        let reader = try requireWhole(record, of: caseRecord)
        guard let reference = try store.finish(upload, record: record, name: name) else { return false }
        try node.change(by: access.session.account) { transaction in
            var references = try self.references(of: record, as: reader, transaction)
            guard !references.contains(where: { $0.sha256 == reference.sha256 }) else { return }
            references.append(reference)
            try save(references, of: record, transaction)
        }
        return true
    }

    /// Adds a line to the hands that the document went through.
    func addCustody(_ line: String, to record: String, of caseRecord: String) throws {
        let reader = try requireWhole(record, of: caseRecord)
        try node.change(by: access.session.account) { transaction in
            var gate = Gate(reader: reader, node: node, connection: transaction.connection)
            guard let state = try transaction.state(of: record) else { return }
            var lines: [FieldValue] = []
            if case .list(let present)? = try gate.view(state, of: record).answer("custody")?.value { lines = present }
            lines.append(try FieldValue(text: line, limit: 2_000))
            try transaction.save(RecordChange(record: record, kind: "document", answers: ["custody": Answer(try FieldValue(list: lines, type: .narrative))]))
        }
    }

    /// A file of a document as the gate lets this person see it; writes down that it was seen.
    /// - Parameter number: its place among the document's files, from 0.
    /// - Throws: ``WebError/notFound`` if there is none, or not for this person.
    func reference(_ number: Int, of record: String, in caseRecord: String, isLogged: Bool) throws -> FileReference {
        let reference = try node.database.read { connection in
            let state = try access.requireRecord(record, of: caseRecord, connection)
            var gate = Gate(reader: try access.requireCase(caseRecord, connection), node: node, connection: connection)
            let references = Self.references(try gate.view(state, of: record))
            guard references.indices.contains(number), try store.file(of: references[number], record: record, connection) != nil else {
                throw WebError.notFound
            }
            return references[number]
        }
        if isLogged { try node.change(by: access.session.account) { try $0.logReading(of: record, kind: "document", ground: nil) } }
        return reference
    }

    static func references(_ view: RecordView, in field: String = "file") -> [FileReference] {
        guard let value = view.answer(field)?.value else { return [] }
        let values = if case .list(let list) = value { list } else { [value] }
        return values.compactMap { if case .file(let reference) = $0 { reference } else { nil } }
    }

    /// How the person reads the case. Whoever sees only a part of a document adds nothing to it: the part that is not seen would be lost.
    private func requireWhole(_ record: String, of caseRecord: String) throws -> Reader {
        let reader = try node.database.read { connection in
            _ = try access.requireRecord(record, of: caseRecord, connection)
            return try access.requireCase(caseRecord, connection)
        }
        guard reader.clearance == .identity else { throw WebError.notAllowed }
        return reader
    }

    private func references(of record: String, as reader: Reader, _ transaction: RecordTransaction) throws -> [FileReference] {
        guard let state = try transaction.state(of: record), !state.isErased, state.kind == "document" else { throw WebError.notFound }
        var gate = Gate(reader: reader, node: node, connection: transaction.connection)
        return Self.references(try gate.view(state, of: record))
    }

    private func save(_ references: [FileReference], of record: String, _ transaction: RecordTransaction) throws {
        guard !references.isEmpty else { return }
        try transaction.save(
            RecordChange(record: record, kind: "document", answers: ["file": Answer(try FieldValue(list: references.map { .file($0) }, type: .file))]))
    }
}
