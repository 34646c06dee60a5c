import Dictionary
import Journal
import Storage

/// Reads notices, sightings and people for somebody, as far as they may see them.
///
/// A notice opens with the case that it belongs to; one without a case, and every sighting, opens for whoever writes cases in the organisation. A person opens with any case
/// that they are tied to. What does not open answers like something that is not there.
struct TracingReading {
    let access: CaseAccess
    let connection: any Connection
    private let rows: RecordRows

    /// A record with how it is read.
    struct Opened: Sendable {
        var view: RecordView
        var reader: Reader
        /// The case through which it opens.
        var caseRecord: String?
    }

    init(_ access: CaseAccess, _ connection: any Connection) {
        self.access = access
        self.connection = connection
        rows = RecordRows(connection: connection, organisation: access.node.organisation.number)
    }

    /// - Throws: ``WebError/notFound``.
    func notice(_ record: String) throws -> Opened {
        guard let state = try rows.state(of: record), state.kind == "notice", !state.isErased else { throw WebError.notFound }
        return try opened(record, state)
    }

    func sighting(_ record: String) throws -> Opened {
        guard let state = try rows.state(of: record), state.kind == "sighting", !state.isErased else { throw WebError.notFound }
        return try opened(record, state)
    }

    /// A sighting or a person.
    func other(_ record: String) throws -> Opened {
        guard let state = try rows.state(of: record), ["sighting", "person"].contains(state.kind), !state.isErased else { throw WebError.notFound }
        return try opened(record, state)
    }

    /// As the methods above; nil where they would throw ``WebError/notFound``.
    func ifOpen(_ read: () throws -> Opened) throws -> Opened? {
        do {
            return try read()
        } catch WebError.notFound {
            return nil
        }
    }

    private func opened(_ record: String, _ state: RecordState) throws -> Opened {
        guard !access.reader.isPartner else { throw WebError.notFound }
        let caseRecord = try caseRecord(of: record, state)
        var reader = access.reader
        switch (state.kind, caseRecord) {
        case (_, let caseRecord?): reader = try access.requireCase(caseRecord, connection)
        case ("person", nil): throw WebError.notFound
        default: break
        }
        var gate = Gate(reader: reader, node: access.node, connection: connection)
        return Opened(view: try gate.view(state, of: record), reader: reader, caseRecord: caseRecord)
    }

    private func caseRecord(of record: String, _ state: RecordState) throws -> String? {
        switch state.kind {
        case "notice": return CaseFacts.openText(state, "case")
        case "person":
            let cases = try tied(to: record)
            guard let open = try cases.first(where: { try access.mayOpen($0, connection) }) else { throw WebError.notFound }
            return open
        default: return nil
        }
    }

    /// What a person is tied to, whoever may open it.
    private func tied(to person: String) throws -> [String] {
        try connection.all(
            """
            SELECT t.target FROM record_link f JOIN record_link t ON t.record = f.record AND t.field = 'to'
            WHERE f.target = ? AND f.field = 'from' ORDER BY t.target LIMIT 50
            """, [.text(person)]
        ) { $0.text(0) }
    }

    /// The cases of a person that open for the reader.
    func cases(of person: String) throws -> [String] { try tied(to: person).filter { try access.mayOpen($0, connection) } }

    /// A person who is there and of whom the reader sees who it is.
    /// - Throws: ``WebError/notFound``.
    func person(_ record: String) throws -> Opened {
        guard let state = try rows.state(of: record), state.kind == "person", !state.isErased, !state.isRetracted else { throw WebError.notFound }
        let opened = try opened(record, state)
        guard opened.reader.clearance == .identity else { throw WebError.notFound }
        return opened
    }

    /// What tracing compares, as this reader may see it.
    func profile(_ opened: Opened) throws -> TraceProfile? {
        var reader = TraceProfileReader(access.node, connection, reader: opened.reader)
        return try reader.profile(of: opened.view.record)
    }

    /// The latest records of a kind that open, newest first.
    /// - Parameter limit: so many; at most ten times as many are looked at.
    func latest(_ kind: String, limit: Int) throws -> [Opened] {
        let found = try connection.all(
            """
            SELECT record, state FROM record_state WHERE organisation = ? AND kind = ? AND retracted = 0 ORDER BY created DESC, record DESC LIMIT ?
            """, [.integer(access.node.organisation.number), .text(kind), .integer(Int64(limit * 10))]
        ) { (record: $0.text(0), state: try RecordState(canonicalBytes: $0.blob(1))) }
        var opened: [Opened] = []
        for item in found where !item.state.isErased {
            if let one = try ifOpen({ try self.opened(item.record, item.state) }) { opened.append(one) }
            if opened.count == limit { break }
        }
        return opened
    }

    /// The sightings that somebody judged to belong to a notice, the earliest first.
    func sightings(ofNotice notice: String) throws -> [RecordView] {
        let linked = try rows.linking(to: notice).filter { $0.field == "notice" && $0.row.state.kind == "sighting" && !$0.row.state.isRetracted }
        var gate = Gate(reader: access.reader, node: access.node, connection: connection)
        let views = try linked.map { try gate.view($0.row.state, of: $0.row.record) }
        return views.sorted { ($0.date("seen-on")?.edtf ?? "", $0.record) < ($1.date("seen-on")?.edtf ?? "", $1.record) }
    }

    /// Writes down whose identity was shown; once an hour for a record and person.
    static func log(_ opened: [Opened], _ access: CaseAccess, _ services: AppServices, now: UInt64) throws {
        let due = opened.filter { $0.view.showsIdentity && services.readings.isDue($0.view.record, by: access.session.account, now: now) }
        guard !due.isEmpty else { return }
        try access.node.change(by: access.session.account) { transaction in
            for one in due { try transaction.logReading(of: one.view.record, kind: one.view.kind, ground: nil) }
        }
    }
}
