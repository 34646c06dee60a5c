/// Texts in several languages: the block `itext`, and which controls refer to it.
struct XFormTexts {
    private struct Value {
        /// Nil for the text itself, else `guidance` or a medium.
        var form: String?
        var pieces: TextPieces
    }

    let tree: FormTree
    let defaultLanguage: String
    private var identifiers: [String] = []
    private var languages: [String] = []
    /// By identifier, language and form.
    private var values: [String: [String: [Value]]] = [:]
    /// Forms of each identifier in any language, in their order.
    private var forms: [String: [String?]] = [:]

    init(tree: FormTree, form: FormDefinition) {
        self.tree = tree
        defaultLanguage = form.defaultLanguage
        for list in form.choiceLists where list.needsTranslation {
            for (index, choice) in list.choices.enumerated() {
                let identifier = "\(list.name)-\(index)"
                add(choice.label, identifier, nil, nil)
                addMedia(choice.media, identifier)
            }
        }
        for (index, element) in tree.elements.enumerated() {
            let context = tree.context(of: index)
            let node = element.node
            if node.labelNeedsTranslation { add(node.label, element.path + ":label", nil, context) }
            addMedia(node.media, element.path + ":label")
            if node.isQuestion {
                if node.hintNeedsTranslation { add(node.hint, element.path + ":hint", nil, context) }
                add(node.guidanceHint, element.path + ":hint", "guidance", context)
            }
            for message in Self.messages {
                let text = node[keyPath: message.text]
                if Self.needsTranslation(text, message.attribute) { add(text, "\(element.path):\(message.attribute)", nil, context) }
            }
        }
    }

    static let messages: [(text: any KeyPath<FormNode, TranslatedText> & Sendable, attribute: String)] = [
        (\.constraintMessage, "jr:constraintMsg"), (\.requiredMessage, "jr:requiredMsg"), (\.noAppMessage, "jr:noAppErrorString"),
    ]

    /// Messages are attributes where that is enough: without translations and without values in them.
    static func needsTranslation(_ text: TranslatedText, _ attribute: String) -> Bool {
        if text.isEmpty { return false }
        return !text.isPlain || attribute != "jr:noAppErrorString" && text.texts.values.contains { FormReferences.contains($0) }
    }

    private mutating func add(_ text: TranslatedText, _ identifier: String, _ form: String?, _ context: FormTree.Context?) {
        if text.isEmpty { return }
        if values[identifier] == nil {
            identifiers.append(identifier)
            values[identifier] = [:]
        }
        if !(forms[identifier] ?? []).contains(form) { forms[identifier, default: []].append(form) }
        for (language, value) in text.texts.sorted(by: { $0.key < $1.key }) {
            if !languages.contains(language) { languages.append(language) }
            values[identifier]?[language, default: []].append(Value(form: form, pieces: TextPieces(value, in: context, of: tree)))
        }
    }

    private mutating func addMedia(_ media: [FormMedium: TranslatedText], _ identifier: String) {
        for medium in FormMedium.allCases {
            guard let files = media[medium] else { continue }
            var addresses = files
            let folder = medium == .image || medium == .bigImage ? "images" : medium.rawValue
            for (language, file) in files.texts { addresses.texts[language] = "jr://\(folder)/\(file)" }
            add(addresses, identifier, medium.rawValue, nil)
        }
    }

    /// Every text in every language: what is not translated is shown as a dash, so that it is seen to be missing.
    var node: XMLNode? {
        guard !languages.isEmpty else { return nil }
        let translations = languages.map { language in
            XMLNode(
                "translation", ["lang": language, "default": language == defaultLanguage ? "true()" : nil],
                identifiers.map { identifier in
                    XMLNode("text", ["id": identifier], (forms[identifier] ?? []).compactMap { value(identifier, language, $0) })
                })
        }
        return XMLNode("itext", [:], translations)
    }

    private func value(_ identifier: String, _ language: String, _ form: String?) -> XMLNode? {
        let value = values[identifier]?[language]?.first { $0.form == form }
        if value == nil, form != nil, form != "guidance" { return nil }
        var node = XMLNode("value", ["form": form])
        node.children = value?.pieces.nodes ?? [.text("-")]
        return node
    }

    /// A label or hint: a reference to its translations, or the text itself.
    func element(_ name: String, _ text: TranslatedText, isTranslated: Bool, identifier: String, context: FormTree.Context?) -> XMLNode {
        if isTranslated { return XMLNode(name, ["ref": "jr:itext('\(identifier)')"]) }
        var node = XMLNode(name)
        if let plain = text.texts.values.first { node.children = TextPieces(plain, in: context, of: tree).nodes }
        return node
    }
}

extension FormNode {
    var labelNeedsTranslation: Bool { !label.isEmpty && !label.isPlain || !media.isEmpty }
    var hintNeedsTranslation: Bool { !hint.isEmpty && !hint.isPlain || !guidanceHint.isEmpty }
}

extension ChoiceList {
    /// Whether the labels differ by language, have media or show values.
    var needsTranslation: Bool {
        choices.contains { choice in
            !choice.media.isEmpty || !choice.label.isEmpty && !choice.label.isPlain || choice.label.texts.values.contains { FormReferences.contains($0) }
        }
    }
}
