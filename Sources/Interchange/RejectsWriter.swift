import Formats

/// Writes rejected rows as a CSV file that can be mended and imported again: the original columns, then `corridor-file`, `corridor-row` and
/// `corridor-reason`, which an import passes over.
public struct RejectsWriter: Sendable {
    private let columnCount: Int
    private var writer: CSVWriter

    /// - Parameter columns: ``ImportReader/columns``.
    public init(columns: [String]) {
        let own = MappingCompiler.ownColumns
        kept = columns.indices.filter { !own.contains(columns[$0]) }
        columnCount = columns.count
        writer = CSVWriter(guardsFormulas: true, byteOrderMark: true)
        writer.write(kept.map { columns[$0] } + ["corridor-file", "corridor-row", "corridor-reason"])
    }

    /// Which of the file's columns are written: those of an earlier file of rejects are not.
    private let kept: [Int]

    /// Adds a row. A row with more cells than columns keeps the rest in the last cell, so that nothing is lost.
    public mutating func add(_ row: RejectedRow) {
        var fields = row.fields
        if fields.count > columnCount, columnCount > 0 {
            let rest = fields[(columnCount - 1)...].joined(separator: ",")
            fields = Array(fields[..<(columnCount - 1)]) + [rest]
        }
        while fields.count < columnCount { fields.append("") }
        let reasons = row.reasons.map(\.description).joined(separator: " · ")
        writer.write(kept.map { fields[$0] } + [row.file, String(row.row), reasons])
    }

    /// Takes the bytes written since the last time; the first time with the header.
    public mutating func takeBytes() -> [UInt8] { writer.takeBytes() }
}
