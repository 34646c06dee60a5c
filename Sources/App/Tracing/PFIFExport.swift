import Dictionary
import Interchange
import Journal
import Storage

/// Writes notices and what belongs to them as PFIF.
///
/// The organisation stands as the author: the seeker's name and numbers stay at home. A notice whose term has ended, or that was closed, goes out as a tombstone — its
/// identifier and the date — so that whoever received it deletes what it said.
struct PFIFExport {
    private let node: Node
    private let connection: any Connection
    private let today: CalendarDay?

    init(node: Node, connection: any Connection) {
        self.node = node
        self.connection = connection
        today = CalendarDay(daysSinceEpoch: Int(node.now() / 86_400_000))
    }

    /// All notices of a node that may go out.
    /// - Returns: the document, and how many notices stay at home because nobody agreed.
    static func all(of node: Node, reader: Reader) throws -> (bytes: [UInt8], written: Int, withheld: Int) {
        try node.database.read { connection in
            let export = PFIFExport(node: node, connection: connection)
            var document = PFIFDocument()
            var withheld = 0
            let records = try connection.all(
                "SELECT record FROM record_state WHERE organisation = ? AND kind = 'notice' AND retracted = 0 ORDER BY created, record",
                [.integer(node.organisation.number)]
            ) { $0.text(0) }
            for record in records {
                if let person = try export.person(record, reader) { document.people.append(person) } else { withheld += 1 }
            }
            return (PFIFWriter.bytes(document), document.people.count, withheld)
        }
    }

    /// - Throws: ``AppError`` if nobody agreed that a notice goes out.
    func document(of notices: [String], reader: Reader) throws -> [UInt8] {
        var document = PFIFDocument()
        for notice in notices {
            guard let person = try person(notice, reader) else {
                throw VisibleError(
                    sentence: "The notice stays at home: nobody has agreed that it is shared or published. Record the consent first.")
            }
            document.people.append(person)
        }
        return PFIFWriter.bytes(document)
    }

    /// Nil if it may not go out.
    private func person(_ notice: String, _ reader: Reader) throws -> PFIFDocument.Person? {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        guard let state = try rows.state(of: notice), state.kind == "notice", let today else { return nil }
        var gate = Gate(reader: reader, node: node, connection: connection)
        let view = try gate.view(state, of: notice)
        guard try mayLeave(state, view, today) else { return nil }
        var record = PFIFDocument.Record()
        record["person_record_id"] = identifier(view, "person")
        record["entry_date"] = moment(node.now())
        record["source_date"] = moment(view.changed.milliseconds)
        record["expiry_date"] = NoticeTerm.end(of: view).map { "\($0)T00:00:00Z" }
        guard NoticeTerm.isRunning(view, on: today) else { return PFIFDocument.Person(record) }
        record["author_name"] = node.organisation.name
        record["source_name"] = node.organisation.name
        try describe(view, &record, &gate, rows)
        var person = PFIFDocument.Person(record)
        for linked in try rows.linking(to: notice) where linked.field == "notice" && linked.row.state.kind == "sighting" && !linked.row.state.isRetracted {
            person.notes.append(note(try gate.view(linked.row.state, of: linked.row.record), of: record["person_record_id"]))
        }
        return person
    }

    /// A notice with a case goes out with the agreement of its people; one that came from elsewhere was public there.
    private func mayLeave(_ state: RecordState, _ view: RecordView, _ today: CalendarDay) throws -> Bool {
        guard !state.isErased else { return false }
        guard let caseRecord = CaseFacts.openText(state, "case") else { return view.answer("source-record") != nil }
        guard view.codes("publish").contains(where: { $0 != "own-organisation" }) else { return false }
        let agreement = try Consents(node: node, connection: connection).effective(for: caseRecord, on: today)
        return ["tracing-publication", "share-with-partner"].contains { agreement?.allows($0) ?? false }
    }

    private func describe(_ view: RecordView, _ record: inout PFIFDocument.Record, _ gate: inout Gate, _ rows: RecordRows) throws {
        let names = (view.answer("full-name")?.value?.elements ?? []).map(\.displayText)
        record["full_name"] = names.first ?? "?"
        record["alternate_names"] = names.dropFirst().joined(separator: "\n")
        record["description"] = view.text("description")
        record["sex"] = ["female": "female", "male": "male", "another": "other"][view.code("sex") ?? ""]
        guard let worker = view.links("missing-person").first, let state = try rows.state(of: worker), !state.isErased else { return }
        let person = try gate.view(state, of: worker)
        // PFIF knows dates to the year, the month or the day.
        if let born = person.date("date-of-birth")?.edtf, born.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D }) { record["date_of_birth"] = born }
        if record["sex"] == nil { record["sex"] = ["female": "female", "male": "male", "another": "other"][person.code("sex") ?? ""] }
        if case .place(let place)? = person.answer("home-place")?.value {
            record["home_city"] = place.locality
            record["home_country"] = place.country
        }
    }

    private func note(_ view: RecordView, of person: String?) -> PFIFDocument.Record {
        var note = PFIFDocument.Record()
        note["note_record_id"] = identifier(view, "note")
        note["person_record_id"] = person
        note["entry_date"] = moment(node.now())
        note["source_date"] = moment(view.changed.milliseconds)
        note["author_name"] = node.organisation.name
        note["author_made_contact"] = view.code("spoke-to-person").flatMap { ["yes": "true", "no": "false"][$0] }
        note["status"] = view.code("status").map { $0 == "author-is-person" ? "is_note_author" : $0.replacing("-", with: "_") }
        note["text"] = view.text("description") ?? view.answer("full-name")?.value?.displayText ?? "-"
        if case .place(let place)? = view.answer("place")?.value { note["last_known_location"] = FieldValue.place(place).displayText }
        return note
    }

    /// The identifier at the source, or one of ours: the organisation's identifier stands for its domain.
    private func identifier(_ view: RecordView, _ kind: String) -> String {
        view.text("source-record") ?? "\(node.organisation.identifier.lowercased()).corridor.invalid/\(kind).\(view.record)"
    }

    /// A moment as PFIF writes it.
    private func moment(_ milliseconds: UInt64) -> String {
        let seconds = Int(milliseconds / 1000)
        guard let day = CalendarDay(daysSinceEpoch: seconds / 86_400) else { return "" }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let rest = seconds % 86_400
        return "\(day)T\(two(rest / 3600)):\(two(rest % 3600 / 60)):\(two(rest % 60))Z"
    }
}
