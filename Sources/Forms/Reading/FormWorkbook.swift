/// The sheets of a form as they stand in the file, before their meaning is read.
public struct FormWorkbook: Hashable, Sendable {
    /// The sheets that a form can have. Others are left alone.
    static let sheetNames = ["survey", "choices", "settings", "external_choices", "osm", "entities"]

    /// The file's name without suffix: the form's identifier if the settings give none.
    public var name: String
    /// Names of all sheets as written, also of those that are no part of a form.
    public var foundNames: [String] = []
    /// By name in lower case.
    public var sheets: [String: FormSheet] = [:]

    public init(name: String) { self.name = name }
}

/// One sheet: a heading for each column, and rows.
public struct FormSheet: Hashable, Sendable {
    /// Headings by column from 0; nil for a column without one, which is not read.
    public var headings: [String?] = []
    public var rows: [FormSheetRow] = []

    public init(headings: [String?] = []) { self.headings = headings }

    public var isEmpty: Bool { rows.isEmpty && headings.allSatisfy { $0 == nil } }
}

/// A row; one without any cell stands for a blank line.
public struct FormSheetRow: Hashable, Sendable {
    /// From 1, the header included.
    public var number: Int
    public var cells: [FormSheetCell]

    public init(number: Int, cells: [FormSheetCell]) {
        self.number = number
        self.cells = cells
    }
}

public struct FormSheetCell: Hashable, Sendable {
    /// From 0.
    public var column: Int
    /// Trimmed, never empty.
    public var value: String

    public init(column: Int, value: String) {
        self.column = column
        self.value = value
    }
}
