import Formats

/// A list that a form looks things up in: an attached file, or a list of somebody else's.
public struct FormTable: Hashable, Sendable {
    public var columns: [String]
    public var rows: [[String]]

    public init(columns: [String], rows: [[String]]) {
        self.columns = columns
        self.rows = rows
    }

    func value(_ column: String, _ row: [String]) -> String? {
        columns.firstIndex(of: column).flatMap { row.indices.contains($0) ? row[$0] : nil }
    }

    /// The endings of files that lists can come in, as ODK has them.
    public static let endings = [".csv", ".xml", ".geojson"]

    /// The list that expressions know by the name of its file without the ending.
    static func named(_ name: String, in tables: (String) -> FormTable?) -> FormTable? {
        for ending in endings { if let table = tables(name + ending) { return table } }
        return nil
    }

    /// Rows that do not all have the same columns; a column that a row lacks is empty.
    init(rows members: [[(name: String, value: String)]]) {
        var columns: [String] = []
        var places: [String: Int] = [:]
        for (name, _) in members.joined() where places[name] == nil {
            places[name] = columns.count
            columns.append(name)
        }
        rows = members.map { row in
            var cells = [String](repeating: "", count: columns.count)
            for (name, value) in row { if let place = places[name], cells[place].isEmpty { cells[place] = value } }
            return cells
        }
        self.columns = columns
    }
}
