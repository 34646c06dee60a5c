/// The order of computing: what an expression looks at comes before it. Expressions that look at each other in a circle are reported.
struct ComputationOrder {
    private(set) var order: [FormProgram.Step] = []
    private(set) var problems: [FormProblem] = []

    private let tree: FormTree
    private var needs: [FormProgram.Step: [FormProgram.Step]] = [:]

    init(_ tree: FormTree, _ rules: [FormProgram.Rules]) {
        self.tree = tree
        let paths = StaticPaths(tree)
        for index in tree.elements.indices {
            let parent = tree.elements[index].parent.map { [FormProgram.Step.relevance($0)] } ?? []
            let isRepeat = tree.elements[index].node.kind == .repeated
            needs[.relevance(index)] = parent + (isRepeat ? [.count(index)] : []) + needs(rules[index].relevant, index, paths)
            if isRepeat { needs[.count(index)] = parent + needs(rules[index].repeatCount, index, paths) }
            // What a trigger sets off is computed once, then, and may look at itself.
            let isTriggered = !tree.elements[index].node.triggers.isEmpty
            needs[.value(index)] = [.relevance(index)] + (isTriggered ? [] : needs(rules[index].calculation, index, paths))
        }
        sort()
    }

    private func needs(_ expression: Expression?, _ index: Int, _ paths: StaticPaths) -> [FormProgram.Step] {
        guard let expression else { return [] }
        return paths.elements(in: expression, from: index).sorted().map { tree.elements[$0].node.isQuestion ? .value($0) : .relevance($0) }
    }

    // MARK: Sorting

    private enum Mark { case open, done }

    private mutating func sort() {
        var marks: [FormProgram.Step: Mark] = [:]
        var path: [FormProgram.Step] = []
        func visit(_ step: FormProgram.Step) {
            if marks[step] == .done { return }
            if marks[step] == .open { return report(path[(path.lastIndex(of: step) ?? 0)...]) }
            marks[step] = .open
            path.append(step)
            for next in needs[step] ?? [] { visit(next) }
            path.removeLast()
            marks[step] = .done
            order.append(step)
        }
        for index in tree.elements.indices {
            visit(.relevance(index))
            if tree.elements[index].node.kind == .repeated { visit(.count(index)) }
            visit(.value(index))
        }
    }

    private func element(_ step: FormProgram.Step) -> Int {
        switch step {
        case .relevance(let index), .count(let index), .value(let index): index
        }
    }

    private mutating func report(_ circle: ArraySlice<FormProgram.Step>) {
        guard let first = circle.first else { return }
        // A question in a group is tied to the group's condition; what the author wrote is the steps with an expression.
        let node = tree.elements[element(first)].node
        var names: [String] = []
        for step in circle where !names.contains(tree.elements[element(step)].node.name) { names.append(tree.elements[element(step)].node.name) }
        let column =
            switch first {
            case .relevance: "relevant"
            case .count: "repeat_count"
            case .value: "calculation"
            }
        problems.append(
            FormProblem(
                .error, sheet: node.source.sheet, row: node.source.row, column: column,
                names.count == 1
                    ? "The expression of “\(node.name)” depends on “\(node.name)” itself."
                    : "The expressions of \(SheetText.quoted(names)) depend on each other in a circle.",
                remedy: "Take one of the references out. To look at the answer itself, use a constraint."))
    }
}
