/// The order of computing: what an expression looks at comes before it. Expressions that look at each other in a circle are reported.
struct ComputationOrder {
    private(set) var order: [FormProgram.Step] = []
    private(set) var problems: [FormProblem] = []

    private let tree: FormTree
    private let rules: [FormProgram.Rules]
    private var needs: [FormProgram.Step: [FormProgram.Step]] = [:]

    init(_ tree: FormTree, _ rules: [FormProgram.Rules]) {
        self.tree = tree
        self.rules = rules
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
        // A question in a group is tied to the group's condition, and the rounds of a repeat to their number; what the author wrote is the steps with an expression.
        let written = circle.filter(isWritten)
        guard let first = written.first ?? circle.first else { return }
        let node = tree.elements[element(first)].node
        var names: [String] = []
        for name in written.map(name) where !names.contains(name) { names.append(name) }
        let column =
            switch first {
            case .relevance: "relevant"
            case .count: "repeat_count"
            case .value: node.calculationColumn
            }
        problems.append(
            FormProblem(
                .error, sheet: node.source.sheet, row: node.source.row, column: column,
                names.count == 1
                    ? "The expression of “\(names[0])” depends on “\(names[0])” itself."
                    : "The expressions of \(SheetText.quoted(names)) depend on each other in a circle.",
                remedy: "Take one of the references out. To look at the answer itself, use a constraint."))
    }

    private func isWritten(_ step: FormProgram.Step) -> Bool {
        switch step {
        case .relevance(let index): rules[index].relevant != nil
        // What only names the field that was made for a computed number is not written.
        case .count(let index): rules[index].repeatCount != nil && countField(of: index) == nil
        case .value(let index): rules[index].calculation != nil
        }
    }

    /// The field that was made for the computed number of a repeat's rounds.
    private func countField(of index: Int) -> Int? {
        tree.elements[index].node.repeatCount.flatMap { FormReferences.single($0) }.flatMap { tree.index(of: $0) }.flatMap {
            tree.elements[$0].node.calculationColumn == "repeat_count" ? $0 : nil
        }
    }

    /// What the author calls it.
    private func name(_ step: FormProgram.Step) -> String {
        let index = element(step)
        let isCountField = tree.elements[index].node.calculationColumn == "repeat_count"
        return (isCountField ? tree.elements.indices.first { countField(of: $0) == index } : nil).map { tree.elements[$0].node.name } ?? tree.elements[index].node.name
    }
}
