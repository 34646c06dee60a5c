import Dictionary
import Foundation
import Journal
import Storage

/// A record with what belongs to it, as a reader may see it.
public struct RecordReport: Sendable {
    public struct Linked: Sendable {
        /// The field of the other record that points here.
        public var field: String
        public var view: RecordView
    }

    /// One entry of the record's history.
    public struct HistoryEntry: Sendable {
        public struct Change: Sendable {
            public var field: String
            /// Nil if the field was cleared, or the reader may not see what was written, as `isHidden` says.
            public var answer: Answer?
            public var isHidden: Bool

            /// The records or accounts that the answer names.
            var links: [String] { answer?.value?.elements.compactMap { if case .link(let record) = $0 { record } else { nil } } ?? [] }
        }

        public var sequence: Int64
        public var identifier: Digest
        public var act: Entry.Act
        public var author: String
        public var clock: Timestamp
        public var dictionary: String
        public var batch: String?
        public var ground: String?
        public var changes: [Change]
    }

    public var view: RecordView
    /// Records that point to this one, and the person or party at the other end of a relation.
    public var linked: [Linked]
    public var history: [HistoryEntry]
}

/// What was written in one record of a case.
struct RecordHistory: Sendable {
    var view: RecordView
    var entries: [RecordReport.HistoryEntry]
}

/// Shows records to a reader, and writes down that identity was seen.
public struct RecordViewing: Sendable {
    private let node: Node
    private let reader: Reader

    public init(_ node: Node, reader: Reader) {
        self.node = node
        self.reader = reader
    }

    /// - Parameters:
    ///   - log: asked whether this reading is to be written down; it is not where the same person has seen the same record a short while ago.
    ///   - asOf: the record as it was at the end of this moment (milliseconds since 1970); nil for now.
    /// - Throws: ``AppError`` if there is no such record.
    public func report(on record: String, asOf: UInt64? = nil, withHistory: Bool, log: () -> Bool = { true }) throws -> RecordReport {
        let report = try node.database.read { connection in
            let rows = RecordRows(connection: connection, organisation: node.organisation.number)
            var gate = Gate(reader: reader, node: node, connection: connection)
            guard let state = try state(of: record, asOf: asOf, rows) else {
                throw AppError(asOf == nil ? "There is no record \(record)." : "There was no record \(record) on that day.")
            }
            var report = RecordReport(view: try gate.view(state, of: record), linked: [], history: [])
            report.linked = try linked(to: record, asOf: asOf, rows, &gate)
            if withHistory { report.history = try history(of: record, rows, &gate).filter { asOf == nil || $0.clock.milliseconds <= asOf ?? 0 } }
            return report
        }
        if report.view.showsIdentity || report.linked.contains(where: \.view.showsIdentity) || !report.history.isEmpty && reader.clearance == .identity, log() {
            try node.change(by: reader.account) { try $0.logReading(of: record, kind: report.view.kind, ground: nil) }
        }
        return report
    }

    /// What was written in the records of a case and in those of its people and parties, the case itself left out: by record, in the order of the journal. Reading it is
    /// not written down; whoever shows it asks for the report on the case too.
    func histories(besides caseRecord: String) throws -> [RecordHistory] {
        try node.database.read { connection in
            let rows = RecordRows(connection: connection, organisation: node.organisation.number)
            var gate = Gate(reader: reader, node: node, connection: connection)
            return try CaseGroup(connection: connection, organisation: node.organisation.number).records(ofCase: caseRecord)
                .filter { $0.record != caseRecord && !GuardedKinds.all.contains($0.state.kind) && $0.state.kind != "submission" }
                .map { item in
                    RecordHistory(
                        view: try gate.view(item.state, of: item.record), entries: try history(of: item.record, rows, &gate).filter { $0.act != .read })
                }
        }
    }

    private func state(of record: String, asOf: UInt64?, _ rows: RecordRows) throws -> RecordState? {
        guard let asOf else { return try rows.state(of: record) }
        var fold = Fold()
        for item in try rows.entries(of: record) where item.entry.clock.milliseconds <= asOf { fold.insert(item.entry, identifier: item.identifier) }
        return fold.state()
    }

    /// The records that point to this one, as they were; found by the links that there are now.
    private func linked(to record: String, asOf: UInt64?, _ rows: RecordRows, _ gate: inout Gate) throws -> [RecordReport.Linked] {
        var linked: [RecordReport.Linked] = []
        for item in try rows.linking(to: record) {
            guard let state = try state(of: item.row.record, asOf: asOf, rows), !state.isRetracted, !GuardedKinds.all.contains(state.kind),
                isShown(state, role: nil)
            else { continue }
            linked.append(.init(field: item.field, view: try gate.view(state, of: item.row.record)))
            guard state.kind == "relation", let other = CaseFacts.openText(state, item.field == "to" ? "from" : "to") else { continue }
            let role = CaseFacts.openText(state, "role")
            // Another case is not drawn in: whether it may be opened is asked where it is opened.
            if let otherState = try self.state(of: other, asOf: asOf, rows), otherState.kind != "case", isShown(otherState, role: role) {
                linked.append(.init(field: role ?? "relation", view: try gate.view(otherState, of: other)))
            }
        }
        return linked
    }

    private func isShown(_ state: RecordState, role: String?) -> Bool {
        !reader.isPartner || state.kind == "relation" || AccessPolicy.isShownToPartners(state, role: role)
    }

    private func history(of record: String, _ rows: RecordRows, _ gate: inout Gate) throws -> [RecordReport.HistoryEntry] {
        let erased = try rows.state(of: record)?.fields[Mark.erased]?.clock
        return try rows.entries(of: record).map { item in
            var changes: [RecordReport.HistoryEntry.Change] = []
            for (name, stored) in item.entry.answers.sorted(by: { $0.key < $1.key }) where !name.hasPrefix("@") {
                let answer: Answer?
                var isHidden = true
                if let field = node.dictionary.field(item.entry.kind, name) {
                    isHidden = field.sensitivity > gate.reader.clearance || (erased != nil && field.sensitivity > .open)
                    answer = isHidden ? nil : try gate.writtenAnswer(stored, field: field, clock: item.entry.clock, record: record)
                } else {
                    answer = nil
                }
                changes.append(.init(field: name, answer: answer, isHidden: isHidden))
            }
            // Grounds of reading, of erasing and of what came after are sealed with the organisation's key, since the record's may be gone.
            let isOrganisations = item.entry.act == .read || erased.map { item.entry.clock >= $0 } ?? false
            let ground = try item.entry.ground.flatMap {
                try gate.ground($0, of: isOrganisations ? node.organisation.identifier : record, clock: item.entry.clock)
            }
            return RecordReport.HistoryEntry(
                sequence: item.sequence, identifier: item.identifier, act: item.entry.act, author: item.entry.author, clock: item.entry.clock,
                dictionary: item.entry.dictionary, batch: item.entry.batch, ground: ground, changes: changes)
        }
    }
}
