import Dictionary
import Formats
import Foundation

/// Reads a file, a folder or an archive row by row and turns each row into drafts of records, or rejects it with all its reasons.
///
/// Everything that is wrong with the mapping, or with the columns as a whole, is said before the first row. Memory does not grow with the length of a
/// CSV or JSON file, but for 16 bytes a row that tell an identifier that comes twice; a sheet of an XLSX file is held while it is read.
public struct ImportReader {
    /// The namespace of the source keys: the mapping's `source`, or the preset's own.
    public let source: String
    /// What is being read, for people: `CTDC victim-perpetrator dataset (synthetic)`.
    public let title: String
    /// The columns of the file; of several tables, all columns in order, without repetition. ``RejectedRow/fields`` are in this order.
    public let columns: [String]
    /// The names of the tables in the order in which they are read.
    public let tables: [String]

    /// The number of a row in the file that people know, where this one was made from it; sentences name rows by it.
    public var originalRow: @Sendable (Int) -> Int = { $0 }

    private var parts: [any ImportPart]
    private var current = 0
    private var seen: [[Int: UInt32]]
    private var rowsRead = 0
    private var rowsRejected = 0
    /// Further rows of a rejected case, which are given back too so that nothing of it is lost.
    private var restOfRejected: [RejectedRow] = []
    /// Of several tables: where each of ``columns`` stands in each table.
    private let positions: [[Int?]]

    /// - Parameters:
    ///   - file: a CSV, XLSX, JSON or ZIP file, or a folder of CSV files.
    ///   - fileDigest: what tells this very file from all others, such as the hexadecimal SHA-256 of its bytes. It becomes part of the source keys of
    ///     rows that nothing in the file identifies, so the same file imported again meets its own records.
    /// - Throws: ``ImportError``, which names the line of the mapping, or the table and column, and how to mend it.
    public init(
        file: URL, instructions: ImportInstructions, fileDigest: String, dictionary: DataDictionary, limits: ImportLimits = .standard
    ) throws(ImportError) {
        let plan = try ImportPlan.make(
            file: file, instructions: instructions, fileDigest: CellText.keyPart(fileDigest), dictionary: dictionary, limits: limits)
        source = plan.source
        title = plan.title
        parts = plan.parts
        tables = plan.parts.map(\.file)
        seen = Array(repeating: [:], count: plan.parts.count)
        // One table keeps its columns as they are, even two of the same name; of several tables each name stands once.
        var names = plan.parts.first?.columns ?? []
        for part in plan.parts.dropFirst() {
            for column in part.columns where !names.contains(column) { names.append(column) }
        }
        columns = names
        positions = parts.count < 2 ? [] : parts.map { part in names.map { part.columns.lastIndex(of: $0) } }
    }

    /// How far the import has come.
    public var progress: ImportProgress {
        ImportProgress(
            rowsRead: rowsRead, rowsRejected: rowsRejected, unitsRead: parts.reduce(0) { $0 + $1.unitsRead },
            unitsTotal: parts.reduce(0) { $0 + $1.unitsTotal })
    }

    /// The next row; nil at the end. Blank rows are passed over.
    ///
    /// - Throws: ``ImportError`` where the file cannot be read any further.
    public mutating func next() throws(ImportError) -> ImportedRow? {
        if !restOfRejected.isEmpty {
            rowsRead += 1
            rowsRejected += 1
            return .rejected(restOfRejected.removeFirst())
        }
        while current < parts.count {
            guard let result = try parts[current].next() else {
                current += 1
                continue
            }
            rowsRead += 1
            var reasons = result.reasons
            // The identifier of a rejected row counts too: once that row is mended, it must not meet another row's records.
            if let identity = result.identity, let number = result.rows.first?.number, let first = firstRow(of: identity, row: number) {
                reasons.append(
                    RejectionReason(
                        place: "Row", problem: "the identifier stands in row \(originalRow(Int(first))) already",
                        remedy: "Keep one of the two rows, or give this one another identifier."))
            }
            let rows = result.rows.map(fileRow)
            guard !reasons.isEmpty else { return .drafts(rows, result.drafts) }
            var rejected = FileRow.rejected(rows, reasons)
            guard !rejected.isEmpty else { continue }
            rowsRejected += 1
            let head = rejected.removeFirst()
            restOfRejected = rejected
            return .rejected(head)
        }
        return nil
    }

    /// The row in which the identifier came first; nil if it is new.
    private mutating func firstRow(of identity: String, row: Int) -> UInt32? {
        let hash = identity.hashValue
        if let first = seen[current][hash] { return first }
        seen[current][hash] = UInt32(clamping: row)
        return nil
    }

    private func fileRow(_ row: SourceRow) -> FileRow {
        var fields = row.fields
        if parts.count > 1 { fields = positions[current].map { position in position.flatMap { $0 < row.fields.count ? row.fields[$0] : nil } ?? "" } }
        return FileRow(file: parts[current].file, row: row.number, fields: fields)
    }
}

/// One table with what turns its rows into drafts.
protocol ImportPart {
    var file: String { get }
    var columns: [String] { get }
    var unitsRead: Int { get }
    var unitsTotal: Int { get }
    /// The next row that is not blank.
    mutating func next() throws(ImportError) -> ImportPartRow?
}

/// What one row of a table, or several that make one case, became.
struct ImportPartRow {
    var rows: [SourceRow]
    var drafts: [RecordDraft] = []
    /// Why it is rejected; empty if it is not.
    var reasons: [RejectionReason] = []
    /// What identifies the row within its table; nil where nothing does or it cannot be read.
    var identity: String?
}

/// A table that a mapping reads.
struct MappedPart: ImportPart {
    private var table: any TableSource
    private var converter: RowConverter

    init(_ table: any TableSource, _ converter: RowConverter) {
        self.table = table
        self.converter = converter
    }

    var file: String { table.file }
    var columns: [String] { table.columns }
    var unitsRead: Int { table.unitsRead }
    var unitsTotal: Int { table.unitsTotal }

    mutating func next() throws(ImportError) -> ImportPartRow? {
        while let row = try table.next() {
            switch converter.convert(row) {
            case .blank: continue
            case .drafts(let drafts, let identity): return ImportPartRow(rows: [row], drafts: drafts, identity: identity)
            case .rejected(let reasons, let identity): return ImportPartRow(rows: [row], reasons: reasons, identity: identity)
            }
        }
        return nil
    }
}
