/// Evaluating expressions over the answers (XPath 1.0 with ODK's departures from it).
extension FormFilling {
    /// What an expression is evaluated for.
    struct Context {
        /// The context node.
        var node: Int
        /// The question whose expression it is: `current()`.
        var current: Int
        /// The node's place among those that a bracket looks at, from 1; nil outside of brackets.
        var position: Int?
        var size = 1
    }

    // MARK: Results

    func isTrue(_ expression: Expression, at node: Int) throws(ExpressionError) -> Bool {
        boolean(try value(expression, Context(node: node, current: node)))
    }

    func number(of expression: Expression, at node: Int) throws(ExpressionError) -> Double {
        number(try value(expression, Context(node: node, current: node)))
    }

    /// As it is stored: yes and no as 1 and 0, days and moments as ISO 8601 has them.
    func text(of expression: Expression, at node: Int) throws(ExpressionError) -> String {
        stored(try value(expression, Context(node: node, current: node)))
    }

    func stored(_ value: FormValue) -> String {
        switch unpacked(value) {
        case .boolean(let isTrue): isTrue ? "1" : "0"
        case .number(let number): number.isNaN ? "" : FormValue.text(number)
        case let value: string(value)
        }
    }

    // MARK: Conversions

    /// The typed value of the first node, in place of nodes.
    func unpacked(_ value: FormValue) -> FormValue {
        guard case .nodes(let found) = value else { return value }
        return found.first.map { typed($0) } ?? .text("")
    }

    /// The answer by the question's type; an unanswered question is an empty text.
    private func typed(_ index: Int) -> FormValue {
        let node = nodes[index]
        guard let element = node.element, !node.value.isEmpty else { return .text(node.value) }
        switch program.tree.elements[element].node.questionType {
        case .integer, .decimal, .range:
            let number = FormValue.number(node.value)
            return number.isNaN ? .text(node.value) : .number(number)
        case .date, .dateTime, .metadata(.today), .metadata(.start), .metadata(.end):
            return FormMoment(node.value, clock: clock).map { .moment($0) } ?? .text(node.value)
        default: return .text(node.value)
        }
    }

    func boolean(_ value: FormValue) -> Bool {
        switch unpacked(value) {
        case .boolean(let isTrue): isTrue
        case .number(let number): number.isTrue
        case .text(let text): !text.isEmpty
        case .moment: true
        case .nodes: false
        }
    }

    func number(_ value: FormValue) -> Double {
        switch unpacked(value) {
        case .boolean(let isTrue): isTrue ? 1 : 0
        case .number(let number): number
        case .text(let text): FormValue.number(text)
        case .moment(let moment): moment.days
        case .nodes: .nan
        }
    }

    /// The last day of a date that may be a span; of anything else its number.
    private func greatest(_ value: FormValue) -> Double {
        if case .moment(let moment) = unpacked(value) { moment.lastDays } else { number(value) }
    }

    func string(_ value: FormValue) -> String {
        switch unpacked(value) {
        case .boolean(let isTrue): isTrue ? "true" : "false"
        case .number(let number): FormValue.text(number)
        case .text(let text): text
        case .moment(let moment): moment.text
        case .nodes: ""
        }
    }

    // MARK: Operators

    func value(_ expression: Expression, _ context: Context) throws(ExpressionError) -> FormValue {
        switch expression {
        case .number(let number): return .number(number)
        case .text(let text): return .text(text)
        case .negated(let inner): return .number(-number(try value(inner, context)))
        case .binary(let operation, let left, let right): return try binary(operation, left, right, context)
        case .call(let name, let arguments): return try call(name, arguments, context)
        case .path(let path): return .nodes(try nodes(path, context))
        }
    }

    private func binary(_ operation: Expression.Operator, _ left: Expression, _ right: Expression, _ context: Context) throws(ExpressionError) -> FormValue {
        switch operation {
        case .or, .and:
            // The right side is looked at only where the left does not decide.
            let isDecided = boolean(try value(left, context)) == (operation == .or)
            return .boolean(isDecided ? operation == .or : boolean(try value(right, context)))
        case .union:
            guard case .nodes(let first) = try value(left, context), case .nodes(let second) = try value(right, context) else {
                throw ExpressionError("“|” joins paths only.", remedy: "Write or between conditions.")
            }
            return .nodes(first + second.filter { !first.contains($0) })
        default: break
        }
        let (left, right) = (unpacked(try value(left, context)), unpacked(try value(right, context)))
        switch operation {
        case .equal: return .boolean(isEqual(left, right))
        case .unequal: return .boolean(!isEqual(left, right))
        // Of dates that are not known to the day: whether it can be so. Nobody is refused for what they may have said rightly.
        case .less: return .boolean(number(left) < greatest(right))
        case .atMost: return .boolean(number(left) <= greatest(right))
        case .greater: return .boolean(greatest(left) > number(right))
        case .atLeast: return .boolean(greatest(left) >= number(right))
        case .plus: return .number(number(left) + number(right))
        case .minus: return .number(number(left) - number(right))
        case .times: return .number(number(left) * number(right))
        case .divided: return .number(number(left) / number(right))
        case .remainder: return .number(number(left).truncatingRemainder(dividingBy: number(right)))
        case .or, .and, .union: return left
        }
    }

    /// Truth values are compared as such, then numbers, then texts (XPath 1.0, 3.4).
    private func isEqual(_ left: FormValue, _ right: FormValue) -> Bool {
        switch (left, right) {
        case (.boolean, _), (_, .boolean): return boolean(left) == boolean(right)
        case (.number, _), (_, .number):
            let (left, right) = (number(left), number(right))
            return left == right || abs(left - right) < 1e-12
        default: return string(left).utf8.elementsEqual(string(right).utf8)
        }
    }

    // MARK: Paths

    /// The nodes at the end of a path that count, in the order of the answers.
    func nodes(_ path: Expression.Path, _ context: Context, inOwnRounds: Bool = true) throws(ExpressionError) -> [Int] {
        var found: [Int]
        switch path.start {
        case .root: found = [Self.document]
        case .context: found = [context.node]
        case .value(let inner):
            guard case .nodes(let start) = try value(inner, context) else {
                throw ExpressionError("A path follows something that is no list or question.", remedy: "Begin paths with instance('list') or a question.")
            }
            found = start
        }
        let own = inOwnRounds && path.start == .root ? ancestors(of: context.current) : []
        for (number, step) in path.steps.enumerated() {
            var next: [Int] = []
            for index in found { for other in self.nodes(step, from: index) where !next.contains(other) { next.append(other) } }
            // Within a round of a repeat, an absolute path means that round (ODK XForms, “XPath paths”).
            if step.predicates.isEmpty, number < path.steps.count - 1, next.count > 1, let round = next.first(where: { own.contains($0) }) { next = [round] }
            for predicate in step.predicates { next = try matching(next, predicate, context) }
            found = next
        }
        return found.filter { nodes[$0].isRelevant }
    }

    private func ancestors(of index: Int) -> Set<Int> {
        var result: Set<Int> = []
        var next: Int? = index
        while let index = next {
            result.insert(index)
            next = nodes[index].parent
        }
        return result
    }

    private func nodes(_ step: Expression.Step, from index: Int) -> [Int] {
        switch step.axis {
        case .itself: return [index]
        case .parent: return nodes[index].parent.map { [$0] } ?? []
        case .attribute: return []
        case .child: return nodes[index].children.filter { step.name == nil || nodes[$0].name == step.name }
        case .descendant:
            var found: [Int] = []
            func visit(_ index: Int) {
                found.append(index)
                for child in nodes[index].children { visit(child) }
            }
            visit(index)
            return step.name.map { name in found.filter { nodes[$0].name == name } } ?? found
        }
    }

    private func matching(_ found: [Int], _ predicate: Expression, _ context: Context) throws(ExpressionError) -> [Int] {
        var kept: [Int] = []
        for (position, index) in found.enumerated() {
            let value = try self.value(predicate, Context(node: index, current: context.current, position: position + 1, size: found.count))
            let isKept = if case .number(let number) = value { number == Double(position + 1) } else { boolean(value) }
            if isKept { kept.append(index) }
        }
        return kept
    }

    /// The node's place among those with its name, from 1.
    func position(of index: Int) -> Int {
        guard let parent = nodes[index].parent else { return 1 }
        return (nodes[parent].children.filter { nodes[$0].name == nodes[index].name }.firstIndex(of: index) ?? 0) + 1
    }
}
