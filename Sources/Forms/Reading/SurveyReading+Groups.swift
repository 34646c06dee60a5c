extension SurveyReading {
    mutating func open(_ container: QuestionTypeNames.Container, list: String?, name: String, row: SheetTable.Row, record: RecordDeclaration?) {
        var node = FormNode(name: name, kind: container == .repeated ? .repeated : .group, source: FormSource(sheet: "survey", row: row.number))
        fill(&node, from: row)
        node.recordDeclaration = record
        if let intent = row.value("intent") { node.bodyAttributes["intent"] = intent }
        if container == .repeated { begin(&node, row) }
        if container == .loop { check(loopOver: list, row) }
        if let appearance = node.appearance, SheetText.words(appearance).contains("table-list") {
            tableList = .begun
            node.appearance = (["field-list"] + SheetText.words(appearance).filter { $0 != "table-list" }).joined(separator: " ")
            if !node.label.isEmpty || !node.hint.isEmpty {
                // The label moves into a note, so that it stands above the table.
                var note = FormNode(name: "generated_table_list_label_\(row.number)", kind: .question(.note), source: node.source)
                note.label = node.label
                note.hint = node.hint
                node.label = [:]
                node.hint = [:]
                node.children.append(note)
            }
        }
        frames.append(Frame(node: node, container: container, list: list))
        if frames.count == Self.depthLimit + 1 {
            fault(
                row, row.heading("type"), "Groups are nested more than \(Self.depthLimit - 1) deep.",
                "End groups before others begin; a group that holds only another group is not needed.")
        }
    }

    private mutating func begin(_ node: inout FormNode, _ row: SheetTable.Row) {
        if node.name == form.rootName {
            fault(
                row, row.heading("name"), "The repeat is called “\(node.name)” like the form's root element.",
                "Rename the repeat, or give the root another name in the settings.")
        } else if !repeatNames.insert(node.name).inserted {
            fault(row, row.heading("name"), "Another repeat is called “\(node.name)”.", "Names of repeats must differ in the whole form.")
        }
        if node.label.isEmpty, node.media.isEmpty {
            warn(row, "label", "The repeat “\(node.name)” has no label.", "Say what each entry is, so that people know what they add.")
        }
        node.repeatCount = row.value("control", "jr:count")
        guard let count = node.repeatCount, FormReferences.single(count) == nil else { return }
        // A computed number is kept in a field of its own, since clients read the number from a field.
        var field = FormNode(name: node.name + "_count", kind: .question(.calculate), source: node.source)
        field.calculation = count
        field.calculationColumn = "repeat_count"
        field.readOnly = "true()"
        append(field)
        node.repeatCount = "${\(field.name)}"
    }

    private mutating func check(loopOver list: String?, _ row: SheetTable.Row) {
        guard let list else { return fault(row, row.heading("type"), "The loop names no list.", "Write “begin loop over LIST”.") }
        if choices[list] == nil {
            fault(row, row.heading("type"), "The sheet choices has no list “\(list)”.", remedy(forUnknownList: list))
        }
    }

    mutating func close(_ container: QuestionTypeNames.Container, _ row: SheetTable.Row) {
        guard let frame = frames.last, frames.count > 1, frame.container == container else {
            let open = frames.count > 1 ? frames.last : nil
            let remedy = open.map { "The \($0.container.rawValue) “\($0.node.name)” of row \($0.node.source.row) must be ended first." } ?? "Remove the row."
            fault(row, row.heading("type"), "No \(container.rawValue) is open that could end here.", remedy)
            // What was meant to end is taken for ended, so that the rest is not reported too.
            if frames.count > 1, let frame = frames.popLast() { append(frame.node, size: frame.size) }
            return
        }
        frames.removeLast()
        tableList = .none
        guard container == .loop, let list = frame.list.flatMap({ choices[$0] }) else { return append(frame.node, size: frame.size) }
        let size = list.choices.count * (1 + frame.size)
        guard size <= Self.loopLimit else {
            return fault(
                row, row.heading("type"), "The loop “\(frame.node.name)” makes \(size) questions and groups.",
                "A form has at most \(Self.loopLimit); use a repeat, or a shorter list.")
        }
        append(Loop.expanded(frame.node, over: list, language: language), size: size)
    }

    func remedy(forUnknownList list: String) -> String {
        if choices.lists.isEmpty {
            return SheetSpelling.remedy(for: "choices", found: foundSheets) ?? "Add a sheet “choices” with the columns list_name, name and label."
        }
        return SheetText.nearest(to: list, among: choices.lists.map(\.name)).map { "Did you mean “\($0)”?" } ?? "Add the list to the sheet choices."
    }
}

/// Groups that repeat their questions for each choice of a list (`begin loop`), with `%(name)s` and `%(label)s` for the choice.
enum Loop {
    static func expanded(_ node: FormNode, over list: ChoiceList, language: String) -> FormNode {
        var result = node
        result.children = list.choices.filter { $0.name != "none" }.map { choice in
            var group = FormNode(name: choice.name, kind: .group, source: node.source)
            group.label = choice.label
            group.children = node.children.map { filled($0, choice, language) }
            return group
        }
        return result
    }

    /// Fills in a question of the loop; what stands in groups within the loop is left as written, as in other converters.
    private static func filled(_ node: FormNode, _ choice: Choice, _ language: String) -> FormNode {
        func fill(_ text: String, _ language: String) -> String { filled(text, choice, language) }
        func fill(_ text: TranslatedText) -> TranslatedText {
            var text = text
            for (key, value) in text.texts { text.texts[key] = fill(value, key) }
            return text
        }
        var node = node
        node.name = fill(node.name, language)
        node.label = fill(node.label)
        node.hint = fill(node.hint)
        node.guidanceHint = fill(node.guidanceHint)
        node.constraintMessage = fill(node.constraintMessage)
        node.requiredMessage = fill(node.requiredMessage)
        let expressions: [WritableKeyPath<FormNode, String?>] = [
            \.relevant, \.constraint, \.required, \.readOnly, \.calculation, \.choiceFilter, \.repeatCount, \.defaultValue,
        ]
        for path in expressions { node[keyPath: path] = node[keyPath: path].map { fill($0, language) } }
        return node
    }

    private static func filled(_ text: String, _ choice: Choice, _ language: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: "%%".utf8) {
                result.append(bytes[index])
                index += 2
            } else if bytes[index...].starts(with: "%(".utf8), let end = FormReferences.firstIndex(of: Array(")s".utf8), in: bytes, from: index),
                let value = value(String(decoding: bytes[(index + 2)..<end], as: UTF8.self), choice, language)
            {
                result += Array(value.utf8)
                index = end + 2
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func value(_ column: String, _ choice: Choice, _ language: String) -> String? {
        switch column {
        case "name": choice.name
        case "label": choice.label.text(in: language, otherwise: language) ?? ""
        default: choice.value(ofColumn: column)
        }
    }
}
