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
    mutating func lines(_ records: [String]) throws -> [CaseLine] {
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
                    hasClash: row.hasClash))
        }
        return lines
    }

    private mutating func names(of people: [String], _ reader: Reader) throws -> [String] {
        var gate = gates[reader] ?? Gate(reader: reader, node: access.node, connection: connection)
        defer { gates[reader] = gate }
        return try access.names(of: people, &gate, connection)
    }
}
