import Dictionary
import Formats
import Journal
import Storage

/// Reads the page of a case for somebody who may open it.
struct CaseSheetReading {
    /// At most so many other cases are named for one party; a recruiter can be in thousands.
    static let otherCaseLimit = 8

    private let access: CaseAccess
    private let connection: any Connection
    private let rows: RecordRows
    private let reader: Reader
    private var gate: Gate
    private var lines: CaseLines
    /// The records of the case, as far as they have been read.
    private var known: [String: RecordState] = [:]

    /// - Throws: ``WebError/notFound`` if the case does not open for this person.
    init(of record: String, _ access: CaseAccess, _ connection: any Connection) throws {
        self.access = access
        self.connection = connection
        rows = RecordRows(connection: connection, organisation: access.node.organisation.number)
        reader = try access.requireCase(record, connection)
        gate = Gate(reader: reader, node: access.node, connection: connection)
        lines = CaseLines(access, access.node.listFields, connection)
    }

    mutating func sheet(of record: String, today: CalendarDay) throws -> CaseSheet {
        guard let state = try rows.state(of: record) else { throw WebError.notFound }
        let linking = try rows.linking(to: record).filter { !$0.row.state.isRetracted }
        let records = try CaseGroup(connection: connection, organisation: access.node.organisation.number).records(ofCase: record, state, linking: linking)
        known = [String: RecordState](records.map { ($0.record, $0.state) }, uniquingKeysWith: { first, _ in first })
        let agreement = try Consents(node: access.node, connection: connection).effective(in: records, on: today)
        let sight = try access.sight(of: record, connection) ?? .nothing
        var sheet = CaseSheet(view: try gate.view(state, of: record), agreement: agreement, reminders: [], isPartner: reader.isPartner, mayAsk: sight.mayAsk)
        for item in linking {
            if item.row.state.kind == "relation" {
                try addRelation(item.row, field: item.field, to: &sheet)
            } else if item.field == "case", isShown(item.row.state, role: nil) {
                try add(item.row, to: &sheet)
            }
        }
        try addTies(to: &sheet)
        sheet.notes.reverse()
        for view in sheet.all where view.fields.contains(where: { !$0.others.isEmpty }) { try addAuthors(of: view, to: &sheet) }
        sheet.receivers = try receivers(of: sheet.consents)
        sheet.shared = try SharedOrigins(of: record, access.node, connection)
        // How the organisation works on a case, and on which others, is not referred.
        guard !reader.isPartner else {
            sheet.timeline = CaseTimeline(clock: access.node.clock).events(sheet, statusChanges: [])
            return sheet
        }
        try addRelations(from: record, to: &sheet)
        sheet.reminders = try DueReading(node: access.node, connection: connection).subject(in: records)?.reminders ?? []
        sheet.referrals = try CaseReferral.all(of: record, clearance: reader.clearance, access.node, connection)
        if !sheet.referrals.isEmpty { sheet.clock = access.node.clock }
        let changes = try statusChanges(of: record)
        sheet.timeline = CaseTimeline(clock: access.node.clock).events(sheet, statusChanges: changes)
        return sheet
    }

    /// Whether the reader sees a record of the case at all.
    private func isShown(_ state: RecordState, role: String?) -> Bool {
        guard reader.isPartner else { return true }
        return !ExportPurpose.internalKinds.contains(state.kind) && AccessPolicy.isShownToPartners(state, role: role)
    }

    /// The names of the organisations that consents name.
    private mutating func receivers(of consents: [RecordView]) throws -> [String: String] {
        var names: [String: String] = [:]
        for record in Set(consents.flatMap { $0.links("for-organisations") }) {
            guard let state = try rows.state(of: record), state.kind == "organisation", !state.isErased else { continue }
            names[record] = try gate.view(state, of: record).firstName
        }
        return names
    }

    // MARK: What belongs to the case

    private mutating func add(_ row: RecordRow, to sheet: inout CaseSheet) throws {
        guard row.state.kind != "submission" else { return sheet.submissions.append(try submission(row)) }
        let view = try gate.view(row.state, of: row.record)
        switch row.state.kind {
        case "violation": sheet.violations.append(view)
        case "employment": sheet.employments.append(view)
        case "claim": sheet.claims.append(view)
        case "action": sheet.actions.append(view)
        case "document": sheet.documents.append(view)
        case "consent": sheet.consents.append(view)
        case "task": sheet.tasks.append(view)
        case "note": sheet.notes.append(.init(view: view, author: try firstEntry(of: row.record)?.author))
        default: sheet.others.append(view)
        }
    }

    /// The forms that were filled in for a case.
    func submissions(of record: String) throws -> [CaseSheet.Submission] {
        try rows.linking(to: record).filter { $0.field == "case" && $0.row.state.kind == "submission" && !$0.row.state.isRetracted }.map {
            try submission($0.row)
        }
    }

    private func submission(_ row: RecordRow) throws -> CaseSheet.Submission {
        let first = try firstEntry(of: row.record)
        return .init(
            record: row.record, form: CaseFacts.openText(row.state, "form") ?? "", author: first?.author, milliseconds: first?.clock.milliseconds)
    }

    /// Who wrote the answers that clash.
    private func addAuthors(of view: RecordView, to sheet: inout CaseSheet) throws {
        let clashing = Set(view.fields.filter { !$0.others.isEmpty }.flatMap { [$0.clock] + $0.others.map(\.clock) })
        let entries = try connection.all(
            "SELECT body FROM journal_entry WHERE record = ? AND organisation = ?", [.text(view.record), .integer(access.node.organisation.number)]
        ) { try Entry(body: $0.blob(0)) }
        for entry in entries where clashing.contains(entry.clock) { sheet.clashAuthors[entry.clock] = entry.author }
    }

    private func firstEntry(of record: String) throws -> Entry? {
        try connection.first(
            "SELECT body FROM journal_entry WHERE record = ? AND organisation = ? ORDER BY sequence LIMIT 1",
            [.text(record), .integer(access.node.organisation.number)]
        ) { try Entry(body: $0.blob(0)) }
    }

    // MARK: Relations

    private mutating func addRelation(_ row: RecordRow, field: String, to sheet: inout CaseSheet) throws {
        guard field == "to", let from = CaseFacts.openText(row.state, "from"), let other = try known[from] ?? rows.state(of: from), !other.isRetracted else { return }
        let role = CaseFacts.openText(row.state, "role") ?? ""
        guard isShown(other, role: role) else { return }
        switch other.kind {
        case "person": sheet.people.append(.init(view: try gate.view(other, of: from), role: role, relation: row.record))
        case "party":
            let others = reader.isPartner ? [] : try otherCases(of: from, besides: sheet.view.record)
            sheet.parties.append(.init(view: try gate.view(other, of: from), role: role, relation: row.record, otherCases: others))
        case "case" where !reader.isPartner: try addCase(from, relation: row.record, role: role, isFirst: false, to: &sheet)
        default: break
        }
    }

    /// The relations in which this case is the first.
    private mutating func addRelations(from record: String, to sheet: inout CaseSheet) throws {
        for item in try rows.linking(to: record) where item.field == "from" && item.row.state.kind == "relation" && !item.row.state.isRetracted {
            guard let to = CaseFacts.openText(item.row.state, "to") else { continue }
            try addCase(to, relation: item.row.record, role: CaseFacts.openText(item.row.state, "role") ?? "", isFirst: true, to: &sheet)
        }
    }

    private mutating func addCase(_ record: String, relation: String, role: String, isFirst: Bool, to sheet: inout CaseSheet) throws {
        guard let label = try label(of: record) else { return }
        sheet.related.append(.init(relation: relation, other: label, role: role, isFirst: isFirst))
    }

    /// How a case is called; nil if it does not open for this person.
    mutating func label(of record: String) throws -> CaseSheet.CaseLabel? {
        try lines.lines([record]).first.map { .init(record: record, workers: $0.workers, status: $0.facts["case.status"]?.first) }
    }

    private mutating func otherCases(of party: String, besides record: String) throws -> [CaseSheet.CaseLabel] {
        let found = try connection.all(
            """
            SELECT t.target FROM record_link f JOIN record_link t ON t.record = f.record AND t.field = 'to'
            WHERE f.target = ? AND f.field = 'from' ORDER BY f.record DESC LIMIT ?
            """, [.text(party), .integer(Int64(Self.otherCaseLimit * 4))]
        ) { $0.text(0) }
        var labels: [CaseSheet.CaseLabel] = []
        var seen: Set<String> = [record]
        for other in found where labels.count < Self.otherCaseLimit && seen.insert(other).inserted {
            if let label = try label(of: other) { labels.append(label) }
        }
        return labels
    }

    /// Ties between two people of the case. The same tie is found from both ends.
    private func addTies(to sheet: inout CaseSheet) throws {
        let known = Set(sheet.people.map(\.view.record) + sheet.parties.map(\.view.record))
        for person in sheet.people {
            for item in try rows.linking(to: person.view.record) where item.field == "from" && item.row.state.kind == "relation" && !item.row.state.isRetracted
            {
                guard let to = CaseFacts.openText(item.row.state, "to"), known.contains(to), let role = CaseFacts.openText(item.row.state, "role") else {
                    continue
                }
                sheet.ties.append(.init(relation: item.row.record, from: person.view.record, to: to, role: role))
            }
        }
    }

    // MARK: Status

    /// Each change of the case's status with its moment and the reason that was given.
    private mutating func statusChanges(of record: String) throws -> [CaseTimeline.StatusChange] {
        guard gate.reader.clearance >= .identity else { return [] }
        let name = Array("\"status\"".utf8)
        let bodies = try connection.all(
            "SELECT body FROM journal_entry WHERE record = ? AND organisation = ? ORDER BY sequence",
            [.text(record), .integer(access.node.organisation.number)]
        ) { $0.blob(0) }
        var changes: [CaseTimeline.StatusChange] = []
        // Most entries say that somebody read the case; those are not taken apart.
        for body in bodies where body.contains(name) {
            let entry = try Entry(body: body)
            guard case .open(let content, _)? = entry.answers["status"], let code = content["value"]?.string else { continue }
            let ground = try entry.ground.flatMap { try gate.ground($0, of: record, clock: entry.clock) }
            changes.append(.init(status: code, milliseconds: entry.clock.milliseconds, author: entry.author, ground: ground))
        }
        return changes
    }
}
