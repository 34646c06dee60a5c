extension SurveyReading {
    private static let bindColumns: Set<String> = [
        "relevant", "constraint", "required", "readonly", "calculate", "jr:constraintMsg", "jr:requiredMsg", "jr:noAppErrorString", "entities:saveto",
    ]

    /// What groups and questions have in common.
    mutating func fill(_ node: inout FormNode, from row: SheetTable.Row) {
        node.label = row.text("label", language: language)
        node.hint = row.text("hint", language: language)
        node.guidanceHint = row.text("guidance_hint", language: language)
        node.media = row.media(language: language)
        node.constraintMessage = row.text("bind", "jr:constraintMsg", language: language)
        node.requiredMessage = row.text("bind", "jr:requiredMsg", language: language)
        node.noAppMessage = row.text("bind", "jr:noAppErrorString", language: language)
        node.relevant = row.value("bind", "relevant")
        node.constraint = row.value("bind", "constraint")
        node.required = row.value("bind", "required")
        node.readOnly = row.value("bind", "readonly")
        node.calculation = row.value("bind", "calculate")
        node.appearance = row.value("control", "appearance")
        node.bindAttributes = attributes("bind", of: row, except: Self.bindColumns)
        node.bodyAttributes = attributes("control", of: row, except: node.kind == .repeated ? ["appearance", "jr:count"] : ["appearance"])
        node.instanceAttributes = attributes("instance", of: row, except: [])
    }

    /// Attributes from columns such as `bind::NAME`. Those that XML cannot have are left out.
    private mutating func attributes(_ kind: String, of row: SheetTable.Row, except known: Set<String>) -> [String: String] {
        var attributes: [String: String] = [:]
        for cell in row.cells where cell.column.path.first == kind && cell.column.path.count > 1 && !known.contains(cell.column.path[1]) {
            let name = cell.column.path[1]
            if cell.column.path.count == 2, XFormNamespaces.isUsable(name, declared: form.settings.namespaces) {
                attributes[name] = cell.value
            } else {
                warn(
                    row, cell.column.heading, "The column is ignored, because it names no attribute.",
                    "Write \(kind == "control" ? "body" : kind)::NAME, and declare the prefix of NAME, if any, in the setting “namespaces”.")
            }
        }
        return attributes
    }

    mutating func readQuestion(_ type: String, name: String, row: SheetTable.Row, parameters: [String: String], saveTo: String?, target: FieldTarget?) {
        questionNames.insert(name)
        var node = FormNode(name: name, kind: .question(.text), source: FormSource(sheet: "survey", row: row.number))
        fill(&node, from: row)
        node.defaultValue = row.value("default")
        node.choiceFilter = row.value("choice_filter")
        node.parameters = parameters
        node.saveTo = saveTo
        node.fieldTarget = target
        node.triggers = triggers(of: row)
        node.defaultValue = node.defaultValue.map { CellDate.value($0, of: type) }
        if let command = QuestionTypeNames.select(type) { return readSelect(command, &node, row) }
        guard let entry = entry(type, row) else { return }
        node.kind = .question(entry.type)
        if case .openStreetMap = entry.type { node.mapTags = SheetText.words(type).dropFirst().first.flatMap { mapTags[$0] } ?? [] }
        if node.constraint == nil { node.constraint = entry.constraint }
        if node.hint.isEmpty, let hint = entry.hint { node.hint = TranslatedText(plain: hint, defaultLanguage: language) }
        if type == "calculate", node.calculation == nil, !node.defaultIsExpression {
            fault(row, "calculation", "The calculation “\(name)” is missing.", "Write an expression in the column “calculation”.")
        }
        checkParameters(&node, entry.type, row)
        switch entry.type {
        case .xmlExternal, .csvExternal: instanceNames.insert(FileName.split(name).base)
        case .backgroundGeopoint: checkBackgroundGeopoint(node, row)
        case .metadata(.subscriberIdentifier), .metadata(.simSerial):
            warn(row, row.heading("type"), "Phones no longer tell “\(type)”.", "Remove the question.")
        default: break
        }
        finish(&node, row)
    }

    /// The type of a question that is no select.
    private mutating func entry(_ type: String, _ row: SheetTable.Row) -> QuestionTypeNames.Entry? {
        if let entry = QuestionTypeNames.entry(type) { return entry }
        let words = SheetText.words(type)
        if words.count == 2, words[0] == "osm" { return QuestionTypeNames.Entry(type: .openStreetMap) }
        let heading = row.heading("type")
        if type == "include" {
            fault(row, heading, "Other forms cannot be included.", "Copy the rows of the form “\(row.value("name") ?? "")” to this place.")
            return nil
        }
        let known = QuestionTypeNames.all + ["select_one", "select_multiple", "begin_group", "end_group", "begin_repeat", "end_repeat"]
        let folded = type.lowercased()
        let isSelect = QuestionTypeNames.select(folded) != nil
        let remedy =
            if folded != type, isSelect || QuestionTypeNames.entry(folded) != nil || QuestionTypeNames.begin(folded) != nil {
                "Write it in small letters: “\(folded)”."
            } else if ["numeric", "number", "float", "double"].contains(folded) {
                "Use integer, or decimal for fractions."
            } else if ["select_one", "select_multiple", "rank", "select one", "select_one_from_file", "select_multiple_from_file"].contains(type) {
                "Name the list after it, such as “\(type) yes_no”."
            } else {
                SheetText.nearest(to: type, among: known).map { "Did you mean “\($0)”?" }
                    ?? "Use one of XLSForm's types, such as text, integer, date or select_one."
            }
        fault(row, heading, "There is no question type “\(type)”.", remedy)
        return nil
    }

    private mutating func triggers(of row: SheetTable.Row) -> [String] {
        guard let text = row.value("trigger") else { return [] }
        var names: [String] = []
        var isGood = true
        for part in text.utf8.split(separator: UInt8(ascii: ",")).map({ String(decoding: Array($0), as: UTF8.self) }) {
            let references = FormReferences.all(in: part)
            isGood = isGood && references.count <= 1 && FormReferences.malformed(in: part).isEmpty
            names += references.map(\.name)
        }
        if !isGood || names.isEmpty {
            fault(row, row.heading("trigger"), "“\(text)” is no trigger.", "Write ${name} of one question, or of several with commas between.")
            return []
        }
        triggers += names.map { ($0, row) }
        return names
    }

    private mutating func checkBackgroundGeopoint(_ node: FormNode, _ row: SheetTable.Row) {
        if node.triggers.isEmpty {
            fault(row, "trigger", "A background-geopoint needs a trigger.", "Name the question whose answer sets it off: ${name}.")
        }
        if node.calculation != nil {
            fault(row, row.heading("bind", "calculate"), "A background-geopoint cannot have a calculation.", "Clear the cell.")
        }
    }

    /// Appends a question, and complains if people would see nothing of it.
    mutating func finish(_ node: inout FormNode, _ row: SheetTable.Row) {
        if node.appearance == "label", node.label.isEmpty { node.label = TranslatedText(plain: " ", defaultLanguage: language) }
        if node.isVisible {
            if row.value("media") != nil {
                warn(row, row.heading("media"), "The column does not say which kind of medium it is, and is ignored.", "Head it image, audio or video.")
            } else if node.label.isEmpty, node.media.isEmpty, node.hint.isEmpty {
                fault(row, "label", "The question “\(node.name)” has neither label nor hint.", "Write what people are asked.")
            }
            if node.media[.bigImage] != nil, node.media[.image] == nil {
                fault(row, row.heading("media", "big-image"), "“\(node.name)” has a big image without an image.", "Name the file in the column “image” too.")
            }
        }
        append(node)
    }

    // MARK: Selects

    private mutating func readSelect(_ command: QuestionTypeNames.SelectCommand, _ node: inout FormNode, _ row: SheetTable.Row) {
        guard let type = selectType(command, node, row) else { return }
        node.kind = .question(type)
        checkParameters(&node, type, row, isFromFile: ["select_one_from_file", "select_multiple_from_file"].contains(command.command))
        checkRandomize(node, row)
        var other: FormNode?
        if command.allowsOther { other = otherQuestion(node, command.list, row) }
        if case .none = tableList {} else { tabulate(&node, command.list, type, row) }
        finish(&node, row)
        if let other { append(other) }
    }

    private mutating func selectType(_ command: QuestionTypeNames.SelectCommand, _ node: FormNode, _ row: SheetTable.Row) -> QuestionType? {
        let heading = row.heading("type")
        if command.select == .external {
            if !choices.hasExternal(command.list) {
                fault(
                    row, heading, "The sheet external_choices has no list “\(command.list)”.",
                    workbookRemedy(forSheet: "external_choices") ?? "Add the list there, with the columns list_name and name.")
            }
            if node.choiceFilter == nil {
                warn(
                    row, "choice_filter", "An external select without a filter shows the whole list.",
                    "Use select_one with the sheet choices, or give a filter.")
            }
            return .selectOneExternal(list: command.list)
        }
        let file = FileName.split(command.list)
        let isFile = [".csv", ".xml", ".geojson"].contains(file.suffix)
        if command.isFromFile, !isFile || FileName.suffixes(command.list).count != 1 {
            fault(row, heading, "“\(command.list)” is no file that choices can come from.", "Name a file that ends with .csv, .geojson or .xml.")
            return nil
        }
        instanceNames.insert(file.base)
        let source: ChoiceSource
        if isFile {
            let isGeoJSON = file.suffix == ".geojson"
            source = .file(
                command.list, value: node.parameters["value"] ?? (isGeoJSON ? "id" : "name"),
                label: node.parameters["label"] ?? (isGeoJSON ? "title" : "label"))
        } else if FormReferences.contains(command.list) {
            source = .answers(command.list)
        } else {
            source = .list(command.list)
            guard let list = choices[command.list] else {
                fault(row, heading, "The sheet choices has no list “\(command.list)”.", remedy(forUnknownList: command.list))
                return nil
            }
            if command.select == .multiple { checkSpaces(in: list, row) }
        }
        switch command.select {
        case .one, .external: return .selectOne(source)
        case .multiple: return .selectMultiple(source)
        case .rank: return .rank(source)
        }
    }

    private func workbookRemedy(forSheet sheet: String) -> String? {
        choices.externalLists.isEmpty ? SheetSpelling.remedy(for: sheet, found: foundSheets) : nil
    }

    /// Answers to a select_multiple are kept as words with spaces between.
    private mutating func checkSpaces(in list: ChoiceList, _ row: SheetTable.Row) {
        for choice in list.choices where choice.name.utf8.contains(UInt8(ascii: " ")) {
            problems.append(
                FormProblem(
                    .error, sheet: "choices", row: choice.source.row, column: "name",
                    "The choice “\(choice.name)” has a space in its name, but several can be chosen at once (survey, row \(row.number)).",
                    remedy: "Write an underscore instead."))
        }
    }

    private mutating func checkRandomize(_ node: FormNode, _ row: SheetTable.Row) {
        let heading = row.heading("parameters")
        guard let randomize = node.parameters["randomize"] else {
            if node.parameters["seed"] != nil { fault(row, heading, "“seed” is given without “randomize”.", "Write randomize=true too.") }
            return
        }
        if !["true", "false"].contains(randomize) { fault(row, heading, "“randomize” is “\(randomize)”.", "Write true or false.") }
        if let seed = node.parameters["seed"], FormReferences.single(seed) == nil, Double(seed) == nil {
            fault(row, heading, "“seed” is “\(seed)”.", "Write a number, or a question as ${name}.")
        }
    }

    private mutating func otherQuestion(_ node: FormNode, _ list: String, _ row: SheetTable.Row) -> FormNode? {
        if node.choiceFilter != nil {
            fault(row, row.heading("choice_filter"), "A filter cannot be used with “or other”.", "Add a choice “other” and a text question yourself.")
            return nil
        }
        guard choices[list] != nil else {
            fault(row, row.heading("type"), "“or other” needs a list of the sheet choices.", "Add a choice “other” and a text question yourself.")
            return nil
        }
        choices.addOther(to: list)
        var other = FormNode(name: node.name + "_other", kind: .question(.text), source: node.source)
        other.label = TranslatedText(plain: "Specify other.", defaultLanguage: language)
        other.relevant = "selected(../\(node.name), 'other')"
        return other
    }

    /// In a group with the appearance `table-list`, choices are the columns: their labels stand once, above the first question.
    private mutating func tabulate(_ node: inout FormNode, _ list: String, _ type: QuestionType, _ row: SheetTable.Row) {
        if case .list(let first) = tableList {
            if first != list {
                fault(row, row.heading("type"), "The table's questions use the lists “\(first)” and “\(list)”.", "Use one list in a group with table-list.")
            }
        } else {
            tableList = .list(list)
            if node.choiceFilter != nil {
                fault(row, row.heading("choice_filter"), "A filter cannot be used in a group with table-list.", "Remove the filter, or the appearance.")
            }
            var header = FormNode(name: "reserved_name_for_field_list_labels_\(row.number)", kind: .question(type), source: node.source)
            header.appearance = "label"
            header.label = TranslatedText(plain: " ", defaultLanguage: language)
            append(header)
        }
        node.appearance = "list-nolabel"
    }
}

extension FormNode {
    /// Whether a question has a control, provided that it is not computed out of sight.
    public var isVisible: Bool {
        guard let type = questionType else { return false }
        switch type {
        case .calculate, .hidden, .metadata, .audit, .startGeopoint, .backgroundAudio, .xmlExternal, .csvExternal, .unknown: return false
        default: break
        }
        let isComputed = calculation != nil || !triggers.isEmpty
        return !(isComputed && label.isEmpty && hint.isEmpty)
    }
}

/// Names of files with their suffix.
enum FileName {
    /// `cities.csv` is `cities` and `.csv`.
    static func split(_ name: String) -> (base: String, suffix: String) {
        let bytes = Array(name.utf8)
        guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return (name, "") }
        return (String(decoding: bytes[..<dot], as: UTF8.self), String(decoding: bytes[dot...], as: UTF8.self))
    }

    static func suffixes(_ name: String) -> [String] {
        name.utf8.split(separator: UInt8(ascii: ".")).dropFirst().map { String(decoding: Array($0), as: UTF8.self) }
    }
}
