/// Reads the sheets `choices` and `external_choices`.
struct ChoicesReading {
    let workbook: FormWorkbook
    let language: String
    let allowsDuplicates: Bool
    private(set) var table: SheetTable?
    private(set) var problems: [FormProblem] = []
    /// In the order in which they first appear.
    private(set) var lists: [ChoiceList] = []
    private(set) var externalLists: [ChoiceList] = []
    private var indexByName: [String: Int] = [:]

    init(_ workbook: FormWorkbook, language: String, allowsDuplicates: Bool) {
        self.workbook = workbook
        self.language = language
        self.allowsDuplicates = allowsDuplicates
    }

    mutating func read() {
        if let sheet = workbook.sheets["choices"], !sheet.rows.isEmpty {
            let table = SheetTable("choices", sheet, names: .choices, problems: &problems)
            self.table = table
            if !table.has("name") {
                problems.append(
                    FormProblem(
                        .error, sheet: "choices", row: 1, "The sheet has no column “name”.", remedy: "Head the column with what is stored “name”."))
            } else {
                lists = grouped(table, isExternal: false)
            }
        }
        if let sheet = workbook.sheets["external_choices"] {
            externalLists = grouped(SheetTable("external_choices", sheet, names: .choices, problems: &problems), isExternal: true)
        }
        indexByName = Dictionary(lists.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    subscript(_ name: String) -> ChoiceList? { indexByName[name].map { lists[$0] } }

    func hasExternal(_ name: String) -> Bool { externalLists.contains { $0.name == name } }

    /// Adds the choice “Other” that `or_other` asks for, in every language of the list.
    mutating func addOther(to name: String) {
        guard let index = indexByName[name], !lists[index].choices.contains(where: { $0.name == "other" }) else { return }
        let labels = lists[index].choices.map(\.label)
        let languages = Set(labels.filter { !$0.isPlain }.flatMap(\.texts.keys))
        let label =
            languages.isEmpty
            ? TranslatedText(plain: "Other", defaultLanguage: language) : TranslatedText(Dictionary(uniqueKeysWithValues: languages.map { ($0, "Other") }))
        let source = lists[index].choices.last?.source ?? FormSource(sheet: "choices", row: 1)
        lists[index].choices.append(Choice(name: "other", label: label, source: source))
    }

    private mutating func grouped(_ table: SheetTable, isExternal: Bool) -> [ChoiceList] {
        let ignored = isExternal ? [] : unusableColumns(table)
        var lists: [ChoiceList] = []
        var index: [String: Int] = [:]
        var seen: [String: [String: Int]] = [:]
        for row in table.rows {
            guard let list = row.value("list name") else { continue }
            let source = FormSource(sheet: table.name, row: row.number)
            let name = row.value("name")
            if name == nil, !isExternal {
                problems.append(
                    FormProblem(
                        .error, sheet: table.name, row: row.number, column: "name", "The choice has no name.",
                        remedy: "Write what is stored when it is chosen."))
            }
            let choice = Choice(
                name: name ?? "", label: row.text("label", language: language), source: source, media: row.media(language: language),
                extra: extra(row, ignored: ignored))
            if !isExternal { check(choice, in: list, seen: &seen) }
            if let position = index[list] {
                lists[position].choices.append(choice)
            } else {
                index[list] = lists.count
                lists.append(ChoiceList(name: list, choices: [choice]))
            }
        }
        return lists
    }

    private mutating func check(_ choice: Choice, in list: String, seen: inout [String: [String: Int]]) {
        if choice.label.isEmpty, !choice.name.isEmpty {
            problems.append(
                FormProblem(
                    .warning, sheet: "choices", row: choice.source.row, column: "label", "The choice “\(choice.name)” has no label.",
                    remedy: "Write what people read, in each language."))
        }
        guard !allowsDuplicates, !choice.name.isEmpty else { return }
        if let row = seen[list]?[choice.name] {
            problems.append(
                FormProblem(
                    .error, sheet: "choices", row: choice.source.row, column: "name",
                    "The list “\(list)” has the choice “\(choice.name)” already in row \(row).",
                    remedy: "Give it another name, or set “allow_choice_duplicates” to yes in the settings."))
        } else {
            seen[list, default: [:]][choice.name] = choice.source.row
        }
    }

    /// Headings that cannot become elements, such as notes to oneself: such columns are left out.
    private mutating func unusableColumns(_ table: SheetTable) -> Set<String> {
        var ignored: Set<String> = []
        for column in table.columns {
            let name = column.path[0]
            let isKnown = ["list name", "name", "label", "media", "sms_option"].contains(name)
            guard !isKnown, column.path.count > 1 || !SheetText.isSimpleName(name.unicodeScalars) else { continue }
            ignored.insert(column.heading)
            problems.append(
                FormProblem(
                    .warning, sheet: "choices", row: 1, column: column.heading, "The column is ignored, because its heading cannot be used in expressions.",
                    remedy: "If it is needed, rename it without spaces or special characters."))
        }
        return ignored
    }

    private func extra(_ row: SheetTable.Row, ignored: Set<String>) -> [ChoiceColumn] {
        var columns: [ChoiceColumn] = []
        for cell in row.cells where cell.column.path.count == 1 && !ignored.contains(cell.column.heading) {
            let name = cell.column.path[0]
            if !["list name", "name", "label", "media"].contains(name) { columns.append(ChoiceColumn(name: name, value: cell.value)) }
        }
        return columns
    }
}
