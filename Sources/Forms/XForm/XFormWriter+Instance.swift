extension XFormWriter {
    /// The answers of an empty form.
    func primaryInstance() -> XMLNode {
        var root = XMLNode(form.rootName)
        root.set(form.settings.rootAttributes)
        root.set("id", form.identifier)
        root.set("xmlns", form.settings.instanceNamespace)
        root.set("version", form.version)
        root.set("odk:prefix", form.settings.compactAttributes["prefix"])
        root.set("odk:delimiter", form.settings.compactAttributes["delimiter"])
        append(tree.topIndices, to: &root, isInRepeat: false)
        var meta = XMLNode("meta")
        if let entity = form.entities.first(where: { $0.container.isEmpty }) { meta.append(node(of: entity)) }
        if let index = tree.metaIndex { append(tree.childIndices[index], to: &meta, isInRepeat: false) }
        if !meta.children.isEmpty { root.append(meta) }
        return root
    }

    /// Before the first instance of a repeat stands its template, from which clients make new ones.
    private func append(_ indices: [Int], to parent: inout XMLNode, isInRepeat: Bool) {
        for index in indices {
            let element = tree.elements[index]
            if element.node.questionType == .xmlExternal || element.node.questionType == .csvExternal { continue }
            if element.isFlat {
                append(tree.childIndices[index], to: &parent, isInRepeat: isInRepeat)
            } else if element.node.kind == .repeated {
                if !isInRepeat { parent.append(template(index)) }
                parent.append(instance(index, isInRepeat: true))
            } else {
                parent.append(instance(index, isInRepeat: isInRepeat))
            }
        }
    }

    private func instance(_ index: Int, isInRepeat: Bool) -> XMLNode {
        let node = tree.elements[index].node
        var result = XMLNode(node.name)
        for (name, value) in node.instanceAttributes.sorted(by: { $0.key < $1.key }) { result.set(name, tree.resolved(value, in: tree.context(of: index))) }
        if let value = staticDefault(node) { result.children = [.text(value)] }
        append(tree.childIndices[index], to: &result, isInRepeat: isInRepeat)
        result.append(entityBlock(in: index))
        return result
    }

    private func template(_ index: Int) -> XMLNode {
        var result = XMLNode(tree.elements[index].node.name, ["jr:template": ""])
        for child in tree.childIndices[index] {
            let element = tree.elements[child]
            if element.node.questionType == .xmlExternal || element.node.questionType == .csvExternal { continue }
            result.append(element.node.kind == .repeated ? template(child) : instance(child, isInRepeat: false))
        }
        result.append(entityBlock(in: index))
        return result
    }

    /// A default that is a value.
    private func staticDefault(_ node: FormNode) -> String? {
        guard let value = node.defaultValue, node.isQuestion, !node.defaultIsExpression else { return nil }
        return node.questionType == .image && !SheetText.contains(value, "jr://images/") ? "jr://images/" + value : value
    }

    // MARK: Entities

    private func entityBlock(in index: Int) -> XMLNode? {
        guard let entity = form.entities.first(where: { !$0.container.isEmpty && tree.container($0.container) == index }) else { return nil }
        return XMLNode("meta", [:], [node(of: entity)])
    }

    private func node(of entity: EntityDeclaration) -> XMLNode {
        let isUpdate = entity.entityIdentifier != nil
        let isCreate = !isUpdate || entity.createIf != nil
        let version = isUpdate ? "" : nil
        var node = XMLNode(
            "entity",
            [
                "dataset": entity.dataset, "create": isCreate ? "1" : nil, "update": isUpdate ? "1" : nil, "baseVersion": version, "trunkVersion": version,
                "branchId": version, "id": "",
            ])
        if entity.label != nil { node.append(XMLNode("label")) }
        return node
    }
}
