import Dictionary
import Formats
import Forms

/// What a form's page is shown with.
struct FormSheetState: Sendable {
    var number: String
    var caseRecord: String?
    /// The case's and worker's latest entries when the form was first shown.
    var heads: [String: String] = [:]
    var files: [String: UploadedFile] = [:]
    /// What is wrong, by control.
    var problems: [FieldProblem] = []
    /// Cases about people who may be the same, to be looked at before a new one is saved.
    var hints: [SearchResult] = []
    /// Whether a colleague may have a case about the same person.
    var isWithColleague = false
    var mayBeKnown: Bool { !hints.isEmpty || isWithColleague }
    /// A key of the catalogue: what was just done.
    var notice: String?
}

/// The page on which a form is filled in.
struct FormPage {
    let request: WebRequest
    let access: CaseAccess
    let form: AvailableForm
    let filling: FormFilling
    let state: FormSheetState

    var translator: Translator { request.translator }
    private var controls: FormControls { FormControls(translator: translator, values: values, problems: state.problems) }

    /// The answers as the controls show them.
    private var values: FormFields {
        var fields = FormFields()
        for node in filling.allNodes where filling.isShown(node) {
            let name = filling.controlName(of: node)
            switch filling.definition(of: node)?.questionType {
            case .selectMultiple?, .rank?: for word in FormFilling.words(filling.typed(node)) { fields.items.append(.init(name: name, value: word)) }
            default: fields.items.append(.init(name: name, value: filling.typed(node)))
            }
            if let absence = filling.absence(of: node) { fields.items.append(.init(name: name + ".absent", value: absence)) }
            if !filling.note(of: node).isEmpty { fields.items.append(.init(name: name + ".note", value: filling.note(of: node))) }
        }
        return fields
    }

    func html(_ script: JSONValue?) -> HTML {
        let isRegistering = form.identifier == FormRoutes.firstContact && state.caseRecord == nil
        var page = Page(request, title: isRegistering ? "cases.new" : "forms.fill.title", area: isRegistering ? .cases : .forms)
        page.notice = state.notice.map { translator($0) }
        let program = script == nil ? [] : ["expressions.js"] + (form.program.calls("digest") ? ["digest.js"] : []) + ["forms.js"]
        page.scripts = program + KeptForm.scripts
        return page.html { html in
            html.element("p", [.class("lead"), .dir("auto")], text: form.title(translator.language))
            if let caseRecord = state.caseRecord {
                html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)")], text: translator("forms.back-to-case")) }
            }
            if state.caseRecord == nil, form.plan.targets.isEmpty { html.element("p", [.class("warning")], text: translator("forms.only-in-case")) }
            let controls = self.controls
            controls.summary(&html)
            let attributes: [Attribute?] = [
                .id("form"), .class("card"), Attribute("action", "/forms/fill/\(form.identifier)"), .flag("novalidate"),
                Attribute("data-wrong", translator("forms.fault.wrong")),
                hasFiles ? Attribute("enctype", "multipart/form-data") : nil,
            ]
            html.element("form", KeptForm.attributes(translator) + attributes) { html in
                KeptForm.hidden(&html, page, number: state.number, account: access.session.account, node: access.node)
                hidden(&html)
                if state.mayBeKnown { DuplicatePages.hints(&html, state.hints, isWithColleague: state.isWithColleague, AnswerText(dictionary: access.node.dictionary, translator: translator)) }
                for element in filling.elements(in: nil) { write(&html, element, in: nil, controls, heading: 2) }
                KeptForm.actions(&html, translator, save: translator(state.mayBeKnown ? "search.duplicate.save" : "forms.save"))
            }
            if let script { html.element("template", [.id("form-program")], text: String(decoding: script.canonicalBytes(), as: UTF8.self)) }
        }
    }

    private var hasFiles: Bool {
        filling.allNodes.contains { node in
            switch filling.definition(of: node)?.questionType {
            case .image?, .audio?, .video?, .file?: true
            default: false
            }
        }
    }

    private func hidden(_ html: inout HTMLWriter) {
        var fields = [("version", form.version)]
        if state.mayBeKnown { fields.append(("duplicates", "seen")) }
        if let caseRecord = state.caseRecord { fields.append(("case", caseRecord)) }
        for (record, heads) in state.heads.sorted(by: { $0.key < $1.key }) { fields.append(("heads", "\(record) \(heads)")) }
        for (name, value) in fields { html.element("input", [.type("hidden"), .name(name), .value(value)]) }
    }

    // MARK: Groups and repeats

    private func write(_ html: inout HTMLWriter, _ element: Int, in parent: Int?, _ controls: FormControls, heading: Int) {
        let definition = filling.definition(ofElement: element)
        let nodes = filling.nodes(of: element, in: parent)
        switch definition.kind {
        case .question: for node in nodes { question(&html, node, definition, controls) }
        case .group: for node in nodes { group(&html, node, definition, controls, heading) }
        case .repeated: repeated(&html, element, parent, nodes, definition, controls, heading)
        }
    }

    private func title(_ html: inout HTMLWriter, _ level: Int, _ content: (inout HTMLWriter) -> Void) {
        switch level {
        case 2: html.element("h2", [], content)
        case 3: html.element("h3", [], content)
        default: html.element("h4", [], content)
        }
    }

    private func group(_ html: inout HTMLWriter, _ node: Int, _ definition: FormNode, _ controls: FormControls, _ heading: Int) {
        let hasTitle = !definition.label.isEmpty
        html.element("div", [.class("form-group"), .flag("hidden", if: !filling.isRelevant(node)), Attribute("data-node", filling.controlName(of: node))]) {
            html in
            guard hasTitle else { return content(&html, node, definition, controls, heading) }
            let text = filling.styled(definition.label, of: node)
            guard FormFilling.words(definition.appearance ?? "").contains("compact") else {
                title(&html, heading) { $0.styled(text) }
                return content(&html, node, definition, controls, heading + 1)
            }
            html.element("details", [.flag("open", if: hasProblem(in: node) || hasAnswer(in: node))]) { html in
                html.element("summary") { title(&$0, heading) { $0.styled(text) } }
                content(&html, node, definition, controls, heading + 1)
            }
        }
    }

    private func content(_ html: inout HTMLWriter, _ node: Int, _ definition: FormNode, _ controls: FormControls, _ heading: Int) {
        if !definition.hint.isEmpty { html.element("p", [.class("hint")]) { $0.styled(filling.styled(definition.hint, of: node)) } }
        for element in filling.elements(in: node) { write(&html, element, in: node, controls, heading: heading) }
    }

    /// Whether something is wrong with an answer in a group.
    private func hasProblem(in group: Int) -> Bool {
        filling.elements(in: group).contains { element in
            filling.nodes(of: element, in: group).contains { node in
                let name = filling.controlName(of: node)
                return state.problems.contains { $0.field == name } || hasProblem(in: node)
            }
        }
    }

    /// Whether something was answered in a group.
    private func hasAnswer(in group: Int) -> Bool {
        filling.elements(in: group).contains { element in
            filling.nodes(of: element, in: group).contains { node in
                filling.isAnswered(node) || hasAnswer(in: node)
            }
        }
    }

    private func repeated(
        _ html: inout HTMLWriter, _ element: Int, _ parent: Int?, _ nodes: [Int], _ definition: FormNode, _ controls: FormControls, _ heading: Int
    ) {
        let name = filling.controlName(ofElement: element, in: parent)
        let bare = filling.bareText(definition.label, ofElement: element)
        let label = bare.isEmpty ? definition.name : bare
        let isFree = filling.hasFreeRounds(element)
        html.element("div", [.class("form-group"), .id("field-\(name)"), Attribute("data-repeat", name)]) { html in
            title(&html, heading) { $0.text(label) }
            if isFree {
                html.element(
                    "input", [.type("hidden"), .name("rounds-\(name)"), .value(nodes.map { "\(filling.round(of: $0))" }.joined(separator: " "))])
            }
            for (number, node) in nodes.enumerated() { round(&html, node, number + 1, definition, isFree, controls, heading) }
            if isFree {
                html.element("p", [.class("actions")]) { html in
                    html.element(
                        "button", [.type("submit"), .class("second"), .name("add"), .value(name)], text: translator("forms.add", ["what": .text(label)]))
                }
            }
        }
    }

    private func label(ofRound node: Int, _ definition: FormNode) -> StyledText {
        let styled = filling.styled(definition.label, of: node)
        return styled.runs.isEmpty ? StyledText(unstyled: definition.name) : styled
    }

    private func round(
        _ html: inout HTMLWriter, _ node: Int, _ number: Int, _ definition: FormNode, _ isFree: Bool, _ controls: FormControls, _ heading: Int
    ) {
        let name = filling.controlName(of: node)
        let label = label(ofRound: node, definition)
        html.element("div", [.class("card"), .id("field-\(name)"), .flag("hidden", if: !filling.isRelevant(node)), Attribute("data-node", name)]) { html in
            title(&html, heading + 1) { html in
                // Around the label, whose values change.
                let place = "\u{E000}"
                let parts = translator("forms.round", ["what": .text(place), "number": .number(number)]).split(separator: place, maxSplits: 1, omittingEmptySubsequences: false)
                html.text(String(parts[0]))
                if parts.count > 1 {
                    html.styled(label)
                    html.text(String(parts[1]))
                }
            }
            for element in filling.elements(in: node) { write(&html, element, in: node, controls, heading: heading + 2) }
            if isFree {
                html.element("p", [.class("actions")]) { html in
                    html.element(
                        "button", [.type("submit"), .class("plain"), .name("remove"), .value(name)],
                        text: translator("forms.remove", ["what": .text(label.plain), "number": .number(number)]))
                }
            }
        }
    }
}
