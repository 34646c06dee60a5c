import Formats

/// A row of a table in a document of a word processor.
public struct DocumentTableRow: Sendable, Hashable {
    /// The text of the heading before the table; empty for none.
    public var heading: String
    /// Which table of the document it is in, from one on: two tables under one heading tell of two things.
    public var table: Int
    /// Lines within a cell are divided by `\n`.
    public var cells: [String]

    /// The rows of all tables of a document in the form in which pandoc writes its own tree: https://hackage.haskell.org/package/pandoc-types, version 1.22.
    static func rows(of document: JSONValue) -> [DocumentTableRow] {
        var rows: [DocumentTableRow] = []
        var (heading, table) = ("", 0)
        for block in document["blocks"]?.array ?? [] {
            switch block["t"]?.string {
            case "Header": heading = text(block["c"]?.array?.last).trimmingSpaces
            case "Table":
                var found: [[String]] = []
                gather(block["c"], into: &found)
                table += 1
                rows += found.map { DocumentTableRow(heading: heading, table: table, cells: $0) }
            default: continue
            }
        }
        return rows
    }

    /// Rows are arrays of an attribute and of cells, and cells are arrays of five, of which the second is an alignment. Head, bodies and foot hold them at several depths.
    private static func gather(_ value: JSONValue?, into rows: inout [[String]]) {
        guard let array = value?.array else { return }
        if array.count == 2, let cells = array[1].array, !cells.isEmpty, cells.allSatisfy(isCell) {
            rows.append(cells.map { text($0.array?.last).trimmingSpaces })
        } else {
            for item in array { gather(item, into: &rows) }
        }
    }

    private static func isCell(_ value: JSONValue) -> Bool {
        guard let array = value.array, array.count == 5 else { return false }
        return array[1]["t"]?.string?.hasPrefix("Align") == true && array[4].array != nil
    }

    private static func text(_ value: JSONValue?) -> String {
        guard let value else { return "" }
        if let items = value.array { return items.map { text($0) }.joined() }
        switch value["t"]?.string {
        case "Str": return value["c"]?.string ?? ""
        case "Space", "SoftBreak": return " "
        case "LineBreak": return "\n"
        case "Plain", "Para", "LineBlock": return text(value["c"]) + "\n"
        case nil: return ""
        default: return text(value["c"])
        }
    }
}
