/// Reads the sheet `survey` row by row into a tree.
struct SurveyReading {
    /// A group, repeat or loop that is open.
    struct Frame {
        var node: FormNode
        var container: QuestionTypeNames.Container
        /// The list that a loop goes over.
        var list: String?
        var names: [String: Int] = [:]
        var foldedNames: Set<String> = []
        /// How many questions and groups are in it, those that loops make counted.
        var size = 0
    }

    /// Deeper than anybody nests groups, and shallow enough for whatever walks the tree.
    static let depthLimit = 50
    /// Loops within loops multiply; more than so many questions and groups are no form.
    static let loopLimit = 20_000

    /// What a group with the appearance `table-list` is doing.
    enum TableList {
        case none
        case begun
        case list(String)
    }

    var form: FormDefinition
    var choices: ChoicesReading
    var entities: EntitiesReading
    let mapTags: [String: [MapTag]]
    let foundSheets: [String]
    var problems: [FormProblem] = []
    var nameCounts: [String: Int] = [:]
    /// The form itself, then the groups that are open.
    var frames: [Frame] = [Frame(node: FormNode(name: "", kind: .group, source: FormSource(sheet: "survey", row: 1)), container: .group)]
    var tableList = TableList.none
    var questionNames: Set<String> = []
    var repeatNames: Set<String> = []
    /// Names of secondary instances that selects and attached files make.
    var instanceNames: Set<String> = []
    var triggers: [(name: String, row: SheetTable.Row)] = []
    var geometries: [(name: String, row: SheetTable.Row)] = []

    var language: String { form.defaultLanguage }

    init(form: FormDefinition, choices: ChoicesReading, entities: EntitiesReading, mapTags: [String: [MapTag]], foundSheets: [String]) {
        self.form = form
        self.choices = choices
        self.entities = entities
        self.mapTags = mapTags
        self.foundSheets = foundSheets
    }

    mutating func read(_ table: SheetTable) {
        for row in table.rows where !row.cells.isEmpty { read(row) }
        while frames.count > 1 {
            let frame = frames.removeLast()
            let begin = "begin \(frame.container.rawValue)"
            problems.append(
                FormProblem(
                    .error, sheet: "survey", row: frame.node.source.row, column: "type", "The \(frame.container.rawValue) “\(frame.node.name)” is never ended.",
                    remedy: "For each “\(begin)” write a row “end \(frame.container.rawValue)” behind its questions."))
            append(frame.node, size: frame.size)
        }
        form.nodes = frames[0].node.children
        checkTriggers()
        checkGeometries()
        checkSiblings(form.nodes, around: nil)
    }

    /// - Parameter size: how many questions and groups are in it.
    mutating func append(_ node: FormNode, size: Int = 0) {
        // What is nested too deeply has been reported; the tree stays shallow.
        guard frames.count <= Self.depthLimit else { return }
        frames[frames.count - 1].node.children.append(node)
        frames[frames.count - 1].size += 1 + size
    }

    mutating func fault(_ row: SheetTable.Row, _ column: String?, _ fault: String, _ remedy: String) {
        problems.append(FormProblem(.error, sheet: "survey", row: row.number, column: column, fault, remedy: remedy))
    }

    mutating func warn(_ row: SheetTable.Row, _ column: String?, _ fault: String, _ remedy: String) {
        problems.append(FormProblem(.warning, sheet: "survey", row: row.number, column: column, fault, remedy: remedy))
    }

    private mutating func read(_ row: SheetTable.Row) {
        if let disabled = row.value("disabled") {
            warn(row, "disabled", "The column “disabled” is no longer part of XLSForm.", "Use “relevant” instead, or remove the row.")
            if YesNo.read(disabled) == true { return }
            if row.cells.count == 1 { return }
        }
        guard let type = row.value("type") else {
            if row.has("name") || row.has("label") {
                fault(row, "type", "The row has no type.", "Say what kind of question it is, such as text or integer.")
            } else {
                warn(row, nil, "The row has neither type nor name nor label and is skipped.", "Remove it if it is no comment.")
            }
            return
        }
        let parameters = self.parameters(of: row)
        if type == "audit" { return readAudit(row, parameters) }
        if let setting = Self.setting(type) { return set(setting, row) }
        let begin = QuestionTypeNames.begin(type)
        let end = QuestionTypeNames.end(type)
        var name: String?
        if end == nil {
            name = self.name(of: row, type: type)
            guard let name else { return }
            register(name, row)
        }
        let target = dictionaryTarget(of: row, isContainer: begin != nil, isEnd: end != nil)
        let path = frames.dropFirst().map { EntitiesReading.Container(name: $0.node.name, isRepeat: $0.container == .repeated) }
        let saveTo = entities.note(
            name, saveTo: entities.isDeclared ? row.value("bind", "entities:saveto") : nil, row: row.number, column: row.heading("bind", "entities:saveto"),
            path: path,
            isContainer: begin != nil || end != nil)
        if let end { return close(end, row) }
        guard let name else { return }
        if let begin { return open(begin.container, list: begin.list, name: name, row: row, record: target.record) }
        readQuestion(type, name: name, row: row, parameters: parameters, saveTo: saveTo, target: target.field)
    }

    /// Where the row's answer, or the group's answers, are saved in the data dictionary. ODK's entities use the same column and come with a sheet of their own.
    private mutating func dictionaryTarget(of row: SheetTable.Row, isContainer: Bool, isEnd: Bool) -> (field: FieldTarget?, record: RecordDeclaration?) {
        guard !entities.isDeclared, let text = row.value("bind", "entities:saveto") else { return (nil, nil) }
        let heading = row.heading("bind", "entities:saveto")
        if isEnd {
            fault(row, heading, "The end of a group saves nothing.", "Clear the cell; write it at the group's beginning.")
        } else if isContainer {
            if let record = RecordDeclaration(text) { return (nil, record) }
            fault(row, heading, "“\(text)” does not say which record the group makes.", "Write the kind and pairs, such as: person role=witness.")
        } else {
            if let field = FieldTarget(text) { return (field, nil) }
            fault(
                row, heading, "“\(text)” names no field of the data dictionary, and the form declares no entity list.",
                "Write RECORD.FIELD, such as person.names, or add a sheet “entities”.")
        }
        return (nil, nil)
    }

    private mutating func parameters(of row: SheetTable.Row) -> [String: String] {
        guard let text = row.value("parameters") else { return [:] }
        if let parameters = ParameterNames.read(text) { return parameters }
        fault(row, row.heading("parameters"), "“\(text)” is not a list of parameters.", "Write pairs between spaces, such as: start=1 end=10.")
        return [:]
    }

    /// Settings that older forms have on the survey sheet.
    private static func setting(_ type: String) -> String? {
        ["form_title": "title", "set_form_title": "title", "form_id": "id", "set_form_id": "id", "prefix": "prefix"][type]
    }

    private mutating func set(_ setting: String, _ row: SheetTable.Row) {
        guard let value = row.value("name") else { return }
        switch setting {
        case "title": form.title = value
        case "id": form.identifier = value
        default: form.settings.compactAttributes["prefix"] = value
        }
    }

    private mutating func name(of row: SheetTable.Row, type: String) -> String? {
        guard let name = row.value("name") else {
            if type == "note" { return "generated_note_name_\(row.number)" }
            fault(row, "name", "The question or group has no name.", "Give it a name, by which expressions and data call it.")
            return nil
        }
        if !XFormNamespaces.isUsable(name, declared: form.settings.namespaces) {
            fault(row, row.heading("name"), "“\(name)” cannot be a name.", WorkbookReading.nameRule)
        }
        return name
    }

    /// Notes a name and finds doubles among those in the same group.
    private mutating func register(_ name: String, _ row: SheetTable.Row) {
        nameCounts[name, default: 0] += 1
        let heading = row.heading("name")
        let last = frames.count - 1
        if name == "meta" {
            fault(row, heading, "The name “meta” is reserved for what clients record about the form.", "Choose another name.")
        } else if let other = frames[last].names[name] {
            fault(row, heading, "The name “\(name)” is already used in row \(other).", "Give each question and group in the same group a name of its own.")
        } else if !frames[last].foldedNames.insert(name.lowercased()).inserted {
            warn(
                row, heading, "Another name in the same group differs from “\(name)” only in capital letters.",
                "Rename one of them, since many programs do not tell them apart.")
        }
        if frames[last].names[name] == nil { frames[last].names[name] = row.number }
    }

    // MARK: Checks across rows

    private mutating func checkTriggers() {
        for (name, row) in triggers where !questionNames.contains(name) {
            fault(row, row.heading("trigger"), "There is no question “\(name)”.", remedy(forUnknown: name))
        }
    }

    func remedy(forUnknown name: String) -> String {
        SheetText.nearest(to: name, among: nameCounts.keys.sorted()).map { "Did you mean “\($0)”?" } ?? "Use the name of a question of this form."
    }

    private mutating func checkGeometries() {
        for (name, row) in geometries {
            if instanceNames.contains(name) || choices[name] != nil || entities.declarations.contains(where: { $0.dataset == name }) { continue }
            if let reference = FormReferences.single(name), repeatNames.contains(reference) { continue }
            fault(
                row, row.heading("parameters"), "“reference-geometry” names “\(name)”, which is neither a list nor an attached file nor a repeat.",
                "Name a list of the sheet choices, an entity list, an attached file without suffix, or a repeat as ${name}.")
        }
    }

    /// Names that were generated can collide with those of the author.
    private mutating func checkSiblings(_ nodes: [FormNode], around parent: FormNode?) {
        var seen: [String: Int] = [:]
        for node in nodes {
            // A name that somebody wrote has been told of already.
            let isTold = problems.contains { $0.severity == .error && $0.sheet == "survey" && $0.row == node.source.row }
            if !isTold, !XFormNamespaces.isUsable(node.name, declared: form.settings.namespaces), parent != nil {
                problems.append(
                    FormProblem(
                        .error, sheet: "survey", row: node.source.row, column: "type", "The loop makes a group “\(node.name)”, which cannot be a name.",
                        remedy: "Rename the choice. " + WorkbookReading.nameRule))
            }
            if let other = seen[node.name] {
                let problem = FormProblem(
                    .error, sheet: "survey", row: node.source.row, column: "name",
                    "The name “\(node.name)” is used twice in the same group, also in row \(other).",
                    remedy: "Rename one. Repeats with a computed number have a question NAME_count, and selects with “or other” one NAME_other.")
                if !problems.contains(where: { $0.severity == .error && $0.sheet == "survey" && $0.row == problem.row }) { problems.append(problem) }
            }
            seen[node.name] = node.source.row
            checkSiblings(node.children, around: node)
        }
    }
}
