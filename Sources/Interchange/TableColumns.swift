import Foundation

/// The names of the columns of a file, for making a mapping for it.
public enum TableColumns {
    /// - Parameters:
    ///   - file: a CSV or XLSX file, judged by its first bytes.
    ///   - name: what messages call it.
    /// - Throws: ``ImportError`` if it is neither, or damaged.
    public static func of(_ file: URL, name: String) throws(ImportError) -> [String] {
        try ImportPlan.open(file, name: name, sheet: nil, encoding: nil).columns
    }

    /// The different cells of one column that are not empty, in the order in which they come.
    ///
    /// - Parameter most: so many are given at most.
    /// - Throws: as ``of(_:name:)``; and for a row that cannot be read.
    /// - Complexity: linear in the file.
    public static func cells(of column: String, in file: URL, name: String, most: Int = 100_000) throws(ImportError) -> [String] {
        var table = try ImportPlan.open(file, name: name, sheet: nil, encoding: nil)
        guard let place = table.columns.firstIndex(of: column) else { return [] }
        var (cells, seen): ([String], Set<String>) = ([], [])
        while cells.count < most, let row = try table.next() {
            guard row.fields.indices.contains(place), !row.fields[place].isEmpty, seen.insert(row.fields[place]).inserted else { continue }
            cells.append(row.fields[place])
        }
        return cells
    }
}
