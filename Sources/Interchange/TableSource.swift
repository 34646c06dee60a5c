/// A row of a table with its place in the file.
struct SourceRow: Sendable {
    /// Line (CSV) or row number (XLSX), from 1.
    var number: Int
    var fields: [String]
}

/// A table that is read row by row: a CSV file, a sheet, an entry of an archive.
protocol TableSource {
    /// What messages call the file.
    var file: String { get }
    /// The names in the first row, trimmed.
    var columns: [String] { get }
    var unitsRead: Int { get }
    var unitsTotal: Int { get }
    /// The next row, with exactly as many fields as there are columns where the row is well formed; nil at the end.
    mutating func next() throws(ImportError) -> SourceRow?
}
