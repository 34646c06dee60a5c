import Foundation

/// Reads questionnaires in the form of XLSForm: Excel workbooks, all sheets in one CSV file, or a folder of CSV files.
///
/// Nothing is half-read: a form is given only if it has no error, and all problems are told at once.
public enum FormReader {
    /// Reads a file or folder. The name without suffix becomes the form's identifier unless the settings give one.
    public static func read(file: URL) -> FormReading {
        let name = file.deletingPathExtension().lastPathComponent
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) else {
            return FormReading(form: nil, problems: [FormProblem(.error, "There is no file \(file.path).", remedy: "Check the path.")])
        }
        if isFolder.boolValue {
            do throws(FormError) {
                return read(try FormWorkbook(folder: file))
            } catch {
                return FormReading(form: nil, problems: error.problems)
            }
        }
        guard let bytes = try? Data(contentsOf: file) else {
            return FormReading(
                form: nil, problems: [FormProblem(.error, "The file \(file.path) cannot be read.", remedy: "Check that it may be read.")])
        }
        return read(bytes: [UInt8](bytes), name: name)
    }

    /// Reads a workbook or CSV from memory; which of the two it is shows in its first bytes.
    public static func read(bytes: [UInt8], name: String) -> FormReading {
        var problems: [FormProblem] = []
        do throws(FormError) {
            let isWorkbook = bytes.starts(with: [0x50, 0x4B]) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
            let workbook =
                isWorkbook
                ? try FormWorkbook(xlsx: bytes, name: name, problems: &problems) : try FormWorkbook(csv: bytes, name: name, problems: &problems)
            return read(workbook, problems)
        } catch {
            return FormReading(form: nil, problems: problems + error.problems)
        }
    }

    /// Gives the sheets their meaning.
    public static func read(_ workbook: FormWorkbook) -> FormReading { read(workbook, []) }

    private static func read(_ workbook: FormWorkbook, _ found: [FormProblem]) -> FormReading {
        var reading = WorkbookReading(workbook, problems: found)
        let form = reading.read()
        let problems = reading.ordered
        return FormReading(form: problems.contains { $0.severity == .error } ? nil : form, problems: problems)
    }
}

/// The work of reading one workbook: sheets in the order in which they depend on each other.
struct WorkbookReading {
    let workbook: FormWorkbook
    var problems: [FormProblem]
    var form: FormDefinition
    /// Names of questions, groups and repeats on the survey sheet, with how often they stand there.
    var nameCounts: [String: Int] = [:]

    init(_ workbook: FormWorkbook, problems: [FormProblem]) {
        self.workbook = workbook
        self.problems = problems
        form = FormDefinition(identifier: workbook.name, title: workbook.name)
    }

    mutating func read() -> FormDefinition? {
        guard let sheet = workbook.sheets["survey"], !sheet.isEmpty else {
            problems.append(
                FormProblem(
                    .error, "There is no sheet “survey” with questions.",
                    remedy: misspelling(of: "survey") ?? "Name the sheet with the questions “survey” and give it the columns type, name and label."))
            return nil
        }
        readSettings()
        var choices = ChoicesReading(workbook, language: form.defaultLanguage, allowsDuplicates: form.settings.allowsChoiceDuplicates)
        choices.read()
        problems += choices.problems
        var entities = EntitiesReading()
        if let sheet = workbook.sheets["entities"] { entities.read(sheet) } else { warnOfMisspelling(of: "entities") }
        let table = SheetTable("survey", sheet, names: .survey, singleSpaces: cleansTexts, problems: &problems)
        guard table.has("type") else {
            problems += entities.problems
            problems.append(
                FormProblem(
                    .error, sheet: "survey", row: 1, "The sheet has no column “type”.", remedy: "Head the column with the kinds of questions “type”."))
            return nil
        }
        let mapTags = readMapTags()
        var survey = SurveyReading(form: form, choices: choices, entities: entities, mapTags: mapTags, foundSheets: workbook.foundNames)
        survey.read(table)
        form = survey.form
        problems += survey.problems
        entities = survey.entities
        entities.place()
        problems += entities.problems
        form.entities = entities.declarations
        form.choiceLists = survey.choices.lists
        form.externalChoiceLists = survey.choices.externalLists
        form.languages = languages(survey: table, choices: survey.choices.table)
        if form.settings.isFlat { form.nodes = FlatForm.withInheritedRelevance(form.nodes) }
        nameCounts = survey.nameCounts
        if !form.settings.omitsInstanceIdentifier { nameCounts["instanceID", default: 0] += 1 }
        checkReferences(survey: table, choices: survey.choices.table)
        checkTranslations(survey: table, choices: survey.choices.table)
        let isGood = !problems.contains { $0.severity == .error }
        problems += isGood ? FormChecks.problems(of: form) : FormCompiler.syntaxProblems(of: form)
        return form
    }

    private var cleansTexts: Bool { YesNo.read(form.settings.others["clean_text_values"]) ?? true }

    /// By sheet as forms are written, then by row, errors first.
    var ordered: [FormProblem] {
        var seen: Set<FormProblem> = []
        let unique = problems.filter { seen.insert($0).inserted }
        let rank = Dictionary(uniqueKeysWithValues: ["survey", "choices", "external_choices", "settings", "entities", "osm"].enumerated().map { ($1, $0) })
        func key(_ problem: FormProblem) -> (Int, Int) { (problem.sheet.flatMap { rank[$0] } ?? -1, problem.row ?? 0) }
        return unique.enumerated().map { (key($1), $0, $1) }.sorted { ($0.0.0, $0.0.1, $0.1) < ($1.0.0, $1.0.1, $1.1) }.map(\.2)
    }

    private func languages(survey: SheetTable, choices: SheetTable?) -> [String] {
        let texts: [[String]] = [
            ["label"], ["hint"], ["guidance_hint"], ["bind", "jr:constraintMsg"], ["bind", "jr:requiredMsg"], ["bind", "jr:noAppErrorString"],
            ["media", "image"], ["media", "big-image"], ["media", "audio"], ["media", "video"],
        ]
        var languages = survey.languages(of: texts)
        for language in choices?.languages(of: texts) ?? [] where !languages.contains(language) { languages.append(language) }
        if languages.isEmpty { return [form.defaultLanguage] }
        // Columns without a language hold texts of the default language.
        let hasPlain = (survey.columns + (choices?.columns ?? [])).contains { texts.contains($0.path) }
        return hasPlain && !languages.contains(form.defaultLanguage) ? [form.defaultLanguage] + languages : languages
    }

    private mutating func readMapTags() -> [String: [MapTag]] {
        guard let sheet = workbook.sheets["osm"] else { return [:] }
        let table = SheetTable("osm", sheet, names: .choices, problems: &problems)
        var rows: [String: [SheetTable.Row]] = [:]
        for row in table.rows { if let list = row.value("list name") { rows[list, default: []].append(row) } }
        func choices(_ list: String) -> [Choice] {
            (rows[list] ?? []).compactMap { row in
                let label = row.text("label", language: form.defaultLanguage)
                return row.value("name").map { Choice(name: $0, label: label, source: FormSource(sheet: "osm", row: row.number)) }
            }
        }
        return rows.mapValues { rows in
            rows.compactMap { row in
                row.value("name").map { MapTag(name: $0, label: row.text("label", language: form.defaultLanguage), choices: choices($0)) }
            }
        }
    }

    func misspelling(of sheet: String) -> String? { SheetSpelling.remedy(for: sheet, found: workbook.foundNames) }

    mutating func warnOfMisspelling(of sheet: String) {
        guard let remedy = misspelling(of: sheet) else { return }
        problems.append(FormProblem(.warning, "There is no sheet “\(sheet)”, but one with a similar name.", remedy: remedy))
    }
}

/// Sheets that were perhaps meant to be parts of the form.
enum SheetSpelling {
    static func remedy(for sheet: String, found: [String]) -> String? {
        let similar = found.filter {
            !FormWorkbook.sheetNames.contains($0) && !$0.hasPrefix("_") && SheetText.distance($0.lowercased(), sheet) <= 2
        }
        guard !similar.isEmpty else { return nil }
        return "If \(SheetText.quoted(similar)) is meant, name it “\(sheet)”; else put an underscore before its name."
    }
}
