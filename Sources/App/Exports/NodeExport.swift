import Dictionary
import Foundation
import Interchange
import Journal
import Storage

/// The forms in which records leave a node as a file.
public enum NodeExportFormat: String, Sendable, CaseIterable {
    case htcdsJSON = "htcds-json"
    case htcdsCSV = "htcds-csv"
    /// One row per case, open facts only.
    case factsCSV = "facts-csv"
    /// Everything that the reader may see, one record a line.
    case jsonLines = "jsonl"
    /// The journal with its public keys and signatures, for whoever verifies it elsewhere (`Docs/journal.md`).
    case journal
    /// Notices of missing workers and what belongs to them, as far as people agreed that they leave (People Finder Interchange Format 1.4).
    case pfif
}

/// What an export wrote.
public struct ExportOutcome: Sendable {
    public var cases = 0
    public var records = 0
    /// Cases that were left out because their people did not agree, or do not any more.
    public var withheld = 0
    public var seconds = 0.0
}

/// Writes what a reader may see into a file.
public struct NodeExport: Sendable {
    private let node: Node
    private let reader: Reader
    private let purpose: ExportPurpose

    public init(_ node: Node, reader: Reader, purpose: ExportPurpose = .ownUse) {
        self.node = node
        self.reader = reader
        self.purpose = purpose
    }

    /// Writes the file whole or not at all. That identity left the node is written into the journal first.
    public func write(_ format: NodeExportFormat, to file: URL, progress: (Int) -> Void = { _ in }) throws -> ExportOutcome {
        let start = ContinuousClock.now
        if format == .journal, purpose != .ownUse {
            throw AppError(
                "The journal holds everything and cannot be limited to what people agreed to. Choose another format: --format jsonl", isWrongUse: true)
        }
        if format != .factsCSV && format != .journal && reader.clearance > .open {
            try node.change(by: reader.account) {
                try $0.logReading(of: node.organisation.identifier, kind: "organisation", ground: "export \(format.rawValue)")
            }
        }
        let output = try OutputFile(file, keeping: node.ownFiles)
        var outcome = ExportOutcome()
        switch format {
        case .htcdsJSON: try writeCases(ExportFormat.htcdsJSON, as: reader, to: output, &outcome, progress)
        case .htcdsCSV: try writeCases(ExportFormat.htcdsCSV, as: reader, to: output, &outcome, progress)
        // No key is used for facts, whoever asks.
        case .factsCSV: try writeCases(ExportFormat.factsCSV, as: Reader(account: reader.account, clearance: .open), to: output, &outcome, progress)
        case .jsonLines where purpose == .ownUse: try writeRecords(to: output, &outcome, progress)
        // Records outside of cases have nobody who could agree.
        case .jsonLines: try writeCases(JSONLinesExporter(), namesLinkedRecords: false, as: reader, to: output, &outcome, progress)
        case .journal: try JournalExport(node).write(to: output, &outcome, progress)
        case .pfif:
            let notices = try PFIFExport.all(of: node, reader: reader)
            try output.write(notices.bytes)
            (outcome.records, outcome.withheld) = (notices.written, notices.withheld)
        }
        try output.finish()
        outcome.seconds = (ContinuousClock.now - start).seconds
        return outcome
    }

    private func writeCases(_ format: ExportFormat, as reader: Reader, to output: OutputFile, _ outcome: inout ExportOutcome, _ progress: (Int) -> Void) throws
    {
        try writeCases(
            format.exporter(dictionary: node.dictionary), namesLinkedRecords: format.namesLinkedRecords, as: reader, to: output, &outcome, progress)
    }

    private func writeCases(
        _ exporter: any CaseExporter, namesLinkedRecords: Bool, as reader: Reader, to output: OutputFile, _ outcome: inout ExportOutcome,
        _ progress: (Int) -> Void
    ) throws {
        var exporter = exporter
        let reading = CaseExportReading(node: node, purpose: purpose)
        try output.write(exporter.start())
        try node.database.read { connection in
            var gate = Gate(reader: reader, node: node, connection: connection)
            var cases = PagedRows<(created: String, record: String)> { after in
                try connection.all(
                    """
                    SELECT created, record FROM record_state WHERE organisation = ? AND kind = 'case' AND retracted = 0 AND (created, record) > (?, ?)
                    ORDER BY created, record LIMIT 1000
                    """, [.integer(node.organisation.number), .text(after?.created ?? ""), .text(after?.record ?? "")]
                ) { ($0.text(0), $0.text(1)) }
            }
            while let row = try cases.next() {
                guard let group = try reading.group(of: row.record, namesLinkedRecords: namesLinkedRecords, connection, &gate) else {
                    outcome.withheld += 1
                    continue
                }
                try output.write(exporter.add(group))
                outcome.cases += 1
                outcome.records += group.records.count
                if outcome.cases.isMultiple(of: 500) { progress(outcome.cases) }
            }
        }
        try output.write(exporter.finish())
    }

    private func writeRecords(to output: OutputFile, _ outcome: inout ExportOutcome, _ progress: (Int) -> Void) throws {
        var exporter = JSONLinesExporter()
        try output.write(exporter.start())
        try node.database.read { connection in
            var gate = Gate(reader: reader, node: node, connection: connection)
            var rows = PagedRows<RecordRow> { after in
                try connection.all(
                    "SELECT record, organisation, state FROM record_state WHERE organisation = ? AND retracted = 0 AND record > ? ORDER BY record LIMIT 1000",
                    [.integer(node.organisation.number), .text(after?.record ?? "")]
                ) { RecordRow(record: $0.text(0), organisation: $0.integer(1), state: try RecordState(canonicalBytes: $0.blob(2))) }
            }
            while let row = try rows.next() {
                try output.write(exporter.add(ExportCase(records: [try CaseExportReading.exported(row.record, row.state, &gate)])))
                outcome.records += 1
                if row.state.kind == "case" { outcome.cases += 1 }
                if outcome.records.isMultiple(of: 500) { progress(outcome.records) }
            }
        }
        try output.write(exporter.finish())
    }
}

/// The records that belong to a case: what is recorded in it, its relations, and the persons and parties at their other end.
struct CaseGroup {
    let connection: any Connection
    /// Number of the organisation.
    let organisation: Int64

    func records(ofCase record: String) throws -> [(record: String, state: RecordState)] {
        let rows = RecordRows(connection: connection, organisation: organisation)
        guard let state = try rows.state(of: record) else { return [] }
        return try records(ofCase: record, state, linking: rows.linking(to: record))
    }

    /// The same of a case that has been read, with the records that link to it.
    func records(ofCase record: String, _ state: RecordState, linking: [(row: RecordRow, field: String)]) throws -> [(record: String, state: RecordState)] {
        let rows = RecordRows(connection: connection, organisation: organisation)
        var group = [(record, state)]
        var known: Set<String> = [record]
        func add(_ record: String, _ state: RecordState) {
            if !state.isRetracted, known.insert(record).inserted { group.append((record, state)) }
        }
        for linked in linking {
            add(linked.row.record, linked.row.state)
            guard linked.row.state.kind == "relation", !linked.row.state.isRetracted else { continue }
            if let other = CaseFacts.openText(linked.row.state, linked.field == "to" ? "from" : "to"), let state = try rows.state(of: other),
                state.kind != "case"
            {
                add(other, state)
            }
        }
        return group
    }
}
