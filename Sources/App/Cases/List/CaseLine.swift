import Dictionary
import Journal
import Storage

/// A case in a list.
struct CaseLine: Sendable {
    var record: String
    var created: Timestamp
    var changed: Timestamp
    /// The names of up to three people whom the case is about.
    var workers: [String]
    /// Codes of open facts by full name of the field.
    var facts: [String: [String]]
    /// Identifiers of the accounts that it is assigned to.
    var assigned: [String]
    var hasClash: Bool
    /// The numbers under which the case is known, where they were asked for and the reader may see them.
    var references: [String] = []
    /// Whether there are names that the reader does not see.
    var withholdsNames = false

    /// Whom the case is about, or why no name stands there.
    func name(_ translator: Translator) -> String {
        guard workers.isEmpty else { return workers.joined(separator: translator("cases.list-separator")) }
        return translator(withholdsNames ? "cases.not-shown" : "list.unnamed")
    }
}

/// Reads what a list shows of cases: open facts from the projection, names through the gate.
struct CaseLines {
    let access: CaseAccess
    let fields: CaseListFields
    let connection: any Connection
    /// A gate for each clearance with which the person reads cases, so that keys are opened once.
    private var gates: [Reader: Gate] = [:]

    init(_ access: CaseAccess, _ fields: CaseListFields, _ connection: any Connection) {
        self.access = access
        self.fields = fields
        self.connection = connection
    }

    /// The lines of cases that may be opened, in the order given. What is no such case is left out.
    /// - Parameter references: where the cases' numbers are remembered; nil where they are not read, which needs the key of each case besides those of its workers.
    mutating func lines(_ records: [String], references shown: ShownReferences? = nil) throws -> [CaseLine] {
        let rule = try access.rule(connection)
        var lines: [CaseLine] = []
        for record in records where !rule.takenBack.contains(record) {
            guard let row = try CaseListRow.find(record, organisation: access.node.organisation.number, in: connection) else { continue }
            let facts = fields.facts(of: row)
            guard rule.mayOpen(isAssigned: row.assigned.contains(access.session.account), isConfidential: row.isConfidential),
                let created = Timestamp(row.created), let changed = Timestamp(row.changed)
            else { continue }
            let reader = try access.lineReader(record, connection)
            lines.append(
                CaseLine(
                    record: record, created: created, changed: changed, workers: try names(of: row.workers, reader), facts: facts,
                    assigned: row.assigned,
                    hasClash: row.hasClash, references: try shown.map { try references(of: row, reader, $0) } ?? [],
                    withholdsNames: reader.clearance < .identity && !row.workers.isEmpty))
        }
        return lines
    }

    private mutating func references(of row: CaseListRow, _ reader: Reader, _ shown: ShownReferences) throws -> [String] {
        guard let field = access.node.dictionary.field("case", "reference"), reader.clearance >= field.sensitivity else { return [] }
        return try shown.references(of: row.record, changed: row.changed, now: access.node.now()) { try references(of: row.record, reader) }
    }

    private mutating func references(of record: String, _ reader: Reader) throws -> [String] {
        guard let state = try RecordRows(connection: connection, organisation: access.node.organisation.number).state(of: record), !state.isErased else { return [] }
        var gate = gates[reader] ?? Gate(reader: reader, node: access.node, connection: connection)
        defer { gates[reader] = gate }
        return (try gate.answer("reference", state, of: record)?.value?.elements ?? []).compactMap { if case .identifier(let number) = $0 { number.number } else { nil } }
    }

    private mutating func names(of people: [String], _ reader: Reader) throws -> [String] {
        var gate = gates[reader] ?? Gate(reader: reader, node: access.node, connection: connection)
        defer { gates[reader] = gate }
        return try access.names(of: people, &gate, connection)
    }
}
