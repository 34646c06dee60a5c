/// A form's questions, groups and repeats with their places in the answers, including the block `meta` that every form has.
struct FormTree {
    struct Element {
        var node: FormNode
        /// Nil at the top of the form.
        var parent: Int?
        /// Absolute, such as `/data/group/question`.
        var path: String
        /// Whether it is left out of the answers because the form is flat.
        var isFlat: Bool
    }

    /// Where an expression stands: below an element, perhaps with steps between that are no elements of the form.
    struct Context {
        var parent: Int?
        var stepsBelowParent: Int

        init(parent: Int?, stepsBelowParent: Int = 1) {
            self.parent = parent
            self.stepsBelowParent = stepsBelowParent
        }
    }

    let rootName: String
    private(set) var elements: [Element] = []
    private var indexByName: [String: Int] = [:]
    private var counts: [String: Int] = [:]
    /// Index of each element's first child and those that follow are not kept: children are found by walking the nodes in the same order.
    private(set) var childIndices: [[Int]] = []
    private(set) var topIndices: [Int] = []
    private(set) var metaIndex: Int?

    init(_ form: FormDefinition) {
        rootName = form.rootName
        topIndices = add(form.nodes, parent: nil, path: "/" + form.rootName, isFlat: form.settings.isFlat)
        let meta = Self.meta(form)
        if !meta.children.isEmpty { metaIndex = add([meta], parent: nil, path: "/" + form.rootName, isFlat: false).first }
    }

    /// The block of what clients record about a filled form.
    private static func meta(_ form: FormDefinition) -> FormNode {
        let source = FormSource(sheet: "settings", row: 1)
        var meta = FormNode(name: "meta", kind: .group, source: source)
        meta.children = form.metaNodes
        if !form.settings.omitsInstanceIdentifier {
            var identifier = FormNode(name: "instanceID", kind: .question(.calculate), source: source)
            identifier.readOnly = "true()"
            identifier.bindAttributes["jr:preload"] = form.settings.instanceIdentifierSource
            meta.children.append(identifier)
        }
        if let expression = form.settings.instanceName {
            var name = FormNode(name: "instanceName", kind: .question(.calculate), source: source)
            name.calculation = expression
            name.calculationColumn = "instance_name"
            meta.children.append(name)
        }
        return meta
    }

    private mutating func add(_ nodes: [FormNode], parent: Int?, path: String, isFlat: Bool) -> [Int] {
        nodes.map { node in
            let index = elements.count
            let isLeftOut = isFlat && !node.children.isEmpty
            let own = isLeftOut ? path : path + "/" + node.name
            elements.append(Element(node: node, parent: parent, path: own, isFlat: isLeftOut))
            childIndices.append([])
            if node.questionType != .xmlExternal, node.questionType != .csvExternal {
                counts[node.name, default: 0] += 1
                if indexByName[node.name] == nil { indexByName[node.name] = index }
            }
            childIndices[index] = add(node.children, parent: index, path: own, isFlat: isFlat)
            return index
        }
    }

    func count(of name: String) -> Int { counts[name] ?? 0 }

    func index(of name: String) -> Int? { indexByName[name] }

    /// Groups and repeats around an element, innermost first.
    func ancestors(_ parent: Int?) -> [Int] {
        var result: [Int] = []
        var next = parent
        while let index = next {
            result.append(index)
            next = elements[index].parent
        }
        return result
    }

    func isRepeat(_ index: Int) -> Bool { elements[index].node.kind == .repeated }

    /// The innermost repeat around an element.
    func repeatAround(_ index: Int) -> Int? { ancestors(elements[index].parent).first(where: isRepeat) }

    /// The group or repeat with these names, outermost first.
    func container(_ names: [String]) -> Int? {
        var indices = topIndices
        var found: Int?
        for name in names {
            guard let index = indices.first(where: { elements[$0].node.name == name }) else { return nil }
            found = index
            indices = childIndices[index]
        }
        return found
    }

    func context(of index: Int) -> Context { Context(parent: elements[index].parent) }

    // MARK: References

    /// The expression with each `${name}` replaced by a path: relative within the same repeat, else absolute.
    func resolved(_ text: String, in context: Context?, usesCurrent: Bool = false, fromParentOfRepeat: Bool = false) -> String {
        FormReferences.replacing(in: text) { path(of: $0, in: text, context, usesCurrent, fromParentOfRepeat) }
    }

    func path(of reference: FormReference, in text: String, _ context: Context?, _ usesCurrent: Bool = false, _ fromParent: Bool = false) -> String {
        guard let target = indexByName[reference.name] else { return "${\(reference.name)}" }
        if let context, !reference.isLastSaved, !ReferencePlace.isRepeatArgument(reference, in: text) {
            let usesCurrent = usesCurrent || ReferencePlace.isInPredicateOfInstance(reference, in: text)
            if let path = relativePath(to: target, from: context, fromParent: fromParent) { return (usesCurrent ? " current()/" : " ") + path + " " }
        }
        return " " + (reference.isLastSaved ? "instance('__last-saved')" : "") + elements[target].path + " "
    }

    /// Nil if the two are not in the same repeat.
    private func relativePath(to target: Int, from context: Context, fromParent: Bool) -> String? {
        let own = ancestors(context.parent)
        let others = ancestors(elements[target].parent)
        guard let shared = own.firstIndex(where: { isRepeat($0) && others.contains($0) }), let common = own.firstIndex(where: { others.contains($0) }) else {
            return nil
        }
        let sharedRepeat = own[shared]
        if fromParent, let targetRepeat = others.first(where: isRepeat), targetRepeat == sharedRepeat {
            let isOutermost = repeatAround(sharedRepeat) == nil
            if isOutermost || own.first(where: isRepeat) != sharedRepeat {
                return up(shared + context.stepsBelowParent + 1) + below(elements[sharedRepeat].parent, target)
            }
        }
        return up(common + context.stepsBelowParent) + below(own[common], target)
    }

    private func up(_ steps: Int) -> String { Array(repeating: "..", count: steps).joined(separator: "/") }

    /// The way down from a group to an element, with a slash before each name.
    private func below(_ ancestor: Int?, _ target: Int) -> String {
        let between = ancestors(elements[target].parent).prefix { $0 != ancestor }
        return (between.reversed() + [target]).filter { !elements[$0].isFlat }.map { "/" + elements[$0].node.name }.joined()
    }
}

/// What stands around a reference in an expression.
enum ReferencePlace {
    /// Whether it is an argument of `indexed-repeat` that names a question or repeat, for which only an absolute path will do.
    static func isRepeatArgument(_ reference: FormReference, in text: String) -> Bool {
        let bytes = Array(text.utf8)
        let name = Array("indexed-repeat(".utf8)
        var start = 0
        while let found = FormReferences.firstIndex(of: name, in: bytes, from: start) {
            guard let end = bytes[(found + name.count)...].firstIndex(of: UInt8(ascii: ")")) else { return true }
            if (found..<end).contains(reference.range.lowerBound) {
                let commas = bytes[(found + name.count)..<reference.range.lowerBound].filter { $0 == UInt8(ascii: ",") }.count
                return [0, 1, 3, 5].contains(commas)
            }
            start = end
        }
        return false
    }

    /// Whether it stands between the brackets of a path into a list: there, paths start from the list's item unless told otherwise.
    static func isInPredicateOfInstance(_ reference: FormReference, in text: String) -> Bool {
        let bytes = Array(text.utf8)
        let call = Array("instance(".utf8)
        guard let start = FormReferences.firstIndex(of: call, in: bytes, from: 0), bytes.count > start + call.count + 1 else { return false }
        var index = 0
        while let open = bytes[index...].firstIndex(of: UInt8(ascii: "[")), let close = bytes[open...].firstIndex(of: UInt8(ascii: "]")) {
            if (open...close).contains(reference.range.lowerBound) { return true }
            index = close + 1
        }
        return false
    }
}
