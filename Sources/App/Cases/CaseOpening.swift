import Dictionary
import Journal
import Storage

extension CaseAccess {
    /// Whether a case opens for this person; false also where there is none.
    func mayOpen(_ record: String, _ connection: any Connection) throws -> Bool {
        do {
            try requireCase(record, connection)
            return true
        } catch WebError.notFound {
            return false
        }
    }

    /// Whether a case of a list opens for this person: by its row, where the rule for all cases says so, and else by all that can open it.
    func mayOpen(_ row: CaseListRow, _ connection: any Connection) throws -> Bool {
        // Whether a partner still sees a case is for the workers to say.
        if !reader.isPartner, ruleByRole.mayOpen(isAssigned: row.assigned.contains(session.account), isConfidential: row.isConfidential) { return true }
        return try mayOpen(row.record, connection)
    }

    /// The names of up to ``CaseListRow/workerLimit`` workers of a case that was found to open for this person.
    func workerNames(of record: String, _ connection: any Connection) throws -> [String] {
        guard let row = try CaseListRow.find(record, organisation: node.organisation.number, in: connection) else { return [] }
        var gate = Gate(reader: try lineReader(record, connection), node: node, connection: connection)
        return try names(of: row.workers, &gate, connection)
    }

    /// The names of people as the gate shows them; nobody for those that are not there.
    func names(of people: [String], _ gate: inout Gate, _ connection: any Connection) throws -> [String] {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        var names: [String] = []
        for person in people {
            guard let state = try rows.state(of: person), !state.isErased, !state.isRetracted else { continue }
            if let name = try gate.answer("names", state, of: person)?.value?.namesText { names.append(name) }
        }
        return names
    }
}
