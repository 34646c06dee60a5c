import Dictionary
import Formats
import Interchange
import Journal
import Storage
import Vault

/// Reads PFIF: people who are looked for become notices, notes become sightings of them.
///
/// Identifiers follow from those of the document, so that reading it again adds nothing twice. A record whose term has ended at its source is erased here too, when the document
/// says so or, without one, when the day has passed (``TracingBook``).
public struct PFIFImport: Sendable {
    private let node: Node
    private let author: String

    public init(node: Node, author: String = Reader.keyHolder.account) {
        self.node = node
        self.author = author
    }

    public struct Outcome: Sendable {
        public var notices = 0
        public var sightings = 0
        public var unchanged = 0
        public var erased = 0
        public var rejects: [PFIFDocument.Reject] = []
    }

    /// Whether a file is meant as PFIF: XML that names its namespace near the beginning.
    static func isPFIF(_ bytes: [UInt8]) -> Bool {
        String(decoding: bytes.prefix(2_000), as: UTF8.self).contains("zesty.ca/pfif/")
    }

    /// - Parameter domain: the domain of which all identifiers must be; nil for any.
    /// - Throws: ``PFIFError`` if the document cannot be read.
    public func read(_ bytes: [UInt8], domain: String? = nil) throws -> Outcome {
        let document = try PFIFReader.read(bytes, domain: domain)
        var outcome = Outcome()
        outcome.rejects = document.rejects
        for start in stride(from: 0, to: document.people.count, by: 200) {
            try node.change(by: author) { transaction in
                for person in document.people[start..<min(start + 200, document.people.count)] { try save(person, &outcome, transaction) }
            }
        }
        for start in stride(from: 0, to: document.notes.count, by: 200) {
            try node.change(by: author) { transaction in
                for note in document.notes[start..<min(start + 200, document.notes.count)] { try save(note, &outcome, transaction) }
            }
        }
        return outcome
    }

    func run(_ bytes: [UInt8]) throws -> TraceImportResult {
        let outcome = try read(bytes)
        var result = TraceImportResult()
        result.imported = outcome.notices + outcome.sightings
        result.unchanged = outcome.unchanged
        result.rejected = outcome.rejects.count
        result.erased = outcome.erased
        result.read = result.imported + result.unchanged + result.rejected + outcome.erased
        if !outcome.rejects.isEmpty {
            var writer = CSVWriter(guardsFormulas: true)
            writer.write(["position", "record", "identifier", "reason"])
            for reject in outcome.rejects { writer.write(["\(reject.position)", reject.kind, reject.identifier, reject.reason]) }
            result.rejects = writer.takeBytes()
        }
        return result
    }

    // MARK: Records

    func record(_ kind: String, _ identifier: String) -> String {
        RecordIdentifier.text(node.keys.recordIdentifier(for: "pfif\n\(kind)\n\(identifier)"))
    }

    /// Whether a record came in as PFIF under its identifier at the source. What was written here, or came in another way, may name a source too and is none.
    func isFromSource(_ view: RecordView) -> Bool { view.text("source-record").map { record(view.kind, $0) == view.record } ?? false }

    private func save(_ person: PFIFDocument.Person, _ outcome: inout Outcome, _ transaction: RecordTransaction) throws {
        guard let identifier = person.record["person_record_id"] else { return }
        let (notice, worker) = (record("notice", identifier), record("person", identifier))
        if person.isTombstone || isOver(person.record) {
            outcome.erased += try erase(identifier, transaction)
            return
        }
        // What was erased here stays so, whatever is sent again.
        if try transaction.state(of: notice)?.isErased == true { return }
        let isNewPerson = try transaction.save(RecordChange(record: worker, kind: "person", answers: try self.person(person.record))) != nil
        var answers = try Self.notice(person.record)
        answers["missing-person"] = Answer(try FieldValue(link: worker))
        let isNew = try transaction.save(RecordChange(record: notice, kind: "notice", answers: answers)) != nil
        if isNew || isNewPerson { outcome.notices += 1 } else { outcome.unchanged += 1 }
        for note in person.notes { try save(note, &outcome, transaction) }
    }

    /// Whether its term has ended, though the document still says more.
    private func isOver(_ record: PFIFDocument.Record) -> Bool {
        guard let end = record["expiry_date"].flatMap({ try? PartialDate(edtf: String($0.prefix(10))) })?.latest,
            let today = node.today
        else { return false }
        return end < today
    }

    /// Erases what came from elsewhere under an identifier, with what came from elsewhere about it, once its term has ended there.
    /// - Returns: how many records were erased.
    @discardableResult
    func erase(_ identifier: String, _ transaction: RecordTransaction) throws -> Int {
        var erased = 0
        let notice = record("notice", identifier)
        let rows = RecordRows(connection: transaction.connection, organisation: node.organisation.number)
        var gate = Gate(reader: .keyHolder, node: node, connection: transaction.connection)
        let notes = try rows.linking(to: notice).filter { $0.field == "notice" && $0.row.state.kind == "sighting" && !$0.row.state.isErased }.filter {
            isFromSource(try gate.view($0.row.state, of: $0.row.record))
        }.map(\.row.record)
        for one in notes + [notice, record("person", identifier)] {
            guard let state = try transaction.state(of: one), !state.isErased else { continue }
            try transaction.erase(record: one, ground: "expired at its source")
            erased += 1
        }
        return erased
    }

    private func save(_ note: PFIFDocument.Record, _ outcome: inout Outcome, _ transaction: RecordTransaction) throws {
        guard let identifier = note["note_record_id"], let about = note["person_record_id"] else { return }
        let sighting = record("sighting", identifier)
        if try transaction.state(of: sighting)?.isErased == true { return }
        var answers = try Self.sighting(note)
        let notice = record("notice", about)
        if let state = try transaction.state(of: notice), !state.isErased { answers["notice"] = Answer(try FieldValue(link: notice)) }
        if try transaction.save(RecordChange(record: sighting, kind: "sighting", answers: answers)) != nil {
            outcome.sightings += 1
        } else {
            outcome.unchanged += 1
        }
    }

    private static func names(_ record: PFIFDocument.Record) throws -> Answer? {
        let names = try nameLines(record["full_name"], record["alternate_names"]).map { FieldValue.name(try PersonName(full: $0)) }
        return names.isEmpty ? nil : Answer(try FieldValue(list: names, type: .name))
    }

    /// A name a line, as both fields hold them.
    static func nameLines(_ fullName: String?, _ alternateNames: String?) -> [String] {
        [fullName, alternateNames].compactMap { $0 }.flatMap { $0.split(whereSeparator: \.isNewline).map { String($0).trimmingSpaces } }.filter { !$0.isEmpty }
    }

    private func person(_ record: PFIFDocument.Record) throws -> [String: Answer?] {
        var answers: [String: Answer?] = [:]
        if let names = try Self.names(record) { answers["names"] = names }
        if let born = record["date_of_birth"], let date = try? PartialDate(edtf: born) { answers["date-of-birth"] = Answer(.date(date)) }
        if let sex = ["female": "female", "male": "male", "other": "another"][record["sex"] ?? ""] { answers["sex"] = Answer(.code(sex)) }
        let parts = Self.homeFields.compactMap { record[$0] }
        let country = record["home_country"].flatMap { node.dictionary.vocabulary("country")?.term($0.uppercased())?.code }
        let locality = parts.isEmpty ? nil : parts.joined(separator: ", ")
        if locality != nil || country != nil, let value = try? Place(country: country, subdivision: nil, locality: locality, detail: nil) {
            answers["home-place"] = Answer(.place(value))
        }
        return answers
    }

    private static func notice(_ record: PFIFDocument.Record) throws -> [String: Answer?] {
        var answers: [String: Answer?] = ["status": Answer(.code("information-sought"))]
        if let names = try names(record) { answers["full-name"] = names }
        if let sex = ["female": "female", "male": "male", "other": "another"][record["sex"] ?? ""] { answers["sex"] = Answer(.code(sex)) }
        try text("source-record", record["person_record_id"], &answers)
        try text("description", record["description"], &answers)
        try text("seeker-contact", [record["author_name"], record["author_phone"], record["author_email"]].compactMap { $0 }.joined(separator: ", "), &answers)
        try text("remarks", lines(kept, of: record).joined(separator: "\n"), &answers)
        answers["reported-on"] = day(record["source_date"])
        // It is over at that moment: the day before is the last whole one.
        if let end = record["expiry_date"].flatMap({ try? PartialDate(edtf: String($0.prefix(10))) })?.latest?.adding(days: -1) {
            answers["expires-on"] = Answer(.date(PartialDate(end)))
        }
        return answers.filter { $0.value != nil }
    }

    /// Who says so, where and since when, as the source has it, and what has no field here or is divided otherwise: lines of the remarks, each with its name, so that they go out
    /// again as they came. How to reach the author is not among them: it stands with the seeker's numbers and stays here.
    static let kept = [
        "author_name", "source_name", "source_url", "source_date", "expiry_date", "full_name", "given_name", "family_name", "alternate_names", "age", "photo_url", "profile_urls",
    ] + homeFields
    static let homeFields = ["home_street", "home_neighborhood", "home_city", "home_state", "home_postal_code"]

    /// The same of a note: lines of its description.
    static let keptOfNotes = ["linked_person_record_id", "source_date", "photo_url"]

    private static func lines(_ names: [String], of record: PFIFDocument.Record) -> [String] {
        names.compactMap { name in record[name].map { "\(name): \($0.replacing("\r\n", with: "\n").replacing("\n", with: "\\n"))" } }
    }

    /// What a notice or a sighting that came from elsewhere says at its source.
    static func kept(_ names: [String], in text: String?) -> [String: String] {
        var found: [String: String] = [:]
        for line in text?.split(separator: "\n") ?? [] {
            if let name = names.first(where: { line.hasPrefix("\($0): ") }) { found[name] = String(line.dropFirst(name.count + 2)).replacing("\\n", with: "\n") }
        }
        return found
    }

    /// How to reach the person who was found. Kept as lines of the description, each with its name, so that none of them ever goes out again.
    static let foundContacts = ["email_of_found_person", "phone_of_found_person"]

    private static func sighting(_ note: PFIFDocument.Record) throws -> [String: Answer?] {
        var answers: [String: Answer?] = ["kind": Answer(.code(note["author_made_contact"] == "true" ? "spoken-to" : "hearsay"))]
        if let status = note["status"] { answers["status"] = Answer(.code(status == "is_note_author" ? "author-is-person" : status.replacing("_", with: "-"))) }
        if let contact = note["author_made_contact"] { answers["spoke-to-person"] = Answer(.code(contact == "true" ? "yes" : "no")) }
        try text("source-record", note["note_record_id"], &answers)
        let found = lines(foundContacts + keptOfNotes, of: note)
        try text("description", ([note["text"] ?? ""] + found).filter { !$0.isEmpty }.joined(separator: "\n"), &answers)
        try text("author", note["author_name"], &answers)
        try text("author-contact", [note["author_phone"], note["author_email"]].compactMap { $0 }.joined(separator: ", "), &answers)
        if let place = note["last_known_location"], let value = try? Place(country: nil, subdivision: nil, locality: place, detail: nil) {
            answers["place"] = Answer(.place(value))
        }
        answers["written-on"] = day(note["source_date"])
        return answers.filter { $0.value != nil }
    }

    private static func text(_ field: String, _ text: String?, _ answers: inout [String: Answer?]) throws {
        guard let text, !text.trimmingSpaces.isEmpty else { return }
        answers[field] = Answer(try FieldValue(text: text))
    }

    private static func day(_ moment: String?) -> Answer? {
        moment.flatMap { try? PartialDate(edtf: String($0.prefix(10))) }.map { Answer(.date($0)) }
    }
}
