/// What can be wrong with a form as a whole, when every sheet is good in itself.
enum FormChecks {
    static func problems(of form: FormDefinition) -> [FormProblem] {
        let tree = FormTree(form)
        return SecondaryInstances(form).problems + ambiguous(tree) + triggers(tree) + searches(form, tree) + defaults(form, tree)
    }

    // MARK: Defaults

    /// A default that its question does not take stands in the way of everybody who fills in the form. ODK takes it, so that it is a warning.
    private static func defaults(_ form: FormDefinition, _ tree: FormTree) -> [FormProblem] {
        tree.elements.compactMap { element in
            let node = element.node
            guard let value = node.defaultValue, !value.isEmpty, !node.defaultIsExpression, let type = node.questionType else { return nil }
            if !isValid(value, type) {
                let (what, remedy) = wanted(type)
                return warning(node, "default", "The default “\(value)” is \(what).", remedy)
            }
            if type == .range, !AnswerSyntax.isWithin(value, node.parameters) {
                return warning(node, "default", "The default “\(value)” is no value of the range.", "Write a number between start and end, where a step is.")
            }
            return strayChoice(value, node, type, form)
        }
    }

    private static func isValid(_ value: String, _ type: QuestionType) -> Bool {
        switch type {
        // A line that is begun is gone on with.
        case .geotrace, .geoshape: GeographicShape(value) != nil
        default: AnswerSyntax.isValid(value, type, clock: FormClock(now: 0, offset: 0))
        }
    }

    private static func wanted(_ type: QuestionType) -> (String, String) {
        switch type {
        case .integer: ("no whole number", "Write digits only, such as 12, or an expression.")
        case .decimal, .range: ("no number", "Write digits, with a point for the fraction, such as 12.5, or an expression.")
        case .date: ("no date", "Write year, month and day, such as 2024-03-15, or an expression such as today().")
        case .dateTime: ("no date with a time", "Write it as 2024-03-15T08:30, or an expression such as now().")
        case .time: ("no time", "Write hours and minutes, such as 08:30, or an expression.")
        case .geopoint: ("no place", "Write latitude and longitude with a space between, such as 25.29 51.53.")
        default: ("no line of places", "Write points with semicolons between, each as latitude and longitude: 25.29 51.53; 25.30 51.54.")
        }
    }

    private static func strayChoice(_ value: String, _ node: FormNode, _ type: QuestionType, _ form: FormDefinition) -> FormProblem? {
        let list: ChoiceList?
        switch type {
        case .selectOneExternal(let name): list = form.externalChoiceLists.first { $0.name == name }
        default: if case .list(let name)? = type.choiceSource, !node.usesSearch { list = form.choiceList(name) } else { list = nil }
        }
        guard let list else { return nil }
        let names = Set(list.choices.map(\.name))
        let isOne = if case .selectOne = type { true } else if case .selectOneExternal = type { true } else { false }
        guard let stray = (isOne ? [value] : SheetText.words(value)).first(where: { !names.contains($0) }) else { return nil }
        let remedy = SheetText.nearest(to: stray, among: names.sorted()).map { "Did you mean “\($0)”?" } ?? "Write the name of a choice, not its label."
        return warning(node, "default", "The default “\(stray)” is not among the choices of “\(list.name)”.", remedy)
    }

    private static func error(_ node: FormNode, _ column: String?, _ fault: String, _ remedy: String) -> FormProblem {
        FormProblem(.error, sheet: node.source.sheet, row: node.source.row, column: column, fault, remedy: remedy)
    }

    private static func warning(_ node: FormNode, _ column: String, _ fault: String, _ remedy: String) -> FormProblem {
        FormProblem(.warning, sheet: node.source.sheet, row: node.source.row, column: column, fault, remedy: remedy)
    }

    /// Loops make several questions of one row, which then cannot be referred to.
    private static func ambiguous(_ tree: FormTree) -> [FormProblem] {
        var problems: [FormProblem] = []
        for element in tree.elements {
            let texts = element.node.expressions + element.node.texts.flatMap { $0.texts.values }
            for name in Set(texts.flatMap { FormReferences.all(in: $0).map(\.name) }).sorted() where tree.count(of: name) > 1 {
                problems.append(
                    error(
                        element.node, nil, "A loop makes several questions “\(name)”, so that it is not clear which is meant.",
                        "Refer to questions outside of loops only."))
            }
        }
        return problems
    }

    private static func triggers(_ tree: FormTree) -> [FormProblem] {
        var problems: [FormProblem] = []
        for element in tree.elements where element.node.questionType != .backgroundGeopoint {
            for name in element.node.triggers {
                guard let trigger = tree.index(of: name).map({ tree.elements[$0].node }) else { continue }
                let isComputed = trigger.calculation != nil || !trigger.triggers.isEmpty
                if trigger.questionType == .calculate || (isComputed && trigger.label.isEmpty && trigger.hint.isEmpty) {
                    problems.append(
                        error(
                            element.node, "trigger", "The trigger “\(name)” is never shown, so that nothing sets it off.",
                            "Name a question that people answer."))
                }
            }
        }
        return problems
    }

    /// The appearance `search()` puts choices into the question itself, so that the list cannot serve others too.
    private static func searches(_ form: FormDefinition, _ tree: FormTree) -> [FormProblem] {
        var searching: [String: FormNode] = [:]
        var others: [String: FormNode] = [:]
        var problems: [FormProblem] = []
        for element in tree.elements {
            switch element.node.questionType?.choiceSource {
            case .list(let list): if element.node.usesSearch { searching[list] = element.node } else { others[list] = element.node }
            case .file where element.node.usesSearch:
                let remedy = "Remove it, or use a list of the sheet choices."
                problems.append(error(element.node, "appearance", "“search()” cannot be used with choices from a file.", remedy))
            default: continue
            }
        }
        for (list, node) in searching.sorted(by: { $0.key < $1.key }) {
            guard let other = others[list] else { continue }
            problems.append(
                error(
                    node, "appearance", "“search()” is used with the list “\(list)”, which “\(other.name)” uses without it.",
                    "Use search() in all questions of the list, or give this one a list of its own."))
        }
        return problems
    }
}

extension FormNode {
    /// Whether the appearance calls ODK Collect's search in an attached file.
    var usesSearch: Bool {
        guard let appearance, let start = FormReferences.firstIndex(of: Array("search(".utf8), in: Array(appearance.utf8), from: 0) else { return false }
        return Array(appearance.utf8)[start...].contains(UInt8(ascii: ")"))
    }

    /// Everything in it that is computed.
    var expressions: [String] {
        [relevant, constraint, required, readOnly, calculation, choiceFilter, repeatCount, defaultValue].compactMap { $0 }
    }

    var texts: [TranslatedText] { [label, hint, guidanceHint, constraintMessage, requiredMessage, noAppMessage] + media.values }
}
