extension XFormWriter {
    /// The control of a question, group or repeat; nil for what is not shown.
    func control(_ index: Int) -> XMLNode? {
        switch tree.elements[index].node.kind {
        case .question(let type): question(index, type)
        case .group: group(index)
        case .repeated: repeated(index)
        }
    }

    private func label(_ index: Int) -> XMLNode {
        let element = tree.elements[index]
        return texts.element(
            "label", element.node.label, isTranslated: element.node.labelNeedsTranslation, identifier: element.path + ":label",
            context: tree.context(of: index))
    }

    private func hint(_ index: Int) -> XMLNode {
        let element = tree.elements[index]
        return texts.element(
            "hint", element.node.hint, isTranslated: element.node.hintNeedsTranslation, identifier: element.path + ":hint", context: tree.context(of: index))
    }

    private func bodyAttributes(_ index: Int) -> [String: String] {
        let node = tree.elements[index].node
        var attributes = node.bodyAttributes
        attributes["appearance"] = node.appearance
        return attributes.mapValues { tree.resolved($0, in: tree.context(of: index)) }
    }

    // MARK: Groups

    private func group(_ index: Int) -> XMLNode {
        let element = tree.elements[index]
        var group = XMLNode("group")
        if !element.isFlat { group.set("ref", element.path) }
        group.set(bodyAttributes(index))
        // An appearance is words, not an expression.
        group.set("appearance", element.node.appearance)
        if !element.node.label.isEmpty { group.append(label(index)) }
        group.append(tree.childIndices[index].compactMap { control($0) })
        return group
    }

    private func repeated(_ index: Int) -> XMLNode {
        let element = tree.elements[index]
        var node = XMLNode("repeat", ["nodeset": element.path])
        node.set(bodyAttributes(index))
        node.set("jr:count", element.node.repeatCount.map { tree.resolved($0, in: tree.context(of: index)) })
        node.append(tree.childIndices[index].compactMap { control($0) })
        for other in tree.elements.indices where tree.repeatAround(other) == index { node.append(dynamicDefault(other, event: "odk-new-repeat")) }
        for entity in form.entities where entity.entityIdentifier == nil {
            guard let container = tree.container(entity.container), tree.ancestors(container).first(where: tree.isRepeat) == index else { continue }
            node.append(newIdentifier(of: entity, event: "odk-new-repeat"))
        }
        return XMLNode("group", ["ref": element.path], [label(index), node])
    }

    // MARK: Questions

    private func question(_ index: Int, _ type: QuestionType) -> XMLNode? {
        let element = tree.elements[index]
        let node = element.node
        guard node.isVisible, let name = type.controlName else { return nil }
        var control = XMLNode(name, ["ref": element.path, "mediatype": type.mediaType])
        control.set(bodyAttributes(index))
        for (name, value) in parameterAttributes(node, type) { control.set(name, tree.resolved(value, in: tree.context(of: index))) }
        control.append(label(index))
        if !node.hint.isEmpty || !node.guidanceHint.isEmpty { control.append(hint(index)) }
        if case .selectOneExternal(let list) = type { control.set("query", query(list, node, index)) }
        for tag in node.mapTags {
            control.append(
                XMLNode("tag", ["key": tag.name], [texts.element("label", tag.label, isTranslated: false, identifier: "", context: nil)]))
        }
        appendChoices(to: &control, type, index)
        appendTriggered(to: &control, index)
        return control
    }

    /// Parameters that are attributes of the control.
    private func parameterAttributes(_ node: FormNode, _ type: QuestionType) -> [(String, String)] {
        let names: [(parameter: String, attribute: String)] =
            switch type {
            case .text: [("rows", "rows")]
            case .image: node.appearance == nil || node.appearance == "annotate" ? [("app", "intent")] : []
            case .geopoint: [("capture-accuracy", "accuracyThreshold"), ("warning-accuracy", "unacceptableAccuracyThreshold")]
            case .range: [("start", "start"), ("end", "end"), ("step", "step"), ("tick_interval", "odk:tick-interval"), ("placeholder", "odk:placeholder")]
            default: []
            }
        let isIncremental = (type == .geotrace || type == .geoshape) && node.parameters["incremental"] != nil
        return names.compactMap { name in node.parameters[name.parameter].map { (name.attribute, $0) } } + (isIncremental ? [("incremental", "true")] : [])
    }

    private func query(_ list: String, _ node: FormNode, _ index: Int) -> String? {
        guard let filter = node.choiceFilter else { return nil }
        return "instance('\(list)')/root/item[\(tree.resolved(filter, in: tree.context(of: index), usesCurrent: true))]"
    }

    /// What is set when this question's answer changes.
    private func appendTriggered(to control: inout XMLNode, _ index: Int) {
        let context = tree.context(of: index)
        for target in triggered[tree.elements[index].node.name] ?? [] {
            let element = tree.elements[target]
            if element.node.questionType == .backgroundGeopoint {
                control.append(XMLNode("odk:setgeopoint", ["ref": element.path, "event": "xforms-value-changed"]))
            } else {
                let value = element.node.calculation.map { tree.resolved($0, in: context) }
                control.append(XMLNode("setvalue", ["ref": element.path, "event": "xforms-value-changed", "value": value]))
            }
        }
    }

    // MARK: Choices

    private func appendChoices(to control: inout XMLNode, _ type: QuestionType, _ index: Int) {
        let node = tree.elements[index].node
        if let source = type.choiceSource {
            if node.usesSearch, case .list(let list) = source { return control.append(items(of: list)) }
            control.append(itemset(source, node, index))
        } else if type == .range, let list = node.parameters["tick_labelset"] {
            control.append(itemset(nodeset(list), value: "name", label: labelReference(of: list)))
        } else if let geometry = node.parameters["reference-geometry"], [.geopoint, .geotrace, .geoshape].contains(type) {
            control.append(itemset(ofGeometry: geometry, node, index))
        }
    }

    private func nodeset(_ instance: String) -> String { "instance('\(instance)')/root/item" }

    private func labelReference(of list: String) -> String { form.choiceList(list)?.needsTranslation == true ? "jr:itext(itextId)" : "label" }

    private func itemset(_ nodeset: String, value: String, label: String) -> XMLNode {
        XMLNode("itemset", ["nodeset": nodeset], [XMLNode("value", ["ref": value]), XMLNode("label", ["ref": label])])
    }

    private func itemset(_ source: ChoiceSource, _ node: FormNode, _ index: Int) -> XMLNode {
        switch source {
        case .list(let list):
            return itemset(chosen(nodeset(list), filter(node, index), node, index), value: "name", label: labelReference(of: list))
        case .file(let file, let value, let label):
            return itemset(chosen(nodeset(FileName.split(file).base), filter(node, index), node, index), value: value, label: label)
        case .answers(let reference):
            let path = SheetText.trimmed(tree.resolved(reference, in: tree.context(of: index), fromParentOfRepeat: true))
            let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { String(decoding: Array($0), as: UTF8.self) }
            let name = parts.last ?? ""
            let container = parts.dropLast().joined(separator: "/")
            // Paths in the filter start from the items, which are instances of the repeat.
            let filter = filter(node, index, fromParentOfRepeat: true).map {
                Self.replacing(container, with: ".", in: Self.replacing("current()/" + container, with: ".", in: $0))
            }
            return itemset(chosen(container, filter ?? "./\(name) != ''", node, index), value: name, label: name)
        }
    }

    /// Shapes that are shown on the map to choose from.
    private func itemset(ofGeometry geometry: String, _ node: FormNode, _ index: Int) -> XMLNode {
        guard FormReferences.contains(geometry) else {
            return itemset(chosen(nodeset(geometry), filter(node, index), node, index), value: "name", label: labelReference(of: geometry))
        }
        let path = SheetText.trimmed(tree.resolved(geometry, in: tree.context(of: index), fromParentOfRepeat: true))
        return itemset(chosen(path, filter(node, index) ?? "./geometry != ''", node, index), value: "geometry", label: "geometry")
    }

    private func filter(_ node: FormNode, _ index: Int, fromParentOfRepeat: Bool = false) -> String? {
        node.choiceFilter.map { tree.resolved($0, in: tree.context(of: index), usesCurrent: true, fromParentOfRepeat: fromParentOfRepeat) }
    }

    /// The items with the filter, in random order where that is asked for.
    private func chosen(_ nodeset: String, _ filter: String?, _ node: FormNode, _ index: Int) -> String {
        let filtered = nodeset + (filter.map { "[\($0)]" } ?? "")
        guard node.parameters["randomize"] == "true" else { return filtered }
        guard let seed = node.parameters["seed"] else { return "randomize(\(filtered))" }
        return "randomize(\(filtered), \(SheetText.trimmed(tree.resolved(seed, in: tree.context(of: index)))))"
    }

    private static func replacing(_ part: String, with replacement: String, in text: String) -> String {
        let part = Array(part.utf8)
        let bytes = Array(text.utf8)
        guard !part.isEmpty else { return text }
        var result: [UInt8] = []
        var index = 0
        while let found = FormReferences.firstIndex(of: part, in: bytes, from: index) {
            result += bytes[index..<found]
            result += Array(replacement.utf8)
            index = found + part.count
        }
        result += bytes[index...]
        return String(decoding: result, as: UTF8.self)
    }

    /// With `search()`, the choices stand in the control itself and name columns of the file that is searched.
    private func items(of list: String) -> [XMLNode] {
        guard let list = form.choiceList(list) else { return [] }
        return list.choices.enumerated().map { number, choice in
            let label = texts.element("label", choice.label, isTranslated: list.needsTranslation, identifier: "\(list.name)-\(number)", context: nil)
            return XMLNode("item", [:], [label, XMLNode("value", text: choice.name)])
        }
    }
}
