import Dictionary
import Disclosure
import Storage

/// The facts of all cases in memory, as statistics hold them while they count. For measurements.
package struct MeasuredTable: Sendable {
    package let table: FactTable
    private let facts: [String]

    package init(_ node: Node, facts: [String]) throws {
        self.facts = facts
        table = try node.database.read { try FactTableReader(connection: $0, organisation: node.organisation.number).table(of: facts) }
    }

    /// The rows as CSV, one line a case, several values of a fact joined by `|`: what the peer loads.
    package func writeCSV(_ body: (String) throws -> Void) throws {
        try body(facts.joined(separator: ",") + "\n")
        let texts = table.columns.map { column in column.combinations.map { $0.map { column.values[Int($0)] }.joined(separator: "|") } }
        var lines = ""
        for row in 0..<table.count {
            for index in table.columns.indices {
                if index > 0 { lines += "," }
                lines += texts[index][Int(table.columns[index].codes[row])]
            }
            lines += "\n"
            if row % 10_000 == 9_999 {
                try body(lines)
                lines = ""
            }
        }
        try body(lines)
    }
}
