import Dictionary
import Formats

/// HTCDS as CSV: a column for each field by its full name, and an optional column `identifier`. A case is one row, or several rows with the same
/// identifier that follow each other and of which the later ones hold further entries of the sections that may come several times.
struct HTCDSCSVPart: ImportPart {
    private var table: any TableSource
    private let importer: HTCDSImport
    private let columnFields: [HTCDSStandard.StandardField?]
    private let identifierColumn: Int?
    private var ahead: SourceRow?

    init(_ table: any TableSource, importer: HTCDSImport) throws(ImportError) {
        self.table = table
        self.importer = importer
        var fields: [HTCDSStandard.StandardField?] = []
        var seen: Set<String> = []
        for (index, name) in table.columns.enumerated() {
            let field = HTCDSStandard.field(name)
            let isOther = name.isEmpty || name == "identifier" || MappingCompiler.ownColumns.contains(name)
            guard field != nil || isOther else {
                throw ImportError(
                    place: "\(table.file), column \(index + 1)", problem: "“\(name)” is not a field of HTCDS \(HTCDSStandard.version)",
                    remedy: Nearest.remedy(for: name, in: HTCDSStandard.fields.map(\.name), called: "field"))
            }
            guard name.isEmpty || seen.insert(name).inserted else {
                throw ImportError(place: table.file, problem: "the column “\(name)” comes twice", remedy: "Keep one of the two.")
            }
            fields.append(field)
        }
        guard fields.contains(where: { $0 != nil }) else {
            throw ImportError(
                place: table.file, problem: "no column is a field of HTCDS", remedy: "Name columns by the standard, such as prs_Gender.")
        }
        columnFields = fields
        identifierColumn = table.columns.firstIndex(of: "identifier")
    }

    var file: String { table.file }
    var columns: [String] { table.columns }
    var unitsRead: Int { table.unitsRead }
    var unitsTotal: Int { table.unitsTotal }

    mutating func next() throws(ImportError) -> ImportPartRow? {
        guard let first = try nextFilled() else { return nil }
        var input = HTCDSCase(identifier: identifier(first))
        var reasons: [RejectionReason] = []
        var rest: [SourceRow] = []
        read(first, into: &input, reasons: &reasons)
        if input.identifier != nil {
            while let row = try nextFilled() {
                guard identifier(row) == input.identifier, continues(row) else {
                    ahead = row
                    break
                }
                read(row, into: &input, reasons: &reasons)
                rest.append(row)
            }
        }
        var drafts: [RecordDraft] = []
        if reasons.isEmpty { (drafts, reasons) = importer.convert(input, number: first.number) }
        return ImportPartRow(rows: [first] + rest, drafts: drafts, reasons: reasons, identity: input.identifier)
    }

    private mutating func nextFilled() throws(ImportError) -> SourceRow? {
        if let row = ahead {
            ahead = nil
            return row
        }
        while let row = try table.next() {
            if row.fields.contains(where: { !$0.isEmpty }) { return row }
        }
        return nil
    }

    private func identifier(_ row: SourceRow) -> String? {
        guard let identifierColumn, identifierColumn < row.fields.count else { return nil }
        let text = CellText.trimmed(row.fields[identifierColumn])
        return text.isEmpty ? nil : text
    }

    /// Whether a row holds only entries of sections, so that it can belong to the case before it.
    private func continues(_ row: SourceRow) -> Bool {
        for (index, text) in row.fields.enumerated() where index < columnFields.count {
            if let field = columnFields[index], field.section == .single, !text.isEmpty { return false }
        }
        return true
    }

    private func read(_ row: SourceRow, into input: inout HTCDSCase, reasons: inout [RejectionReason]) {
        guard row.fields.count == columns.count else {
            reasons.append(
                RejectionReason(
                    place: "Row \(row.number)", problem: "the row has \(row.fields.count) cells, the first row names \(columns.count) columns",
                    remedy: "Put a text that holds the separator in quotes."))
            return
        }
        var entries: [HTCDSStandard.Section: HTCDSCase.Values] = [:]
        for (index, field) in columnFields.enumerated() {
            guard let field else { continue }
            let text = field.type == .text ? row.fields[index] : CellText.trimmed(row.fields[index])
            guard !CellText.trimmed(text).isEmpty else { continue }
            let texts = field.type == .multiselect ? CellText.parts(text, separator: ";") : [text]
            if field.section == .single { input.single[field.name] = texts } else { entries[field.section, default: [:]][field.name] = texts }
        }
        for (section, values) in entries { input[section].append(values) }
    }
}
