/// Which questions a path leads to, from the form alone.
struct StaticPaths {
    private let tree: FormTree

    init(_ tree: FormTree) { self.tree = tree }

    /// A place on the way: the form itself, an element, or nowhere that the form knows.
    private enum Place: Hashable {
        case document, root
        case element(Int)
        case unknown
    }

    /// The element at the end of the path.
    func target(of path: Expression.Path, from index: Int) -> Int? {
        if case .element(let target) = place(of: path, from: .element(index)) { target } else { nil }
    }

    /// All elements whose values or presence the expression looks at.
    func elements(in expression: Expression, from index: Int) -> Set<Int> {
        var found: Set<Int> = []
        collect(expression, .element(index), current: .element(index), &found)
        return found
    }

    private func collect(_ expression: Expression, _ context: Place, current: Place, _ found: inout Set<Int>) {
        switch expression {
        case .number, .text: break
        case .negated(let inner): collect(inner, context, current: current, &found)
        case .binary(_, let left, let right):
            collect(left, context, current: current, &found)
            collect(right, context, current: current, &found)
        case .call(_, let arguments): for argument in arguments { collect(argument, context, current: current, &found) }
        case .path(let path): collect(path, context, current: current, &found)
        }
    }

    private func collect(_ path: Expression.Path, _ context: Place, current: Place, _ found: inout Set<Int>) {
        var place: Place
        switch path.start {
        case .root: place = .document
        case .context: place = context
        case .value(.call("current", _)): place = current
        case .value(let inner):
            collect(inner, context, current: current, &found)
            place = .unknown
        }
        for step in path.steps {
            place = next(place, step)
            for predicate in step.predicates { collect(predicate, place, current: current, &found) }
            if step.name == nil, step.axis == .child || step.axis == .descendant, case .element(let index) = place { found.formUnion(below(index)) }
        }
        // Whether a group or repeat is there follows from itself; its values have paths of their own.
        if case .element(let index) = place { found.insert(index) }
    }

    private func below(_ index: Int) -> Set<Int> {
        var all: Set<Int> = []
        for child in tree.childIndices[index] {
            all.insert(child)
            all.formUnion(below(child))
        }
        return all
    }

    private func place(of path: Expression.Path, from context: Place) -> Place {
        var place: Place
        switch path.start {
        case .root: place = .document
        case .context, .value(.call("current", _)): place = context
        case .value: place = .unknown
        }
        for step in path.steps { place = next(place, step) }
        return place
    }

    private func next(_ place: Place, _ step: Expression.Step) -> Place {
        switch (step.axis, place) {
        case (.itself, _): return place
        case (.parent, .element(let index)): return tree.elements[index].parent.map { .element($0) } ?? .root
        case (.parent, .root): return .document
        case (.child, .document): return step.name == tree.rootName ? .root : .unknown
        case (.child, .root): return child(step.name, among: tree.topIndices + (tree.metaIndex.map { [$0] } ?? []))
        case (.child, .element(let index)):
            guard step.name != nil else { return place }
            return child(step.name, among: tree.childIndices[index])
        default: return .unknown
        }
    }

    private func child(_ name: String?, among indices: [Int]) -> Place {
        if let found = indices.first(where: { !tree.elements[$0].isFlat && tree.elements[$0].node.name == name }) { return .element(found) }
        for index in indices where tree.elements[index].isFlat {
            let inner = child(name, among: tree.childIndices[index])
            if inner != .unknown { return inner }
        }
        return .unknown
    }
}
