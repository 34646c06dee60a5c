/// Why a workbook cannot be read. Every sentence says what, where and how to mend it.
public enum XLSXError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    /// An OLE container with an encrypted package in it.
    case encrypted
    /// An OLE container with something else in it, such as a workbook of the older `.xls` format.
    case olderFormat
    case archive(ZIPError)
    case part(name: String, XMLError)
    case missingPart(String)
    /// The main part is no spreadsheet.
    case notAWorkbook(String)
    case noSheets
    case noSuchSheet(name: String, available: [String])
    /// A sheet without cells by its kind, such as a chart.
    case notAWorksheet(String)
    case invalidReference(sheet: String, reference: String)
    case invalidSharedString(sheet: String, cell: String, index: String)
    case textTooLong(part: String, limit: Int)
    case tooManySharedStrings(limit: Int)

    public var description: String {
        switch self {
        case .empty: "The workbook is empty (0 bytes). Get it again from where it came."
        case .encrypted: "The workbook is encrypted with a password. Open it in a spreadsheet program and save it without one."
        case .olderFormat: "The file is of an older format of Microsoft Office (such as .xls). Save it as “Excel workbook (.xlsx)”."
        case .archive(let error): "The workbook cannot be opened. \(error.description)"
        case .part(let name, let error): "The workbook's part “\(name)” cannot be read. \(error.description)"
        case .missingPart(let name):
            "The workbook has no part “\(name)”. It may be damaged, or no workbook; open and save it in a spreadsheet program."
        case .notAWorkbook(let why): "The file is not an Excel workbook: \(why). Save it as “Excel workbook (.xlsx)”."
        case .noSheets: "The workbook has no sheets."
        case .noSuchSheet(let name, let available):
            "The workbook has no sheet “\(name)”. It has \(available.prefix(50).map { "“\($0)”" }.joined(separator: ", "))."
        case .notAWorksheet(let name): "The sheet “\(name)” is not one with cells (it may be a chart), so that it cannot be read. Choose another."
        case .invalidReference(let sheet, let reference): "The sheet “\(sheet)” has a cell or row “\(reference)”, which no spreadsheet has."
        case .invalidSharedString(let sheet, let cell, let index):
            "Sheet “\(sheet)”, cell \(cell): its text number “\(index)” is not in the workbook. The workbook is damaged; open and save it anew."
        case .textTooLong(let part, let limit): "A text in the workbook's part “\(part)” is longer than \(limit) bytes."
        case .tooManySharedStrings(let limit): "The workbook's texts take more than \(limit) bytes together. Split the workbook."
        }
    }
}

/// Bounds on workbooks.
public struct XLSXLimits: Hashable, Sendable {
    public var archive: ZIPLimits
    /// Bytes of all shared texts together, which are kept in memory; the overhead of each is counted as 32.
    public var sharedStringBytes: Int
    /// Bytes of the text of one cell.
    public var cellBytes: Int

    /// By default those of ``ZIPLimits``, 256 MiB of shared texts, 1 MiB a cell.
    public init(archive: ZIPLimits = .standard, sharedStringBytes: Int = 256 << 20, cellBytes: Int = 1 << 20) {
        self.archive = archive
        self.sharedStringBytes = sharedStringBytes
        self.cellBytes = cellBytes
    }

    public static let standard = XLSXLimits()

    /// The greatest row number and number of columns of a spreadsheet.
    static let rows = 1_048_576
    static let columns = 16_384
}
