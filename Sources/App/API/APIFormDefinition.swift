import Dictionary
import Formats
import Forms

/// A form as programs read it: its questions in order, in one language, with the expressions as the form's author wrote them.
struct APIFormDefinition {
    private static let question: APISchema = APISchema.named("FormQuestion") {
        .object([
            .required("name", .string(1...200)), .required("kind", .choice(["question", "group", "repeat"])), .optional("type", .choice(types)),
            .optional("label", text), .optional("hint", text), .optional("required", .string(1...10_000)), .optional("relevant", .string(1...10_000)),
            .optional("constraint", .string(1...10_000)), .optional("readOnly", .boolean), .optional("field", .string(1...200)),
            .optional("list", .string(1...200)), .optional("choices", .array(choice, 0...5_000)), .optional("questions", .array(question, 0...5_000)),
        ])
    }
    private static let text = APISchema.string(0...100_000)
    private static let choice = APISchema.named("FormChoice") { .object([.required("value", .string(0...1_000)), .required("label", text)]) }
    private static let types = [
        "text", "integer", "decimal", "range", "date", "time", "dateTime", "note", "acknowledge", "barcode", "geopoint", "geotrace", "geoshape", "file",
        "select-one", "select-multiple", "rank", "other",
    ]
    private static let properties: [APISchema.Property] = [
        .required("form", .string(1...200)), .required("title", text), .required("start", .choice(["new-case", "existing-case", "both"])),
        .required("standard", .boolean), .optional("version", .string(1...200)), .required("languages", .array(.string(0...200), 0...200)),
    ]
    static let summary = APISchema.named("FormSummary") { .object(properties) }
    static let definition = APISchema.named("FormDefinition") { .object(properties + [.required("questions", .array(question, 0...5_000))]) }

    private let form: AvailableForm
    private let lists: FormLists
    private let tag: String
    /// The form's own name for the reader's language.
    private let language: String
    /// The most that a list of choices is written out for; of a longer one there is the name of the file that it comes from.
    private static let choiceLimit = 1_000

    init(_ form: AvailableForm, _ node: Node, _ tag: String) {
        self.form = form
        self.tag = tag
        lists = form.lists(node, tag)
        language = form.formLanguage(tag)
    }

    var summary: JSONObject {
        let definition = form.program.form
        var object: JSONObject = [
            "form": .string(form.identifier), "title": .string(form.title(tag)), "start": .string(form.start.rawValue), "standard": .bool(form.isStandard),
            "languages": .array(definition.languages.map { .string($0) }),
        ]
        if let version = definition.version { object["version"] = .string(version) }
        return object
    }

    var json: JSONValue {
        var object = summary
        object["questions"] = .array(questions(form.program.form.nodes))
        return .object(object)
    }

    private func questions(_ nodes: [FormNode]) -> [JSONValue] {
        nodes.compactMap { node -> JSONValue? in
            guard node.questionType == nil || node.isVisible else { return nil }
            var object: JSONObject = ["name": .string(node.name), "kind": .string(Self.kind(node))]
            if let type = node.questionType { object["type"] = .string(Self.type(type)) }
            for (name, text) in [("label", node.label), ("hint", node.hint)] {
                if let text = text.text(in: language, otherwise: form.program.form.defaultLanguage), !text.isEmpty { object[name] = .string(text) }
            }
            for (name, expression) in [("required", node.required), ("relevant", node.relevant), ("constraint", node.constraint)] {
                if let expression, !expression.isEmpty { object[name] = .string(expression) }
            }
            if APIFormAnswers.isFixed(node) { object["readOnly"] = .bool(true) }
            if let target = node.fieldTarget { object["field"] = .string(target.fullName) }
            if let source = node.questionType?.choiceSource { add(source, to: &object) }
            if node.questionType == nil { object["questions"] = .array(questions(node.children)) }
            return .object(object)
        }
    }

    private func add(_ source: ChoiceSource, to object: inout JSONObject) {
        switch source {
        case .list(let name):
            object["list"] = .string(name)
            let choices = form.program.form.choiceList(name)?.choices ?? []
            object["choices"] = .array(
                choices.map { choice in
                    let label = choice.label.text(in: language, otherwise: form.program.form.defaultLanguage)
                    return ["value": .string(choice.name), "label": .string(label ?? choice.name)]
                })
        case .file(let file, let value, let label):
            object["list"] = .string(file)
            guard let table = lists.table(file), table.rows.count <= Self.choiceLimit, let code = table.columns.firstIndex(of: value),
                let text = table.columns.firstIndex(of: label)
            else { return }
            object["choices"] = .array(
                table.rows.filter { $0.count > max(code, text) }.map { ["value": .string($0[code]), "label": .string($0[text])] })
        case .answers(let question): object["list"] = .string(question)
        }
    }

    private static func kind(_ node: FormNode) -> String {
        switch node.kind {
        case .question: "question"
        case .group: "group"
        case .repeated: "repeat"
        }
    }

    private static func type(_ type: QuestionType) -> String {
        switch type {
        case .text: "text"
        case .integer: "integer"
        case .decimal: "decimal"
        case .range: "range"
        case .date: "date"
        case .time: "time"
        case .dateTime: "dateTime"
        case .note: "note"
        case .acknowledge, .trigger: "acknowledge"
        case .barcode: "barcode"
        case .geopoint: "geopoint"
        case .geotrace: "geotrace"
        case .geoshape: "geoshape"
        case .image, .audio, .video, .file: "file"
        case .selectOne, .selectOneExternal: "select-one"
        case .selectMultiple: "select-multiple"
        case .rank: "rank"
        default: "other"
        }
    }
}
