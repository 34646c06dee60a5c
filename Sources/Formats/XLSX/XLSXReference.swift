/// References to cells such as `B7`.
enum XLSXReference {
    /// Column from 0 and row from 1; nil for what no spreadsheet has.
    static func parse(_ text: String) -> (column: Int, row: Int)? {
        var column = 0
        var row = 0
        var letters = 0
        var digits = 0
        for byte in text.utf8 {
            let upper = byte & 0xDF
            if digits == 0, upper >= UInt8(ascii: "A"), upper <= UInt8(ascii: "Z") {
                letters += 1
                column = column * 26 + Int(upper - UInt8(ascii: "A")) + 1
                if letters > 3 { return nil }
            } else if byte &- 0x30 < 10 {
                digits += 1
                row = row * 10 + Int(byte - 0x30)
                if digits > 7 { return nil }
            } else if byte != UInt8(ascii: "$") {
                return nil
            }
        }
        guard letters > 0, digits > 0, column <= XLSXLimits.columns, row >= 1, row <= XLSXLimits.rows else { return nil }
        return (column - 1, row)
    }

    /// The letters of a column: 0 is A, 26 is AA.
    static func letters(ofColumn column: Int) -> String {
        var letters: [UInt8] = []
        var rest = column + 1
        while rest > 0 {
            letters.append(UInt8(ascii: "A") + UInt8((rest - 1) % 26))
            rest = (rest - 1) / 26
        }
        return String(decoding: letters.reversed(), as: UTF8.self)
    }
}

/// One cell that is not empty.
public struct XLSXCell: Hashable, Sendable {
    /// From 0: column A.
    public var column: Int
    public var value: XLSXValue

    public init(column: Int, value: XLSXValue) {
        self.column = column
        self.value = value
    }

    /// The letters of the column, such as `AB`.
    public var columnLetters: String { XLSXReference.letters(ofColumn: column) }
}

/// One row with at least one cell that is not empty.
public struct XLSXRow: Hashable, Sendable {
    /// From 1, as shown beside the sheet.
    public var number: Int
    /// By column, ascending, each column at most once.
    public var cells: [XLSXCell]

    public init(number: Int, cells: [XLSXCell]) {
        self.number = number
        self.cells = cells
    }

    /// The value in a column, counted from 0; nil for an empty cell. O(log cells).
    public subscript(column: Int) -> XLSXValue? {
        var low = 0
        var high = cells.count
        while low < high {
            let middle = (low + high) / 2
            if cells[middle].column < column { low = middle + 1 } else { high = middle }
        }
        return low < cells.count && cells[low].column == column ? cells[low].value : nil
    }
}

/// A rectangle of cells, such as one merged into one.
public struct XLSXRange: Hashable, Sendable {
    /// Columns from 0.
    public var columns: ClosedRange<Int>
    /// Rows from 1.
    public var rows: ClosedRange<Int>

    /// Reads `A1:B2`, or a single cell.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map { String(decoding: Array($0), as: UTF8.self) }
        guard parts.count <= 2, let first = parts.first.flatMap(XLSXReference.parse), let last = parts.last.flatMap(XLSXReference.parse) else {
            return nil
        }
        columns = min(first.column, last.column)...max(first.column, last.column)
        rows = min(first.row, last.row)...max(first.row, last.row)
    }
}
