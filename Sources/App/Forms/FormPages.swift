import Dictionary
import Formats
import Forms

/// What a form's page is shown with.
struct FormSheetState: Sendable {
    var number: String
    var caseRecord: String?
    /// The case's and worker's latest entries when the form was first shown.
    var heads: [String: String]
    /// What is wrong, by control.
    var problems: [FieldProblem] = []
    /// A key of the catalogue: what was just done.
    var notice: String?
    /// Tells that the form was given to this person.
    var holder: String
    var files: [String: UploadedFile] = [:]
}

/// The page on which a form is filled in.
struct FormPage {
    let request: WebRequest
    let form: AvailableForm
    let filling: FormFilling
    let state: FormSheetState

    private var translator: Translator { request.translator }
    private var controls: FormControls { FormControls(translator: translator, values: values, problems: state.problems) }

    /// The answers as the controls show them.
    private var values: FormFields {
        var fields = FormFields()
        for node in filling.allNodes where filling.isShown(node) {
            let name = filling.controlName(of: node)
            switch filling.definition(of: node)?.questionType {
            case .selectMultiple?, .rank?: for word in FormFilling.words(filling.value(of: node)) { fields.items.append(.init(name: name, value: word)) }
            default: fields.items.append(.init(name: name, value: filling.typed(node)))
            }
            if let absence = filling.absence(of: node) { fields.items.append(.init(name: name + ".absent", value: absence)) }
            if !filling.note(of: node).isEmpty { fields.items.append(.init(name: name + ".note", value: filling.note(of: node))) }
        }
        return fields
    }

    func html(_ script: JSONValue?) -> HTML {
        var page = Page(request, title: "forms.fill.title", area: .forms)
        page.notice = state.notice.map { translator($0) }
        page.scripts = script == nil ? [] : ["expressions.js"] + (form.program.calls("digest") ? ["digest.js"] : []) + ["forms.js"]
        return page.html { html in
            html.element("p", [.class("lead"), .dir("auto")], text: form.title(translator.language))
            if let caseRecord = state.caseRecord {
                html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)")], text: translator("forms.back-to-case")) }
            }
            let controls = self.controls
            controls.summary(&html)
            let attributes: [Attribute?] = [
                Attribute("method", "post"), Attribute("action", "/forms/fill/\(form.identifier)"), .class("card"), .flag("novalidate"), .id("form"),
                Attribute("data-offline", translator("forms.no-connection")), Attribute("data-kept", translator("forms.kept")),
                Attribute("data-wrong", translator("forms.fault.wrong")), hasFiles ? Attribute("enctype", "multipart/form-data") : nil,
            ]
            html.element("form", attributes) { html in
                page.formToken(&html)
                hidden(&html)
                for element in filling.elements(in: nil) { write(&html, element, in: nil, controls, heading: 2) }
                html.element("p", [.class("actions")]) { html in
                    html.element("button", [.type("submit"), .name("action"), .value("save")], text: translator("forms.save"))
                    html.element("button", [.type("submit"), .class("second"), .name("action"), .value("keep")], text: translator("forms.keep"))
                }
                html.element("p", [.id("form-state"), .role("status")])
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
        var fields = [("submission", state.number), ("version", form.version), ("holder", state.holder), ("account", request.session?.account ?? "")]
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

    private func title(_ html: inout HTMLWriter, _ text: String, _ level: Int) {
        switch level {
        case 2: html.element("h2", text: text)
        case 3: html.element("h3", text: text)
        default: html.element("h4", text: text)
        }
    }

    private func group(_ html: inout HTMLWriter, _ node: Int, _ definition: FormNode, _ controls: FormControls, _ heading: Int) {
        let hasTitle = !definition.label.isEmpty
        html.element("div", [.class("form-group"), .flag("hidden", if: !filling.isRelevant(node)), Attribute("data-node", filling.controlName(of: node))]) {
            html in
            if hasTitle { title(&html, filling.text(definition.label, of: node), heading) }
            if !definition.hint.isEmpty { html.element("p", [.class("hint")], text: filling.text(definition.hint, of: node)) }
            for element in filling.elements(in: node) { write(&html, element, in: node, controls, heading: hasTitle ? heading + 1 : heading) }
        }
    }

    private func repeated(
        _ html: inout HTMLWriter, _ element: Int, _ parent: Int?, _ nodes: [Int], _ definition: FormNode, _ controls: FormControls, _ heading: Int
    ) {
        let name = filling.controlName(ofElement: element, in: parent)
        let label = definition.label.text(in: filling.language, otherwise: form.program.form.defaultLanguage) ?? definition.name
        let isFree = filling.hasFreeRounds(element)
        html.element("div", [.class("form-group"), .id("field-\(name)"), Attribute("data-repeat", name)]) { html in
            title(&html, label, heading)
            if isFree {
                html.element(
                    "input", [.type("hidden"), .name("rounds-\(name)"), .value(nodes.map { "\(filling.round(of: $0))" }.joined(separator: " "))])
            }
            for (number, node) in nodes.enumerated() { round(&html, node, number + 1, label, isFree, controls, heading) }
            if isFree {
                html.element("p", [.class("actions")]) { html in
                    html.element(
                        "button", [.type("submit"), .class("second"), .name("add"), .value(name)], text: translator("forms.add", ["what": .text(label)]))
                }
            }
        }
    }

    private func round(_ html: inout HTMLWriter, _ node: Int, _ number: Int, _ label: String, _ isFree: Bool, _ controls: FormControls, _ heading: Int) {
        let name = filling.controlName(of: node)
        html.element("div", [.class("card"), .id("field-\(name)"), .flag("hidden", if: !filling.isRelevant(node)), Attribute("data-node", name)]) { html in
            title(&html, translator("forms.round", ["what": .text(label), "number": .number(number)]), heading + 1)
            for element in filling.elements(in: node) { write(&html, element, in: node, controls, heading: heading + 2) }
            if isFree {
                html.element("p", [.class("actions")]) { html in
                    html.element(
                        "button", [.type("submit"), .class("plain"), .name("remove"), .value(name)],
                        text: translator("forms.remove", ["what": .text(label), "number": .number(number)]))
                }
            }
        }
    }

    // MARK: Questions

    private func question(_ html: inout HTMLWriter, _ node: Int, _ definition: FormNode, _ controls: FormControls) {
        guard filling.isShown(node), let type = definition.questionType else { return }
        let name = filling.controlName(of: node)
        html.element("div", [.class("question"), .flag("hidden", if: !filling.isRelevant(node)), Attribute("data-node", name)]) { html in
            if type == .note { return note(&html, node, definition) }
            if filling.isReadOnly(node) { return readOnly(&html, node, definition) }
            pictures(&html, node, definition)
            html.element("input", [.type("hidden"), .name(FormPosting.marker(name)), .value("1")])
            control(&html, node, name, definition, type, controls)
            if let target = form.plan.targets[filling.element(of: node) ?? -1], target.field.type != .link, target.field.type != .file {
                absence(&html, name, label(node, definition), controls)
            }
        }
    }

    private func label(_ node: Int, _ definition: FormNode) -> String {
        definition.label.isEmpty ? filling.text(definition.hint, of: node) : filling.text(definition.label, of: node)
    }

    private func note(_ html: inout HTMLWriter, _ node: Int, _ definition: FormNode) {
        pictures(&html, node, definition)
        html.element("p", [.dir("auto"), Attribute("data-text", "label")], text: filling.text(definition.label, of: node))
        if !definition.hint.isEmpty { html.element("p", [.class("hint"), .dir("auto")], text: filling.text(definition.hint, of: node)) }
    }

    private func readOnly(_ html: inout HTMLWriter, _ node: Int, _ definition: FormNode) {
        html.element("dl", [.class("facts")]) { html in
            html.element("dt", text: label(node, definition))
            html.element("dd", [.dir("auto"), Attribute("data-value", "")], text: filling.typed(node))
        }
    }

    /// Pictures of the question, from the files that came with the form.
    private func pictures(_ html: inout HTMLWriter, _ node: Int, _ definition: FormNode) {
        guard let name = definition.media[.image]?.text(in: filling.language, otherwise: form.program.form.defaultLanguage), form.fileNames.contains(name)
        else { return }
        html.element("img", [Attribute("src", "/forms/files/\(form.identifier)/\(form.version)/\(name)"), Attribute("alt", ""), .class("picture")])
    }

    private func baseLook(_ node: Int, _ definition: FormNode) -> FormControls.Look {
        var look = FormControls.Look(isRequired: filling.isRequired(node))
        if !definition.label.isEmpty, !definition.hint.isEmpty { look.hint = filling.text(definition.hint, of: node) }
        return look
    }

    private func control(_ html: inout HTMLWriter, _ node: Int, _ name: String, _ definition: FormNode, _ type: QuestionType, _ controls: FormControls) {
        let text = label(node, definition)
        var look = baseLook(node, definition)
        let appearance = Set(FormFilling.words(definition.appearance ?? ""))
        func hint(_ key: String) { if look.hint == nil { look.hint = translator(key) } }
        switch type {
        case .selectOne, .selectOneExternal: one(&html, node, name, text, look, appearance, controls)
        case .selectMultiple:
            let options = filling.choices(of: node).map { FormControls.Option(value: $0.name, label: $0.label) }
            if options.count > 40 || form.program.hasChangingChoices(filling.element(of: node) ?? -1) {
                look.isMultiple = true
                controls.select(&html, name, label: text, options: options, look)
            } else {
                controls.choices(&html, name, label: text, options: options, look)
            }
        case .rank: rank(&html, node, name, text, look, controls)
        case .acknowledge, .trigger:
            controls.choices(&html, name, label: text, options: [.init(value: "OK", label: translator("forms.acknowledge"))], look)
        case .date:
            hint("cases.form.date-hint")
            look.direction = "ltr"
            controls.text(&html, name, label: text, look)
        case .dateTime, .time:
            look.type = type == .time ? "time" : "datetime-local"
            controls.text(&html, name, label: text, look)
        case .integer, .decimal, .range:
            look.inputMode = type == .integer ? "numeric" : "decimal"
            look.direction = "ltr"
            if type == .range, let start = definition.parameters["start"], let end = definition.parameters["end"], look.hint == nil {
                look.hint = "\(start) – \(end)"
            }
            controls.text(&html, name, label: text, look)
        case .geopoint, .geotrace, .geoshape:
            hint(type == .geopoint ? "forms.point-hint" : "forms.line-hint")
            look.direction = "ltr"
            controls.text(&html, name, label: text, look)
        case .image, .audio, .video, .file: file(&html, name, text, type, look, controls)
        default:
            if appearance.contains("multiline") || form.plan.targets[filling.element(of: node) ?? -1]?.field.type == .narrative { look.rows = 4 }
            if appearance.contains("numbers") { (look.inputMode, look.type, look.direction) = ("tel", "tel", "ltr") }
            controls.text(&html, name, label: text, look)
        }
    }

    private func one(
        _ html: inout HTMLWriter, _ node: Int, _ name: String, _ text: String, _ look: FormControls.Look, _ appearance: Set<String>, _ controls: FormControls
    ) {
        let options = filling.choices(of: node).map { FormControls.Option(value: $0.name, label: $0.label) }
        // A few choices are seen at once; a filtered list changes in place, which a list to pick from does best.
        if options.count > 6 || appearance.contains("minimal") || form.program.hasChangingChoices(filling.element(of: node) ?? -1) {
            controls.select(&html, name, label: text, options: options, look)
        } else {
            controls.choices(&html, name, label: text, options: options, single: true, look)
        }
    }

    /// One list for each rank.
    private func rank(_ html: inout HTMLWriter, _ node: Int, _ name: String, _ text: String, _ look: FormControls.Look, _ controls: FormControls) {
        let options = filling.choices(of: node)
        let chosen = FormFilling.words(filling.value(of: node))
        html.element("fieldset", [.class("field"), .id("field-\(name)")]) { html in
            html.element("legend", text: text)
            if let hint = look.hint { html.element("p", [.class("hint")], text: hint) }
            for place in options.indices {
                html.element("label") { html in
                    html.text(translator("forms.rank", ["number": .number(place + 1)]))
                    html.element("select", [.name(name)]) { html in
                        html.element("option", [.value("")], text: translator("platform.form.choose"))
                        for option in options {
                            html.element(
                                "option", [.value(option.name), .flag("selected", if: chosen.indices.contains(place) && chosen[place] == option.name)],
                                text: option.label)
                        }
                    }
                }
            }
        }
    }

    private func file(_ html: inout HTMLWriter, _ name: String, _ text: String, _ type: QuestionType, _ look: FormControls.Look, _ controls: FormControls) {
        let kinds: String? =
            switch type {
            case .image: "image/*"
            case .audio: "audio/*"
            case .video: "video/*"
            default: nil
            }
        html.element("div", [.class("field")]) { html in
            html.element("label", [.for("field-\(name)")], text: text)
            if let hint = look.hint { html.element("p", [.class("hint")], text: hint) }
            if let kept = state.files[name] {
                html.element("p", [.class("hint"), .dir("auto")], text: translator("forms.file-kept", ["name": .text(kept.fileName)]))
            }
            html.element("input", [.type("file"), .name(name), .id("field-\(name)"), kinds.map { Attribute("accept", $0) }])
        }
    }

    private func absence(_ html: inout HTMLWriter, _ name: String, _ label: String, _ controls: FormControls) {
        let isOpen = controls.values[name + ".absent"] != nil || controls.values[name + ".note"] != nil
        html.element("details", [.flag("open", if: isOpen)]) { html in
            html.element("summary") { html in
                html.text(translator("cases.form.absent"))
                html.element("span", [.class("hidden")], text: label)
            }
            controls.select(
                &html, name + ".absent", label: translator("cases.form.why"),
                options: Absence.allCases.map { .init(value: $0.rawValue, label: translator("cases.absence.\($0.rawValue)")) })
            controls.text(&html, name + ".note", label: translator("cases.form.note"))
        }
    }
}
