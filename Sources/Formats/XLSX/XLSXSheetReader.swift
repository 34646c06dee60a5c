/// Reads the rows of one sheet, one at a time.
struct XLSXSheetReader {
    let sheet: String
    let part: String
    let strings: [String]
    let styles: XLSXStyles
    let since1904: Bool
    let limits: XLSXLimits
    private var reader: XMLReader
    /// Whether the sheet has a place for cells; without one it is not a worksheet.
    private(set) var hasSheetData = false
    private var rowNumber = 0

    init(sheet: String, part: String, workbook: XLSXWorkbook) throws(XLSXError) {
        self.sheet = sheet
        self.part = part
        strings = workbook.strings
        styles = workbook.styles
        since1904 = workbook.usesDatesSince1904
        limits = workbook.limits
        reader = try workbook.package.reader(part)
    }

    /// The next row that has a cell, nil at the end.
    mutating func nextRow() throws(XLSXError) -> XLSXRow? {
        while let event = try nextEvent() {
            guard case .start(let element) = event, Self.isSpreadsheet(element.name.namespace) else { continue }
            if element.name.local == "sheetData" { hasSheetData = true }
            guard hasSheetData, element.name.local == "row" else { continue }
            let row = try self.row(element)
            if !row.cells.isEmpty { return row }
        }
        if !hasSheetData { throw .notAWorksheet(sheet) }
        return nil
    }

    /// The merged cells, which stand after the rows.
    mutating func mergedRanges() throws(XLSXError) -> [XLSXRange] {
        var ranges: [XLSXRange] = []
        while let event = try nextEvent() {
            guard case .start(let element) = event, element.name.local == "mergeCell", let text = element["ref"] else { continue }
            guard let range = XLSXRange(text) else { throw .invalidReference(sheet: sheet, reference: text) }
            ranges.append(range)
        }
        return ranges
    }

    /// The main namespace in its transitional and its strict form; some programs write none.
    static func isSpreadsheet(_ namespace: String?) -> Bool {
        switch namespace {
        case nil, "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main": true
        default: false
        }
    }

    private mutating func nextEvent() throws(XLSXError) -> XMLEvent? {
        do throws(XMLError) {
            return try reader.next()
        } catch {
            throw .part(name: part, error)
        }
    }

    private mutating func row(_ element: XMLElement) throws(XLSXError) -> XLSXRow {
        let written = element["r"]
        rowNumber = written.flatMap { Int($0) } ?? rowNumber + 1
        guard (1...XLSXLimits.rows).contains(rowNumber) else { throw .invalidReference(sheet: sheet, reference: written ?? "\(rowNumber)") }
        var row = XLSXRow(number: rowNumber, cells: [])
        var nextColumn = 0
        var isOrdered = true
        while let event = try nextEvent() {
            if case .end(let name) = event, name.local == "row" { break }
            guard case .start(let element) = event, element.name.local == "c" else { continue }
            var column = nextColumn
            if let reference = element["r"], !reference.isEmpty {
                guard let parsed = XLSXReference.parse(reference) else { throw .invalidReference(sheet: sheet, reference: reference) }
                column = parsed.column
            }
            guard column < XLSXLimits.columns else { throw .invalidReference(sheet: sheet, reference: "column \(column + 1)") }
            nextColumn = column + 1
            guard let value = try value(element, column: column) else { continue }
            if let last = row.cells.last, last.column >= column { isOrdered = false }
            row.cells.append(XLSXCell(column: column, value: value))
        }
        if !isOrdered { row.cells = Self.ordered(row.cells) }
        return row
    }

    /// By column; of several cells in one column the last counts.
    private static func ordered(_ cells: [XLSXCell]) -> [XLSXCell] {
        let byColumn = Dictionary(cells.map { ($0.column, $0) }) { _, last in last }
        return byColumn.values.sorted { $0.column < $1.column }
    }

    private mutating func value(_ cell: XMLElement, column: Int) throws(XLSXError) -> XLSXValue? {
        var inline: XLSXText?
        var hasInline = false
        var written = ""
        var isInValue = false
        loop: while let event = try nextEvent() {
            switch event {
            case .start(let element) where element.name.local == "is":
                inline = inline ?? XLSXText()
                hasInline = true
            case .start(let element) where element.name.local == "v": isInValue = true
            case .end(let name) where name.local == "v": isInValue = false
            case .end(let name) where name.local == "c": break loop
            case .text(let piece) where isInValue: written += piece
            default: inline?.follow(event)
            }
            if max(written.utf8.count, inline?.byteCount ?? 0) > limits.cellBytes { throw .textTooLong(part: part, limit: limits.cellBytes) }
        }
        let type = cell["t"] ?? "n"
        if type == "inlineStr" || (hasInline && written.isEmpty) {
            let text = hasInline ? inline?.value ?? "" : XLSXText.unescaped(written)
            return text.isEmpty ? nil : .text(text)
        }
        if written.isEmpty { return nil }
        return try value(written, type: type, style: cell["s"], column: column)
    }

    private func value(_ written: String, type: String, style: String?, column: Int) throws(XLSXError) -> XLSXValue? {
        switch type {
        case "s":
            guard let index = Int(Self.trimmed(written)), strings.indices.contains(index) else {
                let cell = XLSXReference.letters(ofColumn: column) + String(rowNumber)
                throw .invalidSharedString(sheet: sheet, cell: cell, index: String(written.prefix(40)))
            }
            return strings[index].isEmpty ? nil : .text(strings[index])
        case "b": return .bool(Self.trimmed(written) == "1" || Self.trimmed(written) == "true")
        case "e": return .error(written)
        case "str": return .text(XLSXText.unescaped(written))
        case "d": return XLSXDate(iso8601: Self.trimmed(written)).map { .date($0) } ?? .text(written)
        default: return number(Self.trimmed(written), written: written, style: style)
        }
    }

    /// What is no number although it should be stays a text, so that nothing is lost.
    private func number(_ trimmed: String, written: String, style: String?) -> XLSXValue {
        guard let number = Double(trimmed), number.isFinite else { return .text(written) }
        switch styles.kind(ofStyle: style) {
        case .number: return .number(number)
        case .duration: return .duration(seconds: (number * 86_400_000).rounded() / 1_000)
        case .date: return XLSXDate(serial: number, since1904: since1904).map { .date($0) } ?? .number(number)
        }
    }

    private static func trimmed(_ text: String) -> String {
        guard let first = text.utf8.first, let last = text.utf8.last, XMLReader.isSpace(first) || XMLReader.isSpace(last) else { return text }
        let bytes = text.utf8.drop { XMLReader.isSpace($0) }.reversed().drop { XMLReader.isSpace($0) }
        return String(decoding: Array(bytes.reversed()), as: UTF8.self)
    }
}
