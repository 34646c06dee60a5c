import Dictionary
import Forms

/// Questions with their controls.
extension FormPage {
    func question(_ html: inout HTMLWriter, _ node: Int, _ definition: FormNode, _ controls: FormControls) {
        guard filling.isShown(node), let type = definition.questionType else { return }
        let name = filling.controlName(of: node)
        html.element("div", [.class("question"), .flag("hidden", if: !filling.isRelevant(node)), Attribute("data-node", name)]) { html in
            if type == .note { return note(&html, node, definition) }
            if filling.isReadOnly(node) { return readOnly(&html, node, definition) }
            media(&html, node, definition)
            html.element("input", [.type("hidden"), .name(FormPosting.marker(name)), .value("1")])
            control(&html, node, name, definition, type, controls)
            if mayBeAbsent(node, type) { absence(&html, name, styledLabel(node, definition), controls) }
        }
    }

    /// Whether it can be said why there is no answer, and a note added: of every answer that is saved to a field or typed or chosen. What is saved nowhere is kept with the
    /// submission.
    private func mayBeAbsent(_ node: Int, _ type: QuestionType) -> Bool {
        if let target = form.plan.targets[filling.element(of: node) ?? -1], target.field.type != .link { return target.field.type != .file }
        return switch type {
        case .selectOne, .selectOneExternal, .selectMultiple, .rank, .date, .dateTime, .time, .text, .integer, .decimal, .range, .barcode: true
        default: false
        }
    }

    private func label(_ node: Int, _ definition: FormNode) -> String { styledLabel(node, definition).plain }

    private func styledLabel(_ node: Int, _ definition: FormNode) -> StyledText {
        filling.styled(definition.label.isEmpty ? definition.hint : definition.label, of: node)
    }

    private func note(_ html: inout HTMLWriter, _ node: Int, _ definition: FormNode) {
        media(&html, node, definition)
        html.element("p", [.dir("auto"), .class("told")]) { $0.styled(filling.styled(definition.label, of: node)) }
        if !definition.hint.isEmpty { html.element("p", [.class("hint"), .dir("auto")]) { $0.styled(filling.styled(definition.hint, of: node)) } }
    }

    private func readOnly(_ html: inout HTMLWriter, _ node: Int, _ definition: FormNode) {
        html.element("dl", [.class("facts")]) { html in
            html.element("dt") { $0.styled(styledLabel(node, definition)) }
            html.element("dd", [.dir("auto"), Attribute("data-value", "")], text: filling.typed(node))
        }
    }

    /// Pictures, sounds and films of the question, from the files that came with the form, and what those who ask are told besides.
    private func media(_ html: inout HTMLWriter, _ node: Int, _ definition: FormNode) {
        if let image = address(definition.media[.image]) { html.element("img", [Attribute("src", image), Attribute("alt", ""), .class("picture")]) }
        let sound: [Attribute] = [.flag("controls"), Attribute("preload", "none"), .class("picture"), Attribute("aria-label", label(node, definition))]
        if let audio = address(definition.media[.audio]) { html.element("audio", [Attribute("src", audio)] + sound) { _ in } }
        if let video = address(definition.media[.video]) { html.element("video", [Attribute("src", video)] + sound) { _ in } }
        guard !definition.guidanceHint.isEmpty else { return }
        html.element("details", [.class("guidance")]) { html in
            html.element("summary") { html in
                html.text(translator("forms.guidance"))
                html.element("span", [.class("hidden"), .dir("auto")]) { html in
                    html.text(" ")
                    html.styled(styledLabel(node, definition))
                }
            }
            html.element("p", [.class("told"), .dir("auto")]) { $0.styled(filling.styled(definition.guidanceHint, of: node)) }
        }
    }

    private func address(_ medium: TranslatedText?) -> String? {
        medium?.text(in: filling.language, otherwise: form.program.form.defaultLanguage).flatMap { address(ofFile: $0) }
    }

    /// Nil for a file that did not come with the form.
    private func address(ofFile name: String) -> String? {
        form.fileNames.contains(name) ? "/forms/files/\(form.identifier)/\(form.version)/\(FormReading.encoded(name))" : nil
    }

    private func options(_ node: Int) -> [FormControls.Option] {
        filling.choices(of: node).map { choice in
            .init(
                value: choice.name, label: choice.label, image: choice.image.flatMap { address(ofFile: $0) },
                styled: choice.styledLabel.isStyled ? choice.styledLabel : nil)
        }
    }

    private func baseLook(_ node: Int, _ definition: FormNode) -> FormControls.Look {
        var look = FormControls.Look(isRequired: filling.isRequired(node))
        look.hasOwnWords = !filling.language.contains("(\(translator.language))")
        let styled = styledLabel(node, definition)
        if styled.isStyled { look.styledLabel = styled }
        if !definition.label.isEmpty, !definition.hint.isEmpty {
            let styled = filling.styled(definition.hint, of: node)
            (look.hint, look.styledHint) = (styled.plain, styled.isStyled ? styled : nil)
        }
        return look
    }

    private func control(_ html: inout HTMLWriter, _ node: Int, _ name: String, _ definition: FormNode, _ type: QuestionType, _ controls: FormControls) {
        let text = label(node, definition)
        var look = baseLook(node, definition)
        let appearance = Set(FormFilling.words(definition.appearance ?? ""))
        look.isInColumns = appearance.contains { Self.isBeside($0) }
        func hint(_ key: String) { if look.hint == nil { look.hint = translator(key) } }
        switch type {
        case .selectOne, .selectOneExternal: one(&html, node, name, text, look, appearance, controls)
        case .selectMultiple:
            let options = options(node)
            if options.allSatisfy({ $0.image == nil }), options.count > 40 || form.program.hasChangingChoices(filling.element(of: node) ?? -1) {
                look.isMultiple = true
                controls.select(&html, name, label: text, options: options, look)
            } else {
                controls.choices(&html, name, label: text, options: options, look)
            }
        case .rank: rank(&html, node, name, text, look, controls)
        case .acknowledge, .trigger:
            controls.choices(&html, name, label: text, options: [.init(value: "OK", label: translator("forms.acknowledge"))], look)
        case .date:
            hint(appearance.contains("year") ? "forms.year-hint" : appearance.contains("month-year") ? "forms.month-hint" : "cases.form.date-hint")
            look.direction = "ltr"
            controls.text(&html, name, label: text, look)
        case .dateTime, .time:
            look.type = type == .time ? "time" : "datetime-local"
            controls.text(&html, name, label: text, look)
        case .range where appearance.contains("rating") || appearance.contains("picker"):
            let options = Self.steps(definition).map { FormControls.Option(value: $0, label: $0) }
            look.isInColumns = true
            if appearance.contains("picker") { controls.select(&html, name, label: text, options: options, look) } else {
                controls.choices(&html, name, label: text, options: options, single: true, look)
            }
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
        case .image, .audio, .video, .file: file(&html, name, text, type, look, appearance, controls)
        default:
            if appearance.contains("multiline") || form.plan.targets[filling.element(of: node) ?? -1]?.field.type == .narrative { look.rows = 4 }
            if appearance.contains("numbers") { (look.inputMode, look.type, look.direction) = ("tel", "tel", "ltr") }
            controls.text(&html, name, label: text, look)
        }
    }

    private func one(
        _ html: inout HTMLWriter, _ node: Int, _ name: String, _ text: String, _ look: FormControls.Look, _ appearance: Set<String>, _ controls: FormControls
    ) {
        let options = options(node)
        // A few choices are seen at once, and those whose pictures are to be seen; a filtered list changes in place, which a list to pick from does best.
        let isShown = options.contains { $0.image != nil } || look.isInColumns
        if !isShown && options.count > 6 || appearance.contains("minimal") || form.program.hasChangingChoices(filling.element(of: node) ?? -1) {
            controls.select(&html, name, label: text, options: options, look)
        } else {
            controls.choices(&html, name, label: text, options: options, single: true, look)
        }
    }

    /// One list for each rank.
    private func rank(_ html: inout HTMLWriter, _ node: Int, _ name: String, _ text: String, _ look: FormControls.Look, _ controls: FormControls) {
        let options = filling.choices(of: node)
        let chosen = FormFilling.words(filling.typed(node))
        html.element("fieldset", [.class("field"), .id("field-\(name)"), controls.described(name, look)]) { html in
            html.element("legend") { controls.labelText(&$0, text, look) }
            controls.notes(&html, name, look)
            for place in options.indices {
                html.element("label") { html in
                    html.element("span", text: translator("forms.rank", ["number": .number(place + 1)]))
                    html.element("select", [.name(name), controls.problem(name) == nil ? nil : Attribute("aria-invalid", "true")]) { html in
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

    /// The appearances with which choices stand beside each other (ODK XLSForm: columns, columns-pack, columns-4, likert, quickcompact …).
    private static func isBeside(_ appearance: String) -> Bool {
        appearance.hasPrefix("columns") || ["likert", "horizontal", "horizontal-compact", "compact", "quickcompact"].contains(appearance)
    }

    /// The values of a range of whole steps, at most 101; none of any other.
    private static func steps(_ definition: FormNode) -> [String] {
        let numbers = ["start", "end", "step"].map { definition.parameters[$0].flatMap { Int($0) } }
        guard let start = numbers[0], let end = numbers[1], case let step = numbers[2] ?? 1, step > 0, start <= end, (end - start) / step <= 100 else { return [] }
        return stride(from: start, through: end, by: step).map { "\($0)" }
    }

    private func file(
        _ html: inout HTMLWriter, _ name: String, _ text: String, _ type: QuestionType, _ look: FormControls.Look, _ appearance: Set<String>,
        _ controls: FormControls
    ) {
        let kinds: String? =
            switch type {
            case .image: "image/*"
            case .audio: "audio/*"
            case .video: "video/*"
            default: nil
            }
        html.element("div", [.class("field")]) { html in
            html.element("label", [.for("field-\(name)")]) { controls.labelText(&$0, text, look) }
            controls.notes(&html, name, look)
            if let kept = state.files[name] {
                html.element("p", [.class("hint"), .dir("auto")], text: translator("forms.file-kept", ["name": .text(kept.fileName)]))
            }
            html.element(
                "input",
                [
                    .type("file"), .name(name), .id("field-\(name)"), kinds.map { Attribute("accept", $0) },
                    appearance.contains("new-front") ? Attribute("capture", "user") : appearance.contains("new") ? Attribute("capture", "environment") : nil,
                    controls.described(name, look),
                    controls.problem(name) == nil ? nil : Attribute("aria-invalid", "true"),
                ])
        }
    }

    private func absence(_ html: inout HTMLWriter, _ name: String, _ label: StyledText, _ controls: FormControls) {
        let isOpen = controls.values[name + ".absent"] != nil || controls.values[name + ".note"] != nil
        html.element("details", [.flag("open", if: isOpen)]) { html in
            html.element("summary") { html in
                html.text(translator("cases.form.absent"))
                html.element("span", [.class("hidden")]) { $0.styled(label) }
            }
            controls.select(
                &html, name + ".absent", label: translator("cases.form.why"),
                options: Absence.allCases.map { .init(value: $0.rawValue, label: translator("cases.absence.\($0.rawValue)")) })
            controls.text(&html, name + ".note", label: translator("cases.form.note"))
        }
    }
}
