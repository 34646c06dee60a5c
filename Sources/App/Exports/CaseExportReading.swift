import Dictionary
import Interchange
import Journal
import Storage

/// Reads a case through the gate as exporters take it.
struct CaseExportReading {
    let node: Node
    let purpose: ExportPurpose

    /// - Returns: nil where the people of the case do not agree, now, to what the export is for.
    func group(of record: String, namesLinkedRecords: Bool, _ connection: any Connection, _ gate: inout Gate) throws -> ExportCase? {
        let group = try CaseGroup(connection: connection, organisation: node.organisation.number).records(ofCase: record)
        guard try isAgreed(group, connection) else { return nil }
        let passedOn = purpose == .ownUse ? group : group.filter { !ExportPurpose.internalKinds.contains($0.state.kind) }
        var records = try passedOn.map { try Self.exported($0.record, $0.state, &gate) }
        if namesLinkedRecords { records += try linked(from: records, connection, &gate) }
        return ExportCase(records: records)
    }

    private func isAgreed(_ group: [(record: String, state: RecordState)], _ connection: any Connection) throws -> Bool {
        guard case .sharing(let scope) = purpose else { return true }
        guard let today = node.today else { return false }
        return try Consents(node: node, connection: connection).effective(in: group, on: today).allows(scope)
    }

    /// The organisations, parties and persons that a case's records name in open link fields. Other cases are not drawn in, and the persons who a statement
    /// came from stay out: those links are sensitive.
    private func linked(from records: [ExportRecord], _ connection: any Connection, _ gate: inout Gate) throws -> [ExportRecord] {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        var known = Set(records.map(\.identifier))
        var linked: [ExportRecord] = []
        for record in records {
            for field in node.dictionary.linkFields(of: record.kind) where field.sensitivity == .open {
                for target in record.answers[field.name]?.linkTargets ?? [] where known.insert(target).inserted {
                    guard let state = try rows.state(of: target), !state.isRetracted, Self.followedKinds.contains(state.kind) else { continue }
                    linked.append(try Self.exported(target, state, &gate))
                }
            }
        }
        return linked
    }

    private static let followedKinds: Set<String> = ["organisation", "party", "person"]

    static func exported(_ record: String, _ state: RecordState, _ gate: inout Gate) throws -> ExportRecord {
        let view = try gate.view(state, of: record)
        var answers: [String: Answer] = [:]
        for entry in view.fields { answers[entry.field.name] = entry.answer }
        return ExportRecord(identifier: record, kind: state.kind, answers: answers)
    }
}

extension ExportFormat {
    /// Whether the format tells of the organisations and people that a case's records only name. Facts are counted of the case's own records alone.
    var namesLinkedRecords: Bool {
        switch self {
        case .htcdsJSON, .htcdsCSV: true
        default: false
        }
    }
}

extension Answer {
    /// The records that a link names.
    fileprivate var linkTargets: [String] {
        switch value {
        case .link(let target)?: [target]
        case .list(let values)?: values.compactMap { if case .link(let target) = $0 { target } else { nil } }
        default: []
        }
    }
}
