import Forms

/// What is wrong with an answer of a form.
struct FieldProblem: Sendable, Hashable {
    /// The name of the field.
    var field: String
    /// A sentence in the reader's language: what was wrong and what would be right.
    var sentence: String
}

/// The controls of a form, each with its label, its hint and what is wrong with it, tied together for screen readers (WCAG 2.2: 1.3.1, 3.3.1, 3.3.2).
struct FormControls: Sendable {
    var translator: Translator
    var values: FormFields
    var problems: [FieldProblem] = []

    struct Option: Sendable {
        var value: String
        var label: String
        /// The address of a picture that shows it.
        var image: String?
        /// The label with its styling, where it has one.
        var styled: StyledText?
    }

    /// How a field is shown.
    struct Look: Sendable {
        /// The label with its styling, where it has one.
        var styledLabel: StyledText?
        var hint: String?
        /// The hint with its styling, where it has one.
        var styledHint: StyledText?
        var isRequired = false
        /// Whether choices stand beside each other where there is room.
        var isInColumns = false
        var type = "text"
        var autocomplete = "off"
        var inputMode: String?
        var rows: Int?
        var direction = "auto"
        /// Whether several options of a list can be picked.
        var isMultiple = false
        /// Whether the words are those of a form that is not in the language of the page: their direction is their own.
        var hasOwnWords = false

        var labelDirection: Attribute? { hasOwnWords ? .dir("auto") : nil }
    }

    /// The list of what is wrong, on top of the form, with links to the fields. Nothing if all is well.
    func summary(_ html: inout HTMLWriter) {
        guard !problems.isEmpty else { return }
        html.element("div", [.class("problems"), .role("alert"), Attribute("tabindex", "-1"), .id("problems")]) { html in
            html.element("h2", text: translator("platform.form.problems", ["count": .number(problems.count)]))
            html.element("ul") { html in
                for problem in problems {
                    // What is wrong with no single field stands by itself.
                    guard !problem.field.isEmpty else {
                        html.element("li", text: problem.sentence)
                        continue
                    }
                    html.element("li") { $0.element("a", [.href("#field-\(problem.field)")], text: problem.sentence) }
                }
            }
        }
    }

    func text(_ html: inout HTMLWriter, _ name: String, label: String, _ look: Look = Look()) {
        html.element("div", [.class("field")]) { html in
            html.element("label", [.for("field-\(name)"), look.labelDirection]) { labelText(&$0, label, look) }
            notes(&html, name, look)
            var attributes: [Attribute?] = [
                .id("field-\(name)"), .name(name), .flag("required", if: look.isRequired), .dir(look.direction),
                Attribute("autocomplete", look.autocomplete), described(name, look), problem(name) == nil ? nil : Attribute("aria-invalid", "true"),
                look.inputMode.map { Attribute("inputmode", $0) },
            ]
            if let rows = look.rows {
                html.element("textarea", attributes + [Attribute("rows", "\(rows)")], text: values[name] ?? "")
            } else {
                attributes += [.type(look.type), look.type == "password" ? nil : .value(values[name] ?? "")]
                html.element("input", attributes)
            }
        }
    }

    func select(_ html: inout HTMLWriter, _ name: String, label: String, options: [Option], _ look: Look = Look()) {
        html.element("div", [.class("field")]) { html in
            html.element("label", [.for("field-\(name)"), look.labelDirection]) { labelText(&$0, label, look) }
            notes(&html, name, look)
            html.element(
                "select",
                [
                    .id("field-\(name)"), .name(name), .flag("required", if: look.isRequired), described(name, look),
                    problem(name) == nil ? nil : Attribute("aria-invalid", "true"), .flag("multiple", if: look.isMultiple),
                    look.isMultiple ? Attribute("size", "6") : nil,
                ]
            ) { html in
                if !look.isMultiple { html.element("option", [.value("")], text: translator("platform.form.choose")) }
                let chosen = Set(values.all(name))
                for option in options {
                    html.element("option", [.value(option.value), .flag("selected", if: chosen.contains(option.value))], text: option.label)
                }
            }
        }
    }

    /// Boxes, several of which may be ticked; or, with `single`, one.
    func choices(_ html: inout HTMLWriter, _ name: String, label: String, options: [Option], single: Bool = false, _ look: Look = Look()) {
        let chosen = Set(values.all(name))
        html.element("fieldset", [.class(look.isInColumns ? "field beside" : "field"), .id("field-\(name)"), described(name, look)]) { html in
            html.element("legend", [look.labelDirection]) { labelText(&$0, label, look) }
            notes(&html, name, look)
            for (index, option) in options.enumerated() {
                html.element("label", [.class("choice")]) { html in
                    html.element(
                        "input",
                        [
                            .type(single ? "radio" : "checkbox"), .name(name), .value(option.value), .id("field-\(name)-\(index)"),
                            .flag("checked", if: chosen.contains(option.value)),
                        ])
                    html.element("span", [look.labelDirection]) { html in
                        // What it shows is said beside it.
                        if let image = option.image { html.element("img", [Attribute("src", image), Attribute("alt", ""), .class("picture")]) }
                        if let styled = option.styled { html.styled(styled) } else { html.text(option.label) }
                    }
                }
            }
        }
    }

    func submit(_ html: inout HTMLWriter, _ label: String) {
        html.element("p", [.class("actions")]) { $0.element("button", [.type("submit")], text: label) }
    }

    func labelText(_ html: inout HTMLWriter, _ label: String, _ look: Look) {
        if let styled = look.styledLabel { html.styled(styled) } else { html.text(label) }
        if look.isRequired {
            html.text(" ")
            html.element("span", [.class("required")], text: translator("platform.form.required"))
        }
    }

    func notes(_ html: inout HTMLWriter, _ name: String, _ look: Look) {
        if let hint = look.hint {
            html.element("p", [.class("hint"), .id("hint-\(name)")]) { html in if let styled = look.styledHint { html.styled(styled) } else { html.text(hint) } }
        }
        if let problem = problem(name) { html.element("p", [.class("problem"), .id("problem-\(name)")], text: problem.sentence) }
    }

    func problem(_ name: String) -> FieldProblem? { problems.first { $0.field == name } }

    func described(_ name: String, _ look: Look) -> Attribute? {
        let ids = [look.hint == nil ? nil : "hint-\(name)", problem(name) == nil ? nil : "problem-\(name)"].compactMap { $0 }
        return ids.isEmpty ? nil : Attribute("aria-describedby", ids.joined(separator: " "))
    }
}
