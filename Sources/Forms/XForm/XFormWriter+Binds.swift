extension XFormWriter {
    /// Yes and no as forms write them become the expressions that they mean.
    private static func expression(_ text: String) -> String {
        switch text {
        case "yes", "Yes", "YES", "true", "True", "TRUE": "true()"
        case "no", "No", "NO", "false", "False", "FALSE": "false()"
        default: text
        }
    }

    /// The data type of a question and the rules that its answer keeps.
    func bind(_ index: Int) -> XMLNode? {
        let element = tree.elements[index]
        let node = element.node
        if element.isFlat { return nil }
        var bind = XMLNode("bind", ["nodeset": element.path])
        if let type = node.questionType {
            bind.set("type", type.bindType)
            if type == .note { bind.set("readonly", "true()") }
            if let preload = type.preload {
                bind.set("jr:preload", preload.kind)
                bind.set("jr:preloadParams", preload.parameter)
            }
        }
        let context = tree.context(of: index)
        let expressions: [(String, String?)] = [
            ("readonly", node.readOnly), ("required", node.required), ("relevant", node.relevant), ("constraint", node.constraint),
            ("calculate", node.triggers.isEmpty ? node.calculation : nil),
        ]
        for (name, value) in expressions { bind.set(name, value.map { tree.resolved(Self.expression($0), in: context) }) }
        for message in XFormTexts.messages {
            let text = node[keyPath: message.text]
            if XFormTexts.needsTranslation(text, message.attribute) {
                bind.set(message.attribute, "jr:itext('\(element.path):\(message.attribute)')")
            } else {
                bind.set(message.attribute, text.texts.values.first)
            }
        }
        bind.set("entities:saveto", node.saveTo)
        for (name, value) in node.bindAttributes.sorted(by: { $0.key < $1.key }) { bind.set(name, tree.resolved(value, in: context)) }
        for (name, value) in parameterAttributes(node) { bind.set(name, value) }
        if bind.attributes.count == 1, !(node.calculation != nil && !node.triggers.isEmpty) { return nil }
        return bind
    }

    /// Parameters that are attributes of the bind.
    private func parameterAttributes(_ node: FormNode) -> [(String, String)] {
        let names: [(parameter: String, attribute: String)] =
            switch node.questionType {
            case .image: [("max-pixels", "orx:max-pixels")]
            case .audio: [("quality", "odk:quality")]
            case .geopoint, .geotrace, .geoshape: [("allow-mock-accuracy", "odk:allow-mock-accuracy")]
            case .audit:
                ["track-changes", "track-changes-reasons", "identify-user", "location-max-age", "location-min-interval", "location-priority"].map {
                    ($0, "odk:" + $0)
                }
            default: []
            }
        return names.compactMap { name in node.parameters[name.parameter].map { (name.attribute, $0) } }
    }

    /// What happens when a form is begun or opened.
    func actions(_ index: Int) -> [XMLNode] {
        let element = tree.elements[index]
        switch element.node.questionType {
        case .startGeopoint: return [XMLNode("odk:setgeopoint", ["ref": element.path, "event": "odk-instance-first-load"])]
        case .backgroundAudio:
            return [XMLNode("odk:recordaudio", ["ref": element.path, "event": "odk-instance-load", "odk:quality": element.node.parameters["quality"]])]
        default: return dynamicDefault(index, event: "odk-instance-first-load").map { [$0] } ?? []
        }
    }

    /// A default that is computed, when a form or an instance of a repeat is begun.
    func dynamicDefault(_ index: Int, event: String) -> XMLNode? {
        let element = tree.elements[index]
        guard let value = element.node.defaultValue, element.node.defaultIsExpression else { return nil }
        return XMLNode("setvalue", ["ref": element.path, "event": event, "value": tree.resolved(value, in: tree.context(of: index))])
    }

    // MARK: Entities

    private func path(of entity: EntityDeclaration) -> String {
        (tree.container(entity.container).map { tree.elements[$0].path } ?? "/" + form.rootName) + "/meta/entity"
    }

    func bindsAndActions(of entity: EntityDeclaration) -> [XMLNode] {
        // The attributes stand three levels below the container: meta, entity, attribute.
        let context = FormTree.Context(parent: tree.container(entity.container), stepsBelowParent: 3)
        let path = path(of: entity)
        func bind(_ name: String, _ calculation: String?) -> XMLNode {
            XMLNode(
                "bind",
                ["nodeset": "\(path)/\(name)", "type": "string", "readonly": "true()", "calculate": calculation.map { tree.resolved($0, in: context) }])
        }
        var nodes: [XMLNode] = []
        if let condition = entity.createIf { nodes.append(bind("@create", condition)) }
        if let identifier = entity.entityIdentifier {
            if let condition = entity.updateIf { nodes.append(bind("@update", condition)) }
            let item = "instance('\(entity.dataset)')/root/item[name=\(identifier)]"
            nodes += [
                bind("@baseVersion", item + "/__version"), bind("@trunkVersion", item + "/__trunkVersion"), bind("@branchId", item + "/__branchId"),
            ]
        }
        nodes.append(bind("@id", entity.entityIdentifier))
        if entity.entityIdentifier == nil { nodes.append(newIdentifier(of: entity, event: "odk-instance-first-load")) }
        if let label = entity.label { nodes.append(bind("label", label)) }
        return nodes
    }

    func newIdentifier(of entity: EntityDeclaration, event: String) -> XMLNode {
        XMLNode("setvalue", ["ref": path(of: entity) + "/@id", "event": event, "value": "uuid()"])
    }
}
