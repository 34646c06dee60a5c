import Journal
import Storage

@testable import App

extension World {
    /// The projections, `fact_term` included, as text: every row of every table, ordered, bytes in hexadecimal.
    func dumpProjections() throws -> String {
        try dump([
            ("record_state", "record, organisation, kind, created, changed, retracted, erased, clash, facts, state", "record"),
            ("record_link", "record, field, target", "record, field, target"), ("case_facts", "record, organisation, facts", "record"),
            ("case_list", "organisation, record, created, changed, clash, erased, assigned, workers, facts", "organisation, record"),
            ("fact_term", "number, fact, value", "number"),
        ])
    }

    /// The tables that cannot be computed.
    func dumpSources() throws -> String {
        try dump([
            ("journal_entry", "organisation, sequence, record, identifier, link, body", "organisation, sequence"),
            ("journal_signature", "organisation, sequence, generation, signature", "organisation, sequence"),
            ("journal_head", "organisation, sequence, link, clock", "organisation"), ("record_key", "record, organisation, wrapped", "record"),
        ])
    }

    private func dump(_ tables: [(name: String, columns: String, order: String)]) throws -> String {
        try node.database.read { connection in
            var lines: [String] = []
            for table in tables {
                let columns = table.columns.split(separator: ", ").map(String.init)
                // One reading of each column, by what it holds, so that the text does not depend on the kind of database.
                try connection.forEach("SELECT \(table.columns) FROM \(table.name) ORDER BY \(table.order)", []) { row in
                    let values = columns.enumerated().map { index, column in
                        World.integerColumns.contains(column) && !(table.name == "record_state" && column == "state")
                            ? String(row.integer(index)) : Hexadecimal.text(row.blob(index))
                    }
                    lines.append(table.name + "|" + values.joined(separator: "|"))
                }
            }
            return lines.joined(separator: "\n")
        }
    }

    private static let integerColumns: Set<String> = ["organisation", "sequence", "generation", "retracted", "erased", "clash", "number"]

    /// Changes the database behind the program's back. Foreign keys are as the statement finds them.
    func tamper(_ sql: String, _ arguments: [Value] = []) throws {
        _ = try node.database.write { try $0.execute(sql, arguments) }
    }

    func rows<Element>(_ sql: String, _ arguments: [Value] = [], _ make: (Row) throws -> Element) throws -> [Element] {
        try node.database.read { try $0.all(sql, arguments, make) }
    }
}
