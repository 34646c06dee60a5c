import Storage

/// The lists of cases of all organisations of a node, in memory.
typealias CaseLists = JournalTables<CaseTable>

extension CaseTable: JournalTable {
    /// It is filled from open facts, which is quick.
    static var isWaitedFor: Bool { true }

    static func filled(_ node: Node, _ connection: any Connection, known: (CaseTable) -> Void) throws -> CaseTable {
        var table = CaseTable(node.listFields)
        try table.fill { take in try CaseListRow.forEach(organisation: node.organisation.number, in: connection) { take($0) } }
        return table
    }

    mutating func follow(_ tail: JournalTail, _ node: Node) throws {
        var cases: Set<String> = []
        for change in try tail.changes(after: sequence) { cases.formUnion(try tail.cases(of: change.record)) }
        for record in cases {
            if let row = try CaseListRow.find(record, organisation: node.organisation.number, in: tail.connection) {
                update(row)
            } else {
                remove(record)
            }
        }
    }
}
