extension WorkbookReading {
    /// Every `${name}` must name one question, group or repeat of the survey sheet.
    mutating func checkReferences(survey: SheetTable, choices: SheetTable?) {
        for row in survey.rows { check(row, "survey") { !["type", "name", "trigger"].contains($0[0]) } }
        for row in choices?.rows ?? [] { check(row, "choices") { ["label", "media"].contains($0[0]) } }
        var ignored: [FormProblem] = []
        if let sheet = workbook.sheets["settings"] {
            let table = SheetTable("settings", sheet, names: .settings, problems: &ignored)
            for row in table.rows { check(row, "settings") { _ in true } }
        }
        if let sheet = workbook.sheets["entities"] {
            let table = SheetTable("entities", sheet, names: .entities, problems: &ignored)
            for row in table.rows { check(row, "entities") { !["dataset", "repeat"].contains($0[0]) } }
        }
    }

    private mutating func check(_ row: SheetTable.Row, _ sheet: String, _ isChecked: ([String]) -> Bool) {
        for cell in row.cells where isChecked(cell.column.path) && SheetText.contains(cell.value, "${") {
            func fault(_ fault: String, _ remedy: String) {
                problems.append(FormProblem(.error, sheet: sheet, row: row.number, column: cell.column.heading, fault, remedy: remedy))
            }
            for piece in FormReferences.malformed(in: cell.value) {
                fault("“\(piece)” is no reference to a question.", "Write ${name} with nothing but the name between the braces.")
            }
            for reference in FormReferences.all(in: cell.value) {
                switch nameCounts[reference.name] ?? 0 {
                case 1: continue
                case 0:
                    fault(
                        "There is no question “\(reference.name)”.",
                        SheetText.nearest(to: reference.name, among: nameCounts.keys.sorted()).map { "Did you mean “\($0)”?" }
                            ?? "Use the name of a question of this form.")
                default: fault("Several questions are called “\(reference.name)”, so that it is not clear which is meant.", "Rename the others.")
                }
            }
        }
    }

    /// Columns that are translated into some of the form's languages only.
    mutating func checkTranslations(survey: SheetTable, choices: SheetTable?) {
        let languages = form.languages
        checkDefaultLanguage(languages)
        guard languages.count > 1 else { return }
        let texts: [[String]] = [["label"], ["hint"], ["guidance_hint"], ["bind", "jr:constraintMsg"], ["bind", "jr:requiredMsg"]]
        for table in [survey] + (choices.map { [$0] } ?? []) {
            for text in texts {
                var found = table.languages(of: [text])
                guard let heading = table.columns.first(where: { $0.path.starts(with: text) })?.heading else { continue }
                if table.columns.contains(where: { $0.path == text }) { found.append(form.defaultLanguage) }
                let missing = languages.filter { !found.contains($0) }
                guard !missing.isEmpty else { continue }
                problems.append(
                    FormProblem(
                        .warning, sheet: table.name, row: 1, column: heading, "The column has no counterpart in \(SheetText.quoted(missing)).",
                        remedy: "Add a column for each language, or people will see a dash."))
            }
        }
    }

    /// Clients fall back to another language, and say nothing.
    private mutating func checkDefaultLanguage(_ languages: [String]) {
        let language = form.defaultLanguage
        guard language != TranslatedText.unnamedLanguage, !languages.contains(language) else { return }
        problems.append(
            FormProblem(
                .warning, sheet: "settings", row: 2, column: "default_language", "No column has the language “\(language)”.",
                remedy: SheetText.nearest(to: language, among: languages).map { "Did you mean “\($0)”?" } ?? "Write it as in the columns, such as “\(languages[0])”."))
    }
}
