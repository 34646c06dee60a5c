import Formats

/// The meaning of an XForm as lines of text that can be compared: order of binds and actions, identifiers of translations and white space do not count.
struct XFormMeaning {
    final class Node {
        let name: String
        let attributes: [String: String]
        var children: [Child] = []

        enum Child {
            case node(Node)
            case text(String)
        }

        init(name: String, attributes: [String: String]) {
            self.name = name
            self.attributes = attributes
        }

        var nodes: [Node] { children.compactMap { if case .node(let node) = $0 { node } else { nil } } }

        func all(_ name: String) -> [Node] { nodes.filter { $0.name == name } }

        func first(_ name: String) -> Node? { nodes.first { $0.name == name } }

        /// Text with values shown in it.
        var text: String {
            XFormMeaning.collapsed(
                children.map { child in
                    switch child {
                    case .text(let text): text
                    case .node(let node): "{\(XFormMeaning.collapsed(node.attributes["value"] ?? "?"))}"
                    }
                }.joined())
        }
    }

    private(set) var lines: [String] = []
    /// By language and identifier, values by form.
    private var texts: [String: [String: [String: String]]] = [:]

    init(_ xml: [UInt8]) throws {
        let root = try Self.parse(xml)
        let head = try Self.require(root.first("head"))
        let model = try Self.require(head.first("model"))
        readTexts(model)
        lines.append("title: \(head.first("title")?.text ?? "")")
        lines.append("model: \(Self.attributes(model))")
        lines.append("languages: \(model.first("itext")?.all("translation").map { Self.attributes($0) }.sorted() ?? [])")
        for node in model.all("submission") { lines.append("submission: \(Self.attributes(node))") }
        let instances = model.all("instance")
        for node in instances.first?.nodes ?? [] { describe(data: node, "data") }
        lines += instances.dropFirst().flatMap { instance($0) }.sorted()
        lines += model.all("bind").map { bind($0) }.sorted()
        let actions = model.nodes.filter { ["setvalue", "setgeopoint", "recordaudio"].contains($0.name) }
        lines += actions.map { "action: \($0.name) \(Self.attributes($0))" }.sorted()
        let body = try Self.require(root.first("body"))
        lines.append("body: \(Self.attributes(body))")
        for node in body.nodes { describe(control: node, "body") }
    }

    struct Malformed: Error {}

    private static func require(_ node: Node?) throws -> Node {
        guard let node else { throw Malformed() }
        return node
    }

    static func parse(_ xml: [UInt8]) throws -> Node {
        var reader = try XMLReader(bytes: xml)
        var stack: [Node] = []
        var root: Node?
        while let event = try reader.next() {
            switch event {
            case .start(let element):
                let attributes = Dictionary(
                    element.attributes.map { attribute in
                        (attribute.name.namespace.map { "\($0)|" } ?? "", attribute)
                    }.map { prefix, attribute in (prefix + attribute.name.local, attribute.value) }
                ) { first, _ in first }
                let node = Node(name: element.name.local, attributes: attributes)
                stack.last?.children.append(.node(node))
                if root == nil { root = node }
                stack.append(node)
            case .end: stack.removeLast()
            case .text(let text): stack.last?.children.append(.text(text))
            }
        }
        return try require(root)
    }

    static func collapsed(_ text: String) -> String {
        text.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }.joined(separator: " ")
    }

    private static func attributes(_ node: Node, except: Set<String> = []) -> String {
        node.attributes.filter { !except.contains($0.key) }.sorted { $0.key < $1.key }.map { "\($0.key)=“\(collapsed($0.value))”" }.joined(separator: " ")
    }

    private mutating func readTexts(_ model: Node) {
        for translation in model.first("itext")?.all("translation") ?? [] {
            var byIdentifier: [String: [String: String]] = [:]
            for text in translation.all("text") {
                var byForm: [String: String] = [:]
                for value in text.all("value") { byForm[value.attributes["form"] ?? ""] = value.text }
                byIdentifier[text.attributes["id"] ?? ""] = byForm
            }
            texts[translation.attributes["lang"] ?? ""] = byIdentifier
        }
    }

    private func resolved(_ identifier: String) -> String {
        texts.sorted { $0.key < $1.key }.map { language, texts in
            let values = (texts[identifier] ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }
            return "\(language){\(values.joined(separator: "|"))}"
        }.joined(separator: " ")
    }

    /// The same in every language.
    private func resolved(inline text: String) -> String {
        if texts.isEmpty { return text }
        return texts.keys.sorted().map { "\($0){:\(text)}" }.joined(separator: " ")
    }

    private func text(of node: Node) -> String {
        guard let reference = node.attributes["ref"] else { return resolved(inline: node.text) }
        return Self.identifier(reference).map { resolved($0) } ?? reference
    }

    private static func identifier(_ reference: String) -> String? {
        guard reference.hasPrefix("jr:itext('"), reference.hasSuffix("')") else { return nil }
        return String(reference.dropFirst(10).dropLast(2))
    }

    private mutating func describe(data node: Node, _ path: String) {
        let path = path + "/" + node.name
        lines.append("\(path) \(Self.attributes(node)) = \(node.nodes.isEmpty ? node.text : "")")
        for child in node.nodes { describe(data: child, path) }
    }

    private func instance(_ node: Node) -> [String] {
        let name = node.attributes["id"] ?? ""
        var lines = ["instance \(Self.attributes(node))"]
        for (number, item) in (node.first("root")?.nodes ?? []).enumerated() {
            var values: [String] = []
            for value in item.nodes {
                if value.name == "itextId" {
                    values.append("label=\(resolved(value.text))")
                } else {
                    values.append("\(value.name)=\(value.name == "label" ? resolved(inline: value.text) : value.text)")
                }
            }
            lines.append("instance \(name) \(10_000 + number): \(values.sorted().joined(separator: "; "))")
        }
        return lines
    }

    private func bind(_ node: Node) -> String {
        let attributes = node.attributes.sorted { $0.key < $1.key }.map { name, value in
            let isMessage = name.hasSuffix("Msg") || name.hasSuffix("noAppErrorString")
            let text = isMessage ? Self.identifier(value).map { resolved($0) } ?? resolved(inline: Self.collapsed(value)) : Self.collapsed(value)
            return "\(name)=“\(text)”"
        }
        return "bind \(attributes.joined(separator: " "))"
    }

    private mutating func describe(control node: Node, _ path: String) {
        let path = path + "/" + node.name
        switch node.name {
        case "label", "hint":
            let text = text(of: node)
            // An empty label says as much as none.
            if !node.text.isEmpty || node.attributes["ref"] != nil { lines.append("\(path): \(text)") }
        case "setvalue", "setgeopoint": lines.append("\(path): \(Self.attributes(node))")
        default:
            let own = node.nodes.isEmpty ? node.text : ""
            let isItemsetLabel = node.attributes["ref"] == "jr:itext(itextId)"
            lines.append("\(path) \(isItemsetLabel ? "" : Self.attributes(node)) \(own)")
            let (actions, others) = (node.nodes.filter { $0.name.hasPrefix("set") }, node.nodes.filter { !$0.name.hasPrefix("set") })
            for child in others { describe(control: child, path) }
            lines += actions.map { "\(path)/\($0.name): \(Self.attributes($0))" }.sorted()
        }
    }

    /// What one has and the other has not.
    static func differences(expected: XFormMeaning, found: XFormMeaning) -> [String] {
        if expected.lines == found.lines { return [] }
        let missing = expected.lines.filter { !found.lines.contains($0) }.map { "- \($0)" }
        let added = found.lines.filter { !expected.lines.contains($0) }.map { "+ \($0)" }
        return missing.isEmpty && added.isEmpty ? ["the order differs"] : missing + added
    }
}
