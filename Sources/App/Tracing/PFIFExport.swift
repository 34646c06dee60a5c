import Dictionary
import Interchange
import Journal
import Storage

/// Writes notices and what belongs to them as PFIF.
///
/// The organisation stands as the author: the seeker's name and numbers stay at home, and so do the family's account and what was seen by others, which nobody has agreed to publish; only
/// what came from elsewhere in this form goes on. A notice that went out once and may not any more — the person was found, it was closed or erased, its term has
/// ended, people took back what they agreed to — goes out as a tombstone: its identifier and the date, so that whoever received it deletes what it said.
struct PFIFExport {
    private let node: Node
    private let connection: any Connection
    private let today: CalendarDay?

    init(node: Node, connection: any Connection) {
        self.node = node
        self.connection = connection
        today = node.today
    }

    /// A document, and what it says of which notices.
    struct Outcome: Sendable {
        var document = PFIFDocument()
        /// The identifiers under which notices go out in full.
        var sent: [String: String] = [:]
        /// How many stay at home because nobody agreed, or they are over.
        var withheld = 0

        var bytes: [UInt8] { PFIFWriter.bytes(document) }
        var written: Int { document.people.count }
    }

    /// All notices of a node that may go out, and tombstones of those that did and may not any more. What goes out is remembered.
    static func all(of node: Node, reader: Reader) throws -> Outcome {
        let outcome = try node.database.read { connection in
            let export = PFIFExport(node: node, connection: connection)
            var outcome = Outcome()
            let records = try connection.all(
                "SELECT record FROM record_state WHERE organisation = ? AND kind = 'notice' AND retracted = 0 ORDER BY created, record",
                [.integer(node.organisation.number)]
            ) { $0.text(0) }
            let sent = try export.sent()
            for record in records {
                if let person = try export.person(record, reader) {
                    outcome.document.people.append(person)
                    outcome.sent[record] = person.record["person_record_id"]
                } else if sent[record] == nil {
                    outcome.withheld += 1
                }
            }
            for (notice, identifier) in sent.sorted(by: { $0.key < $1.key }) where outcome.sent[notice] == nil {
                outcome.document.people.append(export.tombstone(identifier))
            }
            return outcome
        }
        try remember(outcome, node)
        return outcome
    }

    /// One notice, or its tombstone.
    /// - Throws: ``VisibleError`` if nobody agreed that it goes out, and it never did.
    static func one(_ notice: String, of node: Node, reader: Reader) throws -> Outcome {
        let outcome = try node.database.read { connection in
            let export = PFIFExport(node: node, connection: connection)
            var outcome = Outcome()
            if let person = try export.person(notice, reader) {
                outcome.document.people.append(person)
                outcome.sent[notice] = person.record["person_record_id"]
            } else if let identifier = try export.sent()[notice] {
                outcome.document.people.append(export.tombstone(identifier))
            } else {
                throw VisibleError(
                    sentence: "The notice stays at home: it is over, or nobody has agreed that it is shared or published. Record the consent first.")
            }
            return outcome
        }
        try remember(outcome, node)
        return outcome
    }

    private func sent() throws -> [String: String] {
        let rows = try connection.all("SELECT notice, identifier FROM trace_sent WHERE organisation = ?", [.integer(node.organisation.number)]) {
            ($0.text(0), $0.text(1))
        }
        return [String: String](rows, uniquingKeysWith: { $1 })
    }

    private static func remember(_ outcome: Outcome, _ node: Node) throws {
        guard !outcome.sent.isEmpty else { return }
        try node.database.write { connection in
            for (notice, identifier) in outcome.sent {
                try connection.execute(
                    """
                    INSERT INTO trace_sent (organisation, notice, identifier) VALUES (?, ?, ?)
                    ON CONFLICT (organisation, notice) DO UPDATE SET identifier = excluded.identifier
                    """, [.integer(node.organisation.number), .text(notice), .text(identifier)])
            }
        }
    }

    /// Nothing but that it was there and is over (PFIF 1.4, “Data expiry”).
    private func tombstone(_ identifier: String) -> PFIFDocument.Person {
        let now = moment(node.now())
        return PFIFDocument.Person(
            PFIFDocument.Record(["person_record_id": identifier, "entry_date": now, "source_date": now, "expiry_date": now]))
    }

    /// Nil if it may not go out.
    private func person(_ notice: String, _ reader: Reader) throws -> PFIFDocument.Person? {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        guard let state = try rows.state(of: notice), state.kind == "notice", let today else { return nil }
        var gate = Gate(reader: reader, node: node, connection: connection)
        let view = try gate.view(state, of: notice)
        guard try mayLeave(state, view, today), NoticeTerm.isSought(view, on: today) else { return nil }
        var record = PFIFDocument.Record()
        record["person_record_id"] = identifier(view, "person")
        record["entry_date"] = moment(node.now())
        record["source_date"] = moment(view.changed.milliseconds)
        record["expiry_date"] = NoticeTerm.end(of: view)?.adding(days: 1).map { "\($0)T00:00:00Z" }
        record["author_name"] = node.organisation.name
        record["source_name"] = node.organisation.name
        let kept = PFIFImport(node: node).isFromSource(view) ? PFIFImport.kept(PFIFImport.kept, in: view.text("remarks")) : [:]
        if !kept.isEmpty {
            // What came from elsewhere goes on as its source's, not as ours; the end only if nobody here renewed it.
            for name in ["author_name", "source_name", "source_url", "source_date"] { if let text = kept[name] { record[name] = text } }
            if let end = kept["expiry_date"], end.prefix(10) == record["expiry_date"]?.prefix(10) ?? "" { record["expiry_date"] = end }
        }
        try describe(view, kept, &record, &gate, rows)
        var person = PFIFDocument.Person(record)
        for linked in try rows.linking(to: notice) where linked.field == "notice" && linked.row.state.kind == "sighting" && !linked.row.state.isRetracted {
            guard !linked.row.state.isErased, case let seen = try gate.view(linked.row.state, of: linked.row.record) else { continue }
            // Where somebody was seen is theirs to tell: only what was told in public elsewhere goes on.
            if PFIFImport(node: node).isFromSource(seen) { person.notes.append(note(seen, of: record["person_record_id"])) }
        }
        return person
    }

    /// What somebody chose that their notice is shown to, and what its people must have agreed to for it. A notice of this form names the missing person: one that may only show the seeker
    /// is none.
    private static let uses = [
        "public-missing": "tracing-publication", "partners": "share-with-partner", "network": "share-with-partner", "authorities-origin": "contact-authorities",
        "authorities-destination": "contact-authorities",
    ]

    /// A notice with a case goes out with the agreement of its people to what was chosen; one that came from elsewhere was public there.
    private func mayLeave(_ state: RecordState, _ view: RecordView, _ today: CalendarDay) throws -> Bool {
        guard !state.isErased else { return false }
        guard let caseRecord = CaseFacts.openText(state, "case") else { return PFIFImport(node: node).isFromSource(view) }
        let agreement = try Consents(node: node, connection: connection).effective(for: caseRecord, on: today)
        return view.codes("publish").contains { use in Self.uses[use].map { agreement?.allows($0) ?? false } ?? false }
    }

    /// - Parameter kept: what its source says in fields that are divided otherwise here; it goes on for as long as nobody here has changed what it was read into.
    private func describe(
        _ view: RecordView, _ kept: [String: String], _ record: inout PFIFDocument.Record, _ gate: inout Gate, _ rows: RecordRows
    ) throws {
        let names = (view.answer("full-name")?.value?.elements ?? []).map(\.displayText)
        record["full_name"] = names.first ?? "?"
        record["alternate_names"] = names.dropFirst().joined(separator: "\n")
        if kept["full_name"] != nil, PFIFImport.nameLines(kept["full_name"], kept["alternate_names"]) == names {
            for name in ["full_name", "given_name", "family_name", "alternate_names"] { record[name] = kept[name] }
        }
        for name in ["age", "photo_url", "profile_urls"] { record[name] = kept[name] }
        if PFIFImport(node: node).isFromSource(view) { record["description"] = view.text("description") }
        record["sex"] = ["female": "female", "male": "male", "another": "other"][view.code("sex") ?? ""]
        guard let worker = view.links("missing-person").first, let state = try rows.state(of: worker), !state.isErased else { return }
        let person = try gate.view(state, of: worker)
        // PFIF knows dates to the year, the month or the day.
        if let born = person.date("date-of-birth")?.edtf, born.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D }) { record["date_of_birth"] = born }
        if record["sex"] == nil { record["sex"] = ["female": "female", "male": "male", "another": "other"][person.code("sex") ?? ""] }
        if case .place(let place)? = person.answer("home-place")?.value {
            let parts = PFIFImport.homeFields.filter { kept[$0] != nil }
            if !parts.isEmpty, parts.compactMap({ kept[$0] }).joined(separator: ", ") == place.locality {
                for name in parts { record[name] = kept[name] }
            } else {
                record["home_city"] = place.locality
            }
            record["home_country"] = place.country
        }
    }

    private func note(_ view: RecordView, of person: String?) -> PFIFDocument.Record {
        var note = PFIFDocument.Record()
        note["note_record_id"] = identifier(view, "note")
        note["person_record_id"] = person
        note["entry_date"] = moment(node.now())
        note["source_date"] = view.date("written-on")?.latest.map { "\($0)T00:00:00Z" } ?? moment(view.changed.milliseconds)
        note["author_name"] = view.text("author") ?? node.organisation.name
        note["author_made_contact"] = view.code("spoke-to-person").flatMap { ["yes": "true", "no": "false"][$0] }
        note["status"] = view.code("status").map { $0 == "author-is-person" ? "is_note_author" : $0.replacing("-", with: "_") }
        let told = view.text("description")?.split(separator: "\n").filter { line in
            !(PFIFImport.foundContacts + PFIFImport.keptOfNotes).contains { line.hasPrefix("\($0): ") }
        }
        for (name, text) in PFIFImport.kept(PFIFImport.keptOfNotes, in: view.text("description")) { note[name] = text }
        note["text"] = told?.joined(separator: "\n") ?? view.answer("full-name")?.value?.displayText ?? "-"
        if case .place(let place)? = view.answer("place")?.value { note["last_known_location"] = FieldValue.place(place).displayText }
        return note
    }

    /// The identifier at the source, or one of ours: the organisation's identifier stands for its domain, whose parts begin with a letter (RFC 1034).
    private func identifier(_ view: RecordView, _ kind: String) -> String {
        (PFIFImport(node: node).isFromSource(view) ? view.text("source-record") : nil) ?? "organisation-\(node.organisation.identifier.lowercased()).corridor.invalid/\(kind).\(view.record)"
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
