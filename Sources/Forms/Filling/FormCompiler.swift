/// Parses all expressions of a form and finds the order in which they are computed.
struct FormCompiler {
    private let form: FormDefinition
    private let tree: FormTree
    private(set) var rules: [FormProgram.Rules] = []
    private(set) var order: [FormProgram.Step] = []
    private(set) var problems: [FormProblem] = []
    private(set) var texts: [FormProgram.TextKey: TextPieces] = [:]
    private(set) var outputs: [String: Expression] = [:]
    private(set) var lookedUpLists: Set<String> = []
    private var choiceTexts: [String: [String]] = [:]

    init(_ form: FormDefinition, _ tree: FormTree) {
        self.form = form
        self.tree = tree
    }

    mutating func run() {
        for index in tree.elements.indices { rules.append(rules(of: index)) }
        for index in tree.elements.indices { readTexts(of: index) }
        let plan = ComputationOrder(tree, rules)
        order = plan.order
        problems += plan.problems
    }

    // MARK: Expressions

    private mutating func rules(of index: Int) -> FormProgram.Rules {
        let node = tree.elements[index].node
        var rules = FormProgram.Rules()
        rules.relevant = condition(node.relevant, index, "relevant")
        rules.constraint = condition(node.constraint, index, "constraint")
        rules.required = condition(node.required, index, "required")
        rules.readOnly = condition(node.readOnly, index, "read_only")
        rules.calculation = node.calculation.flatMap { parse($0, index, node.calculationColumn) }
        rules.repeatCount = node.repeatCount.flatMap { parse($0, index, "repeat_count") }
        if node.defaultIsExpression { rules.defaultValue = node.defaultValue.flatMap { parse($0, index, "default") } }
        if case .answers(let reference) = node.questionType?.offeredSource {
            rules.answers = parse(tree.resolved(reference, in: tree.context(of: index), fromParentOfRepeat: true), index, "type", isResolved: true)
        }
        rules.choiceFilter = node.choiceFilter.flatMap { choiceFilter($0, index) }
        rules.search = node.searchArguments.flatMap { search($0, index) }
        if rules.choiceFilter != nil, let name = node.questionType?.offeredSource?.listName { lookedUpLists.insert(name) }
        check(rules, index)
        return rules
    }

    // MARK: Names that lead nowhere

    /// ODK takes a name without `${…}` for a place below the question, where there is nothing. That a question is never asked, that no answer is taken, or that a repeat has
    /// no rounds is an error; that an answer is not required, or a value empty, can be lived with, as real forms do.
    private mutating func check(_ rules: FormProgram.Rules, _ index: Int) {
        let node = tree.elements[index].node
        let children = Set(tree.childIndices[index].map { tree.elements[$0].node.name })
        let expressions = [
            ("relevant", rules.relevant), ("constraint", rules.constraint), ("required", rules.required), ("read_only", rules.readOnly),
            (node.calculationColumn, rules.calculation), ("repeat_count", rules.repeatCount), ("default", rules.defaultValue),
        ]
        for (column, expression) in expressions {
            guard let expression else { continue }
            for name in Self.names(in: expression) where !children.contains(name) && !form.settings.isFlat {
                let isQuestion = tree.index(of: name) != nil
                let words =
                    switch column {
                    case "required", "read_only": "Write yes, no, or a condition with ${name} for the answers to questions."
                    case "repeat_count": "Write a number, or ${name} of a question with a number."
                    default: "Write ${name} for the answer to a question, or a text between quotation marks."
                    }
                fault(
                    ExpressionError("“\(name)” is neither a question nor a text here, and stands for nothing.", remedy: isQuestion ? "Write ${\(name)}." : words),
                    index, column, ["relevant", "constraint", "repeat_count"].contains(column) ? .error : .warning)
            }
            if column == "repeat_count", case .text(let text) = expression, FormValue.number(text).isNaN {
                fault(ExpressionError("“\(text)” is no number of rounds.", remedy: "Write a number, or ${name} of a question with a number."), index, column)
            }
        }
        if let filter = rules.choiceFilter { checkColumns(of: filter, index) }
    }

    /// A choice filter names columns of its list. One that is not there is empty for every choice, with which ODK lives.
    private mutating func checkColumns(of filter: Expression, _ index: Int) {
        let choices: [Choice]
        switch tree.elements[index].node.questionType {
        case .selectOneExternal(let list)?: choices = form.externalChoiceLists.first { $0.name == list }?.choices ?? []
        case let type?:
            guard case .list(let list)? = type.choiceSource else { return }
            choices = form.choiceList(list)?.choices ?? []
        case nil: return
        }
        let columns = Set(choices.flatMap { $0.extra.map(\.name) })
        for name in Self.names(in: filter) where !columns.contains(name) && !["name", "label", "itextId"].contains(name) {
            fault(
                ExpressionError(
                    "The list has no column “\(name)”, which is therefore empty for every choice.",
                    remedy: SheetText.nearest(to: name, among: columns.sorted()).map { "Did you mean “\($0)”?" }
                        ?? "Add the column to the choices, or write ${\(name)} if a question is meant."),
                index, "choice_filter", .warning)
        }
    }

    /// Names that an expression looks for directly below what it is evaluated for, each once.
    private static func names(in expression: Expression) -> [String] {
        var found: [String] = []
        func visit(_ expression: Expression) {
            switch expression {
            case .number, .text: break
            case .negated(let inner): visit(inner)
            case .binary(_, let left, let right):
                visit(left)
                visit(right)
            case .call(_, let arguments): arguments.forEach(visit)
            case .path(let path):
                switch path.start {
                case .root: break
                case .context: if let step = path.steps.first, step.axis == .child, let name = step.name, !found.contains(name) { found.append(name) }
                case .value(let inner): visit(inner)
                }
            }
        }
        visit(expression)
        return found
    }

    /// Mistakes in the expressions alone of a form whose sheets have errors, so that both are told at once. An expression that refers to what is not there, or is there
    /// twice, is left out, since that was told already.
    static func syntaxProblems(of form: FormDefinition) -> [FormProblem] {
        let tree = FormTree(form)
        var problems: [FormProblem] = []
        for (index, element) in tree.elements.enumerated() {
            let node = element.node
            let written: [(column: String, text: String?)] = [
                ("relevant", node.relevant), ("constraint", node.constraint), ("required", node.required), ("read_only", node.readOnly),
                (node.calculationColumn, node.calculation), ("repeat_count", node.repeatCount), ("default", node.defaultIsExpression ? node.defaultValue : nil),
                ("choice_filter", node.choiceFilter),
            ]
            for (column, text) in written {
                guard let text, YesNo.read(text) == nil, FormReferences.malformed(in: text).isEmpty,
                    FormReferences.all(in: text).allSatisfy({ tree.count(of: $0.name) == 1 })
                else { continue }
                do throws(ExpressionError) {
                    _ = try ExpressionParser.parse(tree.resolved(text, in: tree.context(of: index)))
                } catch {
                    problems.append(FormProblem(.error, sheet: node.source.sheet, row: node.source.row, column: column, error.fault, remedy: error.remedy))
                }
            }
        }
        return problems
    }

    // MARK: Parsing

    /// Yes and no as forms write them are conditions too.
    private mutating func condition(_ text: String?, _ index: Int, _ column: String) -> Expression? {
        guard let text else { return nil }
        if let isTrue = YesNo.read(text) { return .call(isTrue ? "true" : "false", []) }
        return parse(text, index, column)
    }

    private mutating func choiceFilter(_ text: String, _ index: Int) -> Expression? {
        let isFromAnswers = if case .answers = tree.elements[index].node.questionType?.offeredSource { true } else { false }
        // Choices from answers are looked at in their repeat, so that names of its questions are meant there.
        let resolved =
            isFromAnswers
            ? FormReferences.replacing(in: text) { reference in
                let isBeside = tree.index(of: reference.name).flatMap { tree.repeatAround($0) } == repeatOfChoices(index)
                return isBeside ? " ./\(reference.name) " : tree.path(of: reference, in: text, tree.context(of: index), true)
            }
            : tree.resolved(text, in: tree.context(of: index), usesCurrent: true)
        return parse(resolved, index, "choice_filter", isResolved: true)
    }

    /// Arguments are expressions like those of any function.
    private mutating func search(_ arguments: String, _ index: Int) -> [Expression]? {
        guard case .call(_, let parsed)? = parse("concat(\(arguments))", index, "appearance") else { return nil }
        return parsed
    }

    private func repeatOfChoices(_ index: Int) -> Int? {
        guard case .answers(let reference) = tree.elements[index].node.questionType?.offeredSource, let name = FormReferences.single(reference) else {
            return nil
        }
        return tree.index(of: name).flatMap { tree.repeatAround($0) }
    }

    /// - Parameter severity: what a mistake is: a text is shown without the value it cannot compute; a rule that cannot be computed is no rule.
    private mutating func parse(
        _ text: String, _ index: Int, _ column: String, isResolved: Bool = false, severity: FormProblem.Severity = .error
    ) -> Expression? {
        do throws(ExpressionError) {
            let resolved = isResolved ? text : tree.resolved(text, in: tree.context(of: index))
            let expression = try ExpressionParser.parse(resolved)
            lookedUpLists.formUnion(try Self.lists(in: expression))
            return try withChoiceNames(expression, index)
        } catch {
            fault(error, index, column, severity)
            return nil
        }
    }

    private mutating func fault(_ error: ExpressionError, _ index: Int, _ column: String, _ severity: FormProblem.Severity = .error) {
        let source = tree.elements[index].node.source
        problems.append(FormProblem(severity, sheet: source.sheet, row: source.row, column: column, error.fault, remedy: error.remedy))
    }

    private static func lists(in expression: Expression) throws(ExpressionError) -> Set<String> {
        var names: Set<String> = []
        var isGood = true
        expression.forEach { part in
            guard case .call("instance", let arguments) = part else { return }
            if case .text(let name) = arguments[0] { names.insert(name) } else { isGood = false }
        }
        guard isGood else { throw ExpressionError("“instance” does not name a list.", remedy: "Write the list's name between quotation marks.") }
        return names
    }

    /// `jr:choice-name(value, 'path')` with the question in place of its path, since the path is a text.
    private func withChoiceNames(_ expression: Expression, _ index: Int) throws(ExpressionError) -> Expression {
        switch expression {
        case .call("jr:choice-name", let arguments):
            guard case .text(let text) = arguments[1], case .path(let path) = try ExpressionParser.parse(text),
                let target = StaticPaths(tree).target(of: path, from: index), tree.elements[target].node.questionType?.offeredSource != nil
            else {
                throw ExpressionError(
                    "The second argument of “jr:choice-name” names no question with choices.", remedy: "Write the question between quotation marks: '${name}'.")
            }
            return .call("jr:choice-name", [try withChoiceNames(arguments[0], index), .number(Double(target))])
        case .call(let name, let arguments):
            var new: [Expression] = []
            for argument in arguments { new.append(try withChoiceNames(argument, index)) }
            return .call(name, new)
        case .negated(let inner): return .negated(try withChoiceNames(inner, index))
        case .binary(let operation, let left, let right):
            return .binary(operation, try withChoiceNames(left, index), try withChoiceNames(right, index))
        default: return expression
        }
    }

    // MARK: Texts

    private static func mayHaveValues(_ text: String) -> Bool { FormReferences.contains(text) || SheetText.contains(text, "instance(") }

    /// Labels of choices with values in them, which depend on where the choices are offered.
    private mutating func choiceTexts(_ source: ChoiceSource?) -> [String] {
        guard case .list(let name)? = source else { return [] }
        if let known = choiceTexts[name] { return known }
        let texts = (form.choiceList(name)?.choices ?? []).flatMap { Array($0.label.texts.values) }.filter(Self.mayHaveValues)
        choiceTexts[name] = texts
        return texts
    }

    private mutating func readTexts(of index: Int) {
        let element = tree.elements[index]
        for text in element.node.texts.flatMap({ $0.texts.values }).filter(Self.mayHaveValues) + choiceTexts(element.node.questionType?.offeredSource) {
            let pieces = TextPieces(text, in: tree.context(of: index), of: tree)
            guard pieces.hasOutput else { continue }
            for case .output(let output) in pieces.pieces where outputs[output] == nil {
                outputs[output] = parse(output, index, "label", isResolved: true, severity: .warning)
            }
            texts[FormProgram.TextKey(text: text, element: index)] = pieces
        }
    }
}

extension ChoiceSource {
    /// The name of the list as expressions call it; nil for choices from answers.
    var listName: String? {
        switch self {
        case .list(let name): name
        case .file(let file, _, _): FileName.split(file).base
        case .answers: nil
        }
    }
}
