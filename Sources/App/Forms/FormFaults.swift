import Dictionary
import Formats
import Forms

/// What is wrong with a filled form, in the reader's language, by control.
struct FormFaults {
    private(set) var problems: [FieldProblem] = []

    /// - Parameter addsToCase: whether the form is filled in for a case that is there. Then an answer that is kept with the form only is one too; a new case begins with
    ///   something that is known of it.
    init(
        _ request: WebRequest, _ form: AvailableForm, _ filling: FormFilling, _ dictionary: DataDictionary, files: [String: UploadedFile] = [:], addsToCase: Bool
    ) {
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
            found[problem.node] =
                switch problem.fault {
                case .value(let error): AnswerFault.sentence(error, problem.field, translator)
                case .answeredAndAbsent: translator("cases.fault.answer-and-absent")
                }
        }
        if let today = request.day {
            let checks = Plausibility(today: today, translator: translator)
            for draft in answers.drafts {
                let fields = draft.answers.keys.sorted().compactMap { dictionary.field(draft.kind, $0) }
                var implausible = checks.problems(draft.answers, fields, original: nil)
                if draft.kind == "case", let problem = ClosingContradiction.find(draft.answers, dictionary, translator) { implausible.append(problem) }
                for problem in implausible {
                    guard let node = Self.node(of: problem.field, draft, filling, form.plan), found[node] == nil else { continue }
                    found[node] = problem.sentence
                }
            }
        }
        // In the order of the form.
        problems = filling.allNodes.compactMap { node in
            found[node].map { sentence in
                let place = Self.place(of: node, filling, translator)
                return FieldProblem(field: filling.controlName(of: node), sentence: place.map { "\($0): \(sentence)" } ?? sentence)
            }
        }
        let isAnswered = addsToCase && filling.allNodes.contains { filling.isAnswered($0) }
        if problems.isEmpty, !isAnswered, !answers.drafts.contains(where: \.isAsked) {
            // Where no question is shown yet, such as before a first round, it is told above the form.
            let first = filling.allNodes.first { filling.isShown($0) }
            problems = [FieldProblem(field: first.map { filling.controlName(of: $0) } ?? "", sentence: translator(addsToCase || !form.plan.targets.isEmpty ? "cases.form.empty" : "forms.only-in-case"))]
        }
    }

    /// Which round a question stands in, such as “Violation 2”; nil where there is only one.
    private static func place(of node: Int, _ filling: FormFilling, _ translator: Translator) -> String? {
        let around = sequence(first: node) { filling.parent(of: $0) }
        guard let round = around.first(where: { filling.round(of: $0) > 0 }), let element = filling.element(of: round), let definition = filling.definition(of: round)
        else { return nil }
        let rounds = filling.nodes(of: element, in: filling.parent(of: round))
        guard rounds.count > 1, let number = rounds.firstIndex(of: round) else { return nil }
        return translator("forms.round", ["what": .text(filling.text(definition.label, of: round)), "number": .number(number + 1)])
    }

    /// The question that saves to a field of a record.
    private static func node(of field: String, _ draft: FormAnswers.Draft, _ filling: FormFilling, _ plan: FormPlan) -> Int? {
        filling.allNodes.first { node in
            guard let target = filling.element(of: node).flatMap({ plan.targets[$0] }), target.field.record == draft.kind, target.field.name == field,
                filling.isShown(node)
            else { return false }
            guard let round = draft.node else { return true }
            return sequence(first: node, next: { filling.parent(of: $0) }).contains(round)
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
        case .answeredAndAbsent: return translator("cases.fault.answer-and-absent")
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
