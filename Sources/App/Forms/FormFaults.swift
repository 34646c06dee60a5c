import Dictionary
import Formats
import Forms

/// What is wrong with a filled form, in the reader's language, by control.
struct FormFaults {
    private(set) var problems: [FieldProblem] = []

    init(_ request: WebRequest, _ form: AvailableForm, _ filling: FormFilling, _ dictionary: DataDictionary, files: [String: UploadedFile] = [:]) {
        let translator = request.translator
        var found: [Int: String] = [:]
        for node in filling.allNodes {
            guard let fault = filling.fault(of: node), let definition = filling.definition(of: node) else { continue }
            let label = filling.text(definition.label.isEmpty ? definition.hint : definition.label, of: node)
            found[node] = Self.sentence(fault, label, form.plan.targets[filling.element(of: node) ?? -1] != nil, translator)
        }
        for node in filling.allNodes where found[node] == nil {
            guard let file = files[filling.controlName(of: node)], MediaKind(beginning: Array(file.bytes.prefix(MediaKind.recognisedWithin))) == nil else {
                continue
            }
            found[node] = translator("documents.error.kind")
        }
        let answers = FormAnswers(filling, form.plan, dictionary)
        for problem in answers.problems where found[problem.node] == nil {
            found[problem.node] = AnswerFault.sentence(problem.error, problem.field, translator)
        }
        // In the order of the form.
        problems = filling.allNodes.compactMap { node in found[node].map { FieldProblem(field: filling.controlName(of: node), sentence: $0) } }
        if problems.isEmpty, !answers.drafts.contains(where: \.isAsked), let first = filling.allNodes.first(where: { filling.isShown($0) }) {
            problems = [FieldProblem(field: filling.controlName(of: first), sentence: translator("cases.form.empty"))]
        }
    }

    private static func sentence(_ fault: FormFilling.Fault, _ label: String, _ isField: Bool, _ translator: Translator) -> String {
        let field: [String: Translator.Argument] = ["field": .text(label)]
        func own(_ message: String?) -> String? { message.map { "\(label): \($0)" } }
        switch fault {
        case .missing(let message): return own(message) ?? translator(isField ? "cases.form.needed" : "forms.fault.needed", field)
        case .constraint(let message): return own(message) ?? translator("forms.fault.constraint", field)
        case .notOffered: return translator("forms.fault.choice", field)
        case .outOfRange: return translator("forms.fault.range", field)
        case .malformed(let type):
            let kind =
                switch type {
                case .integer: "integer"
                case .decimal, .range: "decimal"
                case .date, .dateTime: "date"
                case .time: "time"
                default: "place"
                }
            return translator("forms.fault.\(kind)", field)
        }
    }
}
