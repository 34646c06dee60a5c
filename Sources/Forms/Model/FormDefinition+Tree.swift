extension FormDefinition {
    /// Every node with the names of the groups and repeats around it, outermost first, in the order of the form.
    public func forEachNode(_ body: (_ node: FormNode, _ ancestors: [FormNode]) -> Void) {
        func visit(_ nodes: [FormNode], _ ancestors: [FormNode]) {
            for node in nodes {
                body(node, ancestors)
                if !node.children.isEmpty { visit(node.children, ancestors + [node]) }
            }
        }
        visit(nodes, [])
    }
}
