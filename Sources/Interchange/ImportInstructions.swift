/// How a file is to be read: by a preset that comes with the product or by a mapping that the organisation wrote.
public enum ImportInstructions: Sendable, Hashable {
    case preset(ImportPreset)
    /// A mapping file (`Docs/import.md`); `name` is what messages call it.
    case mapping(bytes: [UInt8], name: String)
}

/// A mapping that comes with the product.
public enum ImportPreset: String, Sendable, Hashable, CaseIterable {
    /// The global datasets of the Counter-Trafficking Data Collaborative; which one is seen from the columns.
    case ctdc
    /// Human Trafficking Case Data Standard 2.0, as CSV with full field names or as JSON.
    case htcds
    /// OpenEvSys tables as CSV: a folder, a zip archive or one table.
    case openevsys
}

/// How much an import may take. Files themselves are limited by the readers of their formats.
public struct ImportLimits: Sendable, Hashable {
    /// Bytes of a mapping file.
    public var mappingBytes = 256 * 1024
    /// Records that one row may become.
    public var recordsPerRow = 500
    /// Parts that one cell may be split into.
    public var partsPerCell = 1_000
    /// Bytes of one case in a JSON file.
    public var bytesPerCase = 4 * 1024 * 1024

    public init() {}

    public static let standard = ImportLimits()
}

/// How far an import has come.
public struct ImportProgress: Sendable, Hashable {
    public var rowsRead: Int
    public var rowsRejected: Int
    /// Bytes (CSV, JSON) or rows (XLSX) taken from all files so far, and of all files together.
    public var unitsRead: Int
    public var unitsTotal: Int

    public init(rowsRead: Int, rowsRejected: Int, unitsRead: Int, unitsTotal: Int) {
        self.rowsRead = rowsRead
        self.rowsRejected = rowsRejected
        self.unitsRead = unitsRead
        self.unitsTotal = unitsTotal
    }

    /// Between 0 and 1.
    public var fraction: Double {
        unitsTotal > 0 ? min(1, Double(unitsRead) / Double(unitsTotal)) : 1
    }

    /// How many rows there will be, judged from the rows read so far; nil before the first row.
    public var estimatedRows: Int? {
        guard rowsRead > 0, unitsRead > 0 else { return nil }
        return max(rowsRead, Int(Double(rowsRead) * Double(unitsTotal) / Double(unitsRead)))
    }
}
