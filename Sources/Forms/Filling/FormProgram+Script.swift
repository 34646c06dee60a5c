import Formats

/// The form as the script in the page takes it: parsed expressions, the order of computing, and the lists that are looked into.
/// Texts with values in them are in the page, the values marked with their places in `outputs`, so that the script writes the values anew and nothing else.
///
/// Expressions are arrays: `["b", operator, left, right]`, `["c", function, argument…]`, `["n", inner]`, `["p", start, step…]`, where a start is `"/"`, `"."` or an
/// expression, and a step `[axis, name or null, predicate…]`; texts and numbers are themselves.
extension FormProgram {
    /// - Parameters:
    ///   - language: the reader's, as the form names it.
    ///   - tables: the lists that are no sheet of the form.
    ///   - address: where the script finds a list by itself; nil for one that goes along.
    public func script(language: String, tables: (String) -> FormTable?, address: (String) -> String? = { _ in nil }) -> JSONValue {
        var elements: [JSONValue] = []
        var lists: [String: JSONValue] = [:]
        var addresses: [String: JSONValue] = [:]
        func add(_ name: String) {
            guard lists[name] == nil, addresses[name] == nil else { return }
            if list(name) == nil, let address = address(name) { addresses[name] = .string(address) } else { lists[name] = rows(name, language, tables) }
        }
        for name in lookedUpLists { add(name) }
        for (index, element) in tree.elements.enumerated() {
            elements.append(.object(script(of: index, language)))
            for name in namedLists(index) { add(name) }
            if rules[index].choiceFilter != nil || rules[index].search != nil, let name = element.node.questionType?.offeredSource?.listName { add(name) }
        }
        let order = order.map { step -> JSONValue in
            switch step {
            case .relevance(let index): .array([.string("r"), .integer(Int64(index))])
            case .count(let index): .array([.string("c"), .integer(Int64(index))])
            case .value(let index): .array([.string("v"), .integer(Int64(index))])
            }
        }
        var members = JSONObject([
            .init("root", .string(tree.rootName)), .init("elements", .array(elements)), .init("order", .array(order)),
            .init("lists", .object(JSONObject(lists.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }))),
        ])
        if !addresses.isEmpty {
            members["addresses"] = .object(JSONObject(addresses.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }))
        }
        if !outputTexts.isEmpty { members["outputs"] = .array(outputTexts.map { outputs[$0]?.script ?? .string("") }) }
        if let version = form.version { members["version"] = .string(version) }
        return .object(members)
    }

    /// Whether anything of it changes while it is filled in; a form that does not needs no script.
    public var isDynamic: Bool {
        rules.contains {
            $0.relevant != nil || $0.constraint != nil || $0.calculation != nil || $0.choiceFilter != nil || $0.repeatCount != nil || $0.answers != nil
                || $0.search != nil
        }
            || tree.elements.contains { $0.node.kind == .repeated } || !outputs.isEmpty
    }

    /// Whether other answers decide which choices a question offers.
    public func hasChangingChoices(_ element: Int) -> Bool {
        rules.indices.contains(element) && (rules[element].choiceFilter != nil || rules[element].answers != nil || rules[element].search != nil)
    }

    /// Whether an expression calls a function.
    public func calls(_ function: String) -> Bool {
        var isCalled = false
        for expression in rules.flatMap(\.all) + outputs.values {
            expression.forEach { if case .call(function, _) = $0 { isCalled = true } }
        }
        return isCalled
    }

    private func script(of index: Int, _ language: String) -> JSONObject {
        let element = tree.elements[index]
        let rules = rules[index]
        var members = JSONObject([.init("name", .string(element.node.name))])
        if let parent = element.parent { members["parent"] = .integer(Int64(parent)) }
        if element.isFlat { members["flat"] = .bool(true) }
        switch element.node.kind {
        case .group: members["type"] = .string("group")
        case .repeated: members["type"] = .string("repeat")
        case .question(.integer), .question(.decimal), .question(.range): members["type"] = .string("number")
        case .question(.date), .question(.dateTime), .question(.metadata(.today)), .question(.metadata(.start)), .question(.metadata(.end)):
            members["type"] = .string("date")
        case .question: members["type"] = .string("text")
        }
        if !element.node.triggers.isEmpty { members["triggered"] = .bool(true) }
        if element.node.questionType?.isWrittenInDigits == true { members["digits"] = .bool(true) }
        if let message = element.node.constraintMessage.text(in: language, otherwise: form.defaultLanguage) { members["message"] = script(of: message, index) }
        let expressions = [
            ("relevant", rules.relevant), ("constraint", rules.constraint), ("required", rules.required), ("readOnly", rules.readOnly),
            ("calculation", rules.calculation), ("filter", rules.choiceFilter), ("count", rules.repeatCount), ("answers", rules.answers),
            ("initial", rules.defaultValue),
        ]
        for (name, expression) in expressions { if let expression { members[name] = expression.script } }
        if let search = rules.search { members["search"] = .array(search.map(\.script)) }
        if let list = element.node.questionType?.offeredSource?.listName { members["list"] = .string(list) }
        if case .file(_, let value, let label) = element.node.questionType?.offeredSource {
            members["valueColumn"] = .string(value)
            members["labelColumn"] = .string(label)
        }
        return members
    }

    /// A text as an expression that puts the values in.
    private func script(of text: String, _ index: Int) -> JSONValue {
        guard let pieces = pieces(text, of: index) else { return .string(StyledText(text).plain) }
        let parts = styled(pieces).runs.map { run -> JSONValue in
            guard let output = run.output else { return .string(run.text) }
            return .array([.string("c"), .string("string"), outputs[outputTexts[output]]?.script ?? .string("")])
        }
        return .array([.string("c"), .string("concat")] + parts)
    }

    /// Lists that a call names: files of `pulldata`, the list of the question in `jr:choice-name`.
    private func namedLists(_ index: Int) -> [String] {
        var names: [String] = []
        if case .text(let file)? = rules[index].search?.first { names.append(file.hasSuffix(".csv") ? FileName.split(file).base : file) }
        for expression in rules[index].all {
            expression.forEach { part in
                switch part {
                case .call("pulldata", let arguments):
                    if case .text(let file) = arguments[0] { names.append(file.hasSuffix(".csv") ? FileName.split(file).base : file) }
                case .call("jr:choice-name", let arguments):
                    if case .number(let number) = arguments[1], let element = Int(exactly: number),
                        let name = tree.elements[element].node.questionType?.offeredSource?.listName
                    {
                        names.append(name)
                    }
                default: break
                }
            }
        }
        return names
    }

    private func rows(_ name: String, _ language: String, _ tables: (String) -> FormTable?) -> JSONValue {
        if let list = list(name) {
            return .array(
                list.choices.map { choice in
                    let label = choice.label.text(in: language, otherwise: form.defaultLanguage) ?? ""
                    return .object(
                        JSONObject(
                            [.init("name", .string(choice.name)), .init("label", .string(label))] + choice.extra.map { .init($0.name, .string($0.value)) }))
                })
        }
        guard let table = FormTable.named(name, in: tables) else { return .array([]) }
        return .array(table.rows.map { row in .object(JSONObject(zip(table.columns, row).map { .init($0, .string($1)) })) })
    }
}

extension FormFilling {
    /// The form and its answers as the script in the page takes them.
    public func script(tables: (String) -> FormTable?, address: (String) -> String? = { _ in nil }) -> JSONValue {
        var members = program.script(language: language, tables: tables, address: address).object ?? [:]
        members["offset"] = .integer(Int64(clock.offset))
        let indices = allNodes
        members["nodes"] = .array(
            indices.map { index in
                let node = nodes[index]
                var members: JSONObject = [
                    "id": .integer(Int64(index)), "element": .integer(Int64(node.element ?? 0)), "control": .string(controlName(of: index)),
                ]
                if let parent = node.parent, parent != Self.root { members["parent"] = .integer(Int64(parent)) }
                if !node.value.isEmpty { members["value"] = .string(node.value) }
                return .object(members)
            })
        return .object(members)
    }
}

extension FormProgram.Rules {
    /// All expressions that are there.
    var all: [Expression] {
        [relevant, constraint, required, readOnly, calculation, choiceFilter, repeatCount, defaultValue, answers].compactMap { $0 }
            + (search ?? [])
    }
}

extension Expression {
    var script: JSONValue {
        switch self {
        case .number(let number):
            if let whole = Int64(exactly: number) { return .integer(whole) }
            return JSONValue.number(number)
        case .text(let text): return .string(text)
        case .negated(let inner): return .array([.string("n"), inner.script])
        case .binary(let operation, let left, let right): return .array([.string("b"), .string(operation.rawValue), left.script, right.script])
        case .call(let name, let arguments): return .array([.string("c"), .string(name)] + arguments.map(\.script))
        case .path(let path):
            let start: JSONValue =
                switch path.start {
                case .root: .string("/")
                case .context: .string(".")
                case .value(let inner): inner.script
                }
            return .array([.string("p"), start] + path.steps.map(\.script))
        }
    }
}

extension Expression.Step {
    fileprivate var script: JSONValue { .array([.string(axis.rawValue), name.map { .string($0) } ?? .null] + predicates.map(\.script)) }
}
