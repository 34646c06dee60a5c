/// Writes a form as an ODK XForm, which ODK Collect and other clients read (ODK XForms 1.0.0, with ODK Entities 2024.1 or 2025.1).
public struct XFormWriter {
    let form: FormDefinition
    let tree: FormTree
    let texts: XFormTexts
    /// What is set when another question changes, by the name of that question.
    let triggered: [String: [Int]]

    /// The XML document of a form that was read without errors.
    public static func xml(of form: FormDefinition) -> String { XFormWriter(form).document().document() }

    init(_ form: FormDefinition) {
        self.form = form
        tree = FormTree(form)
        texts = XFormTexts(tree: tree, form: form)
        var triggered: [String: [Int]] = [:]
        for (index, element) in tree.elements.enumerated() { for name in element.node.triggers { triggered[name, default: []].append(index) } }
        self.triggered = triggered
    }

    private func document() -> XMLNode {
        var root = XMLNode("h:html", XFormNamespaces.declared)
        for (prefix, address) in form.settings.namespaces.sorted(by: { $0.key < $1.key }) {
            let name = "xmlns:" + prefix
            if !root.attributes.contains(where: { $0.name == name }) { root.set(name, address) }
        }
        if !form.entities.isEmpty { root.set("xmlns:entities", XFormNamespaces.entities) }
        root.append(XMLNode("h:head", [:], [XMLNode("h:title", text: form.title), model()]))
        root.append(XMLNode("h:body", ["class": form.settings.style], tree.topIndices.compactMap { control($0) }))
        return root
    }

    private func model() -> XMLNode {
        var model = XMLNode("model", ["odk:xforms-version": "1.0.0"])
        if !form.entities.isEmpty { model.set("entities:entities-version", entitiesVersion) }
        model.append(submission())
        model.append(texts.node)
        model.append(XMLNode("instance", [:], [primaryInstance()]))
        for instance in SecondaryInstances(form).instances { model.append(node(of: instance)) }
        for index in tree.elements.indices {
            model.append(bind(index))
            model.append(actions(index))
        }
        for entity in form.entities { model.append(bindsAndActions(of: entity)) }
        return model
    }

    /// Several entities, or entities in repeats, need the newer version.
    private var entitiesVersion: String {
        let isInRepeat = form.entities.contains { entity in
            guard let container = tree.container(entity.container) else { return false }
            return tree.ancestors(container).contains(where: tree.isRepeat)
        }
        return form.entities.count > 1 || isInRepeat ? "2025.1.0" : "2024.1.0"
    }

    private func submission() -> XMLNode? {
        let settings = form.settings
        let address = settings.submissionAddress
        let node = XMLNode(
            "submission",
            [
                "action": address, "method": address == nil ? nil : "post", "base64RsaPublicKey": settings.publicKey, "orx:auto-send": settings.autoSend,
                "orx:auto-delete": settings.autoDelete, "odk:client-editable": settings.clientEditable ? "true" : nil,
            ])
        return node.attributes.isEmpty ? nil : node
    }

    private func node(of instance: SecondaryInstances.Instance) -> XMLNode {
        var node = XMLNode("instance", ["id": instance.name, "src": instance.address])
        guard instance.address == nil, let list = form.choiceList(instance.name) else { return node }
        let isTranslated = list.needsTranslation
        var root = XMLNode("root")
        for (index, choice) in list.choices.enumerated() {
            var item = XMLNode("item")
            if isTranslated { item.append(XMLNode("itextId", text: "\(list.name)-\(index)")) }
            item.append(XMLNode("name", text: choice.name))
            if !isTranslated, let label = choice.label.texts.values.first { item.append(XMLNode("label", text: label)) }
            for column in choice.extra { item.append(XMLNode(column.name, text: column.value)) }
            root.append(item)
        }
        node.append(root)
        return node
    }
}
